"""The ``coproduce`` command. Thin: each verb calls one function of the package."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from coproduce.problems import ProblemsFound
from coproduce.report import NotAReport, Report


class _Group(click.Group):
    """Shows a person's mistake as a message and keeps tracebacks for our own."""

    def invoke(self, context: click.Context):
        try:
            return super().invoke(context)
        except ProblemsFound as found:
            click.echo(str(found), err=True)
            sys.exit(1)
        except NotAReport as error:
            click.echo(str(error), err=True)
            sys.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--report", "folder", default=".", show_default="this folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of the report.",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Publish a co-produced report from sourced data and contributions."""
    context.obj = folder


@main.command()
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.pass_obj
def build(folder: Path, force: bool) -> None:
    """Check, execute and write the HTML book and the PDF."""
    from coproduce.build import build as run

    report = Report.find(folder)
    summary = run(report, log=_progress, force=force)
    click.echo()
    for path in summary.outputs:
        click.echo(f"  {path}")
    counts = ", ".join(f"{number:,} {what}" for what, number in summary.counts.items())
    times = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in summary.seconds.items())
    click.echo(f"  {counts}")
    click.echo(f"  {times}; {sum(summary.seconds.values()):.1f} s in all")


@main.command()
@click.pass_obj
def check(folder: Path) -> None:
    """Check settings, data, contributions and chapters; build nothing."""
    from coproduce.checks import check as run
    from coproduce.problems import stop_if_any

    report = Report.find(folder)
    stop_if_any(run(report))
    click.echo("No problems found.")


@main.command()
@click.pass_obj
def readability(folder: Path) -> None:
    """Tell how easily each page reads, and which abbreviations nobody explains."""
    from coproduce.readability import as_text, readings

    report = Report.find(folder)
    click.echo(as_text(readings({
        name: report.paths.chapter(name).read_text(encoding="utf-8") for name in report.toc.chapters
    })))


@main.command()
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.pass_obj
def diff(folder: Path, old: str, new: str, form: str) -> None:
    """Tell what NEW changes for readers of OLD.

    Each is a built folder (_build) or a git revision.
    """
    import json

    from coproduce.compare.changes import compare
    from coproduce.compare.editions import read_ledger
    from coproduce.compare.wording import as_markdown, as_text

    root = Report.find(folder).paths.root
    changes = compare(read_ledger(old, root), read_ledger(new, root))
    write = {"text": as_text, "markdown": as_markdown, "json": lambda c: json.dumps(c.to_json(), indent=1)}
    click.echo(write[form](changes))


def _progress(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()

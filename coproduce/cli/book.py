"""What makes the book and tells of it."""

from __future__ import annotations

from pathlib import Path

import click

from coproduce.cli.group import main, progress
from coproduce.ground.problems import Problem, grouped_text
from coproduce.report import Report


def tell_reported(problems: list[Problem]) -> None:
    """What was found and stops nothing, a line each, counted by rule."""
    if not problems:
        return
    from coproduce.source.rules import WARNINGS, rule_of

    click.echo(f"Found, and listed only ({len(problems)} in all); ‘strict: true’ under ‘coproduce: rules:’ would stop the build:")
    click.echo(grouped_text(problems, lambda problem: rule_of(problem.code) or WARNINGS))
    click.echo()


@main.command()
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.pass_obj
def build(folder: Path, force: bool) -> None:
    """Check, execute and write book, PDF and other formats."""
    from coproduce.build import build as run

    report = Report.find(folder)
    summary = run(report, log=progress, force=force)
    click.echo()
    tell_reported(summary.reported)
    for path in summary.outputs:
        click.echo(f"  {path}")
    counts = ", ".join(f"{number:,} {what}" for what, number in summary.counts.items())
    times = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in summary.seconds.items())
    click.echo(f"  {counts}")
    click.echo(f"  {times}; {sum(summary.seconds.values()):.1f} s in all")


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Serve at this port.  [default: the first free one from 8000]")
@click.pass_obj
def preview(folder: Path, port: int | None) -> None:
    """Show the report in a browser, and each saved change at once.

    Only this machine can reach it. Its pages are no build: nothing publishes them.
    """
    from coproduce.preview.run import preview as run

    run(Report.find(folder), progress, port)


@main.command()
@click.option("--anew", type=click.Path(file_okay=False, path_type=Path), hidden=True,
              help="Empty only this folder of _build, and keep it.")
@click.option("--gathered", type=click.Path(file_okay=False, path_type=Path), hidden=True,
              help="List what was put into that folder.")
@click.pass_obj
def clean(folder: Path, anew: Path | None, gathered: Path | None) -> None:
    """Delete what was built under _build.

    What this program did not make there stays, and is named.
    """
    from coproduce.editions import clean as run

    paths = Report.find(folder).paths
    if anew or gathered:
        if anew:
            run.empty_folder(anew.absolute(), paths)
        if gathered:
            run.list_contents(gathered.absolute(), paths)
        return
    left = run.clean(paths, progress)
    for name in left:
        click.echo(f"stays, as coproduce did not make it: {name}")
    if not left:
        click.echo("Everything that was built is deleted.")


@main.command()
@click.pass_obj
def check(folder: Path) -> None:
    """Say in seconds what would stop a merge; build nothing.

    It checks settings, data, contributions, chapters, references and spelling.
    """
    from coproduce.check import check_before_merging as run
    from coproduce.check import not_checked
    from coproduce.ground.problems import stop_if_any

    report = Report.find(folder)
    found = run(report)
    if unchecked := not_checked(report):
        click.echo(unchecked)
    stop_if_any(found)
    tell_reported(report.reported)
    click.echo("Nothing that would stop a build." if report.reported else "No problems found.")


@main.command()
@click.pass_obj
def readability(folder: Path) -> None:
    """Tell how easily each page reads.

    Also tells which abbreviations nobody explains.
    """
    from coproduce.ground.read_input import read_page_input
    from coproduce.proof.readability import as_text, readings

    report = Report.find(folder)
    files = {name: report.paths.chapter(name) for name in report.toc.chapters}
    click.echo(as_text(readings({name: read_page_input(file, report.paths.relative(file)) for name, file in files.items()})))


@main.command()
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.pass_obj
def diff(folder: Path, old: str, new: str, form: str, output: Path | None) -> None:
    """Tell what NEW changes for readers of OLD.

    Each is a built folder (_build) or a git revision.
    """
    import json

    from coproduce.editions.compare.changes import compare
    from coproduce.editions.compare.editions import read_ledger
    from coproduce.editions.compare.text_report import as_markdown, as_text
    from coproduce.ground import own_files

    root = Report.find(folder).paths.root
    changes = compare(read_ledger(old, root), read_ledger(new, root))
    write = {"text": as_text, "markdown": as_markdown, "json": lambda c: json.dumps(c.to_json(), indent=1)}
    text = write[form](changes)
    if output:
        own_files.write(output, f"{text}\n", output.parent)
    else:
        click.echo(text)

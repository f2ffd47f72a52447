"""The ``coproduce`` command. Thin: each verb calls one function of the package."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from coproduce.disk import in_words
from coproduce.problems import ProblemsFound
from coproduce.report import NotAReport, Report


class _Group(click.Group):
    """Shows a person's mistake as a message and keeps tracebacks for our own."""

    def invoke(self, context: click.Context):
        try:
            with in_words(Path.cwd()):
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
    """Check, execute and write book, PDF and other formats."""
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
    """Say in seconds what would stop a merge; build nothing.

    It checks settings, data, contributions, chapters, references and spelling.
    """
    from coproduce.checks import check_before_merging as run
    from coproduce.problems import stop_if_any

    report = Report.find(folder)
    stop_if_any(run(report))
    click.echo("No problems found.")


@main.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True,
                type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option(
    "--review", type=click.Path(file_okay=False, path_type=Path),
    help="Folder, outside the repository, for responses that a person must look at.",
)
@click.pass_obj
def intake(folder: Path, files: tuple[Path, ...], dry_run: bool, review: Path | None) -> None:
    """Turn answers to the form into contributions.

    FILE is a form's export (.xlsx or .csv), what the page Contribute saves (.txt),
    or an issue (.md).
    """
    from coproduce.intake.run import intake as run
    from coproduce.intake.wording import as_text
    from coproduce.problems import stop_if_any

    paths = Report.find(folder).paths
    problems = []
    for number, file in enumerate(files):
        if len(files) > 1:
            click.echo(f"{chr(10) if number else ''}{file.name}")
        try:
            click.echo(as_text(run(paths, file, dry_run, review)))
        except ProblemsFound as found:
            problems += found.problems
            if len(files) > 1:
                click.echo("Not taken in: see below.")
    stop_if_any(problems)


@main.command()
@click.pass_obj
def readability(folder: Path) -> None:
    """Tell how easily each page reads.

    Also tells which abbreviations nobody explains.
    """
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


@main.command()
@click.argument("site", type=click.Path(path_type=Path))
@click.option("--freeze", is_flag=True, help="Keep this edition under editions/VERSION/ for good.")
@click.option(
    "--edition", "editions", multiple=True, type=click.Path(exists=True, path_type=Path),
    help="An edition frozen elsewhere, to be kept beside it: its folder, or a file that coproduce pack wrote.",
)
@click.option(
    "--editions", "shelf", type=click.Path(file_okay=False, path_type=Path),
    help="A folder of such files; it may be empty.",
)
@click.option(
    "--book", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The built book.  [default: _build/html of the report]",
)
@click.option("--allow-older", is_flag=True, help="Serve this book even if the site serves a later commit.")
@click.pass_obj
def publish(
    folder: Path, site: Path, freeze: bool, editions: tuple[Path, ...], shelf: Path | None, book: Path | None,
    allow_older: bool,
) -> None:
    """Serve the built book at SITE, a path that a web server serves.

    SITE becomes a link to a folder beside it, replaced in one step: readers see
    the old site or the new one. Frozen editions stay. A book of an older commit
    than the one served is refused.
    """
    from coproduce.publish.site import publish as run

    try:
        paths = Report.find(folder).paths
    except NotAReport:
        if book is None:
            raise
        paths = None  # a book alone; the commits' dates tell which is later
    editions += tuple(sorted(shelf.glob("edition-*.zip"))) if shelf else ()
    done = run(book or paths.html, site, freeze, editions, paths and paths.root, allow_older, _progress)
    click.echo(f"{site} serves {done.folder}" + ("" if done.changed else ", the same as before"))
    if done.frozen:
        click.echo(f"Edition {done.frozen} is kept at {site}/editions/{done.frozen}/")


@main.command()
@click.argument("to", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def pack(folder: Path, to: Path) -> None:
    """Write the built book into the folder TO as one file, edition-VERSION.zip, to be kept."""
    from coproduce.publish.edition_archive import pack as run

    click.echo(run(Report.find(folder).paths.html, to))


@main.command()
@click.argument("edition", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def verify(folder: Path, edition: Path) -> None:
    """Check a published EDITION, then build it again to compare.

    EDITION is a folder with a manifest.json.
    """
    from coproduce.verify import verify as run

    run(edition, Report.find(folder).paths.root, log=click.echo)


@main.command()
@click.argument("version")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The edition's date.  [default: today]")
@click.pass_obj
def release(folder: Path, version: str, day) -> None:
    """Prepare edition VERSION, for people to finish.

    It writes version and date where they are named, and a draft of the changelog.
    """
    from datetime import date

    from coproduce.release import CHANGELOG, prepare

    done = prepare(Report.find(folder), version, day.date() if day else date.today())
    click.echo("Written: " + ", ".join(done.files))
    click.echo(f"Compared with {done.before}." if done.before else "There is no earlier edition to compare with.")
    click.echo(f"Next: edit {CHANGELOG} for readers, then run:")
    click.echo(f"  git add {' '.join(done.files)} && git commit -m 'Edition {version}'")
    click.echo(f"  git tag -a {done.tag} -m 'Edition {version}' && git push --follow-tags")


@main.group()
def new() -> None:
    """Ask for something new, check each answer, and write it."""


@new.command("contribution")
@click.pass_obj
def new_contribution(folder: Path) -> None:
    """Ask for one contribution and write its file."""
    from coproduce.contributions.new import ask_for_contribution

    report = Report.find(folder)
    file = ask_for_contribution(report)
    if file is None:
        click.echo("Nothing was written.")
        return
    paths = report.paths
    click.echo(f"Written: {paths.relative(file)}")
    click.echo(f"Next: decide what becomes of it, in {paths.relative(paths.dispositions)}/{file.stem}.yml "
               "(see contributions/README.md); then run: coproduce check")


@new.command("case-study")
@click.pass_obj
def new_case_study(folder: Path) -> None:
    """Ask for a case study and the rows of other tables that belong to it."""
    report = Report.find(folder)
    if not report.settings.case_studies:
        raise click.ClickException("_config.yml names no table of case studies: set coproduce: case_studies.")
    _new_rows(report, report.settings.case_studies, with_dependants=True)


@new.command("row")
@click.argument("table")
@click.pass_obj
def new_row(folder: Path, table: str) -> None:
    """Ask for a row of TABLE, and for its source if that is new."""
    _new_rows(Report.find(folder), table, with_dependants=False)


def _new_rows(report: Report, table: str, with_dependants: bool) -> None:
    from coproduce.evidence.new_rows import NoSuchTable, ask_for_rows

    try:
        appended = ask_for_rows(report, table, with_dependants)
    except NoSuchTable as error:
        raise click.ClickException(str(error)) from None
    click.echo("\n".join(["Appended:", *(f"  {line}" for line in appended)]) if appended else "Nothing was written.")


@main.command()
@click.argument("id")
@click.option("--reason", required=True, help="One public sentence; it must not repeat what is withdrawn.")
@click.pass_obj
def withdraw(folder: Path, id: str, reason: str) -> None:
    """Remove the contribution ID; keep only that it was withdrawn."""
    from coproduce.contributions.withdrawal import withdraw as run

    done = run(Report.find(folder).paths, id, reason)
    click.echo("\n".join(["Removed:", *(f"  {path}" for path in done.removed), f"Recorded: {done.record}"]))
    for voice in done.lost:
        click.echo(f"Conclusion {voice}")
    if not done.lost:
        click.echo("No conclusion rested on it.")
    if done.mentions:
        click.echo("The book still names it; change these places:")
        click.echo("\n".join(f"  {place}" for place in done.mentions))
    click.echo("The text is still in git’s history, and in copies that others made: "
               "see “Withdrawal” in contributions/README.md.")


@main.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path),
              help="Write what needs a person to this file, as Markdown; an empty file if nothing does.")
@click.option("--only", "ids", multiple=True, help="Ask only for the source of this id; may be given again.")
@click.pass_obj
def links(folder: Path, output: Path | None, ids: tuple[str, ...]) -> None:
    """Ask whether the sources' addresses still answer.

    Uses the network; never fails for what it finds.
    """
    from coproduce.links.rot import as_markdown, look, needs_a_person

    known = Report.find(folder).data.sources()
    if unknown := set(ids) - known.keys():
        raise click.ClickException(f"no source is called {', '.join(sorted(unknown))}: see data/sources.csv")
    findings = look(known[id_] for id_ in ids or known)
    text = as_markdown(findings)
    click.echo(text, nl=False)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text if needs_a_person(findings) else "", encoding="utf-8")


@main.group()
def supply() -> None:
    """Tell what the report is built with."""


@supply.command("lock")
@click.pass_obj
def supply_lock(folder: Path) -> None:
    """Check that requirements.lock answers pyproject.toml; nothing is fetched."""
    from coproduce.problems import stop_if_any
    from coproduce.supply.lock import check_lock

    stop_if_any(check_lock(Report.find(folder).paths))
    click.echo("The lock answers pyproject.toml; every package has its checksums.")


@supply.command("licences")
@click.pass_obj
def supply_licences(folder: Path) -> None:
    """Write docs/licences.csv anew from the packages installed."""
    from coproduce.problems import stop_if_any
    from coproduce.supply.licences import PLACE, write_licences

    stop_if_any(write_licences(Report.find(folder).paths))
    click.echo(f"  {PLACE}")


@supply.command("sbom")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def supply_sbom(folder: Path, target: Path) -> None:
    """Write the bill of materials (CycloneDX) to the file TARGET."""
    from coproduce.revision import read_revision
    from coproduce.supply.sbom import write_sbom

    report = Report.find(folder)
    click.echo(f"  {write_sbom(report.paths, read_revision(report.paths.root, report.settings.date), target)}")


def _progress(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()

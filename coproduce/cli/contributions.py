"""What brings contributions and rows in, and takes contributions out."""

from __future__ import annotations

from pathlib import Path

import click

from coproduce.cli.group import main, progress
from coproduce.report import Report


def _report(folder: Path) -> Report:
    """The report in ``folder``; until the command ends it speaks the report's language and knows its country's numbers."""
    from coproduce.ground.country import using_country
    from coproduce.ground.interface_words import using_language
    from coproduce.source.settings import check_settings

    report = Report.find(folder)
    settings, _ = check_settings(report.paths)
    if settings:
        context = click.get_current_context()
        context.with_resource(using_language(settings.interface_language))
        context.with_resource(using_country(settings.country))
    return report


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

    FILE is a form's export (.xlsx, .xls, .ods, .csv, or a .zip with one of them), what
    the page Contribute saves (.txt), an e-mail with it (.eml), or an issue (.md).
    """
    from coproduce.ground.problems import ProblemsFound, stop_if_any
    from coproduce.intake.run import intake_all
    from coproduce.intake.summary import as_text

    paths = _report(folder).paths
    problems = []
    for number, (file, taken) in enumerate(intake_all(paths, files, dry_run, review, progress)):
        if len(files) > 1:
            click.echo(f"{chr(10) if number else ''}{file.name}")
        if not isinstance(taken, ProblemsFound):
            click.echo(as_text(taken))
            continue
        problems += taken.problems
        if len(files) > 1:
            click.echo("Not taken in: see below.")
    stop_if_any(problems)


@main.group()
def new() -> None:
    """Ask for something new, check each answer, and write it."""


@new.command("contribution")
@click.pass_obj
def new_contribution(folder: Path) -> None:
    """Ask for one contribution and write its file."""
    from coproduce.intake.new_contribution import ask_for_contribution

    report = _report(folder)
    file = ask_for_contribution(report)
    if file is None:
        click.echo("Nothing was written.")
        return
    paths = report.paths
    click.echo(f"Written: {paths.relative(file)}")
    click.echo(f"Next: coproduce dispose asks what becomes of it, and writes {paths.relative(paths.dispositions)}/{file.stem}.yml; "
               "then run: coproduce check")


@new.command("case-study")
@click.pass_obj
def new_case_study(folder: Path) -> None:
    """Ask for a case study and the rows of other tables that belong to it."""
    report = _report(folder)
    if not report.settings.case_studies:
        raise click.ClickException("_config.yml names no table of case studies: set coproduce: case_studies.")
    _new_rows(report, report.settings.case_studies, with_dependants=True)


@new.command("row")
@click.argument("table")
@click.pass_obj
def new_row(folder: Path, table: str) -> None:
    """Ask for a row of TABLE, and for its source if that is new."""
    _new_rows(_report(folder), table, with_dependants=False)


def _new_rows(report: Report, table: str, with_dependants: bool) -> None:
    from coproduce.intake.new_rows import NoSuchTable, ask_for_rows

    try:
        appended = ask_for_rows(report, table, with_dependants)
    except NoSuchTable as error:
        raise click.ClickException(str(error)) from None
    click.echo("\n".join(["Appended:", *(f"  {line}" for line in appended)]) if appended else "Nothing was written.")


@main.command()
@click.argument("what", nargs=-1, required=True, metavar="CODE|FILE|WORDS…")
@click.option("--row", type=click.IntRange(1), help="The row of an export, as the spreadsheet numbers it.")
@click.option("--review", type=click.Path(file_okay=False, path_type=Path),
              help="The folder of responses that wait for review, if intake was given one.")
@click.pass_obj
def find(folder: Path, what: tuple[str, ...], row: int | None, review: Path | None) -> None:
    """Find the contribution that a saved file, a row of an export or words became.

    CODE is what the name of a saved file holds, as in contribution-CODE.txt; FILE such a
    file, or an export together with --row.
    """
    from coproduce.intake.find import as_text
    from coproduce.intake.find import find as run

    found = run(_report(folder).paths, " ".join(what), row, review)
    if found:
        click.echo(as_text(found))
    if not any(one.state for one in found):
        if not found:
            click.echo("Nothing was found. A response may have been refused, wait in another folder (--review), or have been taken "
                       "in on another report or with another key. Try the saved file itself, or some of its words.")
        raise SystemExit(1)


@main.command()
@click.option("--export", "to", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              help="Write a spreadsheet (.xlsx or .csv) to fill in, and ask nothing.")
@click.option("--import", "files", metavar="FILE", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Take in a spreadsheet that people filled in; may be given several times.")
@click.pass_obj
def dispose(folder: Path, to: Path | None, files: tuple[Path, ...]) -> None:
    """Record what became of each contribution that has no disposition yet.

    Shows each, asks, and writes its file; stop at any time and go on later.
    """
    from coproduce.intake.dispose import ask_for_dispositions
    from coproduce.intake.disposition_sheets import export, import_files

    if to and files:
        raise click.UsageError("Either --export or --import.")
    paths = _report(folder).paths
    if to:
        count = export(paths, to)
        how = "" if to.suffix.lower() == ".csv" else " Its last sheet says how to fill it in."
        click.echo(f"Written: {to}, with {count:,} to decide on.{how}" if count else _ALL_DECIDED)
    elif files:
        done = import_files(paths, files, log=progress)
        for note in done.notes:
            click.echo(f"Note: {note}")
        rows = "row" if done.empty == 1 else "rows"
        click.echo(f"{len(done.written):,} written, {len(done.existing):,} there already, {done.empty:,} {rows} left empty.")
        click.echo("Next: coproduce check")
    else:
        written, left = ask_for_dispositions(paths)
        click.echo(f"{written:,} written, {left:,} left." if written or left else _ALL_DECIDED)


_ALL_DECIDED = "Nothing to do: each contribution that can be read has a disposition."


@main.command()
@click.argument("id")
@click.option("--reason", required=True, help="One public sentence; it must not repeat what is withdrawn.")
@click.pass_obj
def withdraw(folder: Path, id: str, reason: str) -> None:
    """Remove the contribution ID; keep only that it was withdrawn."""
    from coproduce.contributions.withdrawal import withdraw as run

    done = run(_report(folder).paths, id, reason, log=progress)
    if done.removed:
        click.echo("\n".join(["Removed:", *(f"  {path}" for path in done.removed)]))
    click.echo(f"Recorded: {done.record}")
    if done.successor:
        click.echo(f"Others sent the same words, or nearly the same: {done.successor}.md now stands for them.")
    if done.counted_with:
        click.echo(f"It was counted with {done.counted_with}.md, and is not any more.")
    for voice in done.lost:
        click.echo(f"Conclusion {voice}")
    if not done.lost:
        click.echo("No conclusion rested on it.")
    if done.mentions:
        click.echo("The book still names it; change these places:")
        click.echo("\n".join(f"  {place}" for place in done.mentions))
    click.echo(done.history)

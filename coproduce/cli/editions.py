"""What publishes editions, keeps them and checks them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coproduce.cli.group import main, progress
from coproduce.report import NotAReport, Report

if TYPE_CHECKING:
    from coproduce.ground.problems import Problem


@main.command()
@click.argument("version")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The edition's date.  [default: today]")
@click.pass_obj
def release(folder: Path, version: str, day) -> None:
    """Prepare edition VERSION, for people to finish.

    It writes version and date where they are named, and a draft of the changelog.
    """
    from datetime import date

    from coproduce.editions.prepare import CHANGELOG, prepare

    done = prepare(Report.find(folder), version, day.date() if day else date.today(), log=progress)
    click.echo("Written: " + ", ".join(done.files))
    click.echo(f"Compared with {done.before}." if done.before else "There is no earlier edition to compare with.")
    click.echo(f"Next: edit {CHANGELOG} for readers, then run:")
    click.echo(f"  git add {' '.join(done.files)} && git commit -m 'Edition {version}'")
    click.echo(f"  git tag -a {done.tag} -m 'Edition {version}' && git push --follow-tags")


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
@click.option("--adopt", is_flag=True, help="Take over a site that version 0.1 published.")
@click.option("--anew", is_flag=True, help="Forget what was published at SITE before, frozen editions too.")
@click.option("--another-report", is_flag=True, help="Take editions of another report in, too.")
@click.option("--yes", is_flag=True, help="Do not ask about a version that goes back, or a date far from today.")
@click.pass_obj
def publish(
    folder: Path, site: Path, freeze: bool, editions: tuple[Path, ...], shelf: Path | None, book: Path | None,
    allow_older: bool, adopt: bool, anew: bool, another_report: bool, yes: bool,
) -> None:
    """Serve the built book at SITE, a path that a web server serves.

    SITE becomes a link to a folder beside it, replaced in one step: readers see
    the old site or the new one. Frozen editions stay. A book of an older commit
    than the one served is refused.
    """
    from coproduce.editions.site import publish as run

    try:
        paths = Report.find(folder).paths
    except NotAReport:
        if book is None:
            raise
        paths = None  # a book alone; the commits' dates tell which is later
    book = book or (paths.html if paths else None)
    assert book, "without a report, a book was given"
    editions += tuple(sorted(shelf.glob("edition-*.zip"))) if shelf else ()
    done = run(book, site, freeze, editions, paths.root if paths else None, allow_older, progress, adopt,
               anew, another_report, (lambda unusual: None) if yes else _ask)
    click.echo(f"{site} serves {done.folder}" + ("" if done.changed else ", the same as before"))
    if done.frozen:
        click.echo(f"Edition {done.frozen} is kept at {site}/editions/{done.frozen}/")


def _ask(unusual: list["Problem"]) -> None:
    """Ask a person about each; where nobody sits, refuse."""
    from coproduce.ground.problems import stop_if_any

    if not sys.stdin.isatty():
        stop_if_any(unusual)
    for problem in unusual:
        click.confirm(f"{problem.message[:1].upper()}{problem.message[1:]}. Publish it?", abort=True)


@main.command()
@click.argument("to", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def pack(folder: Path, to: Path) -> None:
    """Write the built book into the folder TO as one file, edition-VERSION.zip, to be kept."""
    from coproduce.editions.edition_archive import pack as run

    click.echo(run(Report.find(folder).paths.html, to))


@main.command()
@click.argument("edition", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def verify(folder: Path, edition: Path) -> None:
    """Check a published EDITION, then build it again to compare.

    EDITION is a folder with a manifest.json.
    """
    from coproduce.editions.verify import verify as run

    run(edition, Report.find(folder).paths.root, log=click.echo)

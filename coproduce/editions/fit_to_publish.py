"""What speaks against publishing a book or an edition: damaged, uncommitted, of another report, older, unusual."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

from packaging.version import InvalidVersion, Version

from coproduce.editions import manifest
from coproduce.editions.edition_list import EDITIONS, LIST, has_place_for_list
from coproduce.ground.git_revision import is_ancestor, is_shallow
from coproduce.ground.problems import Problem, ProblemsFound

#: A date so many days in the past or in the future is asked about.
_DAYS_BACK, _DAYS_AHEAD = 3660, 366


def verified_manifest(book: Path) -> dict:
    """The manifest of a book that is as its manifest says."""
    made = manifest.read(book)
    wrong = manifest.differences(made, book)
    if wrong:
        raise ProblemsFound(
            Problem(
                (book / name).as_posix(), f"this file is {what}", code="publish.not-as-built",
                expected="the files that manifest.json lists, byte for byte",
                action="Build again (make report), and publish what was built.",
            )
            for name, what in wrong.items()
        )
    if not has_place_for_list(book):
        raise ProblemsFound([
            Problem(
                (book / EDITIONS / LIST).as_posix(), "this page has no place for the list of editions",
                code="publish.no-list", expected="the page as a build writes it", action="Build again (make report).",
            )
        ])
    return made


def refuse_changed(book_manifest: dict, book: Path, copy: Path) -> None:
    """Another build may put its outputs in place while a book is copied."""
    if manifest.differences(book_manifest, copy):
        raise ProblemsFound([
            Problem(
                book.as_posix(), "this book was changed while it was being copied", code="publish.changed",
                expected="a book that nobody builds at the same time", action="Publish again.",
            )
        ])


def refuse_uncommitted(book_manifest: dict, book: Path) -> None:
    if book_manifest["commit"] and not book_manifest["uncommitted_changes"]:
        return
    what = "with uncommitted changes" if book_manifest["commit"] else "outside version control"
    raise ProblemsFound([
        Problem(
            book.as_posix(), f"this book was built {what}", code="publish.uncommitted",
            expected="a book built from a commit, so that anyone can build it again",
            action="Commit, build again, and publish that.",
        )
    ])


def refuse_shallow(book: Path, repository: Path | None) -> None:
    """A page's date is in the history: where that is cut off, a build gives other bytes than elsewhere."""
    if repository is None or not is_shallow(repository):
        return
    raise ProblemsFound([
        Problem(
            book.as_posix(), "this book was built in a clone that does not have the whole history",
            code="publish.shallow", expected="a book that anyone can build again, with the dates of its pages",
            action="Run git fetch --unshallow --tags, build again, and publish that.",
        )
    ])


def refuse_older(book_manifest: dict, served: dict, site: Path, repository: Path | None) -> None:
    """A build that took long must not replace the site of a later commit."""
    new, old = book_manifest["commit"], served["commit"]
    later = is_ancestor(repository, new, old) if repository and new and old else None
    earlier = is_ancestor(repository, old, new) if repository and new and old else None
    if new == old or earlier or (not later and book_manifest["source_date_epoch"] >= served["source_date_epoch"]):
        return
    raise ProblemsFound([
        Problem(
            site.as_posix(), f"the site already serves a later commit, {old[:12]}", code="publish.overtaken",
            expected=f"a commit not older than that; this book is of {new[:12] or 'no commit'}",
            action="Nothing is to be done: the later one stays. To go back on purpose, commit a revert.",
        )
    ])


def foreign_editions(book_manifest: dict, before: dict | None, published: list[tuple[dict, Path]]) -> Iterator[Problem]:
    """Editions that are not of the report that is published, and a site that is not its own."""
    own = manifest.report_of(book_manifest)
    others = [(one["edition"], manifest.report_of(one)) for one, _ in published]
    others += [("the one served now", manifest.report_of(before))] if before is not None else []
    for edition, report in others:
        if report != own:
            yield Problem(
                f"edition {edition}", f"this is an edition of the report ‘{report}’, and not of ‘{own}’",
                code="publish.another-report", expected="editions of one report on one site",
                action="Give another path, or leave this edition out. If the report got another identifier, "
                "publish with --another-report.")


def case_clashes(frozen: list[tuple[dict, Path]], published: list[tuple[dict, Path]]) -> Iterator[Problem]:
    """Versions whose folders would be one on systems where case does not count."""
    versions = sorted({made["edition"] for made, _ in (*frozen, *published)})
    for one, other in combinations(versions, 2):
        if one.casefold() == other.casefold():
            yield Problem(
                f"{EDITIONS}/{other}", f"the versions {one} and {other} differ only by case", code="publish.same-name",
                expected="versions that are different on every system", action="Give the edition another version.")


def needs_confirmation(book_manifest: dict, frozen: list[tuple[dict, Path]], today: date) -> list[Problem]:
    """What somebody should confirm before it is published: a version that goes back, a date far from today."""
    found = []
    newest = max((v for one, _ in frozen if (v := _version(one["edition"]))), default=None)
    new = _version(book_manifest["edition"])
    if new and newest and new < newest:
        found.append(_to_confirm(f"edition {new} comes before edition {newest}, which is frozen here already"))
    days = (date.fromisoformat(book_manifest["date"]) - today).days
    if not -_DAYS_BACK <= days <= _DAYS_AHEAD:
        found.append(_to_confirm(f"the edition’s date is {book_manifest['date']}, and today is {today.isoformat()}"))
    return found


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def _to_confirm(message: str) -> Problem:
    return Problem(
        "", message, code="publish.unusual", expected="a later version, and a date near the day of publication",
        action="If it is meant, publish with --yes.")

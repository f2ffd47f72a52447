"""When each page of the book last changed, as its history tells."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coproduce.ground.git_revision import last_changes
from coproduce.ground.read_input import read_page_input
from coproduce.source.front_matter import read_front_matter

if TYPE_CHECKING:
    from pathlib import Path

    from coproduce.publish.book_index import BookIndex
    from coproduce.report import Report
    from coproduce.source.paths import Paths


#: Parts of a page that list what stands anywhere in the book.
_LISTS = ("contributions-list", "conclusions-matrix", "sources-list", "ledger", "provenance")


def page_dates(report: "Report", index: "BookIndex") -> dict[str, str]:
    """The date (ISO, UTC) of the newest commit that changed a page or what it is made from.

    A page is made from its own file, the tables and contributions that it
    declares, and those of the chapters whose numbers it shows; one that argues a
    conclusion also from the contributions, profiles from all data, and a list of
    the whole book from everything. A page is left out if one of these has changes
    that are in no commit, or there is no history to ask.
    """
    paths = report.paths
    folders = tuple(paths.relative(p) for p in (paths.book, paths.data, paths.contributions) if p.is_dir())
    changes = last_changes(paths.root, folders)
    if not changes:
        return {}
    inputs = {page: _inputs(paths.chapter(page), paths) for page in index.pages}
    dates = {}
    for page in index.pages:
        moments = [changes.get(paths.relative(file)) for file in _files(page, report, index, inputs)]
        if None not in moments:
            dates[page] = datetime.fromtimestamp(max(moments), UTC).date().isoformat()
    return dates


def _files(
    page: str, report: "Report", index: "BookIndex", inputs: dict[str, tuple[str, ...]]
) -> set["Path"]:
    """What a page is made from."""
    data = {resource.path for resource in report.data.resources.values()}
    contributions = set(_below(report.paths.contributions))
    if any(index.parts.get(part) == page for part in _LISTS):
        chapters = {report.paths.chapter(name) for name in index.pages}
        return chapters | data | contributions
    files = {report.paths.chapter(page)}
    if any(page == where for where, _ in index.profiles.values()):
        files |= {report.paths.profiles} | data | contributions
    if any(page == found.page for found in index.conclusions.values()):
        files |= contributions
    chapters = {
        index.registered_on[value] for value, pages in index.value_pages.items()
        if page in pages and value in index.registered_on
    }
    for chapter in {page, *chapters}:
        for name in inputs[chapter]:
            if name in report.data.resources:
                files.add(report.data.resources[name].path)
            else:
                files |= contributions
    return files


def _inputs(path: "Path", paths: "Paths") -> tuple[str, ...]:
    return read_front_matter(read_page_input(path, paths.relative(path)), paths.relative(path))[0].inputs


def _below(folder: "Path") -> list["Path"]:
    from coproduce.ground.checksums import files_below

    return files_below(folder) if folder.is_dir() else []

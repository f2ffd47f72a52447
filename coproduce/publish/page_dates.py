"""When each page of the book last changed, as its history tells."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coproduce.ground.git_revision import last_changes

if TYPE_CHECKING:
    from pathlib import Path

    from coproduce.publish.book_index import BookIndex
    from coproduce.report import Report


#: Parts of a page that list what stands anywhere in the book.
_LISTS = ("contributions-list", "conclusions-matrix", "sources-list", "ledger", "provenance")


def history(report: "Report") -> dict[str, int]:
    """When each file that pages are made from was last changed, as git tells."""
    paths = report.paths
    folders = tuple(paths.relative(p) for p in (paths.book, paths.data, paths.contributions) if p.is_dir())
    return last_changes(paths.root, folders)


def page_dates(
    report: "Report", index: "BookIndex", inputs: dict[str, tuple[str, ...]], changes: dict[str, int]
) -> dict[str, str]:
    """The date (ISO, UTC) of the newest commit that changed a page or what it is made from.

    ``changes`` is the :func:`history` of the report.

    A page is made from its own file, the tables and contributions that it
    declares, and those of the chapters whose numbers it shows; one that argues a
    conclusion also from the contributions, profiles from all data, and a list of
    the whole book from everything. A page is left out if one of these has changes
    that are in no commit, or there is no history to ask.
    """
    if not changes:
        return {}
    root, contributions = report.paths.root, set(_below(report.paths.contributions))
    dates = {}
    for page in index.pages:
        moments = [changes.get(file.relative_to(root).as_posix()) for file in _files(page, report, index, inputs, contributions)]
        known = [moment for moment in moments if moment is not None]
        if len(known) == len(moments):
            dates[page] = datetime.fromtimestamp(max(known), UTC).date().isoformat()
    return dates


def _files(
    page: str, report: "Report", index: "BookIndex", inputs: dict[str, tuple[str, ...]], contributions: set["Path"]
) -> set["Path"]:
    """What a page is made from."""
    data = {resource.path for resource in report.data.resources.values()}
    if any(page in index.part_pages.get(part, ()) for part in _LISTS):
        chapters = {report.paths.chapter(name) for name in index.pages}
        return chapters | data | contributions
    files = {report.paths.chapter(page)}
    if any(page == where for where, _ in index.profiles.values()):
        files |= {report.paths.profiles} | data | contributions
    if any(page == found.page for found in index.conclusions.values()):
        files |= contributions
    registering = {
        index.registered_on[value] for value, pages in index.value_pages.items()
        if page in pages and value in index.registered_on
    }
    for chapter in {page, *registering}:
        for name in inputs[chapter]:
            if name in report.data.resources:
                files.add(report.data.resources[name].path)
            else:
                files |= contributions
    return files


def _below(folder: "Path") -> list["Path"]:
    from coproduce.ground.checksums import files_below

    return files_below(folder) if folder.is_dir() else []

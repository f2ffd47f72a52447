"""Results of chapters from change to change: only those run again that a change touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from coproduce.execution.cache import CONTRIBUTIONS
from coproduce.execution.notebook import read_chapter
from coproduce.execution.runner import execute

if TYPE_CHECKING:
    from coproduce.execution.results import ChapterResult, Results
    from coproduce.execution.warm import ForkServer
    from coproduce.preview.changes import Changes
    from coproduce.report import Report


def execute_changed(
    report: "Report", old: "Results", changes: "Changes", server: "ForkServer | None", log: Callable[[str], None]
) -> "Results":
    """The results of ``report``; ``old`` itself if nothing in them can have changed.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` with what failed.
    """
    known = {name: result for name, result in old.chapters.items() if not _touched(report, result, changes)}
    pages = {name for name in changes.pages if (name not in old.chapters or name in known)}
    for name in pages:
        result = _as_it_stands(report, name, known.pop(name, None))
        if result is not None:
            known[name] = result
    todo = changes.pages - known.keys() | (old.chapters.keys() - known.keys())
    if not todo and known == old.chapters:
        return old
    return execute(report, log=log, server=server, known=known, only=todo)


def _touched(report: "Report", result: "ChapterResult", changes: "Changes") -> bool:
    """Whether data or contributions that the chapter declares were saved."""
    if changes.contributions and CONTRIBUTIONS in result.inputs:
        return True
    files = {report.data.resources[name].path for name in result.inputs if name in report.data.resources}
    return any(report.paths.relative(file) in changes.tables for file in files)


def _as_it_stands(report: "Report", name: str, result: "ChapterResult | None") -> "ChapterResult | None":
    """The result of a page whose text was saved, if its cells and inputs are those that ran."""
    chapter, problems = read_chapter(report.paths, name)
    if result is None or chapter is None or problems:
        return None
    if (chapter.checksum, chapter.inputs) != (result.checksum, result.inputs):
        return None
    lines = tuple(cell.line for cell in chapter.cells)
    return result if lines == result.lines else replace(result, lines=lines)

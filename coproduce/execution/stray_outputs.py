"""What cells print or show without registering it: readers would meet it in the book, without number, source or caption."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from coproduce.evidence.records import MIME_TYPE
from coproduce.execution.notebook import ChapterSource, CodeCell
from coproduce.ground.problems import Problem

#: Tags with which MyST-NB leaves a cell's outputs out of the page.
_LEFT_OUT = {"remove-output", "remove_output", "remove-cell", "remove_cell"}
_EXPECTED = "a number, figure or table that chapter.value(…), chapter.figure(…) or chapter.data_table(…) registers"
_MOST = 60


def stray_outputs(chapter: ChapterSource, outputs: tuple[tuple[dict[str, Any], ...], ...]) -> list[Problem]:
    """A problem for each output that is no record; of what a cell prints, only the first line is told."""
    problems: list[Problem] = []
    for cell, cell_outputs in zip(chapter.cells, outputs, strict=True):
        if not _LEFT_OUT & set(chapter.notebook.cells[cell.index].metadata.get("tags", ())):
            problems += _of_cell(chapter.path, cell, cell_outputs)
    return problems


def _of_cell(path: str, cell: CodeCell, outputs: tuple[dict[str, Any], ...]) -> Iterator[Problem]:
    printed = "".join(o["text"] for o in outputs if o["output_type"] == "stream" and o["name"] == "stdout")
    if printed.strip():
        yield _problem(path, cell.line + _calling(cell.source, "print") - 1, f"the cell prints ‘{_first_line(printed)}’")
    for output in outputs:
        if "data" in output and MIME_TYPE not in output["data"]:
            shown = output["data"].get("text/plain", "")
            shown = "".join(shown) if isinstance(shown, list) else str(shown)
            last = output["output_type"] == "execute_result"
            yield _problem(path, cell.line + (_last(cell.source) if last else _calling(cell.source, "display")) - 1,
                           f"the cell {'ends with' if last else 'shows'} something that is not registered: ‘{_first_line(shown)}’")


def _problem(path: str, line: int, message: str) -> Problem:
    return Problem(path, message, line=line, code="chapter.stray-output", expected=_EXPECTED,
                   action="Remove the line once you have seen what you wanted, or register what it shows.")


def _first_line(text: str) -> str:
    line = " ".join(next((line for line in text.splitlines() if line.strip()), "").split())
    return f"{line[:_MOST]}…" if len(line) > _MOST else line


def _calling(source: str, name: str) -> int:
    """The line, from 1, of the first call of a function; the first line if none is seen."""
    calls = (node for node in ast.walk(_parsed(source)) if isinstance(node, ast.Call))
    return min((c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == name), default=1)


def _last(source: str) -> int:
    body = _parsed(source).body
    return body[-1].lineno if body else 1


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):  # what IPython alone understands, such as ‘%time’
        return ast.Module([], [])

"""Failed cells and warnings as problems that point at a line of the chapter."""

from __future__ import annotations

import re
from typing import Any

from coproduce.execution.notebook import ChapterSource, CodeCell
from coproduce.ground.problems import Problem

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# "Cell In[3], line 5": how IPython names the place of a frame in its tracebacks.
_FRAME = re.compile(r"Cell In\s?\[(\d+)\], line (\d+)")
# "/tmp/ipykernel_12/345.py:2: FutureWarning: text", as Python's warnings module writes.
_WARNING = re.compile(r"^.*?ipykernel_\d+[/\\]\d+\.py:(\d+): (\w+): (.*)$", re.MULTILINE)
_ANY_WARNING = re.compile(r"^(\S+?):(\d+): (\w*Warning): (.*)$", re.MULTILINE)

# Errors whose message is meant for an author and says all by itself.
_OWN_ERRORS = ("ChapterError", "ProblemsFound", "UndeclaredInput")


def cell_error(chapter: ChapterSource, cell: CodeCell, output: dict[str, Any]) -> Problem:
    """The problem for an ``error`` output of a cell."""
    name, message = output["ename"], _ANSI.sub("", output["evalue"]).strip()
    if name.rpartition(".")[2] not in _OWN_ERRORS:
        last = message.splitlines()[-1] if message else ""
        message = f"{name}: {last}" if last else name
    return Problem(
        chapter.path, message, line=_error_line(chapter, cell, output), code="chapter.cell-failed",
        action="Correct the cell; it can be run by itself in JupyterLab.")


def cell_timeout(chapter: ChapterSource, cell: CodeCell, seconds: int) -> Problem:
    return Problem(
        chapter.path, f"this cell had not finished after {seconds} seconds", line=cell.line,
        code="chapter.cell-timeout", expected="a cell that takes a few seconds at most",
        action="Look for an endless loop, or prepare the data outside the chapter.")


def dead_kernel(chapter: ChapterSource, cell: CodeCell | None, words: str) -> Problem:
    return Problem(
        chapter.path, "the process that ran this chapter ended unexpectedly"
        + (f": {words.splitlines()[-1]}" if words else ""),
        line=cell.line if cell else None, code="chapter.kernel-died",
        action="Look for a cell that ends Python or needs more memory than there is.")


def warnings(chapter: ChapterSource, outputs: tuple[tuple[dict[str, Any], ...], ...]) -> list[Problem]:
    """A problem for each warning, and for anything else that a cell wrote to stderr."""
    problems = []
    for cell, cell_outputs in zip(chapter.cells, outputs, strict=True):
        text = "".join(o["text"] for o in cell_outputs
                       if o["output_type"] == "stream" and o["name"] == "stderr")
        problems += [Problem(
            chapter.path, message, line=line, code="chapter.warning",
            expected="cells that give no warnings: readers would see them in the book",
            action="Remove the cause; do not silence the warning.") for line, message in _warnings(cell, _ANSI.sub("", text))]
    return problems


def _warnings(cell: CodeCell, text: str) -> list[tuple[int, str]]:
    if not text.strip():
        return []
    found = [(cell.line + int(line) - 1, f"{kind}: {message}")
             for line, kind, message in _WARNING.findall(text)]
    # A warning raised inside a library: only the cell is known.
    found += [(cell.line, f"{kind}: {message}") for place, _, kind, message in _ANY_WARNING.findall(text)
              if "ipykernel_" not in place]
    return found or [(cell.line, f"the cell wrote to stderr: {text.strip().splitlines()[0]}")]


def _error_line(chapter: ChapterSource, cell: CodeCell, output: dict[str, Any]) -> int:
    """The line of the innermost frame of the traceback that stands in the chapter."""
    executed = [c for c in chapter.cells if c.source.strip()]  # empty cells are not counted
    frames = _FRAME.findall(_ANSI.sub("", "\n".join(output.get("traceback", []))))
    for count, line in reversed(frames):
        if 1 <= int(count) <= len(executed):
            return executed[int(count) - 1].line + int(line) - 1
    return cell.line

"""What is wrong with a report's inputs, said so that a person can mend it.

A check never prints and never stops at the first fault: it returns
:class:`Problem` values. One renderer, :func:`render`, words them for a
terminal, grouped by file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass
from itertools import groupby

#: Controls but the tab, halves of characters, and what changes the direction of writing (Unicode 16, UAX #9).
_ACTS = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
#: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
_COMMAND = re.compile(r"\s*(?:::|##\[)")

@dataclass(frozen=True)
class Problem:
    """One fault in an input, with what to do about it.

    ``path`` is relative to the report's folder. ``line`` counts from 1 and is
    the line of the text file (for a CSV file, the header is line 1); ``unit`` is "row" for
    what people see as rows. ``code``
    is a short stable name such as ``data.unknown-source`` that can be searched
    for. ``message`` says what is wrong and shows the value seen, ``expected``
    what would be right, ``action`` what to do next.
    """

    path: str
    message: str
    _: KW_ONLY
    line: int | None = None
    code: str = ""
    field: str = ""
    expected: str = ""
    action: str = ""
    unit: str = "line"

    @property
    def place(self) -> str:
        """``file:line`` as editors understand it, or the file alone."""
        return f"{self.path}:{self.line}" if self.line else self.path


class ProblemsFound(Exception):
    """Raised at the end of a check that found problems; carries all of them."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems: list[Problem] = list(problems)
        super().__init__(render(self.problems))


def stop_if_any(problems: Iterable[Problem]) -> None:
    """Raise :class:`ProblemsFound` if there is at least one problem."""
    found = list(problems)
    if found:
        raise ProblemsFound(found)


def render(problems: Iterable[Problem]) -> str:
    """All problems as plain text, grouped by file, in file and line order.

    Identical problems are shown once.
    """
    found = sorted(set(problems), key=lambda p: (p.path, p.line or 0, p.field, p.message))
    if not found:
        return "No problems found."
    lines: list[str] = []
    for path, group in groupby(found, key=lambda p: p.path):
        lines.append(path or "(whole report)")
        for problem in group:
            where = f"{problem.unit} {problem.line}" if problem.line else ""
            where = ", ".join(part for part in (where, problem.field) if part)
            code = f" [{problem.code}]" if problem.code else ""
            lines.append(f"  {where + ': ' if where else ''}{problem.message}{code}")
            if problem.expected:
                lines.append(f"      Expected: {problem.expected}")
            if problem.action:
                lines.append(f"      Do: {problem.action}")
    files = len({p.path for p in found})
    lines.append(
        f"{len(found)} problem{'s' if len(found) != 1 else ''} "
        f"in {files} file{'s' if files != 1 else ''}."
    )
    return "\n".join(map(_printable, "\n".join(lines).split("\n")))


def _printable(line: str) -> str:
    """A line that a terminal or the log of a workflow shows and does not obey.

    Messages quote what strangers wrote: escape sequences, signs that turn the direction of
    writing, and the commands that GitHub's runners read in logs.
    """
    line = "".join(f"\\u{ord(sign):04x}" if _ACTS.match(sign) else sign for sign in line)
    return f"| {line}" if _COMMAND.match(line) else line


def grouped_text(problems: Iterable[Problem], kind: Callable[[Problem], str]) -> str:
    """Problems that stop nothing, as plain text: one line each, grouped and counted by their ``kind``."""
    groups: dict[str, list[Problem]] = {}
    for problem in sorted(set(problems), key=lambda p: (p.path, p.unit, p.line or 0, p.message)):
        groups.setdefault(kind(problem), []).append(problem)
    lines: list[str] = []
    for name, group in sorted(groups.items()):
        lines.append(f"{name}: {len(group)}")
        for problem in group:
            # Lines of a notebook's cell follow no colon: an editor would jump there.
            where = problem.place if problem.unit == "line" else f"{problem.path}, {problem.unit} {problem.line}"
            lines.append(f"  {where or '(whole book)'}: {' '.join(problem.message.split())}")
    return "\n".join(map(_printable, lines))

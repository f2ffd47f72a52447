"""Sphinx's warnings as the report's problems, and our own warnings to Sphinx."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging as sphinx_logging

from coproduce.execution.book_pages import placed
from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import nearest

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.source.paths import Paths

logger = sphinx_logging.getLogger(__name__)

_LOCATION = re.compile(r"^(.*?)(?::(\d*))?$")
_WHICH = re.compile(r"\s*\[[\w.-]+\]$")


def warn(where: Any, code: str, message: str, expected: str = "", action: str = "") -> None:
    """Report a fault of a page. ``where`` is a node, or a page's name and a line."""
    logger.warning(
        message,
        location=where,
        type="coproduce",
        subtype=code,
        extra={"expected": expected, "action": action},
    )


def warn_unknown(where: Any, what: str, name: str, known: Iterable[str], action: str) -> None:
    """Report a name that does not exist, with the names nearest to it."""
    known = sorted(known)
    near = nearest(name, known, n=3, cutoff=0.5)
    if near:
        expected = " or ".join(f"‘{n}’" for n in near) + "?"
    elif known:
        expected = "one of: " + ", ".join(known[:8]) + (" …" if len(known) > 8 else "")
    else:
        expected = "the report has none yet"
    warn(where, f"unknown-{what.replace(' ', '-')}", f"there is no {what} called ‘{name}’", expected, action)


class ProblemCollector(logging.Handler):
    """Keeps every warning of a Sphinx application as a :class:`Problem`.

    Paths are relative to the report's folder, so that messages do not depend on
    where it lies.
    """

    def __init__(self, app: "Sphinx", paths: "Paths"):
        super().__init__(logging.WARNING)
        self.paths = paths
        self.problems: list[Problem] = []
        self.addFilter(sphinx_logging.WarningSuppressor(app))
        self.addFilter(sphinx_logging.WarningLogRecordTranslator(app))

    def emit(self, record: logging.LogRecord) -> None:
        message = logging.LogRecord.getMessage(record)
        kind = ".".join(filter(None, (getattr(record, "type", ""), getattr(record, "subtype", ""))))
        path, line = self._place(getattr(record, "location", None))
        problem = placed(Problem(
            path,
            _WHICH.sub("", message.replace(f"{self.paths.root}/", "")).strip(),
            line=line,
            code=kind or "sphinx.warning",
            expected=getattr(record, "expected", ""),
            action=getattr(record, "action", "") or _ACTIONS.get(kind, "Correct the page at this line."),
        ))
        # Sphinx holds some records back and hands them over a second time.
        if problem not in self.problems:
            self.problems.append(problem)

    def _place(self, location: object) -> tuple[str, int | None]:
        if not location:
            return "", None
        found = _LOCATION.match(str(location))
        file, line = found.groups() if found else ("", "")
        path = self.paths.relative(Path(file)) if file else ""
        return path, int(line) if line and line != "0" else None


#: What to do about kinds of warnings that come from Sphinx and MyST themselves.
_ACTIONS = {
    "ref.ref": "Correct the name, or add the target it means.",
    "myst.xref_missing": "Correct the link: the page or heading it means does not exist.",
    "myst.header": "Use heading levels one after the other, without leaving one out.",
    "myst.directive_unknown": "Correct the name of the directive.",
    "myst.role_unknown": "Correct the name of the role.",
}

"""Says of what a page holds that an output has another form of it, or none."""

from __future__ import annotations

import logging as words
from typing import Any

from docutils import nodes
from sphinx.util import logging

logger = logging.getLogger(__name__)

_EXPECTED = "a construct that docs/books.md gives a form in every output"
#: What to do about what has another form here.
_ACTION = "Nothing, if that is what readers should find; else write it in another way."


def note(where: Any, kind: str, message: str, action: str = _ACTION, expected: str = _EXPECTED, code: str = "output") -> None:
    """Name it with its file and line, under the code ``output.KIND`` unless it belongs to other rules.

    ``where`` is a node, or a page's name and a line.
    """
    logger.log(words.WARNING, message, location=where, type=code, subtype=kind, extra={"expected": expected, "action": action})


def shortened(text: str, most: int = 60) -> str:
    """What a message shows of a passage."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"


def place(node: nodes.Node) -> nodes.Node:
    """``node``, or what is nearest to it that knows its line: around it, or before it there."""
    found: nodes.Node | None = node
    while found is not None:
        if found.line:
            return found
        around = found.parent
        if around is not None:
            before = around.children[:around.index(found)]
            for other in reversed(before):
                if near := next((each for each in reversed(list(other.findall())) if each.line), None):
                    return near
        found = around
    return node

"""What a page says of itself where it is listed, linked or found: how it begins."""

from __future__ import annotations

import re

from docutils import nodes

#: Search engines show about so much of a description.
LONGEST = 300

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“])")


def opening(doctree: nodes.document) -> str:
    """The first paragraph of a page that is not inside a box, table or list, as plain text."""
    for section in doctree.findall(nodes.section):
        for node in section.children:
            if isinstance(node, nodes.paragraph) and (text := plain(node)):
                return text
        break
    return ""


def first_sentence(text: str) -> str:
    return _SENTENCE.split(text, maxsplit=1)[0]


def description(text: str) -> str:
    """As many whole sentences as fit into :data:`LONGEST`, at least one."""
    kept, *more = _SENTENCE.split(text)
    for sentence in more:
        if len(kept) + 1 + len(sentence) > LONGEST:
            break
        kept += f" {sentence}"
    return kept


def plain(node: nodes.Element) -> str:
    """The text of ``node`` in one line, with the quotation marks, apostrophes and dashes of a page."""
    # A mark of a source or note has no text of its own yet and leaves a blank before the full stop.
    return typographic(re.sub(r"\s+([.,;:!?])", r"\1", " ".join(node.astext().split())))


def typographic(text: str) -> str:
    """Plain text with the quotation marks, apostrophes and dashes that the page itself has."""
    from docutils.utils.smartquotes import smartyPants

    return smartyPants(text, attr="qDe", language="en")

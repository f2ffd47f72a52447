"""Words in another language than the report's, marked as such: for screen readers, hyphenation, and the way they run.

Docutils writes a class ``language-ur`` as the language of an element; the translator adds its direction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.contributions.docutils_body import to_docutils
from coproduce.contributions.model import TRANSLATORS
from coproduce.ground.interface_words import say
from coproduce.ground.language_tags import name_of_language

if TYPE_CHECKING:
    from coproduce.contributions.model import Contribution

#: What docutils takes for the language of an element.
CLASS = "language-"


def words(text: str, tag: str) -> nodes.Node:
    """``text`` within a line, in the language ``tag``; "" is the report's own."""
    return nodes.inline("", text, classes=[CLASS + tag]) if tag else nodes.Text(text)


def passage(blocks: Iterable[nodes.Node], tag: str, classes: Iterable[str] = ()) -> list[nodes.Node]:
    """``blocks`` as a passage in the language ``tag``; "" is the report's own."""
    blocks = list(blocks)
    return [nodes.container("", *blocks, classes=[*classes, CLASS + tag])] if tag else blocks


def text_of(contribution: "Contribution", report_language: str) -> list[nodes.Node]:
    """What the contribution says, in its own language, and beside it the translation if there is one."""
    front = contribution.front
    said = passage(to_docutils(contribution.body), front.language, ["original"])
    if front.translation is None:
        return said
    into = name_of_language(report_language.partition("-")[0])
    by = say("Translated into {language} {who}:", language=into, who=say(TRANSLATORS[front.translation.by]))
    label = nodes.paragraph("", by, classes=["translation-label"])
    made = [label]
    if front.translation.title:
        made.append(nodes.paragraph("", "", nodes.strong("", front.translation.title)))
    beside = nodes.container("", *made, *to_docutils(front.translation.text), classes=["translation"])
    return [nodes.container("", *said, beside, classes=["in-two-languages"])]

"""What links inside a document lead to, in words, for those who hear it read aloud."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag

from coproduce.publish.manuscript.finding import attribute, classes, first_of, parent, tags, text_of

#: Letters of the longest description; the rest stands where the link leads.
LONGEST = 140
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("li", "p", "dt", "tr", "figure", "section", *_HEADINGS)


def described(soup: BeautifulSoup) -> dict[str, str]:
    """What each target of a link inside the document is, by its id."""
    wanted = {attribute(link, "href")[1:] for link in tags(soup, "a", having="href") if attribute(link, "href").startswith("#")}
    found = {attribute(tag, "id"): _words(tag) for tag in tags(soup, having="id") if attribute(tag, "id") in wanted}
    return {name: words for name, words in found.items() if words}


def _words(tag: Tag) -> str:
    block: Any = tag if tag.name in _BLOCKS or "box" in classes(tag) else parent(tag, *_BLOCKS)
    if block is None:
        return ""
    if block.name == "section":
        block = first_of(block, *_HEADINGS) or block
    elif block.name == "figure":
        block = first_of(block, of="headline") or first_of(block, "figcaption") or block
    elif "box" in classes(block):
        block = first_of(block, of="box-title") or block
    return _cut(" ".join(text_of(block).split()))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rpartition(" ")[0] + "…"

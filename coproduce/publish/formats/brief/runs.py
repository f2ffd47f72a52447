"""A passage of the manuscript as runs of text that a template can set.

As data, not markup: whatever a text holds, Typst sets it and never reads it as
commands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bs4 import NavigableString, Tag

from coproduce.publish.manuscript.finding import attribute, classes
from coproduce.publish.manuscript.joining import SEPARATOR

_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class Run:
    """Text in one style; ``style`` is "", strong, emphasis or mark (a raised reference)."""

    text: str
    style: str = ""
    address: str = ""


def runs(passage: Tag | None, web_address: str) -> list[Run]:
    """The runs of a passage, white space tidied.

    Links within the report lead to ``web_address``, if there is one; otherwise
    only their text is kept.
    """
    found: list[Run] = []
    if passage is not None:
        _collect(passage, Run(""), web_address, found)
    joined: list[Run] = []
    for run in found:
        text = _SPACE.sub(" ", run.text)
        if (not joined or joined[-1].text.endswith(" ")) and text.startswith(" "):
            text = text[1:]
        if not text:
            continue
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + text)
        else:
            joined.append(replace(run, text=text))
    if joined and joined[-1].text.endswith(" "):
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return [run for run in joined if run.text]


def _collect(tag: Tag, style: Run, web: str, found: list[Run]) -> None:
    for child in tag.children:
        if isinstance(child, NavigableString):
            found.append(replace(style, text=str(child)))
        elif isinstance(child, Tag) and child.get("role") != "doc-noteref":
            _collect(child, _styled(child, style, web), web, found)
            if child.name in ("p", "li"):
                found.append(replace(style, text=" "))


def _styled(tag: Tag, style: Run, web: str) -> Run:
    if tag.name in ("strong", "b"):
        return replace(style, style="strong")
    if tag.name in ("em", "i"):
        return replace(style, style="emphasis")
    if "source-refs" in classes(tag):
        return replace(style, style="mark")
    if tag.name == "a" and style.style != "mark" and f"{SEPARATOR}term-" not in attribute(tag, "href"):
        return replace(style, address=_address(attribute(tag, "href"), web))
    return style


def _address(href: str, web: str) -> str:
    if not href.startswith("#"):
        return href
    if not web:
        return ""
    page, _, anchor = href[1:].partition(SEPARATOR)
    return f"{web.rstrip('/')}/{page}.html" + (f"#{anchor}" if anchor else "")

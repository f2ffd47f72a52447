"""Chapters into one document, and out of it what only a browser needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from bs4 import BeautifulSoup, Tag
from lxml.html import HTMLParser, document_fromstring

from coproduce.publish.manuscript.finding import attribute, body_of, classes, tags

SEPARATOR = "--"

# Controls, scripts, and what repeats in another form what stands beside it.
_CONTROLS = ("script", "style", "template", "button", "input", "form", "nav")
_FOR_SCREENS = ("headerlink", "toctree-wrapper", "no-print", "noprint", "screen-only", "visually-hidden", "sr-only",
                "cell_input")

# What a page shows from another address.
_FRAMES = ("iframe", "frame", "object", "embed", "video", "audio", "portal")

# Attributes that mean something to a paged format.
_KEPT = {
    "id", "class", "href", "src", "alt", "width", "height", "scope", "colspan", "rowspan",
    "start", "type", "role", "style", "lang", "dir", "title", "cite", "display", "encoding",
}  # fmt: skip


def join(bodies: Mapping[str, str], language: str, title: str) -> BeautifulSoup:
    """One document with a ``section.chapter`` for each body.

    Ids get the chapter's name before them; links are still those of the web pages.
    """
    soup = BeautifulSoup("<!DOCTYPE html><html><head><title></title></head><body></body></html>", "html.parser")
    assert soup.html is not None and soup.title is not None
    soup.html["lang"] = language
    soup.title.string = title
    for name, body in bodies.items():
        section = soup.new_tag("section", attrs={"class": "chapter", "id": name})
        section.extend(list(BeautifulSoup(body, "html.parser").contents))
        for tag in tags(section, having="id"):
            tag["id"] = name + SEPARATOR + attribute(tag, "id")
        body_of(soup).append(section)
    return soup


def anchors_only(body: str) -> str:
    """A body with the ids of ``body`` in their order, and nothing else: of a page to which others only refer."""
    found = (tag.get("id") for tag in document_fromstring(f"<html><body>{body}</body></html>", parser=HTMLParser()).iter("*"))
    return "".join(f'<p id="{escape(id_)}"></p>' for id_ in found if id_ is not None)


def chapter_of(tag: Tag) -> str:
    """The name of the chapter that a tag stands in."""
    if tag.name == "section" and "chapter" in classes(tag):
        return attribute(tag, "id")
    chapter = tag.find_parent("section", class_="chapter")
    assert chapter is not None, "everything stands in a chapter until figures and notes are moved"
    return attribute(chapter, "id")


def page(chapter: str) -> str:
    """The file that holds a chapter, as messages name it."""
    return f"book/{chapter}.md"


def page_of(tag: Tag) -> str:
    """The file of the chapter that a tag stands in, or was moved from."""
    chapter = tag.find_parent("section", class_="chapter")
    return page(attribute(chapter, "id")) if chapter else "book"


def frames_as_links(soup: BeautifulSoup) -> None:
    """Leave of what shows another page, film or sound a link with its title: paper cannot, and none is fetched."""
    for frame in tags(soup, *_FRAMES):
        source = frame if frame.get("src") or frame.get("data") else frame.find("source", src=True)
        address = "" if source is None else str(source.get("src") or source.get("data")).strip()
        title = str(frame.get("title") or frame.get("aria-label") or "").strip()
        if address.startswith(("http://", "https://")):
            link = soup.new_tag("a", attrs={"href": address})
            link.string = title or address
            paragraph = soup.new_tag("p")
            paragraph.append(link)
            frame.replace_with(paragraph)
        else:
            frame.extract()


def discard_what_is_for_screens(soup: BeautifulSoup, code: bool = False) -> None:
    """Take out controls and what repeats what stands beside it; ``code`` of cells stays where the book shows it."""
    repeated = [d for d in tags(soup, "details") if tags(d, "table", of="figure-data")]
    for tag in [*tags(soup, *_CONTROLS), *tags(soup, of=[name for name in _FOR_SCREENS if not (code and name == "cell_input")]), *repeated]:
        tag.extract()
    # The theme's box around a table repeats the table's id.
    for tag in tags(soup, "div", of="table-wrapper"):
        tag.unwrap()
    for tag in tags(soup, "details"):
        if summary := tag.find("summary"):
            summary.name = "p"
            summary.wrap(soup.new_tag("strong"))
        tag.unwrap()
    for comment in soup.find_all(string=lambda s: type(s).__name__ == "Comment"):
        comment.extract()


def discard_attributes(soup: BeautifulSoup) -> None:
    """Drop what no paged format reads (``aria-*``, handlers, inline colours)."""
    for tag in tags(soup):
        for name in list(tag.attrs):
            if name not in _KEPT and not name.startswith("data-"):
                del tag[name]
        if "style" in tag.attrs and not re.fullmatch(r"(width|text-align):[^;]+;?", attribute(tag, "style")):
            del tag["style"]

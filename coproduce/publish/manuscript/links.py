"""Links of the web pages as links inside one document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from bs4 import BeautifulSoup, Tag

from coproduce.ground.interface_words import say, say_as
from coproduce.ground.problems import Problem
from coproduce.publish.manuscript.finding import attribute, classes, parent, set_classes, tags
from coproduce.publish.manuscript.footnotes import AGAIN
from coproduce.publish.manuscript.joining import SEPARATOR, chapter_of

_PAGE = re.compile(r"^(?P<page>[^#?:]*)\.html(?:#(?P<id>.*))?$")

# Where the address is printed anyway, or a note would be out of place.
_NO_ADDRESS = ("table", "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "dt")
#: A generated list, whose entries print their addresses.
_GENERATED = re.compile(r"(^|-)(list|notes|ledger|provenance|matrix)$")


@dataclass(frozen=True)
class Elsewhere:
    """A page that the document at hand does not hold: its title, and the document that does ("" for none)."""

    title: str
    document: str = ""

    def words(self, shown: str, whole_page: bool) -> str:
        """What a reader of paper is told behind a link that reads ``shown``; of a place on the page, the document."""
        place = self.document.removeprefix("the ") if self.document else say_as("in brackets", "web edition")
        if not whole_page or " ".join(shown.split()).casefold() == self.title.casefold():
            return f"({place})"
        return f"({place}, {say('‘{quoted}’', quoted=self.title)})"


def resolve(
    soup: BeautifulSoup, web_address: str, elsewhere: Mapping[str, Elsewhere] | None = None
) -> list[Problem]:
    """Point each link at its place in the document, or at the web edition.

    Files that only the web edition has (downloads) are linked there, if
    ``web_address`` is known. An external link in running prose gets the class
    ``with-address``: a printed page must show where it leads. So must a link to
    a page that stands in another document (``elsewhere``): in running prose the
    other document and the page's title are named, once a paragraph.
    """
    elsewhere = elsewhere or {}
    named: set[tuple[int, str]] = set()
    chapters = {attribute(section, "id") for section in tags(soup, "section", of="chapter")}
    for link in tags(soup, "a", having="href"):
        if link.get("role") == "doc-noteref" or AGAIN in classes(link):
            continue
        href = attribute(link, "href")
        page = _PAGE.match(href)
        if href.startswith("#"):
            link["href"] = "#" + chapter_of(link) + (SEPARATOR + unquote(href[1:]) if href != "#" else "")
        elif page and page["page"].lstrip("./") in chapters:
            name, anchor = page["page"].lstrip("./"), unquote(page["id"] or "")
            link["href"] = f"#{name}" + (SEPARATOR + anchor if anchor else "")
        elif re.match(r"^[a-z][a-z0-9+.-]*:", href):
            if href.startswith("http") and _is_prose(link) and not _shows(link, href):
                set_classes(link, *classes(link), "with-address")
        else:
            place = elsewhere.get(page["page"].lstrip("./")) if page else None
            if page and place is not None:
                _name_place(link, place, not page["id"], named)
            if web_address:
                link["href"] = urljoin(web_address, href)
            else:
                link.unwrap()
    for link in tags(soup, "a"):
        if "href" not in link.attrs:
            link.name = "span"
    return []


def _name_place(link: Tag, place: Elsewhere, whole_page: bool, named: set[tuple[int, str]]) -> None:
    """Say behind a link in running prose which document holds its page, if its paragraph has not said so."""
    if not _is_prose(link) or _in_small_type(link):
        return
    key = (id(link.find_parent(["p", "li", "dd"])), place.title)
    if key not in named:
        named.add(key)
        link.insert_after(f" {place.words(link.get_text(), whole_page)}")


def _is_prose(link: Tag) -> bool:
    return not any(
        around.name in _NO_ADDRESS or around.get("role") == "doc-endnotes" or any(map(_GENERATED.search, classes(around)))
        for around in link.parents)


def _in_small_type(link: Tag) -> bool:
    """What a number or conclusion rests on, and marks of sources: a place for each would hide the text."""
    small = ("line-of-sight", "source", "conclusion-facts", "sources", "contributions", "profiles")
    if any(word.startswith("term-") for word in attribute(link, "href").partition("#")[2:]):
        return True  # the word says itself what it means
    return parent(link, of=small) is not None or bool(set(small) & set(classes(link)))


def _shows(link: Tag, href: str) -> bool:
    text = link.get_text("", strip=True)
    return bool(text) and text.rstrip("/") in href

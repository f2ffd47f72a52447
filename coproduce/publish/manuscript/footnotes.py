"""Footnotes in the one form that Pandoc reads as footnotes."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from coproduce.publish.manuscript.finding import attribute, body_of, classes, set_classes, tags
from coproduce.publish.manuscript.joining import SEPARATOR, chapter_of

#: The class of a mark of a note that is marked before.
AGAIN = "note-again"


def gather(soup: BeautifulSoup) -> None:
    """All notes into one closing ``doc-endnotes`` section, marks renewed.

    A note stands at its first mark, in ``span.note-mark``, which says its number; later
    marks are links to it of the class ``note-again``. Numbers are those of the web edition.
    """
    notes = _extract_notes(soup)
    for block in tags(soup, "aside", "hr", of=("footnote-list", "footnotes")):
        block.decompose()
    if not notes:
        return
    items = soup.new_tag("ol")
    places: dict[str, str] = {}
    for mark in tags(soup, "a", having="href"):
        if mark.get("role") != "doc-noteref" and "footnote-reference" not in classes(mark):
            continue
        target = attribute(mark, "href").rpartition("#")[2]
        name = chapter_of(mark) + SEPARATOR + target
        if name not in notes:
            continue
        again = name in places
        place = places.setdefault(name, f"note-{len(places) + 1}")
        number = mark.get_text().strip("[] ")
        mark.attrs.clear()
        mark["href"] = f"#{place}"
        mark.string = number
        if again:
            set_classes(mark, AGAIN)
            mark["data-note"] = number
        else:
            item = soup.new_tag("li", attrs={"id": place, "role": "doc-footnote"})
            item.extend(list(_links_to_chapter(notes[name], chapter_of(mark)).contents))
            items.append(item)
            mark["role"] = "doc-noteref"
            mark = mark.wrap(soup.new_tag("span", attrs={"class": "note-mark", "data-note": number, "data-place": place}))
        # A note's mark stands at the word, whatever space the source had.
        before = mark.previous_sibling
        if isinstance(before, str) and before.endswith(" "):
            before.replace_with(before.rstrip(" "))
    section = soup.new_tag("section", attrs={"role": "doc-endnotes"})
    section.append(items)
    body_of(soup).append(section)


def _extract_notes(soup: BeautifulSoup) -> dict[str, Tag]:
    """The notes by id, out of the document and without labels and ways back."""
    notes = {}
    for aside in tags(soup):
        if not aside.get("id"):
            continue
        if aside.get("role") != "doc-footnote" and not (aside.name == "aside" and "footnote" in classes(aside)):
            continue
        for label in [*tags(aside, "span", of=("label", "fn-bracket")), *tags(aside, "a", of="fn-backref"), *tags(aside, of="backrefs")]:
            label.extract()
        notes[attribute(aside, "id")] = aside.extract()
    return notes


def _links_to_chapter(note: Tag, chapter: str) -> BeautifulSoup:
    """What a note of ``chapter`` says, with links that lead back to that chapter and without ids."""
    copy = BeautifulSoup(note.decode_contents(), "html.parser")
    for link in copy.find_all("a", href=True):
        if attribute(link, "href").startswith("#"):
            link["href"] = f"{chapter}.html{attribute(link, 'href')}"
    for tag in copy.find_all(id=True):
        del tag["id"]
    return copy

"""Footnotes in the one form that Pandoc reads as footnotes."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from coproduce.publish.manuscript.finding import attribute, body_of, classes, tags
from coproduce.publish.manuscript.joining import SEPARATOR, chapter_of


def gather(soup: BeautifulSoup) -> None:
    """All notes into one closing ``doc-endnotes`` section, marks renewed.

    A note that is marked more than once becomes a note at its first mark, and a
    plain link back to that mark's number would be wrong in print: later marks
    repeat the note.
    """
    notes = _taken_out(soup)
    for block in tags(soup, "aside", "hr", of=("footnote-list", "footnotes")):
        block.decompose()
    if not notes:
        return
    items = soup.new_tag("ol")
    for mark in tags(soup, "a", having="href"):
        if mark.get("role") != "doc-noteref" and "footnote-reference" not in classes(mark):
            continue
        target = attribute(mark, "href").rpartition("#")[2]
        note = notes.get(chapter_of(mark) + SEPARATOR + target)
        if note is None:
            continue
        number = f"note-{len(items.contents) + 1}"
        item = soup.new_tag("li", attrs={"id": number, "role": "doc-footnote"})
        item.extend(list(_copied(note, chapter_of(mark)).contents))
        items.append(item)
        mark.attrs.clear()
        mark["href"], mark["role"] = f"#{number}", "doc-noteref"
        mark.string = str(len(items.contents))
        # A note's mark stands at the word, whatever space the source had.
        before = mark.previous_sibling
        if isinstance(before, str) and before.endswith(" "):
            before.replace_with(before.rstrip(" "))
    section = soup.new_tag("section", attrs={"role": "doc-endnotes"})
    section.append(items)
    body_of(soup).append(section)


def _taken_out(soup: BeautifulSoup) -> dict[str, Tag]:
    """The notes by id, out of the document and without labels and ways back."""
    notes = {}
    for aside in tags(soup):
        if not aside.get("id"):
            continue
        if aside.get("role") != "doc-footnote" and not (aside.name == "aside" and "footnote" in classes(aside)):
            continue
        for label in aside.select("span.label, a.fn-backref, .backrefs, span.fn-bracket"):
            label.extract()
        notes[attribute(aside, "id")] = aside.extract()
    return notes


def _copied(note: Tag, chapter: str) -> BeautifulSoup:
    """What a note of ``chapter`` says, with links that lead back to that chapter and without ids."""
    copy = BeautifulSoup(note.decode_contents(), "html.parser")
    for link in copy.find_all("a", href=True):
        if attribute(link, "href").startswith("#"):
            link["href"] = f"{chapter}.html{attribute(link, 'href')}"
    for tag in copy.find_all(id=True):
        del tag["id"]
    return copy

"""Footnotes of documents have the numbers that the web edition shows, also where one is marked again.

Pandoc knows a note only where it is marked first, and counts notes by itself. Further marks come
through it as links of the class ``note-again``; here they become what each format has for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.publish.formats.docx_paragraphs import Q, field_start, fragment
from coproduce.publish.formats.elements import attribute, drop_attribute, of_class, put_in_place, text_of, the
from coproduce.publish.formats.odt_parts import TEXT, XLINK

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_T = f"{{{TEXT}}}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_MARK = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


def numbers_of(root: "HtmlElement") -> list[str]:
    """The numbers of a manuscript's notes in the order of their first marks."""
    return [attribute(mark, "data-note") for mark in root.find_class("note-mark")]


def _as_counted(numbers: Sequence[str]) -> bool:
    """Whether a program that counts the notes comes to the same numbers."""
    return list(numbers) == [str(place) for place in range(1, len(numbers) + 1)]


def correct_docx(body: "_Element", notes: "_Element", numbers: Sequence[str]) -> None:
    """Give the notes of a Word text these numbers; further marks become fields that follow the first."""
    counted = _as_counted(numbers)
    own = {attribute(note, f"{Q}id"): note for note in notes.iter(f"{Q}footnote")}
    marks = [run for run in body.iter(f"{Q}r") if run.find(f"{Q}footnoteReference") is not None]
    for place, (mark, number) in enumerate(zip(marks, numbers, strict=True), start=1):
        id_ = 700_000 + place
        mark.addprevious(fragment(f'<w:bookmarkStart w:id="{id_}" w:name="_Note{place}"/>'))
        mark.addnext(fragment(f'<w:bookmarkEnd w:id="{id_}"/>'))
        if not counted:
            reference = the(mark, f"{Q}footnoteReference")
            reference.set(f"{Q}customMarkFollows", "1")
            reference.addnext(_run_text(number))
            for sign in list(own[attribute(reference, f"{Q}id")].iter(f"{Q}footnoteRef")):
                put_in_place(sign, [_run_text(number)])
    for link in [link for link in body.iter(f"{Q}hyperlink") if attribute(link, f"{Q}anchor").startswith("note-")]:
        field = field_start(f" NOTEREF _Note{attribute(link, f'{Q}anchor').removeprefix('note-')} \\f \\h ")
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        put_in_place(link, fragment(f"<w:p>{field}<w:r>{_MARK}<w:t>{text_of(link, f'{Q}t')}</w:t></w:r>{end}</w:p>"))


def _run_text(text: str) -> "_Element":
    return fragment(f"<w:t>{text}</w:t>")


def correct_odt(body: "_Element", numbers: Sequence[str]) -> None:
    """Give the notes of an OpenDocument text these numbers; further marks become references to the first."""
    notes = list(body.iter(f"{_T}note"))
    for note, number in zip(notes, numbers, strict=True):
        citation = the(note, f"{_T}note-citation")
        citation.text = number
        if not _as_counted(numbers):
            citation.set(f"{_T}label", number)
    for link in [link for link in body.iter(f"{_T}a") if attribute(link, f"{{{XLINK}}}href").startswith("#note-")]:
        place = int(attribute(link, f"{{{XLINK}}}href").removeprefix("#note-"))
        span = link.makeelement(f"{_T}span", {f"{_T}style-name": "Footnote_20_anchor"})
        reference = link.makeelement(f"{_T}note-ref", {
            f"{_T}note-class": "footnote", f"{_T}reference-format": "text", f"{_T}ref-name": attribute(notes[place - 1], f"{_T}id")})
        reference.text = text_of(link)
        span.append(reference)
        put_in_place(link, [span])


def correct_epub(page: "_Element") -> None:
    """Give the notes of a page of an EPUB the numbers that their marks name."""
    texts = {attribute(note, "id"): note for note in page.iter(f"{_XHTML}aside")}
    notes = {}
    for mark in of_class(page, "note-mark"):
        link, number = next(mark.iter(f"{_XHTML}a")), attribute(mark, "data-note")
        link.text = number
        notes[attribute(mark, "data-place")] = attribute(link, "href")
        note = texts[attribute(link, "href")[1:]]
        first = next(note.iter(f"{_XHTML}p"), note)
        first.text = f"{number} {first.text or ''}"
        drop_attribute(mark, "data-note")
        drop_attribute(mark, "data-place")
    for again in of_class(page, "note-again"):
        again.set("href", notes[attribute(again, "href")[1:]])
        again.set("class", "footnote-ref")
        again.set("role", "doc-noteref")
        again.set(_EPUB_TYPE, "noteref")
        drop_attribute(again, "data-note")

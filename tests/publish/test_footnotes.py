"""A footnote has one number and one text in every form, however often it is marked."""

from __future__ import annotations

import re
from pathlib import Path

import pdfplumber
import pytest
from larkwell import page
from lxml import etree
from lxml import html as lxml_html
from written_documents import EPUB_TYPE, XHTML, Q, T, written

from coproduce.ground.zip_files import read_zip

pytestmark = pytest.mark.slow

TEXT = "This note is marked three times."
#: The marks of the page in their order: one note of the page before has number 1.
MARKS = ["2", "2", "3", "2"]


def file_of(built, ending: str) -> Path:
    return next(built.report.paths.formats.glob(f"*{ending}"))


def test_on_the_page(built_with_formulas):
    made = lxml_html.fromstring((built_with_formulas.html / "survival.html").read_text(encoding="utf-8"))
    assert [mark.text_content() for mark in made.find_class("footnote-reference")] == [f"[{n}]" for n in MARKS]
    notes = {note.find("span").text_content(): note.findtext("p") for note in made.iter("aside") if note.get("role") == "doc-footnote"}
    assert notes["[2]"] == TEXT and notes["[3]"].startswith("Written down first") and len(notes) == 2


def test_in_the_pdf(built_with_formulas):
    with pdfplumber.open(built_with_formulas.pdf) as pdf:
        text = " ".join(page_.extract_text() for page_ in pdf.pages)
        assert len(re.findall("marked ?three ?times", text)) == 1
        (own,) = [page_ for page_ in pdf.pages if "Thrice" in page_.extract_text()]
        letters = own.dedupe_chars().extract_words(extra_attrs=["size"], keep_blank_chars=False)
        raised = [re.sub(r"\D", "", word["text"]) for word in letters if re.search(r"(Thrice|Twice|Once)", word["text"])]
    assert raised == ["2"] * len(raised)
    # The address of a link has a letter, so that it takes no number.
    assert re.search(r"alarkwell\.example/survival/rates", text.replace(" ", ""))
    assert re.search(r"3Written ?down ?first", text)


def test_in_word(built_with_formulas):
    files = read_zip(file_of(built_with_formulas, ".docx"))
    body, notes = (etree.fromstring(files[f"word/{name}.xml"]) for name in ("document", "footnotes"))
    said = ["".join(t.text or "" for t in note.iter(f"{Q}t")).strip() for note in notes.iter(f"{Q}footnote")]
    assert sum(TEXT in text for text in said) == 1
    # Word counts its notes from 1, in the order of their marks: the second of the text is this one.
    order = [n.get(f"{Q}id") for n in body.iter(f"{Q}footnoteReference")]
    texts = {n.get(f"{Q}id"): "".join(t.text or "" for t in n.iter(f"{Q}t")).strip() for n in notes.iter(f"{Q}footnote")}
    assert texts[order[1]] == TEXT and len(order) == 3
    fields = [i.text.split()[1] for i in body.iter(f"{Q}instrText") if "NOTEREF" in i.text]
    names = {b.get(f"{Q}name"): b.getnext().find(f"{Q}footnoteReference") for b in body.iter(f"{Q}bookmarkStart")
             if b.get(f"{Q}name").startswith("_Note")}
    assert [names[field].get(f"{Q}id") for field in fields] == [order[1]] * 2
    assert not any("note-" in (link.get(f"{Q}anchor") or "") for link in body.iter(f"{Q}hyperlink"))


def test_in_opendocument(built_with_formulas):
    content = etree.fromstring(read_zip(file_of(built_with_formulas, ".odt"))["content.xml"])
    notes = {note.get(f"{T}id"): note for note in content.iter(f"{T}note")}
    assert [note.findtext(f"{T}note-citation") for note in notes.values()] == ["1", "2", "3"]
    again = list(content.iter(f"{T}note-ref"))
    assert [reference.text for reference in again] == ["2", "2"]
    assert {notes[reference.get(f"{T}ref-name")].findtext(f".//{T}p") for reference in again} == {TEXT}


def test_in_epub(built_with_formulas):
    files = read_zip(file_of(built_with_formulas, ".epub"))
    (made,) = [root for name, data in files.items() if name.endswith(".xhtml") and b"Thrice" in data for root in [etree.fromstring(data)]]
    marks = [link for link in made.iter(f"{XHTML}a") if link.get(EPUB_TYPE) == "noteref"]
    assert [mark.text for mark in marks] == MARKS
    notes = {f"#{note.get('id')}": "".join(note.itertext()).strip() for note in made.iter(f"{XHTML}aside")}
    assert [notes[mark.get("href")] for mark in marks if mark.text == "2"] == [f"2 {TEXT}"] * 3 and len(notes) == 2


def _body(number: int) -> str:
    return (f'<p>A<a class="footnote-reference brackets" href="#n" id="i" role="doc-noteref">[{number}]</a></p>'
            f'<aside class="footnote brackets" id="n" role="doc-footnote"><span class="label">[{number}]</span><p>Note {number}.</p></aside>')


@pytest.mark.parametrize("ending", [".docx", ".odt"])
def test_a_document_of_some_pages_keeps_the_numbers_of_the_book(tmp_path, ending):
    """A program would count from 1: notes that have other numbers carry them."""
    files = written(tmp_path, ending, {"index": page(_body(4)), "other": page(_body(6))})
    if ending == ".odt":
        shown = [(c.get(f"{T}label"), c.text) for c in etree.fromstring(files["content.xml"]).iter(f"{T}note-citation")]
        assert shown == [("4", "4"), ("6", "6")]
        return
    marks = list(etree.fromstring(files["word/document.xml"]).iter(f"{Q}footnoteReference"))
    assert [(m.get(f"{Q}customMarkFollows"), m.getnext().text) for m in marks] == [("1", "4"), ("1", "6")]
    notes = etree.fromstring(files["word/footnotes.xml"])
    own = ["".join(t.text or "" for t in n.iter(f"{Q}t")) for n in notes.iter(f"{Q}footnote") if n.find(f".//{Q}separator") is None]
    assert [text for text in own if text] == ["4 Note 4.", "6 Note 6."] and not list(notes.iter(f"{Q}footnoteRef"))

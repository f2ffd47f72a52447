"""Contributions in other languages than the report's: the same words in all five forms, marked, in their direction, in real letters."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from actual_text import said_in, shapes
from bs4 import BeautifulSoup
from foreign_texts import RIGHT_TO_LEFT, TEXTS, TRANSLATED, TRANSLATION, id_of
from lxml import etree
from pdf_standards import failures

pytestmark = pytest.mark.slow

#: A script that no face of the PDF has.
WITHOUT_FACE = "th"
#: What the documents for word processors and the PDF call them: a country instead of a script.
COUNTRY = {"ur": "ur-PK", "ar": "ar-EG", "pa": "pa-IN", "bn": "bn-BD", "hi": "hi-IN", "ta": "ta-IN", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW",
           "th": "th-TH", "pl": "pl-PL"}
IN_PDF = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}
WRITTEN = [tag for tag in TEXTS if tag != WITHOUT_FACE]


def closed(text: str) -> str:
    """Without white space, which lines of a page and of a file break differently, and without marks of direction."""
    return "".join(c for c in text if not c.isspace() and c not in "\u200f\u202b\u202c\u200c")


def paragraphs(tag: str) -> list[str]:
    return TEXTS[tag][1].split("\n\n")


@pytest.fixture(scope="module")
def built(hostile_report):
    return hostile_report[0]


@pytest.fixture(scope="module")
def page(built):
    return BeautifulSoup((built.html / "contributions.html").read_text(encoding="utf-8"), "html.parser")


@cache
def said(path: Path) -> dict[str, list[str]]:
    return said_in(path)


@cache
def xml(path: Path, part: str):
    with ZipFile(path) as archive:
        return etree.fromstring(archive.read(part))


def formats(built, ending: str) -> Path:
    return built.report.paths.root / "_build" / "formats" / f"{built.report.settings.pdf_name}.{ending}"


@pytest.mark.parametrize("tag", TEXTS)
def test_on_the_page_title_text_and_asks_are_marked_with_language_and_direction(page, tag):
    entry = page.find(id=f"contribution-{id_of(tag)}")
    direction = "rtl" if tag in RIGHT_TO_LEFT else "ltr"
    title = entry.find(re.compile("^h[1-6]$")).find("span", lang=tag)
    assert title.get_text() == TEXTS[tag][0] and title["dir"] == direction
    passage = entry.find("div", lang=tag)
    assert [p.get_text() for p in passage.find_all("p")] == paragraphs(tag) and passage["dir"] == direction
    assert entry.find("p", class_="contribution-asks").find("span", lang=tag)["dir"] == direction


def test_a_translation_stands_beside_it_with_who_made_it(page):
    entry = page.find(id=f"contribution-{id_of(TRANSLATED)}")
    said = entry.find("div", class_="translation").get_text("\n")
    assert "Translated into English by the editors:" in said and TRANSLATION["title"] in said
    assert all(part in said for part in TRANSLATION["text"].split("\n\n"))
    assert entry.find("div", class_="translation").find_parent(attrs={"lang": True}).name == "html"


def test_a_page_that_names_it_marks_its_title(built):
    found = [link for file in built.html.glob("*.html") for link in BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").find_all(
        "a", href=re.compile(f"#contribution-{id_of('ur')}$")) if TEXTS["ur"][0] in link.get_text()]
    assert found and all(link.find(lang="ur", dir="rtl") for link in found)


@pytest.mark.parametrize("tag", WRITTEN)
def test_the_pdf_says_the_words_and_their_language(built, tag):
    signs = said(built.pdf)[IN_PDF.get(tag, tag)]
    read = closed("".join(reversed(signs) if tag in RIGHT_TO_LEFT else signs))
    # One drawn sign of the Bengali face says its three letters twice when it is copied.
    read = read.replace("স্কুস্কু", "স্কু")
    for text in (TEXTS[tag][0], *paragraphs(tag)):
        # Digits run from left to right among letters that do not.
        for part in re.split(r"\d+", text) if tag in RIGHT_TO_LEFT else [text]:
            assert closed(part).strip(".۔،,") in read, (text, read)


def test_the_pdf_names_the_signs_of_no_script_one_by_one(built):
    everything = "".join("".join(signs) for signs in said(built.pdf).values())
    assert not re.search(r"\[(?:arabic|gurmukhi|bengali|devanagari|tamil|thai|cjk)[ a-z]* (?:letter|vowel|ideograph|character)", everything)
    # Title, text and ask: one note for each, however many paragraphs the text has.
    assert closed(everything).count("[wordsintheThaiscript,whichthewebeditionshows]") == 3
    assert WITHOUT_FACE not in said(built.pdf)


def test_the_pdf_with_all_these_faces_meets_its_standards(built):
    assert failures(built.pdf) == []


def test_letters_that_join_are_drawn_in_the_shape_of_their_place(built):
    drawn = shapes(built.pdf, "Amiri-Regular")
    # By itself, at the start, in the middle or at the end of a word: detached letters would have one shape.
    assert all(drawn[letter] >= 2 for letter in "ابکہتی"), drawn


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("tag", TEXTS)
def test_the_word_file_tells_language_and_direction_of_each_run(built, tag):
    document = xml(formats(built, "docx"), "word/document.xml")
    wanted = {*paragraphs(tag), TEXTS[tag][0]}
    found = set()
    for paragraph in document.iter(f"{W}p"):
        for run in paragraph.iter(f"{W}r"):
            text = "".join(t.text or "" for t in run.iter(f"{W}t"))
            if text not in wanted:
                continue
            found.add(text)
            told = run.find(f"{W}rPr/{W}lang")
            assert list(told.attrib.values()) == [COUNTRY[tag]]
            assert (run.find(f"{W}rPr/{W}rtl") is not None) == (tag in RIGHT_TO_LEFT)
            if text in paragraphs(tag):
                assert (paragraph.find(f"{W}pPr/{W}bidi") is not None) == (tag in RIGHT_TO_LEFT)
    assert found == wanted


@pytest.mark.parametrize("tag", TEXTS)
def test_the_opendocument_text_tells_language_and_direction(built, tag):
    content = xml(formats(built, "odt"), "content.xml")
    space = {"text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0", "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0"}

    def styled(name: str):
        return content.xpath("//style:style[@style:name=$name]", namespaces=space, name=name)

    for text in paragraphs(tag):
        (span,) = [s for s in content.iter(f"{{{space['text']}}}span") if "".join(s.itertext()) == text]
        told = styled(span.get(f"{{{space['text']}}}style-name"))[0][0].attrib
        language, country = ([v for k, v in told.items() if re.search(rf"\}}{name}(-asian|-complex)?$", k)] for name in ("language", "country"))
        assert [f"{language[0]}-{country[0]}"] == [COUNTRY[tag]]
        paragraph = styled(span.getparent().get(f"{{{space['text']}}}style-name"))
        assert (bool(paragraph) and "rl-tb" in paragraph[0][0].attrib.values()) == (tag in RIGHT_TO_LEFT)


@pytest.mark.parametrize("tag", TEXTS)
def test_the_epub_marks_language_and_direction(built, tag):
    with ZipFile(formats(built, "epub")) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.startswith("EPUB/text/")]
    (text,) = [text for text in pages if f'lang="{tag}"' in text and paragraphs(tag)[0] in text]
    (passage,) = BeautifulSoup(text, "html.parser").find_all("div", lang=tag)
    assert [p.get_text() for p in passage.find_all("p")] == paragraphs(tag)
    assert passage["dir"] == ("rtl" if tag in RIGHT_TO_LEFT else "ltr") and "data-script" not in passage.attrs


def test_the_table_of_contributions_has_language_and_translation(built):
    import csv

    with (built.html / "contributions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert {tag: rows[id_of(tag)]["language"] for tag in TEXTS} == {tag: tag for tag in TEXTS}
    assert rows[id_of(TRANSLATED)]["translation"] == TRANSLATION["text"] and rows[id_of("ar")]["translation"] == ""

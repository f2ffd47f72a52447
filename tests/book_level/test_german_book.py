"""A Jupyter Book in German: no English word of the machinery, or of what it is built with, in any of its forms."""

from __future__ import annotations

import pikepdf
import pypdfium2
import pytest
from english_left import english_words, in_zip, of_markup
from lxml import etree
from lxml import html as lxml_html
from pdf_standards import failures

pytestmark = pytest.mark.slow

#: What the machinery says -> the page on which it says so. Documents say it too, but for :data:`ON_PAGES_ONLY`.
SAID = {
    "Mehr": "formen",
    "Anzeigen": "formen",
    "Auf dieser Seite": "formen",
    "Neu in Version 2.1:": "formen",
    "Veraltet ab Version 2.3:": "formen",
    "Anmerkung": "formen",
    "Beweis. Man sieht es.": "formen",
    "Hervorgehobene Zeile: 1.": "formen",
    "Hervorgehobene Zeilen: 1, 2.": "formen",
    "Diagramm in der Notation von Mermaid:": "formen",
    "Bild nicht gefunden: Ein Bild, das fehlt": "formen",
    "Bild nicht gefunden: Ein Bild, das keines ist": "formen",
    "Bild bei fluesse.example.org": "formen",
    "Seite bei fluesse.example.org": "formen",
    "Video bei fluesse.example.org": "formen",
    "Ton bei fluesse.example.org": "formen",
    "Datei bei fluesse.example.org": "formen",
    "Datei: bilder/pegel.png": "formen",
    "Ausgabe": "zellen",
    "Code und Ausgabe": "zellen",
    "Im Notebook steht hier ein interaktives Diagramm (Plotly): Pegel in Plotly. Diese Fassung kann es nicht zeigen.": "gespeichert",
    "Im Notebook steht hier ein interaktives Diagramm (Plotly). Diese Fassung kann es nicht zeigen.": "gespeichert",
    "Im Notebook steht hier ein Bedienelement, das nur dort wirkt. Diese Fassung kann es nicht zeigen.": "gespeichert",
    "Im Notebook steht hier eine interaktive Ausgabe. Diese Fassung kann sie nicht zeigen.": "gespeichert",
    "Im Notebook steht hier ein Diagramm, das sich ohne seine Daten nicht zeichnen lässt: Pegel anderswo. Diese Fassung kann es nicht zeigen.":
        "gespeichert",
}
ON_PAGES_ONLY = {"Auf dieser Seite"}
#: Alternative texts and the page of their pictures.
DESCRIBED = {"Bild ohne Beschreibung": "formen", "Diagramm ohne Beschreibung: Pegel je Tag": "zellen"}


def squeezed(text: str) -> str:
    return "".join(text.split())


def texts_of(article) -> list[str]:
    return [squeezed(text) for element in article.iter() for text in (element.text_content(), element.get("aria-label") or "")]


@pytest.mark.parametrize("words", SAID)
def test_what_is_said_on_its_page(built_german_book, words):
    assert any(squeezed(words) in text for text in texts_of(built_german_book.page(SAID[words])))


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".odt", ".epub"])
def test_what_is_said_in_documents(built_german_book, ending):
    text = squeezed(built_german_book.documents[ending])
    assert [words for words in SAID if words not in ON_PAGES_ONLY and squeezed(words) not in text] == []


@pytest.mark.parametrize("words", DESCRIBED)
def test_what_stands_for_a_missing_description(built_german_book, words):
    assert built_german_book.page(DESCRIBED[words]).xpath(".//img[@alt=$words]", words=words)


def test_pages_say_nothing_in_english(built_german_book):
    pages = sorted(built_german_book.html.rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        root = lxml_html.parse(page).getroot()
        assert root.get("lang") == "de", page.name
        assert english_words(of_markup(root)) == [], page.name


def test_the_pdf_says_nothing_in_english_or_twice_and_meets_its_standards(built_german_book):
    with pypdfium2.PdfDocument(built_german_book.file(".pdf")) as pdf:
        lines = [line for page in pdf for line in page.get_textpage().get_text_bounded().splitlines()]
    assert english_words(lines) == []
    assert lines.count("Warnung") == 1, "the title of a box is not also its label"
    with pikepdf.open(built_german_book.file(".pdf")) as pdf:
        told = [str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    assert set(DESCRIBED) <= set(told)
    assert english_words(told) == []
    assert failures(built_german_book.file(".pdf")) == []


@pytest.mark.parametrize(("ending", "inner"), [(".epub", ".xhtml"), (".docx", "document.xml"), (".odt", "content.xml")])
def test_other_documents_say_nothing_in_english(built_german_book, ending, inner):
    files = in_zip(built_german_book.file(ending), inner)
    assert files
    assert english_words([text for data in files.values() for text in of_markup(etree.fromstring(data))]) == []

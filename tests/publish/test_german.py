"""A report in German, built: no English word of the interface in any of its files, and numbers and dates as German has them."""

from __future__ import annotations

import json
import re
import zipfile

import openpyxl
import pikepdf
import pypdf
import pytest
from english_left import english_words, in_zip, of_markup
from lxml import etree
from lxml import html as lxml_html
from pdf_standards import failures

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def form(built_german):
    """The path of a file of the report by what its name ends with."""
    return lambda ending: built_german.report.paths.formats / f"strassenbaeume{ending}"


def test_the_measure_finds_english():
    """Words that the code says, as pages would show them, are found; German ones and an author's are not."""
    found = ["Source of 47", "  Contents ", "Licence:", "The report has 3 contributions. They stand below by theme, at most 50 a page, and in"]
    assert english_words([*found, "Quelle von 47", "Inhalt", "PDF", "Contents of the chest"]) == sorted(" ".join(text.split()) for text in found)


def test_pages_say_nothing_in_english(built_german):
    pages = sorted(built_german.html.rglob("*.html"))
    assert len(pages) > 9
    for page in pages:
        root = lxml_html.parse(page).getroot()
        assert root.get("lang") == "de", page.name
        assert english_words(of_markup(root)) == [], page.name


def test_scripts_have_the_words_and_how_they_are_counted(built_german):
    script = (built_german.html / "_static" / "report.js").read_text(encoding="utf-8")
    told = re.match(r"globalThis\.reportCatalogue=\{messages:(\{.*?\}),plural:\(n\)=>Number\((.*?)\)\};\n", script)
    messages = json.loads(told[1])
    assert messages["Show more results"] == "Weitere Ergebnisse anzeigen"
    assert messages["{count} result for “{words}”"] == ["{count} Ergebnis für „{words}“", "{count} Ergebnisse für „{words}“"]
    assert told[2] == "(n != 1)" and "<" not in told[1]
    assert "Snowball" in (built_german.html / "_static" / "search" / "stemmer.js").read_text(encoding="utf-8")


def test_english_pages_bring_no_catalogue(built_tiny):
    assert "reportCatalogue={" not in (built_tiny.html / "_static" / "report.js").read_text(encoding="utf-8")


def test_groups_of_the_search_are_german(built_german):
    index = (built_german.html / "_static" / "search" / "index-0.js").read_text(encoding="utf-8")
    head = json.loads(index.partition("reportSearch.begin(")[2].partition(");\n")[0])
    assert [name for name, _ in head["groups"]][:4] == ["Kapitel", "Empfehlungen", "Schlussfolgerungen", "Abbildungen"]
    assert english_words(re.findall(r'^\[\d+,"(.*?)"', index, re.MULTILINE)) == []


@pytest.mark.parametrize("name", ["", "-brief"])
def test_the_pdfs_say_nothing_in_english_and_meet_their_standards(built_german, form, name):
    path = built_german.pdf if not name else form("-brief.pdf")
    lines = [line for page in pypdf.PdfReader(path).pages for line in page.extract_text().splitlines()]
    assert english_words(lines) == []
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "de"
    assert failures(path) == []


def test_numbers_dates_and_money_are_german(built_german, form):
    page = lxml_html.parse(built_german.html / "baeume.html").getroot().text_content()
    text = "\n".join(p.extract_text() for p in pypdf.PdfReader(built_german.pdf).pages)
    for told in ("1.188", "91,3\u00a0% (95-%-Konfidenzintervall 88,0\u00a0% bis 94,0\u00a0%)", "1,2\u00a0Millionen\u00a0€", "85,4\u00a0%", "1.015",
                 "3.\u00a0März\u00a02026"):
        plain = told.replace("\u00a0", " ")
        assert plain in page.replace("\u00a0", " "), told
        assert plain in " ".join(text.replace("\u00a0", " ").split()), told
    # Ticks of an axis, which Vega writes.
    assert "1.200" in re.findall(r">([\d.,]+)</text>", (built_german.html / "baeume.html").read_text(encoding="utf-8"))
    assert "gleich m durch n zum Quadrat" in (built_german.html / "baeume.html").read_text(encoding="utf-8")


def test_what_a_chart_describes_itself_as_is_german(built_german):
    root = lxml_html.parse(built_german.html / "baeume.html").getroot()
    (said,) = [e.get("aria-label") for e in root.find_class("chart-frame") if "Punkt" in e.get("aria-label")]
    assert said.replace("\u00a0", " ") == "Punktdiagramm: Anteil an allen Bäumen, Prozent. Bahnhofstraße 85,4 %; Gartenstraße 10,6 %; Mühlweg 4,0 %."


def test_the_word_document_is_german(form):
    files = in_zip(form(".docx"), ".xml")
    body = etree.fromstring(files["word/document.xml"])
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraphs = ["".join(t.text or "" for t in p.iter(f"{w}t")) for p in body.iter(f"{w}p")]
    assert english_words(paragraphs) == []
    assert {"Inhalt", "Warnung"} <= set(paragraphs) and "Ausgabe 1.0, 3. März 2026" in files["word/footer1.xml"].decode()
    assert set(re.findall(r'w:lang w:val="(.*?)"', files["word/styles.xml"].decode())) == {"de-DE"}


def test_the_opendocument_text_is_german(form):
    files = in_zip(form(".odt"), ".xml")
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    paragraphs = ["".join(p.itertext()) for p in etree.fromstring(files["content.xml"]).iter(f"{text}p", f"{text}h")]
    assert english_words(paragraphs) == [] and "Inhalt" in paragraphs
    assert 'fo:language="de"' in files["styles.xml"].decode()


def test_the_epub_is_german(form):
    pages = in_zip(form(".epub"), ".xhtml")
    assert english_words([text for page in pages.values() for text in of_markup(etree.fromstring(page))]) == []
    package = in_zip(form(".epub"), ".opf")["EPUB/content.opf"].decode()
    assert "<dc:language>de</dc:language>" in package and "Jedes Diagramm hat einen Alternativtext" in package


def test_the_workbook_is_german_and_its_links_lead_to_its_sheets(form):
    book = openpyxl.load_workbook(form("-data.xlsx"))
    assert book.sheetnames[:2] == ["Titelblatt", "Inhalt"] and "Abbildung_1" in book.sheetnames and "Tabelle_1" in book.sheetnames
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert english_words([cell.value for cell in cells if isinstance(cell.value, str)]) == []
    led = {cell.hyperlink.location.partition("!")[0].strip("'") for cell in cells if cell.hyperlink and cell.hyperlink.location}
    assert led and led <= set(book.sheetnames)
    assert 1015 in [cell.value for row in book["Tabelle_1"].iter_rows() for cell in row], "a number that was printed is one in the sheet"


def test_the_archive_says_in_german_what_it_holds(form):
    with zipfile.ZipFile(form("-data.zip")) as archive:
        told = [line for name in ("README.txt", "LICENCE.txt") for line in archive.read(name).decode().splitlines()]
        header = archive.read("contributions.csv").decode("utf-8-sig").splitlines()[0].split(",")
    assert english_words([*told, *header]) == [] and "Was hier ist" in told and "Was daraus wurde" in header

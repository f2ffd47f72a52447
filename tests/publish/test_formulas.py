"""Formulas in every form: MathML, equations with words, OMML, objects; and nothing where there are none."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from epub_checker import NEEDS_JAVA, faults
from lxml import etree
from lxml import html as lxml_html
from pdf_standards import failures
from written_documents import Q, T

from coproduce.ground.problems import ProblemsFound
from coproduce.ground.zip_files import read_zip
from coproduce.publish.formats.odt_parts import DRAW, SVG

pytestmark = pytest.mark.slow

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
#: Each formula of the page in its order, a note's at the place of its mark.
WORDS = [
    "p is greater than q", "n", "a", "p hat equals a over n",
    "p hat plus or minus z square root of open bracket p hat open bracket 1 minus p hat close bracket over n close bracket",
    "survival equals trees alive over trees planted times 100",
    "open square bracket p hat minus z square root of open bracket open bracket p hat open bracket 1 minus p hat close bracket "
    "close bracket over n close bracket, p hat plus z square root of open bracket open bracket p hat open bracket 1 minus p hat "
    "close bracket close bracket over n close bracket close square bracket",
    "q equals 1 minus p", "The total is the sum of the trees of all streets.", "x squared", "alpha sub 1 is at most beta", "t sub 1 over T", "square root of 2",
]


@pytest.fixture(scope="module")
def page(built_with_formulas):
    return lxml_html.fromstring((built_with_formulas.html / "survival.html").read_text(encoding="utf-8"))


def file_of(built, ending: str) -> Path:
    return next(built.report.paths.formats.glob(f"*{ending}"))


class TestPage:
    def test_formulas_are_mathml_with_words(self, page):
        assert [math.get("alttext") for math in page.iter("math")] == WORDS
        assert [m.get("display") for m in page.iter("math")].count("block") == 4

    def test_nothing_is_loaded_for_them_but_a_style_sheet(self, page, built_with_formulas):
        loaded = [e.get("src") or e.get("href") for e in page.iter("script", "link") if e.get("src") or e.get("rel") == "stylesheet"]
        assert not [address for address in loaded if "://" in address or "math" in address.lower()]
        assert sum("formulas.css" in address for address in loaded) == 1
        assert not list(built_with_formulas.html.rglob("*athjax*"))
        other = (built_with_formulas.html / "glossary.html").read_text(encoding="utf-8")
        assert "formulas.css" not in other and "mathjax" not in other.lower()

    def test_a_number_stands_beside_a_formula_with_a_label_and_references_name_it(self, page):
        numbers = [n.text for n in page.find_class("formula-number")]
        assert numbers == ["(1)", "(A)", "(2)"]
        links = {a.text_content(): a.get("href") for a in page.iter("a") if re.fullmatch(r"\(\w\)", a.text_content())}
        assert links == {"(1)": "#equation-interval", "(A)": "#equation-loss", "(2)": "#equation-total"}
        assert all(page.get_element_by_id(href[1:]) is not None for href in links.values())

    def test_dollars_that_are_money_stay(self, page):
        assert "for $5 to $10 a tree, or A$ and B$." in page.text_content()

    def test_search_finds_the_words(self, built_with_formulas):
        found = (built_with_formulas.html / "_static" / "search" / "index-0.js").read_text(encoding="utf-8")
        assert "survival equals trees alive over trees planted times 100" in found and "\\\\frac" not in found

    def test_a_page_without_formulas_is_as_it_was(self, built_with_formulas, built_tiny):
        for name in ("glossary.html", "search.html"):
            assert (built_with_formulas.html / name).read_bytes() == (built_tiny.html / name).read_bytes()


class TestPdf:
    def test_it_meets_the_standards(self, built_with_formulas):
        assert failures(built_with_formulas.pdf) == []

    def test_each_formula_is_tagged_and_said_in_words(self, built_with_formulas):
        found = []

        def look(element):
            if element.get("/S") == "/Formula":
                found.append(str(element.get("/Alt", "")))
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    look(kid)

        with pikepdf.open(built_with_formulas.pdf) as pdf:
            look(pdf.Root.StructTreeRoot)
        assert sorted(found) == sorted(WORDS)


class TestDocuments:
    def test_word_has_its_own_formulas(self, built_with_formulas):
        files = read_zip(file_of(built_with_formulas, ".docx"))
        body = etree.fromstring(files["word/document.xml"])
        assert len(list(body.iter(f"{M}oMath"))) == len(WORDS) - 1
        assert len(list(etree.fromstring(files["word/footnotes.xml"]).iter(f"{M}oMath"))) == 1
        lines = [p for p in body.iter(f"{Q}p") if any(s.get(f"{Q}val") == "NumberedFormula" for s in p.iter(f"{Q}pStyle"))]
        assert [[child.tag.rpartition("}")[2] for child in p if child.tag in (f"{M}oMath", f"{Q}r")] for p in lines] == [["r", "oMath", "r", "r"]] * 3
        assert ["".join(t.text for t in p.iter(f"{Q}t")) for p in lines] == ["(1)", "(A)", "(2)"]
        assert [p.find(f".//{M}limLoc").get(f"{M}val") for p in lines[2:]] == ["undOvr"]

    def test_opendocument_has_objects_with_words(self, built_with_formulas):
        files = read_zip(file_of(built_with_formulas, ".odt"))
        content = etree.fromstring(files["content.xml"])
        frames = [f for f in content.iter(f"{{{DRAW}}}frame") if f.find(f"{{{DRAW}}}object") is not None]
        assert [f.findtext(f"{{{SVG}}}desc") for f in frames] == WORDS
        for frame in frames:
            name = frame.find(f"{{{DRAW}}}object").get("{http://www.w3.org/1999/xlink}href")
            assert etree.fromstring(files[f"{name}content.xml"]).tag == f"{MATHML}math"
        lines = [p for p in content.iter(f"{T}p") if p.get(f"{T}style-name") == "NumberedFormula"]
        assert [[child.tag.rpartition("}")[2] for child in p][-3:] for p in lines] == [["tab", "frame", "tab"]] * 3
        assert [p[-1].tail for p in lines] == ["(1)", "(A)", "(2)"]

    def test_epub_has_mathml_with_words(self, built_with_formulas):
        files = read_zip(file_of(built_with_formulas, ".epub"))
        pages = [etree.fromstring(data) for name, data in files.items() if name.endswith(".xhtml")]
        assert [math.get("alttext") for page_ in pages for math in page_.iter(f"{MATHML}math")] == WORDS
        assert b"MathML" in files["EPUB/content.opf"]
        assert not any(b"data-words" in data or b"data-note" in data for name, data in files.items() if name.endswith(".xhtml"))

    @NEEDS_JAVA
    def test_epubcheck_finds_nothing(self, built_with_formulas):
        """In all that the tiny report has, and in formulas."""
        assert faults(file_of(built_with_formulas, ".epub")) == []

    def test_the_spreadsheet_says_a_conclusion_in_words(self, built_with_formulas):
        sheets = openpyxl.load_workbook(file_of(built_with_formulas, ".xlsx")).worksheets
        texts = [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
        assert any("in their first summer live, p is greater than q." in text for text in texts)


def test_a_formula_that_cannot_be_read_stops_the_build_with_its_line(tiny):
    from warm_builds import build

    page = tiny.paths.chapter("survival")
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\nAs $\\foo{x}$ and\n$\\frac{a}$ say.\n\n$$\n\\bar\n$$\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        build(tiny, log=lambda line: None)
    last = text.count("\n")
    told = {(p.path, p.line) for p in found.value.problems if p.code == "markup.formula"}
    assert told == {("book/survival.md", last + 2), ("book/survival.md", last + 3), ("book/survival.md", last + 5)}

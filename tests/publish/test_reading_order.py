"""What is heard: text in the order of the tags, in the report's language; and whether every letter can be seen."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
import typst
from bs4 import BeautifulSoup
from larkwell import SETTINGS, manuscript, report_folder
from tagged_text import Element, faint_letters, letters, tagged_elements, tagged_text

from coproduce.publish.pdf import write_pdf

pytestmark = pytest.mark.slow


def openings(html: str, selector: str) -> list[str]:
    """How each passage of a page begins: its first letters, without numbers, since those of sources stand between."""
    soup = BeautifulSoup(html, "lxml")
    # A note is heard where it is referred to.
    for other in soup.select("li[id^=note-], .headerlink, .value-card, .value-button, sup, .footnote-reference, nav, details, table, figure, .filter-box, .chapter-head"):
        other.decompose()
    passages = [p for p in soup.select(selector) if not p.find(["p", "li"])]
    found = [without_numbers(passage.get_text())[:30] for passage in passages]
    return [opening for opening in found if len(opening) >= 12]


def without_numbers(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


def out_of_order(passages: list[str], heard: str) -> list[str]:
    """Passages that are not heard after those before them."""
    place, wrong = 0, []
    for passage in passages:
        at = heard.find(passage, place)
        if at < 0:
            wrong.append(passage)
        else:
            place = at + len(passage)
    return wrong


@pytest.fixture(scope="module")
def larkwell(tmp_path_factory):
    folder = tmp_path_factory.mktemp("order")
    made = manuscript(folder / "manuscript")
    write_pdf(made, SETTINGS, folder / "out.pdf", timestamp=1_772_323_200, work=folder / "typst", data=report_folder(folder))
    return made, folder / "out.pdf"


def test_the_tags_of_the_pdf_follow_the_manuscript(larkwell):
    made, pdf = larkwell
    passages = openings(made.path.read_text(encoding="utf-8"), "h1, h2, h3, p, li")
    assert len(passages) > 60
    assert out_of_order(passages, without_numbers(tagged_text(pdf))) == []


def test_a_passage_in_the_wrong_place_would_be_found():
    assert out_of_order(["one", "two", "three"], "two one three") == ["two"]


def test_tables_are_heard_row_by_row_with_their_heads_first(larkwell):
    made, pdf = larkwell
    heard = letters(tagged_text(pdf))
    tables = BeautifulSoup(made.path.read_text(encoding="utf-8"), "lxml").find_all("table")
    assert len(tables) >= 3
    for table in tables:
        for sup in table.select("sup"):
            sup.decompose()
        cells = [text for cell in table.find_all(["th", "td"]) if (text := letters(cell.get_text()))]
        start = heard.find("".join(cells[:2]))
        assert start >= 0 and out_of_order(cells, heard[start:]) == []


@pytest.mark.parametrize("path", ["pdf/{}.pdf", "formats/{}-brief.pdf"], ids=["report", "brief"])
class TestBoth:
    @pytest.fixture
    def pdf(self, built_tiny, path) -> Path:
        return built_tiny.report.paths.root / "_build" / path.format(built_tiny.report.settings.pdf_name)

    def test_it_says_its_language_and_shows_its_title(self, pdf):
        with pikepdf.open(pdf) as opened:
            assert str(opened.Root.Lang) == "en-GB"
            assert opened.Root.ViewerPreferences.DisplayDocTitle
            assert opened.Root.MarkInfo.Marked

    def test_every_letter_stands_out_from_what_lies_below(self, pdf):
        assert faint_letters(pdf) == []


def test_chapters_are_heard_in_the_order_of_the_web_edition(built_tiny):
    heard = without_numbers(tagged_text(built_tiny.pdf))
    passages = [
        passage for name in ("index", "survival", "streets")
        for passage in openings((built_tiny.html / f"{name}.html").read_text(encoding="utf-8"), "article section > p, article section > h2")
    ]
    assert len(passages) >= 6
    assert out_of_order(passages, heard) == []


#: What is a part of a line, and what may hold it.
IN_LINES = {"Span", "Link", "Em", "Strong", "Reference", "Note"}
LINES = IN_LINES | {"P", "H1", "H2", "H3", "H4", "Title", "Caption", "LBody", "Lbl", "TH", "TD", "TOCI", "Formula", "FENote"}


def loose(elements: list[Element]) -> list[str]:
    """Text that stands in no paragraph, heading, cell or item of a list."""
    return [e.text for e in elements if e.kind in IN_LINES and e.within not in LINES]


@pytest.fixture(scope="module")
def elements(built_for_readers) -> list[Element]:
    """What is told of a front page with key numbers and a table, of tables with a line for their sources, and of a form."""
    return tagged_elements(built_for_readers.pdf)


class TestWhatReadersAreTold:
    def test_no_text_stands_outside_a_paragraph(self, elements):
        assert any(e.kind == "P" and e.text.startswith("Source: [") for e in elements)
        assert loose(elements) == []

    def test_no_part_of_a_list_is_empty(self, elements):
        items = [e for e in elements if e.kind in ("LBody", "Lbl")]
        assert any("Trees stand in the streets" in e.text for e in items)
        assert [e for e in items if not e.text.strip()] == []

    def test_first_column_of_a_table_that_an_author_wrote_heads_its_rows(self, elements):
        cells = {e.text: e.kind for e in elements if e.kind in ("TH", "TD")}
        assert (cells["Street"], cells["Mill Lane"], cells["Limes"]) == ("TH", "TH", "TD")


def test_text_outside_paragraphs_would_be_found():
    assert loose([Element("P", "Document", "sound"), Element("Span", "Document", "loose"), Element("Span", "P", "sound")]) == ["loose"]


def test_a_letter_that_is_hard_to_see_would_be_found(tmp_path):
    faint = '#set document(title: "t")\n#text(fill: rgb("#777777"))[seen] #box(fill: rgb("#12338a"), text(fill: rgb("#575f6d"))[faint])'
    (tmp_path / "faint.typ").write_text(faint)
    typst.compile(tmp_path / "faint.typ", output=tmp_path / "faint.pdf")
    assert "".join(letter for _, _, letter in faint_letters(tmp_path / "faint.pdf")) == "seenfaint"

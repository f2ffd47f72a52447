"""A stock Jupyter Book, adopted and built by the command: what stands on its pages and in its documents, and what its build lists."""

from __future__ import annotations

import re

import pytest
from lxml import html as lxml_html
from pdf_standards import failures

pytestmark = pytest.mark.slow

ENDINGS = (".pdf", ".docx", ".odt", ".epub")

#: Words -> the page that they stand on; documents hold them too.
WORDS = {
    "These invented notes describe the Irwell": "welcome",
    "A level is measured in metres": "guide/measuring",
    "An invented book on gauges": "guide/measuring",
    "Picture not found: A picture that is not there": "guide/measuring",
    "Lost words.": "guide/gauges",
    "A weir holds water back": "guide/weirs",
    "Found by a pattern": "guide/more-rain",
    "printed by a cell with hidden code": "notebooks/levels",
    "code removed, output stays": "notebooks/levels",
    "shown without its output": "notebooks/levels",
    "an output that opens": "notebooks/levels",
    "a whole cell that opens": "notebooks/levels",
    "ValueError: an error that the page shows": "notebooks/levels",
    "Written by Markdown of a cell": "notebooks/levels",
    "measured line 1 of a long output": "notebooks/levels",
    "measured line 120 of a long output": "notebooks/levels",
    "stored, not computed: 41": "notebooks/stored",
    "An interactive chart (Plotly) stands here in the notebook: Levels in Plotly": "notebooks/stored",
    "An interactive output stands here": "notebooks/stored",
    "The last words of the notebook": "notebooks/stored",
    "before the fault": "notebooks/failing",
    "ZeroDivisionError: division by zero": "notebooks/failing",
    "Words after the fault": "notebooks/failing",
}

#: What the build lists: the rule, and the line.
LISTED = {
    "failed-cells": ["notebooks/failing.md:18: ZeroDivisionError: division by zero"],
    "missing-pages": ["_toc.yml:13: the page ‘guide/not-there’ does not exist"],
    "missing-pictures": ["guide/measuring.md:13: image file not readable: images/lost.png"],
    "broken-links": ["guide/measuring.md:7: 'myst' cross-reference target not found: 'nowhere.md'"],
    "missing-alternative-text": ["guide/measuring.md:9: ‘../images/gauge.png’", "notebooks/levels.md:63: a picture that a cell shows",
                                 "notebooks/stored.ipynb, cell 3: "],
    "markup-without-effect": ["guide/gauges.md:5: there is no directive ‘unknown-box’"],
    "no-form-in-output": ["notebooks/stored.ipynb, cell 5: ", "notebooks/stored.ipynb, cell 6: ", "notebooks/stored.ipynb, cell 7: "],
    "settings-without-effect": ["_config.yml: settings without effect here: copyright, html.favicon"],
}


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text)


@pytest.mark.parametrize("words", WORDS)
def test_what_the_book_says_stands_on_its_page(built_stock, words):
    assert squeezed(words) in squeezed(built_stock.page(WORDS[words]).text_content())


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_the_book_says_stands_in_each_document(built_stock, ending):
    text = squeezed(built_stock.documents[ending])
    assert [words for words in WORDS if squeezed(words) not in text] == []


@pytest.mark.parametrize("words", ["neither code nor output", "A draft", "Not in the contents"])
def test_what_is_removed_or_excluded_stands_nowhere(built_stock, words):
    pages = [path.read_text(encoding="utf-8") for path in built_stock.html.rglob("*.html")]
    assert not any(squeezed(words) in squeezed(text) for text in [*pages, *built_stock.documents.values()])


@pytest.mark.parametrize("rule", LISTED)
def test_what_would_harm_readers_is_listed_with_its_place(built_stock, rule):
    block = re.search(rf"^{rule}: (\d+)\n((?:  .*\n)+)", built_stock.said, re.MULTILINE)
    assert block
    lines = [line.strip() for line in block[2].splitlines()]
    assert int(block[1]) == len(lines) == len(LISTED[rule])
    for line, begins in zip(lines, LISTED[rule], strict=True):
        assert line.startswith(begins)


def test_nothing_else_is_listed(built_stock):
    assert set(re.findall(r"^([a-z-]+): \d+$", built_stock.said, re.MULTILINE)) == set(LISTED)


def test_contents_have_parts_nested_pages_patterns_and_addresses(built_stock):
    root = lxml_html.fromstring((built_stock.html / "welcome.html").read_text(encoding="utf-8"))
    contents = root.get_element_by_id("report-contents")
    assert [p.text for p in contents.xpath(".//p[@class='contents-part']")] == ["Guide", "Notebooks"]
    links = [(a.text_content(), a.get("href")) for a in contents.xpath(".//ol/li/a") if not a.get("href").startswith("#")]
    assert [text for text, _ in links] == [
        "Measuring", "Gauges", "Weirs", "Rain", "Levels", "Stored outputs", "A page whose cell fails", "Rivers elsewhere"]
    assert dict(links)["Rivers elsewhere"] == "https://example.org/rivers"
    assert all((built_stock.html / address).is_file() for _, address in links if "://" not in address and "#" not in address)


def test_who_opens_the_folder_is_led_to_the_front_page(built_stock):
    index = lxml_html.fromstring((built_stock.html / "index.html").read_text(encoding="utf-8"))
    assert index.find(".//main//a").get("href") == "welcome.html"
    assert index.find(".//title").text


def test_code_that_is_hidden_opens(built_stock):
    summaries = [s.text_content() for s in built_stock.page("notebooks/levels").iter("summary")]
    assert summaries == ["Code", "Output", "Code and output"]


def test_a_data_frame_is_a_table_with_heads(built_stock):
    table = built_stock.page("notebooks/levels").find(".//table")
    assert [th.text_content().strip() for th in table.xpath(".//thead//th[@scope='col']")] == ["day", "level"]
    assert [th.text_content().strip() for th in table.xpath(".//tbody//th[@scope='row']")] == ["0", "1", "2"]


def test_a_chart_of_altair_is_a_picture_that_asks_nobody_for_anything(built_stock):
    picture = built_stock.page("notebooks/levels").find(".//img")
    assert picture.get("alt") == "Chart without a description: Levels by day"
    assert (built_stock.html / "notebooks" / picture.get("src")).resolve().is_file()
    for path in built_stock.html.rglob("*.html"):
        page = lxml_html.fromstring(path.read_text(encoding="utf-8"))
        assert not [s for s in page.xpath("//script/@src | //img/@src | //iframe/@src | //link[@rel='stylesheet']/@href") if "://" in s]


def test_formulas_have_the_signs_that_typst_knows_by_other_names_than_pandoc(built_stock):
    text = built_stock.documents[".pdf"]
    assert [sign for sign in "∩⊗⊨" if sign not in text] == []
    assert "the sect" in " ".join(text.split())


def test_the_pdf_meets_its_standards(built_stock):
    assert failures(built_stock.file(".pdf")) == []

"""Figures and tables with all that must stand beside them."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from coproduce.evidence.records import TableRecord
from coproduce.ground.interface_words import using_language
from coproduce.sphinx_ext.figure_tools import dial_control
from coproduce.sphinx_ext.figures import notes_node
from coproduce.sphinx_ext.nodes import source_reference


def test_figure_has_number_finding_subtitle_and_alternative_text(built):
    figure = built.article("survival").select_one("figure#trees-by-year")
    record = built.results.figures["trees-by-year"]
    assert figure.select_one("figcaption .caption-number").get_text().strip() == "Figure 1"
    assert figure.select_one("figcaption .caption-text").get_text() == record.headline
    assert figure.select_one("figcaption .subtitle").get_text() == record.subtitle
    frame = figure.select_one("[role=img]")
    assert frame["aria-label"] == record.alt
    assert all(svg["aria-hidden"] == "true" for svg in frame.find_all("svg"))


def test_figure_names_source_caveat_and_downloads(built):
    notes = built.article("survival").select_one("figure .figure-notes")
    assert [a["href"] for a in notes.select(".source-line a")] == [
        "sources.html#source-wardens-2025", "sources.html#source-wardens-2023"]
    assert notes.select_one(".caveat").get_text() == "Station Street was not counted in 2023."
    for link in notes.select(".downloads a"):
        assert (built.book.folder / link["href"]).is_file()


@pytest.mark.parametrize(("rows", "line"), [
    (("contributions:watering", "contributions:saplings"), "Source: the contributions and published statements that this report gathered"),
    (("contributions:watering", "counts:2"), "Source: "),
], ids=["contributions", "mixed"])
def test_a_count_of_contributions_names_none_of_their_sources(built, rows, line):
    source = built.results.figures["trees-by-year"].sources[0]
    notes = notes_node(TableRecord("heard", "streets", "Who was heard", provenance=rows, sources=(source,)))
    assert [part.astext() for part in notes.findall(nodes.paragraph)] == [line]
    assert bool(list(notes.findall(source_reference))) is (line == "Source: ")


def test_data_of_the_figure_is_a_table_in_the_page_and_a_file(built):
    table = built.article("survival").select_one("figure details table")
    assert [th["scope"] for th in table.select("thead th")] == ["col", "col"]
    rows = [[c.get_text() for c in tr.find_all(["th", "td"])] for tr in table.select("tbody tr")]
    text = (built.book.folder / "figures" / "trees-by-year.csv").read_text(encoding="utf-8-sig")
    header, *data = csv.reader(io.StringIO(text))
    assert header == ["Year", "Trees"]
    assert rows == [[year, trees] for year, trees in data]


def test_a_dial_is_in_the_page_with_all_its_sentences_and_hidden_until_it_works(built):
    dial = built.article("survival").select_one("figure .figure-dial")
    slider, said = dial.select_one("input[type=range]"), dial.select_one("output")
    years = built.results.figures["trees-by-year"].data
    assert "hidden" in dial.attrs
    assert json.loads(dial["data-steps"]) == [[str(year), f"In {year} the wardens counted {trees:,} trees."] for year, trees in years]
    assert dial.select_one(f"label[for={slider['id']}]").get_text() == "Year of the census"
    assert [slider[key] for key in ("min", "max", "step", "value", "aria-valuetext")] == ["0", "2", "1", "1", "2024"]
    assert dial.find(id=slider["aria-describedby"]).get_text() == "From earlier to later"
    assert said["for"] == [slider["id"]] and said.get_text() == json.loads(dial["data-steps"])[1][1]


def test_a_dial_says_what_a_chapter_says_and_no_markup():
    said = '<b>"more" & less</b>'
    page = BeautifulSoup(dial_control("name", {"label": said, "ends": [said, ""], "start": 0, "steps": [[said, said], ["1", "x"]]}), "html.parser")
    assert not page.find("b") and page.output.get_text() == page.label.get_text() == page.input["aria-valuetext"] == said
    assert json.loads(page.div["data-steps"])[0] == [said, said] and page.find(id="name-dial-ends").get_text() == f"From {said}"


@pytest.mark.parametrize(("code", "ends", "told"), [
    ("en-GB", ["few", "many"], "From few to many"), ("de", ["wenige", "viele"], "Skala: wenige bis viele"),
    ("de", ["wenige", ""], "Anfang: wenige"), ("de", ["", "viele"], "Ende: viele"),
])
def test_who_listens_hears_the_ends_of_a_dial_in_the_language_of_the_report(code, ends, told):
    with using_language(code):
        page = BeautifulSoup(dial_control("name", {"label": "x", "ends": ends, "start": 0, "steps": [["0", "a"], ["1", "b"]]}), "html.parser")
    assert page.find(id="name-dial-ends").text == told
    assert page.find("input")["aria-describedby"] == "name-dial-ends"


def test_tools_of_a_figure_name_it_and_lead_to_its_files(built):
    tools = built.article("survival").select_one("figure .figure-tools")
    links = tools.select(".downloads a")
    assert [a.get_text() for a in links] == ["Data", "Drawing", "Picture"]
    assert all("Figure 1" in a["aria-label"] and a.has_attr("download") for a in links)
    explore = tools.select_one(".chart-open")
    assert explore.has_attr("hidden")  # until the script that serves it has run
    name = explore["data-figure"]
    script = (built.book.folder / explore["data-folder"] / f"{name}.js").read_text(encoding="utf-8")
    before, _, drawings = script.partition("] = ")
    assert before == f'(window.reportCharts ??= {{}})["{name}"'
    assert set(json.loads(drawings.removesuffix(";\n"))) == {"wide", "narrow"}
    assert (built.book.folder / "_static/vega/vega.js").is_file()
    assert "Interactive Data Lab" in (built.book.folder / "_static/vega/licences.txt").read_text(encoding="utf-8")


def test_citation_of_a_figure_opens_without_a_script(built):
    tools = built.article("survival").select_one("figure .figure-tools")
    opener = tools.find("button", string="Share, download, cite")
    card = tools.find(id=opener["popovertarget"])
    assert card.has_attr("popover") and card["aria-label"] == "Share, download, cite Figure 1"
    words = card.select_one(".cite-text").get_text()
    assert "Figure 1" in words and "Tree census 2025" in words and "Edition 1.0" in words
    assert words.rstrip(".").endswith("https://trees.example.org/report/survival.html#trees-by-year")


def test_data_table_is_the_charts_long_description(built):
    page = built.page("survival")
    details = page.find(id=page.select_one("figure [role=img]")["aria-details"])
    assert details.name == "details" and details.find("table")


def test_pictures_say_what_they_show_and_whose_they_are(built):
    drawn = (built.book.folder / "figures" / "trees-by-year.svg").read_text(encoding="utf-8")
    for part in ("More trees each year", "Tree census 2025", "Edition 1.0", "CC BY 4.0"):
        assert part in drawn
    assert (built.book.folder / "figures" / "trees-by-year.png").read_bytes()[:4] == b"\x89PNG"


def test_figures_bring_no_inline_styles_and_no_id_twice(built):
    page = built.page("survival")
    figure = page.select_one("figure.report-figure")
    assert not figure.select("style, script, [style], [onclick]")
    ids = [element["id"] for element in page.find_all(id=True)]
    assert sorted(set(ids)) == sorted(ids)


def test_table_has_number_scopes_and_a_region_that_scrolls(built):
    table = built.article("streets").select_one("table#trees-by-street")
    assert table.caption.get_text().startswith("Table 1 Trees by street, June 2025")
    assert {th["scope"] for th in table.select("thead th")} == {"col"}
    assert all(tr.find(True)["scope"] == "row" for tr in table.select("tbody tr"))
    region = table.parent
    assert (region["role"], region["tabindex"]) == ("region", "0")
    assert region["aria-label"] == "Table: Trees by street, June 2025"


def test_table_written_in_markdown_has_column_scopes(built):
    heads = built.article("corners").find("table").select("thead th")
    assert [th["scope"] for th in heads] == ["col", "col"]


def test_reference_to_a_figure_is_its_number(built):
    link = built.article("index").select_one("a[href='survival.html#trees-by-year']")
    assert link.get_text() == "Figure 1"


def test_code_of_chapters_is_not_shown(built):
    assert "open_chapter" not in built.article("survival").get_text()
    assert built.article("survival").select(".cell, .highlight") == []


def test_print_gets_a_picture_and_nothing_for_screens(built):
    from coproduce.publish.manuscript.builder import print_builder

    with print_builder(built.book.app) as builder:
        body = builder.collect()["survival"]
        pictures = builder.pictures()
    drawing = re.search(r'<img class="chart" src="([^"]+)"', body)[1]
    assert pictures[drawing].startswith("<svg")
    assert 'data-sources="wardens-2025"' in body
    for screen_only in ("<button", "<details", "downloads", "value-card", "<svg"):
        assert screen_only not in body

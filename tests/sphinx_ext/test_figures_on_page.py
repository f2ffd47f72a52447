"""Figures and tables with all that must stand beside them."""

from __future__ import annotations

import csv
import io


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


def test_data_of_the_figure_is_a_table_in_the_page_and_a_file(built):
    table = built.article("survival").select_one("figure details table")
    assert [th["scope"] for th in table.select("thead th")] == ["col", "col"]
    rows = [[c.get_text() for c in tr.find_all(["th", "td"])] for tr in table.select("tbody tr")]
    text = (built.book.folder / "figures" / "trees-by-year.csv").read_text(encoding="utf-8")
    header, *data = csv.reader(io.StringIO(text))
    assert header == ["Year", "Trees"]
    assert rows == [[year, trees] for year, trees in data]


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
    assert '<img class="chart" src="data:image/svg+xml;base64,' in body
    assert 'data-sources="wardens-2025"' in body
    for screen_only in ("<button", "<details", "downloads", "value-card", "<svg"):
        assert screen_only not in body

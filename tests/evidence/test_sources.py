"""References to publications."""

from __future__ import annotations

import pytest

from coproduce.evidence.records import SourceRef
from coproduce.evidence.sources import Source, period_of, written_date
from coproduce.evidence.values import NewValue, build_value


def test_sources_are_read_with_authors_apart(tiny):
    sources = tiny.data.sources()
    assert list(sources) == ["wardens-2023", "wardens-2025", "parish-letter"]
    assert sources["wardens-2023"].authors == ("A Rowan", "B Hazel")
    assert sources["parish-letter"].authors == ()
    assert sources["wardens-2023"].row == "sources:2"


def test_a_reference_has_who_year_title_publisher_date_address_licence(tiny):
    source = tiny.data.sources()["wardens-2025"]
    assert [(part.role, part.text) for part in source.reference()] == [
        ("authors", "A Rowan"), ("year", "2025"), ("title", "Tree census 2025"),
        ("publisher", "Larkwell Tree Wardens"), ("date", "14 June 2025"),
        ("url", "https://trees.example.org/census-2025"), ("licence", "CC BY 4.0")]
    assert source.reference_text() == (
        "A Rowan (2025) Tree census 2025. Larkwell Tree Wardens. 14 June 2025. "
        "https://trees.example.org/census-2025. Licence: CC BY 4.0.")


def test_without_authors_the_publisher_stands_first_and_only_once(tiny):
    letter = tiny.data.sources()["parish-letter"]
    assert letter.reference_text().startswith("Larkwell Parish Council (2025) Letter on watering. https://")
    assert letter.reference_text().count("Larkwell Parish Council") == 1


@pytest.mark.parametrize("authors, who", [((), "Pub"), (("A",), "A"), (("A", "B"), "A and B"),
                                          (("A", "B", "C"), "A and others")])
def test_many_authors_are_shortened(authors, who):
    assert Source("x", "T", publisher="Pub", authors=authors).authors_label == who


@pytest.mark.parametrize(("count", "names"), [(6, "A, B, C, D, E and F"), (7, "A, B, C and others")])
def test_a_reference_names_the_first_three_of_more_than_six_authors(count, names):
    source = Source("x", "T", publisher="Pub", authors=tuple("ABCDEFG"[:count]))
    assert next(part.text for part in source.reference() if part.role == "authors") == names


def test_a_publication_without_date_says_so():
    assert Source("x", "T", publisher="P").year == "n.d."
    assert "(n.d.)" in Source("x", "T", publisher="P").reference_text()


@pytest.mark.parametrize("date, text", [("2024", "2024"), ("2024-06", "June 2024"), ("2024-06-02", "2 June 2024"),
                                        ("2024-13", "2024-13"), ("spring 2024", "spring 2024"), ("", "")])
def test_dates_read_as_exactly_as_they_are_known(date, text):
    assert written_date(date) == text


@pytest.mark.parametrize("period, years, told", [
    ("", ["2021-06", "2024"], "Published 2021 to 2024"), ("", ["2024"], "Published 2024"), ("", ["", "2023-01-02"], "Published 2023"),
    ("", [""], ""), ("2019", ["2024"], "2019")], ids=["span", "year", "one-dated", "undated", "stated"])
def test_a_number_without_a_period_is_dated_by_its_sources(period, years, told):
    sources = {f"s{place}": Source(f"s{place}", "T", published=year) for place, year in enumerate(years)}
    record = build_value(NewValue(name="n", chapter="c", raw=1, unit="count", label="L", calculation="C", period=period,
                                  provenance=["t:2"], sources=[SourceRef(id_) for id_ in sources]))
    assert period_of(record, sources) == told

"""Numbers by unit as German writes them; the rule of rounding is the same."""

import pytest

from coproduce.charts.frame import format_number
from coproduce.evidence.cells import build_cells
from coproduce.evidence.number_format import format_column, format_value
from coproduce.ground.interface_words import using_language


@pytest.fixture(autouse=True)
def german():
    with using_language("de"):
        yield


@pytest.mark.parametrize(("raw", "unit", "text", "rounded"), [
    (638745, "count", "638.745", "640.000"), (3_812_000, "count", "3.812.000", "3,8 Millionen"), (1_000_000, "count", "1.000.000", "1 Million"),
    (28.25, "percent", "28,3\u00a0%", "28\u00a0%"), (4.3, "percentage-points", "4,3 Prozentpunkte", "4,3 Prozentpunkte"),
    (1, "percentage-points", "1 Prozentpunkt", "1 Prozentpunkt"), (12.4, "rate-per-1000", "12,4 je 1.000", "12 je 1.000"),
    (1250, "gbp", "1.250\u00a0£", "1.300\u00a0£"), (12.5, "eur", "12,50\u00a0€", "12,50\u00a0€"),
    (359.9, "gbp-million", "359,9\u00a0Millionen\u00a0£", "360\u00a0Millionen\u00a0£"),
    (9.95, "eur-billion", "9,95\u00a0Milliarden\u00a0€", "10\u00a0Milliarden\u00a0€"), (1, "years", "1 Jahr", "1 Jahr"),
    (-3.5, "number", "−3,5", "−3,5"), ("2026-03-03", "date", "3. März 2026", "3. März 2026"),
])
def test_numbers_by_unit(raw, unit, text, rounded):
    found = format_value(raw, unit)
    assert (found.text, found.rounded) == (text, rounded)


def test_intervals():
    assert format_value(None, "percent", low=12, high=15).text == "12\u00a0% bis 15\u00a0%"
    assert format_value(12, "percent", low=10, high=14, interval_kind="ci95").text == (
        "12\u00a0% (95-%-Konfidenzintervall 10\u00a0% bis 14\u00a0%)")
    assert format_value(None, "years", low=2, high=3).text == "2 bis 3 Jahre"


def test_columns_and_cells_without_a_value():
    import pandas as pd

    assert format_column([1234.5, None], "percent") == ["1.234,5\u00a0%", None]
    _, rows = build_cells(pd.DataFrame({"a": ["x", None], "b": [True, False]}))
    assert rows == (("x", "ja"), ("keine Angabe", "nein"))


@pytest.mark.parametrize(("value", "format", "text"), [
    (1234.56, ",.1f", "1.234,6"), (0.5, ".1f%", "0,5\u00a0%"), (-2, "+.0f", "−2"), (1250, "$,.0f", "1.250\u00a0£"),
])
def test_numbers_of_charts(value, format, text):
    assert format_number(value, format) == text

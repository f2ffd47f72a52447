"""How numbers read: a table of them."""

from __future__ import annotations

import datetime
import locale
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from coproduce.evidence.number_format import FormatError, format_column, format_value

# raw, unit, text, rounded, bare
TABLE = [
    (638745, "count", "638,745", "640,000", "638,745"),
    (638745.0, "count", "638,745", "640,000", "638,745"),
    (np.int64(99), "count", "99", "99", "99"),
    (0, "count", "0", "0", "0"),
    (3812345, "count", "3,812,345", "3.8 million", "3,812,345"),
    (999999, "count", "999,999", "1 million", "999,999"),
    (28.15, "percent", "28.2%", "28%", "28.2"),
    (28.25, "percent", "28.3%", "28%", "28.3"),
    (12.0, "percent", "12%", "12%", "12"),
    (4.3, "percent", "4.3%", "4.3%", "4.3"),
    (128.4, "percent", "128.4%", "128%", "128.4"),
    (99.7, "percent", "99.7%", "99.7%", "99.7"),
    (0.04, "percent", "0.04%", "0.04%", "0.04"),
    (0, "percent", "0%", "0%", "0"),
    (-4.25, "percentage-points", "−4.3 percentage points", "−4.3 percentage points", "−4.3"),
    (1, "percentage-points", "1 percentage point", "1 percentage point", "1"),
    (-1, "percentage-points", "−1 percentage point", "−1 percentage point", "−1"),
    (12.5, "gbp", "£12.50", "£12.50", "12.50"),
    (1250.4, "gbp", "£1,250", "£1,300", "1,250"),
    (-20, "gbp", "−£20", "−£20", "−20"),
    (3540000, "gbp", "£3.5 million", "£3.5 million", "3,540,000"),
    (359.9, "gbp-million", "£359.9 million", "£360 million", "359.9"),
    (9950, "gbp-million", "£9.95 billion", "£10 billion", "9,950"),
    (9.95, "gbp-billion", "£9.95 billion", "£10 billion", "9.95"),
    (-1.2, "gbp-billion", "−£1.2 billion", "−£1.2 billion", "−1.2"),
    (1.005, "ratio", "1.01", "1", "1.01"),
    (np.float64(2.675), "ratio", "2.68", "2.7", "2.68"),
    (Decimal("0.125"), "number", "0.13", "0.13", "0.13"),
    (12.44, "rate-per-1000", "12.4 per 1,000", "12 per 1,000", "12.4"),
    (3.25, "rate-per-10000", "3.3 per 10,000", "3.3 per 10,000", "3.3"),
    (1, "years", "1 year", "1 year", "1"),
    (1.5, "weeks", "1.5 weeks", "1.5 weeks", "1.5"),
    (2025, "year", "2025", "2025", "2025"),
    ("2026-02-23", "date", "23 February 2026", "23 February 2026", "23 February 2026"),
    (datetime.date(2026, 2, 3), "date", "3 February 2026", "3 February 2026", "3 February 2026"),
    (pd.Timestamp("2026-02-23"), "date", "23 February 2026", "23 February 2026", "23 February 2026"),
    ("2026-02", "date", "February 2026", "February 2026", "February 2026"),
    ("in force", "text", "in force", "in force", "in force"),
]


@pytest.mark.parametrize("raw, unit, text, rounded, bare", TABLE, ids=[f"{row[1]}-{row[0]}" for row in TABLE])
def test_a_number_reads_as_british_readers_write_it(raw, unit, text, rounded, bare):
    words = format_value(raw, unit)
    assert (words.text, words.rounded, words.bare) == (text, rounded, bare)


INTERVALS = [
    (None, "percent", 12, 15, "range", "12% to 15%"),
    (None, "gbp-million", 2, 3.5, "range", "£2.0 million to £3.5 million"),
    (None, "years", 2, 3, "range", "2 to 3 years"),
    (None, "percentage-points", -2, 3, "range", "−2 to 3 percentage points"),
    (None, "count", 1000, 1200, "range", "1,000 to 1,200"),
    (12, "percent", 10, 14, "ci95", "12% (95% confidence interval 10% to 14%)"),
    (12.3, "percent", 10, 14.1, "ci95", "12.3% (95% confidence interval 10.0% to 14.1%)"),
    (1.25, "ratio", 1.1, 1.4, "credible95", "1.25 (95% credible interval 1.10 to 1.40)"),
    (4, "percentage-points", 1, 6, "ci95", "4 percentage points (95% confidence interval 1 to 6 percentage points)"),
]


@pytest.mark.parametrize("raw, unit, low, high, kind, text", INTERVALS, ids=range(len(INTERVALS)))
def test_an_interval_shows_both_ends_alike(raw, unit, low, high, kind, text):
    assert format_value(raw, unit, low=low, high=high, interval_kind=kind).text == text


REFUSED = [
    (float("nan"), "count", {}, "missing"), (pd.NA, "percent", {}, "missing"), (None, "percent", {}, "missing"),
    (pd.NaT, "date", {}, "missing"), (float("inf"), "ratio", {}, "division by zero"), (2.5, "count", {}, "not whole"),
    (True, "count", {}, "not a number"), ("12", "count", {}, "not a number"), (1, "counts", {}, "Did you mean ‘count’"),
    (16, "percent", {"low": 12, "high": 15}, "outside its interval"), (None, "percent", {"low": 5, "high": 1}, "below"),
    (3, "percent", {"low": 1}, "both ends"), (3, "percent", {"low": 1, "high": 5, "interval_kind": "ci"}, "not a kind"),
    (2025, "year", {"low": 1, "high": 2}, "no interval"), (25, "year", {}, "not a year"),
    ("soon", "date", {}, "not a date"), ("", "text", {}, "not text"), (3, "text", {}, "not text"),
]


@pytest.mark.parametrize("raw, unit, options, message", REFUSED, ids=[f"{c[1]}-{i}" for i, c in enumerate(REFUSED)])
def test_what_cannot_be_worded_is_refused_with_the_reason(raw, unit, options, message):
    with pytest.raises(FormatError, match=message):
        format_value(raw, unit, **options)


def test_decimals_asked_for_are_kept():
    assert format_value(28, "percent", decimals=1).text == "28.0%"
    assert format_value(28.26, "percent", decimals=0).text == "28%"
    assert format_value(1234.5, "count", decimals=0).text == "1,235"


def test_a_column_has_the_same_decimals_throughout():
    assert format_column([28.25, 3, None, -1.0], "percent") == ["28.3%", "3.0%", None, "−1.0%"]
    assert format_column([2024, pd.NA], "year") == ["2024", None]
    with pytest.raises(FormatError, match="is not a unit"):
        format_column([1], "pounds")


def test_the_machines_locale_has_no_say():
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "C")
        assert format_value(1234567, "count").text == "1,234,567"
    finally:
        locale.setlocale(locale.LC_ALL, before)

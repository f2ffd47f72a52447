"""Numbers, months and days in charts, as the language that is spoken writes them: what Vega takes for its locale."""

from __future__ import annotations

from typing import Any

from coproduce.ground.interface_words import is_english, locale

_LOCALE = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["£", ""]}


def number_locale() -> dict[str, Any]:
    """How d3 writes numbers in the language spoken."""
    if is_english():
        return _LOCALE
    told = locale()
    signs, money, hundredth = told.number_symbols["latn"], told.currency_formats["standard"], told.percent_formats[None]
    return {"decimal": signs["decimal"], "thousands": signs["group"], "grouping": [3], "percent": hundredth.suffix[0],
            "currency": [money.prefix[0].replace("¤", "£"), money.suffix[0].replace("¤", "£")]}


def time_locale() -> dict[str, Any] | None:
    """How d3 names months and days in the language spoken; its own English for English."""
    if is_english():
        return None
    told = locale()
    days = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
    place = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
    return {
        "dateTime": "%A, %e. %B %Y, %X", "date": "%d.%m.%Y", "time": "%H:%M:%S",
        "periods": [told.day_periods["format"]["wide"].get(half, half) for half in ("am", "pm")],
        "days": [told.days["format"]["wide"][place[day]] for day in days],
        "shortDays": [told.days["stand-alone"]["short"][place[day]] for day in days],
        "months": [told.months["format"]["wide"][month] for month in range(1, 13)],
        "shortMonths": [told.months["format"]["abbreviated"][month] for month in range(1, 13)],
    }

"""Counts of a catalogue: numbers that say what was collected, not what there is.

A resource with ``catalogue: true`` lists what was found. How many of its rows
are of some kind says which pages were opened; a figure that a row *holds*, as its
source published it, is another matter and stays what it is.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from coproduce.evidence.package import DataPackage

#: Units in which rows are counted: as they are, and as shares of each other.
_COUNTING = ("count", "percent", "percentage-points", "ratio", "rate-per-100")
#: A row may hold a count in thousands or millions, and a share as a fraction.
_SCALES, _SHARES = (1, 1e3, 1e6, 1e9), (1, 100)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORDS = {
    word: number for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
         "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"), start=2)
}
_WORD = re.compile(r"\b(" + "|".join(_WORDS) + r")\b", re.IGNORECASE)
_YEARS = range(1700, 2101)


def counts_catalogue(raw: Any, unit: str, rows: Iterable[str], data: DataPackage) -> bool:
    """Whether a value in ``unit`` counts rows of a catalogue, or is a share of such counts.

    It does if one of ``rows`` is a row of a catalogue and ``raw`` is the number of its
    rows among them, or is no number that one of ``rows`` holds.
    """
    rows = list(dict.fromkeys(rows))
    number = _number(raw)
    if unit not in _COUNTING or number is None or not in_catalogue(rows, data):
        return False
    listed = Counter(row.rpartition(":")[0] for row in rows)
    if unit == "count" and any(number == listed[resource.name] > 1 for resource in _resources(rows, data) if resource.catalogue):
        return True
    return not any(
        math.isclose(number, held * factor, rel_tol=1e-9, abs_tol=1e-12)
        for held in _numbers_in(rows, data) for factor in (_SCALES if unit == "count" else _SHARES)
    )


def in_catalogue(rows: Iterable[str], data: DataPackage) -> bool:
    """Whether one of the rows is a row of a catalogue."""
    return any(resource.catalogue for resource in _resources(rows, data))


def counted_in(text: str, rows: Iterable[str], data: DataPackage) -> str:
    """The first number in ``text``, in digits or words, that no row holds, if all rows are a catalogue's; else "".

    Years are no counts. This is for sentences that are written with their numbers
    in them, such as the headline of a figure.
    """
    rows = [row for row in rows if not row.startswith("contributions:")]
    resources = [resource for resource in _resources(rows, data) if not resource.unsourced]
    if not resources or not all(resource.catalogue for resource in resources):
        return ""
    held = set(_numbers_in(rows, data))
    words = " ".join(str(cell) for row in rows for cell in data.row(row).values() if isinstance(cell, str))
    found = [(match.start(), match[0], float(match[0].replace(",", ""))) for match in _NUMBER.finditer(text)]
    found += [(match.start(), match[0], float(_WORDS[match[0].lower()])) for match in _WORD.finditer(text)]
    for _, shown, number in sorted(found):
        if number in held or number in _YEARS or re.search(rf"(?<![\d,.]){re.escape(shown)}(?![\d,]|\.\d)", words):
            continue
        return shown
    return ""


def _resources(rows: Iterable[str], data: DataPackage) -> list[Any]:
    names = dict.fromkeys(row.rpartition(":")[0] for row in rows)
    return [data.resources[name] for name in names if name in data.resources]


def _numbers_in(rows: Iterable[str], data: DataPackage) -> Iterator[float]:
    for row in rows:
        if row.rpartition(":")[0] not in data.resources:
            continue
        for cell in data.row(row).values():
            if (number := _number(cell)) is not None:
                yield number


def _number(cell: Any) -> float | None:
    """A cell or value as a number; none for text, dates, flags and what is missing."""
    if isinstance(cell, (bool, str, bytes, datetime.date)) or type(cell).__name__ == "bool_":
        return None
    if hasattr(cell, "iloc"):
        return _number(cell.iloc[0]) if len(cell) == 1 else None
    try:
        number = float(cell)
    except (TypeError, ValueError):
        return None
    return None if math.isnan(number) else number

"""Periods in order: where some are missing, and where a series is interrupted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_YEAR = re.compile(r"(\d{4})(?:([/-])(\d{2}|\d{4}))?")


def complete(periods: Iterable[str]) -> list[str]:
    """The periods in order, with those between them that the data lack.

    Fills years (``2019``) and two-year periods (``2019/20``, ``2019-20``);
    other labels stay in the order in which they come.
    """
    seen = list(dict.fromkeys(str(period) for period in periods))
    found = [_YEAR.fullmatch(period) for period in seen]
    if not all(found):
        return seen
    years = {int(match.group(1)): match for match in found}
    separators = {match.group(2) for match in found}
    widths = {len(match.group(3) or "") for match in found}
    if len(years) != len(seen) or len(separators) > 1 or len(widths) > 1:
        return seen
    separator, width = separators.pop(), widths.pop()
    return [
        str(year) + (f"{separator}{str(year + 1)[-width:]}" if separator else "")
        for year in range(min(years), max(years) + 1)
    ]


def place_of(period: str, periods: Sequence[str]) -> int:
    """The place of ``period``; raises ``ValueError`` saying which there are."""
    try:
        return periods.index(str(period))
    except ValueError:
        raise ValueError(
            f"a break is at {period!r}, which is not a period of the data ({periods[0]} to {periods[-1]})"
        ) from None


def runs(places: pd.Series, present: pd.Series, breaks: Iterable[int]) -> list[int]:
    """A number for each point: points with the same number may be joined.

    ``places`` are in rising order. A run ends where a place is skipped, where a
    value is missing, and before each place in ``breaks``.
    """
    starts = sorted(breaks)
    numbers, run, before = [], 0, None
    for place, there in zip(places, present, strict=True):
        skipped = before is not None and place != before + 1
        broken = before is not None and any(before < start <= place for start in starts)
        if not there or skipped or broken:
            run += 1
        numbers.append(run)
        before = place if there else None
    return numbers

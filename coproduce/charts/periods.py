"""Periods in order: where some are missing, and where a series is interrupted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
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
    found = [match for period in seen if (match := _YEAR.fullmatch(period))]
    if len(found) < len(seen):
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


def points(
    data: pd.DataFrame,
    x: str,
    y: str,
    series: str,
    names: Sequence[str],
    labels: Sequence[str],
    breaks: Mapping[str, Sequence[int]],
) -> pd.DataFrame:
    """The points of each series in order, without missing values.

    Adds ``_place`` (of the period in ``labels``), ``_run`` (see :func:`runs`),
    ``_start`` and ``_end`` (first and last of its series) and ``_point`` (last,
    or alone in its run: to be marked, since no line shows it).
    """
    import pandas as pd

    places = {label: place for place, label in enumerate(labels)}
    data = data.assign(**{x: data[x].astype(str)})
    data["_place"] = data[x].map(places)
    parts = []
    for name in names:
        own = data[data[series] == name].sort_values("_place", kind="stable")
        own = own.assign(_run=runs(own["_place"], own[y].notna(), breaks.get(name, ())))
        own = own[own[y].notna()]
        alone = own.groupby("_run")["_place"].transform("size") == 1
        end = own["_place"] == own["_place"].max()
        start = own["_place"] == own["_place"].min()
        parts.append(own.assign(_end=end, _start=start, _point=end | alone))
    return pd.concat(parts, ignore_index=True)


def label_expression(labels: Sequence[str]) -> str:
    """The Vega expression that writes the label of the place ``datum.value``."""
    return f"{json.dumps(list(labels), ensure_ascii=False)}[datum.value]"

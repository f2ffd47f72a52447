"""What the chart functions ask of their data before they draw it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from coproduce.charts.palette import ACCENT, QUIET, SERIES
from coproduce.charts.rows import text_width
from coproduce.charts.theme import SMALL
from coproduce.evidence.number_format import round_half_up
from coproduce.ground.interface_words import money, percent
from coproduce.ground.interface_words import number as written_number

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_Chart = TypeVar("_Chart", bound="alt.TopLevelMixin")


def require_columns(df: pd.DataFrame, *names: str | None) -> None:
    """Raise ``KeyError`` naming the columns that ``df`` lacks, and those it has."""
    missing = [name for name in names if name and name not in df.columns]
    if missing:
        raise KeyError(
            f"no column {', '.join(map(repr, missing))}; the data have {', '.join(map(str, df.columns))}"
        )


def plain(df: pd.DataFrame, *names: str | None) -> pd.DataFrame:
    """A copy of the named columns, without the row ids and without repeats."""
    require_columns(df, *names)
    if df.empty:
        raise ValueError("there is nothing to draw: the data have no rows (is a filter too narrow?)")
    return df[list(dict.fromkeys(name for name in names if name))].reset_index(drop=True)


def records(data: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows, each by the names of its columns."""
    return [{str(key): value for key, value in row.items()} for row in data.to_dict("records")]


def in_order(df: pd.DataFrame, column: str, order: Sequence[str] | None = None) -> list[str]:
    """The values of ``column``: as ``order`` has them, else as they come."""
    seen = [str(value) for value in dict.fromkeys(df[column])]
    if order is None:
        return seen
    left_out = [value for value in seen if value not in set(map(str, order))]
    if left_out:
        raise ValueError(f"order leaves out {', '.join(map(repr, left_out))} of column {column!r}")
    return [str(value) for value in order if str(value) in set(seen)]


def colours(names: Sequence[str], highlight: Iterable[str] | None = None) -> dict[str, str]:
    """A colour for each name: the series colours, or one for those to be seen.

    With ``highlight``, the names in it get the series colours and the others
    the quiet one. Raises ``ValueError`` for more names than colours, since a
    sixth could not be told from the first five, and for an unknown highlight.
    """
    chosen = list(names) if highlight is None else [str(name) for name in highlight]
    unknown = [name for name in chosen if name not in names]
    if unknown:
        raise ValueError(
            f"highlight names {', '.join(map(repr, unknown))}, which the data lack; they have {', '.join(names)}"
        )
    if len(chosen) > len(SERIES):
        raise ValueError(
            f"{len(chosen)} series need {len(chosen)} colours and there are {len(SERIES)} that everyone can tell "
            "apart: highlight some, or draw several charts"
        )
    given = dict(zip(chosen, SERIES, strict=False))
    return {name: given.get(name, QUIET) for name in names}


def group_colours(names: Sequence[str], highlight: Iterable[str] | None) -> dict[str, str]:
    """The accent for every name in ``highlight`` (all, if None), else quiet."""
    if highlight is None:
        return dict.fromkeys(names, ACCENT)
    wanted = {str(name) for name in highlight}
    unknown = sorted(wanted - set(names))
    if unknown:
        raise ValueError(
            f"highlight names {', '.join(map(repr, unknown))}, which the data lack; they have {', '.join(names)}"
        )
    return {name: ACCENT if name in wanted else QUIET for name in names}


def refuse_doubles(data: pd.DataFrame, *keys: str) -> None:
    """Raise ``ValueError`` if two rows have the same ``keys``, naming the first such."""
    doubled = data[data.duplicated(list(keys))]
    if len(doubled):
        named = " of ".join(f"{key} {doubled.iloc[0][key]!r}" for key in keys)
        raise ValueError(
            f"{named} has more than one value: select one breakdown and period, or give each its own series"
        )


def labels(data: pd.DataFrame, name: str, value: str, format: str, missing: str | None) -> list[str]:
    """Each row's value as written, or the label of column ``missing`` in brackets.

    Raises ``ValueError`` for a row that has neither.
    """
    why = data[missing].fillna("").astype(str) if missing else [""] * len(data)
    found = []
    for row, number, reason in zip(data[name], data[value], why, strict=True):
        text = format_number(number, format) or (f"({reason})" if reason else "")
        if not text:
            raise ValueError(
                f"{name} {row!r} has no value and no label that says why: leave it out, "
                "or name the column of labels with missing="
            )
        found.append(text)
    return found


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers, evenly spaced, from at or below ``low`` to at or above ``high``."""
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("there is nothing to draw: no value is a number")
    span = (high - low) or abs(high) or 1.0
    raw = span / about
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def range_of(*columns: pd.Series, zero: bool) -> tuple[float, float]:
    """Lowest and highest number of the columns, with 0 if ``zero``."""
    import pandas as pd

    values = pd.concat([pd.to_numeric(column, errors="coerce") for column in columns]).dropna()
    if values.empty:
        raise ValueError("there is nothing to draw: no value is a number")
    low, high = float(values.min()), float(values.max())
    return (min(low, 0.0), max(high, 0.0)) if zero else (low, high)


def apart(positions: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """The positions moved as little as needed for things of these sizes not to overlap.

    Their order stays. Neighbours that are too close share the shift, so that a
    group stays centred on where it would have stood.
    """
    groups: list[tuple[float, list[int]]] = []  # the group's middle, who is in it
    for index in sorted(range(len(positions)), key=lambda i: positions[i]):
        groups.append((positions[index], [index]))
        while len(groups) > 1:
            (below, lower), (above, upper) = groups[-2:]
            if above - below >= (sum(sizes[i] for i in lower) + sum(sizes[i] for i in upper)) / 2:
                break
            both = lower + upper
            wished = [positions[i] - place for i, place in zip(both, _stacked(both, sizes), strict=True)]
            groups[-2:] = [(sum(wished) / len(wished), both)]
    moved = list(positions)
    for middle, group in groups:
        for index, place in zip(group, _stacked(group, sizes), strict=True):
            moved[index] = middle + place
    return moved


def _stacked(group: Sequence[int], sizes: Sequence[float]) -> list[float]:
    """The middles of the group's members, one on the other, about 0."""
    places, reached = [], -sum(sizes[i] for i in group) / 2
    for index in group:
        places.append(reached + sizes[index] / 2)
        reached += sizes[index]
    return places


def wrap_to(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """``text`` in lines at most ``width`` px wide, where words allow."""
    lines: list[str] = []
    for word in str(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def layered(*layers: alt.Chart) -> alt.LayerChart:
    """The layers on one another, the first lowest."""
    import altair as alt

    made = alt.layer(*layers)
    assert isinstance(made, alt.LayerChart), "no layer of ours has facets"
    return made


def titled(chart: _Chart, text: str, width: float) -> _Chart:
    """``chart`` with the name and unit of its values at the upper left, in lines that fit."""
    import altair as alt

    if not text:
        return chart
    lines = wrap_to(text, width - 8, SMALL)
    return chart.properties(title=alt.Title(text=lines if len(lines) > 1 else text))


def number(format: str, marks: Sequence[float]) -> str:
    """The Vega expression that writes ``datum.value`` in ``format``, for ticks at ``marks``.

    A format is d3's, with an optional unit behind it: ``".1f%"`` writes 4.2%.
    Ticks are written with no more decimals than they need.
    """
    pattern, unit = split_format(format)
    if all(float(mark).is_integer() for mark in marks):
        pattern = pattern.split(".")[0].rstrip("f") + ".0f"
    return f"format(datum.value, '{pattern}') + '{percent('') if unit == '%' else unit}'"


def format_number(value: float, format: str) -> str:
    """``value`` in ``format`` (see :func:`number`), in Python; "" if it is missing."""
    if value is None or value != value:
        return ""
    pattern, unit = split_format(format)
    body = pattern.lstrip("+").replace("$", "")
    decimals = int(body.partition(".")[2].rstrip("f") or 0)
    # The report's own rounding, so that chart and prose agree on every half.
    rounded = round_half_up(Decimal(repr(float(value))), decimals)
    sign = "\N{MINUS SIGN}" if rounded < 0 else "+" if pattern.startswith("+") and rounded else ""
    digits = written_number(abs(rounded), ("#,##0" if "," in body else "0") + (f".{'0' * decimals}" if decimals else ""))
    # A sign of a hundredth alone stands where the language has it.
    digits = f"{digits}{unit}" if unit != "%" else percent(digits)
    return sign + (money(digits, "£") if "$" in pattern else digits)


def split_format(format: str) -> tuple[str, str]:
    """``",.0f%"`` as the d3 format ``",.0f"`` and the unit ``"%"``."""
    import re

    found = re.fullmatch(r"(\+?\$?,?(?:\.\d+)?f)(.*)", format)
    if not found or "'" in format or "\\" in format:
        raise ValueError(
            f"{format!r} is not a number format; write for instance ',.0f', '.1f%', '$,.1fbn' or '+.1f'"
        )
    return found.group(1), found.group(2)

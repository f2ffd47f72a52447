"""Amounts side by side: horizontal bars with the value written at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from coproduce.charts import frame, reading
from coproduce.charts.palette import ON_SAND, PAPER, QUIET, SAND, STACKED
from coproduce.charts.rows import reference_line, rows, text_width, two_widths
from coproduce.charts.theme import SMALL, WIDTH

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_BAR, _GAP = 22, 6  # px


@two_widths
def bars(
    df: pd.DataFrame,
    category: str,
    value: str,
    *,
    x_title: str,
    highlight: Sequence[str] | None = None,
    order: Sequence[str] | None = None,
    sort: bool = True,
    format: str = ",.0f",
    missing: str | None = None,
    reference: tuple[float, str] | None = None,
    above: bool | None = None,
    width: int = WIDTH,
) -> alt.LayerChart:
    """A bar for each category, longest first unless ``order`` or ``sort=False``.

    ``x_title`` names the measure with its unit. Categories in ``highlight``
    (all, if None) have the accent colour and bold values, the others grey.
    ``missing`` is a column of labels that are written where there is no value
    (a row with neither is refused). ``reference`` draws a line at a value, with
    its label. Names stand left of the bars, or ``above`` them if they are long.
    """
    import altair as alt

    data = frame.plain(df, category, value, missing)
    data[category] = data[category].astype(str)
    frame.refuse_doubles(data, category)
    if order is None and sort:
        data = data.sort_values(value, ascending=False, kind="stable", na_position="last")
    names = frame.in_order(data, category, order)
    palette = frame.group_colours(names, highlight)
    data["_label"] = frame.labels(data, category, value, format, missing)
    data = reading.in_reading_order(data, category, names)
    data = reading.with_tooltips(data, map(reading.tip, data[category], data["_label"]))
    data["_shade"] = data[category].map(palette)
    data["_bold"] = (data["_shade"] != QUIET) & data[value].notna()
    data["_drawn"] = data[value].fillna(0)

    low, high = frame.range_of(data["_drawn"], zero=True)
    high = max(high, reference[0]) if reference else high
    span = (high - low) or 1
    place = rows(category, names, width, _BAR, above, gap=_GAP)
    room = max(text_width(label, bold=True) for label in data["_label"]) + 16
    plot = max(120.0, width - room - place.left)
    per_px = span / plot
    # Values left of zero are written left of their bars: room for the longest.
    scale = alt.Scale(domain=[low - (room * per_px if low < 0 else 0), high or 1], nice=False)
    data["_at"] = [
        _clear_of(v, text, reference, per_px) for v, text in zip(data["_drawn"], data["_label"], strict=True)
    ]
    base = alt.Chart(data).encode(y=place.y)
    layers = [
        base.mark_bar(height=_BAR).encode(
            x=alt.X("_drawn:Q", scale=scale, axis=None), color=alt.Color("_shade:N", scale=None)
        )
    ]
    sides: tuple[tuple[str, Literal["left", "right"], int, bool], ...] = (
        ("datum._drawn >= 0 && datum._bold", "left", 6, True), ("datum._drawn >= 0 && !datum._bold", "left", 6, False),
        ("datum._drawn < 0 && datum._bold", "right", -6, True), ("datum._drawn < 0 && !datum._bold", "right", -6, False),
    )
    for test, align, dx, bold in sides:
        layers.append(
            base.transform_filter(test)
            .mark_text(align=align, dx=dx, fontWeight=700 if bold else alt.Undefined)
            .encode(x=alt.X("_at:Q", scale=scale, axis=None), text=alt.Text("_label:N"))
        )
    if low < 0:
        zero = alt.Chart(alt.Data(values=[{"_at": 0}]))
        layers.append(zero.mark_rule().encode(x=alt.X("_at:Q", scale=scale, axis=None)))
    if reference:
        layers += reference_line(reference, place, names, scale, axis=None)
    layers.append(reading.areas(base, height=_BAR).encode(x=alt.X("_drawn:Q", scale=scale, axis=None)))
    chart = frame.layered(*layers, *place.names).properties(width=plot, height=place.height)
    return frame.titled(chart, x_title, width)


@two_widths
def stacked_bars(
    df: pd.DataFrame,
    category: str,
    part: str,
    value: str,
    *,
    x_title: str,
    parts: Sequence[str] | None = None,
    order: Sequence[str] | None = None,
    format: str = ".0f%",
    above: bool | None = None,
    width: int = WIDTH,
) -> alt.LayerChart:
    """A bar for each category made of its parts, at most five, with a key above.

    Values are written in parts wide enough to hold them. Parts are added up as
    given: pass shares to compare shares. Every category needs every part.
    """
    import altair as alt

    data = frame.plain(df, category, part, value)
    data[category], data[part] = data[category].astype(str), data[part].astype(str)
    frame.refuse_doubles(data, category, part)
    names, kinds = frame.in_order(data, category, order), frame.in_order(data, part, parts)
    if data[value].isna().any() or (data[value] < 0).any() or len(data) != len(names) * len(kinds):
        raise ValueError(f"a part in {value!r} is missing or below 0: stacked bars need every part of every bar")
    frame.colours(kinds)  # refuses more than can be told apart
    palette = dict(zip(kinds, STACKED, strict=False))
    rank = {kind: place for place, kind in enumerate(kinds)}
    data = data.sort_values(part, key=lambda column: column.map(rank), kind="stable")
    data["_to"] = data.groupby(category, sort=False)[value].cumsum()
    data["_from"] = data["_to"] - data[value]
    data["_middle"] = (data["_from"] + data["_to"]) / 2
    data["_shade"] = data[part].map(palette)
    data["_letters"] = [ON_SAND if palette[kind] == SAND else PAPER for kind in data[part]]
    whole = float(data["_to"].max())
    data = reading.in_reading_order(data, category, names)
    place = rows(category, names, width, _BAR, above, gap=_GAP)
    plot = width - place.left
    written = [frame.format_number(v, format) for v in data[value]]
    tips = (f"{kind}: {text}" for kind, text in zip(data[part], written, strict=True))
    data = reading.with_tooltips(data, map(reading.tip, data[category], tips), data[category])
    data["_label"] = [
        text if v / whole * plot > text_width(text, SMALL) + 8 else ""
        for v, text in zip(data[value], written, strict=True)
    ]
    scale = alt.Scale(domain=[0, whole], nice=False)
    base = alt.Chart(data).encode(y=place.y)
    layers = [
        base.mark_bar(height=_BAR, stroke=PAPER, strokeWidth=1).encode(
            x=alt.X("_from:Q", scale=scale, axis=None), x2=alt.X2("_to:Q"), color=alt.Color("_shade:N", scale=None)
        ),
        base.mark_text(fontWeight=600, fontSize=SMALL).encode(
            x=alt.X("_middle:Q", scale=scale, axis=None),
            text=alt.Text("_label:N"),
            color=alt.Color("_letters:N", scale=None),
        ),
    ]
    layers.append(
        reading.areas(base, height=_BAR).encode(x=alt.X("_from:Q", scale=scale, axis=None), x2=alt.X2("_to:Q"))
    )
    lines = _key_lines(kinds, width)
    layers += _key(lines, palette, place.room)
    chart = frame.layered(*layers, *place.names).properties(width=plot, height=place.height)
    return frame.titled(chart, x_title, width)


_KEY = 20  # px from line to line of a key


def _key_lines(kinds: Sequence[str], width: float) -> list[list[tuple[str, float]]]:
    """The names of a key in lines that fit, each with its place from the left."""
    lines: list[list[tuple[str, float]]] = [[]]
    reached = 0.0
    for kind in kinds:
        needs = 18 + text_width(kind, SMALL) + 18
        if lines[-1] and reached + needs > width:
            lines.append([])
            reached = 0.0
        lines[-1].append((kind, reached))
        reached += needs
    return lines


def _key(lines: list[list[tuple[str, float]]], palette: dict[str, str], room: float) -> list[alt.Chart]:
    """The key, above the plot by ``room`` px."""
    import altair as alt
    import pandas as pd

    marks = []
    for number, line in enumerate(reversed(lines)):
        y = alt.YValue(-room - 14 - number * _KEY)
        for kind, x in line:
            base = alt.Chart(pd.DataFrame({"_kind": [kind]}))
            square = base.mark_square(size=130, color=palette[kind], opacity=1)
            name = base.mark_text(align="left", baseline="middle", fontSize=SMALL).encode(text=alt.Text("_kind:N"))
            marks += [square.encode(x=alt.XValue(x + 6), y=y), name.encode(x=alt.XValue(x + 18), y=y)]
    return marks


def _clear_of(value: float, label: str, reference: tuple[float, str] | None, per_px: float) -> float:
    """Where a bar's value is written: past the reference line if that would cross it."""
    if reference is None or value < 0:
        return value
    reach = value + (text_width(label) + 12) * per_px
    return reference[0] if value <= reference[0] < reach else value

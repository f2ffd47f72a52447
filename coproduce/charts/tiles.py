"""Who has what, as a grid of symbols."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.charts import frame, reading
from coproduce.charts.palette import ACCENT, GRID, INK, ORANGE, QUIET
from coproduce.charts.rows import rows as rows_of
from coproduce.charts.rows import text_width, two_widths
from coproduce.charts.theme import SMALL, WIDTH

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_LINE = 16  # from line to line of a column's name, px
_WIDEST = 14.7  # of the symbols below, px


@dataclass(frozen=True)
class _Symbol:
    """A sign of the grid, its area in square px, and as it is written in the key; an open one has a ``stroke``."""

    shape: str
    size: float
    colour: str
    glyph: str
    stroke: float | None = None


# Told apart by shape, so that colour carries nothing alone.
_SYMBOLS = (
    _Symbol("circle", 170, ACCENT, "●"),
    _Symbol("circle", 150, ORANGE, "○", 2.25),
    _Symbol("M-1,-1L1,1M1,-1L-1,1", 90, INK, "×", 2.25),
)


@two_widths
def matrix(
    df: pd.DataFrame,
    row: str,
    column: str,
    *,
    state: str | None = None,
    states: Mapping[str, str] | None = None,
    rows: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
    title: str = "",
    step: int = 34,
    above: bool | None = None,
    width: int = WIDTH,
) -> alt.LayerChart:
    """A symbol where a row has a column: who has what.

    ``df`` has a line for each pair that is present. ``state`` splits these into
    up to three kinds, ``states`` their names in order: filled disc, ring,
    cross; a key names them. Pairs that are absent show as a small grey dot, so
    that "no" is not mistaken for an unread line. ``rows`` and ``columns`` give
    order, and may name some that no pair has.
    """
    import altair as alt
    import pandas as pd

    data = frame.plain(df, row, column, state)
    kinds = dict(states or {}) or {str(v): str(v) for v in (dict.fromkeys(data[state]) if state else ["yes"])}
    data["_state"] = data[state].astype(str) if state else "yes"
    data[row], data[column] = data[row].astype(str), data[column].astype(str)
    _refuse(data, row, column, kinds)
    names = [str(r) for r in rows] if rows is not None else frame.in_order(data, row)
    heads = [str(c) for c in columns] if columns is not None else frame.in_order(data, column)
    frame.in_order(data, row, names), frame.in_order(data, column, heads)
    grid = _every_pair(data, row, column, names, heads)
    named = {"": "no", **(kinds if state or states else {"yes": "yes"})}
    tips = (f"{head}: {named[kind]}" for head, kind in zip(grid[column], grid["_state"], strict=True))
    grid = reading.with_tooltips(grid, map(reading.tip, grid[row], tips), grid[row])

    place = rows_of(row, names, width, step, above=above)
    plot = width - place.left
    x = alt.X(
        f"{column}:N",
        sort=heads,
        scale=alt.Scale(paddingInner=0, paddingOuter=0),
        axis=_head_axis(heads, plot / len(heads), place.room),
    )
    base = alt.Chart(grid).encode(x=x, y=place.y)
    shrunk = min(1.0, (0.72 * min(step, plot / len(heads)) / _WIDEST) ** 2)
    layers = [
        alt.Chart(pd.DataFrame({row: names})).mark_rule(color=GRID, yOffset=step / 2).encode(y=place.y),
        base.transform_filter("datum._state === ''").mark_circle(size=12, color=QUIET, opacity=1),
        *(_symbols(base, kind, symbol, shrunk) for kind, symbol in zip(kinds, _SYMBOLS, strict=False)),
        reading.spots(base),
    ]
    chart = frame.layered(*layers, *place.names).properties(width=plot, height=place.height)
    if len(kinds) > 1:
        key = "\u2003".join(f"{s.glyph}\u00a0{name}" for s, name in zip(_SYMBOLS, kinds.values(), strict=False))
        title = f"{title}\u2003{key}".strip()
    return frame.titled(chart, title, width)


def _refuse(data: pd.DataFrame, row: str, column: str, kinds: Mapping[str, str]) -> None:
    """Raise ``ValueError`` for more states than symbols, a state without a name, and a pair that stands twice."""
    if len(kinds) > len(_SYMBOLS):
        raise ValueError(
            f"{len(kinds)} states need as many symbols and there are {len(_SYMBOLS)}: {', '.join(kinds)}"
        )
    unknown = sorted(set(data["_state"]) - set(kinds))
    if unknown:
        raise ValueError(f"states does not name {', '.join(map(repr, unknown))}")
    clash = data[data.duplicated([row, column])]
    if len(clash):
        raise ValueError(f"{clash.iloc[0][row]!r} and {clash.iloc[0][column]!r} are paired twice")


def _every_pair(
    data: pd.DataFrame, row: str, column: str, names: Sequence[str], heads: Sequence[str]
) -> pd.DataFrame:
    """A line for each pair of the grid; ``_state`` is "" where there is none."""
    import pandas as pd

    grid = pd.DataFrame([{row: r, column: c} for r in names for c in heads])
    grid = grid.merge(data[[row, column, "_state"]], how="left", on=[row, column])
    return grid.assign(_state=grid["_state"].fillna(""))


def _symbols(base: alt.Chart, kind: str, symbol: _Symbol, shrunk: float) -> alt.Chart:
    import altair as alt

    return base.transform_filter(f"datum._state === {kind!r}").mark_point(
        shape=symbol.shape, size=symbol.size * shrunk, color=symbol.colour, filled=symbol.stroke is None,
        strokeWidth=symbol.stroke if symbol.stroke is not None else alt.Undefined, opacity=1)


def _head_axis(heads: Sequence[str], wide: float, room: float) -> alt.Axis:
    """Names over columns ``wide`` px wide: in lines if they fit, else slanting or upright."""
    import altair as alt

    padding = 6 + room
    if max(text_width(word, SMALL) for head in heads for word in head.split()) > wide - 6:
        return alt.Axis(
            labelAngle=-45 if wide > 26 else -90, labelAlign="left", labelBaseline="middle", labelLimit=180,
            orient="top", labelColor=INK, title=None, domain=False, labelPadding=padding)
    lines = {head: frame.wrap_to(head, wide - 6, SMALL) for head in heads}
    deepest = max(map(len, lines.values()))
    # Filled up from above, so that all end on the line nearest the symbols.
    lines = {head: [" "] * (deepest - len(text)) + text for head, text in lines.items()}
    return alt.Axis(
        labelAngle=0, labelExpr=f"({json.dumps(lines, ensure_ascii=False)})[datum.label]", labelOverlap=False,
        labelLineHeight=_LINE, orient="top", labelColor=INK, title=None, domain=False,
        labelPadding=padding + (deepest - 1) * _LINE)

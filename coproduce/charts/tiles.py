"""Places as tiles of one size, and who has what as a grid of symbols."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from coproduce.charts import frame, reading
from coproduce.charts.palette import ACCENT, GRID, INK, ORANGE, QUIET, SEQUENCE, SEQUENCE_TEXT
from coproduce.charts.rows import rows as rows_of, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_GAP = 4  # between tiles, px
_LINE = 16  # from line to line in a tile, px
_WIDEST = 14.7  # of the symbols below, px
# Told apart by shape, so that colour carries nothing alone.
_SYMBOLS = (
    {"shape": "circle", "filled": True, "size": 170, "color": ACCENT},
    {"shape": "circle", "filled": False, "size": 150, "strokeWidth": 2.25, "color": ORANGE},
    {"shape": "M-1,-1L1,1M1,-1L-1,1", "filled": False, "size": 90, "strokeWidth": 2.25, "color": INK},
)


@two_widths
def tile_map(
    df: pd.DataFrame,
    *,
    column: str,
    row: str,
    label: str,
    value: str,
    title: str,
    format: str = ",.0f",
    missing: str | None = None,
    outline: Sequence[str] = (),
    tile: int = 92,
    width: int = WIDTH,
) -> alt.LayerChart:
    """A tile for each place with its name and value, darker for higher values.

    ``column`` and ``row`` count from the upper left; ``tile`` is a tile's height
    in px, its width follows from the chart's. Values fall into five
    classes of equal width between round numbers; since every tile shows its
    value there is no key. ``missing`` is a column with the reason where a value
    is missing. Labels in ``outline`` get a frame: say in ``title`` what it marks.
    """
    import altair as alt

    data = frame.plain(df, column, row, label, value, missing)
    data[label] = data[label].astype(str)
    clash = data[data.duplicated([column, row], keep=False)]
    if len(clash):
        raise ValueError(f"{' and '.join(map(repr, clash[label]))} have the same place (column, row)")
    frame.group_colours(list(data[label]), outline)
    data["_text"] = frame.labels(data, label, value, format, missing)
    marks = frame.ticks(*frame.range_of(data[value], zero=False))
    span = (marks[-1] - marks[0]) or 1
    classes = [
        None if v != v else min(int((v - marks[0]) / span * len(SEQUENCE)), len(SEQUENCE) - 1) for v in data[value]
    ]
    data["_shade"] = ["none" if k is None else SEQUENCE[k] for k in classes]
    data["_letters"] = [INK if k is None else SEQUENCE_TEXT[k] for k in classes]
    data = data.sort_values([row, column], kind="stable")
    data = reading.told(data, map(reading.tip, data[label], data["_text"]), data[row])
    left, top = data[column] - data[column].min(), data[row] - data[row].min()
    wide = width / (left.max() + 1)
    data["_x0"], data["_x1"] = left * wide + _GAP / 2, (left + 1) * wide - _GAP / 2
    data["_y0"], data["_y1"] = top * tile + _GAP / 2, (top + 1) * tile - _GAP / 2
    height = float(data["_y1"].max()) + _GAP / 2
    across = alt.Scale(domain=[0, width], nice=False)
    down = alt.Scale(domain=[height, 0], nice=False, zero=False)
    area = alt.Chart(data).encode(
        x=alt.X("_x0:Q", axis=None, scale=across), x2="_x1", y=alt.Y("_y0:Q", axis=None, scale=down), y2="_y1"
    )
    layers = [
        area.transform_filter("datum._shade !== 'none'")
        .mark_rect(opacity=1)
        .encode(color=alt.Color("_shade:N", scale=None)),
        area.transform_filter("datum._shade === 'none'").mark_rect(
            fill="none", stroke=QUIET, strokeDash=[3, 3], opacity=1
        ),
    ]
    if outline:
        data["_outlined"] = data[label].isin([str(item) for item in outline])
        layers.append(
            area.transform_filter("datum._outlined").mark_rect(
                fill="none", stroke=ORANGE, strokeWidth=3, opacity=1
            )
        )
    letters = _letters(data, label, wide)
    for size, weight, lines in (
        (SMALL, 400, letters[~letters["_strong"]]),
        (TEXT + 2, 700, letters[letters["_strong"]]),
    ):
        layers.append(
            alt.Chart(lines)
            .mark_text(fontSize=size, fontWeight=weight, baseline="middle")
            .encode(
                x=alt.X("_x:Q", axis=None, scale=across),
                y=alt.Y("_y:Q", axis=None, scale=down),
                text="_line:N",
                color=alt.Color("_letters:N", scale=None),
            )
        )
    layers.append(reading.areas(area))
    chart = alt.layer(*layers).properties(width=width, height=height)
    return frame.titled(chart, title, width)


def _letters(data: pd.DataFrame, label: str, wide: float) -> pd.DataFrame:
    """The lines written in each tile, stacked about its centre."""
    import pandas as pd

    rows = []
    for record in data.to_dict("records"):
        name = frame.wrap_to(record[label], wide - 10, SMALL)
        middle = (record["_y0"] + record["_y1"]) / 2
        first = middle - (len(name) * _LINE + _LINE + 3) / 2 + _LINE / 2
        for number, line in enumerate([*name, record["_text"]]):
            strong = number == len(name)
            rows.append(
                {
                    "_x": (record["_x0"] + record["_x1"]) / 2,
                    "_y": first + number * _LINE + (3 if strong else 0),
                    "_line": line,
                    "_letters": record["_letters"],
                    "_strong": strong,
                }
            )
    return pd.DataFrame(rows)


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
    if len(kinds) > len(_SYMBOLS):
        raise ValueError(
            f"{len(kinds)} states need as many symbols and there are {len(_SYMBOLS)}: {', '.join(kinds)}"
        )
    data["_state"] = data[state].astype(str) if state else "yes"
    data[row], data[column] = data[row].astype(str), data[column].astype(str)
    unknown = sorted(set(data["_state"]) - set(kinds))
    if unknown:
        raise ValueError(f"states does not name {', '.join(map(repr, unknown))}")
    clash = data[data.duplicated([row, column])]
    if len(clash):
        raise ValueError(f"{clash.iloc[0][row]!r} and {clash.iloc[0][column]!r} are paired twice")
    names = [str(r) for r in rows] if rows is not None else frame.in_order(data, row)
    heads = [str(c) for c in columns] if columns is not None else frame.in_order(data, column)
    frame.in_order(data, row, names), frame.in_order(data, column, heads)
    grid = pd.DataFrame([{row: r, column: c} for r in names for c in heads])
    grid = grid.merge(data[[row, column, "_state"]], how="left", on=[row, column])
    grid["_state"] = grid["_state"].fillna("")
    named = {"": "no", **(kinds if state or states else {"yes": "yes"})}
    tips = (f"{head}: {named[kind]}" for head, kind in zip(grid[column], grid["_state"], strict=True))
    grid = reading.told(grid, map(reading.tip, grid[row], tips), grid[row])

    place = rows_of(row, names, width, step, above=above)
    plot = width - place.left
    x = alt.X(
        f"{column}:N",
        sort=heads,
        scale=alt.Scale(paddingInner=0, paddingOuter=0),
        axis=_head_axis(heads, plot / len(heads), place.room),
    )
    y = place.y
    base = alt.Chart(grid).encode(x=x, y=y)
    layers = [
        alt.Chart(pd.DataFrame({row: names})).mark_rule(color=GRID, yOffset=step / 2).encode(y=y),
        base.transform_filter("datum._state === ''").mark_circle(size=12, color=QUIET, opacity=1),
    ]
    shrunk = min(1.0, (0.72 * min(step, plot / len(heads)) / _WIDEST) ** 2)
    for kind, symbol in zip(kinds, _SYMBOLS, strict=False):
        symbol = symbol | {"size": symbol["size"] * shrunk}
        layers.append(base.transform_filter(f"datum._state === {kind!r}").mark_point(**symbol, opacity=1))
    layers.append(reading.spots(base))
    chart = alt.layer(*layers, *place.names).properties(width=plot, height=place.height)
    if len(kinds) > 1:
        key = "\u2003".join(f"{glyph}\u00a0{name}" for glyph, name in zip("●○×", kinds.values(), strict=False))
        title = f"{title}\u2003{key}".strip()
    return frame.titled(chart, title, width)


def _head_axis(heads: Sequence[str], wide: float, room: float) -> alt.Axis:
    """Names over columns ``wide`` px wide: in lines if they fit, else slanting or upright."""
    import altair as alt

    look = {"orient": "top", "labelColor": INK, "title": None, "domain": False, "labelPadding": 6 + room}
    if max(text_width(word, SMALL) for head in heads for word in head.split()) > wide - 6:
        angle = -45 if wide > 26 else -90
        return alt.Axis(labelAngle=angle, labelAlign="left", labelBaseline="middle", labelLimit=180, **look)
    lines = {head: frame.wrap_to(head, wide - 6, SMALL) for head in heads}
    deepest = max(map(len, lines.values()))
    # Filled up from above, so that all end on the line nearest the symbols.
    lines = {head: [" "] * (deepest - len(text)) + text for head, text in lines.items()}
    look["labelPadding"] += (deepest - 1) * _LINE
    return alt.Axis(
        labelAngle=0,
        labelExpr=f"({json.dumps(lines, ensure_ascii=False)})[datum.label]",
        labelOverlap=False,
        labelLineHeight=_LINE,
        **look,
    )

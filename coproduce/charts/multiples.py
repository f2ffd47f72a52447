"""Change over periods in many places: a small chart for each, all on one scale."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.charts import frame, periods, reading
from coproduce.charts.palette import GRID, INK
from coproduce.charts.rows import is_narrow, two_widths
from coproduce.charts.theme import SMALL, WIDTH

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


@two_widths
def small_multiples(
    df: pd.DataFrame,
    x: str,
    y: str,
    facet: str,
    *,
    y_title: str,
    order: Sequence[str] | None = None,
    highlight: Sequence[str] | None = None,
    format: str = ",.0f",
    zero: bool = True,
    columns: int = 3,
    width: int = WIDTH,
    height: int = 120,
) -> alt.FacetChart:
    """A small line chart for each value of ``facet``, all on one scale.

    Each has the other lines behind it in grey, its last value written, and its
    name above. Those in ``highlight`` (all, if None) are in the accent colour.
    Gaps interrupt the lines as in :func:`coproduce.charts.lines.line`.
    """
    import altair as alt
    import pandas as pd

    data = frame.plain(df, x, y, facet)
    data[facet] = data[facet].astype(str)
    frame.refuse_doubles(data, x, facet)
    names = frame.in_order(data, facet, order)
    columns = min(columns, 2) if is_narrow(width) else columns
    panel = width / columns - 46
    palette = frame.group_colours(names, highlight)
    labels = periods.complete(data[x])
    data = periods.points(data, x, y, facet, names, labels, {})
    tips = (f"{period}: {frame.written(v, format)}" for period, v in zip(data[x], data[y], strict=True))
    data = reading.told(data, map(reading.tip, data[facet], tips), data[facet])
    data["_role"], data["_panel"] = "own", data[facet]
    data["_written"] = [frame.written(v, format) if p else "" for v, p in zip(data[y], data["_end"], strict=True)]
    behind = [
        data[data[facet] != name].assign(_panel=name, _role="other", _written="") for name in names
    ]
    data = pd.concat([data, *behind], ignore_index=True)
    data["_shade"] = data[facet].map(palette)
    marks = frame.ticks(*frame.range_of(data[y], zero=zero), about=3)
    shown = sorted({0, len(labels) - 1})
    base = alt.Chart().encode(
        x=alt.X(
            "_place:Q",
            scale=alt.Scale(domain=[0, len(labels) - 1], nice=False),
            axis=alt.Axis(values=shown, labelExpr=periods.label_expression(labels), title=None, labelFlush=True),
        ),
        y=alt.Y(
            f"{y}:Q",
            scale=alt.Scale(domain=[marks[0], marks[-1]], nice=False),
            axis=alt.Axis(values=marks, labelExpr=frame.number(format, marks), title=None),
        ),
        detail=[f"{facet}:N", "_run:N"],
    )
    own = base.transform_filter("datum._role === 'own'")
    colour = alt.Color("_shade:N", scale=None)
    panels = alt.layer(
        base.transform_filter("datum._role === 'other'")
        .mark_line(strokeWidth=1)
        .encode(color=alt.condition(reading.read(), alt.value(INK), alt.value(GRID))),
        own.mark_line(strokeWidth=2.5).encode(color=colour),
        own.transform_filter("datum._end").mark_circle(size=40, opacity=1).encode(color=colour),
        own.transform_filter("datum._end")
        .mark_text(align="right", baseline="bottom", dy=-7, dx=3, fontSize=SMALL, fontWeight=600)
        .encode(text="_written:N"),
        reading.spots(own),
        data=data,
    ).properties(width=panel, height=height)
    chart = panels.facet(
        facet=alt.Facet("_panel:N", sort=names, header=_header(names, panel)),
        columns=columns,
        spacing={"row": 18, "column": 26},
    )
    return frame.titled(reading.with_signal(chart), y_title, width)


def _header(names: Sequence[str], panel: float) -> alt.Header:
    """The names of the panels, broken where they are wider than a panel."""
    import altair as alt

    lines = {name: frame.wrap_to(name, panel, SMALL, bold=True) for name in names}
    return alt.Header(
        title=None,
        labelFontSize=SMALL,
        labelExpr=f"({json.dumps(lines, ensure_ascii=False)})[datum.value]",
        labelLimit=panel * 1.2,
    )

"""What an interactive chart tells of each value, and where.

A chart function adds one layer of marks that nobody sees, one for each value,
in the order in which they are read. Pointer and arrow keys go to the nearest or
next of these, so both find every value of every kind of chart. Each mark's datum
has ``_tip``, what is told (the first of its lines heads it), and ``_group``,
which values belong together: a series, a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: The signal that holds the group being read, "" for none.
SIGNAL = "reading"


def with_tooltips(data: pd.DataFrame, tips: Iterable[str], groups: Iterable[object] | None = None) -> pd.DataFrame:
    """``data`` with what is told of each row, and its group."""
    return data.assign(_tip=list(tips), _group="" if groups is None else [str(group) for group in groups])


def tip(heading: object, text: str = "") -> str:
    """What is told of a value: the heading, and the text on a line below."""
    return "\n".join(part for part in (str(heading).strip(), text) if part)


def spots(base: alt.Chart) -> alt.Chart:
    """The layer for values that are points; ``base`` has data by :func:`with_tooltips` and both places."""
    import altair as alt

    # So small that they do not widen the drawing.
    return base.mark_point(size=1, strokeWidth=0, filled=True, opacity=0).encode(tooltip=alt.Tooltip("_tip:N"))


def areas(base: alt.Chart, height: float | None = None) -> alt.Chart:
    """The layer for values that are bars ``height`` px high, or tiles: all of a mark is its place."""
    import altair as alt

    bars = base.mark_bar(height=height, opacity=0, strokeWidth=0) if height else None
    return (bars or base.mark_rect(opacity=0, strokeWidth=0)).encode(tooltip=alt.Tooltip("_tip:N"))


def with_signal(chart: alt.LayerChart) -> alt.LayerChart:
    """``chart`` with the signal :data:`SIGNAL`, for :func:`unread`."""
    import altair as alt

    return chart.add_params(alt.param(name=SIGNAL, value=""))


def unread() -> str:
    """The Vega expression: a group is being read, and it is another."""
    return f"{SIGNAL} !== '' && datum._group !== {SIGNAL}"


def in_reading_order(data: pd.DataFrame, column: str, names: Sequence[str]) -> pd.DataFrame:
    """The rows in the order of ``names``, which is not always theirs."""
    rank = {name: place for place, name in enumerate(names)}
    return data.sort_values(column, key=lambda cells: cells.astype(str).map(rank), kind="stable")

"""How every chart looks: sizes, faces and lines, as an Altair theme.

The theme is called ``coproduce`` and is on while :func:`themed` is, which
:func:`coproduce.charts.figure.build_figure` sees to; an author's own chart
looks like the others without asking.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coproduce.charts.palette import ACCENT, GRID, INK, MUTED, QUIET, SERIES, dark_mode_css

if TYPE_CHECKING:
    from altair.theme import AxisConfigKwds, ConfigKwds

__all__ = ["FONT", "NARROW", "WIDTH", "config", "dark_mode_css", "themed"]

#: Families of all letters in charts, as CSS has them. The quotes are needed:
#: without them a name with a word that begins with a digit is no name in CSS.
FONT = "'Source Sans 3', sans-serif"
#: Whole width of a chart in CSS pixels, labels included; and on a telephone.
#: 620 is a text column, so that letters keep their size; 320 is what a window
#: of 320 px can show without letters getting smaller than 11 px.
WIDTH = 620
NARROW = 320
#: Letters, in CSS pixels: titles of axes, values and names; ticks and notes.
TEXT = 14
SMALL = 13


def config() -> ConfigKwds:
    """The Vega-Lite configuration of the theme."""
    axis: AxisConfigKwds = {
        "domain": False,
        "ticks": False,
        "gridColor": GRID,
        "gridWidth": 1,
        "labelColor": MUTED,
        "labelFontSize": SMALL,
        "labelPadding": 6,
        "labelLimit": 260,
        "titleColor": MUTED,
        "titleFontSize": SMALL,
        "titleFontWeight": 400,
        "titleAnchor": "start",
        "titlePadding": 8,
    }
    return {
        "background": "transparent",
        "font": FONT,
        "padding": 2,
        "view": {
            "stroke": None,
            "continuousWidth": WIDTH,
            "continuousHeight": 300,
            "discreteWidth": WIDTH,
        },
        "axis": axis,
        "axisX": {"grid": False, "domain": True, "domainColor": QUIET, "labelFlush": False},
        "axisBand": {"grid": False, "domain": False, "labelColor": INK},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": MUTED,
            "fontSize": SMALL,
            "fontWeight": 400,
            "offset": 10,
        },
        "header": {
            "title": None,
            "labelColor": INK,
            "labelFontSize": TEXT,
            "labelFontWeight": 600,
            "labelAnchor": "start",
            "labelPadding": 6,
        },
        "legend": {
            "orient": "top",
            "title": None,
            "labelColor": INK,
            "labelFontSize": SMALL,
            "labelLimit": 300,
        },
        "line": {"strokeWidth": 2.5, "strokeCap": "round", "strokeJoin": "round"},
        "text": {"color": INK, "fontSize": TEXT},
        "rule": {"color": QUIET},
        "mark": {"color": ACCENT},
        "range": {"category": list(SERIES)},
    }


@contextmanager
def themed() -> Iterator[None]:
    """Charts turned into specifications within are in this theme, at any size of data."""
    import altair as alt

    if "coproduce" not in alt.theme.names():
        alt.theme.register("coproduce", enable=False)(lambda: {"config": config()})
    with alt.theme.enable("coproduce"), alt.data_transformers.enable("default", max_rows=None):
        yield

"""Charts of the report: one look, readable by everyone, each with all its parts.

``from coproduce import charts``, then ``charts.line(...)``. Each function
returns an Altair chart, which :meth:`coproduce.chapters.chapter.Chapter.figure` makes
into a figure. An author's own Altair chart does as well, in the colours of
:mod:`coproduce.charts.palette`; its ``tooltip`` encoding, a field of text, is
what the interactive chart tells of each mark (:mod:`coproduce.charts.reading`).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Loaded when first used: Altair takes most of a second to import.
_WHERE = {
    "Break": "coproduce.charts.lines",
    "line": "coproduce.charts.lines",
    "bars": "coproduce.charts.amounts",
    "stacked_bars": "coproduce.charts.amounts",
    "marked_bars": "coproduce.charts.marked",
    "dots": "coproduce.charts.values",
    "strip": "coproduce.charts.strips",
    "tile_map": "coproduce.charts.tile_maps",
    "matrix": "coproduce.charts.tiles",
    "effects": "coproduce.charts.estimates",
    "Dial": "coproduce.charts.dial",
    "Measure": "coproduce.charts.results",
    "point_map": "coproduce.charts.places",
    "timeline": "coproduce.charts.events",
    "journey": "coproduce.charts.identities",
    "flow": "coproduce.charts.processes",
    "assignment": "coproduce.charts.responsibilities",
    "gap": "coproduce.charts.gaps",
    "build_figure": "coproduce.charts.figure",
    "FigureError": "coproduce.charts.figure",
}
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'coproduce.charts' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

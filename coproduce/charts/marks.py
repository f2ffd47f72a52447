"""All chart functions in one place, for those who want to see what there is."""

from coproduce.charts.amounts import bars, stacked_bars
from coproduce.charts.estimates import effects
from coproduce.charts.events import timeline
from coproduce.charts.gaps import gap
from coproduce.charts.identities import journey
from coproduce.charts.lines import Break, line
from coproduce.charts.marked import marked_bars
from coproduce.charts.places import point_map
from coproduce.charts.processes import flow
from coproduce.charts.responsibilities import assignment
from coproduce.charts.results import Measure
from coproduce.charts.strips import strip
from coproduce.charts.tile_maps import tile_map
from coproduce.charts.tiles import matrix
from coproduce.charts.values import dots

__all__ = [
    "Break",
    "Measure",
    "assignment",
    "bars",
    "dots",
    "effects",
    "flow",
    "gap",
    "journey",
    "line",
    "marked_bars",
    "matrix",
    "point_map",
    "stacked_bars",
    "strip",
    "tile_map",
    "timeline",
]

"""All chart functions in one place, for those who want to see what there is."""

from coproduce.charts.amounts import bars, stacked_bars
from coproduce.charts.lines import Break, line, slope
from coproduce.charts.multiples import small_multiples
from coproduce.charts.ranges import dot_range, interval, strip
from coproduce.charts.tiles import matrix, tile_map

__all__ = [
    "Break",
    "bars",
    "dot_range",
    "interval",
    "line",
    "matrix",
    "slope",
    "small_multiples",
    "stacked_bars",
    "strip",
    "tile_map",
]

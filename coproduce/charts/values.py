"""A value for each category as a dot: for scales that need not begin at nought, and for ratios."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from coproduce.charts import frame
from coproduce.charts.canvas import LEADING, Canvas, Sign
from coproduce.charts.palette import GRID, INK, MUTED, QUIET, TEXT_OF
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH
from coproduce.ground.interface_words import say

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_LINE = SMALL * LEADING
_RATIOS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 50, 100)


@two_widths
def dots(
    df: pd.DataFrame,
    category: str,
    value: str,
    *,
    x_title: str,
    highlight: Sequence[str] | None = None,
    order: Sequence[str] | None = None,
    reference: tuple[float, str] | None = None,
    ratio: bool = False,
    format: str = ".1f",
    width: int = WIDTH,
) -> alt.LayerChart:
    """A dot for each category, highest first unless ``order``, with its value written.

    Since a dot's length says nothing, the scale may leave out nought. With
    ``ratio`` it is logarithmic, and each dot stands at the end of a line from one.
    ``highlight`` (all, if None) marks categories by colour, shape and bold values.
    ``reference`` is a value with its label. The chart's ``description`` is its
    alternative text.

    Raises ``ValueError`` for a missing value, and for a ratio that is not above nought.
    """
    data = frame.plain(df, category, value)
    data[category] = data[category].astype(str)
    frame.refuse_doubles(data, category)
    lacking = data[data[value].isna()]
    if len(lacking):
        raise ValueError(f"{category} {lacking.iloc[0][category]!r} has no value: leave it out, and say so")
    if ratio and (data[value] <= 0).any():
        raise ValueError(f"a ratio is above 0; the lowest is {data[value].min():g}")
    if order is None:
        data = data.sort_values([value, category], ascending=[False, True], kind="stable")
    names = frame.in_order(data, category, order)
    shades = frame.group_colours(names, highlight)
    values = dict(zip(data[category], map(float, data[value]), strict=True))
    drawn = _Dots([_Dot(n, values[n], frame.format_number(values[n], format), shades[n]) for n in names],
                  width, ratio, reference, highlight is not None)
    canvas = Canvas(width)
    y = canvas.text(0, 0, frame.wrap_to(x_title, width - 4, SMALL), size=SMALL, colour=MUTED) + 6
    if reference:
        y = drawn.label(canvas, y, reference)
    bands, end = drawn.bands(y)
    drawn.grid(canvas, bands, (y, end))
    for band in bands:
        drawn.dot(canvas, band)
    for mark in drawn.scale.marks:
        canvas.text(drawn.x(mark), end + 1, frame.format_number(mark, _tick_format(format, mark)), size=SMALL, colour=MUTED,
                    align="center")
    listing = "; ".join(f"{dot.name} {dot.written}" for dot in drawn.dots)
    reference_note = " " + say("A line marks {what}.", what=reference[1]) if reference else " " + say("A line marks one.") if ratio else ""
    return canvas.chart(end + 1 + _LINE, description=say("Dot plot: {title}. {listing}.", title=x_title, listing=listing) + reference_note)


@dataclass(frozen=True)
class _Dot:
    name: str
    value: float
    written: str
    shade: str

    @property
    def seen(self) -> bool:
        return self.shade != QUIET


@dataclass(frozen=True)
class _Band:
    """The row of a dot from ``start`` down: its name in lines, which take ``head`` px where they stand above it."""

    dot: _Dot
    lines: list[str]
    start: float
    head: float
    height: float

    @property
    def end(self) -> float:
        return self.start + self.height

    @property
    def middle(self) -> float:
        return self.start + self.head + (self.height - self.head) / 2


@dataclass(frozen=True)
class _Scale:
    """The values at both ends, and those that are marked."""

    low: float
    high: float
    marks: list[float]


@dataclass(frozen=True)
class _Dots:
    """All dots, and where they stand."""

    dots: list[_Dot]
    width: float
    ratio: bool
    reference: tuple[float, str] | None
    some: bool  # are highlighted

    @property
    def narrow(self) -> bool:
        return is_narrow(self.width)

    @cached_property
    def scale(self) -> _Scale:
        ends = [dot.value for dot in self.dots]
        ends += [self.reference[0]] if self.reference else []
        ends += [1.0] if self.ratio else []
        low, high = min(ends), max(ends)
        if self.ratio:
            low, high = low / 1.05, high * 1.05
            return _Scale(low, high, [float(m) for m in _RATIOS if low <= m <= high])
        marks = frame.ticks(low, high, about=3 if self.narrow else 5)
        return _Scale(marks[0], marks[-1], marks)

    @cached_property
    def room(self) -> float:
        """What the longest value takes beside its dot."""
        return max(text_width(dot.written, TEXT, True) for dot in self.dots) + 16

    @cached_property
    def names(self) -> float:
        """Where names at the left end."""
        return 8.0 if self.narrow else min(250.0, max(text_width(dot.name, TEXT, True) for dot in self.dots) + 18)

    @cached_property
    def left(self) -> float:
        # Values below one are written left of their dots.
        below = self.ratio and min(dot.value for dot in self.dots) < 1
        return self.names + (self.room if below else 0)

    def x(self, number: float) -> float:
        low, high = self.scale.low, self.scale.high
        part = math.log(number / low) / math.log(high / low) if self.ratio else (number - low) / (high - low)
        return self.left + part * (self.width - self.room - self.left)

    def label(self, canvas: Canvas, y: float, reference: tuple[float, str]) -> float:
        at, label = reference
        long = text_width(label, SMALL)
        canvas.text(min(max(self.x(at) - long / 2, 0), self.width - long), y, label, size=SMALL)
        return y + _LINE + 2

    def bands(self, y: float) -> tuple[list[_Band], float]:
        """The rows from ``y`` down, and where they end."""
        made = []
        for dot in self.dots:
            lines = frame.wrap_to(dot.name, self.width - 4 if self.narrow else self.names - 12, TEXT, True)
            head = len(lines) * TEXT * LEADING if self.narrow else 0.0
            height = head + (24 if self.narrow else max(24.0, len(lines) * TEXT * LEADING + 6))
            made.append(_Band(dot, lines, y, head, height))
            y += height
        return made, y

    def grid(self, canvas: Canvas, bands: list[_Band], whole: tuple[float, float]) -> None:
        for top, bottom in [(b.start + b.head, b.end) for b in bands] if self.narrow else [whole]:
            for mark in self.scale.marks:
                one, at = self.ratio and mark == 1, self.x(mark)
                canvas.line([(at, top), (at, bottom)], colour=INK if one else GRID, thick=1.25 if one else 1)
            if self.reference:
                at = self.x(self.reference[0])
                canvas.line([(at, top), (at, bottom)], thick=1.25, dash=(4, 3))

    def dot(self, canvas: Canvas, band: _Band) -> None:
        dot, at, middle = band.dot, self.x(band.dot.value), band.middle
        canvas.text(0, band.start if self.narrow else middle - len(band.lines) * TEXT * LEADING / 2, band.lines,
                    weight=600 if dot.seen and self.some else 400)
        if self.ratio:
            canvas.line([(self.x(1), middle), (at, middle)], colour=dot.shade, thick=3)
        canvas.sign(at, middle, Sign("circle" if dot.seen else "diamond", 120, dot.shade))
        leftward = self.ratio and dot.value < 1
        canvas.text(at + (-11 if leftward else 11), middle - TEXT * LEADING / 2, dot.written,
                    weight=700 if dot.seen else 400, colour=TEXT_OF[dot.shade], align="right" if leftward else "left")
        canvas.tell(at, middle, dot.name, dot.written)


def _tick_format(format: str, mark: float) -> str:
    """``format`` with no more decimals than ``mark`` needs."""
    pattern, unit = frame.split_format(format)
    digits = len(f"{mark:.2f}".rstrip("0").partition(".")[2])
    return f"{pattern.split('.')[0].rstrip('f')}.{digits}f{unit}"

"""Many areas on one scale, a mark for each, with the middle one and the national value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from coproduce.charts import frame
from coproduce.charts.canvas import LEADING, Box, Canvas, Sign
from coproduce.charts.palette import ACCENT, GRID, INK, MUTED, PAPER, QUIET, TEXT_OF
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH
from coproduce.ground.interface_words import say

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_LINE = SMALL * LEADING
_TALL = 20.0  # of an area's mark, px


@two_widths
def strip(
    df: pd.DataFrame,
    value: str,
    *,
    x_title: str,
    name: str,
    highlight: Sequence[str] = (),
    group: str | None = None,
    marked: Sequence[str] = (),
    order: Sequence[str] | None = None,
    reference: tuple[float, str] | None = None,
    format: str = ",.0f",
    zero: bool = False,
    width: int = WIDTH,
) -> alt.LayerChart:
    """A mark for each of many areas, the median of each row drawn tall and written.

    ``group`` splits areas into rows, those in ``marked`` with taller marks in the
    accent colour. ``reference`` is a value with its label, such as the national one,
    drawn through all rows. Areas in ``highlight`` are named; the others' names are
    told by the explored chart and stand in the data. Areas without a value are not
    drawn: say in the caveat how many. The chart's ``description`` is its alternative
    text.
    """
    data = frame.plain(df, value, name, group)
    data[name] = data[name].astype(str)
    frame.refuse_doubles(data, name)
    frame.group_colours(list(data[name]), highlight)  # refuses names that are not there
    row = group or "_row"
    data[row] = data[row].astype(str) if group else ""
    data = data[data[value].notna()].sort_values([value, name], kind="stable")
    names = frame.in_order(df.assign(**{row: df[row].astype(str)}) if group else data, row, order)
    frame.group_colours(names, marked)
    names = [n for n in names if n in set(data[row])]
    ends = [*frame.range_of(data[value], zero=zero), *([reference[0]] if reference else [])]
    marks = frame.ticks(min(ends), max(ends), about=3 if is_narrow(width) else 5)
    rows = []
    for n in names:
        own = data[data[row] == n]
        areas = [(str(area), float(number)) for area, number in zip(own[name], own[value], strict=True)]
        rows.append(_Row(n, areas, float(own[value].median()), n in set(marked)))
    drawn = _Strips(Canvas(width), rows, marks, frozenset(map(str, highlight)), reference, format)
    y = drawn.canvas.text(0, 0, frame.wrap_to(x_title, width - 4, SMALL), size=SMALL, colour=MUTED) + 6
    return drawn.canvas.chart(drawn.draw(y), description=drawn.described(x_title))


@dataclass(frozen=True)
class _Row:
    """Areas with their values, the lowest first."""

    name: str
    areas: list[tuple[str, float]]
    median: float
    marked: bool

    @property
    def label(self) -> str:
        return TEXT_OF[ACCENT] if self.marked else INK

    @property
    def weight(self) -> int:
        return 600 if self.marked else 400


@dataclass(frozen=True)
class _Band:
    """Where a row stands: from ``start``, below its name from ``top`` to ``bottom``, its marks from ``at``."""

    row: _Row
    start: float
    top: float
    bottom: float
    at: float
    room: float  # above the marks, for the names of areas


@dataclass(frozen=True)
class _Strips:
    """All rows on one scale."""

    canvas: Canvas
    rows: Sequence[_Row]
    marks: Sequence[float]
    highlight: frozenset[str]
    reference: tuple[float, str] | None
    format: str

    def draw(self, y: float) -> float:
        """Everything from ``y`` down, the lowest first; returns where it ends."""
        if self.reference:
            y = self._label(y, self.reference)
        bands, end = self._bands(y)
        spans = [(band.top, band.bottom) for band in bands]
        self._rules(spans if self.above else [(y, end)], self.marks, GRID, 1)
        for band in bands:
            self._name(band)
            self._areas(band)
            self._median(band)
            self._highlighted(band)
        if self.reference:
            self._rules(spans if self.above else [(y - 3, end)], [self.reference[0]], INK, 1.25, (4, 3))
        written = _tick_format(self.format, self.marks)
        for mark in self.marks:
            self.canvas.text(self.x(mark), end + 1, frame.format_number(mark, written), size=SMALL, colour=MUTED, align="center")
        return end + 1 + _LINE

    def format_number(self, number: float) -> str:
        return frame.format_number(number, self.format)

    def median(self, row: _Row) -> str:
        return say("median {value}", value=self.format_number(row.median))

    @property
    def named(self) -> bool:
        return any(row.name for row in self.rows)

    @property
    def above(self) -> bool:
        """Whether names stand above their rows."""
        return is_narrow(self.canvas.width) and self.named

    @cached_property
    def left(self) -> float:
        if self.above or not self.named:
            return 10.0
        return min(190.0, max(text_width(row.name, TEXT, True) for row in self.rows) + 20)

    @cached_property
    def right(self) -> float:
        width = self.canvas.width
        return width - 12 if self.above else width - max(text_width(self.median(r), SMALL, True) for r in self.rows) - 18

    def x(self, number: float) -> float:
        first, last = self.marks[0], self.marks[-1]
        return self.left + (number - first) / ((last - first) or 1) * (self.right - self.left)

    def _label(self, y: float, reference: tuple[float, str]) -> float:
        at, long = self.x(reference[0]), text_width(reference[1], SMALL)
        self.canvas.text(min(max(at - long / 2, 0), self.canvas.width - long), y, reference[1], size=SMALL, colour=INK)
        return y + _LINE + 4

    def _bands(self, y: float) -> tuple[list[_Band], float]:
        bands = []
        head = TEXT * LEADING + 2 if self.above else 0.0
        for row in self.rows:
            room = _LINE + 3 if any(area in self.highlight for area, _ in row.areas) else 0.0
            bands.append(_Band(row, y, y + head, y + head + room + _TALL + 12, y + head + room + 4, room))
            y += head + room + _TALL + 14
        return bands, y

    def _rules(self, spans: Sequence[tuple[float, float]], at: Sequence[float], colour: str, thick: float,
               dash: Sequence[float] = ()) -> None:
        for top, bottom in spans:
            for number in at:
                self.canvas.line([(self.x(number), top), (self.x(number), bottom)], colour=colour, thick=thick, dash=dash)

    def _name(self, band: _Band) -> None:
        canvas, row = self.canvas, band.row
        if self.above:
            canvas.text(0, band.start, row.name, weight=row.weight, colour=row.label)
            canvas.text(canvas.width, band.start + 1, self.median(row), size=SMALL, weight=600, align="right")
            return
        middle = band.at + _TALL / 2
        lines = frame.wrap_to(row.name, self.left - 16, TEXT, True)
        canvas.text(0, middle - len(lines) * TEXT * LEADING / 2, lines, weight=row.weight, colour=row.label)
        canvas.text(canvas.width, middle - _LINE / 2, self.median(row), size=SMALL, weight=600, align="right")

    def _areas(self, band: _Band) -> None:
        row, at = band.row, band.at
        for area, number in row.areas:
            seen = area in self.highlight
            short = 0 if row.marked or seen else 3
            colour = ACCENT if seen or row.marked else QUIET
            self.canvas.line([(self.x(number), at + short), (self.x(number), at + _TALL - short)],
                             colour=colour, thick=3.5 if seen else 1.5)
            self.canvas.tell(self.x(number), at + _TALL / 2, area, self.format_number(number), row.name)

    def _median(self, band: _Band) -> None:
        middle, at = self.x(band.row.median), band.at
        self.canvas.box(middle - 1.75, at - 4, middle + 1.75, at + _TALL + 4, Box(fill=INK, stroke=PAPER, radius=0, over=2))
        self.canvas.sign(middle, at + _TALL + 5, Sign("triangle-up", 50, INK))

    def _highlighted(self, band: _Band) -> None:
        """Names and values of the areas to be seen, above their marks and kept apart."""
        shown = [(area, number) for area, number in band.row.areas if area in self.highlight]
        if not shown:
            return
        texts = [f"{area} {self.format_number(number)}" for area, number in shown]
        wide = [text_width(text, SMALL, True) for text in texts]
        places = frame.apart([self.x(number) for _, number in shown], [w + 12 for w in wide])
        for text, long, place in zip(texts, wide, places, strict=True):
            at = min(max(place, long / 2), self.canvas.width - long / 2)
            self.canvas.text(at, band.at - band.room - 3, text, size=SMALL, weight=600, colour=TEXT_OF[ACCENT],
                             align="center")

    def described(self, title: str) -> str:
        """The alternative text."""
        every = sorted((number, area) for row in self.rows for area, number in row.areas)
        (low, lowest), (high, highest) = every[0], every[-1]
        text = say("Strips of marks: {title}, {number} areas, from {lowest} at {low} to {highest} at {high}.", title=title,
                   number=len(every), lowest=lowest, low=self.format_number(low), highest=highest, high=self.format_number(high)) + " "
        for row in self.rows:
            text += (f"{row.name}: " if row.name else "") + say(
                "{number} areas, {median}, {low} to {high}.", number=len(row.areas), median=self.median(row),
                low=self.format_number(row.areas[0][1]), high=self.format_number(row.areas[-1][1])) + " "
        return (text + (say("A line marks {what}.", what=self.reference[1]) if self.reference else "")).strip()


def _tick_format(format: str, marks: Sequence[float]) -> str:
    pattern, unit = frame.split_format(format)
    return f"{pattern.split('.')[0].rstrip('f')}.0f{unit}" if all(float(m).is_integer() for m in marks) else format

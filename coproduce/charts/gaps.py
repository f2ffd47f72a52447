"""Two groups and the gap between them, over periods or over categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from coproduce.charts import frame, periods
from coproduce.charts.canvas import LEADING, Box, Canvas, Sign
from coproduce.charts.palette import ACCENT, GRID, INK, MUTED, ORANGE, PAPER, QUIET, SEQUENCE, TEXT_OF
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH
from coproduce.ground.interface_words import say

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_LINE = SMALL * LEADING
_PAD = 8.0  # px between the axis and the first period
_LOOKS = (("circle", 110.0, ACCENT), ("diamond", 120.0, ORANGE))


@dataclass(frozen=True)
class _Gaps:
    """The values of both groups for each period or category, and how they are written."""

    rows: Sequence[tuple[str, float, float]]
    names: tuple[str, str]
    marks: Sequence[float]
    format: str
    unit: str

    def format_number(self, value: float) -> str:
        return frame.format_number(value, self.format)

    def gap(self, value: float) -> str:
        """A gap with its sign, and the unit behind it."""
        pattern, sign = frame.split_format(self.format)
        signed = pattern if pattern.startswith("+") else f"+{pattern}"
        text = frame.format_number(value, signed + ("" if self.unit else sign))
        return f"{text} {self.unit}".strip()

    def tick(self, value: float) -> str:
        """A value of the axis, with no more decimals than the axis needs."""
        pattern, unit = frame.split_format(self.format)
        whole = all(float(m).is_integer() for m in self.marks)
        return frame.format_number(value, f"{pattern.split('.')[0].rstrip('f')}.0f{unit}" if whole else self.format)


@two_widths
def gap(
    df: pd.DataFrame,
    across: str,
    first: str,
    second: str,
    *,
    names: tuple[str, str],
    y_title: str,
    format: str = ".1f",
    unit: str = "",
    over_time: bool = True,
    breaks: Sequence[tuple[str, str]] = (),
    width: int = WIDTH,
    height: int = 300,
) -> alt.LayerChart:
    """The columns ``first`` and ``second`` of each period or category, with what lies between them.

    ``names`` are the two groups, ``y_title`` the measure. Over time they are two
    lines with the space between filled, and the gap is drawn and written at the
    first and last period and where it is widest; else each category is a row
    from one to the other with the gap at its end. ``unit`` follows a gap ("points").
    The gap is the first less the second. Axes have a line for each round number. Before the
    period of each of ``breaks`` (period, reason) the lines are interrupted at a dashed
    rule. The chart's ``description`` is its alternative text.

    Raises ``ValueError`` for a row that lacks either value, and over time for a
    period that is missing between others, or a break at one that is not there.
    """
    data = frame.plain(df, across, first, second)
    data[across] = data[across].astype(str)
    frame.refuse_doubles(data, across)
    lacking = data[data[first].isna() | data[second].isna()]
    if len(lacking):
        raise ValueError(f"{across} {lacking.iloc[0][across]!r} lacks {first!r} or {second!r}: a gap needs both")
    if over_time:
        labels = periods.complete(data[across])
        absent = [label for label in labels if label not in set(data[across])]
        if absent:
            raise ValueError(f"{across} {absent[0]!r} is missing: the gap cannot be drawn across it")
        data = data.set_index(across).loc[labels].reset_index()
    low, high = frame.range_of(data[first], data[second], zero=False)
    marks = frame.ticks(low, high, about=4)
    rows = [(str(c), float(a), float(b)) for c, a, b in zip(data[across], data[first], data[second], strict=True)]
    told = _Gaps(rows, names, marks, format, unit)
    canvas = Canvas(width)
    y = canvas.text(0, 0, frame.wrap_to(y_title, width - 4, SMALL), size=SMALL, colour=MUTED) + 8
    if over_time:
        stops = {periods.place_of(period, labels): reason for period, reason in breaks}
        end = _Lines(canvas, y, height, told, stops).draw()
    else:
        end = _rows(canvas, y, told)
    return canvas.chart(end, description=_described(told, y_title))


@dataclass(frozen=True)
class _Lines:
    """Two lines over periods from ``top`` down by ``height``, interrupted before the periods of ``stops``."""

    canvas: Canvas
    top: float
    height: float
    gap_data: _Gaps
    stops: Mapping[int, str]

    def draw(self) -> float:
        """Everything, the lowest first; returns where it ends."""
        self._axis()
        self._fill()
        self._stops()
        self._gaps()
        self._series()
        self._names()
        self._add_tooltips()
        return self._periods()

    @cached_property
    def left(self) -> float:
        return max(text_width(self.gap_data.tick(m), SMALL) for m in self.gap_data.marks) + 10

    @cached_property
    def room(self) -> float:
        """What the names at the ends may take."""
        return 92.0 if is_narrow(self.canvas.width) else 150.0

    @property
    def right(self) -> float:
        return self.canvas.width - self.room

    @cached_property
    def step(self) -> float:
        return (self.right - self.left - 2 * _PAD) / max(1, len(self.gap_data.rows) - 1)

    def x(self, index: int) -> float:
        return self.left + _PAD + index * self.step

    def y(self, value: float) -> float:
        marks = self.gap_data.marks
        return self.top + (marks[-1] - value) / (marks[-1] - marks[0]) * self.height

    @cached_property
    def points(self) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
        """Where the values of both groups stand."""
        rows = self.gap_data.rows
        return ([(self.x(i), self.y(a)) for i, (_, a, _) in enumerate(rows)],
                [(self.x(i), self.y(b)) for i, (_, _, b) in enumerate(rows)])

    @cached_property
    def runs(self) -> list[slice]:
        """The periods between two interruptions."""
        edges = [0, *sorted(self.stops), len(self.gap_data.rows)]
        return [slice(a, b) for a, b in zip(edges, edges[1:], strict=False) if b > a]

    def _axis(self) -> None:
        for mark in self.gap_data.marks:
            self.canvas.line([(self.left, self.y(mark)), (self.right, self.y(mark))], colour=GRID, thick=1)
            self.canvas.text(self.left - 6, self.y(mark) - _LINE / 2, self.gap_data.tick(mark), size=SMALL, colour=MUTED,
                             align="right")

    def _fill(self) -> None:
        upper, lower = self.points
        for run in self.runs:
            self.canvas.line([*upper[run], *reversed(lower[run])], colour=SEQUENCE[0], thick=0, fill=SEQUENCE[0],
                             closed=True)

    def _stops(self) -> None:
        canvas, top = self.canvas, self.top
        for place, reason in self.stops.items():
            at = self.x(place) - self.step / 2
            canvas.line([(at, top - 4), (at, top + self.height)], colour=QUIET, thick=1.25, dash=(4, 3))
            lines = frame.wrap_to(reason, 110, SMALL)
            long = max(text_width(line, SMALL) for line in lines)
            # On paper, since the lines may pass behind.
            x0 = at + 5 if self.right - at > 120 else at - 9 - long
            canvas.box(x0, top - 4, x0 + long + 4, top - 4 + len(lines) * _LINE, Box(fill=PAPER, radius=0, over=2))
            canvas.text(x0 + 2, top - 4, lines, size=SMALL, colour=MUTED)

    def _gaps(self) -> None:
        """The gap at the first and last period and where it is widest, unless its words would meet others."""
        canvas, rows = self.canvas, self.gap_data.rows
        widest = max(range(len(rows)), key=lambda i: abs(rows[i][1] - rows[i][2]))
        taken: list[float] = []
        for index in dict.fromkeys((len(rows) - 1, 0, widest)):
            _, a, b = rows[index]
            text = self.gap_data.gap(a - b)
            at = self.x(index)
            long = text_width(text, SMALL, True)
            canvas.line([(at, self.y(a)), (at, self.y(b))], colour=INK, thick=1.5, dash=(3, 3))
            # To the right of its rule, but the last to the left: beyond it stand the names.
            centre = at - long / 2 - 6 if index == len(rows) - 1 else at + long / 2 + 6
            if any(abs(centre - other) < long + 10 for other in taken):
                continue
            taken.append(centre)
            middle = (self.y(a) + self.y(b)) / 2
            if abs(self.y(a) - self.y(b)) < _LINE + 6:  # no room between the lines
                middle = max(self.y(a), self.y(b)) + _LINE / 2 + 9
            canvas.text(centre, middle - _LINE / 2, text, size=SMALL, weight=700, align="center")

    def _series(self) -> None:
        for points, (shape, area, colour) in zip(self.points, _LOOKS, strict=True):
            for run in self.runs:
                self.canvas.line(points[run], colour=colour, thick=2.75)
            for px, py in points:
                self.canvas.sign(px, py, Sign(shape, area * 0.55, colour, edge=PAPER))

    def _names(self) -> None:
        """Each group's name and last value behind its last point, kept apart."""
        last = self.gap_data.rows[-1][1:]
        texts = [frame.wrap_to(f"{name} {self.gap_data.format_number(value)}", self.room - 12, TEXT, True)
                 for name, value in zip(self.gap_data.names, last, strict=True)]
        middles = frame.apart([self.y(value) for value in last], [len(lines) * TEXT * LEADING + 2 for lines in texts])
        for lines, middle, (_, _, colour) in zip(texts, middles, _LOOKS, strict=True):
            self.canvas.text(self.right + 8, middle - len(lines) * TEXT * LEADING / 2, lines, weight=600,
                             colour=TEXT_OF[colour])

    def _add_tooltips(self) -> None:
        told = self.gap_data
        for index, (period, a, b) in enumerate(told.rows):
            for name, value in zip(told.names, (a, b), strict=True):
                self.canvas.tell(self.x(index), self.y(value), name,
                                 say("{what}: {value}, gap {gap}", what=period, value=told.format_number(value), gap=told.gap(a - b)), name)

    def _periods(self) -> float:
        rows, under = self.gap_data.rows, self.top + self.height + 6
        longest = max(text_width(r[0], SMALL) for r in rows) + 14
        every = max(1, -(-int(longest * len(rows)) // int(self.right - self.left)))
        for index in range(len(rows) - 1, -1, -every):
            self.canvas.text(self.x(index), under, rows[index][0], size=SMALL, colour=MUTED, align="center")
        return under + _LINE


def _rows(canvas: Canvas, top: float, pair: _Gaps) -> float:
    """A row for each category from one group to the other; returns where they end."""
    rows, names, marks, width = pair.rows, pair.names, pair.marks, canvas.width
    x, y = 0.0, top
    for (shape, area, colour), name in zip(_LOOKS, names, strict=True):
        needs = 36 + text_width(name, SMALL)
        if x and x + needs > width:
            x, y = 0.0, y + _LINE + 2
        canvas.sign(x + 7, y + _LINE / 2, Sign(shape, area, colour))
        canvas.text(x + 18, y, name, size=SMALL)
        x += needs
    y += _LINE + 10
    narrow = is_narrow(width)
    gaps = [pair.gap(a - b) for _, a, b in rows]
    left = 8.0 if narrow else min(200.0, max(text_width(r[0]) for r in rows) + 14)
    right = width - max(text_width(g, SMALL, True) for g in gaps) - 22

    def place(value: float) -> float:
        return left + 8 + (value - marks[0]) / (marks[-1] - marks[0]) * (right - left - 16)

    start = y
    spots = []
    for name, _, _ in rows:
        lines = frame.wrap_to(name, width if narrow else left - 14, TEXT)
        above = len(lines) * TEXT * LEADING if narrow else 0.0
        high = above + (26 if narrow else max(26.0, len(lines) * TEXT * LEADING + 8))
        spots.append((y, lines, above, high))
        y += high
    for mark in marks:
        spans = [(s + above, s + high) for s, _, above, high in spots] if narrow else [(start, y)]
        for from_y, to_y in spans:
            canvas.line([(place(mark), from_y), (place(mark), to_y)], colour=GRID, thick=1)
        canvas.text(place(mark), y + 2, pair.tick(mark), size=SMALL, colour=MUTED,
                    align="center")
    for (name, a, b), (at, lines, above, high), text in zip(rows, spots, gaps, strict=True):
        middle = at + above + (high - above) / 2
        canvas.text(0, at if narrow else middle - len(lines) * TEXT * LEADING / 2, lines)
        canvas.line([(place(a), middle), (place(b), middle)], colour=QUIET, thick=4)
        for value, (shape, area, colour), group in zip((a, b), _LOOKS, names, strict=True):
            canvas.sign(place(value), middle, Sign(shape, area, colour, edge=PAPER))
            reads = say("{what}: {value}, gap {gap}", what=group, value=pair.format_number(value), gap=text)
            canvas.tell(place(value), middle, name, reads, name)
        canvas.text(width, middle - _LINE / 2, text, size=SMALL, weight=700, align="right")
    return y + 2 + _LINE


def _described(pair: _Gaps, title: str) -> str:
    (start, a0, b0), (end, a1, b1) = pair.rows[0], pair.rows[-1]
    widest = max(pair.rows, key=lambda r: abs(r[1] - r[2]))
    return say("{title}, {one} and {other}. {start}: {a0} and {b0}, a gap of {gap0}. {end}: {a1} and {b1}, a gap of {gap1}. "
               "Widest: {widest}, {gap}.", title=title, one=pair.names[0], other=pair.names[1], start=start, a0=pair.format_number(a0),
               b0=pair.format_number(b0), gap0=pair.gap(a0 - b0), end=end, a1=pair.format_number(a1), b1=pair.format_number(b1),
               gap1=pair.gap(a1 - b1), widest=widest[0], gap=pair.gap(widest[1] - widest[2]))

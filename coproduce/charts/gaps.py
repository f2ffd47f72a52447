"""Two groups and the gap between them, over periods or over categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from coproduce.charts import frame, periods
from coproduce.charts.canvas import LEADING, Canvas
from coproduce.charts.palette import ACCENT, GRID, INK, MUTED, ORANGE, PAPER, QUIET, SEQUENCE, TEXT_OF
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_LINE = SMALL * LEADING
_LOOKS = (("circle", 110.0, ACCENT), ("diamond", 120.0, ORANGE))


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
    canvas = Canvas(width)
    y = canvas.text(0, 0, frame.wrap_to(y_title, width - 4, SMALL), size=SMALL, colour=MUTED) + 8
    if over_time:
        stops = {periods.place_of(period, labels): reason for period, reason in breaks}
        end = _lines(canvas, y, rows, names, marks, format, unit, stops, height)
    else:
        end = _rows(canvas, y, rows, names, marks, format, unit, width)
    return canvas.chart(end, description=_described(rows, names, y_title, format, unit))


def _written(value: float, format: str, unit: str) -> str:
    """A gap with its sign, and the unit behind it."""
    pattern, sign = frame.split_format(format)
    signed = pattern if pattern.startswith("+") else f"+{pattern}"
    text = frame.written(value, signed + ("" if unit else sign))
    return f"{text} {unit}".strip()


def _lines(canvas: Canvas, top: float, rows: Sequence[tuple[str, float, float]], names: tuple[str, str],
           marks: Sequence[float], format: str, unit: str, stops: Mapping[int, str], height: float) -> float:
    width = canvas.width
    ticks = [frame.written(m, _ticks(format, marks)) for m in marks]
    left = max(text_width(t, SMALL) for t in ticks) + 10
    room = 92.0 if is_narrow(width) else 150.0
    right = width - room
    pad = 8.0
    step = (right - left - 2 * pad) / max(1, len(rows) - 1)

    def x(index: int) -> float:
        return left + pad + index * step

    def y(value: float) -> float:
        return top + (marks[-1] - value) / (marks[-1] - marks[0]) * height

    for mark, text in zip(marks, ticks, strict=True):
        canvas.line([(left, y(mark)), (right, y(mark))], colour=GRID, thick=1)
        canvas.text(left - 6, y(mark) - _LINE / 2, text, size=SMALL, colour=MUTED, align="right")
    upper = [(x(i), y(a)) for i, (_, a, _) in enumerate(rows)]
    lower = [(x(i), y(b)) for i, (_, _, b) in enumerate(rows)]
    edges = [0, *sorted(stops), len(rows)]
    runs = [slice(a, b) for a, b in zip(edges, edges[1:], strict=False) if b > a]
    for run in runs:
        canvas.line([*upper[run], *reversed(lower[run])], colour=SEQUENCE[0], thick=0, fill=SEQUENCE[0], closed=True)
    for place, reason in stops.items():
        at = x(place) - step / 2
        room_right = right - at > 120
        canvas.line([(at, top - 4), (at, top + height)], colour=QUIET, thick=1.25, dash=(4, 3))
        lines = frame.wrap_to(reason, 110, SMALL)
        long = max(text_width(line, SMALL) for line in lines)
        # On paper, since the lines may pass behind.
        x0 = at + 5 if room_right else at - 9 - long
        canvas.box(x0, top - 4, x0 + long + 4, top - 4 + len(lines) * _LINE, fill=PAPER, radius=0, over=2)
        canvas.text(x0 + 2, top - 4, lines, size=SMALL, colour=MUTED)
    widest = max(range(len(rows)), key=lambda i: abs(rows[i][1] - rows[i][2]))
    taken: list[float] = []
    for index in dict.fromkeys((len(rows) - 1, 0, widest)):
        _, a, b = rows[index]
        text = _written(a - b, format, unit)
        at = x(index)
        long = text_width(text, SMALL, True)
        canvas.line([(at, y(a)), (at, y(b))], colour=INK, thick=1.5, dash=(3, 3))
        # To the right of its rule, but the last to the left: beyond it stand the names.
        centre = at - long / 2 - 6 if index == len(rows) - 1 else at + long / 2 + 6
        if any(abs(centre - other) < long + 10 for other in taken):
            continue
        taken.append(centre)
        middle = (y(a) + y(b)) / 2
        if abs(y(a) - y(b)) < _LINE + 6:  # no room between the lines
            middle = max(y(a), y(b)) + _LINE / 2 + 9
        canvas.text(centre, middle - _LINE / 2, text, size=SMALL, weight=700, align="center")
    for points, (shape, area, colour) in zip((upper, lower), _LOOKS, strict=True):
        for run in runs:
            canvas.line(points[run], colour=colour, thick=2.75)
        for px, py in points:
            canvas.sign(px, py, shape, area * 0.55, colour, edge=PAPER)
    ends = []
    for which, name in enumerate(names):
        value = rows[-1][1 + which]
        ends.append((frame.wrap_to(f"{name} {frame.written(value, format)}", room - 12, TEXT, True), y(value), which))
    middles = frame.apart([e[1] for e in ends], [len(e[0]) * TEXT * LEADING + 2 for e in ends])
    for (lines, _, which), middle in zip(ends, middles, strict=True):
        canvas.text(right + 8, middle - len(lines) * TEXT * LEADING / 2, lines, weight=600,
                    colour=TEXT_OF[_LOOKS[which][2]])
    for index, (period, a, b) in enumerate(rows):
        for which, value in enumerate((a, b)):
            canvas.tell(x(index), y(value), names[which],
                        f"{period}: {frame.written(value, format)}, gap {_written(a - b, format, unit)}", names[which])
    every = max(1, -(-int((max(text_width(r[0], SMALL) for r in rows) + 14) * len(rows)) // int(right - left)))
    for index in range(len(rows) - 1, -1, -every):
        canvas.text(x(index), top + height + 6, rows[index][0], size=SMALL, colour=MUTED, align="center")
    return top + height + 6 + _LINE


def _rows(canvas: Canvas, top: float, rows: Sequence[tuple[str, float, float]], names: tuple[str, str],
          marks: Sequence[float], format: str, unit: str, width: float) -> float:
    x, y = 0.0, top
    for (shape, area, colour), name in zip(_LOOKS, names, strict=True):
        needs = 36 + text_width(name, SMALL)
        if x and x + needs > width:
            x, y = 0.0, y + _LINE + 2
        canvas.sign(x + 7, y + _LINE / 2, shape, area, colour)
        canvas.text(x + 18, y, name, size=SMALL)
        x += needs
    y += _LINE + 10
    narrow = is_narrow(width)
    gaps = [_written(a - b, format, unit) for _, a, b in rows]
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
        canvas.text(place(mark), y + 2, frame.written(mark, _ticks(format, marks)), size=SMALL, colour=MUTED,
                    align="center")
    for (name, a, b), (at, lines, above, high), text in zip(rows, spots, gaps, strict=True):
        middle = at + above + (high - above) / 2
        canvas.text(0, at if narrow else middle - len(lines) * TEXT * LEADING / 2, lines)
        canvas.line([(place(a), middle), (place(b), middle)], colour=QUIET, thick=4)
        for value, (shape, area, colour), group in zip((a, b), _LOOKS, names, strict=True):
            canvas.sign(place(value), middle, shape, area, colour, edge=PAPER)
            canvas.tell(place(value), middle, name, f"{group}: {frame.written(value, format)}, gap {text}", name)
        canvas.text(width, middle - _LINE / 2, text, size=SMALL, weight=700, align="right")
    return y + 2 + _LINE


def _ticks(format: str, marks: Sequence[float]) -> str:
    pattern, unit = frame.split_format(format)
    return f"{pattern.split('.')[0].rstrip('f')}.0f{unit}" if all(float(m).is_integer() for m in marks) else format


def _described(rows: Sequence[tuple[str, float, float]], names: tuple[str, str], title: str, format: str,
               unit: str) -> str:
    (start, a0, b0), (end, a1, b1) = rows[0], rows[-1]
    widest = max(rows, key=lambda r: abs(r[1] - r[2]))
    return (f"{title}, {names[0]} and {names[1]}. {start}: {frame.written(a0, format)} and {frame.written(b0, format)}, "
            f"a gap of {_written(a0 - b0, format, unit)}. {end}: {frame.written(a1, format)} and "
            f"{frame.written(b1, format)}, a gap of {_written(a1 - b1, format, unit)}. "
            f"Widest: {widest[0]}, {_written(widest[1] - widest[2], format, unit)}.")

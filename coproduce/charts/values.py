"""A value for each category as a dot: for scales that need not begin at nought, and for ratios."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.charts import frame
from coproduce.charts.canvas import LEADING, Canvas
from coproduce.charts.palette import GRID, INK, MUTED, QUIET, TEXT_OF
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH

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
    ends = [*values.values(), *([reference[0]] if reference else []), *([1.0] if ratio else [])]
    low, high = min(ends), max(ends)
    narrow = is_narrow(width)
    if ratio:
        low, high = low / 1.05, high * 1.05
        marks = [float(m) for m in _RATIOS if low <= m <= high]
    else:
        marks = frame.ticks(low, high, about=3 if narrow else 5)
        low, high = marks[0], marks[-1]
    room = max(text_width(frame.written(v, format), TEXT, True) for v in values.values()) + 16
    left = 8.0 if narrow else min(250.0, max(text_width(n, TEXT, True) for n in names) + 18)
    right = width - room
    names_end = left
    if ratio and min(values.values()) < 1:  # values below one are written left of their dots
        left += room

    def x(number: float) -> float:
        part = math.log(number / low) / math.log(high / low) if ratio else (number - low) / (high - low)
        return left + part * (right - left)

    canvas = Canvas(width)
    y = canvas.text(0, 0, frame.wrap_to(x_title, width - 4, SMALL), size=SMALL, colour=MUTED) + 6
    if reference:
        at, label = reference
        long = text_width(label, SMALL)
        canvas.text(min(max(x(at) - long / 2, 0), width - long), y, label, size=SMALL)
        y += _LINE + 2
    top, spots = y, []
    for name in names:
        lines = frame.wrap_to(name, width - 4 if narrow else names_end - 12, TEXT, True)
        head = len(lines) * TEXT * LEADING if narrow else 0.0
        high_px = head + (24 if narrow else max(24.0, len(lines) * TEXT * LEADING + 6))
        spots.append((name, lines, y, head, high_px))
        y += high_px
    spans = [(s + head, s + h) for _, _, s, head, h in spots] if narrow else [(top, y)]
    for from_y, to_y in spans:
        for mark in marks:
            one = ratio and mark == 1
            canvas.line([(x(mark), from_y), (x(mark), to_y)], colour=INK if one else GRID, thick=1.25 if one else 1)
        if reference:
            canvas.line([(x(reference[0]), from_y), (x(reference[0]), to_y)], thick=1.25, dash=(4, 3))
    for name, lines, start, head, high_px in spots:
        seen = shades[name] != QUIET
        middle = start + head + (high_px - head) / 2
        canvas.text(0, start if narrow else middle - len(lines) * TEXT * LEADING / 2, lines,
                    weight=600 if seen and highlight is not None else 400)
        if ratio:
            canvas.line([(x(1), middle), (x(values[name]), middle)], colour=shades[name], thick=3)
        canvas.sign(x(values[name]), middle, "circle" if seen else "diamond", 120, shades[name])
        text = frame.written(values[name], format)
        leftward = ratio and values[name] < 1
        canvas.text(x(values[name]) + (-11 if leftward else 11), middle - TEXT * LEADING / 2, text,
                    weight=700 if seen else 400, colour=TEXT_OF[shades[name]], align="right" if leftward else "left")
        canvas.tell(x(values[name]), middle, name, text)
    pattern, unit = frame.split_format(format)
    for mark in marks:
        digits = len(f"{mark:.2f}".rstrip("0").partition(".")[2])
        canvas.text(x(mark), y + 1, frame.written(mark, f"{pattern.split('.')[0].rstrip('f')}.{digits}f{unit}"),
                    size=SMALL, colour=MUTED, align="center")
    told = "; ".join(f"{n} {frame.written(values[n], format)}" for n in names)
    said = f" A line marks {reference[1]}." if reference else " A line marks one." if ratio else ""
    return canvas.chart(y + 1 + _LINE, description=f"Dot plot: {x_title}. {told}.{said}")

"""Many areas on one scale, a mark for each, with the middle one and the national value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.charts import frame
from coproduce.charts.canvas import LEADING, Canvas
from coproduce.charts.palette import ACCENT, GRID, INK, MUTED, PAPER, QUIET, TEXT_OF
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH

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
    medians = {n: float(data.loc[data[row] == n, value].median()) for n in names}
    canvas = Canvas(width)
    y = canvas.text(0, 0, frame.wrap_to(x_title, width - 4, SMALL), size=SMALL, colour=MUTED) + 6
    height = _draw(canvas, y, data, value, name, row, names, marks, medians, set(map(str, highlight)), set(marked),
                   reference, format)
    return canvas.chart(height, description=_described(data, value, name, row, names, medians, reference, format, x_title))


def _draw(canvas: Canvas, y: float, data: pd.DataFrame, value: str, name: str, row: str, names: Sequence[str],
          marks: Sequence[float], medians: dict[str, float], highlight: set[str], marked: set[str],
          reference: tuple[float, str] | None, format: str) -> float:
    width = canvas.width
    above = is_narrow(width) and any(names)
    left = 10.0 if above or not any(names) else min(190.0, max(text_width(n, TEXT, True) for n in names) + 20)
    said = {n: f"median {frame.written(m, format)}" for n, m in medians.items()}
    right = width - 12 if above else width - max(text_width(s, SMALL, True) for s in said.values()) - 18

    def x(number: float) -> float:
        return left + (number - marks[0]) / ((marks[-1] - marks[0]) or 1) * (right - left)

    if reference:
        at, long = x(reference[0]), text_width(reference[1], SMALL)
        canvas.text(min(max(at - long / 2, 0), width - long), y, reference[1], size=SMALL, colour=INK)
        y += _LINE + 4
    top, spans, bands = y, [], []
    for n in names:
        own = data[data[row] == n]
        room = _LINE + 3 if highlight & set(own[name]) else 0.0
        head = TEXT * LEADING + 2 if above else 0.0
        bands.append((n, own, y + head + room + 4, room, y))
        spans.append((y + head, y + head + room + _TALL + 12))
        y += head + room + _TALL + 14
    for from_y, to_y in spans if above else [(top, y)]:
        for mark in marks:
            canvas.line([(x(mark), from_y), (x(mark), to_y)], colour=GRID, thick=1)
    for n, own, at, room, start in bands:
        look = marked and n in marked
        shade = ACCENT if look else QUIET
        label = TEXT_OF[ACCENT] if look else INK
        if above:
            canvas.text(0, start, n, weight=600 if look else 400, colour=label)
            canvas.text(width, start + 1, said[n], size=SMALL, weight=600, align="right")
        else:
            lines = frame.wrap_to(n, left - 16, TEXT, True)
            canvas.text(0, at + _TALL / 2 - len(lines) * TEXT * LEADING / 2, lines, weight=600 if look else 400,
                        colour=label)
            canvas.text(width, at + _TALL / 2 - _LINE / 2, said[n], size=SMALL, weight=600, align="right")
        shown = own[own[name].isin(highlight)]
        for number, area in zip(own[value], own[name], strict=True):
            seen = area in highlight
            canvas.line([(x(number), at + (0 if look or seen else 3)), (x(number), at + _TALL - (0 if look or seen else 3))],
                        colour=ACCENT if seen else shade, thick=3.5 if seen else 1.5)
            canvas.tell(x(number), at + _TALL / 2, area, frame.written(number, format), n)
        middle = x(medians[n])
        canvas.box(middle - 1.75, at - 4, middle + 1.75, at + _TALL + 4, fill=INK, stroke=PAPER, radius=0, over=2)
        canvas.sign(middle, at + _TALL + 5, "triangle-up", 50, INK)
        if len(shown):
            texts = [f"{a} {frame.written(v, format)}" for a, v in zip(shown[name], shown[value], strict=True)]
            places = frame.apart([x(v) for v in shown[value]], [text_width(t, SMALL, True) + 12 for t in texts])
            for text, place in zip(texts, places, strict=True):
                half = text_width(text, SMALL, True) / 2
                canvas.text(min(max(place, half), width - half), at - room - 3, text, size=SMALL, weight=600,
                            colour=TEXT_OF[ACCENT], align="center")
    if reference:
        for from_y, to_y in spans if above else [(top - 3, y)]:
            canvas.line([(x(reference[0]), from_y), (x(reference[0]), to_y)], colour=INK, thick=1.25, dash=(4, 3))
    written = _tick_format(format, marks)
    for mark in marks:
        canvas.text(x(mark), y + 1, frame.written(mark, written), size=SMALL, colour=MUTED, align="center")
    return y + 1 + _LINE


def _tick_format(format: str, marks: Sequence[float]) -> str:
    pattern, unit = frame.split_format(format)
    return f"{pattern.split('.')[0].rstrip('f')}.0f{unit}" if all(float(m).is_integer() for m in marks) else format


def _described(data: pd.DataFrame, value: str, name: str, row: str, names: Sequence[str], medians: dict[str, float],
               reference: tuple[float, str] | None, format: str, title: str) -> str:
    low, high = data.iloc[0], data.iloc[-1]
    text = (f"Strips of marks: {title}, {len(data)} areas, from {low[name]} at {frame.written(low[value], format)} to "
            f"{high[name]} at {frame.written(high[value], format)}. ")
    for n in names:
        own = data.loc[data[row] == n, value]
        text += (f"{n + ': ' if n else ''}{len(own)} areas, median {frame.written(medians[n], format)}, "
                 f"{frame.written(own.min(), format)} to {frame.written(own.max(), format)}. ")
    return (text + (f"A line marks {reference[1]}." if reference else "")).strip()

"""Estimates with intervals, a panel for each measure, with the verdict written beside each."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from coproduce.charts import frame
from coproduce.charts.canvas import LEADING, Canvas, Sign
from coproduce.charts.palette import GRID, INK, MUTED, PAPER, TEXT_OF
from coproduce.charts.results import NAMES, VERDICTS, Estimate, Fields, Measure, Result, described, read
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH
from coproduce.ground.interface_words import say

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_ROUND = (
    (0.1, 0.2, 0.5, 1, 2, 5, 10),
    (0.25, 0.5, 1, 2, 4),
    (0.5, 0.67, 0.8, 1, 1.25, 1.5, 2),
    (0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.6),
    (0.9, 0.95, 1, 1.05, 1.1),
)
_LINE = SMALL * LEADING
#: Where a value stands, in px.
_Place = Callable[[float], float]


@two_widths
def effects(
    df: pd.DataFrame,
    name: str,
    *,
    estimate: str,
    low: str,
    high: str,
    measure: str,
    verdict: str,
    measures: Mapping[str, Measure],
    detail: str | None = None,
    width: int = WIDTH,
) -> alt.LayerChart:
    """Each estimate with its interval, a panel and an axis for each of ``measures``.

    ``df`` has a row for each result: ``name`` says what was measured, ``detail``
    of what and where, ``measure`` is a key of ``measures``, ``verdict`` one of
    :data:`coproduce.charts.results.VERDICTS`. The verdict is written beside every result and has a shape of
    its own, so that "inconclusive" is not taken for "little or no change". Rows stand by
    verdict, within one by the size of the effect. A row without an interval shows
    none and says so; rows without an estimate stand in a last panel that has no
    axis. The chart's ``description`` is its alternative text.

    Raises ``ValueError`` for a measure or verdict that is not known, an estimate
    outside its interval, half an interval, a ratio that is not above nought, and a
    verdict of better, worse, or little or no change, that the interval does not bear out.
    """
    results = read(df, Fields(name, detail, estimate, low, high, measure, verdict, measures))
    canvas, at = Canvas(width), _Columns.of(width, results)
    y = 0.0
    for key, what in measures.items():
        panel = [(r, r.estimate) for r in results if r.estimate is not None and r.estimate.measure == key]
        if panel:
            y = _panel(canvas, y, panel, what, at) + 22
    bare = [r for r in results if r.estimate is None]
    if bare:
        y = _words(canvas, y, bare, at)
    return canvas.chart(y, description=described(results, measures))


@dataclass(frozen=True)
class _Columns:
    """Where a row's name, its plot and its words stand, in px."""

    name: float  # how wide names may be
    left: float  # of the plot
    right: float
    words: float
    above: bool  # names stand above the rest of their row

    @classmethod
    def of(cls, width: float, results: Sequence[Result]) -> _Columns:
        words = max(*(text_width(r.formatted, SMALL, True) for r in results), text_width(say("no interval"), SMALL), 84.0) + 4
        if is_narrow(width):
            return cls(width, 4, width - words - 14, width - words, True)
        return cls(218, 234, width - words - 18, width - words, False)


def _panel(canvas: Canvas, y: float, results: Sequence[tuple[Result, Estimate]], what: Measure, at: _Columns) -> float:
    """One measure's results from ``y`` downwards; returns where they end."""
    marks, place = _axis([estimate for _, estimate in results], what, at)
    same = place(1.0 if what.ratio else 0.0)
    y = canvas.text(0, y, what.name, size=TEXT, weight=700)
    y += 2
    if at.above:
        y = canvas.text(0, y, f"← {what.lower}   |   {what.higher} →", size=SMALL, colour=MUTED)
    else:
        y -= TEXT * LEADING + 2
        canvas.text(same - 7, y, f"← {what.lower}", size=SMALL, colour=MUTED, align="right")
        canvas.text(same + 7, y, f"{what.higher} →", size=SMALL, colour=MUTED)
        y += TEXT * LEADING + 4
    top = y
    places = []
    for result, _ in results:
        places.append(y)
        y += _height(result, at) + 8
    # Names above their rows have the grid beside the rows only, or it would strike them out.
    spans = [(start + _name_height(r, at), start + _height(r, at) + 4) for (r, _), start in zip(results, places, strict=True)]
    for from_y, to_y in spans if at.above else [(top - 4, y)]:
        for mark in marks:
            if place(mark) != same:
                canvas.line([(place(mark), from_y), (place(mark), to_y)], colour=GRID, thick=1)
        canvas.line([(same, from_y), (same, to_y)], colour=INK, thick=1.25)
    for (result, estimate), start in zip(results, places, strict=True):
        _row(canvas, start, result, estimate, at, place)
    shown = [frame.format_number(m, _shortest(what.format, marks)) for m in marks]
    for mark, text in zip(marks, shown, strict=True):
        canvas.text(place(mark), y + 1, text, size=SMALL, colour=MUTED, align="center")
    return y + _LINE


def _height(result: Result, at: _Columns) -> float:
    name = _name_height(result, at)
    return name + 2 * _LINE + 2 if at.above else max(name, 2 * _LINE)


def _name_height(result: Result, at: _Columns) -> float:
    return sum(size * LEADING for _, size, _, _ in _name_lines(result, at))


def _name_lines(result: Result, at: _Columns) -> list[tuple[str, float, int, str]]:
    named: list[tuple[str, float, int, str]] = [(line, TEXT, 400, INK) for line in frame.wrap_to(result.name, at.name, TEXT)]
    return named + [(line, SMALL, 400, MUTED) for line in frame.wrap_to(result.detail, at.name, SMALL) if line]


def _row(canvas: Canvas, y: float, result: Result, estimate: Estimate, at: _Columns, place: _Place) -> None:
    height = _height(result, at)
    shape, area, colour, filled = VERDICTS[result.verdict]
    under = y if at.above else y + (height - _name_height(result, at)) / 2
    for line, size, weight, shade in _name_lines(result, at):
        under = canvas.text(0, under, line, size=size, weight=weight, colour=shade)
    middle = under + 2 + _LINE if at.above else y + height / 2
    here = place(estimate.value)
    if estimate.interval:
        low, high = estimate.interval
        canvas.line([(place(low), middle), (place(high), middle)], colour=colour, thick=3 if filled else 2)
    canvas.sign(here, middle, Sign(shape, area, colour, filled=filled, ground=PAPER))
    rest = canvas.text(at.words, middle - _LINE, estimate.formatted, size=SMALL,
                       weight=600 if result.verdict in ("better", "worse") else 400)
    verdict = say(NAMES[result.verdict])
    text = verdict if estimate.interval else say("{verdict}, no interval", verdict=verdict)
    if text_width(text, SMALL, True) > canvas.width - at.words:
        text = verdict
    canvas.text(at.words, rest, text, size=SMALL, weight=600, colour=TEXT_OF.get(colour, colour))
    canvas.tell(here, middle, result.title, result.as_text, estimate.measure)


def _words(canvas: Canvas, y: float, results: Sequence[Result], at: _Columns) -> float:
    """Results that were published without a number: sign, name and verdict."""
    y = canvas.text(0, y, say("Published in words, without a number"), size=TEXT, weight=700) + 4
    room = (canvas.width if at.above else at.words) - 30
    for result in results:
        shape, area, colour, filled = VERDICTS[result.verdict]
        write = partial(canvas.text, size=SMALL, weight=600, colour=TEXT_OF.get(colour, colour))
        canvas.sign(8, y + TEXT * LEADING / 2, Sign(shape, area, colour, filled=filled))
        canvas.tell(8, y + TEXT * LEADING / 2, result.title, result.as_text, "words")
        if not at.above:
            write(at.words, y + 1, say(NAMES[result.verdict]))
        y = canvas.text(22, y, frame.wrap_to(result.name, room, TEXT))
        detail = [line for line in frame.wrap_to(result.detail, room, SMALL) if line]
        y = canvas.text(22, y, detail, size=SMALL, colour=MUTED)
        if at.above:
            y = write(22, y, say(NAMES[result.verdict]))
        y += 8
    return y - 8


def _axis(estimates: Sequence[Estimate], what: Measure, at: _Columns) -> tuple[list[float], _Place]:
    """Round marks, at most as many as there is room for, and where a value stands in px."""
    ends = [e for one in estimates for e in (one.value, *(one.interval or ()))] + [1.0 if what.ratio else 0.0]
    low, high = min(ends), max(ends)
    room = at.right - at.left
    if what.ratio:
        low, high = low / 1.03, high * 1.03

        def place(value: float) -> float:
            return at.left + (math.log(value) - math.log(low)) / (math.log(high) - math.log(low)) * room

        best: list[float] = [1.0]
        for round_ in _ROUND:
            inside = [float(m) for m in round_ if low <= m <= high]
            gaps = [place(b) - place(a) for a, b in zip(inside, inside[1:], strict=False)]
            if len(best) < len(inside) <= 7 and all(g >= text_width("0.00", SMALL) + 8 for g in gaps):
                best = inside
        return best, place
    marks = frame.ticks(low, high, about=3 if room < 170 else 4)
    low, high = marks[0], marks[-1]

    def along(value: float) -> float:
        return at.left + (value - low) / (high - low) * room

    return marks, along


def _shortest(format: str, marks: Sequence[float]) -> str:
    """``format`` with no more decimals than the marks need."""
    pattern, unit = frame.split_format(format)
    needed = max(len(f"{m:.2f}".rstrip("0").partition(".")[2]) for m in marks)
    return f"{pattern.split('.')[0].rstrip('f')}.{needed}f{unit}"

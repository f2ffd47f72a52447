"""The chapter's three pictures, laid out for a page and again for a telephone. Shares are drawn in per cent."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from coproduce.charts.canvas import LEADING, Canvas, Sign
from coproduce.charts.frame import wrap_to
from coproduce.charts.palette import BLUE, GRID, INK, MUTED, ORANGE
from coproduce.charts.rows import is_narrow, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH

LINE = TEXT * LEADING


@dataclass(frozen=True)
class Scale:
    """From numbers to places: ``low`` at ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, number: float) -> float:
        return self.start + (number - self.low) / (self.high - self.low) * (self.end - self.start)

    def marks(self, step: float) -> list[float]:
        return [self.low + place * step for place in range(math.floor((self.high - self.low) / step + 1e-9) + 1)]


@two_widths
def dial(rows: pd.DataFrame, *, at: float, width: float = WIDTH):
    """Missed and false links for each threshold, with their ranges; the threshold ``at`` is marked.

    ``rows`` as :func:`linkage.example.thresholds` gives them. The explored chart tells both errors of a
    threshold at once, and the arrow keys turn it up and down.
    """
    canvas = Canvas(width)
    top = canvas.text(0, 0, "Links, per cent", size=SMALL, colour=MUTED) + 4
    bottom, left, right = top + 100, 34, width - (8 if is_narrow(width) else 120)
    step = 2
    highest = step * math.ceil(100 * rows[["missed_high", "false_high"]].max().max() / step)
    up, across = Scale(0, highest, bottom, top), Scale(0, len(rows) - 1, left + 8, right)
    for mark in up.marks(step):
        canvas.line([(left, up(mark)), (right, up(mark))], colour=GRID, thick=1)
        canvas.text(left - 6, up(mark) - SMALL * LEADING / 2, f"{mark:g}", size=SMALL, colour=MUTED, align="right")
    places = [across(place) for place in range(len(rows))]
    for x, threshold in zip(places[:: 3 if is_narrow(width) else 1], rows["threshold"].iloc[:: 3 if is_narrow(width) else 1]):
        canvas.text(x, bottom + 3, f"{threshold:g}", size=SMALL, colour=MUTED, align="center")
    chosen = places[int((rows["threshold"] - at).abs().to_numpy().argmin())]
    canvas.line([(chosen, top), (chosen, bottom)], colour=INK, dash=(4, 3), thick=1.25)
    for error, colour, words in (("false", ORANGE, "False links"), ("missed", BLUE, "Missed links")):
        beside = 2 if error == "missed" else -2
        for x, low, high in zip(places, rows[f"{error}_low"], rows[f"{error}_high"]):
            canvas.line([(x + beside, up(100 * low)), (x + beside, up(100 * high))], colour=colour, thick=1.5)
        canvas.line([(x + beside, up(100 * share)) for x, share in zip(places, rows[error])], colour=colour, thick=2.75)
        for x, share in zip(places, rows[error]):
            canvas.sign(x + beside, up(100 * share), Sign("circle" if error == "missed" else "diamond", 50, colour))
        if not is_narrow(width):
            canvas.text(right + 12, up(100 * rows[error].iloc[-1]) - LINE / 2, words, colour=colour, weight=600)
    end = bottom + 3 + SMALL * LEADING
    if is_narrow(width):
        end = canvas.text(0, end, "False links: diamonds", colour=ORANGE, weight=600)
        end = canvas.text(0, end, "Missed links: circles", colour=BLUE, weight=600)
    words = "Threshold: the least probability from which two records count as one child"
    end = canvas.text(0, end + 2, wrap_to(words, width - 4, SMALL), size=SMALL, colour=MUTED)
    for x, (_, row) in zip(places, rows.iterrows()):
        told = f"{percent(row['missed'])} missed, {percent(row['false'])} false"
        canvas.tell(x, up(100 * row["missed"]), f"Threshold {row['threshold']:g}", told)
    return canvas.chart(end, description="")


@two_widths
def missed_by_group(rows: pd.DataFrame, groups: Mapping[str, str], methods: Mapping[str, str], *, width: float = WIDTH):
    """For each group a row: the share of links missed by each of two ways, with its range, and at the end of the row,
    in figures, the share of links that the first way makes falsely.

    ``rows`` as :func:`linkage.example.groups` gives them.
    """
    narrow = is_narrow(width)
    canvas, colours = Canvas(width), dict(zip(methods, (BLUE, ORANGE)))
    y = 0.0
    for method, words in methods.items():
        canvas.sign(7, y + LINE / 2, _sign(method, methods, colours))
        y = canvas.text(18, y, wrap_to(words, 0.9 * width - 20, TEXT), colour=colours[method], weight=600)
    canvas.text(width, y + 4, "False links, Splink", size=SMALL, colour=MUTED, align="right")
    y = canvas.text(0, y + 4, "True links missed, per cent", size=SMALL, colour=MUTED) + 4
    left = 8 if narrow else 200
    across = Scale(0, 10 * math.ceil(10 * rows["missed_high"].max()), left, width - 64)
    apart, marks = 8.5, across.marks(10)
    for group, name in groups.items():
        lines = wrap_to(name, (width if narrow else left) - 12, TEXT)
        top = canvas.text(0, y, lines) if narrow else y
        end = max(top + apart * (len(methods) + 1), y if narrow else y + len(lines) * LINE + 2)
        if not narrow:
            canvas.text(0, (top + end) / 2 - len(lines) * LINE / 2, lines)
        for mark in marks:
            canvas.line([(across(mark), top), (across(mark), end)], colour=GRID, thick=1)
        of_group = rows[(rows["group"] == group) & rows["method"].isin(methods)].set_index("method")
        for place, (method, words) in enumerate(methods.items()):
            row, at = of_group.loc[method], (top + end) / 2 + (place - (len(methods) - 1) / 2) * apart
            canvas.line([(across(100 * row["missed_low"]), at), (across(100 * row["missed_high"]), at)], colour=colours[method], thick=2)
            canvas.sign(across(100 * row["missed"]), at, _sign(method, methods, colours))
            canvas.tell(across(100 * row["missed"]), at, name, f"{words}: {percent(row['missed'])} missed, "
                        f"from {percent(row['missed_low'])} to {percent(row['missed_high'])}; {percent(row['false'])} false", method)
        false = of_group.loc[next(iter(methods)), "false"]
        canvas.text(width, (top + end) / 2 - LINE / 2, percent(false), align="right", colour=INK, weight=600)
        y = end + (6 if narrow else 0)
    for mark in marks:
        canvas.text(across(mark), y, f"{mark:g}", size=SMALL, colour=MUTED, align="center")
    return canvas.chart(y + SMALL * LEADING, description="")


@two_widths
def seen(rows: pd.DataFrame, times: Mapping[str, str], joins: Mapping[str, str], *, width: float = WIDTH):
    """Of a thousand children, those with need who were seen, for each time and join, with the range over the
    populations; and beside it, in figures, the false alarms. ``rows`` has when, join, seen, low, high and alarms."""
    narrow = is_narrow(width)
    canvas = Canvas(width)
    left, right = (8.0, width - 84) if narrow else (214.0, width - 84)
    heading = "Children with need seen, of a thousand children"
    y = canvas.text(0, 0, wrap_to(heading, right, SMALL), size=SMALL, colour=MUTED)
    canvas.text(width, 0, "False alarms", size=SMALL, colour=MUTED, align="right")
    y += 2
    across = Scale(0, 20 * math.ceil(rows["high"].max() / 20), left, right)
    marks, row_height = across.marks(40), LINE - (0 if narrow else 2)
    for when, time in times.items():
        y = canvas.text(0, y + 1, time, weight=700)
        for join, name in joins.items():
            row = rows[(rows["when"] == when) & (rows["join"] == join)].iloc[0]
            if narrow:
                y = canvas.text(0, y, name)
            else:
                canvas.text(10, y, name)
            middle = y + LINE / 2 - 1
            for mark in marks:
                canvas.line([(across(mark), y), (across(mark), y + row_height)], colour=GRID, thick=1)
            canvas.line([(across(row["low"]), middle), (across(row["high"]), middle)], colour=BLUE, thick=2)
            canvas.sign(across(row["seen"]), middle, Sign("circle", 90, BLUE))
            canvas.text(width, y, f"{row['alarms']:.0f}", align="right", colour=ORANGE, weight=600)
            canvas.tell(across(row["seen"]), middle, f"{time}: {name}", f"{row['seen']:.0f} of those with need seen ({row['low']:.0f} to "
                        f"{row['high']:.0f}), {row['alarms']:.0f} false alarms", when)
            y += row_height
    for mark in marks:
        canvas.text(across(mark), y, f"{mark:g}", size=SMALL, colour=MUTED, align="center")
    return canvas.chart(y + SMALL * LEADING, description="")


def percent(share: float) -> str:
    """A share of one in words: 2.3%."""
    return f"{100 * share:.1f}%"


def _sign(method: str, methods: Sequence[str] | Mapping[str, str], colours: Mapping[str, str]) -> Sign:
    first = method == next(iter(methods))
    return Sign("circle" if first else "diamond", 90, colours[method])

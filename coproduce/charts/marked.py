"""Totals of which a part is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.charts import frame
from coproduce.charts.canvas import LEADING, Box, Canvas
from coproduce.charts.palette import ACCENT, INK, MUTED, SEQUENCE
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH
from coproduce.ground.interface_words import say

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_LINE = SMALL * LEADING
_BAR = 20.0


@two_widths
def marked_bars(
    df: pd.DataFrame,
    category: str,
    total: str,
    part: str,
    *,
    x_title: str,
    total_name: str,
    part_name: str,
    order: Sequence[str] | None = None,
    format: str = ",.0f",
    width: int = WIDTH,
) -> alt.LayerChart:
    """A bar for each category as long as its total, with the part of it that is marked.

    Longest first unless ``order``. Part and total are written behind each bar, as
    the key says. The chart's ``description`` is its alternative text.

    Raises ``ValueError`` for a missing value, one below nought, and a part greater
    than its total.
    """
    data = frame.plain(df, category, total, part)
    data[category] = data[category].astype(str)
    frame.refuse_doubles(data, category)
    for name, whole, some in zip(data[category], data[total], data[part], strict=True):
        if whole != whole or some != some:
            raise ValueError(f"{category} {name!r} lacks {total!r} or {part!r}: leave it out, and say so")
        if not 0 <= some <= whole:
            raise ValueError(f"{category} {name!r}: {part!r} is {some:g} and {total!r} is {whole:g}; "
                             "a part lies between 0 and its total")
    if order is None:
        data = data.sort_values([total, category], ascending=[False, True], kind="stable")
    names = frame.in_order(data, category, order)
    rows = {n: (float(w), float(s)) for n, w, s in zip(data[category], data[total], data[part], strict=True)}
    said = {n: say("{part} of {whole}", part=frame.format_number(s, format), whole=frame.format_number(w, format))
            for n, (w, s) in rows.items()}
    narrow = is_narrow(width)
    left = 0.0 if narrow else min(280.0, max(map(text_width, names)) + 12)
    room = max(text_width(t, TEXT, True) for t in said.values()) + 12
    most = max(w for w, _ in rows.values()) or 1.0
    canvas = Canvas(width)
    y = canvas.text(0, 0, frame.wrap_to(x_title, width - 4, SMALL), size=SMALL, colour=MUTED) + 4
    x = 0.0
    for fill, stroke, name in ((ACCENT, ACCENT, part_name), (SEQUENCE[0], MUTED, total_name)):
        needs = 34 + text_width(name, SMALL)
        if x and x + needs > width:
            x, y = 0.0, y + _LINE + 4
        canvas.box(x + 1, y + 2, x + 14, y + _LINE - 1, Box(fill=fill, stroke=stroke, radius=0))
        canvas.text(x + 20, y, name, size=SMALL)
        x += needs
    y += _LINE + 10
    for name in names:
        whole, some = rows[name]
        lines = frame.wrap_to(name, width - 4 if narrow else left - 10, TEXT)
        high = len(lines) * TEXT * LEADING
        if narrow:
            y = canvas.text(0, y, lines) + 1
            top = y
        else:
            top = y + max(0.0, (high - _BAR) / 2)
            canvas.text(0, y + max(0.0, (_BAR - high) / 2), lines)
        scale = (width - left - room) / most
        canvas.box(left, top, left + whole * scale, top + _BAR, Box(fill=SEQUENCE[0], stroke=MUTED, radius=0))
        if some:
            canvas.box(left, top, left + some * scale, top + _BAR, Box(fill=ACCENT, stroke=ACCENT, radius=0, over=1))
        canvas.text(left + whole * scale + 7, top + (_BAR - TEXT * LEADING) / 2, said[name], weight=600, colour=INK)
        canvas.tell(left + whole * scale / 2, top + _BAR / 2, name, f"{part_name}: {said[name]}")
        y = (top if narrow else y) + (_BAR if narrow else max(_BAR, high)) + 7
    told = "; ".join(f"{n} {said[n]}" for n in names)
    return canvas.chart(y - 7, description=say(
        "Bars: {title}, {part} of {whole}. {told}.", title=x_title, part=part_name, whole=total_name, told=told))

"""Who leads and who supports what, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.charts import frame
from coproduce.charts.canvas import LEADING, Canvas, Sign
from coproduce.charts.palette import ACCENT, GRID, INK, MUTED, PAPER
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, WIDTH
from coproduce.ground.interface_words import is_english, marked_words, say

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_LINE = SMALL * LEADING
_LEAD = ("circle", 150.0, ACCENT, True)
_SUPPORT = ("circle", 95.0, INK, False)


@two_widths
def assignment(
    df: pd.DataFrame,
    item: str,
    body: str,
    *,
    role: str,
    date: str | None = None,
    items: Sequence[str] | None = None,
    bodies: Sequence[str] | None = None,
    date_title: str = "By",
    width: int = WIDTH,
) -> alt.LayerChart:
    """A row for each item, a column for each body: a disc where it leads, a ring where it supports.

    ``df`` has a row for each item and body with the ``role`` "lead" or "support";
    ``date`` is a column of text, the same in all rows of an item. Bodies' names
    stand level, in columns as wide as their longest word. On a
    telephone each item is followed by who leads, who supports and by when, in
    words. The chart's ``description`` is its alternative text.

    Raises ``ValueError`` for another role, a body that is named twice for an item,
    an item with no lead or two dates, and names that do not fit.
    """
    data = frame.plain(df, item, body, role, date)
    frame.refuse_doubles(data, item, body)
    data[item], data[body] = data[item].astype(str), data[body].astype(str)
    names, heads = frame.in_order(data, item, items), frame.in_order(data, body, bodies)
    wrong = sorted(set(map(str, data[role])) - {"lead", "support"})
    if wrong:
        raise ValueError(f"{role} is {', '.join(map(repr, wrong))}; it can be 'lead' or 'support'")
    found = {(i, b): r for i, b, r in zip(data[item], data[body], data[role], strict=True)}
    when = {}
    for name in names:
        if not any(found.get((name, head)) == "lead" for head in heads):
            raise ValueError(f"nobody leads {name!r}")
        dates = list(dict.fromkeys(str(d) for d in data.loc[data[item] == name, date])) if date else [""]
        if len(dates) > 1:
            raise ValueError(f"{name!r} has two dates, {dates[0]} and {dates[1]}")
        when[name] = dates[0]
    canvas = Canvas(width)
    told = [_as_text(name, heads, found, when[name], date_title) for name in names]
    height = (_listed if is_narrow(width) else _grid)(canvas, names, heads, found, when, date_title)
    return canvas.chart(height, description=say("Table of {number} items by who acts. {told}", number=len(names), told=" ".join(told)))


#: What each does, as the pointer is told.
_ROLES = marked_words({"lead": "lead", "support": "support"})


def _names_with(name: str, heads: Sequence[str], found: dict[tuple[str, str], str], role: str) -> str:
    return ", ".join(head for head in heads if found.get((name, head)) == role)


def _as_text(name: str, heads: Sequence[str], found: dict[tuple[str, str], str], when: str, date_title: str) -> str:
    support = _names_with(name, heads, found, "support")
    text = say("{name}: {who} leads", name=name, who=_names_with(name, heads, found, "lead"))
    text += say(", supported by {who}", who=support) if support else ""
    return text + (f", {date_title.lower() if is_english() else date_title} {when}." if when else ".")


def _grid(canvas: Canvas, names: Sequence[str], heads: Sequence[str], found: dict[tuple[str, str], str],
          when: dict[str, str], date_title: str) -> float:
    width = canvas.width
    dated = max((text_width(d, SMALL) for d in [*when.values(), date_title]), default=0) + 6 if any(when.values()) else 0
    least = [max(text_width(word, SMALL, True) for word in head.split()) + 8 for head in heads]
    left = min(width * 0.42, width - dated - sum(least))
    if left < 150:
        longest = heads[least.index(max(least))]
        raise ValueError(f"{len(heads)} bodies are wider than the page leaves room for: give them shorter names "
                         f"(the widest is {longest!r}), or show fewer")
    spare = (width - left - dated - sum(least)) / len(heads)
    cells = [need + spare for need in least]
    middles = [left + sum(cells[:column]) + cell / 2 for column, cell in enumerate(cells)]
    y = _key(canvas)
    lines = {head: frame.wrap_to(head, cell - 2, SMALL, True) for head, cell in zip(heads, cells, strict=True)}
    deepest = max(map(len, lines.values()))
    for x, head in zip(middles, heads, strict=True):
        canvas.text(x, y + (deepest - len(lines[head])) * _LINE, lines[head], size=SMALL,
                    weight=600, align="center")
    if dated:
        canvas.text(width, y + (deepest - 1) * _LINE, date_title, size=SMALL, weight=600, align="right")
    y += deepest * _LINE + 5
    for name in names:
        canvas.line([(0, y), (width, y)], colour=GRID, thick=1)
        label = frame.wrap_to(name, left - 14, SMALL)
        high = max(len(label) * _LINE, 20) + 12
        middle = y + high / 2
        canvas.text(0, middle - len(label) * _LINE / 2, label, size=SMALL)
        for x, head in zip(middles, heads, strict=True):
            role = found.get((name, head))
            if role:
                shape, area, colour, filled = _LEAD if role == "lead" else _SUPPORT
                canvas.sign(x, middle, Sign(shape, area, colour, filled=filled, ground=PAPER))
                canvas.tell(x, middle, name, f"{head}: {say(_ROLES[role])}", name)
        if dated:
            canvas.text(width, middle - _LINE / 2, when[name], size=SMALL, align="right")
        y += high
    return y


def _listed(canvas: Canvas, names: Sequence[str], heads: Sequence[str], found: dict[tuple[str, str], str],
            when: dict[str, str], date_title: str) -> float:
    y, width = 0.0, canvas.width
    for name in names:
        canvas.line([(0, y), (width, y)], colour=GRID, thick=1)
        y = canvas.text(0, y + 6, frame.wrap_to(name, width - 4, SMALL, True), size=SMALL, weight=600)
        for look, role, word in ((_LEAD, "lead", say("Leads")), (_SUPPORT, "support", say("Supports"))):
            who = _names_with(name, heads, found, role)
            if who:
                shape, area, colour, filled = look
                canvas.sign(7, y + _LINE / 2 + 1, Sign(shape, min(area, 95), colour, filled=filled))
                canvas.tell(7, y + _LINE / 2, name, f"{word}: {who}", name)
                y = canvas.text(19, y + 1, frame.wrap_to(f"{word}: {who}", width - 24, SMALL), size=SMALL)
        if when[name]:
            y = canvas.text(19, y + 1, f"{date_title} {when[name]}", size=SMALL, colour=MUTED)
        y += 8
    return y


def _key(canvas: Canvas) -> float:
    x = 0.0
    for (shape, area, colour, filled), word in ((_LEAD, say("leads")), (_SUPPORT, say("supports"))):
        canvas.sign(x + 8, _LINE / 2, Sign(shape, area, colour, filled=filled))
        canvas.text(x + 20, 0, word, size=SMALL)
        x += 40 + text_width(word, SMALL)
    return _LINE + 10

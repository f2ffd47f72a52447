"""What happened when: events by year and lane, with what has no known date at the end."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.charts import frame
from coproduce.charts.canvas import LEADING, Canvas, Sign
from coproduce.charts.palette import ACCENT, GRID, INK, MUTED, ORANGE, PAPER
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, WIDTH
from coproduce.ground.interface_words import date as in_words
from coproduce.ground.interface_words import say

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: What is known of an event: the sign's shape, area in square px, colour, whether filled.
STATES: dict[str, tuple[str, float, str, bool]] = {
    "happened": ("circle", 90, ACCENT, True),
    "announced": ("circle", 80, ORANGE, False),
    "unknown": ("cross", 90, MUTED, True),
}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LINE = SMALL * LEADING
_YEARS = 44  # px that the years take at the left
_GUTTER = 20  # px between the line of a lane and its words


@dataclass(frozen=True)
class _Event:
    date: str
    label: str
    lane: str
    state: str

    @property
    def year(self) -> str:
        return self.date[:4]


@two_widths
def timeline(
    df: pd.DataFrame,
    *,
    date: str,
    label: str,
    lane: str,
    state: str,
    words: Mapping[str, str] | None = None,
    lanes: Sequence[str] | None = None,
    width: int = WIDTH,
) -> alt.LayerChart:
    """Events from the earliest down, a column for each lane; on a telephone, one column.

    ``date`` is text: ``2026``, ``2026-02`` or ``2026-02-23``, written as precisely
    as it is known; where it is missing the event stands in a last band, which says
    that no date is known. ``state`` is a key of :data:`STATES`, each with a sign
    of its own; ``words`` names them in the key. Years stand in order and are as
    high as their events need; years without any are said to be left out.
    The chart's ``description`` is its alternative text.

    Raises ``ValueError`` for a date that is not one, a state that is not known, and
    an event without a date that is said to have happened.
    """
    data = frame.plain(df, date, label, lane, state)
    columns = frame.in_order(data, lane, lanes)
    events = [_event(record, date, label, lane, state) for record in frame.records(data)]
    events.sort(key=lambda e: (e.date or "9999", columns.index(e.lane), e.label))
    named = {key: (words or {}).get(key, key) for key in STATES if any(e.state == key for e in events)}
    narrow = is_narrow(width)
    canvas = Canvas(width)
    y = _key(canvas, named, width)
    wide = (width - _YEARS) / (1 if narrow else len(columns))
    if not narrow:
        y = max(canvas.text(_YEARS + i * wide, y, frame.wrap_to(name, wide - 8, SMALL, True), size=SMALL, weight=700)
                for i, name in enumerate(columns)) + 6  # fmt: skip
    before = None
    for year in dict.fromkeys(e.year for e in events if e.date):
        if before and int(year) > int(before) + 1:
            skipped = str(int(before) + 1)
            if int(year) > int(before) + 2:
                skipped = say("{low} to {high}", low=int(before) + 1, high=int(year) - 1)
            y = canvas.text(_YEARS, y, say("{years}: no event shown", years=skipped), size=SMALL, colour=MUTED) + 4
        y = _band(canvas, y, year, [e for e in events if e.year == year], columns, wide, narrow)
        before = year
    unknown = [e for e in events if not e.date]
    if unknown:
        y = canvas.text(0, y + 8, say("No date known"), size=SMALL, weight=700) + 4
        y = _band(canvas, y, "", unknown, columns, wide, narrow)
    return canvas.chart(y, description=_described(events, named))


def _event(record: Mapping[str, object], date: str, label: str, lane: str, state: str) -> _Event:
    given, said = record[date], str(record[label])
    text = "" if given is None or given != given else str(given)
    if text and not _is_date(text):
        raise ValueError(f"{said!r} has the date {text!r}; write 2026, 2026-02 or 2026-02-23, or leave it empty")
    if record[state] not in STATES:
        raise ValueError(f"{said!r} has the state {record[state]!r}; it can be {', '.join(STATES)}")
    if not text and record[state] == "happened":
        raise ValueError(f"{said!r} is said to have happened and has no date")
    return _Event(text, said, str(record[lane]), str(record[state]))


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def dated(date: str) -> str:
    """``2026-02-23`` as ``23 February 2026``, ``2026-02`` as ``February 2026``, a year as it is."""
    return in_words(date)


def _band(canvas: Canvas, y: float, year: str, events: Sequence[_Event], columns: Sequence[str], wide: float,
          narrow: bool) -> float:
    """The events of a year from ``y`` downwards; returns where the next year may begin."""
    canvas.line([(0, y), (canvas.width, y)], colour=GRID, thick=1)
    canvas.text(0, y + 6, year, size=SMALL, weight=700)
    bottom = y
    for index, lane in enumerate([""] if narrow else columns):
        x, under = _YEARS + index * wide, y + 6
        for event in events:
            if not narrow and event.lane != lane:
                continue
            shape, area, colour, filled = STATES[event.state]
            canvas.sign(x + 6, under + _LINE / 2, Sign(shape, area, colour, filled=filled, ground=PAPER))
            when = dated(event.date).removesuffix(year).strip() if event.date else say("not known")
            canvas.tell(x + 6, under + _LINE / 2, event.label, f"{dated(event.date) or say('No date known')}: {event.state}",
                        event.lane)
            head = " · ".join(part for part in (when if year else "", event.lane if narrow else "") if part)
            room = wide - _GUTTER - 8
            under = canvas.text(x + _GUTTER, under, [line for line in frame.wrap_to(head, room, SMALL) if line],
                                size=SMALL, colour=MUTED)
            under = canvas.text(x + _GUTTER, under, frame.wrap_to(event.label, room, SMALL), size=SMALL, colour=INK)
            under += 7
        bottom = max(bottom, under)
    return bottom + 2


def _key(canvas: Canvas, named: Mapping[str, str], width: float) -> float:
    x, y = 0.0, 0.0
    for key, name in named.items():
        shape, area, colour, filled = STATES[key]
        needs = 36 + text_width(name, SMALL)
        if x and x + needs > width:
            x, y = 0.0, y + _LINE + 4
        canvas.sign(x + 7, y + _LINE / 2, Sign(shape, area, colour, filled=filled))
        canvas.text(x + 18, y, name, size=SMALL)
        x += needs
    return y + _LINE + 10


def _described(events: Sequence[_Event], named: Mapping[str, str]) -> str:
    known = [e for e in events if e.date]
    told = "; ".join(f"{dated(e.date)}, {e.label} ({named[e.state]})" for e in known)
    text = say("Timeline of {number} events", number=len(events))
    if known:
        text += " " + say("from {first} to {last}. {told}.", first=known[0].year, last=known[-1].year, told=told)
    without = [e.label for e in events if not e.date]
    return text + (" " + say("No date known: {events}.", events="; ".join(without)) if without else "")

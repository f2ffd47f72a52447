"""Steps and who takes them: boxes in lanes, joined by arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.charts import frame
from coproduce.charts.canvas import LEADING, Box, Canvas
from coproduce.charts.palette import ACCENT, GREEN, MUTED, ORANGE, PAPER, QUIET, SEQUENCE
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH
from coproduce.ground.interface_words import marked, say

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_LINE = SMALL * LEADING
_PAD = 8
#: How a kind of step is drawn: fill, stroke, thickness, dashes, the word in the key.
KINDS: dict[str, tuple[str, str, float, tuple[float, ...], str]] = {
    "step": (PAPER, QUIET, 1.25, (), marked("a step")),
    "safeguard": (SEQUENCE[0], ACCENT, 2.5, (), marked("a safeguard")),
    "stop": (PAPER, ORANGE, 2, (5, 3), marked("does not pass")),
    "result": (PAPER, GREEN, 2.5, (), marked("what comes out")),
}


@dataclass
class _Step:
    id: str
    lane: int
    order: int
    text: str
    kind: str
    x0: float = 0.0
    x1: float = 0.0
    y0: float = 0.0
    y1: float = 0.0

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


@two_widths
def flow(
    steps: pd.DataFrame,
    links: pd.DataFrame,
    *,
    lanes: Sequence[str] | None = None,
    width: int = WIDTH,
) -> alt.LayerChart:
    """Boxes in lanes, from the first row down, with arrows between them.

    ``steps`` has the columns ``id``, ``lane``, ``order`` (the row, from 1; two steps
    of one lane cannot share it), ``text`` and ``kind``, a key of :data:`KINDS`.
    ``links`` has ``from``, ``to`` and ``text``, a few words on what passes, or "".
    Arrows lead down their lane, across to a neighbouring lane, or past a lane that
    is empty in their row. On a telephone all
    steps stand in one column by row, each with its lane, and the arrows name where
    they come from. ``lanes`` gives their order, at most four. The chart's
    ``description`` is its alternative text.

    Raises ``ValueError`` for two steps at one place, an unknown kind, a link from or
    to a step that is not there, upwards, or past a lane or a step.
    """
    frame.require_columns(steps, "id", "lane", "order", "text", "kind")
    frame.require_columns(links, "from", "to", "text")
    heads = frame.in_order(frame.plain(steps, "lane"), "lane", lanes)
    if len(heads) > 4:
        raise ValueError(f"{len(heads)} lanes leave too little room for words: make two figures of at most 4 lanes")
    placed = _read(steps, heads)
    joins = [(str(a), str(b), "" if t is None or t != t else str(t))
             for a, b, t in zip(links["from"], links["to"], links["text"], strict=True)]
    by_id = {s.id: s for s in placed}
    for start, end, _ in joins:
        for one in (start, end):
            if one not in by_id:
                raise ValueError(f"a link names the step {one!r}, which steps lack; they have {', '.join(by_id)}")
        _check_link(by_id[start], by_id[end], placed)
    canvas = Canvas(width)
    y = _key(canvas, placed, width)
    height = (_column if is_narrow(width) else _lanes)(canvas, y, placed, joins, heads)
    return canvas.chart(height, description=_described(placed, joins, heads))


def _read(steps: pd.DataFrame, heads: Sequence[str]) -> list[_Step]:
    placed = [_Step(str(r["id"]), heads.index(str(r["lane"])), int(r["order"]), str(r["text"]), str(r["kind"]))
              for r in steps.to_dict("records")]
    places: dict[tuple[int, int], str] = {}
    ids: set[str] = set()
    for s in placed:
        if s.kind not in KINDS:
            raise ValueError(f"step {s.id!r} is of the kind {s.kind!r}; it can be {', '.join(KINDS)}")
        if s.id in ids:
            raise ValueError(f"two steps have the id {s.id!r}")
        if (s.lane, s.order) in places:
            raise ValueError(f"{places[s.lane, s.order]!r} and {s.id!r} stand at one place: "
                             f"lane {heads[s.lane]!r}, order {s.order}")
        ids.add(s.id)
        places[s.lane, s.order] = s.id
    return sorted(placed, key=lambda s: (s.order, s.lane))


def _check_link(start: _Step, end: _Step, placed: Sequence[_Step]) -> None:
    name = f"the link from {start.id!r} to {end.id!r}"
    if end.order < start.order or (end.order == start.order and end.lane == start.lane):
        raise ValueError(f"{name} leads upwards: give {end.id!r} a later order")
    between = range(min(start.lane, end.lane) + 1, max(start.lane, end.lane))
    if between and (start.order != end.order or any(s.order == end.order and s.lane in between for s in placed)):
        raise ValueError(f"{name} passes a lane: put the two in one row with nothing between, or in neighbouring lanes")
    if end.lane == start.lane and any(s.lane == start.lane and start.order < s.order < end.order for s in placed):
        raise ValueError(f"{name} passes a step of its lane: link them one after the other")


def _lines(step: _Step, room: float) -> list[str]:
    return frame.wrap_to(step.text, room - 2 * _PAD, SMALL)


def _draw(canvas: Canvas, step: _Step, lines: Sequence[str], group: str) -> None:
    fill, stroke, thick, dash, _ = KINDS[step.kind]
    canvas.box(step.x0, step.y0, step.x1, step.y1, Box(fill=fill, stroke=stroke, thick=thick, dash=dash, over=1))
    x, y = step.middle
    canvas.text(step.x0 + _PAD, y - len(lines) * _LINE / 2, lines, size=SMALL)
    canvas.tell(x, y, group, step.text, group)


def _lanes(canvas: Canvas, y: float, placed: Sequence[_Step], joins: Sequence[tuple[str, str, str]],
           heads: Sequence[str]) -> float:
    by_id = {s.id: s for s in placed}
    across = [t for a, b, t in joins if by_id[a].lane != by_id[b].lane]
    words = max((text_width(w, SMALL) for t in across for w in t.split()), default=0)
    gutter = max(36.0, words + 16) if across else 18.0
    lane = (canvas.width - gutter * (len(heads) - 1)) / len(heads)
    left = [i * (lane + gutter) for i in range(len(heads))]
    y = max(canvas.text(x, y, frame.wrap_to(head, lane, TEXT, True), weight=700) for x, head in zip(left, heads, strict=True)) + 8
    down = [(by_id[a], by_id[b], t) for a, b, t in joins if by_id[a].lane == by_id[b].lane]
    for order in sorted({s.order for s in placed}):
        row = [s for s in placed if s.order == order]
        # Words on arrows down to this row stand in the space above it.
        said = max((len(frame.wrap_to(t, lane / 2 - 14, SMALL)) for _, b, t in down if b.order == order and t), default=0)
        beside = [len(frame.wrap_to(t, gutter - 10, SMALL)) for a, b, t in joins
                  if t and abs(by_id[a].lane - by_id[b].lane) == 1 and by_id[b].order == order]
        y += max(0.0, said * _LINE - 14)
        high = max(max(len(_lines(s, lane)) for s in row) * _LINE + 2 * _PAD, max(beside, default=0) * _LINE * 2 + 8)
        for s in row:
            s.x0, s.x1, s.y0, s.y1 = left[s.lane], left[s.lane] + lane, y, y + high
        y += high + 26
    for s in placed:
        _draw(canvas, s, _lines(s, lane), heads[s.lane])
    for start_id, end_id, text in joins:
        _join(canvas, by_id[start_id], by_id[end_id], text, lane)
    return y - 26


def _join(canvas: Canvas, start: _Step, end: _Step, text: str, lane: float) -> None:
    if start.lane == end.lane:
        x = start.middle[0]
        canvas.arrow([(x, start.y1), (x, end.y0 - 1)], colour=MUTED)
        lines = frame.wrap_to(text, lane / 2 - 14, SMALL) if text else []
        canvas.text(x + 9, (start.y1 + end.y0) / 2 - len(lines) * _LINE / 2, lines, size=SMALL, colour=MUTED)
        return
    right = end.lane > start.lane
    from_x, to_x = (start.x1, end.x0 - 1) if right else (start.x0, end.x1 + 1)
    room = abs(to_x - from_x) - 10
    lines = frame.wrap_to(text, room, SMALL) if text else []
    if start.order == end.order:
        level = start.middle[1]
        canvas.arrow([(from_x, level), (to_x, level)], colour=MUTED)
        over = level
    else:
        # Out a third of the way, down, and in: the words stand above the part that goes in.
        turn = from_x + (10 if right else -10)
        level = end.middle[1]
        canvas.arrow([(from_x, start.middle[1]), (turn, start.middle[1]), (turn, level), (to_x, level)], colour=MUTED)
        over = level
    canvas.text((from_x + to_x) / 2 + (4 if start.order != end.order else 0), over - 4 - len(lines) * _LINE, lines,
                size=SMALL, colour=MUTED, align="center")


def _column(canvas: Canvas, y: float, placed: Sequence[_Step], joins: Sequence[tuple[str, str, str]],
            heads: Sequence[str]) -> float:
    numbers = {s.id: n for n, s in enumerate(placed, start=1)}
    width = canvas.width
    before = None
    for s in placed:
        comes = [(a, t) for a, b, t in joins if b == s.id]
        direct = before is not None and any(a == before.id for a, _ in comes)
        notes = []
        for a, t in comes:
            beside = before is None or a != before.id
            notes.append(say("from {number}", number=numbers[a]) + (f": {t}" if t else "") if beside else t)
        notes = [line for note in notes if note for line in frame.wrap_to(note, width - 34, SMALL)]
        space = max(22.0, len(notes) * _LINE + 8)
        if before is not None:
            if direct:
                canvas.arrow([(14, y), (14, y + space - 1)], colour=MUTED)
            canvas.text(28, y + (space - len(notes) * _LINE) / 2, notes, size=SMALL, colour=MUTED)
            y += space
        head = frame.wrap_to(f"{numbers[s.id]}  {heads[s.lane]}", width - 2 * _PAD, SMALL, True)
        lines = _lines(s, width)
        s.x0, s.x1, s.y0 = 0, width, y
        s.y1 = y + (len(head) + len(lines)) * _LINE + 2 * _PAD
        fill, stroke, thick, dash, _ = KINDS[s.kind]
        canvas.box(s.x0, s.y0, s.x1, s.y1, Box(fill=fill, stroke=stroke, thick=thick, dash=dash, over=1))
        under = canvas.text(_PAD, y + _PAD, head, size=SMALL, weight=600)
        canvas.text(_PAD, under, lines, size=SMALL)
        canvas.tell(*s.middle, heads[s.lane], s.text, heads[s.lane])
        y, before = s.y1, s
    return y


def _key(canvas: Canvas, placed: Sequence[_Step], width: float) -> float:
    shown = [k for k in KINDS if any(s.kind == k for s in placed)]
    if len(shown) < 2:
        return 0.0
    x, y = 0.0, 0.0
    for kind in shown:
        fill, stroke, thick, dash, word = KINDS[kind]
        word = say(word)
        needs = 44 + text_width(word, SMALL)
        if x and x + needs > width:
            x, y = 0.0, y + _LINE + 4
        canvas.box(x + 1, y + 2, x + 21, y + _LINE - 2, Box(fill=fill, stroke=stroke, thick=thick, dash=dash, radius=3))
        canvas.text(x + 28, y, word, size=SMALL)
        x += needs
    return y + _LINE + 12


def _described(placed: Sequence[_Step], joins: Sequence[tuple[str, str, str]], heads: Sequence[str]) -> str:
    by_id = {s.id: s for s in placed}
    steps = " ".join(f"{n}. {heads[s.lane]}: {s.text.rstrip('.')}{' (' + say('safeguard') + ')' if s.kind == 'safeguard' else ''}."
                     for n, s in enumerate(placed, start=1))
    numbers = {s.id: n for n, s in enumerate(placed, start=1)}
    links = "; ".join(
        say("{first} to {last}", first=numbers[by_id[a].id], last=numbers[by_id[b].id]) + (f" ({t})" if t else "") for a, b, t in joins)
    return say("{number} steps in {lanes} lanes, joined by arrows. {steps} Arrows: {links}.", number=len(placed), lanes=len(heads),
               steps=steps, links=links)

"""One subject and the services around it: by what each knows the subject, and which can match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.charts import frame
from coproduce.charts.canvas import LEADING, Box, Canvas, Sign
from coproduce.charts.palette import ACCENT, GREEN, INK, MUTED, ORANGE, PAPER, PLUM, QUIET, SEQUENCE
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH
from coproduce.ground.interface_words import say

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_LINE = SMALL * LEADING
_LINKS = (ACCENT, GREEN, PLUM, ORANGE)
_PAD = 8


@dataclass(frozen=True)
class _Service:
    name: str
    identifiers: tuple[str, ...]
    holds: str


@dataclass(frozen=True)
class _Group:
    """Services that share an identifier; or, without one, a service that shares none."""

    identifier: str
    services: tuple[_Service, ...]


@two_widths
def journey(
    df: pd.DataFrame,
    *,
    subject: str,
    service: str,
    identifier: str,
    holds: str | None = None,
    order: Sequence[str] | None = None,
    width: int = WIDTH,
) -> alt.LayerChart:
    """``subject`` in the middle, the services about it, joined where an identifier is the same.

    ``df`` has a row for each identifier that a service uses, so a service may have
    several; it stands with the first of them that another service uses too, and
    names the others. An empty identifier means that the service has none.
    ``holds`` says what a service holds. Services that share an identifier stand in one
    frame under its name; the others stand in broken frames, as matching none.
    ``order`` gives the services' order. The chart's ``description`` is its
    alternative text.

    Raises ``ValueError`` for a service that names an identifier twice.
    """
    data = frame.plain(df, service, identifier, holds)
    frame.refuse_doubles(data, service, identifier)
    groups = _groups(data, service, identifier, holds, order)
    canvas = Canvas(width)
    height = (_narrow if is_narrow(width) else _wide)(canvas, groups, subject)
    return canvas.chart(height, description=_described(groups, subject))


def _groups(data: pd.DataFrame, service: str, identifier: str, holds: str | None,
            order: Sequence[str] | None) -> list[_Group]:
    services = []
    for name in frame.in_order(data, service, order):
        own = data[data[service].astype(str) == name]
        known = tuple(str(v) for v in own[identifier] if v == v and v is not None and str(v).strip())
        wording = [str(v) for v in dict.fromkeys(own[holds]) if v == v and v is not None and str(v)] if holds else []
        services.append(_Service(name, known, "; ".join(wording)))
    users = {i: [s.name for s in services if i in s.identifiers] for s in services for i in s.identifiers}
    shared: dict[str, list[_Service]] = {}
    alone = []
    for one in services:
        key = next((i for i in one.identifiers if len(users[i]) > 1), None)
        if key:
            shared.setdefault(key, []).append(one)
        else:
            alone.append(_Group("", (one,)))
    return [_Group(key, tuple(members)) for key, members in shared.items()] + alone


def _box_lines(one: _Service, group: _Group, room: float) -> list[tuple[str, float, int, str]]:
    lines: list[tuple[str, float, int, str]] = [(line, TEXT, 600, INK) for line in frame.wrap_to(one.name, room, TEXT, True)]
    if one.holds:
        lines += [(line, SMALL, 400, MUTED) for line in frame.wrap_to(one.holds, room, SMALL)]
    others = [i for i in one.identifiers if i != group.identifier]
    if not group.identifier:
        wording = say("Known by: {names}", names=", ".join(others)) if others else say("No identifier")
        lines += [(line, SMALL, 600, INK) for line in frame.wrap_to(wording, room, SMALL, True)]
        lines.append((say("Not used by the others") if others else say("Matches no other"), SMALL, 400, MUTED))
    elif others:
        lines += [(line, SMALL, 600, INK) for line in frame.wrap_to(say("Also: {names}", names=", ".join(others)), room, SMALL, True)]
    return lines


def _high(lines: Sequence[tuple[str, float, int, str]]) -> float:
    return sum(size * LEADING for _, size, _, _ in lines) + 2 * _PAD


def _group_high(group: _Group, wide: float) -> float:
    room = wide - 2 * _PAD - (10 if group.identifier else 0)
    boxes = sum(_high(_box_lines(s, group, room)) + 6 for s in group.services)
    return boxes + (_head_high(group, wide) + 4 if group.identifier else 0)


def _head_high(group: _Group, wide: float) -> float:
    return len(frame.wrap_to(say("Match on {identifier}", identifier=group.identifier), wide - 12, SMALL, True)) * _LINE + 6


def _draw(canvas: Canvas, group: _Group, colour: str, x: float, y: float, wide: float) -> tuple[float, list[float]]:
    """The group's frame and boxes; returns where it ends and the middle of each box."""
    top, middles = y, []
    inset = 5 if group.identifier else 0
    if group.identifier:
        bottom = y + _group_high(group, wide)
        canvas.box(x, top, x + wide, bottom - 2, Box(fill=SEQUENCE[0], stroke=colour, thick=2))
        head = frame.wrap_to(say("Match on {identifier}", identifier=group.identifier), wide - 12, SMALL, True)
        y = canvas.text(x + _PAD, y + 4, head, size=SMALL, weight=700, colour=INK) + 4
    for one in group.services:
        lines = _box_lines(one, group, wide - 2 * _PAD - 2 * inset)
        high = _high(lines)
        look = Box(PAPER, QUIET, 1, over=1) if group.identifier else Box(PAPER, MUTED, 1.5, (4, 3), over=1)
        canvas.box(x + inset, y, x + wide - inset, y + high, look)
        under = y + _PAD
        for line, size, weight, shade in lines:
            under = canvas.text(x + inset + _PAD, under, line, size=size, weight=weight, colour=shade)
        middles.append(y + high / 2)
        wording = say("is not used by the other services")
        if group.identifier:
            wording = say("matches on {identifier}", identifier=group.identifier)
        canvas.tell(x + wide / 2, y + high / 2, one.name, f"{', '.join(one.identifiers) or say('no identifier')}: {wording}",
                    group.identifier)
        y += high + 6
    return (top + _group_high(group, wide)), middles


def _wide(canvas: Canvas, groups: Sequence[_Group], subject: str) -> float:
    width = canvas.width
    wide = width * 0.365
    sides: dict[str, list[_Group]] = {"left": [], "right": []}
    for group in groups:  # shared on the left as long as that is the shorter side
        heights = {side: sum(_group_high(g, wide) + 14 for g in own) for side, own in sides.items()}
        side = "left" if heights["left"] <= heights["right"] else "right"
        if not group.identifier and any(g.identifier for g in groups):
            side = "right" if heights["right"] <= heights["left"] + 40 else "left"
        sides[side].append(group)
    total = max(sum(_group_high(g, wide) + 14 for g in own) for own in sides.values())
    colours = dict(zip([g.identifier for g in groups if g.identifier], _LINKS * 3, strict=False))
    centre = (width / 2, total / 2)
    long = 62.0
    ends = []
    for side, own in sides.items():
        high = sum(_group_high(g, wide) + 14 for g in own) - 14
        y, x = (total - high) / 2, 0 if side == "left" else width - wide
        for group in own:
            y, middles = _draw(canvas, group, colours.get(group.identifier, MUTED), x, y, wide)
            y += 14
            for middle in middles:
                ends.append((x + wide if side == "left" else x, middle, group))
    for x, y, group in ends:
        colour = colours.get(group.identifier, MUTED)
        canvas.line([(x, y), centre], colour=colour, thick=2 if group.identifier else 1.5,
                    dash=() if group.identifier else (4, 3))
    lines = frame.wrap_to(subject, long, TEXT, True)
    canvas.sign(*centre, Sign("circle", 6400, INK, edge=PAPER))
    canvas.text(centre[0], centre[1] - len(lines) * TEXT * LEADING / 2, lines, weight=700, colour=PAPER, align="center")
    return total


def _narrow(canvas: Canvas, groups: Sequence[_Group], subject: str) -> float:
    width, indent = canvas.width, 22.0
    colours = dict(zip([g.identifier for g in groups if g.identifier], _LINKS * 3, strict=False))
    lines = frame.wrap_to(subject, width - 20, TEXT, True)
    long = max(text_width(line, TEXT, True) for line in lines) + 24
    head = len(lines) * TEXT * LEADING + 12
    canvas.box(0, 0, long, head, Box(fill=INK, radius=head / 2))
    canvas.text(12, 6, lines, weight=700, colour=PAPER)
    y, last = head + 10, head
    ends = []
    for group in groups:
        y, middles = _draw(canvas, group, colours.get(group.identifier, MUTED), indent, y, width - indent)
        y += 10
        ends += [(middle, group) for middle in middles]
        last = middles[-1]
    canvas.line([(10, head), (10, last)], colour=QUIET, thick=1.5)
    for middle, group in ends:
        canvas.line([(10, middle), (indent, middle)], colour=colours.get(group.identifier, MUTED), thick=2,
                    dash=() if group.identifier else (4, 3))
    return y - 10


def _described(groups: Sequence[_Group], subject: str) -> str:
    wording = [say("Diagram: {subject} and {number} services around it.", subject=subject, number=sum(len(g.services) for g in groups))]
    for group in groups:
        if group.identifier:
            names = ", ".join(s.name for s in group.services)
            wording.append(say("{names} match on {identifier}.", names=names, identifier=group.identifier)
                           if len(group.services) > 1 else
                           say("{name} uses {identifier} besides another identifier.", name=names, identifier=group.identifier))
    alone = [s for g in groups if not g.identifier for s in g.services]
    if alone:
        wording.append(say("Not used by the others:") + " " + "; ".join(
            f"{s.name} ({', '.join(s.identifiers) or say('no identifier')})" for s in alone) + ".")
    also = [s for g in groups if g.identifier for s in g.services if len(s.identifiers) > 1]
    if also:
        wording.append(say("With more than one:") + " " + "; ".join(f"{s.name} ({', '.join(s.identifiers)})" for s in also) + ".")
    return " ".join(wording)

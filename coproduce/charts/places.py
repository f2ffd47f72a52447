"""Where things are: signs on an outline, each named."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coproduce.charts import frame
from coproduce.charts.canvas import LEADING, Canvas, Sign
from coproduce.charts.palette import ACCENT, GREEN, GRID, INK, MUTED, ORANGE, PAPER, PLUM, QUIET
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, WIDTH
from coproduce.ground.interface_words import say

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: For each category in turn: shape, area in square px, colour, whether filled.
#: Neighbours in the key differ in shape, so that colour carries nothing alone.
SIGNS = (
    ("circle", 110, ACCENT, True),
    ("diamond", 120, ORANGE, True),
    ("square", 90, GREEN, True),
    ("triangle-up", 110, PLUM, True),
    ("circle", 80, INK, False),
    ("cross", 110, MUTED, True),
)
_APART = 11.5  # px between the middles of two signs
_LINE = SMALL * LEADING
_REACH = 6.5  # px from a sign's middle to its edge


@dataclass(frozen=True)
class _Sign:
    name: str
    kind: int
    x: float
    y: float


@dataclass(frozen=True)
class _Box:
    x0: float
    y0: float
    x1: float
    y1: float

    def meets(self, other: _Box) -> bool:
        """Whether the two have any place in common."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1


@two_widths
def point_map(
    outline: pd.DataFrame,
    points: pd.DataFrame,
    *,
    label: str,
    category: str,
    categories: Sequence[str] | None = None,
    context: str | None = None,
    title: str = "",
    width: int = WIDTH,
) -> alt.LayerChart:
    """A sign for each category at each place, each place named once.

    ``outline`` has the columns ``ring``, ``order``, ``longitude`` and ``latitude``
    (degrees): the corners of each piece of land in order; rings where the column
    ``context`` is true are neighbours, drawn as an outline. ``points`` has
    ``longitude``, ``latitude``, ``label`` and ``category``; several rows of one
    place and category are one sign. ``categories`` gives their order, at most six.

    Drawn in Lambert's azimuthal equal-area projection about the middle of the
    outline. Signs that would cover each other are moved apart by the least that
    lets both be seen. Names stand beside their signs, or at the edge with a line
    to them where there is no room; on a telephone they stand in a list below.
    The chart's ``description`` is its alternative text.

    Raises ``ValueError`` for a place without a position or outside the outline's
    frame, one name at two positions, and more categories than there are signs.
    """
    frame.require_columns(outline, "ring", "order", "longitude", "latitude", context)
    data = frame.plain(points, label, category, "longitude", "latitude").drop_duplicates()
    data[label], data[category] = data[label].astype(str), data[category].astype(str)
    kinds = frame.in_order(data, category, categories)
    if len(kinds) > len(SIGNS):
        raise ValueError(f"{len(kinds)} categories need as many signs and there are {len(SIGNS)}: {', '.join(kinds)}")
    _check(data, outline, label)

    narrow = is_narrow(width)
    project, height = _projection(outline, width if narrow else width * 0.62, 0 if narrow else width * 0.19)
    canvas = Canvas(width)
    top = 4.0 if narrow else _key(canvas, kinds, width)
    for _, ring in outline.sort_values(["ring", "order"], kind="stable").groupby("ring", sort=False):
        corners = [project(x, y, top) for x, y in zip(ring["longitude"], ring["latitude"], strict=True)]
        quiet = bool(context and ring[context].iloc[0])
        canvas.line(corners, colour=GRID if quiet else PAPER, thick=1, fill="none" if quiet else GRID, closed=True)
    signs = _spread([
        _Sign(name, kinds.index(kind), *project(x, y, top))
        for name, kind, x, y in zip(data[label], data[category], data["longitude"], data["latitude"], strict=True)
    ])
    _names(canvas, signs, width, top, height, edges=not narrow)
    for sign in signs:
        shape, area, colour, filled = SIGNS[sign.kind]
        canvas.sign(sign.x, sign.y, Sign(shape, area, colour, filled=filled, ground=PAPER, edge=PAPER))
    for sign in sorted(signs, key=lambda s: (s.y, s.x)):
        canvas.tell(sign.x, sign.y, sign.name, kinds[sign.kind], kinds[sign.kind])
    y = top + height
    listed = {kind: sorted(data.loc[data[category] == kind, label].unique()) for kind in kinds}
    if narrow:
        y = _list(canvas, y + 8, listed, width)
    told = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in listed.items())
    return canvas.chart(y, title=title, description=say("Map of {number} places. {told}.", number=data[label].nunique(), told=told))


def _check(data: pd.DataFrame, outline: pd.DataFrame, label: str) -> None:
    lost = data[data["longitude"].isna() | data["latitude"].isna()]
    if len(lost):
        raise ValueError(f"{', '.join(map(repr, lost[label].unique()))} has no position")
    away = data[~(data["longitude"].between(outline["longitude"].min(), outline["longitude"].max())
                  & data["latitude"].between(outline["latitude"].min(), outline["latitude"].max()))]  # fmt: skip
    if len(away):
        first = away.iloc[0]
        raise ValueError(f"{first[label]!r} lies outside the outline, at longitude {first['longitude']:g} and "
                         f"latitude {first['latitude']:g}: are the two exchanged?")
    places = data.drop_duplicates([label, "longitude", "latitude"])
    double = places[places.duplicated(label)]
    if len(double):
        raise ValueError(f"{double.iloc[0][label]!r} has two positions: give each place a name of its own")


def _projection(outline: pd.DataFrame, width: float, left: float) -> tuple[Callable[..., tuple[float, float]], float]:
    """Places in px for degrees, with the outline ``width`` wide from ``left``; and how high it is.

    Lambert's azimuthal equal-area projection of the sphere: Snyder (1987), Map
    Projections: A Working Manual, equations 24-2 to 24-4.
    """
    middle = [math.radians((outline[c].min() + outline[c].max()) / 2) for c in ("longitude", "latitude")]

    def flat(longitude: float, latitude: float) -> tuple[float, float]:
        across, up = math.radians(longitude) - middle[0], math.radians(latitude)
        cosine = math.sin(middle[1]) * math.sin(up) + math.cos(middle[1]) * math.cos(up) * math.cos(across)
        k = math.sqrt(2 / (1 + cosine))
        y = math.cos(middle[1]) * math.sin(up) - math.sin(middle[1]) * math.cos(up) * math.cos(across)
        return k * math.cos(up) * math.sin(across), -k * y

    corners = [flat(x, y) for x, y in zip(outline["longitude"], outline["latitude"], strict=True)]
    x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
    y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
    scale = width / (x1 - x0)

    def place(longitude: float, latitude: float, top: float) -> tuple[float, float]:
        x, y = flat(longitude, latitude)
        return round(left + (x - x0) * scale, 2), round(top + (y - y0) * scale, 2)

    return place, (y1 - y0) * scale


def _spread(signs: Sequence[_Sign]) -> list[_Sign]:
    """The signs moved apart until none covers another, each pair by the least that does it."""
    at = [[s.x, s.y] for s in signs]
    for _ in range(200):
        moved = False
        for i in range(len(at)):
            for j in range(i):
                dx, dy = at[i][0] - at[j][0], at[i][1] - at[j][1]
                far = math.hypot(dx, dy)
                if far >= _APART - 0.05:
                    continue
                if far < 0.01:  # at one place: side by side
                    dx, dy, far = 1.0, 0.0, 1.0
                    push = _APART / 2
                else:
                    push = (_APART - far) / 2
                at[i][0] += dx / far * push
                at[i][1] += dy / far * push
                at[j][0] -= dx / far * push
                at[j][1] -= dy / far * push
                moved = True
        if not moved:
            break
    return [replace(s, x=round(x, 2), y=round(y, 2)) for s, (x, y) in zip(signs, at, strict=True)]


def _names(canvas: Canvas, signs: Sequence[_Sign], width: float, top: float, height: float, edges: bool) -> None:
    """Each place's name beside its signs where there is room; else, with ``edges``, at the nearer edge."""
    taken = [_Box(s.x - _REACH, s.y - _REACH, s.x + _REACH, s.y + _REACH) for s in signs]
    groups: dict[str, list[_Sign]] = {}
    for sign in signs:
        groups.setdefault(sign.name, []).append(sign)

    def near(own: Sequence[_Sign]) -> int:
        return sum(1 for s in signs for o in own if s.name != o.name and math.hypot(s.x - o.x, s.y - o.y) < 40)

    away: list[tuple[str, _Sign]] = []
    for name, own in sorted(groups.items(), key=lambda item: (near(item[1]), item[1][0].y, item[0])):
        box = _beside(name, own, taken, width, near(own) > 4 and edges)
        if box is None:
            away.append((name, min(own, key=lambda s: (s.x, s.y))))
            continue
        taken.append(box)
        # Aligned on the side of the signs, so that words never touch them.
        left = box.x1 <= min(s.x for s in own)
        canvas.text(box.x1 - 2 if left else box.x0 + 2, box.y0, name, size=SMALL, align="right" if left else "left")
    if not edges or not away:
        return
    away.sort(key=lambda item: (item[1].x, item[0]))
    middle = (min(s.x for s in signs) + max(s.x for s in signs)) / 2
    west = sum(1 for _, sign in away if sign.x <= middle)
    # To the nearer edge, but not many more than half to one of them.
    west = min(max(west, math.floor(len(away) * 0.42)), math.ceil(len(away) * 0.58))
    for side, names in (("left", away[:west]), ("right", away[west:])):
        names = sorted(names, key=lambda item: (item[1].y, item[0]))
        levels = _within(frame.apart([s.y for _, s in names], [_LINE + 2] * len(names)), top, top + height)
        for (name, sign), level in zip(names, levels, strict=True):
            edge = width * 0.2 if side == "left" else width * 0.8
            sign = min(groups[name], key=lambda s: s.x) if side == "left" else max(groups[name], key=lambda s: s.x)
            elbow = edge + (12 if side == "left" else -12)
            canvas.line([(edge, level), (elbow, level), (sign.x, sign.y)], colour=QUIET, thick=1)
            if side == "left":
                canvas.text(edge - 4, level - _LINE / 2, name, size=SMALL, align="right")
            else:
                canvas.text(edge + 4, level - _LINE / 2, name, size=SMALL)


def _within(levels: Sequence[float], top: float, bottom: float) -> list[float]:
    """The levels of a column of names, in order, moved up or down as far as it reaches out of the drawing."""
    step = _LINE + 2
    if len(levels) * step > bottom - top:
        raise ValueError(f"{len(levels)} names do not fit beside the map: show fewer places, or give some one name")
    found = list(levels)
    for place in range(len(found)):
        least = top + step / 2 if place == 0 else found[place - 1] + step
        found[place] = max(found[place], least)
    for place in reversed(range(len(found))):
        most = bottom - step / 2 if place == len(found) - 1 else found[place + 1] - step
        found[place] = min(found[place], most)
    return found


def _beside(name: str, own: Sequence[_Sign], taken: Sequence[_Box], width: float, crowded: bool) -> _Box | None:
    """The first free place for ``name``: right, left, below or above its signs."""
    if crowded:
        return None
    long, high = text_width(name, SMALL) + 4, _LINE
    x0, x1 = min(s.x for s in own) - _REACH, max(s.x for s in own) + _REACH
    y = sum(s.y for s in own) / len(own)
    middle = (x0 + x1 - long) / 2
    below, above = max(s.y for s in own) + _REACH, min(s.y for s in own) - _REACH - high
    for left, up in ((x1, y - high / 2), (x0 - long, y - high / 2), (middle, below), (middle, above)):
        box = _Box(left, up, left + long, up + high)
        if left >= 0 and box.x1 <= width and not any(box.meets(other) for other in taken):
            return box
    return None


def _key(canvas: Canvas, kinds: Sequence[str], width: float) -> float:
    """Sign and name of each category, in lines that fit; returns where the map may begin."""
    x, y = 0.0, 0.0
    for (shape, area, colour, filled), kind in zip(SIGNS, kinds, strict=False):
        needs = 18 + text_width(kind, SMALL) + 18
        if x and x + needs > width:
            x, y = 0.0, y + _LINE + 4
        canvas.sign(x + 7, y + _LINE / 2, Sign(shape, area, colour, filled=filled))
        canvas.text(x + 18, y, kind, size=SMALL)
        x += needs
    return y + _LINE + 12


def _list(canvas: Canvas, y: float, listed: dict[str, list[str]], width: float) -> float:
    """The names of each category's places below the map."""
    for (shape, area, colour, filled), (kind, names) in zip(SIGNS, listed.items(), strict=False):
        canvas.sign(7, y + _LINE / 2, Sign(shape, area, colour, filled=filled))
        y = canvas.text(18, y, kind, size=SMALL, weight=600)
        y = canvas.text(18, y, frame.wrap_to(", ".join(names), width - 22, SMALL), size=SMALL, colour=INK) + 6
    return y

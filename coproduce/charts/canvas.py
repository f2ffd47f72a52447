"""A drawing whose places are worked out in px first: boxes, lines, signs and words.

For charts that are laid out like a page rather than along a scale. What is put
on a :class:`Canvas` becomes Altair layers with data of their own, so that such a
chart is a chart like any other: checked, turned dark, read aloud and explored in
the same way. Places count from the upper left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coproduce.charts import frame, reading
from coproduce.charts.palette import INK
from coproduce.charts.theme import TEXT

if TYPE_CHECKING:
    import altair as alt

#: From line to line of text, as a multiple of its size.
LEADING = 1.25
#: An arrow's head, pointing the way that is its key; as Vega's own signs.
HEADS = {"right": "triangle-right", "left": "triangle-left", "down": "triangle-down", "up": "triangle-up"}
_ABOVE = {"point": 8, "text": 9}


@dataclass(frozen=True)
class Box:
    """How a rectangle with round corners looks; one with a higher ``over`` lies on those with a lower."""

    fill: str = "none"
    stroke: str = "none"
    thick: float = 1
    dash: Sequence[float] = ()
    radius: float = 4
    over: int = 0


@dataclass(frozen=True)
class Sign:
    """How one of Vega's symbols looks.

    ``size`` is its area in square px, ``ground`` fills an open one, ``edge`` parts a
    filled one from what lies below.
    """

    shape: str
    size: float
    colour: str
    filled: bool = True
    thick: float = 2
    ground: str = "none"
    edge: str = "none"


@dataclass
class Canvas:
    """Marks ``width`` px wide; those of one look share a layer.

    Boxes and lines lie at the bottom in the order in which their looks were first
    put, signs lie on them, and words on top.
    """

    width: float
    _layers: dict[tuple, list[dict[str, Any]]] = field(default_factory=dict)
    _tooltips: list[dict[str, Any]] = field(default_factory=list)
    _lines: int = 0

    def text(self, x: float, y: float, lines: str | Sequence[str], *, size: float = TEXT, weight: int = 400,
             colour: str = INK, align: str = "left") -> float:
        """Words from ``y`` downwards, a line each; returns where the next line would begin."""
        look = ("text", ("align", align), ("baseline", "middle"), ("color", colour), ("fontSize", size),
                ("fontWeight", weight))
        step = size * LEADING
        for line in [lines] if isinstance(lines, str) else lines:
            if line.strip():
                self._put(look, x=x, y=y + step / 2, text=line)
            y += step
        return y

    def box(self, x0: float, y0: float, x1: float, y1: float, box: Box) -> None:
        """A rectangle from its upper left to its lower right corner."""
        look = ("rect", ("fill", box.fill), ("stroke", box.stroke), ("strokeWidth", box.thick),
                ("strokeDash", tuple(box.dash)), ("cornerRadius", box.radius), ("opacity", 1))
        self._put(look, box.over, x=x0, y=y0, x2=x1, y2=y1)

    def line(self, points: Iterable[tuple[float, float]], *, colour: str = INK, thick: float = 1.5,
             dash: Sequence[float] = (), fill: str = "none", closed: bool = False) -> None:
        """A line through the points, or the shape that they enclose."""
        look = ("line", ("stroke", colour), ("strokeWidth", thick), ("strokeDash", tuple(dash)), ("fill", fill),
                ("interpolate", "linear-closed" if closed else "linear"), ("strokeCap", "butt"), ("opacity", 1))
        self._lines += 1
        for place, (x, y) in enumerate(points):
            self._put(look, x=x, y=y, line=self._lines, place=place)

    def arrow(self, points: Sequence[tuple[float, float]], *, colour: str = INK, thick: float = 1.5,
              dash: Sequence[float] = ()) -> None:
        """A line of upright and level parts with a head at its last point."""
        (x0, y0), (x1, y1) = points[-2:]
        way = ("right" if x1 > x0 else "left") if abs(x1 - x0) > abs(y1 - y0) else "down" if y1 > y0 else "up"
        across, along = {"right": (-4, 0), "left": (4, 0), "down": (0, -4), "up": (0, 4)}[way]
        self.line([*points[:-1], (x1 + across, y1 + along)], colour=colour, thick=thick, dash=dash)
        self.sign(x1 + across, y1 + along, Sign(HEADS[way], 60, colour))

    def sign(self, x: float, y: float, sign: Sign) -> None:
        """A symbol about its middle."""
        look = ("point", ("shape", sign.shape), ("size", sign.size), ("fill", sign.colour if sign.filled else sign.ground),
                ("stroke", sign.edge if sign.filled else sign.colour),
                ("strokeWidth", 1.5 if sign.filled else sign.thick), ("opacity", 1))
        self._put(look, x=x, y=y)

    def tell(self, x: float, y: float, heading: object, text: str = "", group: object = "") -> None:
        """What the explored chart tells at this place (:mod:`coproduce.charts.reading`)."""
        self._tooltips.append({"x": x, "y": y, "_tip": reading.tip(heading, text), "_group": str(group)})

    def _put(self, look: tuple, over: int = 0, **where: Any) -> None:
        self._layers.setdefault((_ABOVE.get(look[0], over), *look), []).append(where)

    def chart(self, height: float, *, description: str, title: str = "") -> alt.LayerChart:
        """All of it as a chart ``height`` px high, ``description`` being its alternative text."""
        import altair as alt

        across = alt.Scale(domain=[0, self.width], nice=False, zero=False)
        down = alt.Scale(domain=[height, 0], nice=False, zero=False)
        x, y = alt.X("x:Q", axis=None, scale=across), alt.Y("y:Q", axis=None, scale=down)
        layers = []
        # As channels: for each that is given as text Altair goes through its whole schema.
        further: dict[str, dict[str, Any]] = {
            "text": {"text": alt.Text("text:N")},
            "rect": {"x2": alt.X2("x2"), "y2": alt.Y2("y2")},
            "line": {"detail": alt.Detail("line:N"), "order": alt.Order("place:Q")},
        }
        for (_, kind, *look), rows in sorted(self._layers.items(), key=lambda item: item[0][0]):
            style = {key: list(value) if isinstance(value, tuple) else value for key, value in look}
            base = getattr(alt.Chart(alt.Data(values=rows)), f"mark_{kind}")(**style)
            layers.append(base.encode(x=x, y=y, **further.get(kind, {})))
        layers.append(reading.spots(alt.Chart(alt.Data(values=self._tooltips)).encode(x=x, y=y)))
        drawn = frame.layered(*layers).properties(width=self.width, height=height, description=description)
        return frame.titled(drawn, title, self.width)

"""A row for each category: its name at the left, or above where room is short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from coproduce.charts.palette import INK, MUTED
from coproduce.charts.theme import NARROW, SMALL, TEXT, WIDTH

if TYPE_CHECKING:
    import altair as alt

_P = ParamSpec("_P")
_Chart = TypeVar("_Chart", bound="alt.TopLevelMixin")
# Advance widths of the text face at weight 400, in hundredths of its size,
# rounded up to steps of 5; other letters are taken as 55.
_WIDTHS = {
    letter: width
    for width, letters in {
        20: " ", 25: "',.:;ijIl|", 30: "!f()[]{}-", 35: "/rt", 40: "*?sz", 45: '"cvyx',
        50: "#$+0123456789<=>^_aegFLkJYVX~", 60: "&DBGK", 65: "HNUOQ", 70: "w", 75: "M", 80: "%W", 85: "@m",
    }.items()
    for letter in letters
}  # fmt: skip
_LONGEST = 34  # letters of a name that may stand at the left of a wide chart


def text_width(text: str, size: float = TEXT, bold: bool = False) -> float:
    """How wide ``text`` is when drawn, in CSS pixels: near enough to lay out by."""
    return sum(_WIDTHS.get(letter, 55) for letter in text) / 100 * size * (1.05 if bold else 1)


def is_narrow(width: float) -> bool:
    """Whether a chart ``width`` wide is laid out as on a telephone."""
    return width < (NARROW + WIDTH) / 2


def two_widths(draw: Callable[_P, _Chart]) -> Callable[_P, _Chart]:
    """``draw``, whose chart also carries itself as drawn for a telephone.

    :func:`narrow_of` gives it back. A chart that is changed afterwards (with
    ``.properties`` or ``+``) is a new one and no longer carries it; it is then
    laid out again as :func:`coproduce.charts.layout.narrowed` does.
    """

    @wraps(draw)
    def both(*args: _P.args, **options: _P.kwargs) -> _Chart:
        from altair.utils.schemapi import debug_mode

        # Altair would hold each part against its schema as it is made, a tenth of a second a chart: tests do it for these.
        with debug_mode(False):
            chart = draw(*args, **options)
            width = options.get("width", WIDTH)
            if isinstance(width, int | float) and not is_narrow(width):
                options["width"] = NARROW
                object.__setattr__(chart, "_narrow", draw(*args, **options))
        return chart

    return both


def narrow_of(chart: alt.TopLevelMixin) -> alt.TopLevelMixin | None:
    """The chart as drawn for a telephone, if it carries one."""
    return vars(chart).get("_narrow")


@dataclass(frozen=True)
class Rows:
    """Where the rows of a chart stand: the encoding, the names above, the height in px.

    In px too: ``left`` is what names take at the left, ``room`` how far the
    first name reaches above the plot, ``step`` how high a row is without its name.
    """

    y: alt.Y
    names: list[alt.Chart]
    height: float
    left: float
    room: float
    step: float


def rows(
    column: str, names: Sequence[str], width: float, step: float, above: bool | None = None, gap: float = 0
) -> Rows:
    """Rows of ``column`` in the order of ``names``, each ``step`` px high, ``gap`` apart.

    Where names stand ``above`` (None: where they are long, or the chart is
    narrow), the gaps are wider by a line.
    """
    import altair as alt
    import pandas as pd

    if above is None:
        above = max(map(len, names)) > (9 if is_narrow(width) else _LONGEST)
    line = TEXT + 7 if above else 0
    between = gap + line
    y = alt.Y(
        f"{column}:N",
        sort=list(names),
        scale=alt.Scale(paddingInner=between / (step + between), paddingOuter=0),
        axis=None
        if above or not any(names)
        else alt.Axis(labelColor=INK, labelFontSize=TEXT, title=None, grid=False),
    )
    left = 0.0 if above or not any(names) else max(map(text_width, names)) + 10
    texts = []
    if above:
        texts.append(
            alt.Chart(pd.DataFrame({column: list(names)}))
            .mark_text(
                align="left",
                baseline="bottom",
                dy=-step / 2 - 2,
                color=INK,
                fontSize=TEXT if max(map(text_width, names)) < width - 8 else SMALL,
            )
            .encode(y=y, x=alt.XValue(0), text=alt.Text(f"{column}:N"))
        )
    return Rows(y, texts, step * len(names) + between * (len(names) - 1), left, line, step)


def reference_line(
    reference: tuple[float, str], place: Rows, names: Sequence[str], scale: alt.Scale, axis: alt.Axis | None
) -> list[alt.Chart]:
    """A dashed line down the rows at a value, labelled at the foot, or above a chart with an axis.

    Where names stand above their rows it is drawn beside the rows only, so that
    it does not strike the names out.
    """
    import altair as alt
    import pandas as pd

    at, label = reference
    low, high = scale.domain
    right = at > low + (high - low) * 0.6
    x = alt.X("_at:Q", scale=scale, axis=axis)
    one = alt.Chart(pd.DataFrame({"_at": [at], "_label": [label]})).encode(x=x)
    if place.names:
        column = place.y.shorthand.removesuffix(":N")
        each = alt.Chart(pd.DataFrame({column: list(names), "_at": at})).encode(x=x, y=place.y)
        line = each.mark_tick(size=place.step + 4, thickness=1.5, color=INK)
    else:
        line = one.mark_rule(strokeDash=[4, 3], color=INK, strokeWidth=1.25)
    text = one.mark_text(
        align="right" if right else "left",
        baseline="bottom" if axis else "top",
        dx=4 if right else -4,
        dy=-4 - place.room if axis else 5,
        color=MUTED,
        fontSize=SMALL,
    ).encode(y=alt.YValue(0) if axis else alt.YValue("height"), text=alt.Text("_label:N"))
    return [line, text]

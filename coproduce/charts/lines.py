"""Change over periods: lines that stop where the series does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

from coproduce.charts import frame, periods, reading
from coproduce.charts.palette import MUTED, QUIET, TEXT_OF
from coproduce.charts.rows import is_narrow, text_width, two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH
from coproduce.ground.interface_words import say

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: Of a line while another is read.
FAINT = 0.3
_LINE = TEXT + 3  # px from line to line of the names at the ends


@dataclass(frozen=True)
class Break:
    """From ``period`` on, values are not comparable with those before.

    ``label`` says why in a few words. ``series`` limits it to some series; the
    others go on across it.
    """

    period: str
    label: str
    series: tuple[str, ...] = ()


@two_widths
def line(
    df: pd.DataFrame,
    x: str,
    y: str,
    *,
    y_title: str,
    colour: str | None = None,
    breaks: Sequence[Break | tuple[str, str]] = (),
    highlight: Sequence[str] | None = None,
    order: Sequence[str] | None = None,
    format: str = ",.0f",
    zero: bool = True,
    interval: tuple[str, str] | None = None,
    values: str = "last",
    width: int = WIDTH,
    height: int = 320,
) -> alt.LayerChart:
    """A line for each value of ``colour``, named at its end.

    ``x`` holds period labels in order; a period that is missing leaves a gap,
    and each break interrupts the line at a dashed rule. ``y_title`` names the
    measure with its unit. ``format`` writes the values (``".1f%"``). With
    ``interval=(low, high)`` the columns' range is drawn as rules. ``values``
    writes numbers at the ``"last"`` points, at both ``"ends"`` (in place of the
    axis) or at ``"none"``. Without ``zero`` the axis starts near the lowest
    value. With ``highlight``, the other lines are grey, and on a telephone not
    named.

    Raises ``KeyError`` for a column that is not there and ``ValueError`` for
    what cannot be drawn so that everyone can read it.
    """
    import altair as alt

    low_high: tuple[str, ...] = interval or ()
    data = frame.plain(df, x, y, colour, *low_high)
    series = colour or "_series"
    if colour is None:
        data[series] = ""
    data[series] = data[series].astype(str)
    frame.refuse_doubles(data, x, *([colour] if colour else []))
    names = frame.in_order(data, series, order)
    palette = frame.colours(names, highlight)
    labels = periods.complete(data[x])
    stops = [item if isinstance(item, Break) else Break(*item) for item in breaks]
    data = periods.points(data, x, y, series, names, labels, _starts(stops, names, labels))
    data["_shade"] = data[series].map(palette)
    data = reading.with_tooltips(data, _tips(data, x, y, series, format, low_high), data[series])
    if values not in ("last", "ends", "none"):
        raise ValueError(f"values is {values!r}; it can be 'last', 'ends' or 'none'")

    spread = frame.range_of(data[y], *(data[c] for c in low_high), zero=zero)
    marks = frame.ticks(*spread)
    y_scale = alt.Scale(domain=[marks[0], marks[-1]], nice=False)
    x_axis = _period_axis(labels, width)
    base = alt.Chart(data).encode(
        x=alt.X("_place:Q", axis=x_axis, scale=alt.Scale(domain=[0, len(labels) - 1], nice=False)),
        y=alt.Y(
            f"{y}:Q",
            scale=y_scale,
            axis=alt.Axis(
                values=marks, labelExpr=frame.number(format, marks), labels=values != "ends", title=None
            ),
        ),
        color=alt.Color("_shade:N", scale=None),
    )
    layers = [*_break_layers(stops, labels, width)]
    if interval:
        layers.append(
            base.mark_rule(strokeWidth=1.5, opacity=1).encode(
                y=alt.Y(f"{low_high[0]}:Q"), y2=alt.Y2(f"{low_high[1]}:Q")
            )
        )
    # Quiet lines first, so that those the headline speaks of lie on top.
    for group in ([n for n in names if palette[n] == QUIET], [n for n in names if palette[n] != QUIET]):
        if group:
            layers.append(
                base.transform_filter(alt.FieldOneOfPredicate(field=series, oneOf=group))
                .mark_line(strokeWidth=1.5 if palette[group[0]] == QUIET else 2.75)
                .encode(
                    detail=[alt.Detail(f"{series}:N"), alt.Detail("_run:N")],
                    order=alt.Order("_place:Q"),
                    opacity=alt.condition(reading.unread(), alt.value(FAINT), alt.value(1)),
                )
            )
    layers.append(base.transform_filter("datum._point").mark_circle(size=44, opacity=1))
    layers += _end_labels(data, y, series, (marks[-1] - marks[0]) / height, y_scale, format, values, width)
    layers.append(reading.spots(base))
    chart = reading.with_signal(frame.layered(*layers)).properties(width=width, height=height)
    return frame.titled(chart, y_title, width)


def _tips(
    data: pd.DataFrame, x: str, y: str, series: str, format: str, low_high: tuple[str, ...]
) -> list[str]:
    tips = []
    for record in data.to_dict("records"):
        text = f"{str(record[x]).strip()}: {frame.format_number(record[y], format)}"
        if low_high:
            low, high = (frame.format_number(record[column], format) for column in low_high)
            text += f" ({say('{low} to {high}', low=low, high=high)})"
        tips.append(reading.tip(record[series], text))
    return tips


def _starts(stops: Sequence[Break], names: Sequence[str], labels: Sequence[str]) -> dict[str, list[int]]:
    """For each series, the places before which its line is interrupted."""
    return {
        name: [
            periods.place_of(stop.period, labels)
            for stop in stops
            if not stop.series or name in stop.series
        ]
        for name in names
    }


def _period_axis(labels: list[str], width: int) -> alt.Axis:
    """Labels that fit, chosen from the last one back, so that it is always there."""
    import altair as alt

    longest = text_width(max(labels, key=len), SMALL) + 18
    step = max(1, -(-int(len(labels) * longest) // int(width * 0.75)))
    shown = list(range(len(labels)))[::-1][::step][::-1]
    return alt.Axis(
        values=shown, labelExpr=periods.label_expression(labels), title=None, ticks=True, tickColor=QUIET, tickSize=4
    )


def _break_layers(stops: Sequence[Break], labels: Sequence[str], width: int) -> list[alt.Chart]:
    """A dashed rule before each break, labelled at the top, or lower where labels would meet."""
    import altair as alt
    import pandas as pd

    layers = []
    per_place = width * 0.8 / max(1, len(labels) - 1)
    taken: list[tuple[float, float, int]] = []  # from, to, and the first line that is free below
    for stop in sorted(stops, key=lambda stop: periods.place_of(stop.period, labels)):
        at = periods.place_of(stop.period, labels) - 0.5
        if at < 0:
            raise ValueError(f"a break is at {stop.period!r}, the first period: nothing comes before it")
        right = at > (len(labels) - 1) * 0.6
        lines = frame.wrap_to(stop.label, 90 if is_narrow(width) else 160, SMALL)
        long = max(text_width(line, SMALL) for line in lines) + 12
        here = at * per_place
        start, end = (here - long, here) if right else (here, here + long)
        top = max((free for a, b, free in taken if a < end and start < b), default=0)
        taken.append((start, end, top + len(lines)))
        one = pd.DataFrame({"_place": [at], "_label": ["\n".join(lines)]})
        base = alt.Chart(one).encode(x=alt.X("_place:Q"))
        layers += [
            base.mark_rule(strokeDash=[4, 3], color=QUIET, strokeWidth=1.25),
            base.mark_text(
                align="right" if right else "left",
                baseline="top",
                dx=-6 if right else 6,
                fontSize=SMALL,
                color=MUTED,
                lineBreak="\n",
            ).encode(text=alt.Text("_label:N"), y=alt.YValue(top * (SMALL + 3))),
        ]
    return layers


def _end_labels(
    data: pd.DataFrame,
    y: str,
    series: str,
    per_px: float,
    scale: alt.Scale,
    format: str,
    values: str,
    width: float,
) -> list[alt.Chart]:
    """Each line's name and value behind its last point, kept apart; first values before."""
    import altair as alt

    last, first = data[data["_end"]].copy(), data[data["_start"]].copy()
    if is_narrow(width) and data["_shade"].nunique() > 1:
        last, first = last[last["_shade"] != QUIET], first[first["_shade"] != QUIET]
    number = [frame.format_number(value, format) if values != "none" else "" for value in last[y]]
    named = [f"{n} {v}".strip() for n, v in zip(last[series], number, strict=True)]
    room = 105 if is_narrow(width) else 230
    last["_label"] = ["\n".join(frame.wrap_to(text, room, TEXT, bold=True)) for text in named]
    first["_label"] = [frame.format_number(value, format) for value in first[y]]
    layers = []
    sides: tuple[tuple[pd.DataFrame, Literal["left", "right"], int], ...] = (
        (last, "left", 9), (first if values == "ends" else first[:0], "right", -9))
    weights: tuple[Literal[400, 600], ...] = (400, 600)
    for rows, align, dx in sides:
        rows = rows.assign(
            _at=rows[y].astype(float),
            _lines=rows["_label"].str.count("\n") + 1,
            _weight=[400 if shade == QUIET else 600 for shade in rows["_shade"]],
            _shade=rows["_shade"].map(TEXT_OF),
        )
        for _, same in rows.groupby("_place"):
            sizes = list(same["_lines"] * _LINE * per_px)
            rows.loc[same.index, "_at"] = frame.apart(list(same["_at"]), sizes)
        # Of lines of text Vega aligns the first only: each number of them has its own shift.
        for lines, weight in product(sorted(set(rows["_lines"])), weights):
            same = rows[(rows["_lines"] == lines) & (rows["_weight"] == weight)]
            if same.empty:
                continue
            layers.append(
                alt.Chart(same)
                .mark_text(
                    fontWeight=weight,
                    lineBreak="\n",
                    lineHeight=_LINE - 1,
                    dy=-(lines - 1) * (_LINE - 1) / 2,
                    align=align,
                    dx=dx,
                )
                .encode(
                    x=alt.X("_place:Q"),
                    y=alt.Y("_at:Q", scale=scale),
                    text=alt.Text("_label:N"),
                    color=alt.Color("_shade:N", scale=None),
                )
            )
    return layers

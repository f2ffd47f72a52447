"""Two values, an uncertain value, or many values, on one scale a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.charts import frame, reading
from coproduce.charts.palette import ACCENT, INK, MUTED, ORANGE, QUIET, TEXT_OF
from coproduce.charts.rows import is_narrow, reference_line, rows, text_width, two_widths
from coproduce.charts.theme import SMALL, WIDTH

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


@two_widths
def dot_range(
    df: pd.DataFrame,
    category: str,
    start: str,
    end: str,
    *,
    x_title: str,
    start_label: str,
    end_label: str,
    order: Sequence[str] | None = None,
    format: str = ",.0f",
    above: bool | None = None,
    width: int = WIDTH,
) -> alt.LayerChart:
    """From a diamond to a disc for each category, both values written.

    The labels stand in the title's line with their symbols. A row that lacks
    either value is refused.
    """
    import altair as alt

    data = frame.plain(df, category, start, end)
    data[category] = data[category].astype(str)
    frame.refuse_doubles(data, category)
    lacking = data[data[start].isna() | data[end].isna()]
    if len(lacking):
        raise ValueError(
            f"{category} {lacking.iloc[0][category]!r} lacks {start!r} or {end!r}: leave it out, and say so"
        )
    names = frame.in_order(data, category, order)
    low, high = frame.range_of(data[start], data[end], zero=False)
    written = {column: [frame.written(v, format) for v in data[column]] for column in (start, end)}
    room = text_width(max(written[start] + written[end], key=len)) + 18
    scale = alt.Scale(domain=[low, high], nice=False, padding=room)
    place = rows(category, names, width, 24, above, gap=8)
    data["_left"] = data[start] <= data[end]  # the start is the left one
    data = data.assign(_a=written[start], _b=written[end])
    tips = (f"{start_label}: {a}\n{end_label}: {b}" for a, b in zip(data["_a"], data["_b"], strict=True))
    data = reading.in_reading_order(reading.told(data, map(reading.tip, data[category], tips)), category, names)
    base = alt.Chart(data).encode(y=place.y)
    first = alt.X(f"{start}:Q", scale=scale, axis=None)
    last = alt.X(f"{end}:Q", scale=scale, axis=None)
    layers = [
        base.mark_rule(strokeWidth=3, color=QUIET).encode(x=first, x2=f"{end}:Q"),
        base.mark_point(filled=True, shape="diamond", size=150, color=ORANGE, opacity=1).encode(x=first),
        base.mark_circle(size=150, color=ACCENT, opacity=1).encode(x=last),
    ]
    for test, sides in (("datum._left", ("right", "left")), ("!datum._left", ("left", "right"))):
        for at, text, shade, side in ((first, "_a:N", MUTED, sides[0]), (last, "_b:N", INK, sides[1])):
            layers.append(
                base.transform_filter(test)
                .mark_text(align=side, dx=11 if side == "left" else -11, color=shade)
                .encode(x=at, text=text)
            )
    layers.append(reading.areas(base, height=24).encode(x=first, x2=f"{end}:Q"))
    y = alt.value(-place.room - 14)
    ahead = 30 + text_width(start_label, SMALL)
    for x, look, label in (
        (6, {"shape": "diamond", "color": ORANGE}, start_label),
        (ahead, {"shape": "circle", "color": ACCENT}, end_label),
    ):
        key = alt.Chart(alt.Data(values=[{"_label": label}]))
        layers += [
            key.mark_point(filled=True, size=130, opacity=1, **look).encode(x=alt.value(x), y=y),
            key.mark_text(align="left", fontSize=SMALL).encode(x=alt.value(x + 12), y=y, text="_label:N"),
        ]
    chart = alt.layer(*layers, *place.names).properties(width=width, height=place.height)
    return frame.titled(chart, x_title, width)


@two_widths
def interval(
    df: pd.DataFrame,
    category: str,
    estimate: str,
    low: str,
    high: str,
    *,
    x_title: str,
    reference: tuple[float, str] | None = None,
    highlight: Sequence[str] | None = None,
    order: Sequence[str] | None = None,
    format: str = ".1f",
    log: bool = False,
    above: bool | None = None,
    width: int = WIDTH,
) -> alt.LayerChart:
    """An estimate with its interval for each category.

    ``x_title`` says what the interval is (for instance "95% confidence
    interval"). ``reference`` is the value of no difference, with its label.
    ``log`` is for ratios. Raises ``ValueError`` for an estimate outside its
    interval.
    """
    import altair as alt

    data = frame.plain(df, category, estimate, low, high)
    data[category] = data[category].astype(str)
    frame.refuse_doubles(data, category)
    outside = data[~((data[low] <= data[estimate]) & (data[estimate] <= data[high]))]
    if len(outside):
        raise ValueError(f"{category} {outside.iloc[0][category]!r}: the estimate does not lie in its interval")
    names = frame.in_order(data, category, order)
    data["_shade"] = data[category].map(frame.group_colours(names, highlight))
    data["_label"] = [
        f"{frame.written(e, format)} ({frame.written(a, format)} to {frame.written(b, format)})"
        for e, a, b in zip(data[estimate], data[low], data[high], strict=True)
    ]
    data = reading.in_reading_order(data, category, names)
    data = reading.told(data, map(reading.tip, data[category], data["_label"]))
    ends = [*frame.range_of(data[low], data[high], zero=False), *([reference[0]] if reference else [])]
    lowest, highest = min(ends), max(ends)
    if log:
        if lowest <= 0:
            raise ValueError(f"a logarithmic scale needs values above 0; the lowest is {lowest:g}")
        domain = [lowest * 0.92, highest * 1.08]
        marks = [mark for mark in _LOG_MARKS if domain[0] <= mark <= domain[1]]
    else:
        marks = frame.ticks(lowest, highest, about=3 if is_narrow(width) else 5)
        domain = [marks[0], marks[-1]]
    scale = alt.Scale(domain=domain, nice=False, type="log" if log else "linear")
    axis = _value_axis(marks, format)
    place = rows(category, names, width, 42, above, gap=4)
    base = alt.Chart(data).encode(y=place.y)
    shade = alt.Color("_shade:N", scale=None)
    x = alt.X(f"{estimate}:Q", scale=scale, axis=axis)
    layers = reference_line(reference, place, names, scale, axis) if reference else []
    layers += [
        base.mark_rule(strokeWidth=4, opacity=1).encode(
            x=alt.X(f"{low}:Q", scale=scale, axis=axis), x2=f"{high}:Q", color=shade
        ),
        base.mark_circle(size=130, opacity=1).encode(x=x, color=shade),
        base.mark_text(dy=-14, fontSize=SMALL).encode(x=x, text="_label:N"),
        reading.spots(base.encode(x=x)),
    ]
    chart = alt.layer(*layers, *place.names).properties(width=width, height=place.height)
    return frame.titled(chart, x_title, width)


_LOG_MARKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


@two_widths
def strip(
    df: pd.DataFrame,
    value: str,
    *,
    x_title: str,
    name: str,
    highlight: Sequence[str] = (),
    group: str | None = None,
    order: Sequence[str] | None = None,
    format: str = ",.0f",
    zero: bool = False,
    above: bool | None = None,
    width: int = WIDTH,
) -> alt.LayerChart:
    """A tick for each of many areas, those in ``highlight`` longer and named.

    ``group`` splits them into rows. Areas without a value are not drawn: say in
    the caveat how many.
    """
    import altair as alt

    data = frame.plain(df, value, name, group)
    data[name] = data[name].astype(str)
    frame.refuse_doubles(data, name)
    frame.group_colours(list(data[name]), highlight)  # refuses names that are not there
    row = group or "_row"
    data[row] = data[row].astype(str) if group else ""
    data = data[data[value].notna()].copy()
    groups = frame.in_order(data, row, order)
    marks = frame.ticks(*frame.range_of(data[value], zero=zero), about=3 if is_narrow(width) else 5)
    scale = alt.Scale(domain=[marks[0], marks[-1]], nice=False)
    x = alt.X(f"{value}:Q", scale=scale, axis=_value_axis(marks, format))
    data["_seen"] = data[name].isin([str(item) for item in highlight])
    data = reading.in_reading_order(data.sort_values(value, kind="stable"), row, groups)
    written = [frame.written(v, format) for v in data[value]]
    data = reading.told(data, map(reading.tip, data[name], written), data[row])
    place = rows(row, groups, width, 60 if len(highlight) else 36, above)
    base = alt.Chart(data).encode(x=x, y=place.y)
    layers = [
        base.transform_filter("!datum._seen").mark_tick(thickness=1.5, size=20, color=QUIET, opacity=1),
        base.transform_filter("datum._seen").mark_tick(thickness=3.5, size=28, color=ACCENT, opacity=1),
        reading.spots(base),
    ]
    named = data[data["_seen"]].copy()
    if len(named):
        named["_label"] = [f"{n} {frame.written(v, format)}" for n, v in zip(named[name], named[value], strict=True)]
        named["_at"] = named[value].astype(float)
        plot = width - 16 - place.left
        per_px = (marks[-1] - marks[0]) / plot
        for _, same in named.groupby(row):
            sizes = [(text_width(text, SMALL, bold=True) + 12) * per_px for text in same["_label"]]
            named.loc[same.index, "_at"] = frame.apart(list(same["_at"]), sizes)
        layers.append(
            alt.Chart(named)
            .mark_text(dy=-22, fontWeight=600, fontSize=SMALL, color=TEXT_OF[ACCENT])
            .encode(x=alt.X("_at:Q", scale=scale, axis=_value_axis(marks, format)), y=place.y, text="_label:N")
        )
    chart = alt.layer(*layers, *place.names).properties(width=width, height=place.height)
    return frame.titled(chart, x_title, width)


def _value_axis(marks: Sequence[float], format: str) -> alt.Axis:
    import altair as alt

    return alt.Axis(
        values=list(marks), labelExpr=frame.number(format, marks), grid=True, domain=False, title=None
    )

"""Each kind of chart draws what it is given, and refuses what would mislead."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from coproduce import charts
from coproduce.charts import frame
from coproduce.charts.palette import INK, QUIET, SERIES

pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    return [" ".join("".join(t.itertext()).split()) for t in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def said(svg):
    return " ".join(texts(svg))


def paths(svg, stroke):
    return [p.get("d") for p in ElementTree.fromstring(svg).iter(f"{SVG}path") if p.get("stroke") == stroke]


KINDS = {
    "line": lambda t, n: charts.line(t, "period", "planted", colour="area", y_title="Trees planted"),
    "line-interval": lambda t, n: charts.line(
        t[t["area"] == "Dene"].assign(low=t["planted"] - 5, high=t["planted"] + 5),
        "period", "planted", y_title="Trees planted", interval=("low", "high"),
    ),
    "bars": lambda t, n: charts.bars(n, "area", "planted", x_title="Trees planted", highlight=["Dene"]),
    "stacked-bars": lambda t, n: charts.stacked_bars(
        n.melt("area", ["planted", "lost"], "what", "count"), "area", "what", "count",
        x_title="Trees", format=",.0f",
    ),
    "strip": lambda t, n: charts.strip(
        n, "planted", name="area", x_title="Trees planted by ward", highlight=["Ashby", "Dene"]
    ),
    "matrix": lambda t, n: charts.matrix(
        t[t["planted"] > 110], "area", "period", columns=sorted(t["period"].unique())
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_names_every_area_and_fits_both_widths(kind, trees, latest, figure):
    record = figure(KINDS[kind](trees, latest), name=kind)
    wide = said(record.svg)
    for area in ("Ashby", "Dene"):
        assert area in wide or kind == "line-interval"
    assert abs(record.width - 620) <= 2
    assert record.height > 40
    narrow = int(re.search(r'width="(\d+)"', record.svg_narrow).group(1))
    assert narrow <= 322
    for svg in (record.svg, record.svg_narrow):
        assert min(map(float, re.findall(r'font-size="([\d.]+)"', svg))) >= 13


def test_line_stops_at_the_missing_period_and_at_the_break(trees, figure):
    dene = trees[trees["area"] == "Dene"]
    chart = charts.line(
        dene, "period", "planted", y_title="Trees planted", breaks=[charts.Break("2023/24", "New register")]
    )
    svg = figure(chart).svg
    strokes = [d for d in paths(svg, SERIES[0]) if "L" in d]
    assert len(strokes) == 2  # 2018/19 to 2019/20, 2021/22 to 2022/23; 2023/24 is a point
    assert "stroke-dasharray" in svg
    assert "New register" in said(svg)


def test_line_of_other_series_goes_on_across_a_break_that_is_not_theirs(trees, figure):
    chart = charts.line(
        trees, "period", "planted", colour="area", y_title="Trees planted",
        breaks=[charts.Break("2022/23", "Boundary moved", series=("Ashby",))],
    )  # fmt: skip
    svg = figure(chart).svg
    # Ashby: 2018-20, 2021/22 alone, 2022-24. The second series: 2018-20, 2021-24.
    assert [d.count("L") for d in paths(svg, SERIES[0]) if "L" in d] == [1, 1]
    assert [d.count("L") for d in paths(svg, SERIES[1]) if "L" in d] == [1, 2]


def test_labels_of_neighbouring_breaks_stand_below_each_other(trees, figure):
    dene = trees[trees["area"] == "Dene"]
    chart = charts.line(
        dene, "period", "planted", y_title="Trees planted",
        breaks=[("2019/20", "Counted by ward wardens"), ("2020/21", "Counted from the air")],
    )  # fmt: skip
    heights = {
        " ".join("".join(t.itertext()).split()): float(re.search(r",(-?[\d.]+)\)", t.get("transform")).group(1))
        for t in ElementTree.fromstring(figure(chart).svg_narrow).iter(f"{SVG}text")
    }
    first, second = (next(y for text, y in heights.items() if text.endswith(end)) for end in ("wardens", "air"))
    assert second - first >= 16


def test_missing_value_interrupts_the_line(trees, figure):
    dene = trees[trees["area"] == "Dene"].copy()
    dene.loc[dene["period"] == "2022/23", "planted"] = float("nan")
    svg = figure(charts.line(dene, "period", "planted", y_title="Trees planted")).svg
    assert [d.count("L") for d in paths(svg, SERIES[0]) if "L" in d] == [1]


def test_columns_may_have_the_names_that_the_functions_use_themselves(trees, figure):
    odd = trees.rename(columns={"area": "label", "period": "place", "planted": "at"})
    svg = figure(charts.line(odd, "place", "at", colour="label", y_title="Trees planted")).svg
    assert "Dene 248" in said(svg)


def test_withheld_values_are_written_as_such(latest, figure):
    data = latest.assign(why=["", "withheld", "", ""])
    data.loc[data["area"] == "Beech Hill", "planted"] = float("nan")
    bars = figure(charts.bars(data, "area", "planted", x_title="Trees", missing="why")).svg
    assert "(withheld)" in said(bars)


def test_matrix_tells_states_apart_by_shape_and_marks_absence(latest, figure):
    pairs = pd.DataFrame(
        [("Ashby", "Oak", "yes"), ("Ashby", "Elm", "part"), ("Dene", "Oak", "planned")],
        columns=["area", "kind", "state"],
    )
    states = {"yes": "Planted", "part": "Planted in part", "planned": "Planned"}
    svg = figure(charts.matrix(pairs, "area", "kind", state="state", states=states)).svg
    assert "● Planted" in said(svg).replace("\u00a0", " ")
    dots = [c for c in ElementTree.fromstring(svg).iter(f"{SVG}circle") if c.get("fill") == QUIET]
    assert len(dots) == 1  # Dene has no elms
    rings = [c for c in ElementTree.fromstring(svg).iter(f"{SVG}circle") if c.get("stroke") == SERIES[1]]
    assert len(rings) == 1 and len(paths(svg, INK)) == 1


def test_reference_line_does_not_cross_the_values(latest, figure):
    spec = charts.bars(latest, "area", "planted", x_title="Trees", reference=(215.0, "Target 215")).to_dict()
    rows = [row for data in spec["datasets"].values() for row in data if "_drawn" in row]
    moved = {row["area"]: row["_at"] for row in rows if row["_at"] != row["_drawn"]}
    assert moved == {"Cedar Vale and Old Quay": 215.0}


REFUSED = [
    (lambda t: charts.line(t, "period", "planted", y_title="Trees"), ValueError, "more than one value"),
    (lambda t: charts.line(t, "year", "planted", y_title="Trees"), KeyError, "'year'; the data have area, period"),
    (lambda t: charts.line(t[:0], "period", "planted", y_title="Trees"), ValueError, "no rows"),
    (
        lambda t: charts.line(t[t.area == "Dene"], "period", "planted", y_title="T", breaks=[("2018/19", "New")]),
        ValueError, "nothing comes before",
    ),
    (
        lambda t: charts.line(t[t.area == "Dene"], "period", "planted", y_title="T", breaks=[("1999", "New")]),
        ValueError, "'1999', which is not a period",
    ),
    (
        lambda t: charts.line(t, "period", "planted", colour="area", y_title="T", highlight=["Elsewhere"]),
        ValueError, "'Elsewhere', which the data lack; they have Ashby",
    ),
    (lambda t: charts.line(t, "period", "planted", colour="area", y_title="T", format="%d"), ValueError, "number format"),
    (lambda t: charts.line(t, "period", "planted", colour="area", y_title="T", values="all"), ValueError, "'ends'"),
    (
        lambda t: charts.line(
            pd.concat([t.assign(area=t.area + str(i)) for i in range(2)]), "period", "planted", colour="area", y_title="T"
        ),
        ValueError, "8 series need 8 colours and there are 5",
    ),
    (lambda t: charts.bars(t, "area", "planted", x_title="T"), ValueError, "'Ashby' has more than one value"),
    (
        lambda t: charts.bars(t[:1].assign(planted=float("nan")), "area", "planted", x_title="T"),
        ValueError, "no value and no label",
    ),
    (
        lambda t: charts.bars(t[:1], "area", "planted", x_title="T", order=["Dene"]),
        ValueError, "order leaves out 'Ashby'",
    ),
    (
        lambda t: charts.stacked_bars(t[:3], "area", "period", "planted", x_title="T", parts=["2018/19"]),
        ValueError, "order leaves out",
    ),
    (
        lambda t: charts.stacked_bars(t[:6], "area", "period", "planted", x_title="T"),
        ValueError, "every part of every bar",
    ),
    (lambda t: charts.strip(t, "planted", name="area", x_title="T"), ValueError, "more than one value"),
    (
        lambda t: charts.matrix(t[:2].assign(state=["a", "b"]), "area", "period", state="state", states={"a": "A"}),
        ValueError, "does not name 'b'",
    ),
    (
        lambda t: charts.matrix(t[:4].assign(state=list("abcd")), "area", "period", state="state"),
        ValueError, "4 states",
    ),
    (lambda t: charts.matrix(t[:2].assign(period="x"), "area", "period"), ValueError, "paired twice"),
]  # fmt: skip


@pytest.mark.parametrize(("draw", "kind", "message"), REFUSED)
def test_what_would_mislead_is_refused(draw, kind, message, trees):
    with pytest.raises(kind, match=re.escape(message)):
        draw(trees)


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (638745, ",.0f", "638,745"),
        (12.25, ".1f%", "12.3%"),
        (-4.05, "+.1f", "−4.1"),
        (4, "+.1f%", "+4.0%"),
        (-0.01, ".1f", "0.0"),
        (9.95, "$.2fbn", "£9.95bn"),
        (float("nan"), ".1f", ""),
    ],
)
def test_values_are_written_as_in_prose(value, format, text):
    assert frame.format_number(value, format) == text


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 100, [0, 20, 40, 60, 80, 100]), (0, 0.9, [0, 0.2, 0.4, 0.6, 0.8, 1.0]), (3, 3, [3.0]), (0, 0, [0])],
)
def test_ticks_are_round(low, high, expected):
    assert frame.ticks(low, high)[0] <= low and frame.ticks(low, high)[-1] >= high
    if low != high:
        assert frame.ticks(low, high) == expected


def test_labels_are_moved_apart_and_stay_in_order():
    moved = frame.apart([10, 11, 30, 10.5], [4, 4, 4, 4])
    assert [round(value, 2) for value in moved] == [6.5, 14.5, 30, 10.5]

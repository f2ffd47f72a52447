"""A drawing that can be drawn and would still mislead, be cut or run off the page is refused by name."""

import os
import re
import subprocess
import sys

import altair as alt
import pandas as pd
import pytest

from coproduce.charts import FigureError

WARDS = pd.DataFrame({"ward": ["Ashby", "Dene"], "trees": [30, 40]})
BARS = alt.Chart(WARDS).mark_bar()
LONG = [f"The wards on the far side of the old canal, counted from the bridge, number {n}" for n in range(2)]


def area(domain=None, **scale):
    given = alt.Scale(domain=domain, **scale) if domain else alt.Scale(**scale)
    return BARS.encode(x=alt.X("trees:Q", title="Trees", scale=given), y="ward:N")


REFUSED = {
    "bars-cut-off": (area([20, 50]), "bars begin elsewhere than at nought (Trees)"),
    "bars-without-zero": (area(zero=False), "bars begin elsewhere than at nought (Trees)"),
    "bars-on-a-log": (area(type="log"), "bars begin elsewhere than at nought (Trees)"),
    "far-too-high": (area([0, 50]).properties(height=5800), "px high, and a page holds 900"),
    "points-outside": (
        alt.Chart(WARDS).mark_point().encode(x=alt.X("trees:Q", scale=alt.Scale(domain=[0, 35])), y="ward:N"),
        "1 of its marks (symbol) lie outside the plot",
    ),
    "labels-cut": (
        alt.Chart(WARDS.assign(ward=LONG)).mark_point().encode(x="trees:Q", y=alt.Y("ward:N", axis=alt.Axis(labelLimit=90))),
        "is cut, and 1 more",
    ),
    "an-emoji": (
        alt.Chart(WARDS.assign(ward=["Ashby 🌳", "Dene"])).mark_point().encode(x="trees:Q", y="ward:N"),
        "has the sign '🌳' (U+1F333)",
    ),
    "clamped": (area([0, 35], clamp=True), "its scale is clamped (Trees)"),
    "far-too-wide": (area([0, 50]).facet(column="ward:N"), "px wide, and a page holds 700"),
    "trail-outside": (
        alt.Chart(WARDS).mark_trail().encode(x=alt.X("trees:Q", scale=alt.Scale(domain=[0, 35])), y="trees:Q"),
        "1 of its marks (trail) lie outside the plot",
    ),
    "labels-cut-to-the-same": (
        alt.Chart(WARDS.assign(ward=LONG)).mark_point().encode(
            x="trees:Q", y=alt.Y("ward:N", axis=alt.Axis(labelExpr="slice(datum.label, 0, 9)"))),
        "two labels of one axis or key read 'The wards'",
    ),
    "dates-in-words": (
        alt.Chart(WARDS.assign(day=["3 May 2024", "4 May 2024"])).mark_point().encode(x="day:T", y="trees:Q"),
        "the dates in 'day' are text such as '3 May 2024'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_misleading_drawing_is_refused_and_the_figure_named(name, figure):
    chart, message = REFUSED[name]
    with pytest.raises(FigureError) as refused:
        figure(chart, name=name)
    assert str(refused.value).startswith(f"figure {name!r} cannot be made:")
    assert message in str(refused.value)


def test_a_sign_that_cannot_be_written_is_named_in_headline_and_subtitle_too(figure):
    with pytest.raises(FigureError) as refused:
        figure(area([0, 50]), name="growing", headline="Dene 🌳 grows", subtitle="Trees in 木")
    assert "figure 'growing'" in str(refused.value)
    assert "the headline 'Dene 🌳 grows' has the sign '🌳' (U+1F333)" in str(refused.value)
    assert "the subtitle 'Trees in 木'" in str(refused.value)


def test_bars_from_nought_and_ranges_are_drawn(figure):
    assert figure(area([0, 50]), name="from-nought").svg
    ranges = alt.Chart(WARDS.assign(low=10)).mark_bar().encode(
        x=alt.X("low:Q", scale=alt.Scale(domain=[5, 50])), x2="trees:Q", y="ward:N"
    )
    assert figure(ranges, name="ranges").svg


SCRIPT = """
import altair as alt, pandas as pd, json, vl_convert
from coproduce.charts import build_figure
from coproduce.evidence.records import SourceRef
df = pd.DataFrame({"day": ["2024-05-03", "2024-05-04"], "trees": [1, 2]})
for name, chart in CHARTS.items():
    figure = build_figure("c", name, chart, headline="H", subtitle="S", alt="Two points " * 6, provenance=["t:2"],
        sources=[SourceRef("s")], data=df)
    print(figure.svg, vl_convert.vega_to_svg(json.dumps(figure.interactive["wide"])))
"""


DAYS = {
    "points": 'alt.Chart(df).mark_point().encode(x=alt.X("day:T", axis=alt.Axis(format="%d %B")), y="trees:Q", tooltip="day:T")',
    "names of days": 'alt.Chart(df).mark_bar().encode(x=alt.X("monthdate(day):O", axis=alt.Axis(format="%d %B")), y="trees:Q")',
    "days computed": 'alt.Chart(df).transform_timeunit(of="monthdate(day)").mark_bar().encode('
                     'x=alt.X("of:O", axis=alt.Axis(labelExpr="utcFormat(datum.value, \'%d %B\')")), y="trees:Q")',
}


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_a_day_is_the_same_day_in_every_time_zone(zone):
    charts = ", ".join(f'"{name.replace(" ", "-")}": {chart}' for name, chart in DAYS.items())
    out = subprocess.run([sys.executable, "-c", SCRIPT.replace("CHARTS", f"{{{charts}}}")], env={**os.environ, "TZ": zone},
                         capture_output=True, text=True, check=True).stdout
    drawings = out.split("<svg")[1:]
    assert len(drawings) == 2 * len(DAYS), "each on the page, and once explored"
    for drawing in drawings:
        days = re.findall(r">(\d\d May)<", drawing)
        assert days and days[0] == "03 May" and days[-1] == "04 May"

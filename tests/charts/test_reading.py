"""What interactive charts tell of each value, drawn by the engine that draws the still ones."""

import copy

import altair as alt
import pandas as pd
import pytest
import vl_convert
from test_marks import KINDS

from coproduce import charts

pytestmark = pytest.mark.slow


def told(vega):
    """What each mark tells, in order, and where it stands: (text, x, y)."""
    vega = copy.deepcopy(vega)
    described(vega)

    def walk(mark, x, y):
        for item in mark.get("items", ()):
            here = x + item.get("x", 0), y + item.get("y", 0)
            if mark.get("marktype") == "group":
                for inner in item.get("items", ()):
                    yield from walk(inner, *here)
            elif item.get("description"):
                yield item["description"], *here

    return list(walk(vl_convert.vega_to_scenegraph(vega)["scenegraph"], 0, 0))


def described(part):
    """Tooltips said as descriptions, which the engine gives out with the drawing."""
    for mark in part.get("marks", ()):
        look = mark.get("encode", {}).get("update", {})
        look.pop("description", None)
        if "tooltip" in look:
            look["description"] = look["tooltip"]
        described(mark)


FIRST_AND_LAST = {
    "line": ("Ashby\n2018/19: 100", "Dene\n2023/24: 248"),
    "line-interval": ("2018/19: 220 (215 to 225)", "2023/24: 248 (243 to 253)"),
    "bars": ("Dene\n248", "Ashby\n128"),
    "stacked-bars": ("Ashby\nplanted: 128", "Dene\nlost: 32"),
    "strip": ("Ashby\n128", "Dene\n248"),
    "matrix": ("Ashby\n2018/19: no", "Dene\n2023/24: yes"),
}
COUNTS = {"line": 20, "line-interval": 5, "stacked-bars": 8, "matrix": 20}


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_is_told_once_in_reading_order_at_both_widths(kind, trees, latest, figure):
    record = figure(KINDS[kind](trees, latest), name=kind)
    wide, narrow = (told(record.interactive[width]) for width in ("wide", "narrow"))
    assert [text for text, *_ in wide] == [text for text, *_ in narrow]
    assert (wide[0][0], wide[-1][0]) == FIRST_AND_LAST[kind]
    assert len({text for text, *_ in wide}) == len(wide) == COUNTS.get(kind, 4)
    assert all(-1 <= x <= record.width and -1 <= y <= record.height for _, x, y in wide)


def test_bars_in_another_order_are_told_in_that_order(latest, figure):
    order = ["Dene", "Ashby", "Cedar Vale and Old Quay", "Beech Hill"]
    chart = charts.bars(latest, "area", "planted", x_title="Trees", order=order)
    assert [text.partition("\n")[0] for text, *_ in told(figure(chart).interactive["wide"])] == order


def test_withheld_values_are_told_as_such(latest, figure):
    lacking = latest.assign(planted=latest["planted"].where(latest["area"] != "Dene"), why="withheld")
    chart = charts.bars(lacking, "area", "planted", x_title="Trees", missing="why")
    assert "Dene\n(withheld)" in [text for text, *_ in told(figure(chart).interactive["wide"])]


def test_an_authors_own_chart_tells_what_its_marks_encode(figure):
    data = pd.DataFrame({"area": ["Ashby", "Dene"], "planted": [3, 4]})
    base = alt.Chart(data).encode(x=alt.X("planted:Q", title="Trees"), y=alt.Y("area:N", title="Ward"))
    chart = base.mark_bar() + base.mark_text().encode(text="planted")
    marks = figure(chart, data=data).interactive["wide"]["marks"]
    telling = {mark["type"]: mark["encode"]["update"].get("tooltip", {}).get("signal", "") for mark in marks}
    assert "Trees" in telling["rect"] and "Ward" in telling["rect"]
    assert telling["text"] == ""  # beside the bars, which tell the same


def test_an_authors_own_words_are_kept(figure):
    data = pd.DataFrame({"area": ["Ashby", "Dene"], "planted": [3, 4], "told": ["three", "four"]})
    chart = alt.Chart(data).mark_bar().encode(x="planted", y="area", tooltip="told:N")
    assert [text for text, *_ in told(figure(chart, data=data).interactive["wide"])] == ["three", "four"]


def test_what_is_told_does_not_show_in_the_still_chart(trees, figure):
    record = figure(charts.line(trees, "period", "planted", colour="area", y_title="Trees"))
    assert 'opacity="0"' not in record.svg
    assert record.svg.count("<circle") == 4  # the last of each line

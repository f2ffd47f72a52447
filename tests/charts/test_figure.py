"""A figure has all its parts or is not made, and says all that it lacks."""

import pandas as pd
import pytest

from coproduce import charts
from coproduce.charts import FigureError
from coproduce.evidence.records import from_json, to_json


@pytest.fixture
def chart(latest):
    return charts.bars(latest, "area", "planted", x_title="Trees planted")


LACKING = [
    ({"headline": "  "}, "headline is missing"),
    ({"headline": None}, "headline is missing"),
    ({"subtitle": ""}, "subtitle is missing"),
    ({"alt": ""}, "alt is missing"),
    ({"alt": None}, "alt is missing"),
    ({"alt": "Four bars."}, "has 10 characters, fewer than 40"),
    ({"alt": "Dene planted most trees in every year."}, "alt repeats the headline"),
    ({"alt": "Chart of trees planted in four wards over five years."}, "alt begins with 'Chart of'"),
    ({"alt": "An image showing trees planted in four wards over years."}, "alt begins with 'An image showing'"),
    ({"provenance": ()}, "provenance is missing"),
    ({"sources": ()}, "sources are missing"),
    ({"data": None}, "data is missing"),
    ({"data": pd.DataFrame({"a": []})}, "data has no rows"),
    ({"columns": {"wards": "Ward"}}, "columns names 'wards', which data lacks; it has area, period"),
    ({"name": "Trees planted"}, "'Trees planted' is not made of lower-case letters"),
]


@pytest.mark.parametrize(("change", "message"), LACKING)
def test_a_lacking_part_is_named(change, message, chart, figure):
    with pytest.raises(FigureError) as refused:
        figure(chart, **change)
    assert message in str(refused.value)
    assert str(refused.value).count("\n  - ") == 1


def test_all_lacking_parts_are_named_at_once(chart, figure):
    with pytest.raises(FigureError) as refused:
        figure(chart, headline="", subtitle="", alt="", sources=(), provenance=(), data=None)
    assert str(refused.value).startswith("figure 'trees-planted' cannot be made:")
    assert str(refused.value).count("\n  - ") == 6


def test_what_is_not_a_chart_is_refused(figure):
    with pytest.raises(FigureError, match="chart is str, not an Altair chart"):
        figure("chart.png")


def test_a_chart_of_nothing_is_refused(figure):
    import altair as alt

    nothing = alt.Chart(pd.DataFrame({"x": [], "y": []})).mark_point().encode(x=alt.X("x:Q", axis=None), y=alt.Y("y:Q", axis=None))
    with pytest.raises(FigureError, match="the chart is empty"):
        figure(nothing)


def test_a_colour_of_ones_own_is_refused(figure, latest):
    import altair as alt

    with pytest.raises(FigureError, match="#ff0000 is not one of the report's"):
        figure(alt.Chart(latest).mark_bar(color="#ff0000").encode(x="planted:Q", y="area:N"))


def test_missing_cells_show_their_label(chart, figure):
    data = pd.DataFrame(
        {
            "area": ["Ashby", "Dene", "Oakley"],
            "planted": [5.0, float("nan"), None],
            "planted_missing": ["", "withheld", ""],
            "native": [True, False, True],
        }
    )
    record = figure(chart, data=data)
    assert [column.name for column in record.columns] == ["area", "planted", "native"]
    assert record.data == (("Ashby", 5, "yes"), ("Dene", "withheld", "no"), ("Oakley", "", "yes"))


def test_columns_choose_order_and_titles(chart, figure, trees):
    record = figure(chart, columns={"planted": "Trees planted", "area": "Ward"})
    assert [(c.title, c.align) for c in record.columns] == [("Trees planted", "right"), ("Ward", "left")]
    assert record.data[0] == (100, "Ashby")
    assert len(record.data) == len(trees)


def test_record_keeps_the_specification_and_survives_json(chart, figure):
    import json

    record = figure(chart)
    assert record.vega["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert from_json(json.loads(json.dumps(to_json(record)))) == record


def test_changed_chart_is_laid_out_for_a_telephone_all_the_same(chart, figure):
    record = figure(chart.properties(height=300))
    assert '<svg' in record.svg_narrow and record.svg_narrow != record.svg

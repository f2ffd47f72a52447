"""A dial moves along the rows of a figure's data, and says of each what it means; one that cannot work is refused."""

from __future__ import annotations

import pytest

from coproduce import charts
from coproduce.charts import Dial, FigureError
from coproduce.evidence.records import from_json, to_json

SENTENCE = "In {area} {planted:,.0f} trees were planted and {lost} lost."
TURNED = {"column": "area", "label": "Ward", "sentence": SENTENCE, "start": "Dene", "ends": ("few", " many ")}


@pytest.fixture
def made(figure, latest):
    """Build the figure of the latest year with a dial, the parts given being other than usual."""
    chart = charts.bars(latest, "area", "planted", x_title="Trees planted")

    def build(data=latest, **changes):
        return figure(chart, data=data, dial=Dial(**{**TURNED, **changes}), columns={"area": "Ward"})

    return build


def test_it_holds_a_sentence_for_each_row_also_of_columns_that_are_not_shown(made, latest):
    dial = made().dial
    assert dial["steps"][0] == ["Ashby", "In Ashby 128 trees were planted and 32 lost."]
    assert [position for position, _ in dial["steps"]] == list(latest["area"])
    assert (dial["label"], dial["ends"], dial["start"]) == ("Ward", ["few", "many"], 3)


def test_numbers_are_positions_as_the_table_shows_them(made, latest):
    dial = made(latest.assign(threshold=[0.5, 0.95, 0.999, 1.0]), column="threshold", start=1).dial
    assert [position for position, _ in dial["steps"]] == ["0.5", "0.95", "0.999", "1"] and dial["start"] == 3


def test_it_survives_being_kept(made):
    record = made()
    assert from_json(to_json(record)).dial == record.dial != {}


def test_a_figure_has_none_unless_it_is_asked_for(figure, latest):
    assert figure(charts.bars(latest, "area", "planted", x_title="Trees planted")).dial == {}


@pytest.mark.parametrize(("changes", "message"), [
    ({"label": " "}, "dial: its label is missing"),
    ({"sentence": ""}, "dial: its sentence is missing"),
    ({"column": "ward"}, "dial: data lacks 'ward'; it has area, period, planted, lost"),
    ({"sentence": "{felled} trees"}, "dial: data lacks 'felled'"),
    ({"start": "Elm Row"}, "dial: start 'Elm Row' is no position; they are Ashby, Beech Hill"),
    ({"column": "period", "start": "2023/24"}, "dial: 'period' holds 2023/24 more than once"),
    ({"sentence": "{area:,.0f} trees"}, "dial: its sentence cannot be filled in"),
    ({"sentence": "{area trees"}, "dial: its sentence cannot be filled in"),
    ({"sentence": "{} trees"}, "dial: its sentence cannot be filled in"),
])
def test_a_dial_that_cannot_work_is_refused(made, changes, message):
    with pytest.raises(FigureError) as refused:
        made(**changes)
    assert str(refused.value).count("\n  - ") == 1 and message in str(refused.value)


def test_a_dial_needs_two_rows(made, latest):
    with pytest.raises(FigureError, match="dial: data has 1 row, and a dial needs two or more"):
        made(latest.tail(1))

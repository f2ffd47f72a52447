"""The ledger: every number to its rows and sources, every contribution to its use."""

from __future__ import annotations

import csv
import io
import json

import pytest

from coproduce.ground.csv_text import csv_text


@pytest.fixture(scope="module")
def ledger(web_edition):
    return json.loads((web_edition.folder / "ledger.json").read_text(encoding="utf-8"))


def test_every_value_reaches_rows_with_source_and_locator(ledger, executed_tiny):
    report, results = executed_tiny
    assert [v["name"] for v in ledger["values"]] == list(results.values)
    for value in ledger["values"]:
        assert value["rows"], value["name"]
        for row in value["rows"]:
            lines = report.data.resource(row["resource"]).path.read_text(encoding="utf-8").splitlines()
            cells = lines[row["line"] - 1].split(",")
            assert row["source"] in cells and row["locator"] in cells
            assert row["url"] == report.data.sources()[row["source"]].url


def test_value_says_all_about_itself(ledger):
    (value,) = [v for v in ledger["values"] if v["name"] == "trees-latest"]
    assert {k: value[k] for k in ("text", "raw", "unit", "calculation", "sources", "registered_in", "chapters")} == {
        "text": "1,188", "raw": 1188, "unit": "count", "calculation": "Sum over the streets",
        "sources": ["wardens-2025"], "registered_in": "survival", "chapters": ["index", "survival"]}


def test_value_that_only_a_conclusion_names_counts_as_used_there(ledger):
    (value,) = [v for v in ledger["values"] if v["name"] == "survival"]
    assert value["chapters"] == ["index", "survival", "streets"]
    assert (value["low"], value["high"]) == (88.0, 94.0)


def test_numbers_of_sources_are_those_of_the_pages(ledger):
    assert {id_: s["number"] for id_, s in ledger["sources"].items()} == {
        "wardens-2025": 1, "wardens-2023": 2, "parish-letter": 3}


def test_contributions_say_where_they_went(ledger):
    (one,) = [c for c in ledger["contributions"] if c["id"] == "parish-watering"]
    assert one["status"] == "used"
    assert [(u["chapter"], u["conclusion"], u["stance"]) for u in one["uses"]] == [
        ("survival", "watering-works", "supports")]
    assert one["mentioned_in"] == ["index"]


def test_anonymous_contributor_stays_so(ledger):
    (one,) = [c for c in ledger["contributions"] if c["id"] == "east-volunteer"]
    assert one["credit"] == "Anonymous"


def test_conclusions_list_what_they_rest_on(ledger):
    assert [(c["kind"], c["number"], c["name"]) for c in ledger["conclusions"]] == [
        ("conclusion", 1, "watering-works"), ("recommendation", 1, "water-first-summer")]
    assert ledger["conclusions"][0]["values"] == ["survival", "trees-latest"]


def test_csv_has_the_same_values(ledger, web_edition):
    text = (web_edition.folder / "ledger.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(r["name"], r["text"]) for r in rows] == [(v["name"], v["text"]) for v in ledger["values"]]
    assert rows[0]["rows"] == "counts:4; counts:7; counts:10"


@pytest.mark.parametrize("cell", ["=1+1", "+44 20 7946 0000", "-a", "@SUM(A1)", "\tx", "\r=x"])
def test_csv_never_holds_a_formula(cell):
    ((written,),) = csv.reader(io.StringIO(csv_text(["head"], [[cell]]).partition("\n")[2]))
    assert written == "'" + cell.replace("\r", "\n")


@pytest.mark.parametrize(("cell", "written"), [(-3.5, "-3.5"), ("-3.5", "-3.5"), (None, ""), (float("nan"), ""), ("a,b", '"a,b"')])
def test_csv_keeps_numbers_and_leaves_missing_cells_empty(cell, written):
    assert csv_text(["head", "x"], [[cell, "x"]]) == f"head,x\n{written},x\n"


def test_csv_head_is_guarded_too():
    assert csv_text(["=head"], []) == "'=head\n"

"""What one ledger changes for readers of another."""

import copy
import json

import pytest

from coproduce.editions.compare.changes import compare
from coproduce.editions.compare.editions import read_ledger
from coproduce.editions.compare.text_report import as_markdown, as_text
from coproduce.ground.problems import ProblemsFound

LEDGER = {
    "values": [
        {
            "name": "trees", "label": "Street trees", "text": "1,188", "raw": 1188, "low": None, "high": None,
            "chapters": ["index", "survival"], "rows_checksum": "r1",
            "sources": [{"id": "census", "locator": "table 2"}],
        },
        {
            "name": "share", "label": "Share", "text": "14.6%", "raw": 14.56, "low": None, "high": None,
            "chapters": ["index"], "rows_checksum": "r2", "sources": [],
        },
    ],
    "figures": [
        {"name": "by-year", "title": "More trees", "subtitle": "s", "alt": "a", "caveat": "",
         "chapter": "survival", "data_checksum": "d1", "sources": []},
    ],
    "tables": [],
    "conclusions": [
        {"name": "watering", "kind": "conclusion", "title": "Water", "statement": "Water helps."},
    ],
    "contributions": [{"id": "letter", "title": "A letter", "status": "noted", "uses": [], "text_checksum": "t"}],
    "pages": [{"name": "index", "title": "Trees"}, {"name": "survival", "title": "Most live"}],
}


@pytest.fixture
def pair():
    return copy.deepcopy(LEDGER), copy.deepcopy(LEDGER)


def test_the_same_edition_changes_nothing(pair):
    old, new = pair
    assert not compare(old, new)
    assert as_text(compare(old, new)) == "Readers see no change."


def test_code_rearranged_is_no_change(pair):
    old, new = pair
    new["values"].reverse()
    new["values"][0]["calculation"] = "Told in other words"
    new["values"][1]["provenance"] = ["counts:99"]
    assert not compare(old, new)


@pytest.mark.parametrize(
    ("also", "cause"),
    [
        ({"rows_checksum": "r9", "raw": 1200}, "data row"),
        ({"raw": 1200}, "calculation"),
        ({"sources": [{"id": "other", "locator": ""}], "raw": 1200, "rows_checksum": "r9"}, "source"),
        ({}, "wording"),
    ],
)
def test_a_changed_number_names_its_cause_and_pages(pair, also, cause):
    old, new = pair
    new["values"][0].update({"text": "1,200", **also})
    changes = compare(old, new)
    (number,) = changes.numbers_changed
    assert (number.name, number.old, number.new, number.cause) == ("trees", "1,188", "1,200", cause)
    assert changes.pages_affected == ["index", "survival"]
    assert "1,188 → 1,200; cause: " + cause in as_text(changes)
    assert not changes.figures_changed


def test_figures_conclusions_contributions_and_pages(pair):
    old, new = pair
    new["figures"][0]["data_checksum"] = "d2"
    new["conclusions"][0]["statement"] = "Water helps most."
    new["conclusions"].append({"name": "plant", "kind": "recommendation", "title": "Plant", "statement": "."})
    new["contributions"][0]["status"] = "used"
    new["contributions"].append({"id": "b", "title": "B", "status": "used", "uses": [], "text_checksum": "u"})
    new["pages"].pop()
    del new["values"][1]
    changes = compare(old, new)
    assert changes.figures_changed[0].what == "data"
    assert changes.conclusions_reworded[0].detail == "was: Water. Water helps."
    assert changes.conclusions_added[0].name == "plant"
    assert changes.contributions_changed[0].detail == "disposition noted → used"
    assert changes.contributions_added[0].detail == "used"
    assert changes.pages_removed[0].name == "survival"
    assert changes.numbers_removed[0].name == "share"
    back = compare(new, old)
    assert back.conclusions_dropped[0].name == "plant"
    assert back.contributions_removed[0].name == "b"
    assert json.dumps(changes.to_json())


def test_markdown_shows_hostile_titles_as_typed(pair):
    old, new = pair
    new["pages"].append({"name": "x", "title": "<img src=x onerror=alert(1)> @team [a](b)"})
    text = as_markdown(compare(old, new))
    assert "\\<img src=x onerror=alert(1)\\>" in text
    assert "\\@team \\[a\\](b)" in text


def test_neither_folder_nor_revision(tiny):
    with pytest.raises(ProblemsFound) as raised:
        read_ledger("no-such-edition", tiny.paths.root)
    assert "neither a built folder" in str(raised.value)

"""Names for messages: the likest first, and nothing where nothing is like it."""

from __future__ import annotations

from coproduce.ground.suggestions import did_you_mean, list_nearest, nearest, nearest_or

NAMES = ["plans", "places", "planes", "sources"]


def test_the_likest_comes_first_and_no_more_than_asked_for():
    assert nearest("plan", NAMES) == ["plans"]
    assert nearest("plan", NAMES, n=2) == ["plans", "planes"]
    assert nearest("xyz", NAMES, n=3) == []


def test_keys_that_are_no_text_can_be_compared():
    assert nearest(20255, [2024, 2025]) == ["2025"]


def test_sentences_are_empty_where_nothing_is_alike():
    assert did_you_mean("sorces", NAMES) == "Did you mean ‘sources’? "
    assert did_you_mean("xyz", NAMES) == ""
    assert list_nearest("plan", NAMES) == " Nearest: plans, planes, places."
    assert list_nearest("xyz", NAMES) == ""


def test_what_is_expected_falls_back_on_the_general_words():
    assert nearest_or("one of 4 names", "plan", NAMES) == "‘plans’?"
    assert nearest_or("one of 4 names", "plan", NAMES, n=2) == "‘plans’ or ‘planes’?"
    assert nearest_or("one of 4 names", "xyz", NAMES) == "one of 4 names"

"""Small numbers of people are withheld, also where they could be worked out."""

from __future__ import annotations

import pandas as pd
import pytest

from coproduce.evidence.disclosure import suppress


def people(*counts, **columns):
    return pd.DataFrame({"people": counts, **columns})


def shown(frame):
    return [None if pd.isna(count) else int(count) for count in frame["people"]]


@pytest.mark.parametrize("counts, expected", [
    ([50, 9, 3, 40], [50, None, None, 40]),  # two small ones protect each other
    ([50, 3, 40, 0], [50, None, None, 0]),  # one alone: the next smallest goes too
    ([50, 10, 0], [50, 10, 0]),  # at the threshold, and nought, are published
    ([3, 0], [None, 0]),  # nothing left that could protect it but nought
    ([50, 3, 12, 12], [50, None, None, 12]),  # the upper one of equals
])
def test_small_counts_and_what_would_give_them_away_are_withheld(counts, expected):
    result = suppress(people(*counts), "people", 10)
    assert shown(result) == expected
    assert list(result["people_missing"]) == ["withheld" if count is None else "" for count in expected]


def test_each_group_with_a_total_is_protected_by_itself():
    frame = people(30, 4, 20, 30, 20, 15, place=["a", "a", "a", "b", "b", "b"])
    assert shown(suppress(frame, "people", 10, within="place")) == [30, None, None, 30, 20, 15]


def test_what_was_missing_before_keeps_its_reason():
    frame = people(50, None, 3, 2, people_missing=["", "not asked", "", ""])
    assert list(suppress(frame, "people", 10)["people_missing"]) == ["", "not asked", "withheld", "withheld"]


def test_the_frame_given_is_left_alone_and_rows_keep_their_names():
    frame = people(50, 3, 20).set_index(pd.Index(["a:2", "a:3", "a:4"]))
    result = suppress(frame, "people", 10)
    assert list(frame["people"]) == [50, 3, 20]
    assert list(result.index) == ["a:2", "a:3", "a:4"]


@pytest.mark.parametrize("counts, threshold, message", [([1, 2], 1, "withholds nothing"), ([-1], 10, "not a count"),
                                                        ([2.5], 10, "not a count")])
def test_what_are_no_counts_of_people_is_refused(counts, threshold, message):
    with pytest.raises(ValueError, match=message):
        suppress(people(*counts), "people", threshold)

"""Small numbers of people are withheld, also where they could be worked out."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coproduce.evidence.disclosure import suppress


def people(*counts, **columns):
    return pd.DataFrame({"people": counts, **columns})


def shown(frame):
    return [None if pd.isna(count) else int(count) for count in frame["people"]]


@pytest.mark.parametrize("counts, expected", [
    ([50, 9, 3, 40], [50, None, None, 40]),  # two small ones protect each other
    ([50, 3, 40, 0], [50, None, None, 0]),  # one alone: the next smallest goes too
    ([50, 10, 0], [50, 10, 0]),  # at the threshold, and nought, are published
    ([1, 1, 100, 200], [None, None, None, 200]),  # two that add up to 2 must both be 1
    ([9, 9, 40, 50], [None, None, None, 50]),  # two small ones that add up to 18 must both be 9
    ([5, 6, 100], [None, None, 100]),
    ([], []),
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
    frame = people(50, None, 9, 2, people_missing=["", "not asked", "", ""])
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


@pytest.mark.parametrize("counts, message", [
    ([3, 0, 0, 0], "‘people’ cannot be protected: .*total still gives it away"),  # noughts are published, and protect nothing
    ([3], "cannot be protected"),
    ([20, 0, 3, None], "would have to be withheld"),
    ([2, 3], "too few people in all"),
    ([9, 9, 40], "every count of ‘people’ would have to be withheld .*Merge categories"),
])
def test_where_nothing_is_left_to_hide_it_is_said_without_the_numbers(counts, message):
    with pytest.raises(ValueError, match=message) as refused:
        suppress(people(*counts), "people", 10)
    assert not {"3", "9", "18", "40"} & set(str(refused.value).replace("(", " ").split())


def test_a_group_that_cannot_be_protected_is_named():
    frame = people(30, 40, 4, 0, place=["a", "a", "b", "b"])
    with pytest.raises(ValueError, match="in place ‘b’: "):
        suppress(frame, "people", 10, within="place")


def test_totals_of_rows_and_of_columns_are_taken_together():
    # Each row and each column has two small counts or more, and yet both together give one away:
    # the totals of the upper two rows less those of the left two columns.
    small = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3), (0, 2)]
    cells = [(row, column) for row in range(4) for column in range(4)]
    frame = people(*(6 if cell in small else 50 for cell in cells), place=[row for row, _ in cells], age=[column for _, column in cells])
    alone = suppress(frame, "people", 10, within=["place"])
    assert alone["people"].isna().sum() == 9
    both = suppress(frame, "people", 10, within=[["place"], ["age"]])
    assert both["people"].isna().sum() > 9
    assert both["people"][[cell in small for cell in cells]].isna().all()
    upper_right, lower_left = ([cell not in small and (cell[0] < 2) == (cell[1] > 1) and (cell[0] < 2) == upper for cell in cells]
                               for upper in (True, False))
    assert both["people"][upper_right].isna().any() or both["people"][lower_left].isna().any()


def test_more_than_two_breakdowns_are_refused():
    with pytest.raises(ValueError, match="names 3 breakdowns"):
        suppress(people(50, 60, a="x", b="x", c="x"), "people", 10, within=[["a"], ["b"], ["c"]])


def solutions(counts, hidden, groups, most):
    """Every way to fill in the hidden places with whole numbers from 1 to ``most`` and the same totals."""
    totals = [sum(counts[place] for place in group if place in hidden) for group in groups]
    for filled in product(range(1, most + 1), repeat=len(hidden)):
        found = dict(zip(hidden, filled))
        if all(sum(found.get(place, 0) for place in group) == total for group, total in zip(groups, totals)):
            yield filled


def assert_in_doubt(counts, hidden, groups, threshold):
    """No hidden count has one possible value, for a reader who knows totals, and for one who takes all hidden for small."""
    for most in (max(counts) + 3, threshold - 1):
        ways = list(solutions(counts, hidden, groups, most))
        if most >= max(counts):
            assert ways
        for values in zip(*ways):
            assert len(set(values)) > 1, (counts, hidden, most)


def protected(counts, threshold, within, **columns):
    """The places hidden; a table that is refused proves nothing and is left out."""
    try:
        result = suppress(people(*counts, **columns), "people", threshold, within=within)
    except ValueError as error:
        assert "cannot be protected" in str(error) or "have to be withheld" in str(error)
        assume(False)
    return [place for place, count in enumerate(result["people"]) if pd.isna(count)]


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=5), st.integers(2, 5))
def test_no_withheld_count_can_be_worked_out_from_the_total(counts, threshold):
    hidden = protected(counts, threshold, ())
    assert all(place in hidden for place, count in enumerate(counts) if 0 < count < threshold)
    assert not hidden or sum(counts[place] for place in hidden) >= threshold
    assert_in_doubt(counts, hidden, [range(len(counts))], threshold)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(st.lists(st.integers(0, 6), min_size=6, max_size=6), st.integers(2, 3), st.sampled_from([2, 3]))
def test_no_withheld_count_can_be_worked_out_from_totals_of_rows_and_columns(counts, threshold, wide):
    rows = [place // wide for place in range(6)]
    columns = [place % wide for place in range(6)]
    hidden = protected(counts, threshold, [["row"], ["column"]], row=rows, column=columns)
    groups = [[place for place in range(6) if kind[place] == key] for kind in (rows, columns) for key in set(kind)]
    assert_in_doubt(counts, hidden, groups, threshold)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(st.integers(0, 30), min_size=9, max_size=9))
def test_each_group_with_something_withheld_hides_enough(counts):
    place = list("aaabbbccc")
    hidden = protected(counts, 10, "place", place=place)
    for name in "abc":
        inside = [counts[i] for i in hidden if place[i] == name]
        assert not inside or (len(inside) > 1 and sum(inside) >= 10)

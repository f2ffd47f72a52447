"""Order of periods, gaps and breaks."""

import pandas as pd
import pytest

from coproduce.charts.periods import complete, place_of, runs


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["2019/20", "2022/23"], ["2019/20", "2020/21", "2021/22", "2022/23"]),
        (["2022", "2019", "2020"], ["2019", "2020", "2021", "2022"]),
        (["1998/99", "2000/01"], ["1998/99", "1999/00", "2000/01"]),
        (["2019-20", "2021-22"], ["2019-20", "2020-21", "2021-22"]),
        (["January 2025", "May 2025"], ["January 2025", "May 2025"]),
        (["2019", "2020/21"], ["2019", "2020/21"]),
        (["2019/20", "2021-22"], ["2019/20", "2021-22"]),
    ],
)
def test_complete(given, expected):
    assert complete(given) == expected


@pytest.mark.parametrize(
    ("places", "present", "breaks", "expected"),
    [
        ([0, 1, 2], [True, True, True], [], [0, 0, 0]),
        ([0, 1, 3], [True, True, True], [], [0, 0, 1]),
        ([0, 1, 2], [True, False, True], [], [0, 1, 1]),
        ([0, 1, 2], [True, True, True], [2], [0, 0, 1]),
        ([0, 3], [True, True], [2], [0, 1]),
    ],
)
def test_runs_end_at_gaps_missing_values_and_breaks(places, present, breaks, expected):
    found = runs(pd.Series(places), pd.Series(present), breaks)
    joined = [a == b for a, b in zip(found, found[1:], strict=False)]
    assert joined == [a == b for a, b in zip(expected, expected[1:], strict=False)]


def test_break_at_an_unknown_period_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"'2031'.*2019 to 2020"):
        place_of("2031", ["2019", "2020"])

"""Data as reports have them, about street trees, and a shorthand for figures."""

from itertools import product

import pandas as pd
import pytest

from coproduce.charts import build_figure
from coproduce.charts.rows import narrow_of
from coproduce.evidence.records import SourceRef

AREAS = ("Ashby", "Beech Hill", "Cedar Vale and Old Quay", "Dene")
YEARS = ("2018/19", "2019/20", "2021/22", "2022/23", "2023/24")


@pytest.fixture
def trees() -> pd.DataFrame:
    rows = [
        {"area": area, "period": year, "planted": 100.0 + 40 * i + 7 * j, "lost": 20 + 3 * j}
        for (i, area), (j, year) in product(enumerate(AREAS), enumerate(YEARS))
    ]
    return pd.DataFrame(rows, index=pd.Index([f"trees:{n}" for n in range(2, len(rows) + 2)], name="row"))


@pytest.fixture
def latest(trees) -> pd.DataFrame:
    return trees[trees["period"] == YEARS[-1]]


@pytest.fixture
def figure(trees):
    """Build a figure whose parts are all there, but for those given."""

    def build(chart, name="trees-planted", **changes):
        # A build does not hold charts of the package against Vega-Lite's schema again: here it is done.
        if hasattr(chart, "to_dict") and (narrow := narrow_of(chart)):
            assert chart.to_dict(validate=True) and narrow.to_dict(validate=True)
        parts = {
            "headline": "Dene planted most trees in every year",
            "subtitle": "Street trees planted, four wards, 2018/19 to 2023/24",
            "alt": "Line chart of four rising lines; Dene is highest throughout, at 248 in the last year.",
            "provenance": tuple(trees.index),
            "sources": (SourceRef("tree-register", "table 1"),),
            "data": trees,
        }
        return build_figure("streets", name, chart, **{**parts, **changes})

    return build

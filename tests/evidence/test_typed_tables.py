"""Typed tables whose rows can be named, whatever a chapter does with them."""

from __future__ import annotations

import pandas as pd
import pytest

from coproduce.evidence.validation import check_package
from coproduce.ground.problems import ProblemsFound
from coproduce.report import Report


def test_the_index_is_the_line_in_the_file(tiny):
    counts = tiny.data.table("counts")
    lines = (tiny.paths.data / "counts.csv").read_text(encoding="utf-8").splitlines()
    assert counts.index.name == "row"
    for row in counts.index:
        name, line = row.split(":")
        assert name == "counts"
        assert lines[int(line) - 1].startswith(f"{counts.at[row, 'street']},{counts.at[row, 'year']},")


def test_columns_have_the_types_of_their_fields(tiny):
    types = {name: str(kind) for name, kind in tiny.data.table("counts").dtypes.items()}
    assert types == {"street": "str", "year": "int64", "trees": "Int64", "trees_missing": "str", "planted": "Int64",
                     "series_break": "boolean", "source": "str", "locator": "str"}


def test_a_mark_for_missing_keeps_its_meaning(tiny):
    counts = tiny.data.table("counts")
    gone = counts[counts["trees"].isna()]
    assert list(gone["trees_missing"]) == ["not counted"]
    assert set(counts.loc[counts["trees"].notna(), "trees_missing"]) == {""}


def test_different_marks_stay_different(tiny):
    file = tiny.paths.data / "counts.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",1012,", ",c,"), encoding="utf-8")
    counts = Report(tiny.paths.root).data.table("counts")
    assert set(counts["trees_missing"]) == {"", "not counted", "withheld"}


def test_a_large_number_keeps_its_last_digit(tiny):
    file = tiny.paths.data / "counts.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",1012,", ",9007199254740993,"), encoding="utf-8")
    assert 9007199254740993 in Report(tiny.paths.root).data.table("counts")["trees"].dropna().tolist()


@pytest.mark.parametrize("change", [
    lambda t: t[t["year"] == 2025], lambda t: t.query("street == 'mill-lane'"), lambda t: t.sort_values("trees"),
    lambda t: t.assign(share=t["trees"] / 2), lambda t: pd.concat([t[:2], t[5:]]), lambda t: t.dropna(),
    lambda t: t.drop(columns="source"), lambda t: t.nlargest(2, "trees"),
], ids=["mask", "query", "sort", "assign", "concat", "dropna", "drop", "nlargest"])
def test_rows_keep_their_names(tiny, change):
    counts = tiny.data.table("counts")
    after = change(counts)
    assert len(after) and set(after.index) <= set(counts.index)
    for row in after.index:
        assert after.at[row, "street"] == counts.at[row, "street"]
    assert tiny.data.row_sources(after.index)


def test_dates_and_decimals_are_read_by_their_type(tiny):
    text = tiny.paths.package.read_text(encoding="utf-8")
    text = text.replace("{name: name, type: string", "{name: name, type: date").replace("example: Mill Lane", "example: '2025-01-31'")
    text = text.replace("{name: ward, type: string", "{name: ward, type: number").replace("example: East", "example: 1.5").replace(", enum: [East, West]", "")
    tiny.paths.package.write_text(text, encoding="utf-8")
    (tiny.paths.data / "streets.csv").write_text(
        "id,name,ward,source,locator\nmill-lane,2025-01-31,0.1,wardens-2025,t\norchard-road,2024-12-01,2,wardens-2025,t\n"
        "station-street,2024-12-01,-3.25,wardens-2025,t\n", encoding="utf-8")
    report = Report(tiny.paths.root)
    assert check_package(report.data) == []
    streets = report.data.table("streets")
    assert streets["name"].dt.year.tolist() == [2025, 2024, 2024]
    assert streets["ward"].tolist() == [0.1, 2.0, -3.25]


@pytest.mark.parametrize("old, new, message", [
    (",40,", ",forty,", "line 2, trees: ‘forty’ is not a whole number"), ("street,year", "year,street", "line 1: the columns stand in another order"),
    (",false,", ",perhaps,", "line 2, series_break: ‘perhaps’ is not true or false"),
])
def test_an_unsound_table_is_refused_even_unchecked(tiny, old, new, message):
    file = tiny.paths.data / "counts.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsFound, match=message):
        Report(tiny.paths.root).data.table("counts")

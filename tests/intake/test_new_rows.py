"""Rows of tables that are typed in at the terminal: each cell is checked at once, and all rows are appended or none."""

from __future__ import annotations

import pytest
from terminal import everything, run

from coproduce.evidence.validation import check_package
from coproduce.ground.problems import ProblemsFound
from coproduce.intake.new_rows import append, dependants
from coproduce.report import Report

STREET = ["hill-road", "Hill Road", "East", "wardens-2025", "table 3"]


def test_rows_are_appended_with_those_that_belong_to_them(tiny):
    before = (tiny.paths.data / "counts.csv").read_text()
    result = run(tiny, "case-study", *STREET, "y", "2025", "12", "3", "false", "", "table 4", "n", "y")
    assert result.exit_code == 0, result.output
    assert (tiny.paths.data / "streets.csv").read_text().endswith("hill-road,Hill Road,East,wardens-2025,table 3\n")
    assert (tiny.paths.data / "counts.csv").read_text() == before + "hill-road,2025,12,3,false,wardens-2025,table 4\n"
    assert check_package(Report(tiny.paths.root).data) == []


def test_a_new_source_is_asked_for_when_it_is_named(tiny):
    source = ["y", "Letter", "Council", "", "2026", "https://trees.example.org/letter", "", "web-page", ""]
    result = run(tiny, "case-study", *STREET[:3], "council-2026", *source, "page 1", "n", "y")
    assert result.exit_code == 0, result.output
    assert Report(tiny.paths.root).data.sources()["council-2026"].title == "Letter"
    assert check_package(Report(tiny.paths.root).data) == []


@pytest.mark.parametrize(
    "place, wrong, said",
    [(1, "", "blank, but must not be"), (2, "North", "‘North’ is not allowed here"), (4, "", "blank, but must not be")],
)
def test_a_wrong_cell_is_explained_and_asked_again(tiny, place, wrong, said):
    typed = [*STREET[:place], wrong, *STREET[place:]]
    result = run(tiny, "row streets", *typed, "y")
    assert said in result.output and result.exit_code == 0, result.output
    assert "hill-road,Hill Road,East" in (tiny.paths.data / "streets.csv").read_text()


def test_a_source_that_is_nearly_one_is_not_added_by_mistake(tiny):
    result = run(tiny, "row streets", *STREET[:3], "warden-2025", "n", *STREET[3:], "y")
    assert "Nearest: wardens-2025" in result.output
    assert "warden-2025," not in (tiny.paths.data / "sources.csv").read_text()


def test_what_makes_the_package_unsound_is_not_written(tiny):
    before = everything(tiny)
    result = run(tiny, "row streets", "mill-lane", *STREET[1:], "y")
    assert result.exit_code == 1 and "stands on line 2 already" in result.output
    assert everything(tiny) == before


@pytest.mark.parametrize("typed", [STREET, [*STREET, "n"], STREET[:2], []])
def test_a_stop_leaves_the_tables_as_they_were(tiny, typed):
    before = everything(tiny)
    run(tiny, "row streets", *typed)
    assert everything(tiny) == before


def test_an_unknown_table_gets_a_hint(tiny):
    result = run(tiny, "row street")
    assert result.exit_code == 1 and "Nearest: streets" in result.output


def test_a_report_without_case_studies_says_what_to_set(tiny):
    config = tiny.paths.config
    config.write_text(config.read_text().replace("  case_studies: streets\n", ""))
    result = run(tiny, "case-study")
    assert result.exit_code == 1 and "case_studies" in result.output


def test_line_ends_of_a_table_are_kept_and_a_missing_one_is_added(tiny):
    file = tiny.paths.data / "streets.csv"
    file.write_bytes(file.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    append(tiny.data, {"streets": [dict(zip(tiny.data.resource("streets").field_names, STREET))]})
    assert file.read_bytes() == before + b"\r\nhill-road,Hill Road,East,wardens-2025,table 3\r\n"


def test_all_tables_change_or_none(tiny):
    names = {n: tiny.data.resource(n).field_names for n in ("streets", "counts")}
    before = everything(tiny)
    with pytest.raises(ProblemsFound):
        append(tiny.data, {
            "streets": [dict(zip(names["streets"], STREET))],
            "counts": [dict(zip(names["counts"], ["no-such-street", "2025", "1", "1", "false", "wardens-2025", "t 1"]))],
        })
    assert everything(tiny) == before


def test_tables_that_refer_to_a_table_are_found_by_its_schema(tiny):
    assert [r.name for r in dependants(tiny.data, "streets")] == ["counts"]
    assert [r.name for r in dependants(tiny.data, "counts")] == []

"""Rows: each mistake gives its own message with line, value seen and what is expected."""

from __future__ import annotations

import json

import pytest

from coproduce.evidence import validation
from coproduce.evidence.validation import check_package
from coproduce.report import Report

HEADER = "street,year,trees,planted,series_break,source,locator"
GOOD = "mill-lane,2026,44,5,false,wardens-2025,table 2"


def check_with(report: Report, *rows: str, header: str = HEADER, ending: str = "\n") -> list:
    """Problems of the table of counts holding one good row and these."""
    text = ending.join([header, "mill-lane,2019,40,4,false,wardens-2023,table 2", *rows]) + ending
    (report.paths.data / "counts.csv").write_bytes(text.encode())
    return [p for p in check_package(Report(report.paths.root).data) if p.path == "data/counts.csv"]


BAD_ROWS = [
    ("mill-lane,2026,forty,5,false,wardens-2025,t 2", "data.type", "trees", "‘forty’ is not a whole number",
     "Living trees counted", "Correct"),
    ('mill-lane,2026,"1,200",5,false,wardens-2025,t 2', "data.type", "trees", "‘1,200’ is not", "for example 42",
     "Write 1200"),
    ("mill-lane,2026,4.5,5,false,wardens-2025,t 2", "data.type", "trees", "‘4.5’ is not", "‘c’ (withheld)", ""),
    ("mill-lane,2026,,5,false,wardens-2025,t 2", "data.type", "trees", "blank does not mean ‘missing’", "‘:’ (not",
     ""),
    ("mill-lane,2026,x,5,false,wardens-2025,t 2", "data.type", "trees", "‘x’ is not", "‘:’ (not counted)", ""),
    ("mill-lane,2026,-3,5,false,wardens-2025,t 2", "data.constraint", "trees", "‘-3’ breaks a rule", "at least 0",
     ""),
    ("mill-lane,2026,44,5,perhaps,wardens-2025,t 2", "data.type", "series_break", "‘perhaps’", "true or false", ""),
    ("mill-lane,20X6,44,5,false,wardens-2025,t 2", "data.type", "year", "‘20X6’ is not a year", "2025", ""),
    (",2026,44,5,false,wardens-2025,t 2", "data.constraint", "street", "is blank", "Id of the street", ""),
    ("mil-lane,2026,44,5,false,wardens-2025,t 2", "data.reference", "street", "‘mil-lane’ is not in data/streets.csv",
     "a value of id", "‘mill-lane’"),
    ("mill-lane,2026,44,5,false,wardens-2052,t 2", "data.unknown-source", "source", "‘wardens-2052’ is not in",
     "data/sources.csv", "‘wardens-2025’"),
    ("mill-lane,2026,44,5,false,,t 2", "data.constraint", "source", "is blank", "Where the row comes from", ""),
    ("mill-lane,2026,44,5,false,wardens-2025,", "data.constraint", "locator", "is blank", "Where in the source", ""),
    ("mill-lane,2019,44,5,false,wardens-2025,t 2", "data.duplicate", "street, year",
     "‘mill-lane, 2019’ stands on line 2 already", "each once", "Delete"),
    ("mill-lane,2026,44,5,false,wardens-2025, t 2", "data.space", "locator", "‘ t 2’ has a space", "‘t 2’", "Delete"),
    ("mill-lane,2026,44,5,false,wardens-2025", "data.ragged", "", "this row has 6 cells, the header has 7", HEADER,
     "missing commas"),
    ("mill-lane,2026,1,200,5,false,wardens-2025,t 2", "data.ragged", "", "this row has 8 cells", HEADER,
     "double quotes"),
    ('mill-lane,2026,44,5,false,wardens-2025,"t\n2"', "data.line-break", "", "holds a line break", "one line", "Join"),
    ('mill-lane,2026,44,5,false,wardens-2025,"t" 2', "data.quotes", "", "not CSV", "quotation marks", "double"),
    ("", "data.blank-line", "", "is blank", "one row on every line", "Delete"),
]


@pytest.mark.parametrize("row, code, field, message, expected, action", BAD_ROWS,
                         ids=[f"{case[1]}-{i}" for i, case in enumerate(BAD_ROWS)])
def test_a_bad_row_is_one_problem_with_all_four_parts(tiny, row, code, field, message, expected, action):
    [problem] = check_with(tiny, row, GOOD.replace("2026", "2018"))
    assert (problem.line, problem.code, problem.field) == (3, code, field)
    assert message in problem.message
    assert expected in problem.expected
    assert action in problem.action and problem.action


BAD_HEADERS = [
    (HEADER.replace("trees", "tree"), ["‘tree’ is not declared", "‘trees’ is missing"]),
    (HEADER.replace("trees,planted", "planted,trees"), ["another order"]),
    (HEADER + ",note", ["‘note’ is not declared"]),
    (HEADER.replace(",locator", ""), ["‘locator’ is missing"]),
    (HEADER.replace("planted", "trees"), ["given 2 times", "‘planted’ is missing"]),
]


@pytest.mark.parametrize("header, messages", BAD_HEADERS, ids=range(len(BAD_HEADERS)))
def test_a_header_that_is_not_as_declared_is_named_column_by_column(tiny, header, messages):
    found = [p for p in check_with(tiny, header=header) if p.code == "data.header"]
    assert [p.line for p in found] == [1] * len(found)
    for message in messages:
        assert any(message in p.message for p in found)


def test_the_wrong_encoding_is_named_with_its_line(tiny):
    (tiny.paths.data / "counts.csv").write_bytes(
        f"{HEADER}\n{GOOD}\nmill-lane,2027,4,4,false,wardens-2025,caf\xe9\n".encode("latin-1"))
    [problem] = check_package(tiny.data)
    assert (problem.path, problem.line, problem.code) == ("data/counts.csv", 3, "input.encoding")
    assert "0xe9" in problem.message


@pytest.mark.parametrize("content, message", [(b"", "empty"), (b"a\0b\n", "null character")])
def test_a_file_that_is_no_table_is_a_problem(tiny, content, message):
    (tiny.paths.data / "counts.csv").write_bytes(content)
    assert message in check_package(tiny.data)[0].message


def test_all_problems_of_all_tables_come_in_one_run(tiny):
    streets = tiny.paths.data / "streets.csv"
    streets.write_text(streets.read_text(encoding="utf-8").replace("East", "Esat", 1), encoding="utf-8")
    check_with(tiny, "mil-lane,20X6,-3,5,perhaps,nobody,", GOOD)
    found = check_package(Report(tiny.paths.root).data)
    assert {p.path for p in found} == {"data/streets.csv", "data/counts.csv"}
    assert {p.field for p in found} == {"ward", "street", "year", "trees", "series_break", "source", "locator"}
    assert "Did you mean ‘East’?" in next(p.action for p in found if p.field == "ward")


def test_windows_line_endings_and_a_byte_order_mark_are_no_problem(tiny):
    assert check_with(tiny, GOOD, ending="\r\n") == []
    file = tiny.paths.data / "counts.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    report = Report(tiny.paths.root)
    assert check_package(report.data) == []
    assert list(report.data.table("counts").index) == ["counts:2", "counts:3"]


def test_a_row_needs_source_and_locator_even_where_the_schema_forgets(tiny):
    text = tiny.paths.package.read_text(encoding="utf-8")
    at = text.index("- name: counts")
    late = text[at:].replace("example: wardens-2025, constraints: {required: true}", "example: wardens-2025")
    late = late.replace("example: table 2, constraints: {required: true}", "example: table 2")
    late = late.replace("        - {fields: [source], reference: {resource: sources, fields: [id]}}\n", "")
    tiny.paths.package.write_text(text[:at] + late, encoding="utf-8")
    found = check_with(tiny, "mill-lane,2026,44,5,false,,", "mill-lane,2027,44,5,false,nobody,t 2")
    assert [(p.line, p.code) for p in found] == [
        (4, "data.unknown-source"), (3, "data.no-source"), (3, "data.no-locator")]


def test_an_example_that_breaks_its_own_rule_is_a_problem(tiny):
    text = tiny.paths.package.read_text(encoding="utf-8")
    tiny.paths.package.write_text(text.replace('example: "42"', "example: plenty"), encoding="utf-8")
    [problem] = check_package(Report(tiny.paths.root).data)
    assert (problem.code, problem.field) == ("data.example", "trees")
    assert "‘plenty’" in problem.message
    line = tiny.paths.package.read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert "name: trees" in line


def test_a_sound_table_is_not_checked_twice_and_a_changed_one_is(tiny, monkeypatch):
    assert check_package(tiny.data) == []
    checked = []
    check = validation._Checker.check
    monkeypatch.setattr(validation._Checker, "check",
                        lambda self, resource: checked.append(resource.name) or check(self, resource))
    assert check_package(Report(tiny.paths.root).data) == []
    assert checked == []
    assert check_with(tiny, "mill-lane,2026,44,-5,false,wardens-2025,t 2")[0].field == "planted"
    assert checked == ["counts"]
    assert check_with(tiny, "mill-lane,2026,44,-5,false,wardens-2025,t 2"), "a fault is reported until it is mended"


def test_a_change_in_a_table_referred_to_is_noticed(tiny):
    assert check_package(tiny.data) == []
    streets = tiny.paths.data / "streets.csv"
    streets.write_text(streets.read_text(encoding="utf-8").replace("mill-lane,", "mill-road,", 1), encoding="utf-8")
    found = check_package(Report(tiny.paths.root).data)
    assert {(p.path, p.code) for p in found} == {("data/counts.csv", "data.reference")}


def test_a_damaged_memory_of_checks_is_ignored(tiny):
    assert check_package(tiny.data) == []
    cache = tiny.paths.cache / validation.CACHE_NAME
    assert set(json.loads(cache.read_text(encoding="utf-8"))) == {"sources", "streets", "counts"}
    cache.write_text("{broken", encoding="utf-8")
    assert check_package(Report(tiny.paths.root).data) == []

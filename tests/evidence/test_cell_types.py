"""One reader of cells: what the check finds sound a chapter can read, and what it refuses has its line."""

from __future__ import annotations

import pytest
from commands import coproduce

from coproduce.evidence.cell_types import CellFault, cell_reader
from coproduce.evidence.schema import Field
from coproduce.evidence.validation import check_package
from coproduce.ground.problems import ProblemsFound
from coproduce.report import Report

INTEGERS = ["1_000", "9999999999999999999999", "-9223372036854775809", "nan", "٣", "１２", "0x10", "1e3", "4.0", "+", "- 3",
            "1\N{NO-BREAK SPACE}000", "None"]
NUMBERS = ["1_000", "1_0.5", "nan", "NaN", "inf", "-Infinity", "1e999", "٣", "٣.٥", "0x10", "1,5", ".", "e3", "None", "NA",
           "\N{MINUS SIGN}3", "12%"]
YEARS = ["٢٠٢٦", "+202", "-202", "2_26", "20.6", "26"]
DATES = ["2025-1-3", "2025-02-30", "٢٠٢٥-٠١-٠٣", "20250103", "2025-W01-1", "0000-01-01", "03/01/2025"]
BOOLEANS = ["yes", "t", "１", "true.", "1.0"]
MONTHS = ["2025-13", "2025-1", "25-01", "2025", "2025-01-31", "٢٠٢٥-٠١"]
REFUSED = [(kind, cell) for kind, cells in [
    ("integer", INTEGERS), ("number", NUMBERS), ("year", YEARS), ("date", DATES), ("boolean", BOOLEANS),
    ("yearmonth", MONTHS)] for cell in cells]
ACCEPTED = [
    ("integer", "0", 0), ("integer", "-7", -7), ("integer", "+7", 7), ("integer", "007", 7),
    ("integer", "9223372036854775807", 2**63 - 1), ("number", "12", 12.0), ("number", "-0.25", -0.25),
    ("number", ".5", 0.5), ("number", "1.", 1.0), ("number", "1e3", 1000.0), ("number", "1.5E-2", 0.015),
    ("number", "0.1", 0.1), ("number", "9999999999999999999999", 1e22), ("year", "2026", 2026), ("boolean", "TRUE", True),
    ("boolean", "0", False), ("string", "nan", "nan"), ("string", "٣", "٣"), ("yearmonth", "2025-01", "2025-01"),
    ("any", "1_000", "1_000"),
]


def with_cell(report: Report, kind: str, cell: str) -> Report:
    """The tiny report, one of whose tables has a field of that type, and in it that cell on line 3."""
    package = report.paths.package
    text = package.read_text(encoding="utf-8")
    good = {"integer": "1", "number": "1.5", "year": "2025", "date": "2025-01-31", "boolean": "true", "yearmonth": "2025-01",
            "string": "East", "any": "East"}[kind]
    changed = text.replace("{name: ward, type: string", f"{{name: ward, type: {kind}").replace(
        "example: East", f"example: '{good}'").replace(", enum: [East, West]", "")
    assert changed != text
    package.write_text(changed, encoding="utf-8")
    (report.paths.data / "streets.csv").write_text(
        f'id,name,ward,source,locator\nmill-lane,Mill Lane,{good},wardens-2025,t\norchard-road,Orchard,"{cell}",wardens-2025,t\n'
        f"station-street,Station,{good},wardens-2025,t\n", encoding="utf-8")
    return Report(report.paths.root)


@pytest.mark.parametrize("kind, cell", REFUSED, ids=[f"{kind}-{i}" for i, (kind, _) in enumerate(REFUSED)])
def test_a_cell_not_of_its_type_is_one_problem_with_line_and_column_for_check_and_chapter_alike(tiny, kind, cell):
    report = with_cell(tiny, kind, cell)
    [problem] = check_package(report.data)
    assert (problem.path, problem.line, problem.field, problem.code) == ("data/streets.csv", 3, "ward", "data.type")
    assert f"‘{cell}’" in problem.message
    with pytest.raises(ProblemsFound) as raised:
        report.data.table("streets")
    assert raised.value.problems == [problem]


@pytest.mark.parametrize("kind, cell, value", ACCEPTED, ids=[f"{kind}-{i}" for i, (kind, *_) in enumerate(ACCEPTED)])
def test_a_sound_cell_is_read_as_its_value(tiny, kind, cell, value):
    report = with_cell(tiny, kind, cell)
    assert check_package(report.data) == []
    read = report.data.table("streets")["ward"].iloc[1]
    assert read == value
    assert cell_reader(Field("ward", kind))(cell) == value


@pytest.mark.slow
def test_the_command_names_row_and_column_and_shows_no_traceback(tiny, tmp_path):
    report = with_cell(tiny, "integer", "9999999999999999999999")
    done = coproduce("--report", str(report.paths.root), "check", cwd=tmp_path)
    assert done.returncode == 1
    told = done.stdout + done.stderr
    assert "data/streets.csv" in told and "line 3, ward: ‘9999999999999999999999’ is too large" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("cell, hint", [
    ("1_000", "Write 1000."), ("1,200", "Write 1200."), ("£5", "Write 5."), ("٣", "Write 3."), ("１２", "Write 12."),
    ("\N{MINUS SIGN}3", "Write -3."),
])
def test_a_number_written_another_way_is_said_in_digits(tiny, cell, hint):
    [problem] = check_package(with_cell(tiny, "integer", cell).data)
    assert problem.action.startswith(hint)


def test_marks_for_missing_values_are_not_read_as_values():
    field = Field("trees", "integer", missing=((":", "not counted"), ("-1", "withheld")))
    assert cell_reader(field)(":") is None
    assert cell_reader(field)("-1") is None
    with pytest.raises(CellFault, match="blank does not mean"):
        cell_reader(field)("")


CONSTRAINTS = [
    ("integer", "minimum: 3", "2", "at least 3"), ("integer", "maximum: 3", "4", "at most 3"),
    ("number", "exclusiveMinimum: 0", "0.0", "more than 0"), ("number", "exclusiveMaximum: 1", "1", "less than 1"),
    ("date", "minimum: 2025-01-01", "2024-12-31", "at least 2025-01-01"), ("yearmonth", "maximum: 2025-06", "2025-07", "at most 2025-06"),
    ("string", "minLength: 3", "ab", "at least 3 characters"), ("string", "maxLength: 4", "abcde", "at most 4 characters"),
    ("string", "pattern: East|West", "Eastern", "matching East|West"), ("string", "pattern: East|West", "Far West", "matching East|West"),
    ("string", "enum: [East, West]", "North", "is not allowed here"), ("integer", "enum: [1, 2]", "3", "is not allowed here"),
]


@pytest.mark.parametrize("kind, constraint, cell, message", CONSTRAINTS, ids=[f"{case[0]}-{i}" for i, case in enumerate(CONSTRAINTS)])
def test_a_broken_constraint_is_said_in_words(tiny, kind, constraint, cell, message):
    report = with_cell(tiny, kind, cell)
    text = report.paths.package.read_text(encoding="utf-8")
    at = text.index("name: ward")
    line = text[at:text.index("\n", at)]
    package = text.replace(line, line.replace("required: true", "required: true, " + constraint).replace("example: '1.5'", "example: '0.5'").replace(
        "example: '1'", "example: '3'" if "minimum" in constraint else "example: '1'"))
    assert package != text
    report.paths.package.write_text(package, encoding="utf-8")
    found = [problem for problem in check_package(Report(report.paths.root).data) if problem.line == 3 and problem.path.endswith("streets.csv")]
    [problem] = found
    assert problem.code == "data.constraint"
    assert message in problem.message


def test_an_allowed_value_may_be_written_in_any_form_of_its_type():
    from coproduce.evidence.constraints import constraint_check

    field = Field("share", "number", constraints=(("enum", (0.5, 1)),))
    assert constraint_check(field)(cell_reader(field)("1.0")) == ""
    assert constraint_check(field)(cell_reader(field)("2")) == "enum"

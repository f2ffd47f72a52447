"""What became of contributions: asked one by one, or filled in in a spreadsheet, and never half-written."""

from __future__ import annotations

import csv
import datetime as dt
import re

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from coproduce.check import check
from coproduce.cli import main
from coproduce.contributions.files import Contributions
from coproduce.report import Report

NOTED = {"status": "noted", "reason": "Says the same as others."}
USED = {"status": "Used", "conclusion": "watering-works", "stance": "challenges", "how": "Says that some die."}


def run(report, *arguments, typed=()):
    return CliRunner().invoke(main, ["--report", str(report.paths.root), "dispose", *map(str, arguments)],
                              input="".join(line + "\n" for line in typed))


def many(tiny, count: int) -> list[str]:
    """Contributions of which nobody has recorded what became."""
    text = (tiny.paths.contributions / "east-volunteer.md").read_text()
    ids = [f"voice-{'abcdefghijklmnopqrstuvwxyz'[n // 26]}{'abcdefghijklmnopqrstuvwxyz'[n % 26]}" for n in range(count)]
    for id in ids:
        (tiny.paths.contributions / f"{id}.md").write_text(text.replace("title: ", "title: =Voice, or "))
    return ids


def written(tiny) -> dict[str, str]:
    return {f.stem: f.read_text() for f in sorted(tiny.paths.dispositions.glob("voice-*.yml"))}


def exported(tiny, tmp_path, count: int):
    """A spreadsheet of :func:`many` contributions."""
    many(tiny, count)
    file = tmp_path / "open.xlsx"
    run(tiny, "--export", file)
    return file


def filled(file, rows: dict[int, dict[str, str]], save_as=None):
    """``file``, an exported .xlsx, with ``rows`` (counted as people see them) filled in."""
    book = load_workbook(file)
    sheet = book["Dispositions"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number, cells in rows.items():
        for name, value in cells.items():
            sheet.cell(number, columns[name]).value = value
    book.save(save_as or file)
    return save_as or file


# --- asked one by one


def test_each_contribution_is_shown_and_asked_and_its_file_written(tiny):
    many(tiny, 3)
    result = run(tiny, typed=["", "1", "watering-works", "2", "Says that some die.", "", "n", "noted", "Says the same.", "later"])
    assert result.exit_code == 0, result.output
    assert "1 of 3  voice-aa" in result.output and "=Voice, or" in result.output and "2 written, 1 left" in result.output
    found = Contributions.read(tiny.paths).dispositions
    use = found["voice-aa"].uses[0]
    assert (use.chapter, use.conclusion, use.stance, use.how) == ("survival", "watering-works", "qualifies", "Says that some die.")
    assert (found["voice-ab"].status, found["voice-ab"].reason, found["voice-ab"].by) == ("noted", "Says the same.", "editors")
    assert set(written(tiny)) == {"voice-aa", "voice-ab"}


def test_a_person_stops_and_goes_on_where_they_were(tiny):
    many(tiny, 3)
    run(tiny, typed=["", "noted", "One."])  # and then the terminal is closed
    assert set(written(tiny)) == {"voice-aa"}
    result = run(tiny, typed=["", "noted", "Two.", "stop"])
    assert set(written(tiny)) == {"voice-aa", "voice-ab"} and "1 written, 1 left" in result.output
    run(tiny, typed=["", "noted", "Three."])
    assert "Nothing to do" in run(tiny).output
    assert check(Report(tiny.paths.root)) == []


@pytest.mark.parametrize("wrong, said", [
    ("", "This is needed"), ("Ring 07700 900123", "a telephone number"), ("x" * 401, "401 characters"), ("a\u202eb", "cannot be seen"),
])
def test_a_faulty_reason_is_asked_again(tiny, wrong, said):
    many(tiny, 1)
    result = run(tiny, typed=["", "noted", wrong, "Says the same."])
    assert said in result.output and "reason: Says the same." in written(tiny)["voice-aa"]


def test_a_chapter_that_is_not_there_and_a_conclusion_given_twice_are_told(tiny):
    many(tiny, 1)
    use = ["watering-works", "supports", "Names thirst."]
    result = run(tiny, typed=["", "used", *use, "survivel", "survival", "y", *use, "", "n"])
    assert "There is no chapter 'survivel'. Nearest: survival" in result.output and "is listed twice" in result.output
    assert written(tiny)["voice-aa"].count("conclusion:") == 1


def test_what_is_not_sound_is_not_shown_but_counted(tiny):
    many(tiny, 2)
    (tiny.paths.contributions / "voice-ab.md").write_text("no fields")
    result = run(tiny, typed=["", "stop"])
    assert "1 of 1  voice-aa" in result.output and "1 more cannot be shown" in result.output


# --- the check


def test_the_check_tells_of_many_missing_ones_once_and_names_ten(tiny):
    ids = many(tiny, 30)
    [problem] = check(tiny)
    assert problem.code == "disposition.unaccounted" and "30 contributions" in problem.message
    assert [id in problem.message for id in ids] == [True] * 10 + [False] * 20 and "20 more" in problem.message
    assert "coproduce dispose" in problem.action
    result = CliRunner().invoke(main, ["--report", str(tiny.paths.root), "check"])
    assert result.exit_code == 1 and result.output.count("disposition.unaccounted") == 1


# --- a spreadsheet


def test_what_people_fill_in_comes_back(tiny, tmp_path):
    many(tiny, 5)
    file = tmp_path / "open.xlsx"
    assert "5 to decide on" in run(tiny, "--export", file).output
    sheet = load_workbook(file)["Dispositions"]
    assert [cell.value for cell in sheet["A"]] == ["contribution", "voice-aa", "voice-ab", "voice-ac", "voice-ad", "voice-ae"]
    assert sheet["B2"].data_type == "s" and sheet["B2"].value.startswith("=Voice"), "shown, not computed"
    offered = {v.formula1 for v in sheet.data_validations.dataValidation}
    assert '"used,noted,out-of-scope"' in offered and len(offered) == 3
    filled(file, {2: USED, 3: NOTED | {"decided": "2026-02-21", "by": "the table"}, 5: {"status": "Out of scope", "reason": "On hedges."},
                  7: {"contribution": "voice-aa"} | USED | {"chapter": "streets", "stance": "supports"}})
    result = run(tiny, "--import", file)
    assert result.exit_code == 0, result.output
    assert "3 written, 0 there already, 2 rows left empty" in result.output
    found = Contributions.read(tiny.paths).dispositions
    assert [(u.chapter, u.stance) for u in found["voice-aa"].uses] == [("survival", "challenges"), ("streets", "supports")]
    assert (str(found["voice-ab"].decided), found["voice-ab"].by) == ("2026-02-21", "the table")
    assert found["voice-ad"].status == "out-of-scope"
    before = written(tiny)
    assert "0 written, 3 there already" in run(tiny, "--import", file).output and written(tiny) == before


def test_a_day_that_a_spreadsheet_made_a_date_of_is_read(tiny, tmp_path):
    file = exported(tiny, tmp_path, 1)
    run(tiny, "--import", filled(file, {2: NOTED | {"decided": dt.datetime(2026, 2, 21)}}))
    assert str(Contributions.read(tiny.paths).dispositions["voice-aa"].decided) == "2026-02-21"


@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_goes_out_and_comes_back(tiny, tmp_path, separator):
    many(tiny, 2)
    file = tmp_path / "open.csv"
    run(tiny, "--export", file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows[0]["title"].startswith("'=Voice")
    rows[1] |= NOTED
    with file.open("w", encoding="cp1252" if separator == ";" else "utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    assert "1 written" in run(tiny, "--import", file).output
    assert set(written(tiny)) == {"voice-ab"}


def test_copies_that_several_people_filled_in_are_taken_in_together(tiny, tmp_path):
    file = exported(tiny, tmp_path, 3)
    one = filled(file, {2: USED, 3: NOTED}, tmp_path / "one.xlsx")
    two = filled(file, {3: NOTED, 4: NOTED}, tmp_path / "two.xlsx")
    assert "3 written" in run(tiny, "--import", one, "--import", two).output


#: In which column a row is at fault, its cells, and what is said of it.
FAULTS = [
    ("status", {"status": "usd"}, "'usd' is not allowed here. Did you mean 'used'?"),
    ("status", {"how": "Says that some die."}, "What became of it is not said"),
    ("reason", {"status": "noted"}, "It is noted, but without a reason"),
    ("reason", USED | {"reason": "Why not."}, "needs no reason"),
    ("reason", NOTED | {"reason": "Ring 07700 900123"}, "This looks like a telephone number"),
    ("conclusion", USED | {"conclusion": "watering"}, "There is no conclusion 'watering'. Nearest: watering-works"),
    ("conclusion", USED | {"conclusion": ""}, "the column conclusion is empty"),
    ("conclusion", NOTED | {"conclusion": "watering-works"}, "so that it is used for nothing"),
    ("stance", USED | {"stance": "doubts"}, "'doubts' is not allowed here"),
    ("how", USED | {"how": "x" * 401}, "401 characters"),
    ("chapter", USED | {"chapter": "survivel"}, "There is no chapter 'survivel'. Nearest: survival"),
    ("decided", NOTED | {"decided": "21/02/26"}, "'21/02/26' is not a date"),
    ("by", NOTED | {"by": "jo@school.org"}, "This looks like an e-mail address"),
    ("contribution", NOTED | {"contribution": "voice-a"}, "There is no contribution ‘voice-a’. Nearest: voice-a"),
    ("contribution", NOTED | {"contribution": "gone"}, "‘gone’ was withdrawn"),
    ("contribution", NOTED | {"contribution": "east-volunteer"}, "is recorded already, and differs"),
    ("contribution", NOTED | {"contribution": None}, "does not say for which contribution"),
]


def test_all_faults_are_told_at_once_with_row_and_column_and_nothing_is_written(tiny, tmp_path):
    file = exported(tiny, tmp_path, len(FAULTS) + 1)
    (tiny.paths.contributions / "withdrawn").mkdir()
    (tiny.paths.contributions / "withdrawn" / "gone.yml").write_text("id: gone\ndate: '2026-03-01'\nreason: Asked.\n")
    filled(file, {2: NOTED} | {row: cells for row, (_, cells, _) in enumerate(FAULTS, 3)})
    result = run(tiny, "--import", file)
    assert result.exit_code == 1
    for row, (column, _, said) in enumerate(FAULTS, 3):
        assert re.search(rf"row {row}, column {column}: .*{re.escape(said)}", result.output), f"{said}\n{result.output}"
    assert written(tiny) == {} and f"{len(FAULTS)} problems in 1 file" in result.output


def test_two_people_who_disagree_are_told_where_each_says_so(tiny, tmp_path):
    file = exported(tiny, tmp_path, 3)
    one = filled(file, {2: USED, 3: NOTED, 4: USED}, tmp_path / "one.xlsx")
    two = filled(file, {2: NOTED, 3: NOTED | {"reason": "Other."}, 4: USED | {"stance": "supports"}}, tmp_path / "two.xlsx")
    result = run(tiny, "--import", one, "--import", two)
    assert result.exit_code == 1 and "one.xlsx, row 2, says already what became of ‘voice-aa’: used" in result.output
    assert "one.xlsx, row 3, says already" in result.output and "is there twice for ‘voice-ac’" in result.output
    assert written(tiny) == {}


@pytest.mark.parametrize("name, said", [("open.xlsx", "There is such a file already"), ("open.txt", "not a name for a spreadsheet")])
def test_an_export_replaces_nothing(tiny, tmp_path, name, said):
    many(tiny, 1)
    file = tmp_path / name
    file.write_text("filled in")
    result = run(tiny, "--export", file)
    assert result.exit_code == 1 and said in result.output and file.read_text() == "filled in"


def test_another_spreadsheet_is_told_apart(tiny, tmp_path):
    many(tiny, 1)
    file = tmp_path / "other.csv"
    file.write_text("id,what\nvoice-aa,noted\n")
    result = run(tiny, "--import", file)
    assert result.exit_code == 1 and "There is no column ‘contribution’" in result.output and written(tiny) == {}

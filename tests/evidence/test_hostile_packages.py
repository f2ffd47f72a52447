"""Data packages as attackers, spreadsheets and accidents make them: one clear problem each, through the command."""

import resource
import subprocess
import sys

import pytest
from click.testing import CliRunner

from coproduce.cli import main
from coproduce.evidence.validation import check_package
from coproduce.ground import size_limits
from coproduce.report import Report

#: Memory in which a table of 300 MB could not be read.
LESS_THAN_THE_TABLE = 800_000_000


def checked(report):
    run = CliRunner().invoke(main, ["--report", str(report.paths.root), "check"])
    assert run.exception is None or isinstance(run.exception, SystemExit), repr(run.exception)
    return run.exit_code, run.output


@pytest.mark.parametrize("path", [
    "../secret.csv", "/etc/passwd", "http://x.example/counts.csv", "https://x.example/a.csv", "file:///etc/passwd", "counts.csv.zip",
    "counts.csv.gz", "[counts.csv, streets.csv]", '""', ".", '"a\\0b.csv"', "'C:\\x.csv'",
    "counts.csv\n    compression: gz", "counts.csv\n    data: [[1]]", "counts.csv\n    dialect: {delimiter: ';'}",
])
def test_paths_archives_and_addresses_are_refused_with_their_line(path, tiny):
    (tiny.paths.root / "secret.csv").write_text("a secret\n")
    package = tiny.paths.package
    package.write_text(package.read_text(encoding="utf-8").replace("path: counts.csv", f"path: {path}"), encoding="utf-8")
    status, said = checked(tiny)
    assert status == 1 and "data/datapackage.yaml" in said and "line 4" in said and "[data." in said and "a secret" not in said


@pytest.mark.parametrize(("change", "code", "line"), [
    (lambda b: b.replace(b"mill-lane", b"mill\0lane", 1), "data.encoding", 2),
    (lambda b: b.decode().encode("utf-16"), "input.encoding", 1),
    (lambda b: b.replace(b"table", b"tabl\xe9", 1), "input.encoding", 2),
    (lambda b: b.replace(b"table", b'"table', 1), "data.", 2),
    (lambda b: b.replace(b"table", b"x" * 10_000_000, 1), "data.long-cell", 2),
    (lambda b: b"\n".join(row + b"," + b",".join(b"c%d" % n for n in range(1000)) for row in b.splitlines()), "data.header", 1),
    (lambda b: b"", "data.header", 1),
], ids=["null", "utf-16", "latin-1", "open quote", "long cell", "many columns", "empty"])
def test_what_is_no_table_is_told_with_its_row(change, code, line, tiny):
    table = tiny.paths.data / "counts.csv"
    table.write_bytes(change(table.read_bytes()))
    status, said = checked(tiny)
    assert status == 1 and "data/counts.csv" in said and f"[{code}" in said
    assert f"line {line}" in said or code == "data."


@pytest.mark.parametrize("change", [
    lambda b: b"\xef\xbb\xbf" + b, lambda b: b.replace(b"\n", b"\r\n", 2), lambda b: b.replace(b"\n", b"\r\n"),
], ids=["byte order mark", "mixed line ends", "Windows line ends"])
def test_what_spreadsheets_save_is_read(change, tiny):
    table = tiny.paths.data / "counts.csv"
    table.write_bytes(change(table.read_bytes()))
    assert checked(tiny)[0] == 0


@pytest.mark.parametrize("file", ["book/survival.md", "README.md", "contributions/README.md", "docs/words.txt",
                                  "contributions/parish-watering.md", "book/brief.yml", "_config.yml"])
def test_text_in_another_encoding_is_told_with_its_file(file, tiny):
    with (tiny.paths.root / file).open("ab") as opened:
        opened.write(b"\ncaf\xe9\n")
    status, said = checked(tiny)
    assert status == 1 and file in said and "UTF-8" in said


def test_settings_that_are_a_list_are_no_traceback(tiny):
    (tiny.paths.book / "brief.yml").write_text("- a\n- b\n")
    status, said = checked(tiny)
    assert status == 1 and "book/brief.yml" in said


@pytest.mark.parametrize(("row", "code"), [
    ("street-{n},Street {n},East,warden-{n},t\n", "data.unknown-source"), ("{n} ,Street,East,wardens-2025,t\n", "data.space"),
    ("\n", "data.blank-line"), ("a,Street,East,wardens-2025,t\n", "data.duplicate"), ("a\n", "data.ragged"),
])
def test_a_thousand_problems_of_a_table_are_told_and_that_there_are_more(row, code, tiny):
    """Each costs memory and a look for the nearest name: a table of the largest size could have ten million."""
    table = tiny.paths.data / "streets.csv"
    table.write_text(table.read_text(encoding="utf-8") + "".join(row.format(n=n) for n in range(3000)), encoding="utf-8")
    problems = [p for p in check_package(Report(tiny.paths.root).data) if p.path == "data/streets.csv"]
    assert 1000 <= len(problems) <= 1002 and {p.code for p in problems} >= {code}
    assert "more" in problems[-1].message


def test_ten_thousand_columns_are_told_in_bounds(tiny):
    (tiny.paths.data / "streets.csv").write_text(",".join(f"c{n}" for n in range(10_000)) + "\n", encoding="utf-8")
    problems = [p for p in check_package(Report(tiny.paths.root).data) if p.path == "data/streets.csv"]
    assert len(problems) < 1100 and any("10,000 columns" in p.message for p in problems)
    assert {p.field for p in problems if "missing" in p.message} == {"id", "name", "ward", "source", "locator"}


def test_300_megabytes_are_refused_unread(tiny):
    with (tiny.paths.data / "counts.csv").open("ab") as table:
        table.truncate(300_000_000)
    done = subprocess.run(
        [sys.executable, "-m", "coproduce", "check"], cwd=tiny.paths.root, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (LESS_THAN_THE_TABLE, LESS_THAN_THE_TABLE)))
    assert done.returncode == 1 and "[input.too-large]" in done.stderr and f"{size_limits.TABLE:,}" in done.stderr


@pytest.mark.slow
def test_a_table_of_very_many_short_cells_is_refused_in_bounded_memory(tiny):
    """Short cells take many times their bytes: the file is far below the limit of its size."""
    rows = size_limits.TABLE_CELLS // 5 + 10
    (tiny.paths.data / "streets.csv").write_text("id,name,ward,source,locator\n" + "a,b,c,d,e\n" * rows, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "coproduce", "check"], cwd=tiny.paths.root, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (2_000_000_000, 2_000_000_000)))
    assert done.returncode == 1 and "[input.too-large]" in done.stderr and f"{size_limits.TABLE_CELLS:,} cells" in done.stderr

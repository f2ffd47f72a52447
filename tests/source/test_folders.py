"""Folders of pages and data with names of the report's own: all that reads them finds them, and messages name them."""

import json

import pytest
from click.testing import CliRunner
from renamed_folders import rename_folders
from report_parts import in_two_documents, keep_chapters
from warm_builds import build

from coproduce.cli import main
from coproduce.ground.problems import ProblemsFound
from coproduce.intake.new_rows import append
from coproduce.report import Report


def run(report, *arguments):
    return CliRunner().invoke(main, ["--report", str(report.paths.root), *arguments])


@pytest.fixture
def renamed(tiny):
    """A copy of the tiny report with renamed folders, which tests may change."""
    rename_folders(tiny)
    return Report(tiny.paths.root)


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_form_is_the_same_but_for_what_names_the_folders(built_in_renamed_folders, built_tiny):
    """Each page has a link to its text; the list of checksums names inputs, and is read on its own."""
    for folder in ("pdf", "formats"):
        assert files(built_in_renamed_folders.report.paths.build / folder) == files(built_tiny.report.paths.build / folder)
    here, there = files(built_in_renamed_folders.html), files(built_tiny.html)
    mine, usual = json.loads(here.pop("manifest.json")), json.loads(there.pop("manifest.json"))
    assert {name: data.replace(b"/chapters/", b"/book/") for name, data in here.items()} == there
    assert b"/chapters/survival.md" in here["survival.html"]
    inputs = {name.replace("chapters/", "book/").replace("tables/", "data/"): sum_ for name, sum_ in mine["inputs"].items()}
    assert {name for name in inputs if inputs[name] != usual["inputs"].get(name)} == {"_config.yml"} and inputs.keys() == usual["inputs"].keys()


def test_a_sound_report_has_no_problems(renamed):
    checked = run(renamed, "check")
    assert (checked.exit_code, checked.output.strip()) == (0, "No problems found.")


def test_problems_name_the_files_where_they_are(renamed):
    edit(renamed.paths.chapter("survival"), "\n# ", "\nThey recieve 45 litres; see {source}`warden-2025`.\n\n# ")
    edit(renamed.paths.package, "path: streets.csv", "path: ../streets.csv")
    edit(renamed.paths.config, "case_studies:", "checked_pages: [streets]\n  case_studies:")
    said = run(renamed, "check")
    assert said.exit_code == 1 and "Traceback" not in said.output
    assert {"chapters/survival.md", "chapters/streets.md", "tables/datapackage.yaml"} <= set(said.output.splitlines())
    assert "leads out of tables/" in said.output and "book/" not in said.output and "data/" not in said.output


@pytest.mark.slow
def test_a_cell_that_reads_data_past_the_declared_way_is_refused(renamed):
    edit(renamed.paths.chapter("survival"), "import altair as alt\n", "import altair as alt\nopen('../tables/counts.csv')\n")
    with pytest.raises(ProblemsFound) as found:
        build(renamed, log=lambda line: None)
    assert any(p.path == "chapters/survival.md" and "tables/counts.csv was opened directly" in p.message for p in found.value.problems)


@pytest.mark.slow
def test_a_problem_of_the_pdf_names_the_page_where_it_is(renamed, built_in_renamed_folders):
    keep_chapters(built_in_renamed_folders, renamed.paths.root)
    in_two_documents(renamed)
    page = renamed.paths.chapter("index")
    page.write_text(page.read_text(encoding="utf-8") + "\nTrees need water in their first summer.\n" * 60, encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        build(Report(renamed.paths.root), log=lambda line: None)
    assert {"chapters/index.md"} == {p.path for p in found.value.problems if p.code == "pdf.summary-too-long"}


@pytest.mark.parametrize(("folders", "says"), [
    ("{book: chaptres, data: tables}", "‘chapters’"),
    ("{book: ../chapters, data: tables}", "cannot be called ‘../chapters’"),
    ("{book: docs, data: tables}", "cannot be called ‘docs’"),
    ("{book: chapters, data: chapters}", "both pages and data"),
    ("{book: chapters, tables: tables}", "‘coproduce.folders.tables’"),
    ("chapters", "folders"),
    ("{book: 7, data: tables}", "folders.book"),
])
def test_a_folder_that_cannot_be_meant_is_one_problem(renamed, folders, says):
    edit(renamed.paths.config, "{book: chapters, data: tables}", folders)
    said = run(renamed, "check")
    assert said.exit_code == 1 and "Traceback" not in said.output
    assert "line 7" in said.output and says in said.output and said.output.strip().endswith("1 problem in 1 file.")


def test_new_rows_are_checked_and_appended_where_the_tables_are(renamed):
    row = dict(zip(("id", "name", "ward", "source", "locator"), ("hill-road", "Hill Road", "East", "wardens-2025", "table 3"), strict=True))
    append(renamed.data, {"streets": [row]})
    assert (renamed.paths.root / "tables" / "streets.csv").read_text(encoding="utf-8").endswith("hill-road,Hill Road,East,wardens-2025,table 3\n")
    with pytest.raises(ProblemsFound) as found:
        append(Report(renamed.paths.root).data, {"streets": [row | {"id": "mill-row", "ward": "North"}]})
    assert {p.path for p in found.value.problems} == {"tables/streets.csv"}

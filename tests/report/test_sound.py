"""This report passes its own checks, and what is made of its form is up to date; a fault is told with file and line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coproduce.check import check_before_merging
from coproduce.editions.prepare import CITATION, ZENODO
from coproduce.ground.problems import render
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.intake.issue_form import PLACE, issue_form_text
from coproduce.intake.questions import with_questions
from coproduce.report import Report


@pytest.fixture(scope="module")
def report(report_root) -> Report:
    return Report(report_root)


@pytest.mark.slow
def test_the_check_finds_nothing(report):
    assert render(check_before_merging(report)) == "No problems found."


@pytest.mark.parametrize("name", [CITATION, ZENODO])
def test_who_cites_it_finds_the_file(report, name):
    assert (report.paths.root / name).is_file(), f"{name} is missing: coproduce release VERSION writes it"


def test_its_citation_file_is_valid(report):
    """By the schema of the Citation File Format, as check-jsonschema carries it."""
    done = subprocess.run(
        [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", "vendor.citation-file-format", "--default-filetype", "yaml",
         report.paths.root / CITATION], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_issue_form_asks_what_its_form_asks(report):
    made = issue_form_text(*form_and_vocabulary(report.paths))
    assert (report.paths.root / PLACE).read_text(encoding="utf-8") == made, "run: python -m coproduce.intake.issue_form"


def test_the_readme_asks_what_intake_understands(report):
    text = (report.paths.contributions / "README.md").read_text(encoding="utf-8")
    assert with_questions(text, *form_and_vocabulary(report.paths)) == text

"""The tutorial's lines are those that a new report needs, and name what it has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from coproduce.cli import main

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"


@pytest.fixture(scope="module")
def new(tmp_path_factory) -> tuple[Path, str]:
    """A new report, and what ``init`` said."""
    folder = tmp_path_factory.mktemp("tutorial")
    done = CliRunner().invoke(main, ["init", str(folder), "--package", "coproduce==0.1.0"], input="Our river\nRiver Group\n\n\n\n")
    assert done.exit_code == 0, done.output
    return folder, done.output


def lines() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_its_verbs_are_those_that_init_names_next(new):
    _, said = new
    verbs = [line for line in lines() if line.startswith("make ")]
    assert verbs == re.findall(r"(?m)^  (make [a-z-]+)", said) == ["make report", "make preview"]


def test_it_begins_with_init_and_what_it_asks_is_answered_in_five_lines(new):
    assert any(line.endswith("coproduce init .") for line in lines())
    assert (new[0] / "_config.yml").is_file()


def test_what_it_names_in_the_new_report_is_there(new):
    folder, _ = new
    text = TUTORIAL.read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`([\w./-]+)`", text) if name in ("data/", "book/", "README.md")}
    assert len(named) == 3 and all((folder / name).exists() for name in named)
    verbs = set(re.findall(r"(?m)^([a-z-]+):", (folder / "Makefile").read_text(encoding="utf-8")))
    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= verbs


def test_a_percentage_typed_into_a_chapter_is_named_with_its_line(new):
    folder, _ = new
    page = folder / "book" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\nOf all people, 37% came on foot.\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["--report", str(folder), "check"])
    page.write_text(text, encoding="utf-8")
    assert done.exit_code == 1 and f"line {len(text.splitlines()) + 2}: ‘37%’ looks like a statistic typed by hand" in done.output

"""docs/add-data.md, followed in a new report: what it shows passes the check and runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from coproduce.cli import main

GUIDE = Path(__file__).parents[2] / "docs" / "add-data.md"


def block(kind: str, after: str, fence: str = "```") -> str:
    """The block of ``kind`` that follows the words ``after``."""
    _, _, rest = GUIDE.read_text(encoding="utf-8").partition(after)
    found = re.search(rf"\n{fence}{kind}\n(.*?)^{fence}$", rest, re.DOTALL | re.MULTILINE)
    assert found, after
    return found[1]


@pytest.fixture(scope="module")
def followed(tmp_path_factory) -> Path:
    """A new report after every step of the guide."""
    folder = tmp_path_factory.mktemp("guide")
    done = CliRunner().invoke(main, ["init", str(folder), "--package", "coproduce==0.1.0"], input="Our river\nRiver Group\n\n\n\n")
    assert done.exit_code == 0, done.output
    for name, kind, after in (("data/sources.csv", "csv", "## 1."), ("data/datapackage.yaml", "yaml", "## 3.")):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(block(kind, after))
    (folder / "data" / "rain.csv").write_text(block("csv", "This is `data/rain.csv`:"), encoding="utf-8")
    (folder / "book" / "rain.md").write_text(block("markdown", "## 4.", "````"), encoding="utf-8")
    contents = folder / "_toc.yml"
    contents.write_text(contents.read_text(encoding="utf-8").replace("chapters:\n", "chapters:\n  - file: rain\n"), encoding="utf-8")
    return folder


def test_the_check_finds_nothing(followed):
    done = CliRunner().invoke(main, ["--report", str(followed), "check"])
    assert done.exit_code == 0 and "No problems found." in done.output, done.output


def test_its_cells_make_the_number_and_the_figure(followed, monkeypatch):
    monkeypatch.setenv("COPRODUCE_REPORT", str(followed))
    shown: dict[str, object] = {}
    for cell in re.findall(r"```\{code-cell\} python3\n(.*?)```", block("markdown", "## 4.", "````"), re.DOTALL):
        exec(cell, shown)  # the guide's own text
    records = shown["chapter"].records
    assert records["rain-most"].text == "118"
    assert records["rain-by-month"].alt.startswith("2025-09: 61 millimetres; ")

"""The tiny report: real chapters with the chapter API, as the build and as JupyterLab run them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient
from written_chapters import problems_of, quietly

import coproduce
from coproduce.evidence.records import MIME_TYPE, to_json
from coproduce.execution.cache import MODULES
from coproduce.report import Report

pytestmark = pytest.mark.slow


def test_each_chapter_registers_its_records(tiny):
    results, _ = quietly(tiny)
    assert set(results.chapters) == {"survival", "streets"}
    assert {"trees-latest", "survival", "east-share"} <= set(results.values)
    assert results.figures["trees-by-year"].svg.startswith("<svg")
    assert results.tables["trees-by-street"].provenance
    assert all(record.chapter == name for name, c in results.chapters.items() for record in c.records)


def test_a_number_that_names_no_period_is_dated_by_its_sources_even_where_it_is_kept(tiny):
    chapter, sources = tiny.paths.book / "streets.md", tiny.paths.data / "sources.csv"
    chapter.write_text(chapter.read_text().replace('period="June 2025", ', ""))
    before, _ = quietly(tiny)
    assert before.values["east-share"].period == "Published 2025"
    sources.write_text(sources.read_text().replace("2025-06-14", "2024-06-14"))
    after, _ = quietly(Report(tiny.paths.root))
    assert after.chapters["streets"].cached and after.values["east-share"].period == "Published 2024"


def test_one_edited_value_changes_what_is_computed_from_it_and_nothing_else(tiny):
    before, _ = quietly(tiny)
    file = tiny.paths.data / "counts.csv"
    file.write_text(file.read_text().replace("mill-lane,2025,47", "mill-lane,2025,48"))
    after, _ = quietly(tiny)
    assert after.values["trees-latest"].raw == before.values["trees-latest"].raw + 1
    changed = {name for name in before.values if before.values[name] != after.values[name]}
    assert changed == {"trees-latest", "east-share"}
    assert after.figures["trees-by-year"].data != before.figures["trees-by-year"].data


def test_a_table_that_only_one_chapter_declares_runs_that_chapter(tiny):
    page = tiny.paths.chapter("survival")
    page.write_text(page.read_text().replace("[counts, streets]", "[counts]"))
    quietly(tiny)
    file = tiny.paths.data / "streets.csv"
    file.write_text(file.read_text().replace("Mill Lane", "Mill Road"))
    results, _ = quietly(tiny)
    assert {n: c.reason for n, c in results.chapters.items()} == {"survival": "", "streets": "streets changed"}


def test_two_cold_runs_give_the_same(tiny):
    first, _ = quietly(tiny)
    for file in tiny.paths.cache.iterdir():
        file.unlink()
    second, _ = quietly(tiny)
    assert first.to_json() == second.to_json()
    assert [c.outputs for c in first.chapters.values()] == [c.outputs for c in second.chapters.values()]


def test_an_undeclared_table_is_refused_at_its_line(tiny):
    page = tiny.paths.chapter("streets")
    page.write_text(page.read_text().replace("inputs: [counts, streets, contributions]", "inputs: [counts, contributions]"))
    (problem,) = problems_of(tiny)
    line = page.read_text().splitlines()[problem.line - 1]
    assert 'chapter.table("streets")' in line
    assert "streets" in problem.message and not problem.message.startswith("ChapterError")


@pytest.mark.parametrize("name", ["survival", "streets"])
def test_jupyterlab_gives_the_same_records(tiny, name, monkeypatch):
    """As an author runs it: converted by jupytext, an ordinary kernel, nothing in the environment."""
    monkeypatch.delenv("COPRODUCE_REPORT", raising=False)
    results, _ = quietly(tiny)
    notebook = jupytext.read(tiny.paths.chapter(name))
    client = NotebookClient(notebook, resources={"metadata": {"path": str(tiny.paths.book)}})
    client.execute()
    nbformat.validate(notebook)
    shown = [
        output.data[MIME_TYPE]
        for cell in notebook.cells if cell.cell_type == "code"
        for output in cell.outputs if MIME_TYPE in output.get("data", {})
    ]
    registered = [to_json(record) for record in results.chapters[name].records]
    assert nbformat.from_dict(shown) == nbformat.from_dict(json.loads(json.dumps(registered)))


def test_the_cache_knows_every_module_that_a_chapter_imports():
    code = (
        "import sys, coproduce.chapters.chapter, coproduce.charts.figure, coproduce.charts.marks, coproduce.source.settings\n"
        "print(*[m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'coproduce'], sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    root = Path(coproduce.__file__).parent
    used = {Path(line).relative_to(root).as_posix() for line in done.stdout.split()}
    known = {m for m in used if {m, *(p.as_posix() for p in Path(m).parents)} & set(MODULES)}
    assert "chapters/chapter.py" in used
    assert not {m for m in used - known if not m.startswith("contributions/")}

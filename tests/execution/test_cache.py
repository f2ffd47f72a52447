"""A chapter runs again when something it depends on changed, and only then."""

from __future__ import annotations

import json
import shutil

import pytest
from written_chapters import problems_of, quietly, show_value

from coproduce.execution import cache as cache_module
from coproduce.ground.file_cache import write_entry
from coproduce.report import Report

pytestmark = pytest.mark.slow


@pytest.fixture
def two(bare, write):
    """Chapter a declares the counts, chapter b the streets; both have run."""
    write("a", show_value("first"), inputs=("counts",))
    write("b", show_value("second", "b"), inputs=("streets",))
    quietly(bare)
    return bare


def ran(report) -> dict[str, str]:
    """The chapters that run now, with the reason."""
    results, _ = quietly(report)
    return {name: c.reason for name, c in results.chapters.items() if not c.cached}


def test_nothing_runs_when_nothing_changed(two):
    results, lines = quietly(two)
    assert all(chapter.cached for chapter in results.chapters.values())
    assert results.values["first"].raw == 1 and results.values["second"].chapter == "b"
    assert lines == ["not executed, nothing changed: a, b"]


def test_a_changed_value_runs_the_chapters_that_declare_it(two):
    file = two.paths.data / "counts.csv"
    file.write_text(file.read_text().replace("mill-lane,2025,47", "mill-lane,2025,48"))
    assert ran(two) == {"a": "counts changed"}
    assert ran(two) == {}


def test_chapters_whose_names_differ_in_a_slash_are_kept_apart(bare, write):
    bare.paths.book.joinpath("a").mkdir()
    for name in ("a/b", "a--b"):
        write(name, f"x = {name!r}")
    assert ran(bare) == dict.fromkeys(("a/b", "a--b"), "not run before")
    assert ran(bare) == {}


def test_edited_prose_runs_nothing(two, write):
    write("a", show_value("first"), inputs=("counts",), prose="Another sentence,\n\nand one more.")
    assert ran(two) == {}


def test_an_edited_cell_runs_its_chapter(two, write):
    write("a", show_value("first", raw=2), inputs=("counts",))
    assert ran(two) == {"a": "cells changed"}


def test_a_new_input_runs_its_chapter(two, write):
    write("a", show_value("first"), inputs=("counts", "streets"))
    assert ran(two) == {"a": "streets, schema of streets added"}


def test_a_changed_type_of_a_column_runs_its_chapter(two):
    file = two.paths.package
    file.write_text(file.read_text().replace("{name: planted, type: integer", "{name: planted, type: number"))
    assert ran(two) == {"a": "schema of counts changed"}


def test_a_contribution_runs_the_chapters_that_declare_them(two, write):
    write("c", show_value("third", "c"), inputs=("contributions",))
    quietly(two)
    file = next(two.paths.contributions.glob("*.md"))
    file.write_text(file.read_text() + "\nOne more thing.\n")
    assert ran(two) == {"c": "contributions changed"}


def test_a_lock_file_runs_everything(two):
    two.paths.lock.write_text("pandas==1\n")
    assert ran(two) == dict.fromkeys("ab", "requirements.lock added")
    two.paths.lock.write_text("pandas==2\n")
    assert ran(two) == dict.fromkeys("ab", "requirements.lock changed")


def test_a_module_beside_the_chapters_runs_those_that_import_it(two, write):
    two.paths.book.joinpath("shared.py").write_text("x = 1\n")
    assert ran(two) == {}
    write("c", "from shared import x\n" + show_value("third", "c"))
    quietly(two)
    two.paths.book.joinpath("shared.py").write_text("x = 2\n")
    assert ran(two) == {"c": "book/shared.py changed"}


def test_changed_machinery_runs_everything(two, tmp_path, monkeypatch):
    copy = tmp_path / "coproduce"
    shutil.copytree(cache_module.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    with (copy / "charts" / "theme.py").open("a") as file:
        file.write("\n# changed\n")
    monkeypatch.setattr(cache_module, "PACKAGE", copy)
    assert set(ran(two).values()) == {"coproduce/charts/theme.py changed"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: b"",
        lambda kept: kept[: len(kept) // 2],
        lambda kept: b"[]",
        lambda kept: kept.replace(b"47", b"48", 1) if b"47" in kept else kept[::-1],
        lambda kept: b"\x00\xff",
    ],
)
def test_a_damaged_file_counts_as_not_there(two, damage):
    file = two.paths.cache / "a.outputs"
    file.write_bytes(damage(file.read_bytes()))
    assert ran(two) == {"a": "what was kept is damaged"}
    assert ran(two) == {}


@pytest.mark.parametrize(
    "other",
    [
        lambda kept: [],
        lambda kept: kept | {"outputs": []},
        lambda kept: {k: v for k, v in kept.items() if k != "outputs"},
        lambda kept: kept | {"outputs": [[{"data": 1}]]},
    ],
)
def test_whole_but_of_another_form_counts_as_not_there(two, other):
    file = two.paths.cache / "a.outputs"
    said, _, content = file.read_bytes()[64:].partition(b"\n")
    write_entry(file, json.loads(said), json.dumps(other(json.loads(content))).encode(), two.paths.root)
    assert ran(two) == {"a": "the stored outputs are damaged"}
    assert ran(two) == {}


def test_outputs_of_chapters_that_are_gone_are_not_kept(two, write):
    two.paths.toc.write_text(two.paths.toc.read_text().replace("- file: b\n", ""))
    two.paths.chapter("b").unlink()
    two.paths.cache.joinpath("validated.json").write_text("{}")
    write("a", show_value("first", raw=2), inputs=("counts",))
    quietly(Report(two.paths.root))
    assert sorted(p.name for p in two.paths.cache.iterdir()) == [".coproduce-made", "a.outputs", "validated.json"]


def test_a_failed_chapter_is_not_kept(two, write):
    write("a", "1/0", inputs=("counts",))
    assert problems_of(two) == problems_of(two)


def test_no_half_written_file_is_left(two):
    assert sorted(p.name for p in two.paths.cache.iterdir()) == [".coproduce-made", "a.outputs", "b.outputs"]


def test_a_cached_result_equals_the_executed_one(two):
    two.paths.cache.joinpath("a.outputs").unlink()
    executed, _ = quietly(two)
    cached, _ = quietly(two)
    assert cached.chapters["a"].outputs == executed.chapters["a"].outputs
    assert cached.to_json() == executed.to_json()

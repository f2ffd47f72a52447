"""Which pages of a Jupyter Book are run, and what a notebook keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coproduce.execution.book_pages import read_book_page
from coproduce.report import Report
from coproduce.source.stock_book import StockBook

PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
SEEN = [{"output_type": "stream", "name": "stdout", "text": "2\n"}]


@pytest.fixture
def book(tmp_path: Path) -> Report:
    (tmp_path / "_config.yml").write_text("coproduce:\n  rules: book\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: page\n")
    return Report(tmp_path)


def notebook(book: Report, outputs: list, metadata: dict | None = None, minor: int = 4) -> None:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "# Page"},
             {"cell_type": "code", "metadata": {}, "source": "print(1 + 1)", "outputs": outputs, "execution_count": 1}]
    (book.paths.root / "page.ipynb").write_text(json.dumps(
        {"nbformat": 4, "nbformat_minor": minor, "metadata": PYTHON if metadata is None else metadata, "cells": cells}))


def read(book: Report, **settings):
    return read_book_page(book.paths, "page", StockBook(**settings))


def test_a_notebook_without_outputs_is_run(book):
    notebook(book, [])
    chapter, problems = read(book)
    assert problems == []
    assert [cell.source for cell in chapter.cells] == ["print(1 + 1)"]
    assert not chapter.keeps_outputs


def test_a_notebook_with_all_its_outputs_is_run_only_if_asked(book):
    notebook(book, SEEN)
    assert read(book)[0] is None
    chapter, _ = read(book, always=True)
    assert chapter.keeps_outputs


@pytest.mark.parametrize("settings", [{"executes": False}, {"not_run": ("page*",)}, {"not_run": ("*.ipynb",)}])
def test_nothing_is_run_where_the_settings_say_so(book, settings):
    notebook(book, [])
    assert read(book, **settings) == (None, [])


@pytest.mark.parametrize("metadata", [
    {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}, {"kernelspec": {"name": "julia-1.9", "display_name": "Julia"}}])
def test_cells_in_another_language_are_named_and_not_run(book, metadata):
    notebook(book, [], metadata)
    chapter, problems = read(book)
    assert chapter is None
    assert [problem.code for problem in problems] == ["chapter.language"]


def test_a_notebook_that_is_none_is_one_problem(book):
    (book.paths.root / "page.ipynb").write_text("no notebook")
    chapter, problems = read(book)
    assert chapter is None
    assert [(problem.path, problem.code) for problem in problems] == [("page.ipynb", "chapter.unreadable")]


def test_a_page_in_restructured_text_or_plain_markdown_has_no_cells(book):
    (book.paths.root / "page.rst").write_text("Page\n====\n")
    assert read(book) == (None, [])
    (book.paths.root / "page.md").write_text("# Page\n\n```python\n1 / 0\n```\n")
    assert read(book) == (None, [])

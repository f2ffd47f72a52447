"""Pages of a Jupyter Book that is no report: which have cells, which of these are run, and what stands in their place.

A notebook (``.ipynb``) keeps its outputs in itself. They are shown where nothing is to be run, where the cells
are in another language than Python, and where running them failed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coproduce.execution.notebook import ChapterSource, CodeCell, UnreadableCell, code_cells, is_notebook, number, parse_notebook
from coproduce.ground.problems import Problem
from coproduce.ground.read_input import read_page_input
from coproduce.source.front_matter import FrontMatter

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from coproduce.source.paths import Paths
    from coproduce.source.stock_book import StockBook

NOTEBOOK = ".ipynb"
#: MyST-NB counts lines of a notebook so: the number of the cell times this, and the line in it.
LINES_OF_CELL = 10_000


class UnreadableNotebook(UnreadableCell):
    """A notebook that is none."""


def read_notebook(text: str) -> NotebookNode:
    """A file ``.ipynb`` as a notebook, its cells named anew: ids are drawn at random where a file has none.

    Raises :class:`UnreadableNotebook`.
    """
    import nbformat

    try:
        notebook = nbformat.reads(text, as_version=4)
        notebook.nbformat_minor = max(notebook.nbformat_minor, 5)  # the first in which cells have ids
        return number(notebook)
    except (ValueError, KeyError, TypeError, AttributeError, nbformat.ValidationError) as error:
        words = str(error).splitlines() or ["it is empty"]
        raise UnreadableNotebook(f"this notebook cannot be read: {words[0][:200]}") from error


def read_book_page(paths: Paths, name: str, book: StockBook) -> tuple[ChapterSource | None, list[Problem]]:
    """The page ``name`` with its cells if they are to be run, or ``None``; and what is wrong with it."""
    file = paths.chapter(name)
    path = paths.relative(file)
    if file.suffix not in (".md", NOTEBOOK):
        return None, []
    text = read_page_input(file, path)
    if file.suffix == ".md" and not is_notebook(text):
        return None, []
    try:
        notebook = read_notebook(text) if file.suffix == NOTEBOOK else parse_notebook(text)
    except UnreadableCell as error:
        return None, [Problem(path, str(error), code="chapter.unreadable", expected="a notebook as Jupyter writes it",
                              action="Open it in Jupyter, and save it again.")]
    if not any(cell.cell_type == "code" and cell.source.strip() for cell in notebook.cells) or not book.runs(path):
        return None, []
    if language := _other_language(notebook):
        return None, [Problem(path, f"the cells are in {language}: they are not run, and stored outputs are shown",
                              code="chapter.language", expected="Python")]
    if file.suffix == NOTEBOOK and not book.always and has_outputs(notebook):
        return None, []
    cells = _cells(notebook) if file.suffix == NOTEBOOK else code_cells(text, notebook)
    return ChapterSource(name, path, notebook, FrontMatter(notebook=True), cells, _has_any(notebook)), []


def has_outputs(notebook: NotebookNode) -> bool:
    """Whether each cell with code has outputs: what Jupyter Book takes for a notebook that has run."""
    return all(cell.outputs for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip())


def _has_any(notebook: NotebookNode) -> bool:
    return any(cell.get("outputs") for cell in notebook.cells)


def _other_language(notebook: NotebookNode) -> str:
    kernel = notebook.metadata.get("kernelspec", {})
    language = str(kernel.get("language") or notebook.metadata.get("language_info", {}).get("name") or "").lower()
    if not language:
        language = "python" if "python" in str(kernel.get("name", "python")).lower() else str(kernel.get("name"))
    return "" if language.startswith(("python", "ipython")) else language


def _cells(notebook: NotebookNode) -> tuple[CodeCell, ...]:
    return tuple(
        CodeCell(index, (index + 1) * LINES_OF_CELL + 1, cell.source)
        for index, cell in enumerate(notebook.cells) if cell.cell_type == "code")


def placed(problem: Problem) -> Problem:
    """A problem of a notebook at its cell: a notebook has no lines that a person would count."""
    if problem.line is None or problem.line < LINES_OF_CELL or not problem.path.endswith(NOTEBOOK):
        return problem
    cell, line = divmod(problem.line, LINES_OF_CELL)
    where = f"line {line} of the cell: " if line else ""
    return replace(problem, line=cell, unit="cell", message=f"{where}{problem.message}")


"""A chapter as a notebook whose cells know their lines in the Markdown file.

The text is cut into cells by MyST-NB itself, so that what runs is what the book
shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.ground.checksums import checksum_of
from coproduce.ground.problems import Problem
from coproduce.ground.read_input import read_text_input
from coproduce.ground.yaml_file import plain_data, split_front_matter
from coproduce.source.front_matter import FrontMatter, read_front_matter

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from coproduce.source.paths import Paths

# Extensions that decide where a block ends, and so where a cell begins.
_BLOCK_SYNTAX = ("colon_fence", "deflist", "dollarmath", "fieldlist")


@dataclass(frozen=True)
class CodeCell:
    """A code cell: its place in the notebook and in the file.

    ``index`` counts all cells of the notebook from 0; ``line`` is the line of
    the file (from 1) on which the code itself begins, after any options.
    """

    index: int
    line: int
    source: str


@dataclass(frozen=True)
class ChapterSource:
    """A chapter before it has run. ``path`` is relative to the report.

    ``keeps_outputs``: the file itself holds outputs that can be shown instead of those of a run.
    """

    name: str
    path: str
    notebook: NotebookNode
    matter: FrontMatter
    cells: tuple[CodeCell, ...]
    keeps_outputs: bool = False

    @property
    def inputs(self) -> tuple[str, ...]:
        return self.matter.inputs

    @property
    def checksum(self) -> str:
        """SHA-256 of all that runs; prose has no part in it."""
        return code_checksum(self.notebook)


class UnreadableCell(Exception):
    """A cell whose options cannot be read; the message says which and why."""


def read_chapter(paths: Paths, name: str) -> tuple[ChapterSource | None, list[Problem]]:
    """The page ``name`` as a notebook, or ``None`` if it has no code to run."""
    file = paths.chapter(name)
    path = paths.relative(file)
    text = read_text_input(file, path)
    matter, problems = read_front_matter(text, path)
    if problems or not matter.notebook:
        return None, problems
    try:
        notebook = parse_notebook(text)
    except UnreadableCell as error:
        return None, [Problem(
            path, str(error), code="chapter.cell-options",
            expected="options such as ‘:tags: [hide-input]’ on the lines below the opening fence",
            action="Correct the options of the cell.")]
    return ChapterSource(name, path, notebook, matter, code_cells(text, notebook)), []


def is_notebook(text: str) -> bool:
    """Whether a page's front matter makes it a notebook."""
    from myst_nb.core.read import is_myst_markdown_notebook

    return is_myst_markdown_notebook(text)


def parse_notebook(text: str) -> NotebookNode:
    """The notebook that a chapter's text is.

    ``metadata.source_map`` holds each cell's line as MyST-NB counts it. Raises
    :class:`UnreadableCell`.
    """
    from myst_nb.core.read import MystMetadataParsingError, read_myst_markdown_notebook
    from myst_nb.core.read import _LoadFileParsingError as LoadError
    from myst_parser.config.main import MdParserConfig

    config = MdParserConfig(enable_extensions=set(_BLOCK_SYNTAX))
    try:
        notebook = read_myst_markdown_notebook(text, config=config, add_source_map=True)
    except (MystMetadataParsingError, LoadError) as error:
        raise UnreadableCell(str(error)) from error
    return number(notebook)


def plain_page(text: str) -> NotebookNode:
    """A page without code as a notebook of one Markdown cell, nothing changed."""
    from nbformat import v4

    header, body, first_line = split_front_matter(text)
    metadata = (plain_data(header) if header else None) or {}
    # Blank lines at the top are dropped as MyST-NB drops them; the line is kept right.
    blank = len(body) - len(body.lstrip("\r\n"))
    first_line += body.count("\n", 0, blank)
    # MyST-NB counts a cell from the line before it, which in a notebook is blank.
    notebook = v4.new_notebook(metadata={**metadata, "source_map": [first_line - 2]})
    notebook.cells.append(v4.new_markdown_cell(body[blank:]))
    return number(notebook)


def code_checksum(notebook: NotebookNode) -> str:
    """SHA-256 of the code cells with their tags, in order."""
    code = [[c.source, c.metadata.get("tags", [])] for c in notebook.cells if c.cell_type == "code"]
    return checksum_of(json.dumps(code))


def number(notebook: NotebookNode) -> NotebookNode:
    """Give each cell an id that is the same on each build."""
    # nbformat draws cell ids at random, which would differ on each build.
    for index, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{index}"
    return notebook


def code_cells(text: str, notebook: NotebookNode) -> tuple[CodeCell, ...]:
    """The code cells of a page with their lines in its text."""
    lines = text.splitlines()
    starts = notebook.metadata["source_map"]
    return tuple(
        CodeCell(index, _first_code_line(lines, start, cell.source.splitlines()) + 1, cell.source)
        for index, (cell, start) in enumerate(zip(notebook.cells, starts, strict=True))
        if cell.cell_type == "code"
    )


def _first_code_line(lines: list[str], start: int, code: list[str]) -> int:
    """Where the code stands, counted from 0: the options come between it and the fence."""
    for first in range(start, len(lines) - len(code) + 1):
        if lines[first : first + len(code)] == code:
            return first
    return start  # the fence is indented, which only happens inside a list

"""Hands MyST-NB the chapters with their outputs, as if it had executed them.

Registered with MyST-NB's documented setting for readers::

    nb_custom_formats = {".md": ["coproduce.execution.reader.read", {}, False]}
    nb_execution_mode = "off"

MyST-NB gives a reader the text alone. The outputs belong to the code cells, so
they are found by the checksum of the cells: a chapter whose prose was edited
since it ran is still known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coproduce.evidence.records import MIME_TYPE, Record
from coproduce.execution.book_pages import read_notebook
from coproduce.execution.notebook import code_checksum, is_notebook, parse_notebook, plain_page
from coproduce.execution.results import ChapterResult, Output, Results

if TYPE_CHECKING:
    from nbformat import NotebookNode

_executed: dict[str, ChapterResult] = {}
#: Whether a page whose cells have not run is shown as it is.
_as_it_is: set[bool] = set()


class NotExecuted(Exception):
    """A chapter has cells that have not run."""


def use(results: Results, as_it_is: bool = False) -> None:
    """The results that :func:`read` takes outputs from, until called again.

    ``as_it_is``: cells that have not run are shown without outputs, or with those that a notebook keeps.
    """
    _as_it_is.clear()
    _as_it_is.update({as_it_is} - {False})
    _executed.clear()
    _executed.update({chapter.checksum: chapter for chapter in results.chapters.values()})


def record_of(content: Mapping[str, str]) -> Record:
    """The record that an output given by :func:`read` refers to."""
    records = _executed[content["chapter"]].records
    return next(r for r in records if (r.kind, r.name) == (content["kind"], content["name"]))


def _light(output: Output, chapter: ChapterResult) -> Output:
    """An output with no more of a record than which it is.

    MyST-NB copies, checks and writes each output, in all its forms, though a page shows
    the record alone: that took a tenth of the time of a book.
    """
    record = output.get("data", {}).get(MIME_TYPE)
    if record is None:
        return output
    named = {"chapter": chapter.checksum, "kind": record["kind"], "name": record["name"]}
    return output | {"data": {MIME_TYPE: named}}


def read(text: str) -> NotebookNode:
    """A page as a notebook: with outputs if it is a chapter, in one piece if not.

    Lines are kept, so that a warning of Sphinx names the line of the file.
    Raises :class:`NotExecuted` if the chapter's cells are not those that ran.
    """
    if not is_notebook(text):
        return plain_page(text)
    return _with_outputs(parse_notebook(text))


def read_ipynb(text: str) -> NotebookNode:
    """A notebook with its outputs: those of its last run here, or else those that it keeps."""
    return _with_outputs(read_notebook(text))


def _with_outputs(notebook: NotebookNode) -> NotebookNode:
    from nbformat import from_dict

    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if not cells:
        return notebook
    chapter = _executed.get(code_checksum(notebook))
    if _as_it_is and notebook.metadata.get("kernelspec", {}).get("language", "python") == "python":
        # With what IPython adds to Python, its code is coloured by a lexer that knows it
        notebook.metadata.setdefault("language_info", {"name": "python", "pygments_lexer": "ipython3"})
    if chapter is None and _as_it_is:
        return notebook
    if chapter is None:
        raise NotExecuted(
            f"the cell that begins with ‘{cells[0].source.splitlines()[0][:60]}’ belongs to a chapter "
            "that has not been executed, or whose cells changed while the book was built. Build again.")
    for count, (cell, outputs) in enumerate(zip(cells, chapter.outputs, strict=True), start=1):
        cell["outputs"] = [from_dict(_light(output, chapter)) for output in outputs]
        cell["execution_count"] = count
    return notebook

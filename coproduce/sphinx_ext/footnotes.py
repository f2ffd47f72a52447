"""Footnotes have one row of numbers through the book, as figures have.

Sphinx counts them on each page anew, in the order in which they are written down. In a document
all chapters follow each other; a note there and on its page has the same number only if
numbers go on from page to page, in the order of the first marks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.publish.publication import publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Where Sphinx's environment keeps how many footnotes a page has, beside what else it knows of the page.
COUNT = "footnotes"


def register(app: "Sphinx") -> None:
    app.connect("doctree-read", _count)
    app.connect("doctree-resolved", _go_on)


def footnote_counts(env: "BuildEnvironment") -> dict[str, int]:
    """How many footnotes each page has that has some."""
    return {page: int(said[COUNT]) for page, said in env.metadata.items() if said.get(COUNT)}


def _count(app: "Sphinx", doctree: nodes.document) -> None:
    """Number a page's footnotes in the order of their first marks, from 1."""
    numbers: dict[str, int] = {}
    for mark in doctree.findall(nodes.footnote_reference):
        if "refid" in mark:
            numbers.setdefault(mark["refid"], len(numbers) + 1)
    _write(doctree, lambda id_, _: numbers.get(id_))
    if numbers:
        app.env.metadata[app.env.docname][COUNT] = len(numbers)


def _go_on(app: "Sphinx", doctree: nodes.document, docname: str) -> None:
    """Go on from the pages before this one."""
    counts, pages = footnote_counts(app.env), publication(app).index.pages
    if docname in counts and docname in pages:
        before = sum(counts.get(page, 0) for page in pages[:pages.index(docname)])
        _write(doctree, lambda _, number: number + before)


def _write(doctree: nodes.document, number_of: Callable[[str, int], int | None]) -> None:
    """Give each mark and note the number that ``number_of`` says for its id and the number that it shows."""
    for mark in doctree.findall(nodes.footnote_reference):
        _put(mark, number_of, mark.get("refid", ""))
    for note in doctree.findall(nodes.footnote):
        for label in note.findall(nodes.label):
            _put(label, number_of, next(iter(note["ids"]), ""))


def _put(shown: nodes.TextElement, number_of: Callable[[str, int], int | None], id_: str) -> None:
    number = number_of(id_, int(shown.astext())) if shown.astext().isdigit() else None
    if number is not None:
        shown.clear()
        shown += nodes.Text(str(number))

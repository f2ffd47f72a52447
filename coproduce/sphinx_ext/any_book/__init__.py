"""What a Jupyter Book may write besides what reports do, in forms that every output has.

Loaded for books alone (``coproduce: rules: book``): a report's pages know nothing of it.
``docs/books.md`` lists the constructs and their forms; each module here has one kind of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coproduce.publish.publication import publication
from coproduce.sphinx_ext import book_cells, book_outputs, lost_pictures, other_tabs, unknown_directives
from coproduce.sphinx_ext.any_book import (
    borrowed_words,
    boxes,
    citations,
    code,
    design,
    films,
    guard,
    looks,
    maths,
    nested_tables,
    pictures,
    proofs,
    raw_html,
    writing,
)
from coproduce.sphinx_ext.any_book.looks import files_of
from coproduce.sphinx_ext.any_book.maths import as_source
from coproduce.sphinx_ext.any_book.writing import allowed

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_TRANSFORMS = (
    book_outputs.ChooseForms, maths.Macros, maths.Labels, maths.DisplayInLine, raw_html.RawHtml, pictures.Pictures, code.Diagrams,
    code.EmphasisedLines, nested_tables.NestedTables, borrowed_words.BorrowedWords, proofs.BoxesWithNames, boxes.PlainForms,
)
_POST_TRANSFORMS = (
    lost_pictures.LostPictures, citations.EntriesOnce, citations.EntriesOnPaper, design.DesignNodes, design.DesignIcons,
    boxes.OpenBoxes, boxes.PlainSummaries, boxes.PageContents, raw_html.RawHtmlOfOutputs, boxes.Abbreviations, guard.Guard,
)

#: What cells show, in the order in which a page and a document take one form of it: a picture before what needs a script.
_FORMS_OF_OUTPUTS = (
    "image/svg+xml", "image/png", "image/jpeg", "image/gif", "text/html", "text/markdown", "text/latex", "text/plain",
)
#: Warnings that tell an author of what ours take the place of, or of older ways of writing that work as they did.
_NOT_FOR_READERS = ("myst.strikethrough", "design.card_legacy")


def is_on(app: "Sphinx") -> bool:
    """Whether the book is held to the rules of books, and not to those of reports."""
    return publication(app).report.settings.rules.is_book


def register(app: "Sphinx") -> None:
    """Tell Sphinx of them; once it has the book's settings, and before it reads a page."""
    writing.register(app)
    for other in (book_cells, other_tabs, unknown_directives):
        other.register(app)
    app.add_directive("margin", boxes.Margin, override=True)
    app.add_directive("toggle", boxes.Toggle, override=True)
    app.add_directive("image", pictures.Picture, override=True)
    app.add_directive("mermaid", code.Diagram, override=True)
    for name in films.DIRECTIVES:
        app.add_directive(name, films.Film, override=True)
    for transform in _TRANSFORMS:
        app.add_transform(transform)
    for post_transform in _POST_TRANSFORMS:
        app.add_post_transform(post_transform)
    looks.register(app)
    app.config.suppress_warnings = [*app.config.suppress_warnings, *_NOT_FOR_READERS]
    if not app.config.nb_mime_priority_overrides:
        app.config.nb_mime_priority_overrides = [
            (builder, kind, place) for builder in ("html", "print") for place, kind in enumerate(_FORMS_OF_OUTPUTS)]


__all__ = ["allowed", "as_source", "files_of", "is_on", "register"]

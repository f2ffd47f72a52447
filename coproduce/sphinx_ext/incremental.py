"""Which pages a build reads and writes: all, or those that changes since the last one reach."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from coproduce.publish.book_cache import changed_inputs, previous_page
from coproduce.publish.build_state import shown_pictures
from coproduce.publish.publication import publication
from coproduce.sphinx_ext.builders import html_builder
from coproduce.sphinx_ext.page_dependencies import cross_page_state, page_inputs, page_uses, pages_to_read, pages_to_write

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def register(app: "Sphinx") -> None:
    app.connect("env-get-outdated", _outdated)
    # After Sphinx has numbered figures and headings have their words.
    app.connect("env-get-updated", _updated, priority=950)
    app.connect("write-started", _restore_unchanged)
    app.connect("html-page-context", _record_pictures, priority=990)


def _outdated(app: "Sphinx", env: "BuildEnvironment", added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """The pages to read: those whose text is another, or something that they take."""
    book = publication(app)
    book.current.page_inputs = now = page_inputs(book)
    past = book.previous
    if past is None:
        book.current.read = set(env.found_docs)
    else:
        paths = book.report.paths
        texts = changed_inputs(past.inputs, book.inputs, paths).get("page", set())
        found = {page for page in env.found_docs if paths.relative(paths.chapter(page)) in texts}
        book.current.read = found | added | changed | pages_to_read(past.page_uses, past.page_inputs, now) & env.found_docs
    return sorted(book.current.read)


def _updated(app: "Sphinx", env: "BuildEnvironment") -> list[str]:
    """The pages to write: those that were read, and those that say something of others that is another now."""
    book = publication(app)
    made, past = book.current, book.previous
    made.page_uses, made.cross_page = page_uses(book), cross_page_state(app)
    made.written = set(env.found_docs)
    if past is not None:
        contributions = "contribution" in changed_inputs(past.inputs, book.inputs, book.report.paths)
        made.written = made.read | pages_to_write(past.cross_page, made.cross_page, env.found_docs, contributions)
        # Sphinx writes the front page whenever it writes, and nothing at all when no page is to be written.
        made.written.add(app.config.root_doc)
        for page in env.found_docs - made.written:
            made.pages[page] = past.pages[page]
    return sorted(made.written)


def _restore_unchanged(app: "Sphinx", builder: "Builder") -> None:
    """Put the pages that are not written again where the last build wrote them."""
    book = publication(app)
    if book.previous is None:
        return
    for page in sorted(app.env.found_docs - book.current.written):
        _restore(app, page)
        written = book.previous.pages[page]
        html_builder(builder).images.update(written.pictures)
        book.shows_code |= written.shows_code


def restored(app: "Sphinx", page: str, first: str) -> bool:
    """Put ``page`` where the last build wrote it if it stands as it was, and say whether it does.

    It is made from no source file, but from what ``first`` is made from: where that is not written again, nothing has changed.
    """
    book = publication(app)
    book.current.further.add(page)
    if book.previous is None or first in book.current.written or page not in book.previous.html:
        return False
    _restore(app, page)
    book.current.pages[page] = book.previous.pages[page]
    return True


def _restore(app: "Sphinx", page: str) -> None:
    book = publication(app)
    file = Path(html_builder(app.builder).get_outfilename(page))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(previous_page(book, page))
    book.written_pages.append(page)


def _record_pictures(app: "Sphinx", pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Remember which pictures a page shows."""
    book = publication(app)
    if doctree is not None and pagename in app.env.found_docs:
        book.current.page(pagename).pictures = shown_pictures(doctree, html_builder(app.builder).images)

"""A book as the last build read and wrote it, so that the next one need not do all of it again.

What is kept is whole or nothing: Sphinx's environment, each page as it was read, each page as it
was written for the web and for print, and what all pages see of each other. It is for the very same
parts of the report; pages, tables and contributions may be others, and which pages that
reaches is for :mod:`coproduce.sphinx_ext.incremental` to say.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.checksums import checksum_of, checksums
from coproduce.ground.file_cache import Step
from coproduce.publish.build_state import PreviousBuild
from coproduce.publish.imprint import commit_line
from coproduce.source.inputs import input_files, kind_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.publish.publication import Publication
    from coproduce.source.paths import Paths

#: Of Sphinx, in the folder of what was read.
_ENVIRONMENT, _READ = "environment.pickle", ".doctree"


def restore(book: "Publication", inputs: Mapping[str, str], doctrees: Path) -> PreviousBuild | None:
    """What is kept of ``book``, its pages as they were read put into the folder ``doctrees``; None if nothing is."""
    content = book.step_cache.get(_step(book, inputs))
    if content is None:
        return None
    read, past = pickle.loads(content)  # noqa: S301 (kept by a build of this folder, and whole)
    doctrees.mkdir(parents=True, exist_ok=True)
    for name, data in read.items():
        file = doctrees / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return past


def mark_up_to_date(app: "Sphinx") -> None:
    """Let Sphinx take what it loaded for up to date, and write no page, unless it is told otherwise.

    Files are compared by content, and not by their times.
    """
    now = time.time_ns() // 1_000
    app.env.all_docs.update(dict.fromkeys(app.env.all_docs, now))
    app.builder.get_outdated_docs = lambda: ()  # type: ignore[method-assign]


def store(book: "Publication", inputs: Mapping[str, str], doctrees: Path, outdir: Path) -> None:
    """Keep the book that was read into ``doctrees`` and written into ``outdir``, unless its files
    were changed meanwhile, or it was not written for print."""
    made = book.current
    whole = all(made.page(page).body is not None for page in book.index.pages)
    if not whole or checksums(input_files(book.report.paths)) != inputs:
        return
    read = {name: (doctrees / name).read_bytes() for name in (_ENVIRONMENT, *(f"{page}{_READ}" for page in book.index.pages))}
    commit = _commit(book)
    kept = (*book.index.pages, *sorted(made.further))
    html = {page: _split_at_commit((outdir / f"{page}.html").read_bytes(), commit) for page in kept}
    pages = {page: made.page(page) for page in kept}
    past = PreviousBuild(inputs, made.page_inputs, made.page_uses, made.cross_page, pages, html)
    book.step_cache.put(_step(book, inputs), pickle.dumps((read, past), pickle.HIGHEST_PROTOCOL))


def previous_html(book: "Publication") -> dict[str, bytes]:
    """Each page of the last build as :func:`previous_page` has it."""
    return {page: previous_page(book, page) for page in book.previous.html} if book.previous else {}


def previous_page(book: "Publication", page: str) -> bytes:
    """A page of the last build as it is where nothing of it has changed: only its words for the commit are today's."""
    assert book.previous is not None, "something was kept"
    return _commit(book).join(book.previous.html[page])


def _commit(book: "Publication") -> bytes:
    return commit_line(book.report.settings, book.revision).encode()


def _split_at_commit(page: bytes, commit: bytes) -> tuple[bytes, ...]:
    """The parts of a written page before and after the words that name its commit; next time they name another."""
    return tuple(page.split(commit, 1)) if commit else (page,)


def changed_inputs(old: Mapping[str, str], new: Mapping[str, str], paths: "Paths") -> dict[str, set[str]]:
    """Names of the files that differ, by their kind."""
    found: dict[str, set[str]] = {}
    for name in old.keys() | new.keys():
        if old.get(name) != new.get(name):
            found.setdefault(kind_of(name, paths), set()).add(name)
    return found


def _step(book: "Publication", inputs: Mapping[str, str]) -> Step:
    paths = book.report.paths
    kinds = {name: kind_of(name, paths) for name in inputs}
    return Step("book", {
        **{name: content for name, content in inputs.items() if kinds[name] == "part"},
        "folder": checksum_of(str(paths.root.resolve())),
        "list of pages and tables": checksum_of("\n".join(sorted(name for name, kind in kinds.items() if kind in ("page", "table")))),
        # A page may say what day it is.
        "day": str(book.revision.epoch // 86_400),
    })

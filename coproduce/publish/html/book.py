"""Builds the web edition in this process."""

from __future__ import annotations

import importlib
import io
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.execution.no_clients import leave_out_clients
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.ground.process_end import set_aside
from coproduce.source.rules import WARNINGS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.execution.results import Results
    from coproduce.report import Report


@dataclass
class Book:
    """A book that has been read and written. ``app`` can write it again, for print."""

    app: "Sphinx"
    folder: Path
    pages: int


def preload() -> None:
    """Import what :func:`build_html` needs: a second that can pass while chapters run."""
    leave_out_clients()
    for name in (
        "coproduce.publish.configuration", "coproduce.sphinx_ext.registration",
        "jupyter_book.config", "myst_nb.sphinx_ext", "sphinx.application", "sphinx_external_toc.events",
    ):
        importlib.import_module(name)


def build_html(
    report: "Report", results: "Results", outdir: Path, log: Callable[[str], None] = print,
    when_read: Callable[["Book"], None] | None = None, inputs: Mapping[str, str] | None = None,
) -> Book:
    """Write the web edition into ``outdir``, which is empty or does not exist.

    ``when_read`` is called once all pages are read and none is written, if they
    are without problems. ``inputs`` are the files that the report was made from, by checksum: given them, what the
    last build read and wrote is used where nothing reached it, and this one is kept for the next.

    Raises :class:`coproduce.ground.problems.ProblemsFound` with every warning of Sphinx,
    after reading and writing all pages; ``outdir`` is then not fit for readers.
    """
    from coproduce.proof.third_parties import check_pages
    from coproduce.publish import book_cache
    from coproduce.publish.publication import provide
    from coproduce.publish.sphinx_problems import ProblemCollector

    outdir.mkdir(parents=True, exist_ok=True)
    doctrees = outdir.parent / "doctrees"
    book = provide(report, results)
    if inputs:
        book.inputs, book.previous = inputs, book_cache.restore(book, inputs, doctrees)
    with docutils_state():
        app = application(report, outdir, doctrees, fresh=book.previous is None)
        if book.previous is not None:
            book_cache.mark_up_to_date(app)
        collector = ProblemCollector(app, report.paths)
        logging.getLogger("sphinx").addHandler(collector)
        if when_read is not None:

            def tell(app: "Sphinx", env) -> None:
                if report.judge(collector.problems, WARNINGS):
                    return
                try:
                    when_read(Book(app, outdir, len(env.found_docs)))
                except ProblemsFound as found:  # Sphinx would wrap it in an error of its own
                    collector.problems.extend(found.problems)

            app.connect("env-check-consistency", tell, priority=999)
        try:
            app.build(force_all=book.previous is None)
        except Exception as error:
            stop_if_any([*report.judge(collector.problems, WARNINGS), failure(error, report)])
        finally:
            logging.getLogger("sphinx").removeHandler(collector)
    stop_if_any(report.judge(collector.problems, WARNINGS))
    remove_traces(outdir)
    paths = report.paths
    stop_if_any(report.judge(check_pages(
        outdir, {name: paths.relative(paths.chapter(name)) for name in app.env.found_docs}, book_cache.previous_html(book))))
    if inputs:
        book_cache.store(book, inputs, doctrees, outdir)
    pages = len(app.env.found_docs)
    log(f"read {len(book.current.read)} and wrote {len(book.current.written)} of {pages} pages")
    return Book(app, outdir, pages)


def application(report: "Report", outdir: Path, doctrees: Path, fresh: bool = True) -> "Sphinx":
    """A new application over the report's book, with what :func:`coproduce.publish.publication.provide` left for it.

    If not ``fresh``, it goes on from what was read into the folder ``doctrees``.
    """
    preload()
    from sphinx.application import Sphinx
    from sphinx.util.console import nocolor

    from coproduce.publish.configuration import sphinx_settings

    nocolor()
    with set_aside():  # sphinx-external-toc looks at each object that there is, to find the one of Sphinx that it takes the place of
        return Sphinx(
            srcdir=report.paths.book,
            confdir=None,
            outdir=outdir,
            doctreedir=doctrees,
            buildername="html",
            confoverrides=sphinx_settings(report.paths),
            # Sphinx's own words go nowhere: what matters comes back as problems.
            status=None,
            warning=io.StringIO(),
            freshenv=fresh,
            keep_going=True,
        )


def failure(error: Exception, report: "Report") -> Problem:
    """An error of Sphinx as a problem. One that is not Sphinx's is a fault of ours."""
    from sphinx.errors import SphinxError

    from coproduce.execution.reader import NotExecuted

    if isinstance(error, ProblemsFound):
        raise error
    if not isinstance(error, (SphinxError, NotExecuted)):
        raise error
    return Problem(
        "",
        str(error).strip().replace(f"{report.paths.root}/", ""),
        code="sphinx.error",
        action="Correct what the message names, and build again.",
    )


@contextmanager
def docutils_state() -> Iterator[None]:
    """Keeps what Sphinx registers with docutils out of the rest of the process.

    Personal docutils settings have no say either.
    """
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    with patch_docutils(None), docutils_namespace():
        yield


def remove_traces(outdir: Path) -> None:
    """Delete files that say when and with what Sphinx worked, which no reader opens."""
    for name in (".buildinfo", ".buildinfo.bak"):
        (outdir / name).unlink(missing_ok=True)

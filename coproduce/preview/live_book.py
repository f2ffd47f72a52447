"""A book that stays read: single pages are read and written anew, in the application that wrote all of them."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.proof.third_parties import check_pages
from coproduce.publish.html.book import application, docutils_state, failure, remove_traces
from coproduce.publish.publication import Publication, hand_over, provide, publication
from coproduce.source.rules import WARNINGS
from coproduce.sphinx_ext.builders import html_builder
from coproduce.sphinx_ext.doctrees import Doctrees
from coproduce.sphinx_ext.figure_files import FOLDER
from coproduce.sphinx_ext.forwarding import forwards
from coproduce.sphinx_ext.index import indexed_nodes
from coproduce.sphinx_ext.page_dependencies import CrossPageState, cross_page_state

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from coproduce.execution.results import Results
    from coproduce.publish.sphinx_problems import ProblemCollector
    from coproduce.report import Report

#: Pages that no list of pages names.
_NOT_LISTED = ("404", "search")
#: What is wrong, by what found it: for example ``("read", page)``.
ProblemsBySource = dict[tuple[str, str], list[Problem]]


class LiveBook:
    """The web edition of a report, read and kept so.

    ``problems`` holds what is wrong now. Nothing is written while reading found something.
    """

    def __init__(self, report: "Report", results: "Results", outdir: Path, doctrees: Path):
        from coproduce.publish.sphinx_problems import ProblemCollector

        self.report, self.outdir = report, outdir
        self.problems: ProblemsBySource = {}
        self._stack = ExitStack()
        self._stack.enter_context(docutils_state())
        try:
            provide(report, results)
            outdir.mkdir(parents=True, exist_ok=True)
            self.app: Sphinx = application(report, outdir, doctrees)
            self._collector: ProblemCollector = ProblemCollector(self.app, report.paths)
            self.builder = html_builder(self.app.builder)
            self.env: BuildEnvironment = self.app.env
            self._numbered: dict[str, tuple[list[tuple[str, str]], Any]] = {}
            self._build()
            if not hasattr(self.book, "index"):  # nothing can be made of what was read
                stop_if_any(problem for found in self.problems.values() for problem in found)
            self._doctrees = Doctrees(self.env)
            for page in self.env.found_docs:
                indexed_nodes(self._doctrees.to_look_at(page))
            self.world: CrossPageState = cross_page_state(self.app)
            # What stays for long need not be looked through each time that memory is tidied.
            gc.collect()
            gc.freeze()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give back what Sphinx registered with docutils, and the memory."""
        gc.unfreeze()
        self._stack.close()

    @property
    def pages(self) -> set[str]:
        """The names of all pages with a source file."""
        return set(self.env.found_docs)

    @property
    def book(self) -> Publication:
        return publication(self.app)

    def change(self, book: Publication) -> None:
        """From now on pages are made from ``book``, which lacks only the index."""
        from coproduce.execution import reader

        old = self.book
        book.written_pages, book.shows_code = sorted(self.pages), old.shows_code
        reader.use(book.results, as_it_is=book.report.paths.is_book)
        hand_over(self.app, book)
        self.report = book.report

    def read(self, pages: Iterable[str]) -> None:
        """Read these pages anew."""
        for page in sorted(pages):
            with self._recording_problems("read", page):
                self._numbered.setdefault(page, (self._shape(page), self.env.toc_fignumbers.get(page)))
                self.app.events.emit("env-purge-doc", self.env, page)
                self.env.clear_doc(page)
                self.builder.read_doc(page)
                self._doctrees.forget(page)

    def number(self) -> CrossPageState:
        """Number figures and sources anew and see what stands where; what pages now depend on."""
        with self._recording_problems("index", ""):
            self.app.events.emit("env-updated", self.env)
            self._number_figures()
            self.env.check_consistency()
            self.world = cross_page_state(self.app)
        return self.world

    def _number_figures(self) -> None:
        """Count figures and tables through the book, unless each page that was read has the same ones as before.

        Sphinx would walk through all pages each time.
        """
        before = self._numbered
        if self.env.toc_secnumbers or any(self._shape(page) != shape for page, (shape, _) in before.items()):
            list(self.env.check_dependents(self.app, set()))
        else:
            self.env.toc_fignumbers |= {page: numbers for page, (_, numbers) in before.items() if numbers is not None}
        self._numbered = {}

    def _shape(self, page: str) -> list[tuple[str, str]]:
        """Kind and name of each thing on a page that has a number."""
        domains, doctree = [self.env.get_domain(name) for name in ("std", "math")], self.env.get_doctree(page)
        return [(kind, node["ids"][0]) for node in doctree.findall(nodes.Element) if node["ids"]
                for domain in domains if (kind := domain.get_enumerable_node_type(node))]

    def write(self, page: str) -> None:
        """Write this page anew."""
        with self._recording_problems("write", page):
            doctree = self.env.get_and_resolve_doctree(page, self.builder, doctree=self._doctrees.to_change(page))
            self.builder.write_doc_serialized(page, doctree)
            self.builder.write_doc(page, doctree)
            if self.book.shows_code and not (self.outdir / "_static" / "pygments.css").exists():
                self.builder.create_pygments_style_file()

    def finish(self) -> None:
        """Write what is made from the whole book: lists, index of the search, ledger, figures."""
        with self._recording_problems("finish", ""):
            self.builder.gen_pages_from_extensions()
            self.builder.gen_additional_pages()
            self.builder.copy_image_files()
            self.builder.copy_download_files()
            self.app.events.emit("build-finished", None)
            remove_traces(self.outdir)
            expected = {*self.book.written_pages, *_NOT_LISTED, *forwards(self.app)}
            for path in self.outdir.rglob("*.html"):  # of an old address that leads nowhere any more
                if path.relative_to(self.outdir).with_suffix("").as_posix() not in expected:
                    path.unlink()
            for path in (self.outdir / FOLDER).glob("*"):
                if path.stem not in self.book.results.figures:
                    path.unlink()
                    self.book.drawn_figures.pop(path.stem, None)
            self._refuse_outside_loads()

    def _refuse_outside_loads(self) -> None:
        name = self.report.paths.relative
        found = check_pages(self.outdir, {page: name(self.report.paths.chapter(page)) for page in self.pages})
        stop_if_any(self.report.judge(found))

    def _build(self) -> None:
        """Read and write everything, and see which page each problem is of."""
        with self._recording_problems("build", ""):
            self.app.build(force_all=True)
            remove_traces(self.outdir)
            self._refuse_outside_loads()
        by_file = {self.report.paths.relative(self.report.paths.chapter(page)): page for page in self.env.found_docs}
        for problem in self.problems.pop(("build", ""), ()):
            page = by_file.get(problem.path)
            # Of a page it may be of its reading, or of its writing: both are done again.
            for kind in ("read", "write") if page else ("index",):
                self.problems.setdefault((kind, page or ""), []).append(problem)

    @contextmanager
    def _recording_problems(self, what: str, page: str) -> Iterator[None]:
        """Keep what is wrong with ``page``, in place of what was known of it."""
        found = self._collector.problems = []
        log = logging.getLogger("sphinx")
        log.addHandler(self._collector)
        try:
            yield
        except ProblemsFound as refused:
            found += refused.problems
        except Exception as error:
            found.append(failure(error, self.report))
        finally:
            log.removeHandler(self._collector)
            self.problems.pop((what, page), None)
            if fatal := self.report.judge(found, WARNINGS):
                self.problems[what, page] = fatal

"""The manuscripts of a report: one of each document that its settings name, and one of what is in none."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.publish.manuscript import Elsewhere, Manuscript, chapter_bodies, merge
from coproduce.publish.manuscript.compose_process import Composers
from coproduce.publish.manuscript.joining import SEPARATOR, anchors_only
from coproduce.publish.manuscript.manuscript_cache import cached_manuscript
from coproduce.publish.publication import publication
from coproduce.source.documents import Document, pages_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.execution.results import Results
    from coproduce.publish.publication import Publication
    from coproduce.report import Report

_TARGET = re.compile("leads to ‘([^’]+)’")
#: Beside the documents, whose names begin with a letter or digit.
_REST, _EXCERPT = "_rest", "_excerpt"
_FIRST_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)


#: What is to be done with a document whose manuscript is composed.
WhenMade = Callable[[Document, Manuscript], None]


@dataclass(frozen=True)
class Manuscripts:
    """The manuscript of each document in the order of the settings, and of the pages that no document holds.

    ``pages`` are all, in the order of the book. ``excerpt`` waits for a manuscript of those that were asked for by
    themselves, with their links as within one document: it is needed last.
    """

    documents: tuple[tuple[Document, Manuscript], ...]
    pages: tuple[str, ...]
    other_pages: Manuscript | None = None
    excerpt: Callable[[], Manuscript | None] = lambda: None

    @property
    def other_forms(self) -> Manuscript:
        """The manuscript that Word, OpenDocument and EPUB files are made of."""
        return next(made for document, made in self.documents if document.other_forms)

    @property
    def every(self) -> list[Manuscript]:
        """Every manuscript, in which each page stands at least once."""
        return [*(made for _, made in self.documents), *([self.other_pages] if self.other_pages else [])]

    @property
    def whole_book(self) -> Manuscript:
        """What is to be known of all pages, in the order of the book."""
        return merge(self.every, self.pages)


def begin_manuscripts(
    report: "Report", results: "Results", app: "Sphinx", log: Callable[[str], None] = print,
    excerpt: Callable[[Mapping[str, str]], list[str]] | None = None, when_made: WhenMade | None = None,
) -> Callable[[], Manuscripts]:
    """Do now what needs the Sphinx application, and return what composes the manuscripts.

    ``when_made`` is called with each document as soon as its manuscript is composed, by a thread of its own.

    ``excerpt`` chooses pages by what they hold as HTML, for a manuscript of their own, whose sources have their numbers;
    it is asked only where no document holds all pages. The rest shares nothing with the application, so that it can be done in
    another thread while the web edition is written.
    """
    for library in ("pikepdf", "fontTools"):
        logging.getLogger(library).setLevel(logging.WARNING)
    work = report.paths.work / "print"
    bodies, files = chapter_bodies(app, report)
    book = publication(app)

    def finish() -> Manuscripts:
        made = _manuscripts(book, bodies, files, work, excerpt, when_made or (lambda document, manuscript: None))
        try:
            _every_figure(made.every if not report.settings.documents else [m for _, m in made.documents], results)
        except ProblemsFound:
            with suppress(ProblemsFound):
                made.excerpt()  # it must not go on writing when the build has ended
            raise
        known = " ".join(problem.message for problem in report.reported)
        report.judge(problem for _, manuscript in made.documents for problem in manuscript.reported
                     if not _already_reported(problem, known))
        for document, manuscript in made.documents:
            log(f"  {document.name}: {len(manuscript.chapters)} chapters, {len(manuscript.figures)} figures, "
                f"{len(manuscript.tables)} tables")
        return made

    return finish


def _manuscripts(
    book: "Publication", bodies: Mapping[str, str], files: Mapping[str, Path | str], work: Path,
    excerpt: Callable[[Mapping[str, str]], list[str]] | None, when_made: WhenMade,
) -> Manuscripts:
    report, settings = book.report, book.report.settings
    hidden = frozenset(name for name in bodies if book.matter(name).web_only)
    titles = {name: _heading(body) or name for name, body in bodies.items()}
    pages = {document: pages_of(document, report.toc, hidden) for document in settings.printed}
    home = {name: document.name for document in reversed(settings.printed) for name in pages[document]}
    jobs: list[tuple[Any, ...]] = []
    for document in settings.printed:
        held = list(pages[document])
        sources = settings.pages.sources
        if document.sources == "cited" and sources in bodies:
            held = [name for name in held if name != sources] + [sources]
        elsewhere = {
            name: Elsewhere(titles[name], home.get(name, "")) for name in bodies if name not in held
        }
        if document.sources == "cited" and sources in elsewhere:
            del elsewhere[sources]
        folder = work / "manuscript" if document.whole else work / "manuscripts" / document.file
        jobs.append((document.file, {name: bodies[name] for name in held}, files, settings, folder, document, elsewhere))
    held_somewhere = [name for name in bodies if any(name in job[1] for job in jobs)]
    rest = [name for name in bodies if name not in held_somewhere]
    asked = excerpt(bodies) if excerpt and (rest or len(jobs) > 1) else []
    if rest:
        elsewhere = {name: Elsewhere(titles[name], home.get(name, "")) for name in held_somewhere}
        jobs.append((_REST, {name: bodies[name] for name in rest}, files, settings, work / _REST, None, elsewhere))
    if asked:
        # The numbers of sources are those of their places in the whole list.
        marks = {settings.pages.sources, settings.pages.ledger}
        held_here = {name: body if name in asked else anchors_only(body) for name, body in bodies.items() if name in {*asked, *marks}}
        jobs.append((_EXCERPT, held_here, files, settings, work / _EXCERPT, None, {}))

    def compose(job: tuple[Any, ...]) -> Manuscript:
        made, document = cached_manuscript(book.step_cache, *job, compose=composers.compose), job[5]
        if document:
            when_made(document, made)
        return made

    # Other processes compose, the longest first: threads only wait for them. One processor writes pages meanwhile.
    composers = Composers()
    pool = ThreadPoolExecutor(max(1, (os.cpu_count() or 1) - 1))
    try:
        by_length = sorted(jobs, key=lambda job: -sum(map(len, job[1].values())) if job[5] else 0)
        started = {job[0]: pool.submit(compose, job) for job in by_length}
        pool.submit(_close_after, started.values(), composers)
        made = {job[0]: started[job[0]].result() for job in jobs if job[0] != _EXCERPT}
    except BaseException:
        pool.shutdown(cancel_futures=True)
        composers.close()
        raise
    pool.shutdown(wait=False)
    documents = tuple((document, made[document.file]) for document in settings.printed)
    return Manuscripts(
        documents, tuple(bodies), made.get(_REST), started[_EXCERPT].result if _EXCERPT in started else lambda: None)


def _close_after(jobs: Collection[Future[Manuscript]], composers: Composers) -> None:
    wait(jobs)
    composers.close()


def _heading(body: str) -> str:
    """The text of a page's first heading."""
    from bs4 import BeautifulSoup

    found = _FIRST_HEADING.search(body)
    return " ".join(BeautifulSoup(found[1], "html.parser").get_text().split()) if found else ""


def _already_reported(problem: Problem, known: str) -> bool:
    """Whether Sphinx has already told of the link that leads nowhere in the document, too."""
    target = _TARGET.search(problem.message) if problem.code == "manuscript.broken-link" else None
    return target is not None and target[1].rpartition(SEPARATOR)[2] in known


def _every_figure(manuscripts: list[Manuscript], results: "Results") -> None:
    missing = sorted(set(results.figures) - {name for manuscript in manuscripts for name in manuscript.figures})
    if missing:
        raise ProblemsFound(
            Problem(
                f"book/{results.figures[name].chapter}.md",
                f"the figure ‘{name}’ is registered but does not appear in the PDF",
                code="pdf.figure-missing",
                expected="each registered figure in its chapter, once",
                action="Let the cell show the figure; do not hide its output.",
            )
            for name in missing
        )

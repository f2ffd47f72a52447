"""All forms of a report from one reading of its book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from coproduce.execution.results import Results
from coproduce.ground.file_cache import StepCache
from coproduce.ground.git_revision import Revision
from coproduce.ground.problems import ProblemsFound, stop_if_any
from coproduce.publish.formats import Material, write_formats
from coproduce.publish.formats.brief.pages import pages_of
from coproduce.publish.html import build_html
from coproduce.publish.ledger import ledger
from coproduce.publish.manuscript import Manuscript
from coproduce.publish.pdf import Manuscripts, PdfSummary, begin_manuscripts, timestamp, write_pdf
from coproduce.publish.publication import publication
from coproduce.report import Report
from coproduce.source.documents import Document


def write_all(
    report: Report, results: Results, revision: Revision, pdf: Path, log: Callable[[str], None],
    inputs: Mapping[str, str] | None = None,
) -> tuple[list[PdfSummary], list[Path]]:
    """Write the web edition, and beside it PDFs (in the folder ``pdf``) and other formats, from one reading of the book.

    ``inputs`` are the report's files by checksum, if this is a build that the next one may go on from.

    A thread is enough: Pandoc, Typst and the composing of manuscripts, which take longest, work outside it.
    A fork would be faster and would hang where Typst has run before in this process.

    Raises :class:`~coproduce.ground.problems.ProblemsFound`.
    """
    try:
        return _write_all(report, results, revision, pdf, log, inputs)
    except ProblemsFound as found:
        raise ProblemsFound(map(report.placed, found.problems)) from found


def _write_all(
    report: Report, results: Results, revision: Revision, pdf: Path, log: Callable[[str], None], inputs: Mapping[str, str] | None,
) -> tuple[list[PdfSummary], list[Path]]:
    work = report.paths.work

    def write_one(document: Document, manuscript: Manuscript, cache: StepCache) -> PdfSummary:
        return write_pdf(
            manuscript, report.settings, pdf / f"{document.file}.pdf", timestamp=timestamp(report.settings),
            work=work / "print" / "typst" / document.file, data=report.paths, document=document, cache=cache)

    def write(composed: Callable[[], Manuscripts], pdfs: Mapping[str, Future[PdfSummary]], book) -> tuple[list[PdfSummary], list[Path]]:
        made = composed()
        with ThreadPoolExecutor(max_workers=1) as others:
            material = Material(
                report, results, made.whole_book, revision, {} if report.paths.is_book else ledger(book),
                work / "print" / "formats", made.other_forms, book.step_cache, made.excerpt)
            formats = others.submit(write_formats, material, work / report.paths.formats.name)
            documents, problems = [], []
            for document, _ in made.documents:
                try:
                    documents.append(pdfs[document.file].result())
                except ProblemsFound as found:
                    problems += found.problems
            stop_if_any(report.judge(problems))
        return documents, formats.result()

    # PDFs one after the other, the longest first, each as soon as its manuscript is composed. Two at once are done sooner;
    # but in one of many builds the process was aborted while both were set, and why is not known.
    with ThreadPoolExecutor(max_workers=1) as each, ThreadPoolExecutor(max_workers=1) as beside:
        started: list[Future] = []

        def begin(book) -> None:
            read, pdfs = publication(book.app), {}

            def set_pages(document: Document, manuscript: Manuscript) -> None:
                pdfs[document.file] = each.submit(write_one, document, manuscript, read.step_cache)

            composed = begin_manuscripts(
                report, results, book.app, log, None if report.paths.is_book else partial(pages_of, report), set_pages)
            started.append(beside.submit(write, composed, pdfs, read))

        built = build_html(report, results, work / "html", log=log, when_read=begin, inputs=inputs)
        made = started[0].result()
    kept = publication(built.app).step_cache
    kept.forget_unused()
    for name, why in sorted(kept.reasons.items()):
        log(f"  {name} was made again: {why}")
    return made

"""Makes the PDF edition of a report."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.publish.manuscript import Elsewhere, Manuscript, chapter_bodies, compose
from coproduce.publish.manuscript.joining import page as page_of_chapter
from coproduce.publish.pdf import attachments, tags
from coproduce.publish.pdf.pandoc import to_typst
from coproduce.publish.pdf.typeset import typeset
from coproduce.source.documents import Document, pages_of, web_only

if TYPE_CHECKING:
    from coproduce.execution.results import Results
    from coproduce.report import Report
    from coproduce.source.paths import Paths
    from coproduce.source.settings import Settings

_FIRST_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
# Words that the template prints.
_LABELS = {
    "contents": "Contents",
    "web": "Web edition",
    "key-finding": "Key finding",
    "conclusion": "Conclusion",
    "recommendation": "Recommendation",
    "warning": "Warning",
}


@dataclass(frozen=True)
class PdfSummary:
    """What the PDF holds: pages, figures, tables, attached files, bytes."""

    path: Path
    pages: int
    figures: int
    tables: int
    attachments: int
    size: int


@dataclass(frozen=True)
class Manuscripts:
    """The manuscript of everything, and that of each document in the order of the settings.

    In a report with one document the two are the same.
    """

    whole: Manuscript
    documents: tuple[tuple[Document, Manuscript], ...]

    @property
    def other_forms(self) -> Manuscript:
        """The manuscript that Word, OpenDocument and EPUB files are made of."""
        return next(made for document, made in self.documents if document.other_forms)


def build_pdf(
    report: "Report", results: "Results", book: Any, out_path: Path, log: Callable[[str], None] = print
) -> PdfSummary:
    """Write the first document of a report whose HTML edition has just been built.

    ``book`` is the Sphinx application that read the book, or holds it as ``app``;
    its environment is used again, so the book is not read twice. The date in the
    file is ``SOURCE_DATE_EPOCH`` (seconds), or the edition's date without it.

    Raises :class:`coproduce.ground.problems.ProblemsFound`, among others if a figure that
    a chapter registered is missing from the document.
    """
    document, manuscript = begin_manuscripts(report, results, book, log)().documents[0]
    return write_pdf(
        manuscript, report.settings, out_path, timestamp=timestamp(report.settings),
        work=report.paths.work / "print" / "typst", data=report.paths, document=document,
    )


def begin_manuscripts(
    report: "Report", results: "Results", book: Any, log: Callable[[str], None] = print
) -> Callable[[], Manuscripts]:
    """Do now what needs the Sphinx application, and return what composes the manuscripts.

    The rest shares nothing with the application, so that it can be done in
    another thread while the web edition is written.
    """
    for library in ("pikepdf", "fontTools"):
        logging.getLogger(library).setLevel(logging.WARNING)
    work = report.paths.work / "print"
    bodies, files = chapter_bodies(getattr(book, "app", book), report)

    def finish() -> Manuscripts:
        made = _manuscripts(report, bodies, files, work)
        _every_figure([made.whole] if not report.settings.documents else [m for _, m in made.documents], results)
        for document, manuscript in made.documents:
            log(f"  {document.name}: {len(manuscript.chapters)} chapters, {len(manuscript.figures)} figures, "
                f"{len(manuscript.tables)} tables")
        return made

    return finish


def _manuscripts(report: "Report", bodies: dict[str, str], files: dict[str, Path], work: Path) -> Manuscripts:
    settings = report.settings
    hidden = web_only(report.paths, bodies)
    titles = {name: _heading(body) or name for name, body in bodies.items()}
    pages = {document: pages_of(document, report.toc, hidden) for document in settings.printed}
    home = {name: document.name for document in reversed(settings.printed) for name in pages[document]}
    made = []
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
        made.append((document, compose(
            {name: bodies[name] for name in held}, files, settings, folder, document, elsewhere)))
    if not settings.documents and not hidden:
        return Manuscripts(made[0][1], tuple(made))
    return Manuscripts(compose(bodies, files, settings, work / "whole"), tuple(made))


def _heading(body: str) -> str:
    """The text of a page's first heading."""
    from bs4 import BeautifulSoup

    found = _FIRST_HEADING.search(body)
    return " ".join(BeautifulSoup(found[1], "html.parser").get_text().split()) if found else ""


def write_pdf(
    manuscript: Manuscript,
    settings: "Settings",
    out_path: Path,
    *,
    timestamp: int,
    work: Path,
    data: "Paths | None" = None,
    document: Document | None = None,
) -> PdfSummary:
    """Write the PDF of a manuscript, made in the new folder ``work``.

    ``timestamp`` is in seconds since 1970; ``data`` is the report whose data package is attached.
    ``document`` is the one that the manuscript holds, by default the report's first.

    Raises :class:`coproduce.ground.problems.ProblemsFound`, among others for a document of more
    pages than its setting allows, or a summary that does not end on its page.
    """
    document = document or settings.main_document
    work.mkdir(parents=True)
    shutil.copytree(manuscript.folder / "images", work / "images")
    files = attachments.collect(data, work) if data else []
    front = front_matter(settings, files, document, _first_heading_of(manuscript))
    (work / "report.json").write_text(
        json.dumps(front, indent=1, ensure_ascii=False), encoding="utf-8"
    )
    cache = data.cache / f"typst-{document.file}" if data else None
    made, parts = typeset(to_typst(manuscript, cache), work, timestamp)
    try:
        made = tags.set_row_headings(made, manuscript.tables)
    except tags.TagMismatch as error:
        raise ProblemsFound(
            [
                Problem(
                    "",
                    f"row headings cannot be tagged: {error}",
                    code="pdf.tags",
                    expected="the tables of the manuscript, in its order",
                    action="This is a fault of coproduce/publish/pdf; report it with the table named.",
                )
            ]
        ) from error
    pages = _page_count(made)
    stop_if_any(_too_long(document, pages, parts))
    out_path.parent.mkdir(parents=True, exist_ok=True)
    out_path.write_bytes(made)
    return PdfSummary(
        path=out_path,
        pages=pages,
        figures=len(manuscript.figures),
        tables=len(manuscript.tables),
        attachments=len(files),
        size=len(made),
    )


def _first_heading_of(manuscript: Manuscript) -> str:
    return next(iter(manuscript.chapters.values()), "")


def _too_long(document: Document, pages: int, parts: list[dict[str, Any]]) -> list[Problem]:
    """``parts`` are the chapters with the page on which each starts, and the page on which the summary ends."""
    where = "_config.yml"
    problems = []
    starts = [part for part in parts if "name" in part]
    if document.pages_at_most and pages > document.pages_at_most:
        ends = [part["page"] for part in starts[1:]] + [pages]
        lengths = sorted(
            ((end - part["page"], part["name"]) for part, end in zip(starts, ends, strict=True)), reverse=True)
        longest = ", ".join(f"{name} {length}" for length, name in lengths[:4])
        problems.append(Problem(
            where, f"{document.file}.pdf has {pages} pages, and {document.name} may have {document.pages_at_most} "
            f"(the longest of its chapters, in pages: {longest})", code="pdf.too-long",
            expected=f"at most {document.pages_at_most} pages, as ‘documents: pages_at_most’ says",
            action="Shorten the longest chapters, move what is not argument to another part, or mark it "
                   "‘{web-only}’."))
    for part in parts:
        if "summary" in part and document.summary and not document.whole and part["page"] > part["summary"]:
            problems.append(Problem(
                page_of_chapter(starts[0]["name"]) if starts else where,
                f"the summary of {document.name} ends on page {part['page']}, "
                f"{part['over']:.0f} mm below the top of its text", code="pdf.summary-too-long",
                expected=f"a summary that fits page {part['summary']}",
                action="Shorten the front page, or put what paper can do without between ‘:::{web-only}’ and ‘:::’."))
    return problems


def front_matter(
    settings: "Settings", files: list[dict[str, str]], document: Document | None = None, heading: str = ""
) -> dict[str, Any]:
    """What the templates read as ``report.json``: texts of cover and running lines, colours, files.

    ``heading`` is that of the document's first chapter: where it is the summary, it is the
    sentence on the cover, unless the settings give one.
    """
    from babel.dates import format_date

    from coproduce.charts import palette

    day = date.fromisoformat(settings.date)
    printed = format_date(day, "d MMMM yyyy", locale=settings.language.replace("-", "_"))
    document = document or settings.main_document
    finding = document.finding or (heading if document.summary and not document.whole else "")
    others = [f"{other.title}" for other in settings.printed if other != document]
    details = [("Edition", settings.edition), ("Date", printed), ("Licence", settings.licence)]
    return {
        "title": document.title,
        # What stands before a colon is title enough for a running head.
        "short_title": document.title if len(settings.printed) > 1 else document.title.partition(":")[0],
        "subtitle": document.subtitle,
        "finding": finding if finding != document.title else "",
        "others": others,
        "summary": document.summary and not document.whole,
        "starts_with_contents": not document.summary,
        "chapters_on_new_pages": document.chapters_on_new_pages,
        "authors": [settings.author],
        "description": document.description or document.subtitle or finding or document.title,
        "keywords": list(settings.keywords),
        "language": settings.language,
        "organisations": list(settings.organisations),
        "publisher": settings.publisher,
        "details": [pair for pair in details if pair[1]],
        "web_address": settings.web_address,
        "cover_note": settings.cover_note,
        "footer": f"Edition {settings.edition}, {printed}",
        "labels": _LABELS,
        "attachments": files,
        "colours": {
            "ink": palette.INK,
            "muted": palette.MUTED,
            "quiet": palette.QUIET,
            "grid": palette.GRID,
            "accent": palette.ACCENT,
            "tint": "#f1f4fa",
        },
    }


def timestamp(settings: "Settings") -> int:
    """The moment that outputs carry, in seconds since 1970."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return int(epoch)
    return int(datetime.fromisoformat(settings.date).replace(tzinfo=UTC).timestamp())


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


def _page_count(data: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)

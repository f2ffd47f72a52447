"""Makes the PDF edition of a report."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.publish.manuscript import Manuscript, chapter_bodies, compose
from coproduce.publish.pdf import attachments, tags
from coproduce.publish.pdf.pandoc import to_typst
from coproduce.publish.pdf.typeset import typeset

if TYPE_CHECKING:
    from coproduce.execution.results import Results
    from coproduce.report import Report
    from coproduce.source.paths import Paths
    from coproduce.source.settings import Settings

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


def build_pdf(
    report: "Report", results: "Results", book: Any, out_path: Path, log: Callable[[str], None] = print
) -> PdfSummary:
    """Write the PDF of a report whose HTML edition has just been built.

    ``book`` is the Sphinx application that read the book, or holds it as ``app``;
    its environment is used again, so the book is not read twice. The date in the
    file is ``SOURCE_DATE_EPOCH`` (seconds), or the edition's date without it.

    Raises :class:`coproduce.ground.problems.ProblemsFound`, among others if a figure that
    a chapter registered is missing from the document.
    """
    manuscript = begin_manuscript(report, results, book, log)()
    return write_pdf(
        manuscript, report.settings, out_path, timestamp=timestamp(report.settings),
        work=report.paths.work / "print" / "typst", data=report.paths,
    )


def begin_manuscript(
    report: "Report", results: "Results", book: Any, log: Callable[[str], None] = print
) -> Callable[[], Manuscript]:
    """Do now what needs the Sphinx application, and return what composes the manuscript.

    The rest shares nothing with the application, so that it can be done in
    another thread while the web edition is written.
    """
    for library in ("pikepdf", "fontTools"):
        logging.getLogger(library).setLevel(logging.WARNING)
    work = report.paths.work / "print"
    shutil.rmtree(work, ignore_errors=True)
    bodies, files = chapter_bodies(getattr(book, "app", book), report)

    def finish() -> Manuscript:
        manuscript = compose(bodies, files, report.settings, work / "manuscript")
        _every_figure(manuscript, results)
        log(f"  {len(manuscript.chapters)} chapters, {len(manuscript.figures)} figures, {len(manuscript.tables)} tables")
        return manuscript

    return finish


def write_pdf(
    manuscript: Manuscript,
    settings: "Settings",
    out_path: Path,
    *,
    timestamp: int,
    work: Path,
    data: "Paths | None" = None,
) -> PdfSummary:
    """Write the PDF of a manuscript, made in the folder ``work``.

    ``timestamp`` is in seconds since 1970; ``data`` is the report whose data package is attached.
    """
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    shutil.copytree(manuscript.folder / "images", work / "images")
    files = attachments.collect(data, work) if data else []
    front = front_matter(settings, files)
    (work / "report.json").write_text(
        json.dumps(front, indent=1, ensure_ascii=False), encoding="utf-8"
    )
    document = typeset(to_typst(manuscript, data.cache / "typst" if data else None), work, timestamp)
    try:
        document = tags.set_row_headings(document, manuscript.tables)
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
    out_path.parent.mkdir(parents=True, exist_ok=True)
    out_path.write_bytes(document)
    return PdfSummary(
        path=out_path,
        pages=_page_count(document),
        figures=len(manuscript.figures),
        tables=len(manuscript.tables),
        attachments=len(files),
        size=len(document),
    )


def front_matter(settings: "Settings", files: list[dict[str, str]]) -> dict[str, Any]:
    """What the templates read as ``report.json``: texts of cover and running lines, colours, files."""
    from babel.dates import format_date

    from coproduce.charts import palette

    day = date.fromisoformat(settings.date)
    printed = format_date(day, "d MMMM yyyy", locale=settings.language.replace("-", "_"))
    details = [("Edition", settings.edition), ("Date", printed), ("Licence", settings.licence)]
    return {
        "title": settings.title,
        # What stands before a colon is title enough for a running head.
        "short_title": settings.title.partition(":")[0],
        "subtitle": settings.subtitle,
        "authors": [settings.author],
        "description": settings.subtitle or settings.title,
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


def _every_figure(manuscript: Manuscript, results: "Results") -> None:
    missing = sorted(set(results.figures) - set(manuscript.figures))
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

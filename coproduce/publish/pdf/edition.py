"""Makes the PDF edition of a report."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.checksums import checksum, checksum_of, checksum_of_folder
from coproduce.ground.file_cache import Step, StepCache
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.publish.manuscript import Manuscript
from coproduce.publish.manuscript.joining import page as page_of_chapter
from coproduce.publish.pdf import attachments, link_texts, publisher_look, tags
from coproduce.publish.pdf.cover import cover_figure
from coproduce.publish.pdf.front_matter import front_matter
from coproduce.publish.pdf.manuscripts import begin_manuscripts
from coproduce.publish.pdf.pandoc import to_typst
from coproduce.publish.pdf.streams import save
from coproduce.publish.pdf.typeset import typeset
from coproduce.source.documents import Document

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.execution.results import Results
    from coproduce.report import Report
    from coproduce.source.paths import Paths
    from coproduce.source.settings import Settings

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
    report: "Report", results: "Results", app: "Sphinx", out_path: Path, log: Callable[[str], None] = print
) -> PdfSummary:
    """Write the first document of a report whose HTML edition has just been built.

    ``app`` is the Sphinx application that read the book;
    its environment is used again, so the book is not read twice. The date in the
    file is ``SOURCE_DATE_EPOCH`` (seconds), or the edition's date without it.

    Raises :class:`coproduce.ground.problems.ProblemsFound`, among others if a figure that
    a chapter registered is missing from the document.
    """
    document, manuscript = begin_manuscripts(report, results, app, log)().documents[0]
    return write_pdf(
        manuscript, report.settings, out_path, timestamp=timestamp(report.settings),
        work=report.paths.work / "print" / "typst", data=report.paths, document=document,
    )


def write_pdf(
    manuscript: Manuscript,
    settings: "Settings",
    out_path: Path,
    *,
    timestamp: int,
    work: Path,
    data: "Paths | None" = None,
    document: Document | None = None,
    cache: StepCache | None = None,
) -> PdfSummary:
    """Write the PDF of a manuscript, made in the new folder ``work``.

    ``timestamp`` is in seconds since 1970; ``data`` is the report whose data package is attached.
    ``document`` is the one that the manuscript holds, by default the report's first. ``cache`` has
    what earlier builds made.

    Raises :class:`coproduce.ground.problems.ProblemsFound`, among others for a document of more
    pages than its setting allows, or a summary that does not end on its page.
    """
    document = document or settings.main_document
    work.mkdir(parents=True)
    shutil.copytree(manuscript.folder / "images", work / "images")
    files = attachments.collect(data, work) if data else []
    front = front_matter(settings, files, document, _first_heading_of(manuscript)) | {
        "cover_figure": cover_figure(manuscript, document), "has_notes": 'class="note-mark"' in manuscript.html}
    publisher_look.lay_out(settings.look, work)
    (work / "report.json").write_text(
        json.dumps(front, indent=1, ensure_ascii=False), encoding="utf-8"
    )
    keeper = cache or StepCache()
    markup = to_typst(manuscript, keeper, document.file, publisher_look.covered_characters(settings.look.fonts))
    depends = {
        "text": checksum_of(markup, manuscript.html), "tables": checksum_of(repr(manuscript.tables)), "date": str(timestamp),
        "settings": checksum(work / "report.json"), "pictures": checksum_of_folder(work / "images"),
        "look": checksum_of(repr(settings.look)),
    }
    # The page on which each chapter begins stands in a line before the PDF itself.
    places, _, made = keeper.get_or_make(
        Step(f"{document.file}.pdf", depends), lambda: _set(markup, manuscript, work, timestamp)).partition(b"\n")
    if files:
        depends = {"pages": checksum_of(made), "data": checksum_of_folder(work / "data")}
        made = keeper.get_or_make(Step(f"{document.file}.pdf with its data", depends), lambda: _with_data(made, files, work))
    parts, pages = json.loads(places), _page_count(made)
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


def _set(markup: str, manuscript: Manuscript, work: Path, timestamp: int) -> bytes:
    """The finished PDF behind a line of JSON that says where its chapters start."""
    import pikepdf

    texts = manuscript.link_targets
    (work / "described.json").write_text(json.dumps(list(texts)), encoding="utf-8")
    made, found = typeset(markup, work, timestamp)
    targets = next(part["targets"] for part in found if "targets" in part)
    try:
        with pikepdf.open(BytesIO(made)) as pdf:
            tags.set_row_headings(pdf, manuscript.tables)
            tags.mend_lists(pdf)
            link_texts.describe(pdf, texts, targets)
            made = save(pdf)
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
    return json.dumps([part for part in found if "targets" not in part]).encode() + b"\n" + made


def _with_data(pages: bytes, files: list[dict[str, str]], work: Path) -> bytes:
    import pikepdf

    with pikepdf.open(BytesIO(pages)) as pdf:
        attachments.fill(pdf, files, work)
        return save(pdf)


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


def timestamp(settings: "Settings") -> int:
    """The moment that outputs carry, in seconds since 1970."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return int(epoch)
    return int(datetime.fromisoformat(settings.date).replace(tzinfo=UTC).timestamp())


def _page_count(data: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)

"""Makes the manuscript: joins the chapters, cleans them, writes the files."""

from __future__ import annotations

import logging
import re
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from coproduce.ground.problems import Problem, stop_if_any
from coproduce.publish.manuscript import (
    book_forms,
    boxes,
    citations,
    figures,
    footnotes,
    identifiers,
    images,
    joining,
    key_numbers,
    link_targets,
    links,
    structure,
    table_layout,
)
from coproduce.publish.manuscript.finding import attribute, body_of, classes, tags
from coproduce.source.rules import WARNINGS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.report import Report
    from coproduce.source.documents import Document
    from coproduce.source.settings import Settings

_NOTE = re.compile(r'href="#(note-\d+)"')


@dataclass(frozen=True)
class Manuscript:
    """A report as one HTML document in a folder, with its images beside it.

    ``chapters`` maps each chapter's name to its title, in order. ``figures`` and
    ``tables`` list ids in the order in which they stand in the document. ``parts``
    is the body in pieces that can be converted apart from each other: a chapter
    each, with the footnotes that it marks. ``figure_numbers`` and ``table_numbers`` hold
    what each is called, ``conclusions`` statement and facts of each conclusion, as text. ``reported`` is what was
    found in it and does not stop a build. ``link_targets`` says in words what each id is that a link leads to.
    """

    folder: Path
    html: str
    chapters: Mapping[str, str]
    figures: tuple[str, ...]
    tables: tuple[table_layout.Shape, ...]
    parts: tuple[str, ...] = ()
    figure_numbers: Mapping[str, str] = field(default_factory=dict)
    table_numbers: Mapping[str, str] = field(default_factory=dict)
    conclusions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reported: tuple[Problem, ...] = ()
    link_targets: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.folder / "manuscript.html"


def make_manuscript(app: "Sphinx", report: "Report", folder: Path) -> Manuscript:
    """The manuscript of the book that ``app`` has read, written into ``folder``.

    Raises :class:`coproduce.ground.problems.ProblemsFound` for Sphinx's warnings, links
    that lead nowhere, figures without alternative text and images that cannot be
    read.
    """
    return compose(*chapter_bodies(app, report), report.settings, folder)


def chapter_bodies(app: "Sphinx", report: "Report") -> tuple[dict[str, str], dict[str, Path | str]]:
    """Each chapter's HTML for print, and the pictures that they name: files, and drawings as SVG.

    All that needs ``app``, which can write nothing else meanwhile. Raises
    :class:`coproduce.ground.problems.ProblemsFound` for Sphinx's warnings.
    """
    from coproduce.publish.manuscript.builder import print_builder
    from coproduce.publish.sphinx_problems import ProblemCollector

    collector = ProblemCollector(app, report.paths)
    logging.getLogger("sphinx").addHandler(collector)
    try:
        with print_builder(app) as builder:
            bodies = builder.collect()
            pictures = builder.pictures()
    finally:
        logging.getLogger("sphinx").removeHandler(collector)
    stop_if_any(report.judge(collector.problems, WARNINGS))
    return bodies, pictures


def compose(
    bodies: Mapping[str, str], pictures: Mapping[str, Path | str], settings: "Settings", folder: Path,
    document: "Document | None" = None, elsewhere: Mapping[str, links.Elsewhere] | None = None,
) -> Manuscript:
    """The manuscript of chapters given as HTML bodies in their order.

    ``pictures`` maps the names that the bodies use to files, and to drawings as SVG. ``document`` is the
    one that the chapters make up, where a report has several; ``elsewhere`` says of
    each page that it does not hold where readers find it.
    """
    soup = joining.join(bodies, language=settings.language, title=document.title if document else settings.title)
    problems: list[Problem] = []
    if settings.rules.is_book:
        book_forms.arrange(soup, pictures)
    joining.frames_as_links(soup)
    joining.discard_what_is_for_screens(soup, code=settings.rules.is_book)
    structure.tidy(soup, any_book=settings.rules.is_book)
    footnotes.gather(soup)
    problems += links.resolve(soup, settings.web_address, elsewhere or {})
    cited_only = document is not None and document.sources == "cited"
    citations.compact(soup, settings.pages.sources, settings.pages.ledger)
    if cited_only:
        citations.keep_cited(soup, settings.pages.sources)
    elif document is not None and not document.whole:
        citations.set_close(soup, settings.pages.sources)
    key_numbers.arrange(soup)
    boxes.mark(soup)
    problems += figures.arrange(soup, in_place=settings.rules.is_book)
    if document is not None and document.summary and not document.whole:
        figures.part_summary(soup)
    problems += table_layout.nested(soup)
    shapes = table_layout.arrange(soup)
    tables = figures.numbers(soup, "table")  # before the ids that nothing leads to are gone
    folder.mkdir(parents=True, exist_ok=True)
    problems += images.gather(soup, pictures, folder)
    if settings.rules.is_book:
        book_forms.size_pictures(soup, folder)
    problems += identifiers.check(soup)
    fatal, reported = settings.rules.judge(problems)
    stop_if_any(fatal)
    if reported:
        identifiers.release(soup)
    conclusions = boxes.conclusions(soup)  # by their ids, of which those that nothing leads to go
    identifiers.discard_unused(soup)
    joining.discard_attributes(soup)
    chapters = {attribute(s, "id"): _title(s) for s in tags(soup, "section", of="chapter")}
    figure_names = tuple(
        attribute(f, "data-name") for f in tags(soup, "figure") if f.parent and "figure-block" in classes(f.parent))
    numbers = figures.numbers(soup)
    targets = link_targets.described(soup)
    html, parts = _to_html(soup)  # empties the soup
    manuscript = Manuscript(
        folder, html, chapters, figure_names, tuple(shapes), parts, numbers, tables, conclusions, tuple(reported), targets)
    manuscript.path.write_text(manuscript.html, encoding="utf-8")
    return manuscript


def merge(manuscripts: Sequence[Manuscript], pages: Sequence[str]) -> Manuscript:
    """What several manuscripts hold of ``pages``, each taken from the first that holds it; of one, that one itself.

    It is to be asked, not set: it has no ``html`` and no ``tables``, and its folder is that of the first.
    """
    if len(manuscripts) == 1:
        return manuscripts[0]
    held: dict[str, tuple[Manuscript, str]] = {}
    for made in manuscripts:
        for page, part in zip(made.chapters, made.parts, strict=True):
            held.setdefault(page, (made, part))
    found = [(page, *held[page]) for page in pages if page in held]
    return Manuscript(
        manuscripts[0].folder, "", {page: made.chapters[page] for page, made, _ in found},
        tuple(name for _, made, part in found for name in made.figures if f'data-name="{name}"' in part), (),
        tuple(part for _, _, part in found),
        dict(ChainMap(*(dict(made.figure_numbers) for made in manuscripts))),
        dict(ChainMap(*(dict(made.table_numbers) for made in manuscripts))),
        dict(ChainMap(*(dict(made.conclusions) for made in manuscripts))))


def _title(chapter: Tag) -> str:
    heading = chapter.find("h1")
    return heading.get_text(" ", strip=True) if heading else attribute(chapter, "id")


def _to_html(soup: BeautifulSoup) -> tuple[str, tuple[str, ...]]:
    """The document as HTML, and its chapters each with its own footnotes. Empties ``soup``."""
    notes = {attribute(note, "id"): str(note) for note in tags(soup, "li", having="role") if note["role"] == "doc-footnote"}
    pieces = [(piece, str(piece)) for piece in body_of(soup).contents]
    parts = []
    for piece, text in pieces:
        if not isinstance(piece, Tag) or "chapter" not in classes(piece):
            continue
        own = [notes[name] for name in dict.fromkeys(_NOTE.findall(text))]
        closing = f'<section role="doc-endnotes"><ol>{"".join(own)}</ol></section>' if own else ""
        parts.append(text + closing)
    body_of(soup).clear()
    start, end = str(soup).split("</body>")
    return f"{start}{''.join(text for _, text in pieces)}</body>{end}", tuple(parts)

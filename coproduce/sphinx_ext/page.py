"""What the theme shows on a page besides its text: contents, edition, links, metadata.

The templates in ``publish/html/theme`` find it as ``report`` (the same on all
pages) and ``page`` (of this page). Addresses in both lead from this page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from coproduce.evidence.sources import written_date
from coproduce.ground import licences
from coproduce.ground.interface_words import say
from coproduce.publish import downloads, forge
from coproduce.publish.html import card, look, metadata
from coproduce.publish.imprint import commit_line
from coproduce.publish.publication import publication
from coproduce.sphinx_ext import not_found
from coproduce.sphinx_ext.openings import description, first_sentence, typographic

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.report import Report

#: What a page may load and do. In Chromium and Firefox "self" includes the folder
#: of a page that is opened as a file.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    title: str
    url: str
    current: bool = False
    line: str = ""


@dataclass(frozen=True)
class Section:
    """A section of a page, or a box in it, as the page's contents lists it."""

    title: str
    anchor: str
    boxes: "list[Section]" = field(default_factory=list)


def fill_context(app: "Sphinx", pagename: str, templatename: str, context: dict[str, Any], doctree) -> None:
    """Adds ``report`` and ``page`` to what templates know."""
    book = publication(app)
    settings, index = book.report.settings, book.index
    root = app.config.root_doc
    base = not_found.base(settings.web_address) if pagename == not_found.NAME else ""
    if base:
        not_found.from_anywhere(context, settings.web_address)

    def to(page: str, anchor: str = "") -> str:
        uri = base + app.builder.get_relative_uri(pagename, page)
        return f"{uri}#{anchor}" if anchor else uri or "#"

    def to_file(path: str) -> str:
        return base + "../" * pagename.count("/") + path

    front = pagename == root
    titles = {name: typographic(text) for name, text in index.titles.items()}
    title = titles.get(pagename) or unescape(re.sub(r"<[^>]*>", "", str(context.get("title") or "")))
    about = description(index.openings.get(pagename, "") or settings.subtitle)
    path = app.builder.get_target_uri(pagename)
    picture = f"_static/{card.FILE}"
    picture = metadata.address(settings, picture) if settings.web_address else to_file(picture)
    report = _error_report(settings, title, path)
    context["say"] = say
    context["report"] = {
        "title": settings.title,
        "is_book": settings.rules.is_book,
        "subtitle": settings.subtitle,
        "organisations": settings.organisations,
        "publisher": settings.publisher,
        "note": settings.cover_note,
        "edition": settings.edition,
        "date": settings.date,
        "written_date": written_date(settings.date),
        "licence": settings.licence,
        "licence_url": licences.address(settings.licence),
        "made_from": commit_line(settings, book.revision),
        "home": to(root),
        "home_title": titles[root],
        "search": to("search"),
        "pdf": to_file(downloads.pdf(settings).path),
        "pdf_facts": downloads.pdf(settings).facts_mark,
        # Where the front page has the list in its text, it has it once.
        "downloads": [
            (o.title, o.description, to_file(o.path), o.facts_mark)
            for o in downloads.offers(settings) if index.parts.get("downloads") != root
        ],
        "parts": [
            (caption, [
                Entry(titles.get(name, name), to(name), name == pagename, first_sentence(index.openings.get(name, "")))
                for name in pages
            ] + [Entry(words, url) for words, url in book.report.toc.addresses.get(place, ())])
            for place, (caption, pages) in enumerate(book.report.toc.parts)
        ],
        "pages": [
            (label, to(name))
            for label, name in (
                (say("How to cite this report"), index.parts.get("cite-report", "")),
                (say("Contribute"), settings.pages.contribute),
                (say("Accessibility"), settings.pages.accessibility),
            )
            if name
        ],
        "policy": POLICY,
        "favicon": to_file(f"_static/{look.favicon(settings.look)}"),
        "logo": look.in_header(logo, to_file(f"_static/{logo.file}")) if (logo := settings.look.logo) else None,
    }
    context["page"] = {
        "front": front,
        "title": title,
        "full_title": _full_title(settings, title, front),
        "description": about,
        "sections": _sections(app, pagename, doctree),
        "changed": written_date(book.page_dates.get(pagename, "")),
        "changed_date": book.page_dates.get(pagename, ""),
        "edit": forge.edit_address(settings, _in_repository(book.report, pagename))
        if pagename in index.pages else "",
        # Without any address the page that says how to contribute says it of errors too.
        "error": forge.error_address(settings, say("Error on the page ‘{title}’", title=title), report)
        or (to(settings.pages.contribute) if settings.pages.contribute else ""),
        "error_report": report,
        "canonical": metadata.address(settings, path) if settings.web_address and pagename != not_found.NAME else "",
        "open_graph": metadata.open_graph(settings, path, title if not front else settings.title, about, front, picture),
        "data": [metadata.as_script(thing) for thing in _things(book, pagename, root, title, about, path, picture)],
    }
    if pagename not in (not_found.NAME, "search"):
        book.written_pages.append(pagename)


def _in_repository(report: "Report", page: str) -> str:
    """The file of a page; a Jupyter Book may lie below the root of its repository."""
    path = report.paths.relative(report.paths.chapter(page))
    return f"{report.settings.stock.path}/{path}" if report.paths.is_book and report.settings.stock.path else path


def _things(book, pagename: str, root: str, title: str, about: str, path: str, picture: str) -> list[dict[str, Any]]:
    """What schema.org knows of the page."""
    settings, index = book.report.settings, book.index
    things = []
    if pagename == root:
        chapters = [(typographic(index.titles[p]), f"{p}.html") for p in index.pages if p != root and p in index.titles]
        things.append(metadata.report(settings, about, chapters, book.revision.commit, picture))
    elif pagename != not_found.NAME:
        audience = book.matter(pagename).audience if pagename in index.pages else ""
        things.append(metadata.web_page(settings, path, title, about, picture, audience))
    if pagename == (settings.pages.sources or root) and not settings.rules.is_book:
        things.append(metadata.dataset(settings, book.report.data))
    return things


def _full_title(settings, title: str, front: bool) -> str:
    if front:
        return f"{settings.title}: {settings.subtitle}" if settings.subtitle else settings.title
    return f"{title} – {settings.title}" if title else settings.title


def _error_report(settings, title: str, path: str) -> str:
    """What a report of an error says before anybody has written in it; the page's script fills in section and sentence."""
    where = f" ({metadata.address(settings, path)})" if settings.web_address else ""
    return (f"{say('Report:')} {settings.title}\n{say('Edition:')} {settings.edition}, {written_date(settings.date)}\n"
            f"{say('Page:')} {title}{where}\n{say('Section:')}\n{say('Sentence:')}\n\n{say('What is wrong:')}\n\n"
            f"{say('Where it stands right:')}\n")


def _sections(app: "Sphinx", pagename: str, doctree: nodes.document | None) -> list[Section]:
    """The sections of the page, one level deep, with the conclusions and recommendations in them and between them."""
    toc = app.env.tocs.get(pagename)
    if toc is None or not len(toc):
        return []
    below = [child for child in toc[0].children if isinstance(child, nodes.bullet_list)]
    links = [item.next_node(nodes.reference) for listed in below for item in listed.children]
    found = {link["anchorname"]: Section(typographic(link.astext()), link["anchorname"]) for link in links if link is not None}
    known = {c.anchor: c for c in publication(app).index.conclusions.values() if c.page == pagename}
    top = doctree.next_node(nodes.section) if doctree is not None and known else None
    if top is None:
        return list(found.values())
    made: list[Section] = []
    for child in top.children:
        boxes = [
            Section(f"{known[id_].label}: {typographic(known[id_].title)}", f"#{id_}")
            for box in child.findall(nodes.container) for id_ in box["ids"] if id_ in known
        ]
        if isinstance(child, nodes.section) and (section := found.get(f"#{child['ids'][0]}")):
            section.boxes.extend(boxes)
            made.append(section)
        else:
            made += boxes
    return made


def not_found_page(app: "Sphinx") -> list[tuple[str, dict[str, Any], str]]:
    return [(not_found.NAME, {"title": say("Page not found")}, "404.html")]


def write_sitemap(app: "Sphinx", exception: Exception | None) -> None:
    """All pages with the dates on which they changed, if the report has a web address."""
    if exception is not None or app.builder.name != "html":
        return
    book = publication(app)
    settings = book.report.settings
    if not settings.web_address:
        return
    from coproduce.publish.html.sitemap import sitemap

    pages = [
        (metadata.address(settings, app.builder.get_target_uri(page)), book.page_dates.get(page, ""))
        for page in sorted(set(book.written_pages))
    ]
    (Path(app.outdir) / "sitemap.xml").write_text(sitemap(pages), encoding="utf-8", newline="")

"""Search: collects what the pages show, writes the index and the search page.

Sphinx's own search is switched off. It finds pages, not figures or
contributions, and knows neither prefixes nor misspellings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from coproduce.ground.interface_words import say
from coproduce.publish.publication import publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.publish.html.search_index import AnchorInfo, Entry
    from coproduce.publish.publication import Publication

#: Page and template of the search page.
PAGE = "search"
#: Where the index lies, below ``_static``; the scripts that read it lie there too.
FOLDER = "search"


def register(app: "Sphinx") -> None:
    bodies: dict[str, tuple[str, str, str]] = {}

    def collect(app: "Sphinx", pagename: str, templatename: str, context: dict, doctree) -> None:
        if context.get("body") and pagename != PAGE:
            address = app.builder.get_target_uri(pagename)
            bodies[pagename] = found = address, _words(context.get("title", "")), context["body"]
            made = publication(app).current
            if pagename in app.env.found_docs or pagename in made.further:
                made.page(pagename).search_doc = found

    def write(app: "Sphinx", exception: Exception | None) -> None:
        if exception is None and app.builder.name == "html":
            kept = {page: written.search_doc for page, written in publication(app).current.pages.items() if written.search_doc}
            _write(app, kept | bodies)

    app.connect("builder-inited", _no_other_search)
    # Before handlers that change how a page looks, after those that fill it.
    app.connect("html-page-context", collect, priority=700)
    app.connect("html-collect-pages", _search_page)
    app.connect("build-finished", write)


def _no_other_search(app: "Sphinx") -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def _search_page(app: "Sphinx") -> Iterator[tuple[str, dict, str]]:
    """The page, with links for those who cannot search: what the browser's own search works on."""
    index = publication(app).index
    # The terms' page is where most of them are, should a chapter define one of its own.
    terms = [page for _, _, kind, page, _, _ in app.env.get_domain("std").get_objects() if kind == "term"]
    found = [index.pages[0], index.parts.get("conclusions-matrix"), index.parts.get("contributions-list"),
             index.parts.get("ledger"), index.parts.get("sources-list"), max(sorted(terms), key=terms.count, default=None)]
    pages = [(page, index.titles.get(page, page)) for page in dict.fromkeys(found) if page]
    yield PAGE, {"title": say("Search"), "search_instead": pages}, "search.html"


def _write(app: "Sphinx", bodies: dict[str, tuple[str, str, str]]) -> None:
    from coproduce.publish.html.search_index import entries, index_files

    book, known = publication(app), known_anchors(publication(app))
    order = {page: number for number, page in enumerate(dict.fromkeys((*book.index.pages, *book.written_pages)))}
    found = [
        entry
        for page in sorted(bodies, key=lambda page: order.get(page, len(order)))
        for entry in entries(*bodies[page], known)
    ]
    found += _about(book, bodies)
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("index-*.js"):
        old.unlink()
    for number, text in enumerate(index_files(found, _names(book), book.report.settings.search_synonyms)):
        (folder / f"index-{number}.js").write_text(text, encoding="utf-8", newline="")


def _about(book: "Publication", bodies: dict[str, tuple[str, str, str]]) -> list["Entry"]:
    """What readers ask about the report itself: how to cite it, its licence, who made it, what can be downloaded."""
    from coproduce.publish.downloads import offers
    from coproduce.publish.html.search_index import Entry, place_of

    settings, parts = book.report.settings, book.index.parts

    def place(part: str, listed: str) -> str:
        address, _, body = bodies[parts.get(part, book.index.pages[0])]
        return place_of(address, body, listed)

    made = [(say("Downloads"), place("downloads", "downloads-list"), " · ".join(o.title for o in offers(settings)))]
    cited = place("cite-report", "citations")
    made += [
        (say("How to cite this report"), cited, ""),
        (say("Authors and publisher"), cited, " · ".join(filter(None, (settings.author, settings.publisher)))),
        (say("Licence"), cited, settings.licence),
    ]
    return [Entry("chapter", say("About this report"), address, title, "", text) for title, address, text in made]


def known_anchors(book: "Publication") -> dict[str, "AnchorInfo"]:
    """Everything with an anchor of its own, by the anchor, but sections and terms."""
    from coproduce.contributions.model import KINDS
    from coproduce.publish.html.search_index import AnchorInfo

    index, sources = book.index, book.report.data.sources()
    known = {}
    for name, figure in book.results.figures.items():
        text = " ".join(filter(None, (figure.subtitle, figure.alt, figure.caveat)))
        known[name] = AnchorInfo("figure", "", figure.headline, text=text)
    for name, table in book.results.tables.items():
        known[name] = AnchorInfo("table", "", table.caption)
    for conclusion in index.conclusions.values():
        known[conclusion.anchor] = AnchorInfo(conclusion.spec.kind, conclusion.label, conclusion.title)
    one = {row: spec.one for spec in book.specs.values() for row in book.report.data.table(spec.resource)[spec.key]}
    for id_, (_, profile) in index.profiles.items():
        known[profile.anchor] = AnchorInfo("profile", (one.get(id_) or say("profile")).capitalize(), profile.title)
    for contribution in book.report.contributions.values():
        known[f"contribution-{contribution.id}"] = AnchorInfo(
            "contribution", say(KINDS[contribution.front.kind]), contribution.title, contribution.credit_line())
    for id_, number in index.source_numbers.items():
        known[f"source-{id_}"] = AnchorInfo("source", say("Source {number}", number=number), sources[id_].short)
    for name, value in book.results.values.items():
        known[f"value-{name}"] = AnchorInfo("number", say("Number"), f"{value.label}: {value.text}", value.place_and_period)
    return known


def _names(book: "Publication") -> dict[str, str]:
    """Profiles are called what the report calls its rows, if it has one kind of them."""
    many = {spec.many for spec in book.specs.values()}
    return {"profile": many.pop().capitalize()} if len(many) == 1 else {}


def _words(markup: str) -> str:
    """A page's title without its markup."""
    from lxml import html

    return " ".join(html.fragment_fromstring(markup, create_parent="div").text_content().split())

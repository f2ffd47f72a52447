"""Lists on many pages: what their pages have in common, and those of sources and numbers.

Sphinx writes these pages from no source file. The first page of sources or numbers
is the one with the directive; each further one holds the next rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from coproduce.ground.interface_words import say
from coproduce.publish.list_index import Item, index_script
from coproduce.publish.placement import ListPage
from coproduce.publish.publication import Publication, publication
from coproduce.sphinx_ext.builders import html_builder
from coproduce.sphinx_ext.incremental import restored
from coproduce.sphinx_ext.ledger import ledger_table
from coproduce.sphinx_ext.links import Links, joined, page_numbers
from coproduce.sphinx_ext.sources import sources_list
from coproduce.sphinx_ext.tables import in_scroll_regions

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Page = tuple[str, dict[str, Any], str]
_LISTS: dict[str, Callable[[Links], list[nodes.Node]]] = {"sources-list": sources_list, "ledger": ledger_table}


def register(app: "Sphinx") -> None:
    app.connect("html-collect-pages", _further_pages)
    app.connect("build-finished", _write_indexes)


def render_pages(
    app: "Sphinx", pages: Sequence[ListPage], title: str, first: str, to_first: str,
    content: Callable[[ListPage, Links], list[nodes.Node]], numbers: bool = True,
) -> Iterator[Page]:
    """The pages of one list but ``first``, as Sphinx wants them: name, context, template.

    Not those that stand as they were. Each leads to the one before it, to ``first`` (``to_first`` is how),
    to the one after it and, with ``numbers``, to all.
    """
    builder, book = html_builder(app.builder), publication(app)
    titles = [say("{title}, page {number} of {of}", title=title, number=page.number, of=page.of) if page.of > 1 else title
              for page in pages]
    for position, page in enumerate(pages):
        if page.name == first or restored(app, page.name, first):
            continue
        links = Links(book, app.builder, page.name)
        whole = nodes.section("", nodes.title("", titles[position]), ids=[page.name])
        around = nodes.paragraph("", "", classes=["list-pages"])
        way = [links.to_page(pages[position - 1].name, say("Previous page"))] if position else []
        way.append(links.to_page(first, to_first))
        way += [links.to_page(pages[position + 1].name, say("Next page"))] if position + 1 < len(pages) else []
        around += joined(way, " · ")
        whole += [around, *content(page, links)]
        if numbers and len(pages) > 1:
            whole += page_numbers(pages, links)
        in_scroll_regions(whole)
        builder.current_docname = page.name
        yield page.name, {
            "title": titles[position],
            "body": builder.render_partial(whole)["fragment"],
            "parents": [_link(app, page, first, book.index.titles[first])],
            "prev": _link(app, page, pages[position - 1].name, titles[position - 1]) if position else None,
            "next": _link(app, page, pages[position + 1].name, titles[position + 1])
            if position + 1 < len(pages) else None,
            "meta": {}, "metatags": "", "toc": "", "display_toc": False, "sourcename": "", "page_source_suffix": "",
        }, "page.html"


def _link(app: "Sphinx", page: ListPage, to: str, title: str) -> dict[str, str]:
    return {"link": app.builder.get_relative_uri(page.name, to), "title": title}


def _further_pages(app: "Sphinx") -> Iterator[Page]:
    if app.builder.name != "html":
        return
    index = publication(app).index
    for part, rows in index.rows.items():

        def content(page: ListPage, links: Links, part: str = part) -> list[nodes.Node]:
            return _LISTS[part](links)

        yield from render_pages(app, rows.pages, index.titles[rows.page], rows.page, say("First page"), content, numbers=False)


def _write_indexes(app: "Sphinx", exception: Exception | None) -> None:
    """What a list on many pages is searched with, beside its pages."""
    if exception is not None or app.builder.name != "html":
        return
    book = publication(app)
    for part, items in (("sources-list", _sources), ("ledger", _numbers)):
        rows = book.index.rows.get(part)
        if rows and rows.many:
            path = Path(app.outdir) / f"{rows.page}-index.js"
            path.write_text(index_script(rows.prefix, items(book)), encoding="utf-8", newline="")


def _sources(book: Publication) -> Iterator[Item]:
    index, known = book.index, book.report.data.sources()
    for id_, number in index.source_numbers.items():
        page = index.place("sources-list", f"source-{id_}") or ""
        yield id_, f"[{number}] {known[id_].reference_text()}", "", page, []


def _numbers(book: Publication) -> Iterator[Item]:
    for name, value in book.results.values.items():
        page = book.index.place("ledger", f"value-{name}") or ""
        yield name, f"{value.label}: {value.text}", value.place_and_period, page, []

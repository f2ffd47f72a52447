"""The pages of a long list of contributions, and the files that go with the list.

Sphinx writes these pages from no source file: each holds a part of the list
that the directive ``contributions-list`` stands for, or the voices of one
conclusion.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.contributions.dispositions import STANCE_HEADINGS, STANCES
from coproduce.ground.interface_words import say
from coproduce.publish.placement import TITLES_PER_PAGE, ListPage
from coproduce.publish.publication import publication
from coproduce.sphinx_ext.contributions import contributions_in_full
from coproduce.sphinx_ext.line_of_sight import how_many, with_others
from coproduce.sphinx_ext.links import Links
from coproduce.sphinx_ext.list_pages import Page, render_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: "Sphinx") -> None:
    app.connect("html-collect-pages", list_pages)
    app.connect("build-finished", _write_files)


def list_pages(app: "Sphinx") -> Iterator[Page]:
    """Each page of the list, then each page of voices, as Sphinx wants them: name, context, template."""
    if app.builder.name != "html":
        return
    book = publication(app)
    placement, label = book.index.placement, book.report.contributions.vocabulary.label
    by_theme: dict[str, list[ListPage]] = {}
    for page in placement.pages:
        by_theme.setdefault(page.about, []).append(page)
    for theme, pages in by_theme.items():
        title = say("Contributions: {theme}", theme=label("themes", theme))
        yield from render_pages(app, pages, title, placement.list_page, say("All contributions"), _entries)
    for name, found in book.index.conclusions.items():
        title = say("Contributions that bear on {conclusion}", conclusion=found.label)
        yield from render_pages(app, placement.voices_pages(name), title, placement.list_page, say("All contributions"), _titles)


def _entries(page: ListPage, links: Links) -> list[nodes.Node]:
    return [contributions_in_full(page.ids, links)]


def _titles(page: ListPage, links: Links) -> list[nodes.Node]:
    """The voices on a conclusion under a heading for each stance: title, and who says it."""
    line = nodes.paragraph("", say("They bear on") + " ")
    line += [links.conclusion(page.about), nodes.Text(f": {links.book.index.conclusions[page.about].title}")]
    made: list[nodes.Node] = [line]
    heard = links.book.index.placement.voices[page.about]
    start = (page.number - 1) * TITLES_PER_PAGE
    here = heard[start : start + TITLES_PER_PAGE]
    for stance in STANCES:
        of_stance = [voice for voice in here if voice.stance == stance]
        if not of_stance:
            continue
        number = how_many([voice for voice in heard if voice.stance == stance])
        section = nodes.section("", nodes.title("", f"{say(STANCE_HEADINGS[stance])} ({number})"), ids=[stance])
        items = nodes.bullet_list("", classes=["voices"])
        for voice in of_stance:
            item = nodes.paragraph("", "", links.contribution(voice.contribution))
            item += nodes.Text(f" {voice.credit} · {voice.organisation_type} · {voice.region}{with_others(voice)}")
            items += nodes.list_item("", item)
        section += items
        made.append(section)
    return made


def _write_files(app: "Sphinx", exception: Exception | None) -> None:
    """All contributions as a table beside the pages; for a long list also what it is searched with."""
    if exception is not None or app.builder.name != "html":
        return
    from coproduce.publish.contributions_file import CSV, INDEX, contributions_csv, index_script

    book, folder = publication(app), Path(app.outdir)
    if not len(book.report.contributions):
        return
    (folder / CSV).write_bytes(contributions_csv(book))
    if book.index.placement.many:
        (folder / INDEX).write_text(index_script(book), encoding="utf-8", newline="")

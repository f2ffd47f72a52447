"""What pages of a book are made from besides their own text, and which to make anew when it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coproduce.publish.publication import publication
from coproduce.sphinx_ext.footnotes import footnote_counts
from coproduce.sphinx_ext.forwarding import forwards
from coproduce.sphinx_ext.openings import first_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

    from coproduce.contributions.model import Contribution
    from coproduce.publish.book_index import BookIndex
    from coproduce.publish.publication import Publication


@dataclass(frozen=True)
class CrossPageState:
    """What all pages of a book see of the others.

    ``everywhere`` may stand on any page: titles, numbers, names that can be referred to.
    ``listed`` is what lists and conclusions tell of the whole book, by name of what it is, and ``lists`` by page
    which of it they tell. ``by_page`` is by page what its frame says of it. Two things are none of these:
    the commit (:mod:`coproduce.publish.book_cache`), and contributions, whose files tell whether they changed.
    """

    everywhere: tuple[Any, ...]
    listed: dict[str, Any]
    by_page: dict[str, tuple[Any, ...]]
    lists: dict[str, frozenset[str]]


_CONTRIBUTIONS = "contributions"
#: Of what a list tells, by the part that it stands for; one that is missing here tells of everything.
_TOLD_BY = {
    "contributions-list": {_CONTRIBUTIONS, "mentions"},
    "conclusions-matrix": {_CONTRIBUTIONS, "conclusions", "values", "figures and tables"},
    "sources-list": {_CONTRIBUTIONS, "uses of sources"},
    "ledger": {"values", "uses of values"},
    "provenance": {"tables"},
    "recommendations-list": {"conclusions"},
    # Of settings only.
    "cite-report": set(),
    "downloads": set(),
}
#: Values on it are known as those of its page.
_TOLD_BY_CONCLUSION = {_CONTRIBUTIONS, "figures and tables"}
_TOLD_BY_PROFILES = {_CONTRIBUTIONS}


def cross_page_state(app: "Sphinx") -> CrossPageState:
    """The world of the pages that ``app`` has read, and whose index is made."""
    book, env = publication(app), app.env
    index, settings = book.index, book.report.settings
    std = env.get_domain("std")
    everywhere = (
        settings, bool(book.revision.commit), index.pages, index.titles,
        index.parts, index.source_numbers,
        [(c.spec.name, c.number, c.page, c.title) for c in index.conclusions.values()], index.profiles,
        {page: {kind: dict(numbers) for kind, numbers in kinds.items()} for page, kinds in env.toc_fignumbers.items()},
        {page: dict(numbers) for page, numbers in env.toc_secnumbers.items()},
        {name: dict(std.data[name]) for name in ("labels", "anonlabels", "objects")},
        footnote_counts(env),
        {label: page for label, (page, _) in env.get_domain("math").data["objects"].items()}, dict(env.get_domain("math").data["printed"]),
        # Beside the line on which each heading stands, which nobody sees.
        {page: {slug: said[1:] for slug, said in (env.metadata[page].get("myst_slugs") or {}).items()} for page in index.pages},
        dict(book.report.data.sources()),
        index.placement.pages, index.rows,
        {kind: sorted(names) for kind, names in (("figures", book.results.figures), ("tables", book.results.tables))},
    )
    data = book.report.data
    listed = {
        "uses of values": {name: list(pages) for name, pages in index.value_pages.items()},
        "uses of sources": {id_: list(uses) for id_, uses in index.source_uses.items()},
        "mentions": {id_: list(pages) for id_, pages in index.mentions.items()},
        "conclusions": [(c.spec, c.used, c.fact_texts) for c in index.conclusions.values()],
        "values": book.results.values,
        "figures and tables": {
            **{name: (figure.headline, figure.sources) for name, figure in book.results.figures.items()},
            **{name: (shown.caption, shown.sources) for name, shown in book.results.tables.items()}},
        "tables": {name: data.checksum(name) for name in data.resources},
    }
    dates, moved = book.page_dates, forwards(app)
    own: dict[str, tuple[Any, ...]] = {page: (index.openings.get(page), dates.get(page), moved.get(page)) for page in index.pages}
    # The front page begins its contents with what each page begins with.
    own[app.config.root_doc] += ({page: first_sentence(text) for page, text in index.openings.items()},)
    for page in index.part_pages.get("provenance", ()):
        own[page] += (book.revision.label,)
    return CrossPageState(everywhere, listed, own, _lists(index, frozenset({*listed, _CONTRIBUTIONS})))


def _lists(index: "BookIndex", everything: frozenset[str]) -> dict[str, frozenset[str]]:
    """Of what the lists and conclusions of each page tell."""
    told: list[tuple[str, Iterable[str]]] = [
        *((page, _TOLD_BY.get(part, everything)) for part, pages in index.part_pages.items() for page in pages),
        *((conclusion.page, _TOLD_BY_CONCLUSION) for conclusion in index.conclusions.values()),
        *((page, _TOLD_BY_PROFILES) for page, _ in index.profiles.values())]
    found: dict[str, frozenset[str]] = {}
    for page, what in told:
        found[page] = found.get(page, frozenset()).union(what)
    return found


def pages_to_write(old: CrossPageState, new: CrossPageState, pages: "Iterable[str]", contributions_changed: bool) -> set[str]:
    """Which of ``pages``, not read anew themselves, say something else in ``new`` than in ``old``.

    ``contributions_changed`` tells that the text of one, or what became of it, did.
    """
    if old.everywhere != new.everywhere:
        return set(pages)
    changed = {what for what in old.listed.keys() | new.listed.keys() if old.listed.get(what) != new.listed.get(what)}
    if contributions_changed:
        changed.add(_CONTRIBUTIONS)
    return {page for page in pages
            if old.by_page.get(page) != new.by_page.get(page)
            or (old.lists.get(page, frozenset()) | new.lists.get(page, frozenset())) & changed}


@dataclass(frozen=True)
class PageInputs:
    """What pages take while they are read from numbers, sources and contributions: by name, as it is then.

    ``outputs`` are by chapter those of its cells.
    """

    outputs: dict[str, Any]
    values: dict[str, Any]
    contributions: dict[str, tuple[Any, ...]]
    sources: frozenset[str]


def page_inputs(book: "Publication") -> PageInputs:
    """What ``book``, whose pages need not be read yet, gives to its pages."""
    chapters, report = book.results.chapters, book.report
    return PageInputs(
        {name: result.outputs for name, result in chapters.items()}, book.results.values,
        {id_: _citable_parts(c) for id_, c in report.contributions.items()}, frozenset(report.data.sources()))


def _citable_parts(contribution: "Contribution") -> tuple[Any, ...]:
    """What a page takes that names the contribution, or quotes it."""
    front = contribution.front
    quoted = front.consent and front.consent.quoted
    return contribution.title, front.language, contribution.kind, contribution.credit_line(), quoted, contribution.body


@dataclass(frozen=True)
class PageUses:
    """The pages, and on which of them each value, contribution and source is used."""

    pages: frozenset[str]
    values: dict[str, list[str]]
    contributions: dict[str, list[str]]
    sources: dict[str, list[tuple[str, str]]]


def page_uses(book: "Publication") -> PageUses:
    """What the pages of ``book`` use, once all are read."""
    index = book.index
    return PageUses(frozenset(index.pages), index.value_pages, index.mentions, index.source_uses)


def pages_to_read(used: PageUses, old: PageInputs, new: PageInputs) -> set[str]:
    """Pages whose reading takes something that differs between ``old``, when they were read, and ``new``."""
    found = {name for name, outputs in new.outputs.items() if old.outputs.get(name) != outputs}
    found |= {page for name, pages in used.values.items() for page in pages if old.values.get(name) != new.values.get(name)}
    found |= {page for id_, pages in used.contributions.items() for page in pages
              if old.contributions.get(id_) != new.contributions.get(id_)}
    found |= {page for id_ in old.sources - new.sources for page, _ in used.sources.get(id_, ())}
    return found & used.pages

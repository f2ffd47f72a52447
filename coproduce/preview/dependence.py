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

    from coproduce.publish.publication import Publication


@dataclass(frozen=True)
class World:
    """What all pages of a book see of the others.

    ``everywhere`` may stand on any page: titles, numbers, names that can be referred to, the
    revision. ``listed`` is what lists and conclusions tell of the whole book. ``own`` is by
    page what its frame says of it.
    """

    everywhere: tuple[Any, ...]
    listed: tuple[Any, ...]
    own: dict[str, tuple[Any, ...]]
    lists: frozenset[str]


def world_of(app: "Sphinx") -> World:
    """The world of the pages that ``app`` has read, and whose index is made."""
    book, env = publication(app), app.env
    index, settings = book.index, book.report.settings
    std = env.get_domain("std")
    everywhere = (
        settings, book.revision.label, index.pages, index.titles,
        {page: first_sentence(text) for page, text in index.openings.items()}, index.parts, index.source_numbers,
        [(c.spec.name, c.number, c.page, c.title) for c in index.conclusions.values()], index.profiles,
        {page: {kind: dict(numbers) for kind, numbers in kinds.items()} for page, kinds in env.toc_fignumbers.items()},
        {page: dict(numbers) for page, numbers in env.toc_secnumbers.items()},
        {name: dict(std.data[name]) for name in ("labels", "anonlabels", "objects")},
        footnote_counts(env),
        {label: page for label, (page, _) in env.get_domain("math").data["objects"].items()},
        # Beside the line on which each heading stands, which nobody sees.
        {page: {slug: said[1:] for slug, said in (env.metadata[page].get("myst_slugs") or {}).items()} for page in index.pages},
        dict(book.report.data.sources()),
        index.placement.pages, index.rows,
        {kind: sorted(names) for kind, names in (("figures", book.results.figures), ("tables", book.results.tables))},
    )
    listed = (
        {name: list(pages) for name, pages in index.value_pages.items()},
        {id_: list(uses) for id_, uses in index.source_uses.items()},
        {id_: list(pages) for id_, pages in index.mentions.items()},
        [(c.spec, c.used, c.said) for c in index.conclusions.values()],
    )
    dates, moved = book.page_dates, forwards(app)
    own = {page: (index.openings.get(page), dates.get(page), moved.get(page)) for page in index.pages}
    lists = {*index.parts.values(), *(c.page for c in index.conclusions.values()),
             *(page for page, _ in index.profiles.values())}
    return World(everywhere, listed, own, frozenset(lists))


def to_write(old: World, new: World, pages: "Iterable[str]", content_changed: bool) -> set[str]:
    """Which of ``pages``, not read anew themselves, say something else in ``new`` than in ``old``.

    ``content_changed`` tells that numbers, data or contributions did.
    """
    if old.everywhere != new.everywhere:
        return set(pages)
    found = {page for page in pages if old.own.get(page) != new.own.get(page)}
    if content_changed or old.listed != new.listed:
        found |= old.lists | new.lists
    return found & set(pages)


def to_read(old: "Publication", new: "Publication") -> set[str]:
    """Pages whose reading takes from numbers, sources or contributions something that changed from ``old`` to ``new``."""
    index = old.index
    found = {
        name for name, result in new.results.chapters.items()
        if (before := old.results.chapters.get(name)) is not result and (before is None or before.outputs != result.outputs)
    }
    if old.results is not new.results:
        values, now = old.results.values, new.results.values
        changed = {name for name in values if values[name] != now.get(name)}
        found |= {page for name in changed for page in index.value_pages.get(name, ())}
    if old.report.contributions is not new.report.contributions:
        was, now_are = old.report.contributions, new.report.contributions
        found |= {page for id_, pages in index.mentions.items() for page in pages
                  if _named(was.get(id_)) != _named(now_are.get(id_))}
    if old.report.data is not new.report.data:
        gone = old.report.data.sources().keys() - new.report.data.sources().keys()
        found |= {page for id_ in gone for page, _ in index.source_uses.get(id_, ())}
    return found & set(index.pages)


def _named(contribution: Any) -> tuple[str, str] | None:
    return (contribution.title, contribution.kind) if contribution is not None else None

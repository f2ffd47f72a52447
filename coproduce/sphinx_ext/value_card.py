"""The button that covers a number in prose, and the card that it opens."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from coproduce.evidence.records import ValueRecord
from coproduce.ground.interface_words import say
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.values import card_details, card_facts

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from coproduce.publish.publication import Publication

#: Sources that a card names one by one.
MOST_LINKS = 4


def value_card(book: "Publication", builder: "StandaloneHTMLBuilder", node: own.value, record: ValueRecord) -> str:
    """The HTML of both: first the source, then what was measured; how and with which caveats is in ``value-more``.

    The page's script folds ``value-more`` behind a button and gives the card one to close it; without
    script all of it is shown. A card stands in paragraphs, so it is made of spans.
    """
    anchor = f"v-{record.name}-{node['number']}"
    trail = _link(book, builder, "ledger", f"value-{record.name}", say("Trail in the list of numbers"))
    details = _facts(card_details(record))
    return (
        f'<button type="button" class="value-button" popovertarget="{anchor}" '
        f'aria-label="{escape(say("Source of {value}", value=node.astext()))}"></button>'
        f'<span class="value-card" id="{anchor}" popover>{_sources(book, builder, record)}{_facts(card_facts(record))}'
        + (f'<span class="value-more">{details}</span>' if details else "")
        + f'<span class="value-fact">{trail}</span></span>'
    )


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<span class="value-fact"><b>{escape(label)}:</b> {escape(text)}</span>' for label, text in facts)


def _sources(book: "Publication", builder: "StandaloneHTMLBuilder", record: ValueRecord) -> str:
    numbers, known = book.index.source_numbers, book.report.data.sources()
    links = [
        _link(book, builder, "sources-list", f"source-{id_}", f"[{numbers[id_]}] {known[id_].short}")
        for id_ in sorted({s.id for s in record.sources}, key=numbers.__getitem__)
    ]
    if not links:
        return ""
    heading = say("Source") if len(links) == 1 else say("Sources")
    if len(links) > MOST_LINKS:
        more = len(links) - MOST_LINKS + 1
        links[MOST_LINKS - 1 :] = [say("and {more} more sources, in the list of numbers", more=more)]
    return f'<span class="value-fact"><b>{heading}:</b> {"; ".join(links)}</span>'


def _link(book: "Publication", builder: "StandaloneHTMLBuilder", part: str, anchor: str, text: str) -> str:
    target = book.index.place(part, anchor)
    if target is None:
        return escape(text)
    uri = builder.get_relative_uri(builder.current_docname, target)
    return f'<a href="{uri}#{anchor}">{escape(text)}</a>'

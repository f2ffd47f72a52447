"""All contributions as published, in one table and in the index that a long list is searched with.

Both hold what the pages show and nothing more: names only as credited, no dates
of consent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coproduce.contributions.accounting import DIMENSIONS, terms_of
from coproduce.contributions.dispositions import STATUSES
from coproduce.contributions.markdown import typed_text
from coproduce.contributions.model import ASKS_BASES, KINDS, TRANSLATORS
from coproduce.ground.csv_text import csv_file
from coproduce.ground.interface_words import say, say_as
from coproduce.publish import list_index

if TYPE_CHECKING:
    from coproduce.contributions.files import Contributions
    from coproduce.contributions.model import Contribution
    from coproduce.publish.publication import Publication

CSV, INDEX = "contributions.csv", "contributions-index.js"

_HEADER = (
    "id", "title", "text", "language", "translation", "translated_by",
    "kind", "credited_to", "organisation_type", "region", "sectors", "theme", "claims", "case_study", "source",
    "locator", "published", "asks", "asks_basis", "editors_note", "people", "variant_of", "status", "reason",
    "supports", "qualifies", "challenges", "page",
)


def contributions_csv(book: "Publication") -> bytes:
    """One line a contribution; several entries in a cell are separated by semicolons."""
    all_of_them = book.report.contributions
    return csv_file(_HEADER, (_row(c, all_of_them, book) for c in all_of_them.values()))


def _row(contribution: "Contribution", all_of_them: "Contributions", book: "Publication") -> tuple[str, ...]:
    front, label = contribution.front, all_of_them.vocabulary.label
    disposition = all_of_them.disposition_of(contribution.id)
    uses = disposition.uses if disposition else ()
    translation = front.translation
    page = book.index.placement.page_of(contribution.id)
    labels = {d: "; ".join(label(DIMENSIONS[d], t) for t in terms_of(contribution, d)) for d in DIMENSIONS}
    return (
        contribution.id, contribution.title, typed_text(contribution.body), front.language,
        typed_text(translation.text) if translation else "", say(TRANSLATORS[translation.by]) if translation else "",
        say(KINDS[contribution.kind]), contribution.credit_line(),
        labels["organisation_type"], labels["region"], labels["sector"], labels["theme"], labels["claim"],
        front.case_study, front.source, front.locator, front.published,
        "; ".join(front.asks), say(ASKS_BASES[front.asks_basis]) if front.asks_basis else "", front.note,
        str(all_of_them.senders(contribution.id)), front.variant_of,
        say(STATUSES[disposition.status]) if disposition else "", disposition.reason if disposition else "",
        *("; ".join(dict.fromkeys(u.conclusion for u in uses if u.stance == stance))
          for stance in ("supports", "qualifies", "challenges")),
        f"{page}.html#contribution-{contribution.id}" if page else "",
    )


def choices(book: "Publication") -> list[tuple[str, list[tuple[str, str]]]]:
    """The menus of the first page of a long list: label, and each entry's tag and text.

    Only what at least one contribution has can be chosen.
    """
    all_of_them = book.report.contributions
    used = {tag for contribution in all_of_them.values() for tag in _tags(contribution, all_of_them)}
    menus: list[tuple[str, list[tuple[str, str]]]] = [
        (say("Kind"), [(f"kind-{id_}", say(text)) for id_, text in KINDS.items()])]
    for dimension, title in (("organisation_type", say_as("who contributes", "From")), ("region", say("Region")), ("sector", say("Sector")),
                             ("theme", say("Theme")), ("claim", say("Speaks to"))):
        terms = all_of_them.vocabulary.terms(DIMENSIONS[dimension])
        menus.append((title, [(f"{dimension}-{id_}", term.label) for id_, term in terms.items()]))
    menus.append((say("Bears on"), [(f"on-{name}", f"{found.label}: {found.title}")
                               for name, found in book.index.conclusions.items()]))
    menus.append((say("What became of it"), [(f"status-{id_}", say(text)) for id_, text in STATUSES.items()]))
    kept = [(title, [entry for entry in entries if entry[0] in used]) for title, entries in menus]
    return [(title, entries) for title, entries in kept if entries]


def index_script(book: "Publication") -> str:
    """The script that hands the list to ``lists.js`` (:func:`coproduce.publish.list_index.index_script`)."""
    all_of_them, placement = book.report.contributions, book.index.placement
    return list_index.index_script("contribution-", (
        (c.id, c.title, c.credit_line(), placement.page_of(c.id) or "", _tags(c, all_of_them)) for c in all_of_them.values()))


def _tags(contribution: "Contribution", all_of_them: "Contributions") -> list[str]:
    """What a contribution can be chosen by, each as dimension and term."""
    tags = [f"kind-{contribution.kind}"]
    tags += [f"{dimension}-{term}" for dimension in DIMENSIONS for term in terms_of(contribution, dimension)]
    disposition = all_of_them.disposition_of(contribution.id)
    if disposition:
        tags.append(f"status-{disposition.status}")
        tags += dict.fromkeys(f"on-{use.conclusion}" for use in disposition.uses)
    return tags

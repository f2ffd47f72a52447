"""Contributions as rows of a table, with what readers of the book see and nothing more.

No consent record, no date of submission, and no name but as the contributor
chose to be credited (:meth:`Contribution.credit_line`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coproduce.contributions.dispositions import STANCE_HEADINGS, STATUSES
from coproduce.contributions.markdown import typed_text
from coproduce.contributions.model import ASKS_BASES, KINDS, TRANSLATORS
from coproduce.ground.interface_words import is_english, marked_words, say
from coproduce.ground.language_tags import name_of_language

if TYPE_CHECKING:
    from coproduce.contributions.files import Contributions

HEADER = marked_words((
    "Id", "Title", "Credit", "Kind", "Organisation type", "Region", "Theme", "Claims", "Asks", "Asks are",
    "Source", "Place in the source", "Case study", "Editors’ note", "People", "Variant of", "What became of it", "Reason", "Uses",
    "Language", "Text", "Translation", "Translated",
))


def header() -> tuple[str, ...]:
    """:data:`HEADER` in the report's language."""
    return tuple(say(title) for title in HEADER)


def contribution_rows(contributions: "Contributions") -> Iterator[tuple[str, ...]]:
    """A row for each contribution, in the book's order, of the cells that :data:`HEADER` names."""
    label = contributions.vocabulary.label
    for contribution in contributions.values():
        front = contribution.front
        disposition = contributions.disposition_of(contribution.id)
        yield (
            contribution.id,
            contribution.title,
            contribution.credit_line(),
            say(KINDS[front.kind]),
            label("organisation_types", front.contributor.organisation_type),
            label("regions", front.contributor.region),
            label("themes", front.theme),
            "; ".join(label("claims", claim) for claim in front.claims),
            "; ".join(front.asks),
            say(ASKS_BASES[front.asks_basis]) if front.asks_basis else "",
            front.source,
            front.locator,
            front.case_study,
            front.note,
            str(contributions.senders(contribution.id)),
            front.variant_of,
            say(STATUSES[disposition.status]) if disposition else say("Not decided yet"),
            disposition.reason if disposition else "",
            "; ".join(
                say("{stance} {conclusion} in {chapter}: {how}", stance=use.stance if is_english() else say(STANCE_HEADINGS[use.stance]),
                    conclusion=use.conclusion, chapter=use.chapter, how=use.how)
                for use in (disposition.uses if disposition else ())
            ),
            name_of_language(front.language) if front.language else "",
            typed_text(contribution.body),
            typed_text(front.translation.text) if front.translation else "",
            say(TRANSLATORS[front.translation.by]) if front.translation else "",
        )

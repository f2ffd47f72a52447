"""Contributions as rows of a table, with what readers of the book see and nothing more.

No consent record, no date of submission, and no name but as the contributor
chose to be credited (:meth:`Contribution.credit_line`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coproduce.contributions.dispositions import STATUSES
from coproduce.contributions.markdown import typed_text
from coproduce.contributions.model import ASKS_BASES, KINDS, TRANSLATORS
from coproduce.ground.language_tags import language

if TYPE_CHECKING:
    from coproduce.contributions.files import Contributions

HEADER = (
    "Id", "Title", "Credit", "Kind", "Organisation type", "Region", "Theme", "Claims", "Asks", "Asks are",
    "Source", "Place in the source", "Case study", "Editors’ note", "People", "Variant of", "What became of it", "Reason", "Uses",
    "Language", "Text", "Translation", "Translated",
)


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
            KINDS[front.kind],
            label("organisation_types", front.contributor.organisation_type),
            label("regions", front.contributor.region),
            label("themes", front.theme),
            "; ".join(label("claims", claim) for claim in front.claims),
            "; ".join(front.asks),
            ASKS_BASES[front.asks_basis] if front.asks_basis else "",
            front.source,
            front.locator,
            front.case_study,
            front.note,
            str(contributions.senders(contribution.id)),
            front.variant_of,
            STATUSES[disposition.status] if disposition else "Not decided yet",
            disposition.reason if disposition else "",
            "; ".join(
                f"{use.stance} {use.conclusion} in {use.chapter}: {use.how}"
                for use in (disposition.uses if disposition else ())
            ),
            language(front.language).name if front.language else "",
            typed_text(contribution.body),
            typed_text(front.translation.text) if front.translation else "",
            TRANSLATORS[front.translation.by] if front.translation else "",
        )

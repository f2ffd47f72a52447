"""Who contributed, who did not, and which voices stand behind a conclusion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.contributions.dispositions import STANCES
from coproduce.contributions.model import KINDS, Contribution
from coproduce.contributions.vocabulary import Term

if TYPE_CHECKING:
    from coproduce.contributions.files import Contributions

#: What contributors can be counted by, and the vocabulary's list for each.
DIMENSIONS = {
    "organisation_type": "organisation_types",
    "region": "regions",
    "sector": "sectors",
    "theme": "themes",
    "claim": "claims",
}


def terms_of(contribution: Contribution, dimension: str) -> tuple[str, ...]:
    """The terms by which ``contribution`` counts in a :data:`DIMENSIONS`."""
    front = contribution.front
    return {
        "organisation_type": (front.contributor.organisation_type,),
        "region": (front.contributor.region,),
        "sector": front.contributor.sectors,
        "theme": (front.theme,),
        "claim": front.claims,
    }[dimension]


def missing(
    contributions: Contributions, dimension: str, kinds: Iterable[str] | None = None
) -> list[Term]:
    """The terms of a :data:`DIMENSIONS` from which nobody was heard.

    With ``kinds``, only contributions of these kinds count as heard. A term that
    includes others is missing only if those are missing too; a wider term does
    not stand for what it includes.
    """
    wanted = set(kinds) if kinds is not None else set(KINDS)
    heard = {
        term
        for contribution in contributions.values()
        if contribution.kind in wanted
        for term in (*terms_of(contribution, dimension), *_of_others(contributions, contribution.id, dimension))
    }
    terms = contributions.vocabulary.terms(DIMENSIONS[dimension]).values()
    return [t for t in terms if t.id not in heard and not heard.intersection(t.includes)]


def _of_others(contributions: Contributions, id: str, dimension: str) -> set[str]:
    """The terms of those who sent the same words; only their kind and region are known."""
    if dimension not in ("organisation_type", "region"):
        return set()
    return {getattr(person, dimension) for person in contributions.others.get(id, ())}


@dataclass(frozen=True)
class Voice:
    """One contribution that bears on a conclusion; labels as readers see them. ``people`` sent it or a variant of it."""

    contribution: str
    title: str
    credit: str
    organisation_type: str
    region: str
    chapter: str
    conclusion: str
    stance: str
    how: str
    people: int = 1


def voices(contributions: Contributions, conclusion: str | None = None) -> list[Voice]:
    """The contributions that bear on ``conclusion``, or on any.

    Those that support come first, then those that qualify, then those that
    challenge; within each by id.
    """
    label = contributions.vocabulary.label
    found = [
        Voice(
            contribution.id,
            contribution.title,
            contribution.credit_line(),
            label("organisation_types", contribution.front.contributor.organisation_type),
            label("regions", contribution.front.contributor.region),
            use.chapter,
            use.conclusion,
            use.stance,
            use.how,
            contributions.campaign(contribution.id).people,
        )
        for contribution in contributions.values()
        if contribution.id in contributions.dispositions
        for use in contributions.dispositions[contribution.id].uses
        if conclusion is None or use.conclusion == conclusion
    ]
    order = list(STANCES)
    return sorted(found, key=lambda v: (order.index(v.stance), v.contribution, v.conclusion))

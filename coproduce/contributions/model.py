"""What a contribution is: its fields, what each is for, and what each allows.

The front matter of a contribution's file is a :class:`FrontMatter`. Each field
carries its purpose, a good and a bad example; the messages of
:mod:`~coproduce.contributions.validation_messages` and the reference of
:mod:`~coproduce.contributions.reference` are made from them.

Terms are checked against a report's own vocabulary, handed to pydantic as
``context={"vocabulary": …}``. Rules that concern several fields at once are in
:mod:`~coproduce.contributions.rules`; parts with fields of their own in
:mod:`~coproduce.contributions.parts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from coproduce.contributions.fields import about, date_field, language_field, partial_date_field, term_field, text_field
from coproduce.contributions.parts import Consent, Contributor, Part, Translation
from coproduce.ground.interface_words import marked_words, say

KINDS = marked_words({
    "participant": "Contribution",
    "table-discussion": "Table discussion",
    "written-evidence": "Written evidence",
    "published-statement": "Published statement",
})
CREDITS = {
    "named": "under the person's name, with the organisation if there is one",
    "organisation": "under the organisation's name, without the person's",
    "anonymous": "without any name",
}
ASKS_BASES = marked_words({
    "stated": "the contributor asks for it",
    "implied": "read from what the contributor says",
})

TRANSLATORS = marked_words({
    "contributor": "by the contributor",
    "editors": "by the editors",
    "machine": "by a machine, not yet checked by a person",
})

#: Longest body, in characters: about a thousand words.
MAX_BODY = 6000


class FrontMatter(Part):
    """The fields of a contribution, above its text."""

    title: text_field(120) = about(
        "The point made, as a short statement",
        "Families carry the story from desk to desk",
        "Feedback form 12",
        "it does not say what was said",
    )
    kind: Literal["participant", "table-discussion", "written-evidence", "published-statement"] = about(
        "How it reached the report",
        "participant",
        "survey",
        "readers must know whether it was given to the report or found in public",
    )
    language: language_field() = about(
        "The language of title, text and asks, if it is not the report's own: its code (BCP 47)",
        "ur",
        "Urdu",
        "programs that read aloud and set type know languages by their codes",
        default="",
    )
    translation: Translation | None = about(
        "For a contribution in another language: what it says in the report's language",
        "a mapping: text, by, title",
        "will follow",
        "its parts are fields of their own",
        default=None,
    )
    contributor: Contributor = about(
        "Who contributes",
        "a mapping: organisation, organisation_type …",
        "Larkwell Council",
        "its parts are fields of their own",
    )
    consent: Consent | None = about(
        "The contributor's recorded agreement; all kinds except a published statement need it",
        "a mapping: given, date, wording",
        "yes",
        "when, and to which words, must be on record",
        default=None,
    )
    source: text_field(100) = about(
        "Where a published statement was found: the id of a source in the report's data",
        "parish-letter",
        "https://example.org/letter",
        "the address stands with the source, once",
        default="",
    )
    locator: text_field(200) = about(
        "Where in the source it stands",
        "second paragraph",
        "see website",
        "a reader could not find it",
        default="",
    )
    published: partial_date_field() = about(
        "When a published statement appeared, as far as known",
        "2024-07 (or 2024, or 2024-07-26)",
        "last summer",
        "it means another year to a later reader",
        default="",
    )
    submitted: date_field() | None = about(
        "The day on which a contribution was handed in", "2026-02-23", "23 Feb", "the year is missing", default=None
    )
    theme: term_field("themes") = about(
        "What it is mainly about", "the nearest id of the list", "data", "everything here is about data"
    )
    claims: tuple[term_field("claims"), ...] = about(
        "Which claims of the report it speaks to, for or against",
        "[one-id, another-id]",
        "all",
        "it is a list of ids, in square brackets",
        default=(),
    )
    case_study: text_field(100) = about(
        "The case study it speaks of: its id in the report's data",
        "mill-lane",
        "our project in Mill Lane",
        "it is not an id, so nothing can be linked",
        default="",
    )
    organisations: tuple[text_field(150), ...] = about(
        "For a table discussion: the organisations at the table that agreed to be named",
        "[Larkwell Parish Council, Mill Lane School]",
        "everyone at table 4",
        "nobody can be credited",
        default=(),
    )
    asks: Annotated[tuple[text_field(200), ...], Field(max_length=10)] = about(
        "What the contributor asks for, one short phrase each",
        "[Count garden trees]",
        "[More could be done]",
        "nobody could say yes or no to it",
        default=(),
    )
    asks_basis: Literal["stated", "implied"] | None = about(
        "Whether the asks are in the contributor's own words or read from them",
        "stated",
        "obvious",
        "readers must know who formed the ask",
        default=None,
    )
    variant_of: text_field(60) = about(
        "For a text of a campaign that differs in some words: the id of the campaign's first text, which answers it",
        "families-tell-it-twice",
        "the same as the others",
        "it is not an id, so nothing can be linked",
        default="",
    )
    note: text_field(400) = about(
        "What a reader must know to weigh it, from the editors",
        "One resident, not a residents' group.",
        "Not very convincing",
        "it judges instead of informing",
        default="",
    )


@dataclass(frozen=True)
class Contribution:
    """One contribution as read from its file.

    ``id`` is the file's stem and the stable part of its address; ``path`` the
    file's name in messages; ``body`` its text in plain Markdown, which begins on
    line ``body_line`` of the file.
    """

    id: str
    path: str
    front: FrontMatter
    body: str
    body_line: int = 1

    @property
    def title(self) -> str:
        return self.front.title

    @property
    def kind(self) -> str:
        return self.front.kind

    @property
    def organisation(self) -> str:
        """The organisation as credited: empty for an anonymous contribution."""
        if self.front.contributor.credit == "anonymous":
            return ""
        return self.front.contributor.organisation or ", ".join(self.front.organisations)

    def credit_line(self) -> str:
        """The contributor as they chose to be credited.

        The only way in which a person's name leaves the model.
        """
        contributor = self.front.contributor
        if contributor.credit == "named" and contributor.name:
            return ", ".join(part for part in (contributor.name, self.organisation) if part)
        if contributor.credit == "organisation" and self.organisation:
            return self.organisation
        return say("Anonymous")

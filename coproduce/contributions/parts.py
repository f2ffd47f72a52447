"""The parts of a contribution's front matter that have fields of their own: contributor, consent, translation."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from coproduce.contributions.fields import about, date_field, passage_field, term_field, text_field


class Part(BaseModel):
    """A mapping in the front matter; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Contributor(Part):
    """Who contributes, and under which name readers see it."""

    name: text_field(100) = about(
        "The person's name, only if they chose to be named",
        "Asha Patel",
        "A. P. (please don't publish)",
        "the file is public: a name that is not to be published is not in it",
        default="",
    )
    organisation: text_field(150) = about(
        "The organisation's full name, unless the contributor is anonymous",
        "Larkwell Parish Council",
        "LPC",
        "readers elsewhere do not know the short form",
        default="",
    )
    organisation_type: term_field("organisation_types") = about(
        "What kind of organisation or person this is; counted in the report",
        "the nearest id of the list",
        "Misc",
        "it is not in the vocabulary, so nobody could count it",
    )
    region: term_field("regions") = about(
        "The place they work in or speak for; counted in the report",
        "the id of the place",
        "Up north",
        "it is not in the vocabulary, so nobody could count it",
    )
    sectors: tuple[term_field("sectors"), ...] = about(
        "The services they work in or use; counted in the report",
        "[one-id, another-id]",
        "services",
        "it is a list of ids, in square brackets",
        default=(),
    )
    credit: Literal["named", "organisation", "anonymous"] = about(
        "How they chose to be credited",
        "organisation",
        "public",
        "it does not say under which name",
    )


class Consent(Part):
    """The record that the contributor agreed to publication."""

    given: bool = about(
        "Whether they agreed; without it nothing may be stored",
        "true",
        "probably",
        "only a recorded yes counts",
    )
    date: date_field() = about(
        "The day on which they agreed", "2026-02-23", "23/02/26", "it can be read in two ways"
    )
    wording: term_field("consent_wordings") = about(
        "Which version of the consent text they agreed to",
        "the id of the version",
        "the usual one",
        "later nobody can tell what was agreed",
    )
    quoted: bool = about(
        "Whether they also agreed that sentences of theirs are quoted word for word, set apart from the text",
        "true",
        "of course",
        "only a recorded yes counts",
        default=False,
    )


class Translation(Part):
    """What a contribution in another language says, in the language of the report."""

    title: text_field(120) = about(
        "The title in the report's language",
        "Families carry the story from desk to desk",
        "See above",
        "lists of the report name the contribution by its title",
        default="",
    )
    text: passage_field() = about(
        "The text in the report's language, in plain Markdown below a line `text: |`, indented",
        "Parents tell us the same story at each appointment.",
        "In short, they are not happy.",
        "it is a summary, and the contributor said more",
    )
    by: Literal["contributor", "editors", "machine"] = about(
        "Who translated it; readers see it",
        "editors",
        "online",
        "readers must know whose words these are",
    )

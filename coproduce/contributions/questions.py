"""What is asked of someone who types a contribution in, for any report.

A form for contributors has its own words, in ``contributions/form.yml``; these
are for an organiser at a terminal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coproduce.contributions.model import KINDS, FrontMatter
from coproduce.contributions.validation_messages import find_field
from coproduce.contributions.vocabulary import Vocabulary
from coproduce.ground.interface_words import marked_words, say_all

_CREDIT = marked_words({
    "named": "With the name, and the organisation if there is one",
    "organisation": "With the organisation's name only",
    "anonymous": "Anonymously",
})


#: Questions that are asked only after certain answers to others, and which answers.
#: A name that is not to be shown is not asked for.
ASKED_WHEN: dict[str, dict[str, tuple[str, ...]]] = {
    "contributor.name": {"contributor.credit": ("named",)},
    "contributor.organisation": {"contributor.credit": ("named", "organisation")},
    "organisations": {"kind": ("table-discussion",), "contributor.credit": ("named", "organisation")},
}
#: Those that must then be answered, after which answers. Of a table, the list names the organisations.
NEEDED_WHEN: dict[str, dict[str, tuple[str, ...]]] = {
    "contributor.name": {"contributor.credit": ("named",)},
    "contributor.organisation": {
        "contributor.credit": ("organisation",), "kind": tuple(kind for kind in KINDS if kind != "table-discussion"),
    },
    "organisations": {"contributor.credit": ("organisation",), "kind": ("table-discussion",)},
}


def holds(conditions: dict[str, tuple[str, ...]], answers: dict[str, Any]) -> bool:
    """Whether ``answers`` (by field) are among those of each of the ``conditions``."""
    return all(answers.get(field) in allowed for field, allowed in conditions.items())


@dataclass(frozen=True)
class Question:
    """One question.

    ``field`` is the place in the front matter that the answer fills, or "body".
    ``control`` is "line", "text", "lines" (one entry a line), "choice",
    "choices" or "consent"; ``terms`` the vocabulary's list that is chosen from.
    """

    field: str
    label: str
    control: str
    help: str = ""
    required: bool = False
    terms: str = ""

    @property
    def purpose(self) -> str:
        """What the answer is for; the model's own words where there are none here."""
        info, _ = find_field(FrontMatter, tuple(self.field.split(".")))
        return self.help or (f"{info.description}." if info and info.description else "")

    def options(self, vocabulary: Vocabulary) -> dict[str, str]:
        """What can be chosen: the value stored, and how it is shown."""
        if self.terms:
            return {term.id: term.label for term in vocabulary.terms(self.terms).values()}
        if self.field == "kind":
            return say_all(KINDS.items())
        return say_all(_CREDIT.items()) if self.field == "contributor.credit" else {}


#: The questions in their order: without consent no more is asked, and how it came says whether consent is needed.
QUESTIONS = (
    Question("kind", "How it reaches the report", "choice", required=True,
             help="A published statement was found in public; the others were handed in."),
    Question("consent", "Consent", "consent", required=True, terms="consent_wordings"),
    Question("title", "The point made, in one sentence", "line", required=True,
             help="At most 120 characters, such as: Families carry the story from desk to desk."),
    Question("theme", "What it is mainly about", "choice", required=True, terms="themes",
             help="The nearest will do."),
    Question("claims", "Which claims it speaks to, for or against", "choices", terms="claims"),
    Question("contributor.organisation_type", "Who contributes", "choice", required=True, terms="organisation_types"),
    Question("contributor.region", "Where they work, or the place they speak for", "choice", required=True,
             terms="regions"),
    Question("contributor.sectors", "The services they work in or use", "choices", terms="sectors"),
    Question("contributor.credit", "How they chose to be credited", "choice", required=True,
             help="The choice that the contributor made."),
    Question("contributor.name", "The person's name", "line",
             help="As they want to see it printed."),
    Question("contributor.organisation", "The organisation's full name", "line",
             help="May stay empty if they are credited by name."),
    Question("organisations", "Organisations at the table", "lines",
             help="Only for a discussion at a table: those that agreed to be named, one a line."),
    Question("asks", "What they ask for", "lines", help="One short phrase each, at most ten."),
    Question("language", "In which language it is written", "line",
             help="Leave it empty for the report's own; else its code, such as cy (Welsh), pl (Polish), ur (Urdu) or pa (Panjabi)."),
    Question("body", "What was said", "text", required=True,
             help="Plain sentences, at most 6,000 characters. No contact details, and nothing that tells who a "
             "child, a family or a patient is."),
)


def consent_text(vocabulary: Vocabulary) -> tuple[str, str]:
    """The id and the words of the consent that is asked for now: the newest wording."""
    terms = list(vocabulary.terms("consent_wordings").values())
    return (terms[-1].id, terms[-1].description) if terms else ("", "")

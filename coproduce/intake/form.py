"""What a form asks, and where each answer belongs: ``contributions/form.yml``.

::

    form: larkwell-2026
    consent_wording: "2026-11"
    questions:
      - ask: What is your point, in one sentence?
        also: [Your point]
        field: title
      - ask: What kind of organisation are you?
        field: contributor.organisation_type
        answers: {A farm: business}

``field`` is a field of a contribution, ``body`` its text, and ``consent.given``
the question for consent. Answers to choose from are the vocabulary's labels; those
under ``answers`` come first in the form for a field without a vocabulary, and are
understood besides for one with it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic.fields import FieldInfo

from coproduce.contributions.model import MAX_BODY, FrontMatter
from coproduce.contributions.validation_messages import (
    allowed_values,
    find_field,
    is_list,
    longest,
    most_entries,
    vocabulary_list,
)
from coproduce.contributions.vocabulary import Vocabulary
from coproduce.intake.matching import Choices, key
from coproduce.intake.translation import Translation

#: What a form may be asked for. The rest is set by intake or by the editors.
FIELDS = (
    "title", "body", "language", "kind", "contributor.name", "contributor.organisation", "contributor.organisation_type",
    "contributor.region", "contributor.sectors", "contributor.credit", "organisations", "theme", "claims", "asks",
    "consent.given", "consent.quoted",
)
NEEDED = (
    "title", "body", "contributor.organisation_type", "contributor.region", "contributor.credit", "theme",
    "consent.given",
)
#: Columns that tell one response from another, and when it was sent.
NUMBER_COLUMNS = ("ID", "Response ID", "Respondent ID", "Submission ID", "UserNo")
START_COLUMNS = ("Start time", "Started")
TIME_COLUMNS = ("Completion time", "Timestamp", "Submitted", "Date submitted", "Submission date", "End date", "Ended")
#: Columns that a form adds about the respondent. They are never stored: a name or address is
#: used to see that no text gives away who wrote it, an account also to see who answered twice.
ACCOUNT_COLUMNS = ("Email", "E-mail", "Email address", "E-mail address", "Username")
NAME_COLUMNS = ("Name", "Full name", "Your name", *ACCOUNT_COLUMNS)
UNREAD_COLUMNS = (
    *START_COLUMNS, "Last modified time", "Language", "Total points", "Quiz feedback", "Grade posted time", "Score",
    "IP address", "Start date", "UserID", "Unique ID", "Tracking link",
)
_ADDED = frozenset(map(key, UNREAD_COLUMNS))
# What some services put before each question: "Q1. ", "12) ", "Question 3: ".
_NUMBERED = re.compile(r"\s*(?:q(?:uestion)?\s*)?\d{1,3}\s*[.):]\s*(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """One question, the field it fills, and the answers to choose from, if any."""

    ask: str
    field: str
    also: tuple[str, ...] = ()
    help: str = ""
    #: Labels and what they stand for, as the form shows them.
    options: Mapping[str, str] = dataclasses.field(default_factory=dict)
    #: Further answers that are understood.
    understood: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def several(self) -> bool:
        """Whether more than one answer may be chosen, or written, one a line."""
        info = field_info(self.field)
        return info is not None and is_list(info)

    @property
    def required(self) -> bool:
        return self.field in NEEDED

    @property
    def longest(self) -> int | None:
        """The most characters of the answer, or of each of several."""
        info = field_info(self.field)
        return MAX_BODY if self.field == "body" else longest(info) if info and not self.options else None

    @cached_property
    def offered(self) -> dict[str, str]:
        """The answers that a form shows, and what each stands for: of several with one meaning the first."""
        first = {meaning: label for label, meaning in reversed(list(self.options.items()))}
        return {label: meaning for label, meaning in self.options.items() if first[meaning] == label}

    @property
    def most(self) -> int | None:
        """The most entries that the answer may have."""
        info = field_info(self.field)
        return most_entries(info) if info else None

    @cached_property
    def choices(self) -> Choices | None:
        """The answers to choose from, None for a question that is answered in words."""
        return Choices({**self.understood, **self.options}) if self.options else None


@dataclass(frozen=True)
class Form:
    """The questions of a form; ``name`` is part of every response's identity."""

    name: str
    consent_wording: str
    questions: tuple[Question, ...]
    kind: str = "participant"
    day_first: bool = True
    ignore: tuple[str, ...] = ()
    path: str = ""
    #: The regions in which a place may lie, by the place's key.
    places: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)
    #: That of the report.
    language: str = ""
    translations: tuple[Translation, ...] = ()

    @cached_property
    def headings(self) -> dict[str, Question]:
        """The question that each known heading means, by the heading's key."""
        return {
            key(text): question
            for question in reversed(self.questions)
            for text in (question.field, *question.also, question.ask)
            # A column "Language" is what a form service adds about the respondent's browser.
            if text == question.ask or key(text) not in _ADDED
        }

    def asks_for(self, heading: str) -> Question | None:
        """The question that a column's ``heading`` means, with or without a number before it."""
        found = self.headings.get(key(heading))
        numbered = None if found else _NUMBERED.match(heading)
        return self.headings.get(key(heading[numbered.end() :])) if numbered else found

    @property
    def consent(self) -> Question:
        """The question for consent, without which no form is read."""
        found = self.question("consent.given")
        assert found, "a form without it is refused"
        return found

    @property
    def consent_answers(self) -> Choices:
        """The answers to that question."""
        answers = self.consent.choices
        assert answers, "a form whose question for consent has none is refused"
        return answers

    def question(self, field_name: str) -> Question | None:
        return next((q for q in self.questions if q.field == field_name), None)


def field_info(name: str) -> FieldInfo | None:
    """The contribution's field that a question fills; None for the body."""
    return None if name == "body" else find_field(FrontMatter, tuple(name.split(".")))[0]


def allowed_meanings(field_name: str, vocabulary: Vocabulary) -> Sequence[str]:
    """What the answers to a question may stand for; nothing if it is answered in words."""
    info = field_info(field_name)
    if info and (listed := vocabulary_list(info)):
        return list(vocabulary.terms(listed))
    return ("true", "false") if field_name in ("consent.given", "consent.quoted") else allowed_values(info)

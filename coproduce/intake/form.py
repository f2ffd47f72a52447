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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic.fields import FieldInfo

from coproduce.contributions.model import KINDS, MAX_BODY, FrontMatter
from coproduce.contributions.validation_messages import (
    allowed_values,
    find_field,
    is_list,
    longest,
    most_entries,
    vocabulary_list,
)
from coproduce.contributions.vocabulary import ID_PATTERN, Vocabulary, read_vocabulary
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.ground.schema_faults import schema_problems
from coproduce.ground.suggestions import nearest_or
from coproduce.ground.yaml_file import YamlFile, read_yaml, without_empty
from coproduce.intake.matching import Choices, key
from coproduce.intake.places import SCHEMA as PLACES
from coproduce.intake.places import read_places
from coproduce.source.paths import Paths

#: What a form may be asked for. The rest is set by intake or by the editors.
FIELDS = (
    "title", "body", "kind", "contributor.name", "contributor.organisation", "contributor.organisation_type",
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
# What some services put before each question: "Q1. ", "12) ", "Question 3: ".
_NUMBERED = re.compile(r"\s*(?:q(?:uestion)?\s*)?\d{1,3}\s*[.):]\s*(?=\S)", re.IGNORECASE)
_TEXT = {"type": "string", "pattern": r"\S"}
_TEXTS = {"type": ["array", "string"], "items": _TEXT}
_SCHEMA: dict[str, Any] = {
    "type": "object", "required": ["form", "consent_wording", "questions"], "additionalProperties": False,
    "properties": {
        "form": {"type": "string", "pattern": rf"^{ID_PATTERN.pattern}\Z"}, "consent_wording": _TEXT,
        "kind": {"enum": [kind for kind in KINDS if kind != "published-statement"]},
        "day_first": {"type": "boolean"}, "ignore": {"type": "array", "items": _TEXT}, "places": PLACES,
        "questions": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["ask", "field"], "additionalProperties": False,
            "properties": {"ask": _TEXT, "also": _TEXTS, "field": {"enum": list(FIELDS)}, "help": _TEXT,
                           "answers": {"type": "object"}},
        }},
    },
}
_HINTS = {
    "form": "a short name that no other form of the report has: lower-case letters, digits and hyphens",
    "consent_wording": "in quotes, the id of the wording that the form shows",
    "ask": "the words of the question",
    "answers": "one answer a line, a colon, and what it stands for",
    "ignore": "a list of columns, one a line after a hyphen",
    "field": "one of: " + ", ".join(FIELDS),
}


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

    @cached_property
    def headings(self) -> dict[str, Question]:
        """The question that each known heading means, by the heading's key."""
        return {
            key(text): question
            for question in reversed(self.questions)
            for text in (question.field, *question.also, question.ask)
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


def form_and_vocabulary(paths: Paths) -> tuple[Form, Vocabulary]:
    """The form of the report at ``paths`` and the vocabulary that it draws on."""
    file = paths.contributions / "vocabulary.yml"
    vocabulary, problems = read_vocabulary(file, paths.relative(file))
    stop_if_any(problems)
    return read_form(paths, vocabulary), vocabulary


def read_form(paths: Paths, vocabulary: Vocabulary) -> Form:
    """The form of the report at ``paths``.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` with all that is wrong with it.
    """
    file = paths.contributions / "form.yml"
    path = paths.relative(file)
    if not file.exists():
        raise ProblemsFound([Problem(
            path, "The report does not say what its form asks.", code="form.missing",
            expected="form, consent_wording, and questions, each with ask and field",
            action=f"Write {path}. A question is, for example: `- ask: Your point in one sentence` and below it "
            "`field: title`.")])
    document = read_yaml(file, path)
    stop_if_any(document.problems)
    data = without_empty(document.data) or {}
    stop_if_any(schema_problems(document, data, _SCHEMA, "form", _HINTS))
    questions = tuple(_question(entry, vocabulary) for entry in data["questions"])
    stop_if_any([*_wording_problems(document, data["consent_wording"], vocabulary), *_question_problems(document, questions),
                 *_answer_problems(document, questions, vocabulary)])
    places = read_places(document, data["places"], paths, vocabulary) if "places" in data else {}
    return Form(data["form"], data["consent_wording"], questions, data.get("kind", "participant"),
                data.get("day_first", True), tuple(data.get("ignore", ())), path, places)


def _question(entry: dict[str, Any], vocabulary: Vocabulary) -> Question:
    answers = {str(label): str(meaning).lower() if isinstance(meaning, bool) else str(meaning)
               for label, meaning in entry.get("answers", {}).items()}
    info = field_info(entry["field"])
    listed = vocabulary_list(info) if info else ""
    terms = vocabulary.terms(listed) if listed else {}
    allowed = _allowed(entry["field"], vocabulary)
    also = entry.get("also", ())
    return Question(
        " ".join(entry["ask"].split()), entry["field"], (also,) if isinstance(also, str) else tuple(also),
        " ".join(entry.get("help", "").split()),
        {term.label: id for id, term in terms.items()} if listed else answers,
        {**{id: id for id in allowed}, **(answers if listed else {})} if allowed else {},
    )


def _allowed(field_name: str, vocabulary: Vocabulary) -> Sequence[str]:
    """What the answers to a question may stand for; nothing if it is answered in words."""
    info = field_info(field_name)
    if info and (listed := vocabulary_list(info)):
        return list(vocabulary.terms(listed))
    return ("true", "false") if field_name in ("consent.given", "consent.quoted") else allowed_values(info)


def _problem(document: YamlFile, place: tuple, message: str, expected: str, action: str) -> Problem:
    return Problem(document.path, message, line=document.line(*place), code="form.entry", field=".".join(map(str, place)),
                   expected=expected, action=action)


def _wording_problems(document: YamlFile, wording: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    known = vocabulary.terms("consent_wordings")
    if wording not in known:
        yield _problem(
            document, ("consent_wording",), f"There is no consent wording '{wording}'.", f"one of: {', '.join(known)}",
            f"Write the id, in quotes, of the wording that the form shows; wordings stand in {vocabulary.path}.")


def _question_problems(document: YamlFile, questions: tuple[Question, ...]) -> Iterator[Problem]:
    """Questions that are there twice, and fields that nobody is asked for."""
    seen: set[str] = set()
    for number, question in enumerate(questions):
        for what in {f"field {question.field}", *(f"question '{key(t)}'" for t in (question.ask, *question.also))}:
            if what in seen:
                yield _problem(document, ("questions", number), f"The {what} is there twice.", "each once",
                               "Take one of the two out.")
            seen.add(what)
    for lacking in [name for name in NEEDED if name not in {q.field for q in questions}]:
        yield _problem(document, ("questions",), f"No question is asked for {lacking}.", f"a question with `field: {lacking}`",
                       "Add it: a contribution cannot be made without.")


def _answer_problems(document: YamlFile, questions: tuple[Question, ...], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Answers that stand for what the field does not allow, and questions that offer none."""
    for number, question in enumerate(questions):
        info, place = field_info(question.field), ("questions", number)
        listed = bool(info and vocabulary_list(info))
        allowed = _allowed(question.field, vocabulary)
        for label, meaning in {**question.understood, **({} if listed else question.options)}.items():
            if meaning not in allowed:
                yield _problem(
                    document, (*place, "answers", label),
                    f"The answer '{label}' stands for '{meaning}', which is not allowed here.",
                    nearest_or("one of: " + ", ".join(allowed), meaning, allowed), "Correct it.")
        if allowed and not listed and not question.options:
            yield _problem(document, place, "There are no answers to choose from.",
                           "answers, each with one of: " + ", ".join(allowed), "Add `answers:`.")

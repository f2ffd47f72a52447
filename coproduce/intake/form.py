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
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic.fields import FieldInfo

from coproduce.contributions.model import MAX_BODY, FrontMatter
from coproduce.contributions.vocabulary import ID_PATTERN, Vocabulary
from coproduce.contributions.wording import (
    allowed_values,
    find_field,
    is_list,
    longest,
    most_entries,
    vocabulary_list,
)
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.ground.suggestions import nearest
from coproduce.ground.yaml_file import YamlFile, read_yaml
from coproduce.intake.matching import Choices, key
from coproduce.source.paths import Paths

#: What a form may be asked for. The rest is set by intake or by the editors.
FIELDS = (
    "title", "body", "kind", "contributor.name", "contributor.organisation", "contributor.organisation_type",
    "contributor.region", "contributor.sectors", "contributor.credit", "organisations", "theme", "claims", "asks",
    "consent.given",
)
NEEDED = (
    "title", "body", "contributor.organisation_type", "contributor.region", "contributor.credit", "theme",
    "consent.given",
)
#: Columns that tell one response from another, and when it was sent.
NUMBER_COLUMNS = ("ID", "Response ID", "Respondent ID", "Submission ID")
START_COLUMNS = ("Start time",)
TIME_COLUMNS = ("Completion time", "Timestamp", "Submitted", "Date submitted", "Submission date", "End date")
#: Columns that a form adds about the respondent. They are never stored; a name is
#: used only to see that no text gives away who wrote it.
NAME_COLUMNS = ("Name", "Full name", "Your name")
UNREAD_COLUMNS = (
    *START_COLUMNS, "Last modified time", "Email", "E-mail", "Email address", "E-mail address", "Username", "Language",
    "Total points", "Quiz feedback", "Grade posted time", "Score", "IP address", "Start date",
)
_KEYS = ("form", "consent_wording", "kind", "day_first", "ignore", "questions")
_QUESTION_KEYS = ("ask", "also", "field", "help", "answers")


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

    @cached_property
    def headings(self) -> dict[str, Question]:
        """The question that each known heading means, by the heading's key."""
        return {
            key(text): question
            for question in reversed(self.questions)
            for text in (question.field, *question.also, question.ask)
        }

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


def read_form(paths: Paths, vocabulary: Vocabulary) -> Form:
    """The form of the report at ``paths``.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` with all that is wrong with it.
    """
    file = paths.contributions / "form.yml"
    path = paths.relative(file)
    if not file.exists():
        raise ProblemsFound([
            Problem(
                path,
                "The report does not say what its form asks.",
                None,
                "form.missing",
                "",
                "form, consent_wording, and questions, each with ask and field",
                f"Write {path}. A question is, for example: `- ask: Your point in one sentence` and below it "
                "`field: title`.",
            )
        ])
    document = read_yaml(file, path)
    stop_if_any(document.problems)
    form, problems = _form(document, vocabulary)
    stop_if_any(problems)
    return form


def _form(document: YamlFile, vocabulary: Vocabulary) -> tuple[Form, list[Problem]]:
    problems: list[Problem] = []

    def add(place: tuple, message: str, expected: str, action: str, code: str = "form.entry") -> None:
        problems.append(
            Problem(
                document.path, message, document.line(*place), code,
                ".".join(map(str, place)), expected, action,
            )
        )

    data = document.data if isinstance(document.data, dict) else {}
    _unknown_keys(data, _KEYS, (), add)
    name = str(data.get("form") or "")
    if not ID_PATTERN.fullmatch(name):
        add(("form",), f"The form's name is '{name}'.", "lower-case letters, digits and hyphens",
            "Write `form:` and a short name that no other form of the report has.")
    wording = str(data.get("consent_wording") or "")
    if wording not in vocabulary.terms("consent_wordings"):
        known = ", ".join(vocabulary.terms("consent_wordings"))
        add(("consent_wording",), f"There is no consent wording '{wording}'.", f"one of: {known}",
            f"Write the id, in quotes, of the wording that the form shows; wordings stand in {vocabulary.path}.")
    kind = str(data.get("kind") or "participant")
    kinds = [k for k in allowed_values(field_info("kind")) if k != "published-statement"]
    if kind not in kinds:
        add(("kind",), f"'{kind}' is not a kind that is handed in.", "one of: " + ", ".join(kinds), "Choose one.")
    entries = data.get("questions")
    questions: list[Question] = []
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        question = _question(entry, ("questions", number), vocabulary, add)
        if question:
            questions.append(question)
    seen: dict[str, str] = {}
    for number, question in enumerate(questions):
        for what in {f"field {question.field}", *(f"question '{key(t)}'" for t in (question.ask, *question.also))}:
            if what in seen:
                add(("questions", number), f"The {what} is there twice.", "each once", "Take one of the two out.")
            seen[what] = question.ask
    for lacking in [f for f in NEEDED if f not in {q.field for q in questions}]:
        add(("questions",), f"No question is asked for {lacking}.", "a question with `field: " + lacking + "`",
            "Add it: a contribution cannot be made without.")
    ignore = data.get("ignore") or []
    if not isinstance(ignore, list):
        add(("ignore",), f"'ignore' is {ignore!r}.", "a list of columns", "Write one a line, each after a hyphen.")
        ignore = []
    return Form(
        name, wording, tuple(questions), kind, data.get("day_first") is not False,
        tuple(map(str, ignore)), document.path,
    ), problems


def _question(entry: Any, place: tuple, vocabulary: Vocabulary, add) -> Question | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("ask"), str):
        add(place, "This question has no words.", "ask and field", "Write `- ask:` and the words of the question.")
        return None
    _unknown_keys(entry, _QUESTION_KEYS, place, add)
    name = str(entry.get("field") or "")
    if name not in FIELDS:
        near = nearest(name, FIELDS, cutoff=0.4)
        add((*place, "field"), f"'{name}' is not a field that a form fills."
            + (f" Did you mean '{near[0]}'?" if near else ""), "one of: " + ", ".join(FIELDS), "Correct it.")
        return None
    info = field_info(name)
    answers = entry.get("answers") or {}
    if not isinstance(answers, dict):
        add((*place, "answers"), "The answers are not pairs.", "each answer, a colon, what it stands for",
            "Write one answer a line.")
        answers = {}
    answers = {str(label): str(meaning).lower() if isinstance(meaning, bool) else str(meaning)
               for label, meaning in answers.items()}
    listed = vocabulary_list(info) if info else ""
    terms = vocabulary.terms(listed) if listed else {}
    allowed = list(terms) if listed else ["true", "false"] if name == "consent.given" else allowed_values(info)
    for label, meaning in answers.items():
        if meaning not in allowed:
            near = nearest(meaning, allowed)
            add((*place, "answers", label), f"The answer '{label}' stands for '{meaning}', which is not allowed here."
                + (f" Did you mean '{near[0]}'?" if near else ""), "one of: " + ", ".join(allowed), "Correct it.")
    if allowed and not listed and not answers:
        add(place, "There are no answers to choose from.", "answers, each with one of: " + ", ".join(allowed),
            "Add `answers:`.")
    also = entry.get("also") or []
    return Question(
        " ".join(entry["ask"].split()),
        name,
        tuple(map(str, also if isinstance(also, list) else [also])),
        " ".join(str(entry.get("help") or "").split()),
        {term.label: id for id, term in terms.items()} if listed else answers,
        {**{id: id for id in allowed}, **(answers if listed else {})} if allowed else {},
    )


def _unknown_keys(data: dict, known: tuple[str, ...], place: tuple, add) -> None:
    for name in data:
        if name not in known:
            near = nearest(name, known)
            add((*place, name), f"'{name}' is not known here." + (f" Did you mean '{near[0]}'?" if near else ""),
                ", ".join(known), f"Write '{near[0]}' instead." if near else "Take it out.", "form.unknown-key")

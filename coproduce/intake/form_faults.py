"""What is wrong with the questions of a form."""

from __future__ import annotations

from collections.abc import Iterator

from coproduce.contributions.validation_messages import vocabulary_list
from coproduce.contributions.vocabulary import Vocabulary
from coproduce.ground.language_tags import EXPECTED, language
from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import nearest_or
from coproduce.ground.yaml_file import YamlFile
from coproduce.intake.form import NEEDED, Question, allowed_meanings, field_info
from coproduce.intake.matching import key


def _problem(document: YamlFile, place: tuple, message: str, expected: str, action: str) -> Problem:
    return Problem(document.path, message, line=document.line(*place), code="form.entry", field=".".join(map(str, place)),
                   expected=expected, action=action)


def wording_problems(document: YamlFile, wording: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    known = vocabulary.terms("consent_wordings")
    if wording not in known:
        yield _problem(
            document, ("consent_wording",), f"There is no consent wording '{wording}'.", f"one of: {', '.join(known)}",
            f"Write the id, in quotes, of the wording that the form shows; wordings stand in {vocabulary.path}.")


def question_problems(document: YamlFile, questions: tuple[Question, ...]) -> Iterator[Problem]:
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


def answer_problems(document: YamlFile, questions: tuple[Question, ...], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Answers that stand for what the field does not allow, and questions that offer none."""
    for number, question in enumerate(questions):
        info, place = field_info(question.field), ("questions", number)
        listed = bool(info and vocabulary_list(info))
        allowed = allowed_meanings(question.field, vocabulary)
        if question.field == "language":
            yield from _language_problems(document, number, question)
            continue
        for label, meaning in {**question.understood, **({} if listed else question.options)}.items():
            if meaning not in allowed:
                yield _problem(
                    document, (*place, "answers", label),
                    f"The answer '{label}' stands for '{meaning}', which is not allowed here.",
                    nearest_or("one of: " + ", ".join(allowed), meaning, allowed), "Correct it.")
        if allowed and not listed and not question.options:
            yield _problem(document, place, "There are no answers to choose from.",
                           "answers, each with one of: " + ", ".join(allowed), "Add `answers:`.")


def _language_problems(document: YamlFile, number: int, question: Question) -> Iterator[Problem]:
    for label, meaning in question.options.items():
        try:
            language(meaning)
        except ValueError:
            yield _problem(document, ("questions", number, "answers", label),
                           f"The answer '{label}' stands for '{meaning}', which is no language.", EXPECTED, "Correct it.")

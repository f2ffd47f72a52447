"""A contribution typed in at the terminal, question by question.

Consent is asked for first: without it nothing more is typed. Each answer is checked
at once, with the messages of the model, and searched for personal data; the file is
written only after it has been shown, and only if the same checks that ``coproduce
check`` makes find nothing in it.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from coproduce.contributions.files import MAX_ID, Contributions, contribution_text, read_contribution
from coproduce.contributions.markdown import check_body
from coproduce.contributions.model import FrontMatter
from coproduce.contributions.name_hints import name_hints
from coproduce.contributions.privacy import scan
from coproduce.contributions.privacy_check import typed_problem
from coproduce.contributions.questions import (
    ASKED_WHEN,
    NEEDED_WHEN,
    QUESTIONS,
    Question,
    consent_text,
    holds,
)
from coproduce.contributions.rules import breaches, slug
from coproduce.contributions.validation_messages import problems_of
from coproduce.contributions.vocabulary import ID_PATTERN, Vocabulary
from coproduce.contributions.withdrawal import withdrawn_ids
from coproduce.ground.problems import Problem
from coproduce.ground.yaml_file import YamlFile
from coproduce.intake import prompts
from coproduce.report import Report
from coproduce.source.paths import Paths
from coproduce.source.write_inputs import write_inputs, writing

_PUBLISHED = (
    Question("source", "The source it was found in", "line", required=True),
    Question("locator", "Where in the source it stands", "line", required=True),
    Question("published", "When it appeared", "line", help="As far as known: 2024, 2024-07 or 2024-07-26."),
)


def ask_for_contribution(report: Report, today: dt.date | None = None) -> Path | None:
    """Ask for a contribution and write its file; None if the person stops.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if the report's own
    contributions cannot be read.
    """
    paths, today = report.paths, today or dt.date.today()
    contributions, _ = Contributions.collect(paths)
    vocabulary = contributions.vocabulary
    data: dict[str, Any] = {}
    body = ""
    click.echo("Press Enter to leave out what may stay empty, Ctrl-C to stop. Nothing is written before the end.")
    for question in _questions(data):
        if question.field == "consent":
            if not _ask_for_consent(data, vocabulary, today):
                click.echo("Without consent nothing is written.")
                return None
        elif question.field == "body":
            body = prompts.ask(question, {}, _body_problems)
        elif answer := prompts.ask(question, question.options(vocabulary), partial(_answer_problems, question, vocabulary)):
            put(data, question.field, answer)
    if data.get("asks"):
        data["asks_basis"] = "implied" if data["kind"] == "published-statement" else "stated"
    id = _ask_for_id(data, contributions.ids | withdrawn_ids(paths))
    # Each answer is sound by itself; what is wrong with them together is mended in the whole file.
    text = prompts.edit_text(contribution_text(data, body.strip()), lambda text: check_text(text, id, paths, vocabulary)).strip("\n") + "\n"
    click.echo(f"\n{text}")
    for hint in dict.fromkeys(name_hints(text)):
        click.echo(f"Perhaps a name: “{hint}”. Does it tell who somebody is? Then write it without in the file.")
    if not click.confirm(f"Write {paths.relative(paths.contributions / id)}.md?", default=True):
        return None
    return write_new(id, text, paths)


def _questions(data: dict[str, Any]) -> Iterator[Question]:
    """The questions that still make sense after the answers so far."""
    for question in QUESTIONS:
        kind = data.get("kind")
        answers = {"kind": kind, "contributor.credit": data.get("contributor", {}).get("credit")}
        if not holds(ASKED_WHEN.get(question.field, {}), answers):
            continue
        if question.field in NEEDED_WHEN and holds(NEEDED_WHEN[question.field], answers):
            question = replace(question, required=True)
        if question.field == "consent" and kind == "published-statement":
            yield from _PUBLISHED
            continue
        yield question


def _ask_for_consent(data: dict[str, Any], vocabulary: Vocabulary, today: dt.date) -> bool:
    wording, words = consent_text(vocabulary)
    click.echo(f"\nConsent\n  {words}")
    if not click.confirm("  Did the contributor agree to these words?", default=False):
        return False
    question = Question("consent.date", "On which day", "line", required=True)
    day = prompts.line(
        "On which day (year-month-day)", question, lambda value: field_problems("consent.date", value, vocabulary),
        default=today.isoformat())
    data["consent"] = {"given": True, "date": day, "wording": wording}
    click.echo("\nTo be quoted\n  A chapter may then show a sentence of theirs by itself, word for word, credited as they chose.")
    if click.confirm("  Did they agree to that as well?", default=False):
        data["consent"]["quoted"] = True
    data["submitted"] = day
    return True


def _ask_for_id(data: dict[str, Any], taken: frozenset[str]) -> str:
    proposed = free_id(slug(data["title"]), taken)
    click.echo("\nThe file's name: short, about the topic. It stays once published, and tells nobody's name.")
    while True:
        id = click.prompt("  Name", default=proposed).strip().removesuffix(".md")
        if id in taken:
            click.echo(f"  ‘{id}’ is taken, or was withdrawn. For example: {free_id(id, taken)}")
        elif not ID_PATTERN.fullmatch(id) or len(id) > MAX_ID:
            click.echo(f"  Lower-case letters, digits and hyphens, at most {MAX_ID}. For example: {free_id(slug(id), taken)}")
        elif found := [*_private([id.replace("-", " ")]), *_tells_who(data, id)]:
            prompts.print_problems(found)
        else:
            return id


def _tells_who(data: dict[str, Any], id: str) -> list[Problem]:
    by_itself = set(breaches(data, ""))
    return [Problem("", b.message, code=b.code, expected=b.expected, action="Give another name.")
            for b in breaches(data, id) if b not in by_itself]


def free_id(wanted: str, taken: frozenset[str]) -> str:
    """``wanted`` cut to a word within the longest id, with a number if it is taken."""
    wanted = wanted or "contribution"
    if len(wanted) > MAX_ID - 4:
        cut = wanted[: MAX_ID - 4]
        wanted = (cut.rpartition("-")[0] or cut).strip("-")
    return next(i for i in (wanted, *(f"{wanted}-{n}" for n in range(2, 1000))) if i not in taken)


def put(data: dict[str, Any], field: str, value: Any) -> None:
    """Set the value at a place such as ``contributor.region``."""
    *outer, last = field.split(".")
    for part in outer:
        data = data.setdefault(part, {})
    data[last] = value


def field_problems(field: str, value: Any, vocabulary: Vocabulary) -> list[Problem]:
    """What is wrong with one answer: by the model, and personal data in it."""
    data: dict[str, Any] = {}
    put(data, field, value)
    problems: list[Problem] = []
    try:
        FrontMatter.model_validate(data, context={"vocabulary": vocabulary})
    except ValidationError as error:
        found = problems_of(error, FrontMatter, YamlFile(""), "", vocabulary)
        problems += [p for p in found if p.field == field and not p.code.endswith(".missing")]
    return problems + _private(value if isinstance(value, list) else [value])


def _answer_problems(question: Question, vocabulary: Vocabulary, value: Any) -> list[Problem]:
    return field_problems(question.field, value, vocabulary)


def _body_problems(text: str) -> list[Problem]:
    found = check_body(text, "the text")
    # What is too long is so as a whole.
    return [replace(p, line=None) if p.code == "contribution.too-long" else p for p in found] + _private([text], lined=True)


def _private(texts: list[str], lined: bool = False) -> list[Problem]:
    """Personal data in ``texts``, with its line in those that are ``lined``."""
    return [typed_problem(finding, line=finding.line if lined else None) for text in texts for finding in scan(text)]


def check_text(text: str, id: str, paths: Paths, vocabulary: Vocabulary) -> list[Problem]:
    """What ``coproduce check`` would find in the file ``id``, were it to hold ``text``."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{id}.md"
        file.write_text(text, encoding="utf-8")
        _, _, problems = read_contribution(file, f"{paths.relative(paths.contributions)}/{id}.md", vocabulary)
    return problems + _private([text], lined=True) + _private([id.replace("-", " ")])


def write_new(id: str, text: str, paths: Paths) -> Path:
    """Write ``text`` as the contribution ``id``, whole or not at all, and return its file.

    If another command gave that id while a person was typing, the next free one is taken.
    """
    with writing(paths, click.echo):
        there = (entry.stem for entry in paths.contributions.iterdir() if entry.suffix == ".md")
        free = free_id(id, withdrawn_ids(paths).union(there))
        if free != id:
            click.echo(f"‘{id}’ was taken meanwhile.")
        file = paths.contributions / f"{free}.md"
        write_inputs({file: text}, paths, new=True)
    return file

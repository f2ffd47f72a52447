"""Reads a report's form: ``contributions/form.yml``, and its translations beside it."""

from __future__ import annotations

from typing import Any

from coproduce.contributions.model import KINDS
from coproduce.contributions.validation_messages import vocabulary_list
from coproduce.contributions.vocabulary import ID_PATTERN, Vocabulary, read_vocabulary
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.ground.schema_faults import schema_problems
from coproduce.ground.yaml_file import read_yaml, without_empty
from coproduce.intake.form import FIELDS, Form, Question, allowed_meanings, field_info
from coproduce.intake.form_faults import answer_problems, question_problems, wording_problems
from coproduce.intake.places import SCHEMA as PLACES
from coproduce.intake.places import read_places
from coproduce.intake.translations import with_translations
from coproduce.source.paths import Paths
from coproduce.source.settings import check_settings

_TEXT = {"type": "string", "pattern": r"\S"}
_TEXTS = {"type": ["array", "string"], "items": _TEXT}
SCHEMA: dict[str, Any] = {
    "type": "object", "required": ["form", "consent_wording", "questions"], "additionalProperties": False,
    "properties": {
        "form": {"type": "string", "pattern": rf"^{ID_PATTERN.pattern}\Z",
                 "description": "A short name that no other form of the report has; responses are told apart by it."},
        "consent_wording": _TEXT | {"description": "The id of the wording that the form shows, from the vocabulary, in quotes."},
        "kind": {"enum": [kind for kind in KINDS if kind != "published-statement"],
                 "description": "What a response is where no question asks: `participant` without this line."},
        "day_first": {"type": "boolean", "description":
                      "Whether 03/04/2026 is the third of April, where an export does not show it: true without this line."},
        "ignore": {"type": "array", "items": _TEXT, "description": "Columns of exports that are left alone without a word."},
        "places": PLACES | {"description":
                            "Where places lie that people write instead of a region. Suggested to the organiser, never filled in."},
        "questions": {"type": "array", "minItems": 1, "description": "What the form asks, in its order.", "items": {
            "type": "object", "required": ["ask", "field"], "additionalProperties": False,
            "properties": {
                "ask": _TEXT | {"description": "The words of the question. An export is recognised by them."},
                "also": _TEXTS | {"description":
                                  "Words that the question had before, or has in another form; exports are read in them too."},
                "field": {"enum": list(FIELDS), "description": "The field of a contribution that the answer fills."},
                "help": _TEXT | {"description": "What the page says below the question."},
                "answers": {"type": "object", "description":
                            "What can be answered, and what each answer stands for. For fields that take terms, the vocabulary's "
                            "labels are understood without."},
            },
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
    stop_if_any(schema_problems(document, data, SCHEMA, "form", _HINTS))
    questions = tuple(_question(entry, vocabulary) for entry in data["questions"])
    stop_if_any([*wording_problems(document, data["consent_wording"], vocabulary), *question_problems(document, questions),
                 *answer_problems(document, questions, vocabulary)])
    places = read_places(document, data["places"], paths, vocabulary) if "places" in data else {}
    settings, _ = check_settings(paths)
    form = Form(data["form"], data["consent_wording"], questions, data.get("kind", "participant"),
                data.get("day_first", True), tuple(data.get("ignore", ())), path, places, settings.language if settings else "")
    return with_translations(form, paths)


def _question(entry: dict[str, Any], vocabulary: Vocabulary) -> Question:
    answers = {str(label): str(meaning).lower() if isinstance(meaning, bool) else str(meaning)
               for label, meaning in entry.get("answers", {}).items()}
    info = field_info(entry["field"])
    listed = vocabulary_list(info) if info else ""
    terms = vocabulary.terms(listed) if listed else {}
    allowed = allowed_meanings(entry["field"], vocabulary)
    also = entry.get("also", ())
    return Question(
        " ".join(entry["ask"].split()), entry["field"], (also,) if isinstance(also, str) else tuple(also),
        " ".join(entry.get("help", "").split()),
        {term.label: id for id, term in terms.items()} if listed else answers,
        {**{id: id for id in allowed}, **(answers if listed else {})} if allowed else {},
    )

"""The form in a further language: one file each, ``contributions/languages/cy.yml`` for Welsh.

::

    confirmed: {by: A. N. Other, date: 2026-12-01}
    page:
      title: Cyfrannu
      introduction: [Gall unrhyw un …]
      unreviewed: Nid yw'r cyfieithiad hwn wedi'i wirio eto.
    words: {check: Gwirio'r hyn a ysgrifennais, …}
    personal: {email: cyfeiriad e-bost, …}
    consent: {"2026-11": Rwy'n cytuno …}
    questions:
      theme: {ask: Am beth mae'n sôn yn bennaf?, answers: {policy: Yr hyn y mae'n rhaid i bolisi ei wneud, …}}

Until ``confirmed`` says who answers for it, pages call the translation unreviewed. A file is
whole or refused: a question that is asked in another language must not change into the
report's own in the middle. What is asked in it is understood when an export is taken in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from coproduce.contributions.privacy import KINDS, kinds
from coproduce.ground.language_tags import EXPECTED, Language, language
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.ground.schema_faults import schema_problems
from coproduce.ground.yaml_file import YamlFile, read_yaml, without_empty
from coproduce.intake.form import Form, Question
from coproduce.intake.form_words import WORDS, gaps
from coproduce.intake.matching import key
from coproduce.intake.translation import TranslatedQuestion, Translation
from coproduce.source.paths import Paths

FOLDER = "languages"
_TEXT = {"type": "string", "pattern": r"\S"}
_TEXTS = {"type": "array", "minItems": 1, "items": _TEXT}
_MAP = {"type": "object", "additionalProperties": _TEXT}


def _mapping(required: Collection[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "additionalProperties": False, "properties": properties}


SCHEMA = _mapping(
    ("page", "words", "personal", "consent", "questions"),
    confirmed=_mapping(("by", "date"), by=_TEXT, date={"type": "string", "pattern": r"^\d{4}-\d\d-\d\d\Z"}),
    page=_mapping(("title", "introduction", "unreviewed"), title=_TEXT, introduction=_TEXTS, unreviewed=_TEXT, sections={
        "type": "array", "items": _mapping(("heading", "text"), heading=_TEXT, text=_TEXTS)}),
    words=_MAP, personal=_MAP, consent=_MAP,
    questions={"type": "object", "additionalProperties": _mapping(("ask",), ask=_TEXT, help=_TEXT, answers=_MAP)},
)
HINTS = {
    "confirmed": "by (who answers for the translation) and date (year-month-day)", "date": "a date, year-month-day",
    "page": "title, introduction (a list of paragraphs) and unreviewed (what is said while nobody has confirmed it)",
    "words": "what the page itself says, by the names of coproduce/intake/form_words.py",
    "personal": "what each kind of personal data is called: " + ", ".join(KINDS),
    "consent": "in quotes the id of the wording that the form shows, and its words", "by": "a name or an office",
    "unreviewed": "what the page says while nobody has confirmed the translation", "title": "the page's heading",
    "introduction": "a list of paragraphs", "sections": "a list; each entry has heading and text (a list of paragraphs)",
    "heading": "the part's heading", "text": "a list of paragraphs",
    "questions": "each of the form's questions by its field, with ask, help and answers", "ask": "the words of the question",
    "help": "what stands below the question", "answers": "each answer by what it stands for",
}


def with_translations(form: Form, paths: Paths) -> Form:
    """``form`` with its translations, in the order of their codes; what they ask and offer is understood too.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` with all that is wrong in any of them.
    """
    folder, problems, found = paths.contributions / FOLDER, [], []
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        path = paths.relative(file)
        if file.name.startswith("."):
            continue
        try:
            spoken = language(file.stem)
        except ValueError:
            spoken = None
        if file.suffix != ".yml" or spoken is None or spoken.tag != file.stem:
            problems.append(_problem(YamlFile(path), (), f"'{file.name}' does not tell the language.",
                                     f"{EXPECTED}, and .yml", "Rename the file.", "name"))
            continue
        document = read_yaml(file, path, typed=False)
        faults = document.problems or list(_faults(document, form))
        problems += faults
        if not faults:
            found.append(_translation(spoken, document, form))
    stop_if_any(problems)
    return replace(form, questions=tuple(_understood(question, found) for question in form.questions), translations=tuple(found))


def _translation(spoken: Language, document: YamlFile, form: Form) -> Translation:
    data = without_empty(document.data)
    page, confirmed = data["page"], data.get("confirmed", {})
    return Translation(
        spoken, document.path, f"{confirmed['by']}, {confirmed['date']}" if confirmed else "",
        _line(page["title"]), tuple(map(_line, page["introduction"])), _line(page["unreviewed"]),
        tuple((_line(part["heading"]), tuple(map(_line, part["text"]))) for part in page.get("sections", ())),
        {name: _line(text) for name, text in data["words"].items()}, data["personal"],
        _line(data["consent"][form.consent_wording]),
        {name: TranslatedQuestion(_line(asked["ask"]), _line(asked.get("help", "")), asked.get("answers", {}))
         for name, asked in data["questions"].items()})


def _line(text: str) -> str:
    return " ".join(text.split())


def _understood(question: Question, translations: list[Translation]) -> Question:
    asked = [translation.questions[question.field] for translation in translations]
    also = (one.ask for one in asked if key(one.ask) != key(question.ask))
    answers = {label: meaning for one in asked for meaning, label in one.answers.items()}
    return replace(question, also=(*question.also, *also), understood={**answers, **question.understood})


def _problem(document: YamlFile, place: tuple, message: str, expected: str, action: str, code: str = "incomplete") -> Problem:
    return Problem(document.path, message, line=document.line(*place), code=f"form-language.{code}", field=".".join(place),
                   expected=expected, action=action)


def _faults(document: YamlFile, form: Form) -> Iterator[Problem]:
    data = without_empty(document.data) or {}
    schema = schema_problems(document, data, SCHEMA, "form-language", HINTS)
    yield from schema
    if schema:
        return
    yield from _same_names(document, data["words"], WORDS, ("words",), "what the page says")
    yield from _same_names(document, data["personal"], kinds(), ("personal",), "a kind of personal data")
    for name, text in data["words"].items():
        if name in WORDS and gaps(text) != gaps(WORDS[name]):
            yield _problem(document, ("words", name), f"'{name}' has not the same places to fill in as the English: {WORDS[name]}",
                           ", ".join(f"{{{gap}}}" for gap in gaps(WORDS[name])) or "none", "Write them as they are there.", "gaps")
    if form.consent_wording not in data["consent"]:
        yield _problem(document, ("consent",), f"The consent wording '{form.consent_wording}' is not translated.",
                       f'"{form.consent_wording}" and its words', "Add it: nobody agrees to words that they cannot read.")
    yield from _same_names(document, data["questions"], {q.field: q.ask for q in form.questions}, ("questions",), "a question")
    for question in form.questions:
        if question.field in data["questions"]:
            yield from _question_faults(document, question, data["questions"][question.field])


def _question_faults(document: YamlFile, question: Question, asked: dict[str, Any]) -> Iterator[Problem]:
    place = ("questions", question.field)
    if bool(question.help) != bool(asked.get("help")):
        yield _problem(document, place, f"The help of '{question.ask}' is " + ("lacking." if question.help else "not in the form."),
                       f"help: {question.help}" if question.help else "no help", "Add it." if question.help else "Take it out.")
    offered = {meaning: label for label, meaning in question.offered.items()}
    answers = asked.get("answers", {})
    yield from _same_names(document, answers, offered, (*place, "answers"), "an answer")
    labels = [key(label) for label in answers.values()]
    for meaning, label in answers.items():
        if labels.count(key(label)) > 1:
            yield _problem(document, (*place, "answers", meaning), f"'{label}' stands for more than one answer.", "each label once",
                           "Word them apart.", "twice")


def _same_names(
    document: YamlFile, seen: Mapping[str, Any], wanted: Mapping[str, str], place: tuple[str, ...], what: str
) -> Iterator[Problem]:
    for name in wanted:
        if name not in seen:
            yield _problem(document, place, f"{what.capitalize()} is not translated: '{wanted[name]}'.", f"`{name}:` and its words",
                           f"Add `{name}:`, or delete the file: a page in two languages helps nobody.")
    for name in seen:
        if name not in wanted:
            yield _problem(document, (*place, name), f"'{name}' is not {what}.", "one of: " + ", ".join(wanted), "Correct or delete it.",
                           "unknown")

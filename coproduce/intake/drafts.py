"""A response as the contribution that it would become, and what keeps it from being one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from coproduce.contributions.markdown import check_body
from coproduce.contributions.model import FrontMatter
from coproduce.contributions.name_hints import name_hints
from coproduce.contributions.privacy import scan
from coproduce.contributions.rules import breaches
from coproduce.contributions.search_pattern import Span
from coproduce.contributions.validation_messages import problems_of
from coproduce.contributions.vocabulary import Vocabulary
from coproduce.ground.yaml_file import YamlFile
from coproduce.intake.blank import says_nothing
from coproduce.intake.columns import read_time
from coproduce.intake.exported_tables import MAX_CELL
from coproduce.intake.form import Form, Question
from coproduce.intake.matching import nearest
from coproduce.intake.name_matcher import NameMatcher, groups_in, name_matcher
from coproduce.intake.places import regions_of
from coproduce.intake.plaintext import as_markdown, clean, lines, one_line, turned_round

#: The most characters that a cell of a spreadsheet holds; longer answers are cut by the program that exported them.
SPREADSHEET_CELL = 32_767


@dataclass(frozen=True)
class Response:
    """One row of an export: what was answered, by field, and who the form says it was.

    ``names`` come from the form's own columns of accounts and addresses, ``account`` is what
    tells one account from another, "" if there is none; they are never stored.
    ``wording`` is that of the consent, if the response itself tells which it was, ``language``
    that of the page on which it was written.
    """

    row: int
    number: str
    answers: dict[str, str]
    time: str
    start: str = ""
    names: tuple[str, ...] = ()
    wording: str = ""
    account: str = ""
    language: str = ""


@dataclass
class Draft:
    """``data`` and ``body`` of a contribution to be, and the reasons to look at it.

    ``body`` is plain text. ``lacking`` are the fields without an answer that could be
    read; ``text_at_fault`` is whether its words may not be published as they are,
    whoever says them. ``marks`` are the places with personal data: for the name of
    each text its spans. ``hints`` are places where a name may stand.
    """

    data: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    reasons: list[str] = field(default_factory=list)
    lacking: set[str] = field(default_factory=set)
    marks: dict[str, list[Span]] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)
    text_at_fault: bool = False


def draft_of(response: Response, form: Form, vocabulary: Vocabulary, id: str) -> Draft:
    """The contribution ``id`` that ``response`` would become."""
    draft = Draft()
    found = {q.field: _answer(response.answers.get(q.field, ""), q, draft, form, vocabulary) for q in form.questions}
    contributor = {
        name: found.get(f"contributor.{name}")
        for name in ("name", "organisation", "organisation_type", "region", "sectors", "credit")
    }
    organisations = found.get("organisations")
    hidden = _obey_credit(contributor, organisations, response.names, vocabulary, draft)
    if contributor["credit"] not in ("named", "organisation"):
        organisations = None
    time = read_time(response.time, form.day_first)
    if time is None:
        draft.lacking.add("submitted")
        draft.reasons.append(
            f"{safe_answer(response.time)} is not a date, so the day of consent is not known: write the time of the response "
            "as 2026-11-20 in the export, and run intake again"
        )
    day = time.date().isoformat() if time else None
    asks, spoken = found.get("asks"), found.get("language") or response.language
    draft.body = clean(response.answers.get("body", ""))
    draft.data = _filled({
        "title": found.get("title"),
        "kind": found.get("kind") or form.kind,
        # The report's own language goes without saying.
        "language": spoken if spoken.partition("-")[0] != form.language.partition("-")[0] else None,
        "contributor": contributor,
        "consent": {"given": "true", "date": day, "wording": response.wording or form.consent_wording,
                    "quoted": found.get("consent.quoted")},
        "submitted": day,
        "theme": found.get("theme"),
        "claims": found.get("claims"),
        "organisations": organisations,
        "asks": asks,
        "asks_basis": "stated" if asks else None,
    })
    if any(turned_round(answer) for answer in response.answers.values()):
        draft.reasons.append("hidden characters turn the order of letters round: type that answer anew")
    _find_personal_data(draft, hidden)
    if not draft.reasons:
        draft.reasons += _faults(draft, vocabulary, id)
        draft.text_at_fault |= bool(draft.reasons)
    return draft


def _answer(text: str, question: Question, draft: Draft, form: Form, vocabulary: Vocabulary) -> Any:
    """What ``text`` answers; notes an answer that is lacking, not known or not whole."""
    if not text.strip():
        if question.required:
            draft.lacking.add(question.field)
            draft.reasons.append(f"'{question.ask}' was not answered")
        return None
    if len(text) >= MAX_CELL:
        draft.reasons.append(f"the answer to '{question.ask}' was cut after {MAX_CELL:,} characters; the whole of it stands in the export")
    elif len(text) == SPREADSHEET_CELL:
        draft.reasons.append(
            f"the answer to '{question.ask}' has {SPREADSHEET_CELL:,} characters, the most that a spreadsheet's cell holds: "
            "its end may be lacking")
    if question.field == "body":
        return None
    if question.choices is None:
        return [line for line in lines(text) if not says_nothing(line)] if question.several else one_line(text)
    known, unknown = question.choices.several(text)
    unknown = [part for part in unknown if not says_nothing(part)]
    if not question.several and (unknown or len(known) != 1):
        # A single choice may come with the mark that joins several, but with no more.
        known, unknown = [], [text]
    for part in unknown:
        draft.lacking.add(question.field)
        draft.reasons.append(
            f"'{question.ask}' has the answer {safe_answer(part)}, which is not one of its answers"
            + _suggestion(part, question, form, vocabulary))
    return known if question.several else next(iter(known), None)


def _suggestion(part: str, question: Question, form: Form, vocabulary: Vocabulary) -> str:
    """What was probably meant by an answer that is not one of the form's, "" if nothing is like it."""
    if question.field == "contributor.region":
        place, regions = regions_of(part, form.places)
        if regions:
            labels = " or ".join(f"'{vocabulary.label('regions', region)}'" for region in sorted(regions))
            return f"; {place.title()} lies in {labels}"
    near = nearest(part, question.options)
    return f"; nearest: '{near}'" if near else ""


def safe_answer(answer: str) -> str:
    """An answer as it may stand in a message, which others may read."""
    answer = one_line(answer)
    if scan(answer):
        return "(not shown: it looks like personal data)"
    return f"'{answer[:60]}…'" if len(answer) > 60 else f"'{answer}'"


def _obey_credit(
    contributor: dict[str, Any], organisations: list[str] | None, accounts: tuple[str, ...], vocabulary: Vocabulary, draft: Draft
) -> NameMatcher:
    """Takes out the names that are not to be shown, and gives back what finds them."""
    name, organisation, credit = (contributor[part] for part in ("name", "organisation", "credit"))
    accounts = tuple(text for text in accounts if text.strip().casefold() != "anonymous")
    groups = [group for group in (organisation, *(organisations or [])) if group]
    if credit == "named" and not name:
        draft.reasons.append("they chose to be named, but gave no name: ask them")
    if credit == "organisation" and not groups:
        draft.reasons.append("they chose to be credited by their organisation, but did not name it: ask them")
    if credit == "named":
        return NameMatcher(())
    contributor["name"] = None
    people = [text for text in (name or "", *accounts) if text and "@" not in text]
    addresses = [text for text in accounts if "@" in text]
    general = frozenset(
        word.casefold()
        for listed in ("organisation_types", "regions", "sectors")
        for term in vocabulary.terms(listed).values()
        for word in term.label.split()
    )
    if credit == "organisation":
        return name_matcher(people, (), addresses, general, shown=groups)
    contributor["organisation"] = None
    return name_matcher(people, [*groups, *groups_in(people)], addresses, general)


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    full = {k: _filled(v) if isinstance(v, dict) else v for k, v in data.items()}
    return {k: v for k, v in full.items() if v}


def texts_of(draft: Draft) -> dict[str, str]:
    """The texts of ``draft`` that a person typed, by name."""
    contributor = draft.data.get("contributor", {})
    named = {"title": draft.data.get("title", ""), "body": draft.body}
    named |= {name: contributor[name] for name in ("name", "organisation") if name in contributor}
    for name in ("organisations", "asks"):
        named |= {f"{name}.{number}": text for number, text in enumerate(draft.data.get(name, ()))}
    return {name: text for name, text in named.items() if text}


_NAMES = {"title": "the title", "body": "the text", "name": "the name", "organisation": "the organisation",
          "organisations": "the organisations", "asks": "what is asked for"}


def _find_personal_data(draft: Draft, hidden: NameMatcher) -> None:
    for name, text in texts_of(draft).items():
        where = _NAMES[name.partition(".")[0]]
        for finding in scan(text):
            draft.marks.setdefault(name, []).append((finding.start, finding.end))
            draft.text_at_fault |= name.partition(".")[0] in ("title", "body", "asks")
            draft.reasons.append(f"{where} holds {finding.kind_label} ({finding.masked})")
        for span, what in hidden.places(text):
            draft.marks.setdefault(name, []).append(span)
            draft.reasons.append(f"{where} holds {what}")
        draft.hints += name_hints(text)


def _faults(draft: Draft, vocabulary: Vocabulary, id: str) -> list[str]:
    """What the rules for contributions have against ``draft``."""
    nowhere = YamlFile("")
    problems = check_body(as_markdown(draft.body), "")
    try:
        FrontMatter.model_validate(draft.data, context={"vocabulary": vocabulary})
    except ValidationError as error:
        problems += problems_of(error, FrontMatter, nowhere, "", vocabulary)
    faults = [f"{p.field}: {p.message} {p.action}".rstrip(".") for p in problems]
    return faults + [f"{breach.message} {breach.action}".rstrip(".") for breach in breaches(draft.data, id)]

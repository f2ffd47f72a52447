"""The faults that pydantic finds in a contribution, in words for its author."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel, StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from coproduce.contributions.fields import MOST_MARKS
from coproduce.contributions.vocabulary import Vocabulary
from coproduce.ground.language_tags import EXPECTED, codes_like
from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import nearest
from coproduce.ground.yaml_file import YamlFile

#: Faults of one file that are told one by one: the words for each take a while, and nobody reads thousands.
MOST_FAULTS = 100


def problems_of(
    error: ValidationError,
    model: type[BaseModel],
    document: YamlFile,
    path: str,
    vocabulary: Vocabulary,
    topic: str = "contribution",
) -> list[Problem]:
    """``error`` as problems with file, line, what is expected and what to do.

    ``topic`` is the first part of the problems' codes.
    """
    faults = error.errors()
    problems = [_problem(dict(fault), model, document, path, vocabulary, topic) for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        problems.append(Problem(
            path, f"There are {len(faults) - MOST_FAULTS:,} more faults in this file.",
            line=document.line(*faults[MOST_FAULTS]["loc"]), code=f"{topic}.more-faults",
            expected="fields as contributions/README.md has them", action="Mend the others first."))
    return problems


def _problem(
    fault: dict[str, Any], model: type[BaseModel], document: YamlFile, path: str, vocabulary: Vocabulary, topic: str
) -> Problem:
    place = tuple(fault["loc"])
    info, owner = find_field(model, place)
    names = [part for part in place if isinstance(part, str)]
    found = _Fault(names[-1] if names else "", fault.get("input"), fault.get("ctx", {}), info, vocabulary)

    def say(message: str, code: str, expected: str, action: str) -> Problem:
        return Problem(path, message, line=document.line(*place), code=f"{topic}.{code}", field=".".join(names),
                       expected=expected, action=action)

    if fault["type"] == "extra_forbidden":
        return _unknown(found.field, owner, model, say)
    return say(*_WORDS.get("date" if fault["type"].startswith("date") else fault["type"], _type)(found))


@dataclass(frozen=True)
class _Fault:
    """A value that a field does not allow, with what pydantic says of it."""

    field: str
    seen: Any
    context: dict[str, Any]
    info: FieldInfo | None
    vocabulary: Vocabulary

    @property
    def short_value(self) -> str:
        """The value on one line, cut: a long one would hide the message."""
        text = " ".join(str(self.seen).split())
        return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"

    @property
    def expected(self) -> str:
        return expectation(self.info, self.vocabulary) if self.info else ""

    @property
    def example(self) -> str:
        return f"For example: {_extra(self.info, 'good')}" if self.info else "See contributions/README.md."


#: Message, end of the code, what is expected, and what to do.
_Message = tuple[str, str, str, str]


def _missing(fault: _Fault) -> _Message:
    about = (fault.info.description if fault.info else "") or ""
    return (f"'{fault.field}' is missing: {about[:1].lower() + about[1:]}.", "missing", fault.expected,
            f"Add `{fault.field}:`. {fault.example}")


def _term(fault: _Fault) -> _Message:
    near = fault.vocabulary.nearest(fault.context["list"], str(fault.seen))
    hint = f" Did you mean '{near}'?" if near else ""
    action = f"Write '{near}', or another of the list." if near else "Choose from the list."
    return (f"{fault.short_value} is not one of the {fault.context['list'].replace('_', ' ')}.{hint}", "term", fault.expected,
            f"{action} A new term is added in {fault.vocabulary.path or 'the vocabulary'}.")


def _value(fault: _Fault) -> _Message:
    like = nearest(fault.seen, allowed_values(fault.info))
    hint = f" Did you mean '{like[0]}'?" if like else ""
    return f"{fault.short_value} is not allowed here.{hint}", "value", fault.expected, fault.example


def _long_text(fault: _Fault) -> _Message:
    most = fault.context["max_length"]
    return (f"The text has {len(str(fault.seen).strip())} characters, more than {most}.", "too-long",
            f"at most {most} characters", "Shorten it; the body of the contribution has more room.")


def _long_list(fault: _Fault) -> _Message:
    most = fault.context["max_length"]
    return (f"The list has {len(fault.seen or ())} entries, more than {most}.", "too-long", f"at most {most} entries",
            "Keep the most important ones; the body has more room.")


def _unprintable(fault: _Fault) -> _Message:
    return (f"The text holds a character that cannot be seen: {fault.context['name']}.", "unprintable",
            "characters that readers see", "Type the text anew, or paste it as plain text.")


def _stacked(fault: _Fault) -> _Message:
    return (f"{fault.short_value} has more than {MOST_MARKS} accents or other marks on one letter.", "stacked",
            "letters that do not cover the lines around them", "Take the marks out.")


def _empty(fault: _Fault) -> _Message:
    return f"'{fault.field}' is empty.", "empty", fault.expected, f"Write it, or leave the field out. {fault.example}"


def _date(fault: _Fault) -> _Message:
    return f"{fault.short_value} is not a date.", "date", fault.expected, fault.example


def _language(fault: _Fault) -> _Message:
    like = codes_like(str(fault.seen))
    hint = f" Did you mean '{like[0]}'?" if like else ""
    return (f"{fault.short_value} is not the code of a language.{hint}", "language", fault.expected,
            f"Write '{like[0]}'." if like else "Write its code, or leave the field out if it is the report's own language.")


def _type(fault: _Fault) -> _Message:
    what = f"'{fault.field}' holds fields of its own." if isinstance(fault.seen, dict) else f"{fault.short_value} does not fit here."
    return what, "type", fault.expected, fault.example


#: The words for each type of pydantic's errors that a contribution can have.
_WORDS = {
    "missing": _missing, "term": _term, "literal_error": _value, "string_too_long": _long_text, "too_long": _long_list,
    "unprintable": _unprintable, "string_too_short": _empty, "partial_date": _date, "date": _date,
    "language": _language, "stacked": _stacked,
}


def _unknown(seen: str, owner: type[BaseModel] | None, model: type[BaseModel], say) -> Problem:
    here = list(owner.model_fields) if owner else []
    elsewhere = {
        inner: outer for outer, part in _parts(model) if part is not owner for inner in part.model_fields
    }
    if seen in elsewhere:
        return say(
            f"'{seen}' stands in the wrong place.", "unknown-field", f"{seen} under `{elsewhere[seen]}:`, indented",
            f"Move it under `{elsewhere[seen]}:`.")
    if owner is not model and seen in model.model_fields:
        return say(
            f"'{seen}' stands in the wrong place.", "unknown-field", f"{seen} at the margin, not indented",
            "Move it out to the margin.")
    near = nearest(seen, here, cutoff=0.5)
    return say(
        f"'{seen}' is not a field." + (f" Did you mean '{near[0]}'?" if near else ""), "unknown-field", ", ".join(here),
        f"Write '{near[0]}' instead." if near else "Take it out, or put what it says into the body.")


def find_field(model: type[BaseModel], place: tuple) -> tuple[FieldInfo | None, type[BaseModel] | None]:
    """The field at ``place`` and the model that it belongs, or would belong, to."""
    owner: type[BaseModel] | None = model
    info: FieldInfo | None = None
    for part in place:
        if not isinstance(part, str):
            continue
        if info is not None:
            owner = part_of(info)
        info = owner.model_fields.get(part) if owner else None
    return info, owner


def part_of(info: FieldInfo) -> type[BaseModel] | None:
    """The model that a field holds, if it holds one."""
    for kind in _kinds(info.annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _parts(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    for name, info in model.model_fields.items():
        part = part_of(info)
        if part:
            yield name, part


def _kinds(annotation: Any) -> Iterator[Any]:
    yield annotation
    for inner in get_args(annotation) if get_origin(annotation) is not Literal else ():
        if inner is not Ellipsis:
            yield from _kinds(inner)


def allowed_values(info: FieldInfo | None) -> tuple[str, ...]:
    """The fixed values that a field allows, if they are fixed."""
    for kind in _kinds(info.annotation) if info else ():
        if get_origin(kind) is Literal:
            return get_args(kind)
    return ()


def vocabulary_list(info: FieldInfo) -> str:
    """The name of the vocabulary's list that a field takes its terms from, or ""."""
    return next((str(item["list"]) for item in _extras(info) if "list" in item), "")


def _annotations(info: FieldInfo) -> Iterator[Any]:
    """What is attached to a field's type, and to the types within it."""
    yield info
    for source in (info, *_kinds(info.annotation)):
        yield from (*getattr(source, "metadata", ()), *getattr(source, "__metadata__", ()))


def _extras(info: FieldInfo) -> Iterator[dict[str, Any]]:
    for item in _annotations(info):
        extra = getattr(item, "json_schema_extra", None)
        if isinstance(extra, dict):
            yield extra


def longest(info: FieldInfo) -> int | None:
    """The most characters that a text of the field may have."""
    lengths = [c.max_length for c in _annotations(info) if isinstance(c, StringConstraints)]
    return lengths[0] if lengths else None


def most_entries(info: FieldInfo) -> int | None:
    """The most entries that a list of the field may have."""
    return next((item.max_length for item in info.metadata if isinstance(item, MaxLen)), None)


def is_list(info: FieldInfo) -> bool:
    """Whether a field holds several entries."""
    return any(get_origin(kind) is tuple for kind in _kinds(info.annotation))


def expectation(info: FieldInfo, vocabulary: Vocabulary | None = None) -> str:
    """What a field allows, in words."""
    fixed = allowed_values(info)
    if fixed:
        return " or ".join([", ".join(fixed[:-1]), fixed[-1]])
    part = part_of(info)
    if part:
        return "the fields " + ", ".join(part.model_fields)
    name = vocabulary_list(info)
    many = "a list of " if is_list(info) else ""
    if name:
        terms = list(vocabulary.terms(name)) if vocabulary else []
        return (many or "one of: ") + (", ".join(terms) if terms else f"the vocabulary's {name}")
    kinds = [k for k in _kinds(info.annotation) if isinstance(k, type)]
    if any(k.__name__ == "date" for k in kinds):
        return "a date, year-month-day"
    if bool in kinds:
        return "true or false"
    if any(extra.get("partial") for extra in _extras(info)):
        return "a year, year-month or year-month-day"
    if any(extra.get("language") for extra in _extras(info)):
        return EXPECTED
    if any(extra.get("passage") for extra in _extras(info)):
        return "plain Markdown, as in the contribution's own text"
    most = longest(info)
    limit = f" of at most {most} characters" if most else ""
    return f"{many}texts{limit}, each one line" if many else f"a text{limit}, one line"


def _extra(info: FieldInfo | None, key: str) -> str:
    extra = info.json_schema_extra if info else None
    return str(extra.get(key, "")) if isinstance(extra, dict) else ""

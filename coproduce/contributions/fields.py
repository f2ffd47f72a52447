"""The kinds of fields that a contribution is made of: one line of text, a passage, a term, a language, a date."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from coproduce.ground.language_tags import language


def unprintable(text: str) -> tuple[int, str] | None:
    """Position and name of the first character that must not be in a text.

    These are control characters except line feed and tab, and characters that
    change the direction of writing or are private: a reader
    cannot see them, and they can make a text read differently from what it is.
    """
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Co") and character not in "\n\t":
            return position, unicodedata.name(character, f"U+{ord(character):04X}")
        if unicodedata.bidirectional(character) in _DIRECTION or character in _MARKS:
            return position, unicodedata.name(character)
    return None


#: The most marks on one letter. No writing system in use needs more, and higher stacks cover the lines above and below.
MOST_MARKS = 4


def stacked(text: str) -> int | None:
    """Position of the first combining mark that is one too many on its letter, None if there is none."""
    return next(_too_many(text), None)


def unstacked(text: str) -> str:
    """``text`` without the marks that are too many on their letters."""
    gone = set(_too_many(text))
    return "".join(character for position, character in enumerate(text) if position not in gone) if gone else text


def _too_many(text: str) -> Iterator[int]:
    if text.isascii():
        return
    marks = 0
    for position, character in enumerate(text):
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks > MOST_MARKS:
            yield position


_DIRECTION = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
_MARKS = "\u200e\u200f\u061c\u2028\u2029"


def _plain(text: str) -> str:
    found = unprintable(text)
    if found:
        raise PydanticCustomError("unprintable", "{name}", {"name": found[1]})
    if stacked(text) is not None:
        raise PydanticCustomError("stacked", "too many marks")
    # A folded YAML text is one line to a reader.
    return " ".join(text.split())


def text_field(most: int) -> Any:
    """The type of a field that holds one line of at most ``most`` characters."""
    return Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=most),
        AfterValidator(_plain),
    ]


def term_field(list_name: str) -> Any:
    """Text that is an id of the vocabulary's list ``list_name``."""

    def check(seen: str, info: ValidationInfo) -> str:
        vocabulary = (info.context or {}).get("vocabulary")
        if vocabulary is not None and seen not in vocabulary.terms(list_name):
            raise PydanticCustomError("term", "not a term", {"list": list_name})
        return seen

    return Annotated[str, AfterValidator(check), Field(json_schema_extra={"list": list_name})]


def language_field() -> Any:
    """The type of a field that holds the code of a language, in its usual spelling."""
    return Annotated[str, AfterValidator(_language), Field(json_schema_extra={"language": True})]


def _language(seen: str) -> str:
    try:
        return language(seen).tag
    except ValueError:
        raise PydanticCustomError("language", "not a language") from None


def passage_field() -> Any:
    """The type of a field that holds a text of several paragraphs, in plain Markdown."""
    return Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), Field(json_schema_extra={"passage": True})]


def partial_date_field() -> Any:
    """The type of a field that holds a year, a month or a day."""
    return Annotated[str, AfterValidator(_partial_date), Field(json_schema_extra={"partial": True})]


def _partial_date(seen: str) -> str:
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", seen)
    try:
        if not parts:
            raise ValueError
        dt.date(*(int(part or 1) for part in parts.groups()))
    except ValueError:
        raise PydanticCustomError("partial_date", "not a date") from None
    return seen


def _written_date(seen: Any) -> Any:
    # Without this, pydantic takes any number for seconds since 1970.
    if isinstance(seen, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", seen.strip()):
        raise PydanticCustomError("partial_date", "not a date")
    return seen


def date_field() -> Any:
    """The type of a field that holds a date, year-month-day."""
    return Annotated[dt.date, BeforeValidator(_written_date)]


def about(purpose: str, good: str, bad: str, why: str, **more: Any) -> Any:
    """A field with what it is for, and a good and a bad example with the reason."""
    return Field(description=purpose, json_schema_extra={"good": good, "bad": bad, "why": why}, **more)

"""Whether a field's constraints are themselves sound, before any cell is held against them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

CONSTRAINT_KEYS = (
    "required", "unique", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "pattern", "enum",
)
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_ORDERED = ("integer", "number", "year", "date", "yearmonth")


def constraint_faults(kind: str, constraints: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The key, what is wrong with it and what is expected, for each unsound constraint.

    ``kind`` is the field's type. Keys that are no constraints are passed over.
    """
    for key, value in constraints.items():
        wrong = f"the constraint ‘{key}: {value}’"
        if key in ("required", "unique"):
            if not isinstance(value, bool):
                yield key, f"{wrong} is neither true nor false", "true or false"
        elif key in ("minLength", "maxLength"):
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                yield key, f"{wrong} is not a number of characters", "a whole number"
            elif kind != "string":
                yield key, f"{wrong} does not suit the type ‘{kind}’", "a field of type string"
        elif key == "pattern":
            yield from _pattern_faults(kind, value, wrong)
        elif key == "enum":
            if not isinstance(value, list) or not value:
                yield key, f"{wrong} is not a list", "a list of the values allowed, such as [live, ended]"
        elif key in _LIMITS:
            if kind not in _ORDERED:
                yield key, f"{wrong} does not suit the type ‘{kind}’", "a field of type " + ", ".join(_ORDERED)
            elif not _fits(kind, value):
                yield key, f"{wrong} is not of the field's type ‘{kind}’", f"a value of type {kind}"


def _pattern_faults(kind: str, value: Any, wrong: str) -> Iterator[tuple[str, str, str]]:
    if kind != "string":
        yield "pattern", f"{wrong} does not suit the type ‘{kind}’", "a field of type string"
        return
    try:
        re.compile(value)
    except (re.error, TypeError) as error:
        yield "pattern", f"{wrong} is not a regular expression: {error}", "such as [a-z0-9-]+"


def _fits(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return False
    if kind in ("integer", "year"):
        return isinstance(value, int)
    if kind == "number":
        return isinstance(value, (int, float))
    if kind == "date":
        return type(value) is datetime.date or bool(re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)))
    return bool(re.fullmatch(r"\d{4}-\d\d", str(value)))

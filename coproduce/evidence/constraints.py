"""What a field's constraints ask of a value, and whether the constraints are themselves sound."""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

from coproduce.evidence.cell_types import Cell, CellFault, cell_reader
from coproduce.evidence.schema import Field

CONSTRAINT_KEYS = (
    "required", "unique", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "pattern", "enum",
)
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_ORDERED = ("integer", "number", "year", "date", "yearmonth")
_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": operator.ge, "maximum": operator.le, "exclusiveMinimum": operator.gt, "exclusiveMaximum": operator.lt,
    "minLength": lambda value, limit: len(value) >= limit, "maxLength": lambda value, limit: len(value) <= limit,
    "pattern": lambda value, pattern: re.fullmatch(pattern, value) is not None,
    "enum": lambda value, allowed: value in allowed,
}


def constraint_check(field: Field) -> Callable[[Cell], str]:
    """A function that names the first of the field's constraints that a value breaks; "" if it breaks none.

    It takes what :func:`~coproduce.evidence.cell_types.cell_reader` gave. Categories count as an enumeration;
    that values are unique is for the whole table to say.
    """
    constraints = dict(field.constraints)
    if field.categories:
        constraints.setdefault("enum", field.categories)
    required = bool(constraints.get("required"))
    limits = [(key, holds, _typed(field, key, constraints[key])) for key, holds in _HOLDS.items() if key in constraints]

    def broken(value: Cell) -> str:
        if value is None:
            return "required" if required else ""
        return next((key for key, holds, limit in limits if not holds(value, limit)), "")

    return broken


def as_cell(value: Any) -> str:
    """A value of the descriptor (an example, a limit) as a cell would have it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _typed(field: Field, key: str, limit: Any) -> Any:
    """A limit, or the values of an enumeration, as values of the field's type."""
    read = cell_reader(field)
    if key in _LIMITS:
        return read(as_cell(limit))
    if key != "enum":
        return limit
    allowed = set()
    for choice in limit:
        try:
            allowed.add(read(as_cell(choice)))
        except CellFault:
            continue  # no cell can be this
    return allowed


def constraint_faults(kind: str, constraints: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The key, what is wrong with it and what is expected, for each unsound constraint.

    ``kind`` is the field's type. Keys that are no constraints are passed over.
    """
    for key, value in constraints.items():
        wrong = f"the constraint ‘{key}: {value}’"
        if key in ("required", "unique") and not isinstance(value, bool):
            yield key, f"{wrong} is neither true nor false", "true or false"
        elif key in ("minLength", "maxLength"):
            yield from _length_faults(kind, key, value, wrong)
        elif key == "pattern":
            yield from _pattern_faults(kind, value, wrong)
        elif key == "enum" and not (isinstance(value, list) and value):
            yield key, f"{wrong} is not a list", "a list of the values allowed, such as [live, ended]"
        elif key in _LIMITS and kind not in _ORDERED:
            yield key, f"{wrong} does not suit the type ‘{kind}’", "a field of type " + ", ".join(_ORDERED)
        elif key in _LIMITS and not _fits(kind, value):
            yield key, f"{wrong} is not of the field's type ‘{kind}’", f"a value of type {kind}"


def _length_faults(kind: str, key: str, value: Any, wrong: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        yield key, f"{wrong} is not a number of characters", "a whole number"
    elif kind != "string":
        yield key, f"{wrong} does not suit the type ‘{kind}’", "a field of type string"


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

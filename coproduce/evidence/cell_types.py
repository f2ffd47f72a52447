"""The value that a cell's text stands for, by the type that its field declares.

The only place that types a cell. Validation and frames both read with it, so a
table that was found sound can always be read, and with the same values.

======================  ==============================  =====================
type                    form                            value
======================  ==============================  =====================
integer                 12, -7                          int of 64 bits
number                  12, -0.25, 1.5e3                finite float
boolean                 the field's true, false values  bool
date                    2025-01-31                      datetime.date
year                    2025                            int
yearmonth               2025-01                         str, as written
string, any             anything                        str, as written
======================  ==============================  =====================

The forms are those of Data Package version 2 (https://datapackage.org/standard/table-schema/),
less NaN and INF: what is missing has a mark, and what is infinite cannot be
printed. Digits are 0 to 9; Python's own ``int`` and ``float`` also read 1_000,
nan and the digits of other scripts, and pandas reads some of these and not others.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable
from functools import cache

from coproduce.evidence.schema import Field
from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import did_you_mean

Cell = str | int | float | bool | datetime.date | None

IN_WORDS = {
    "string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
    "date": "a date", "year": "a year", "yearmonth": "a month", "any": "a value",
}
_LARGEST = 2**63 - 1  # what pandas holds in int64
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")
_YEARMONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class CellFault(ValueError):
    """A cell that is not of its field's type; the message says so, without a full stop."""


def cell_reader(field: Field) -> Callable[[str], Cell]:
    """A function that gives the value of a cell of ``field``, ``None`` for a mark of a missing value.

    It raises :class:`CellFault`, and remembers the values of cells that recur.
    """
    missing = {mark for mark, _ in field.missing}
    read = _booleans(field) if field.type == "boolean" else _READERS[field.type]

    @cache
    def value(cell: str) -> Cell:
        if cell in missing:
            return None
        if cell == "" and field.type not in ("string", "any"):
            raise CellFault("this cell is blank, and a blank does not mean ‘missing’ here")
        found = read(cell)
        if found is None:
            raise CellFault(f"‘{cell}’ is not {IN_WORDS[field.type]}")
        return found

    return value


def cell_problem(path: str, line: int, field: Field, cell: str, message: str, code: str = "data.type") -> Problem:
    """The problem of a cell that does not suit its field; ``message`` says how."""
    return Problem(path, message, line=line, code=code, field=field.name, expected=field.expected,
                   action=remedy(field, cell))


def remedy(field: Field, cell: str) -> str:
    """What to do about such a cell, in sentences."""
    choices = dict(field.constraints).get("enum") or field.categories
    hint = did_you_mean(cell, choices) if choices and cell else ""
    if field.type in ("number", "integer") and (plain := _in_plain_digits(cell)):
        hint = f"Write {plain}. "
    return f"{hint}Correct the cell."


def _in_plain_digits(cell: str) -> str:
    """The number that ``cell`` seems to mean, as it should be written; "" if there is none or it is written so."""
    plain = "".join(str(unicodedata.digit(letter, letter)) for letter in cell).replace("\N{MINUS SIGN}", "-")
    plain = re.sub(r"[,_\s£$%]", "", plain)
    return plain if plain != cell and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain) else ""


def _integer(cell: str) -> int | None:
    if not _INTEGER.fullmatch(cell):
        return None
    if len(cell) > 4000 or not -_LARGEST - 1 <= int(cell) <= _LARGEST:  # int() refuses more digits
        raise CellFault(f"‘{cell}’ is too {'small' if cell.startswith('-') else 'large'} for a whole number")
    return int(cell)


def _number(cell: str) -> float | None:
    if not _NUMBER.fullmatch(cell):
        return None
    if not math.isfinite(float(cell)):
        raise CellFault(f"‘{cell}’ is too {'small' if cell.startswith('-') else 'large'} for a number")
    return float(cell)


def _date(cell: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(cell) if _DATE.fullmatch(cell) else None
    except ValueError:
        return None


def _booleans(field: Field) -> Callable[[str], bool | None]:
    return {**dict.fromkeys(field.true_values, True), **dict.fromkeys(field.false_values, False)}.get


_READERS: dict[str, Callable[[str], Cell]] = {
    "integer": _integer,
    "number": _number,
    "date": _date,
    "year": lambda cell: int(cell) if _YEAR.fullmatch(cell) else None,
    "yearmonth": lambda cell: cell if _YEARMONTH.fullmatch(cell) else None,
    "string": lambda cell: cell,
    "any": lambda cell: cell,
}

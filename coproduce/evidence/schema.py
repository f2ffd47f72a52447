"""What a table of the data package is: its fields, keys and where its file stands.

Plain values, read once from the descriptor (:mod:`coproduce.evidence.descriptor`).
The schema teaches: a field says what it is for and gives a good and a bad
example, and :attr:`Field.expected` words that for messages and reference pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCES = "sources"
"""The resource that lists the publications all others refer to."""

TYPES = ("string", "integer", "number", "boolean", "date", "year", "yearmonth", "any")


@dataclass(frozen=True)
class Field:
    """A column: what it is for, what it may hold, and which marks mean *missing*.

    ``line`` is where it is declared. ``missing`` maps each mark to its meaning ("" if none is declared).
    """

    name: str
    type: str = "string"
    title: str = ""
    description: str = ""
    example: Any = None
    bad_example: Any = None
    constraints: tuple[tuple[str, Any], ...] = ()
    categories: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = (("", ""),)
    true_values: tuple[str, ...] = ("true", "True", "TRUE", "1")
    false_values: tuple[str, ...] = ("false", "False", "FALSE", "0")
    line: int = 1

    @property
    def required(self) -> bool:
        return bool(dict(self.constraints).get("required"))

    @property
    def labelled_missing(self) -> dict[str, str]:
        """The marks whose meaning is declared."""
        return {value: label for value, label in self.missing if label}

    @property
    def limits(self) -> dict[str, str]:
        """Each constraint that limits a value, in words: "at least 0"."""
        words = {
            "minimum": "at least {}", "maximum": "at most {}", "exclusiveMinimum": "more than {}",
            "exclusiveMaximum": "less than {}", "minLength": "at least {} characters",
            "maxLength": "at most {} characters", "pattern": "matching {}",
        }
        constraints = dict(self.constraints)
        return {key: text.format(constraints[key]) for key, text in words.items() if key in constraints}

    @property
    def expected(self) -> str:
        """What a cell may hold, in words, for a message."""
        constraints = dict(self.constraints)
        kind = {
            "string": "text", "integer": "a whole number", "number": "a number (no commas, no unit)",
            "boolean": "true or false", "date": "a date such as 2025-01-31", "year": "a year such as 2025",
            "yearmonth": "a month such as 2025-01", "any": "any value",
        }[self.type]
        values = self.categories or constraints.get("enum")
        if values:
            kind = "one of " + ", ".join(str(value) for value in values)
        limits = list(self.limits.values())
        if constraints.get("unique"):
            limits.append("each value once")
        parts = [", ".join([kind, *limits])]
        if self.description:
            parts.append(f"{self.description.strip().rstrip('.')}")
        if self.example is not None:
            parts.append(f"for example {self.example}")
        marks = ", ".join(f"‘{value}’ ({label})" for value, label in self.labelled_missing.items())
        if marks:
            parts.append(f"or a mark for missing: {marks}")
        return "; ".join(parts)


@dataclass(frozen=True)
class ForeignKey:
    """Fields whose values must occur in ``reference_fields`` of another table."""

    fields: tuple[str, ...]
    resource: str
    reference_fields: tuple[str, ...]


@dataclass(frozen=True)
class Resource:
    """One table of the package. ``line`` is where the descriptor declares it,
    ``catalogue`` says that its rows list what was found, so that their number says nothing else,
    ``schema_file`` the file that declares its fields, relative to the report."""

    name: str
    path: Path
    title: str = ""
    description: str = ""
    fields: tuple[Field, ...] = ()
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    unsourced: str = ""
    catalogue: bool = False
    licences: tuple[dict, ...] = ()
    line: int = 1
    schema_file: str = ""

    @property
    def field_names(self) -> list[str]:
        return [field.name for field in self.fields]

    def field(self, name: str) -> Field:
        """The field of that name; raises ``KeyError``."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def has_sources(self) -> bool:
        """Whether each row names a source and where in it the row stands."""
        return self.name != SOURCES and not self.unsourced

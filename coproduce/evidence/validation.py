"""Every row of every table, checked against the schema that the descriptor declares.

Types, constraints, keys and references between tables are checked by
frictionless, which is told of version 2 of the Data Package standard in its own
version 1 words. What the standard cannot say is checked here: each row's
source, and that each good example of the schema is good.

A table found sound is not checked again until it, a table it refers to, the
descriptor, frictionless or this code changes; ``_build/cache/validated.json``
remembers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.evidence.csvfile import CsvFile, read_csv
from coproduce.evidence.descriptor import nearest
from coproduce.evidence.schema import SOURCES, Field, ForeignKey, Resource
from coproduce.ground.problems import Problem

if TYPE_CHECKING:
    from coproduce.evidence.package import DataPackage

CACHE_NAME = "validated.json"
_MOST_ERRORS = 100_000  # frictionless stops at 1,000, in the middle of a file


def check_package(package: "DataPackage") -> list[Problem]:
    """All problems of all tables, in the descriptor's order."""
    cache = package.paths.cache / CACHE_NAME
    known = _read_cache(cache)
    keys = {name: _key(package, resource) for name, resource in package.resources.items()}
    stale = [name for name in package.resources if known.get(name) != keys[name]]
    if not stale:
        return []
    checker = _Checker(package)
    problems: list[Problem] = []
    for name in stale:
        found = checker.check(package.resources[name])
        problems.extend(found)
        if found:
            keys.pop(name)
    _write_cache(cache, keys)
    return problems


class _Checker:
    """Checks tables one by one; keeps what several of them need."""

    def __init__(self, package: "DataPackage"):
        self.package = package
        self._files: dict[str, CsvFile] = {}

    def check(self, resource: Resource) -> list[Problem]:
        """What is wrong with one table."""
        file = self._file(resource)
        problems = list(file.problems)
        problems += self._wrong_examples(resource)
        if not file.readable:
            return problems
        problems += self._cells(resource, file)
        problems += self._unique(resource, file)
        for key in self._references(resource):
            problems += self._reference(resource, file, key)
        problems += self._sources(resource, file)
        return problems

    def _file(self, resource: Resource) -> CsvFile:
        if resource.name not in self._files:
            self._files[resource.name] = read_csv(resource, self._path(resource))
        return self._files[resource.name]

    def _path(self, resource: Resource) -> str:
        return self.package.paths.relative(resource.path)

    def _cells(self, resource: Resource, file: CsvFile) -> Iterable[Problem]:
        """Types and constraints of single cells, by frictionless."""
        for error in _frictionless_errors(resource, file.rows):
            name = getattr(error, "field_name", "")
            cell = getattr(error, "cell", "")
            if error.type == "unique-error":
                continue  # _unique says it better: with both lines
            field = resource.field(name) if name in resource.field_names else Field(name)
            if error.type == "type-error":
                message, code = f"‘{cell}’ is not {_A_TYPE[field.type]}", "data.type"
                if cell == "":
                    message = "this cell is blank, and a blank does not mean ‘missing’ here"
            elif error.type == "constraint-error":
                message, code = _constraint_message(field, cell, error.note), "data.constraint"
            else:
                message, code = error.message, f"data.{error.type}"
            yield Problem(self._path(resource), message, line=getattr(error, "row_number", None), code=code,
                          field=name, expected=field.expected, action=_action(field, cell))

    def _unique(self, resource: Resource, file: CsvFile) -> Iterable[Problem]:
        """Primary keys, unique keys and unique fields, with the line that came first."""
        keys = [resource.primary_key, *resource.unique_keys]
        keys += [(field.name,) for field in resource.fields if dict(field.constraints).get("unique")]
        for key in dict.fromkeys(filter(None, keys)):
            first: dict[tuple, int] = {}
            for line, cells in self._key_cells(resource, file, key):
                if all(cell is None for cell in cells) and key != resource.primary_key:
                    continue
                if None in cells and key == resource.primary_key:
                    if resource.field(key[cells.index(None)]).required:
                        continue  # the constraint has said so
                    yield Problem(self._path(resource), f"the key {_of(key)} has no value", line=line,
                                  code="data.key", field=key[cells.index(None)],
                                  expected="a value that names the row", action="Fill in the cell.")
                elif cells in first:
                    yield Problem(self._path(resource),
                                  f"{_of(key)} ‘{', '.join(map(str, cells))}’ stands on line {first[cells]} already",
                                  line=line, code="data.duplicate", field=", ".join(key),
                                  expected="each once", action="Delete one of the two rows, or correct it.")
                else:
                    first[cells] = line

    def _references(self, resource: Resource) -> list[ForeignKey]:
        keys = list(resource.foreign_keys)
        own = ForeignKey(("source",), SOURCES, ("id",))
        if resource.has_sources and own not in keys:
            keys.append(own)
        return keys

    def _reference(self, resource: Resource, file: CsvFile, key: ForeignKey) -> Iterable[Problem]:
        """Values that must occur in another table, with the nearest that do."""
        target = self.package.resources[key.resource]
        other = self._file(target)
        if not other.readable:
            return
        known = {cells for _, cells in self._key_cells(target, other, key.reference_fields)}
        choices = sorted(", ".join(cell or "" for cell in cells) for cells in known)
        code = "data.unknown-source" if key.resource == SOURCES else "data.reference"
        for line, cells in self._key_cells(resource, file, key.fields):
            if cells in known or all(cell is None for cell in cells):
                continue
            value = ", ".join("" if cell is None else cell for cell in cells)
            yield Problem(
                self._path(resource), f"‘{value}’ is not in {self._path(target)}", line=line, code=code,
                field=", ".join(key.fields), expected=f"a value of {_of(key.reference_fields)} in {self._path(target)}",
                action=f"{nearest(value, choices)}Correct it, or add a row to {self._path(target)}.")

    def _sources(self, resource: Resource, file: CsvFile) -> Iterable[Problem]:
        """Each row says where it comes from and where in there it stands."""
        if not resource.has_sources:
            return
        said = {"source": "which publication the row comes from: an id of the table of sources",
                "locator": "where in the publication the row stands: page, table, sheet or section"}
        for name, expected in said.items():
            if resource.field(name).required:
                continue  # the constraint has said so
            for line, (cell,) in self._key_cells(resource, file, (name,)):
                if cell is None:
                    yield Problem(self._path(resource), f"this row has no {name}", line=line,
                                  code=f"data.no-{name}", field=name, expected=expected,
                                  action="Fill it in, or leave the row out: nothing without a source is published.")

    def _wrong_examples(self, resource: Resource) -> Iterable[Problem]:
        """The schema teaches, so each good example must be one."""
        fields = [field for field in resource.fields
                  if field.example is not None and str(field.example) not in dict(field.missing)]
        shown = Resource(resource.name, resource.path, fields=tuple(fields))
        row = tuple(_as_text(field.example) for field in fields)
        for error in _frictionless_errors(shown, [row] if row else []):
            field = resource.field(error.field_name)
            yield Problem(
                resource.schema_file, f"the example ‘{field.example}’ of the table ‘{resource.name}’ is not one",
                line=field.line, code="data.example", field=field.name, expected=replace(field, example=None).expected,
                action="Correct the example, or the type and constraints of the field.")

    def _key_cells(self, resource: Resource, file: CsvFile, names: tuple[str, ...]):
        """Line and cells of the named fields for each row; ``None`` for a missing one."""
        columns = [resource.field_names.index(name) for name in names]
        missing = [set(dict(resource.field(name).missing)) | {""} for name in names]
        for line, row in enumerate(file.rows, start=2):
            yield line, tuple(None if row[c] in gone else row[c] for c, gone in zip(columns, missing))


_A_TYPE = {
    "string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
    "date": "a date", "year": "a year", "yearmonth": "a month", "any": "a value",
}


def cell_fault(field: Field, cell: str) -> str:
    """What is wrong with one cell taken by itself, in a sentence; "" if nothing is."""
    # A second cell beside it: a row whose cells are all blank is not looked at.
    alone = Resource(field.name, Path(), fields=(field, Field("beside")))
    for error in _frictionless_errors(alone, [(cell, "x")]):
        if error.type == "type-error":
            return f"‘{cell}’ is not {_A_TYPE[field.type]}." if cell else "This must not be blank."
        return f"{_constraint_message(field, cell, error.note)}. {_action(field, cell)}"
    return ""


def _frictionless_errors(resource: Resource, rows: Iterable[tuple[str, ...]]) -> list[Any]:
    """frictionless's errors for rows of a table, keys and references aside."""
    from frictionless import Resource as Table
    from frictionless import Schema, system

    schema = Schema.from_descriptor({"fields": [_version_1(field) for field in resource.fields]})
    table = Table(name=resource.name, data=[resource.field_names, *map(list, rows)], schema=schema)
    with system.use_context(trusted=True):
        report = table.validate(limit_errors=_MOST_ERRORS)
    return [error for task in report.tasks for error in task.errors]


def _version_1(field: Field) -> dict:
    """The field as version 1 of the standard has it: marks without their meaning,
    categories as an enumeration."""
    constraints = {key: list(value) if isinstance(value, tuple) else value for key, value in field.constraints
                   if key != "unique"}
    if field.categories:
        constraints.setdefault("enum", list(field.categories))
    descriptor: dict[str, Any] = {"name": field.name, "type": field.type, "constraints": constraints,
                                  "missingValues": [mark for mark, _ in field.missing]}
    if field.type == "boolean":
        descriptor |= {"trueValues": list(field.true_values), "falseValues": list(field.false_values)}
    return descriptor


def _constraint_message(field: Field, cell: Any, note: str) -> str:
    if "required" in note:
        return "this cell is blank, but must not be" if cell in (None, "") else (
            f"‘{cell}’ means that the value is missing, but it must not be")
    return f"‘{cell}’ is not allowed here" if "enum" in note else f"‘{cell}’ breaks a rule: {note}"


def _action(field: Field, cell: Any) -> str:
    choices = dict(field.constraints).get("enum") or field.categories
    hint = nearest(cell, choices) if choices and cell else ""
    bare = str(cell).replace(",", "").strip("£%$ ")
    if field.type in ("number", "integer") and bare != str(cell) and bare.replace(".", "", 1).isdigit():
        hint = f"Write {bare}. "
    return f"{hint}Correct the cell."


def _of(names: tuple[str, ...]) -> str:
    return "the combination of " + ", ".join(names) if len(names) > 1 else names[0]


def _as_text(example: Any) -> str:
    if isinstance(example, bool):
        return "true" if example else "false"
    return str(example)


def _key(package: "DataPackage", resource: Resource) -> str:
    """Changes with anything on which the outcome of checking a table depends."""
    others = {key.resource for key in resource.foreign_keys} | {SOURCES}
    digest = hashlib.sha256()
    for part in (package.descriptor_checksum, package.checksum(resource.name),
                 *(package.checksum(name) for name in sorted(others)), version("frictionless"), _machinery()):
        digest.update(part.encode())
    return digest.hexdigest()


def _machinery() -> str:
    digest = hashlib.sha256()
    for name in ("schema.py", "descriptor.py", "csvfile.py", "validation.py"):
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


def _read_cache(path: Path) -> dict[str, str]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _write_cache(path: Path, keys: dict[str, str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        half.write_text(json.dumps(keys, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        half.replace(path)
    except OSError:
        pass  # a folder that cannot be written to is checked anew each time

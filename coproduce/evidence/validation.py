"""Every row of every table, checked against the schema that the descriptor declares.

Types are read by :mod:`coproduce.evidence.cell_types`, as frames read them, and
constraints by :mod:`coproduce.evidence.constraints`; keys and references between
tables are checked here, and so is what the standard cannot say: each row's
source, and that each good example of the schema is good.

A table found sound is not checked again until it, a table it refers to, the
descriptor or this code changes; ``_build/cache/validated.json``
remembers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.evidence.cell_types import CellFault, cell_problem, cell_reader, remedy
from coproduce.evidence.constraints import as_cell, constraint_check
from coproduce.evidence.csvfile import MOST_PROBLEMS, CsvFile
from coproduce.evidence.schema import SOURCES, Field, ForeignKey, Resource
from coproduce.ground.checksums import checksum_of
from coproduce.ground.own_files import write_listed
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.suggestions import did_you_mean

if TYPE_CHECKING:
    from coproduce.evidence.package import DataPackage

CACHE_NAME = "validated.json"
#: Unknown values for which the nearest known one is looked for, and how many of those there may be:
#: each is compared with each.
_MOST_NEAR, _MOST_CHOICES = 100, 2000
_MACHINERY = ("cell_types.py", "constraints.py", "csvfile.py", "descriptor.py", "descriptor_schema.py", "schema.py", "validation.py")


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
    """Checks tables one by one."""

    def __init__(self, package: "DataPackage"):
        self.package = package

    def check(self, resource: Resource) -> list[Problem]:
        """What is wrong with one table."""
        file = self.package.file(resource.name)
        problems = list(file.problems)
        problems += self._wrong_examples(resource)
        if not file.readable:
            return problems
        references = (self._reference(resource, file, key) for key in self._references(resource))
        found = chain(self._cells(resource, file), self._unique(resource, file), *references, self._sources(resource, file))
        problems += islice(found, MOST_PROBLEMS)
        if more := next(found, None):
            problems.append(replace(
                more, message=f"{more.message}; this table has more problems than the {MOST_PROBLEMS:,} that are told",
                action="Correct these first, and run the command again."))
        return problems

    def _path(self, resource: Resource) -> str:
        return self.package.paths.relative(resource.path)

    def _cells(self, resource: Resource, file: CsvFile) -> Iterable[Problem]:
        """Types and constraints of single cells."""
        for column, field in enumerate(resource.fields):
            fault = _fault_finder(field)
            for line, row in enumerate(file.rows, start=2):
                # Blanks around a cell have been reported; what else is wrong with it is said as well.
                code, message = fault(row[column].strip())
                if code:
                    yield cell_problem(self._path(resource), line, field, row[column].strip(), message, code)

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
        other = self.package.file(target.name)
        if not other.readable:
            return
        known = {cells for _, cells in self._key_cells(target, other, key.reference_fields)}
        choices = sorted(", ".join(cell or "" for cell in cells) for cells in known) if len(known) <= _MOST_CHOICES else []
        near: dict[tuple, str] = {}
        code = "data.unknown-source" if key.resource == SOURCES else "data.reference"
        for line, cells in self._key_cells(resource, file, key.fields):
            if cells in known or all(cell is None for cell in cells):
                continue
            value = ", ".join("" if cell is None else cell for cell in cells)
            if cells not in near and len(near) < _MOST_NEAR:
                near[cells] = did_you_mean(value, choices)
            yield Problem(
                self._path(resource), f"‘{value}’ is not in {self._path(target)}", line=line, code=code,
                field=", ".join(key.fields), expected=f"a value of {_of(key.reference_fields)} in {self._path(target)}",
                action=f"{near.get(cells, '')}Correct it, or add a row to {self._path(target)}.")

    def _sources(self, resource: Resource, file: CsvFile) -> Iterable[Problem]:
        """Each row says where it comes from and where in there it stands."""
        if not resource.has_sources:
            return
        descriptions = {"source": "which publication the row comes from: an id of the table of sources",
                "locator": "where in the publication the row stands: page, table, sheet or section"}
        for name, expected in descriptions.items():
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
        for field in fields:
            if not _fault_finder(field)(as_cell(field.example))[0]:
                continue
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


def cell_fault(field: Field, cell: str) -> str:
    """What is wrong with one cell taken by itself, in a sentence; "" if nothing is."""
    code, message = _fault_finder(field)(cell)
    if not code:
        return ""
    return f"{message[0].upper()}{message[1:]}. {remedy(field, cell)}"


def _fault_finder(field: Field) -> Callable[[str], tuple[str, str]]:
    """A function that gives a problem's code and message for a cell, or two empty strings."""
    read, broken_by = cell_reader(field), constraint_check(field)

    @cache
    def fault(cell: str) -> tuple[str, str]:
        try:
            broken = broken_by(read(cell))
        except CellFault as error:
            return "data.type", str(error)
        return ("data.constraint", _constraint_message(field, cell, broken)) if broken else ("", "")

    return fault


def _constraint_message(field: Field, cell: str, broken: str) -> str:
    if broken == "required":
        return f"‘{cell}’ means that the value is missing, but it must not be" if cell else (
            "this cell is blank, but must not be")
    if broken == "enum":
        return f"‘{cell}’ is not allowed here"
    return f"‘{cell}’ breaks a rule: {field.limits[broken]}"


def _of(names: tuple[str, ...]) -> str:
    return "the combination of " + ", ".join(names) if len(names) > 1 else names[0]


def _key(package: "DataPackage", resource: Resource) -> str:
    """Changes with anything on which the outcome of checking a table depends."""
    others = {key.resource for key in resource.foreign_keys} | {SOURCES}
    return checksum_of(package.descriptor_checksum, package.checksum(resource.name),
                       *(package.checksum(name) for name in sorted(others)), _machinery())


def _machinery() -> str:
    return checksum_of(*((Path(__file__).parent / name).read_bytes() for name in _MACHINERY))


def _read_cache(path: Path) -> dict[str, str]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _write_cache(path: Path, keys: dict[str, str]) -> None:
    try:
        write_listed(path, json.dumps(keys, indent=1, sort_keys=True) + "\n", path.parents[2])
    except (OSError, ProblemsFound):
        pass  # a folder that cannot be written to, or a file that is not ours, is checked anew each time

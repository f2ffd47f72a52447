"""New rows for the tables of the data package, typed in at the terminal.

Which cells to ask for, what each is for and what it allows come from the
tables' schema. The rows are appended only if the whole package is sound with
them; otherwise no file changes.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from coproduce.evidence.package import DataPackage
from coproduce.evidence.schema import SOURCES, Field, Resource
from coproduce.evidence.validation import CACHE_NAME, cell_fault, check_package
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.ground.read_input import read_input
from coproduce.ground.suggestions import list_nearest
from coproduce.report import Report
from coproduce.source.write_inputs import write_inputs, writing

Rows = dict[str, list[dict[str, str]]]


class NoSuchTable(ValueError):
    """The package has no table of that name; the message says which are near."""


def ask_for_rows(report: Report, name: str, with_dependants: bool = False) -> list[str]:
    """Ask for a row of the table ``name`` and append it; what was appended, a line each.

    With ``with_dependants`` also for rows of each table that refers to it. A
    source that the tables do not know yet is asked for when it is first named.
    Raises :class:`~coproduce.ground.problems.ProblemsFound` if the package would not be
    sound, and :class:`NoSuchTable`.
    """
    package = report.data
    if name not in package.resources:
        raise NoSuchTable(f"There is no table ‘{name}’." + list_nearest(name, package.resources, cutoff=0.4))
    asking = _Asking(package)
    click.echo("Press Enter to take what stands in brackets, Ctrl-C to stop. Nothing is written before the end.")
    row = asking.row(package.resources[name], {})
    if with_dependants:
        for other in dependants(package, name):
            asking.dependants(other, name, row)
    rows = asking.rows
    if not click.confirm(f"\nAppend {_amount(rows)}?", default=True):
        return []
    append(package, rows)
    return [f"{package.paths.relative(package.resources[n].path)}: {len(r)} row{'s' * (len(r) > 1)}"
            for n, r in rows.items()]


def dependants(package: DataPackage, name: str) -> list[Resource]:
    """The tables whose rows refer to a row of the table ``name``."""
    return [r for r in package.resources.values()
            if r.name != name and any(key.resource == name for key in r.foreign_keys)]


class _Asking:
    """Asks for cells; knows the rows so far, in an order in which each refers to earlier ones."""

    def __init__(self, package: DataPackage):
        self.package = package
        self.rows: Rows = {}
        self.last: dict[str, str] = {}

    def row(self, resource: Resource, fixed: dict[str, str]) -> dict[str, str]:
        click.echo(f"\n{resource.title or resource.name}" + (f": {resource.description}" if resource.description else ""))
        row = {}
        for field in resource.fields:
            row[field.name] = fixed[field.name] if field.name in fixed else self._cell(resource, field)
        self.rows.setdefault(resource.name, []).append(row)
        return row

    def dependants(self, other: Resource, name: str, row: dict[str, str]) -> None:
        key = next(k for k in other.foreign_keys if k.resource == name)
        fixed = {own: row[theirs] for own, theirs in zip(key.fields, key.reference_fields)}
        question = f"\nA row of ‘{other.name}’" + (f" ({other.title})" if other.title else "") + "?"
        while click.confirm(question, default=False):
            self.row(other, fixed)
            question = f"\nAnother row of ‘{other.name}’?"

    def _cell(self, resource: Resource, field: Field) -> str:
        click.echo(f"\n  {field.title or field.name}: {field.expected}")
        default = self._default(resource, field)
        while True:
            typed = click.prompt(f"  {field.name}", default=default, show_default=bool(default)).strip()
            fault = cell_fault(field, typed) or self._reference_fault(resource, field, typed)
            if not fault:
                if field.name in ("source", "locator"):
                    self.last[field.name] = typed
                return typed
            click.echo(f"    {fault}")

    def _default(self, resource: Resource, field: Field) -> str:
        """The source of the row before; the mark for missing where one stands for it; or nothing."""
        if resource.has_sources and field.name in self.last:
            return self.last[field.name]
        marks = dict(field.missing)
        return "" if "" in marks or field.required or not marks else next(iter(marks))

    def _reference_fault(self, resource: Resource, field: Field, typed: str) -> str:
        """A value that must stand in another table; an unknown source is asked for."""
        targets = {key.resource: key.reference_fields[0] for key in resource.foreign_keys if key.fields == (field.name,)}
        if resource.has_sources and field.name == "source":
            targets.setdefault(SOURCES, "id")
        if typed in dict(field.missing):
            return ""
        for target, column in targets.items():
            known = set(self._values(target, column))
            if typed in known:
                continue
            hint = list_nearest(typed, sorted(known), cutoff=0.5)
            message = f"‘{typed}’ is not in the table ‘{target}’.{hint}"
            if target != SOURCES or not click.confirm(f"    {message} Add it as a new source?", default=not hint):
                return message
            self.row(self.package.resources[SOURCES], {"id": typed})
        return ""

    def _values(self, name: str, column: str) -> Iterable[str]:
        resource = self.package.resources[name]
        place = resource.field_names.index(column)
        yield from (row[place] for row in self.package.file(name).rows)
        yield from (row[column] for row in self.rows.get(name, ()))


def append(package: DataPackage, rows: Rows) -> None:
    """Append ``rows`` to the tables' files if the package is sound with them.

    Raises :class:`~coproduce.ground.problems.ProblemsFound`, and then changes nothing.
    Files are replaced in an order in which each refers only to rows that are
    there already, so that an interruption leaves a sound package.
    """
    with writing(package.paths, click.echo):  # the tables as they are by now
        texts = {name: _appended(package.resources[name], new) for name, new in rows.items()}
        stop_if_any(_problems_with(package, texts))
        order = sorted(texts, key=lambda n: (n != SOURCES, list(rows).index(n)))
        write_inputs({package.resources[name].path: texts[name] for name in order}, package.paths)


def _appended(resource: Resource, rows: list[dict[str, str]]) -> bytes:
    before = read_input(resource.path, f"{resource.path.parent.name}/{resource.path.name}")
    end = "\r\n" if b"\r\n" in before else "\n"
    out = io.StringIO(newline="")
    if before and not before.endswith(b"\n"):
        out.write(end)
    csv.writer(out, lineterminator=end).writerows([row[name] for name in resource.field_names] for row in rows)
    return before + out.getvalue().encode("utf-8")


def _problems_with(package: DataPackage, texts: dict[str, bytes]) -> list[Problem]:
    """What a check would say of the package with these files in it."""
    paths = package.paths
    with tempfile.TemporaryDirectory() as folder:
        copy = replace(paths, root=Path(folder).resolve())
        shutil.copytree(paths.data, copy.data)
        known = paths.cache / CACHE_NAME
        if known.is_file():  # tables that were sound before need not be read again
            copy.cache.mkdir(parents=True)
            shutil.copy2(known, copy.cache / CACHE_NAME)
        for name, text in texts.items():
            (copy.data / package.resources[name].path.relative_to(paths.data)).write_bytes(text)
        return check_package(DataPackage.read(copy))


def _amount(rows: Rows) -> str:
    return ", ".join(f"{len(new)} to ‘{name}’" for name, new in rows.items())

"""``book/profiles.yml``: what a profile shows, and by what readers find one.

The file maps the name of a table to a description::

    streets:
      one: street                      # what a row is called
      many: streets
      title: name                      # the field that heads a profile
      parts:                           # in this order in every profile
        - heading: Ward
          show: "{ward}"               # of the row itself
        - heading: Trees counted
          none: No count was published.
          rows:                        # of tables that refer to the row
            - table: counts
              show: ["{year}: {trees} trees", " ({planted} planted)"]
      facets:                          # by what a reader finds a profile
        - {heading: Ward, field: ward}

``show`` is one piece of text or several; a piece is left out where one of its
fields is missing. Values of a fixed list read as words (``social-care`` as
"social care") unless ``words`` says otherwise.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coproduce.ground.problems import Problem, stop_if_any
from coproduce.ground.suggestions import nearest_or
from coproduce.ground.yaml_file import YamlFile, read_yaml

if TYPE_CHECKING:
    from coproduce.evidence.schema import Field, Resource
    from coproduce.report import Report

#: Kinds of evidence that have a label of their own.
EVIDENCE = ("showed", "used", "changed")
#: A field in a piece of text.
FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Rows:
    """Rows of ``table`` that refer to a profile's row, in the table's order.

    ``link`` is the field that refers. ``where`` keeps the rows with these cells,
    as written in the file. With ``run`` the rows read as one line. ``evidence`` names the
    field with the kind of evidence; rows whose kind is in ``background`` come
    last, labelled as background.
    """

    table: str
    link: str
    show: tuple[str, ...]
    run: bool = False
    where: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    evidence: str = ""
    background: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of every profile. ``none`` is said where there is nothing to show;
    without it the part is left out there."""

    heading: str
    show: tuple[str, ...] = ()
    rows: tuple[Rows, ...] = ()
    none: str = ""
    words: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Facet:
    """A property by which readers find profiles.

    ``table`` is "" for a field of the row itself. ``lookup`` is a table and field
    that give a code its name. With ``groups`` the field is free text, and a
    profile belongs to each group one of whose phrases the text contains.
    ``otherwise`` is where a profile without any value stands.
    """

    heading: str
    field: str
    table: str = ""
    link: str = ""
    words: dict[str, str] = dataclasses.field(default_factory=dict)  # ``field`` is a field here
    lookup: tuple[str, str] | None = None
    groups: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    otherwise: str = ""


@dataclass(frozen=True)
class Spec:
    """What the profiles of the table ``resource`` show. ``sources`` are tables of
    further publications about a row. ``line`` is where the file says so."""

    resource: str
    key: str
    one: str
    many: str
    title: str
    parts: tuple[Part, ...]
    facets: tuple[Facet, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    line: int = 1


_TEXT = {"type": "string", "minLength": 1}
_WORDS = {"type": "object", "additionalProperties": {"type": "string"}}
_SHOW = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}


def _object(required: str, **properties: Any) -> dict:
    return {"type": "object", "additionalProperties": False, "required": required.split(), "properties": properties}


_WORDS_BYFIELD = {"type": "object", "additionalProperties": _WORDS}
_ROWS = _object("table show", table=_TEXT, show=_SHOW, run={"type": "boolean"}, where=_WORDS, words=_WORDS_BYFIELD,
                evidence=_TEXT, background={"type": "array", "items": _TEXT})
_PART = _object("heading", heading=_TEXT, show=_SHOW, none=_TEXT, words=_WORDS_BYFIELD,
                rows={"type": "array", "items": _ROWS, "minItems": 1})
_FACET = _object("heading field", heading=_TEXT, field=_TEXT, table=_TEXT, words={"anyOf": [_TEXT, _WORDS]},
                 otherwise=_TEXT, groups={"type": "object", "additionalProperties": {"type": "array", "items": _TEXT, "minItems": 1}})
_SPEC = _object("one many title parts", one=_TEXT, many=_TEXT, title=_TEXT, sources={"type": "array", "items": _TEXT},
                parts={"type": "array", "items": _PART, "minItems": 1}, facets={"type": "array", "items": _FACET})
SCHEMA = {"type": "object", "additionalProperties": _SPEC}


def read_specs(report: "Report") -> dict[str, Spec]:
    """Every description of ``book/profiles.yml``, by table; none without the file.

    Raises :class:`coproduce.ground.problems.ProblemsFound` naming every fault.
    """
    specs, problems = check_specs(report)
    stop_if_any(problems)
    return specs


def check_specs(report: "Report") -> tuple[dict[str, Spec], list[Problem]]:
    """The descriptions, and all that is wrong with the file. Needs sound data."""
    path = report.paths.profiles
    if not path.exists():
        return {}, []
    from coproduce.ground.schema_faults import schema_problems

    file = read_yaml(path, report.paths.relative(path))
    problems = list(file.problems) or schema_problems(file, file.data or {}, SCHEMA, "profiles")
    if problems:
        return {}, problems
    reader = _Reader(file, report.data.resources)
    specs = {name: spec for name, given in (file.data or {}).items() if (spec := reader.spec(name, given))}
    return ({}, reader.problems) if reader.problems else (specs, [])


class _Reader:
    """Turns what the file says into descriptions, noting each name that does not exist."""

    def __init__(self, file: YamlFile, resources: dict[str, "Resource"]):
        self.file, self.resources = file, resources
        self.problems: list[Problem] = []

    def spec(self, name: str, given: dict) -> Spec | None:
        own = self._table(name, (name,))
        if own is None:
            return None
        if len(own.primary_key) != 1:
            self._problem((name,), "key", f"the rows of ‘{name}’ have no single field as their name",
                          "a table with a primary key of one field", "Choose another table, or give this one a key.")
            return None
        self.own = own
        self._field(own, given["title"], (name, "title"))
        parts = tuple(self._part(p, (name, "parts", i)) for i, p in enumerate(given["parts"]))
        facets = tuple(self._facet(f, (name, "facets", i)) for i, f in enumerate(given.get("facets", ())))
        sources = []
        for i, table in enumerate(given.get("sources", ())):
            at = (name, "sources", i)
            resource = self._table(table, at)
            if resource is not None:
                sources.append((table, self._link(resource, at)))
        return Spec(name, own.primary_key[0], given["one"], given["many"], given["title"], parts, facets,
                    tuple(sources), self.file.line(name))

    def _part(self, given: dict, at: tuple) -> Part:
        if ("show" in given) == ("rows" in given):
            self._problem(at, "part", f"the part ‘{given['heading']}’ has " + ("both ‘show’ and ‘rows’" if "show" in given
                          else "neither ‘show’ nor ‘rows’"), "‘show’ for the row itself, or ‘rows’ of other tables",
                          "Keep one of the two.")
        show = self._show(self.own, given.get("show", ()), (*at, "show"))
        rows = tuple(filter(None, (self._rows(r, (*at, "rows", i)) for i, r in enumerate(given.get("rows", ())))))
        words = self._words_by_field(self.own, given.get("words", {}), (*at, "words"))
        return Part(given["heading"], show, rows, given.get("none", ""), words)

    def _rows(self, given: dict, at: tuple) -> Rows | None:
        table = self._table(given["table"], (*at, "table"))
        if table is None:
            return None
        for name, cell in given.get("where", {}).items():
            self._value(table, name, cell, (*at, "where", name))
        evidence, background = given.get("evidence", ""), tuple(given.get("background", ()))
        if evidence and (found := self._field(table, evidence, (*at, "evidence"))):
            for kind in fixed_values(found):
                if kind not in EVIDENCE + background:
                    self._problem((*at, "evidence"), "evidence", f"‘{evidence}’ may be ‘{kind}’, which has no label",
                                  ", ".join(EVIDENCE) + ", or a kind listed under ‘background’",
                                  f"Add ‘background: [{kind}]’ if it is no evidence of an effect or pattern.")
            for i, kind in enumerate(background):
                self._value(table, evidence, kind, (*at, "background", i))
        return Rows(
            given["table"], self._link(table, (*at, "table")), self._show(table, given["show"], (*at, "show")),
            given.get("run", False), given.get("where", {}),
            self._words_by_field(table, given.get("words", {}), (*at, "words")), evidence, background)

    def _facet(self, given: dict, at: tuple) -> Facet:
        table: Resource | None = self.own
        link = ""
        if "table" in given:
            table = self._table(given["table"], (*at, "table"))
            link = self._link(table, (*at, "table")) if table else ""
        words, lookup = given.get("words", {}), None
        if table is not None and (found := self._field(table, given["field"], (*at, "field"))):
            if isinstance(words, str):
                lookup, words = self._lookup(words, (*at, "words")), {}
            for value in words if fixed_values(found) else ():
                self._value(table, found.name, value, (*at, "words", value))
        groups = {label: tuple(phrases) for label, phrases in given.get("groups", {}).items()}
        if groups and not given.get("otherwise"):
            self._problem(at, "groups", f"the facet ‘{given['heading']}’ has groups but no ‘otherwise’",
                          "where a text stands that fits no group", "Add ‘otherwise: …’.")
        return Facet(given["heading"], given["field"], given.get("table", ""), link, words, lookup, groups,
                     given.get("otherwise", ""))

    def _lookup(self, given: str, at: tuple) -> tuple[str, str] | None:
        name, _, field_name = given.partition(".")
        table = self._table(name, at)
        if table is None or self._field(table, field_name, at) is None:
            return None
        return name, field_name

    def _show(self, table: "Resource", given: str | list[str], at: tuple) -> tuple[str, ...]:
        pieces = (given,) if isinstance(given, str) else tuple(given)
        for piece in pieces:
            for name in FIELD.findall(piece):
                self._field(table, name, at)
            if re.search(r"[{}]", FIELD.sub("", piece)):
                self._problem(at, "braces", f"‘{piece}’ has a brace that encloses no field",
                              "names of fields in braces, such as {title}", "Correct the braces.")
        return pieces

    def _words_by_field(self, table: "Resource", given: dict, at: tuple) -> dict:
        for name, words in given.items():
            for value in words:
                self._value(table, name, value, (*at, name, value))
        return given

    def _table(self, name: str, at: tuple) -> "Resource | None":
        if name not in self.resources:
            self._unknown(at, "table", name, list(self.resources))
            return None
        return self.resources[name]

    def _field(self, table: "Resource", name: str, at: tuple):
        if name not in table.field_names:
            self._unknown(at, f"field of ‘{table.name}’", name, table.field_names)
            return None
        return table.field(name)

    def _value(self, table: "Resource", name: str, value: str, at: tuple) -> None:
        found = self._field(table, name, at)
        if found is not None and fixed_values(found) and value not in fixed_values(found):
            self._unknown(at, f"value of ‘{name}’ in ‘{table.name}’", value, fixed_values(found))

    def _link(self, table: "Resource", at: tuple) -> str:
        for key in table.foreign_keys:
            if key.resource == self.own.name and key.reference_fields == self.own.primary_key:
                return key.fields[0]
        self._problem(at, "unrelated", f"the table ‘{table.name}’ does not refer to ‘{self.own.name}’",
                      f"a table with a foreign key to ‘{self.own.name}.{self.own.primary_key[0]}’",
                      "Choose another table, or declare the foreign key in the data package.")
        return ""

    def _unknown(self, at: tuple, what: str, name: str, known: list[str]) -> None:
        expected = nearest_or("one of: " + ", ".join(known), name, known, n=3, cutoff=0.5)
        self._problem(at, "unknown-name", f"there is no {what} called ‘{name}’", expected, "Correct the name.")

    def _problem(self, at: tuple, code: str, message: str, expected: str, action: str) -> None:
        self.problems.append(Problem(self.file.path, message, line=self.file.line(*at), code=f"profiles.{code}",
                                     expected=expected, action=action))


def fixed_values(found: "Field") -> list[str]:
    """The values that a field may have, if they are a fixed list."""
    if found.type == "boolean":
        return ["true", "false"]
    return [str(v) for v in found.categories or dict(found.constraints).get("enum") or ()]

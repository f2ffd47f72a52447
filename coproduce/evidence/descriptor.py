"""The data package's descriptor: which tables there are and what each field may hold.

The descriptor follows Data Package version 2 (https://datapackage.org). Only
the part of the standard that this machinery honours is accepted; anything else
is a problem rather than a promise that nobody keeps. On top of the standard:

``coproduce:unsourced``
    on a resource: the reason why its rows need no ``source`` and ``locator``
    (pure look-up tables only).
``catalogue``
    on a resource: ``true`` if its rows list what was found. A count of them says
    what was collected and is refused where a reader would take it for a finding
    (:mod:`coproduce.evidence.catalogue`).
``coproduce:badExample``
    on a field: a value that people are tempted to write, and should not.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from coproduce.evidence.constraints import CONSTRAINT_KEYS, constraint_faults
from coproduce.evidence.descriptor_keys import FIELD_KEYS, PACKAGE_KEYS, REFUSED_KEYS, RESERVED, RESOURCE_KEYS, SCHEMA_KEYS, SOURCE_FIELDS
from coproduce.evidence.schema import SOURCES, TYPES, Field, ForeignKey, Resource
from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import did_you_mean
from coproduce.ground.yaml_file import YamlFile, read_yaml
from coproduce.source.paths import Paths


class DescriptorReader:
    """Reads ``data/datapackage.yaml`` and collects all that is wrong with it."""

    def __init__(self, paths: Paths):
        self.paths = paths
        self.file = read_yaml(paths.package, paths.relative(paths.package))
        self.problems: list[Problem] = list(self.file.problems)
        self._foreign_places: dict[tuple[str, ForeignKey], tuple[YamlFile, tuple]] = {}

    def read(self) -> tuple[dict, dict[str, Resource]]:
        """The descriptor as written, and its resources by name."""
        data = self.file.data
        if not isinstance(data, dict):
            if not self.problems:
                self._add(self.file, (), "the descriptor is empty or not a mapping",
                          "keys ‘name’, ‘title’ and ‘resources’", "See https://datapackage.org.")
            return {}, {}
        self._keys(self.file, (), data, PACKAGE_KEYS, "the data package")
        entries = data.get("resources")
        if not isinstance(entries, list) or not entries:
            self._add(self.file, ("resources",), "no resources are listed",
                      "a list of tables", "Add one entry for each CSV file.")
            return data, {}
        resources: dict[str, Resource] = {}
        for index, entry in enumerate(entries):
            resource = self._resource(("resources", index), entry)
            if resource is None:
                continue
            if resource.name in resources:
                self._add(self.file, ("resources", index, "name"),
                          f"two resources are called ‘{resource.name}’", "each name once", "Rename one.")
                continue
            resources[resource.name] = resource
        self._references(resources)
        if SOURCES not in resources:
            self._add(self.file, ("resources",), f"there is no resource called ‘{SOURCES}’",
                      "a table of the publications that rows come from",
                      f"Add {SOURCES}.csv and declare it.")
        return data, resources

    # One method for each level of the descriptor.

    def _resource(self, at: tuple, entry: Any) -> Resource | None:
        if not isinstance(entry, dict):
            self._add(self.file, at, f"‘{entry}’ is not a resource", "keys ‘name’, ‘path’ and ‘schema’", "")
            return None
        name = entry.get("name")
        if not isinstance(name, str) or not name:
            self._add(self.file, at, "this resource has no name", "a name such as ‘areas’", "Add ‘name’.")
            return None
        self._keys(self.file, at, entry, RESOURCE_KEYS, f"resource ‘{name}’")
        path = self._path(at, name, entry.get("path"), ".csv")
        schema_file, schema_at, schema = self._schema_source(at, name, entry.get("schema"))
        if path is None or schema is None:
            return None
        self._keys(schema_file, schema_at, schema, SCHEMA_KEYS, f"the schema of ‘{name}’")
        package_marks = self._marks(schema_file, (*schema_at, "missingValues"),
                                    schema.get("missingValues")) or (("", ""),)
        entries = schema.get("fields")
        if not isinstance(entries, list) or not entries:
            self._add(schema_file, schema_at, f"the schema of ‘{name}’ lists no fields",
                      "a list of fields", "Add one for each column.")
            return None
        fields: list[Field] = []
        for index, item in enumerate(entries):
            field = self._field(schema_file, (*schema_at, "fields", index), item, package_marks)
            if field and field.name in [other.name for other in fields]:
                self._add(schema_file, (*schema_at, "fields", index),
                          f"two fields of ‘{name}’ are called ‘{field.name}’", "each name once", "Rename one.")
            elif field:
                fields.append(field)
        names = [field.name for field in fields]
        keys = {}
        for key in ("primaryKey", "uniqueKeys"):
            value = schema.get(key) or []
            lists = [value] if key == "primaryKey" or not isinstance(value, list) else value
            keys[key] = tuple(
                self._field_names(schema_file, (*schema_at, key), item, names, name) for item in lists if item)
        foreign = tuple(filter(None, (
            self._foreign_key(schema_file, (*schema_at, "foreignKeys", index), item, names, name)
            for index, item in enumerate(schema.get("foreignKeys") or []))))
        resource = Resource(
            name=name, path=path, title=str(entry.get("title") or ""),
            description=str(entry.get("description") or ""), fields=tuple(fields),
            primary_key=keys["primaryKey"][0] if keys["primaryKey"] else (),
            unique_keys=keys["uniqueKeys"], foreign_keys=foreign,
            unsourced=str(entry.get("coproduce:unsourced") or ""),
            catalogue=self._flag((*at, "catalogue"), entry.get("catalogue", False)),
            licences=tuple(entry.get("licenses") or ()), line=self.file.line(*at, "name"),
            schema_file=schema_file.path)
        self._conventions(at, resource)
        return resource

    def _flag(self, at: tuple, value: Any) -> bool:
        if not isinstance(value, bool):
            self._add(self.file, at, f"‘{at[-1]}’ is ‘{value}’", "true or false", "Write ‘true’, or delete the line.")
        return value is True

    def _conventions(self, at: tuple, resource: Resource) -> None:
        """Each table either says where its rows come from or says why it need not."""
        if resource.name == SOURCES:
            for name in SOURCE_FIELDS:
                if name not in resource.field_names:
                    self._add(self.file, at, f"the table ‘{SOURCES}’ has no field ‘{name}’",
                              "the fields " + ", ".join(SOURCE_FIELDS), f"Add the field ‘{name}’.")
        if resource.name in RESERVED:
            self._add(self.file, (*at, "name"), f"no table may be called ‘{resource.name}’",
                      "another name: chapters use this one for contributions", "Rename the table.")
        if not resource.has_sources:
            return
        for name in ("source", "locator"):
            if name not in resource.field_names:
                self._add(self.file, at, f"the table ‘{resource.name}’ has no field ‘{name}’",
                          "each row names its source (an id of the table of sources) and the locator in it",
                          f"Add the field ‘{name}’, or, for a pure look-up table, "
                          "‘\"coproduce:unsourced\": the reason’.")

    def _path(self, at: tuple, name: str, path: Any, suffix: str) -> Path | None:
        where = (*at, "path" if suffix == ".csv" else "schema")
        if not isinstance(path, str) or not path:
            self._add(self.file, where, f"resource ‘{name}’ has no path to a file",
                      f"one file inside data/, such as {name}{suffix}", "Add ‘path’.")
            return None
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path or "\0" in path:
            self._add(self.file, where, f"the path ‘{path}’ leads out of data/",
                      f"a path inside data/, such as {name}{suffix}", "Move the file into data/.")
            return None
        full = self.paths.data / pure
        if not full.resolve().is_relative_to(self.paths.data.resolve()):
            self._add(self.file, where, f"the path ‘{path}’ leads out of data/ through a link",
                      "a file inside data/", "Move the file into data/.")
            return None
        if not full.is_file():
            there = sorted(p.relative_to(self.paths.data).as_posix()
                           for p in self.paths.data.rglob(f"*{suffix}"))
            self._add(self.file, where, f"the file data/{path} does not exist", "",
                      f"{did_you_mean(path, there)}Add the file or correct the path.")
            return None
        return full

    def _schema_source(self, at: tuple, name: str, schema: Any) -> tuple[YamlFile, tuple, dict | None]:
        """The schema, whether it stands in the descriptor or in a file of its own."""
        if isinstance(schema, str):
            path = self._path(at, name, schema, ".yaml")
            if path is None:
                return self.file, at, None
            file = read_yaml(path, self.paths.relative(path))
            self.problems.extend(file.problems)
            if isinstance(file.data, dict):
                return file, (), file.data
            if not file.problems:
                self._add(file, (), "this schema is empty", "a key ‘fields’", "")
            return file, (), None
        if not isinstance(schema, dict):
            self._add(self.file, at, f"resource ‘{name}’ has no schema", "a key ‘schema’ with ‘fields’",
                      "Describe each column.")
            return self.file, at, None
        return self.file, (*at, "schema"), schema

    def _field(self, file: YamlFile, at: tuple, item: Any, marks) -> Field | None:
        if not isinstance(item, dict) or not isinstance(item.get("name"), str):
            self._add(file, at, "this field has no name", "a key ‘name’", "Add the column's name.")
            return None
        name = item["name"]
        self._keys(file, at, item, FIELD_KEYS, f"field ‘{name}’")
        kind = item.get("type", "string")
        if kind not in TYPES:
            self._add(file, (*at, "type"), f"field ‘{name}’ has the type ‘{kind}’",
                      "one of " + ", ".join(TYPES), did_you_mean(kind, TYPES))
            kind = "string"
        constraints = item.get("constraints") or {}
        if not isinstance(constraints, dict):
            self._add(file, (*at, "constraints"), "constraints is not a mapping", "", "")
            constraints = {}
        self._keys(file, (*at, "constraints"), constraints, CONSTRAINT_KEYS, f"the constraints of ‘{name}’")
        for key, message, expected in constraint_faults(kind, constraints):
            self._add(file, (*at, "constraints", key), f"field ‘{name}’: {message}", expected,
                      "Correct the constraint.")
        if not str(item.get("description") or "").strip():
            self._add(file, at, f"field ‘{name}’ does not say what it is for", "a key ‘description’",
                      "Say in a sentence what the column holds and what for.",
                      code="data.field-not-explained")
        own = self._marks(file, (*at, "missingValues"), item.get("missingValues"))
        boolean = {
            key: tuple(str(value) for value in item[key]) for key in ("trueValues", "falseValues")
            if isinstance(item.get(key), list)}
        return Field(
            name=name, type=kind, title=str(item.get("title") or name),
            description=str(item.get("description") or ""), example=item.get("example"),
            bad_example=item.get("coproduce:badExample"),
            constraints=tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in constraints.items()),
            categories=tuple(str(c["value"] if isinstance(c, dict) else c)
                             for c in item.get("categories") or ()),
            missing=marks if own is None else own, line=file.line(*at),
            **{{"trueValues": "true_values", "falseValues": "false_values"}[k]: v for k, v in boolean.items()})

    def _marks(self, file: YamlFile, at: tuple, marks: Any) -> tuple[tuple[str, str], ...] | None:
        """The marks for missing values, each with its meaning."""
        if marks is None:
            return None
        result = []
        for index, mark in enumerate(marks if isinstance(marks, list) else [marks]):
            if isinstance(mark, dict) and isinstance(mark.get("value"), str) and set(mark) <= {"value", "label"}:
                result.append((mark["value"], str(mark.get("label") or "")))
            elif isinstance(mark, str):
                result.append((mark, ""))
            else:
                self._add(file, (*at, index), f"‘{mark}’ is not a mark for a missing value",
                          'text, or {value: "x", label: "withheld"}', "Put the value in quotes.")
        return tuple(result)

    def _field_names(self, file, at, value, names, resource) -> tuple[str, ...]:
        found = tuple(value) if isinstance(value, list) else (value,)
        for field in found:
            if field not in names:
                self._add(file, at, f"‘{field}’ is not a field of ‘{resource}’",
                          "one of " + ", ".join(names), did_you_mean(field, names))
        return tuple(field for field in found if field in names)

    def _foreign_key(self, file, at, item, names, resource) -> ForeignKey | None:
        reference = item.get("reference") if isinstance(item, dict) else None
        if not isinstance(reference, dict) or "fields" not in item or "fields" not in reference:
            self._add(file, at, "this foreign key is not complete",
                      "{fields: source, reference: {resource: sources, fields: id}}", "")
            return None
        self._keys(file, at, item, ("fields", "reference"), "this foreign key")
        self._keys(file, (*at, "reference"), reference, ("resource", "fields"), "this reference")
        fields = self._field_names(file, (*at, "fields"), item["fields"], names, resource)
        target = reference["fields"]
        if len(fields) != (len(target) if isinstance(target, list) else 1):
            self._add(file, at, f"this foreign key of ‘{resource}’ has not as many fields as it refers to",
                      "as many fields on both sides", "Correct the lists of fields.")
            return None
        key = ForeignKey(fields, str(reference.get("resource") or resource),
                         tuple(target) if isinstance(target, list) else (target,))
        self._foreign_places[resource, key] = (file, at)
        return key if fields else None

    def _references(self, resources: dict[str, Resource]) -> None:
        """Each foreign key points at a table and at fields that exist."""
        for resource in resources.values():
            for key in resource.foreign_keys:
                file, at = self._foreign_places[resource.name, key]
                target = resources.get(key.resource)
                if target is None:
                    self._add(file, (*at, "reference", "resource"),
                              f"‘{resource.name}’ refers to the table ‘{key.resource}’, which does not exist",
                              "one of " + ", ".join(resources), did_you_mean(key.resource, resources))
                    continue
                self._field_names(file, (*at, "reference", "fields"), list(key.reference_fields),
                                  target.field_names, target.name)

    def _keys(self, file: YamlFile, at: tuple, mapping: dict, allowed: tuple[str, ...], what: str) -> None:
        for key in mapping:
            if key in allowed:
                continue
            if key in REFUSED_KEYS:
                self._add(file, (*at, key), f"the key ‘{key}’ of {what} is not used here: {REFUSED_KEYS[key]}",
                          "", "Delete it.", code="data.unknown-key")
                continue
            self._add(file, (*at, key), f"{what} has an unknown key ‘{key}’", "one of " + ", ".join(allowed),
                      f"{did_you_mean(key, allowed)}Correct or delete it.", code="data.unknown-key")

    def _add(self, file: YamlFile, at: tuple, message: str, expected: str, action: str,
             code: str = "data.descriptor") -> None:
        self.problems.append(Problem(file.path, message, line=file.line(*at), code=code,
                                     expected=expected, action=action.strip()))

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

from coproduce.evidence.constraints import constraint_faults
from coproduce.evidence.descriptor_schema import HINTS, PACKAGE, RESERVED, SOURCE_FIELDS, TABLE_SCHEMA
from coproduce.evidence.schema import SOURCES, Field, ForeignKey, Resource
from coproduce.ground.problems import Problem
from coproduce.ground.schema_faults import schema_problems
from coproduce.ground.suggestions import did_you_mean
from coproduce.ground.yaml_file import YamlFile, read_yaml, without_empty
from coproduce.source.paths import Paths


class DescriptorReader:
    """Reads ``data/datapackage.yaml`` and collects all that is wrong with it."""

    def __init__(self, paths: Paths):
        self.paths = paths
        self.file = read_yaml(paths.package, paths.relative(paths.package))
        self.problems: list[Problem] = list(self.file.problems)
        self._foreign_places: dict[tuple[str, ForeignKey], tuple[YamlFile, tuple]] = {}

    def read(self) -> tuple[dict, dict[str, Resource]]:
        """The descriptor as written, and its resources by name.

        Where something has not the right shape, that is all that is told: the rest cannot be read.
        """
        data = without_empty(self.file.data)
        if not isinstance(data, dict):
            if not self.problems:
                self._add(self.file, (), "the descriptor is empty or not a mapping",
                          "keys ‘name’, ‘title’ and ‘resources’", "See https://datapackage.org.")
            return {}, {}
        if not self._has_shape(self.file, data, PACKAGE):
            return data, {}
        resources: dict[str, Resource] = {}
        for index, entry in enumerate(data["resources"]):
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

    def _has_shape(self, file: YamlFile, data: dict, schema: dict) -> bool:
        """Whether ``data`` can be read; unknown keys are told, and do not keep it from being read."""
        found = schema_problems(file, data, schema, "data", HINTS)
        self.problems += found
        return all(problem.code == "data.unknown-key" for problem in found)

    # One method for each level of the descriptor.

    def _resource(self, at: tuple, entry: dict) -> Resource | None:
        name = entry["name"]
        path = self._path(at, entry["path"], ".csv")
        file, schema_at, schema = self._schema_source(at, entry["schema"])
        if path is None or schema is None:
            return None
        fields = self._fields(file, schema_at, schema, name)
        names = [field.name for field in fields]
        primary, unique = schema.get("primaryKey"), schema.get("uniqueKeys", [])
        foreign = (self._foreign_key(file, (*schema_at, "foreignKeys", index), item, names, name)
                   for index, item in enumerate(schema.get("foreignKeys", ())))
        resource = Resource(
            name=name, path=path, title=str(entry.get("title", "")), description=str(entry.get("description", "")),
            fields=fields, foreign_keys=tuple(filter(None, foreign)),
            primary_key=self._field_names(file, (*schema_at, "primaryKey"), primary, names, name) if primary else (),
            unique_keys=tuple(self._field_names(file, (*schema_at, "uniqueKeys"), key, names, name) for key in unique),
            unsourced=str(entry.get("coproduce:unsourced", "")), catalogue=entry.get("catalogue", False),
            licences=tuple(entry.get("licenses", ())), line=self.file.line(*at, "name"), schema_file=file.path)
        self._conventions(at, resource)
        return resource

    def _fields(self, file: YamlFile, at: tuple, schema: dict, resource: str) -> tuple[Field, ...]:
        marks = _marks(schema["missingValues"]) if "missingValues" in schema else (("", ""),)
        fields: dict[str, Field] = {}
        for index, item in enumerate(schema["fields"]):
            place = (*at, "fields", index)
            if item["name"] in fields:
                self._add(file, place, f"two fields of ‘{resource}’ are called ‘{item['name']}’", "each name once", "Rename one.")
            else:
                fields[item["name"]] = self._field(file, place, item, marks)
        return tuple(fields.values())

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

    def _path(self, at: tuple, path: str, suffix: str) -> Path | None:
        where = (*at, "path" if suffix == ".csv" else "schema")
        pure, folder = PurePosixPath(path), self.paths.data.name
        if pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path or "\0" in path:
            self._add(self.file, where, f"the path ‘{path}’ leads out of {folder}/",
                      f"a path inside {folder}/, such as {pure.stem}{suffix}", f"Move the file into {folder}/.")
            return None
        full = self.paths.data / pure
        if not full.resolve().is_relative_to(self.paths.data.resolve()):
            self._add(self.file, where, f"the path ‘{path}’ leads out of {folder}/ through a link",
                      f"a file inside {folder}/", f"Move the file into {folder}/.")
            return None
        if not full.is_file():
            there = sorted(p.relative_to(self.paths.data).as_posix()
                           for p in self.paths.data.rglob(f"*{suffix}"))
            self._add(self.file, where, f"the file {folder}/{path} does not exist", "",
                      f"{did_you_mean(path, there)}Add the file or correct the path.")
            return None
        return full

    def _schema_source(self, at: tuple, schema: dict | str) -> tuple[YamlFile, tuple, dict | None]:
        """The schema, whether it stands in the descriptor or in a file of its own."""
        if isinstance(schema, dict):
            return self.file, (*at, "schema"), schema
        path = self._path(at, schema, ".yaml")
        if path is None:
            return self.file, at, None
        file = read_yaml(path, self.paths.relative(path))
        self.problems += file.problems
        data = without_empty(file.data)
        if file.problems or not self._has_shape(file, data if isinstance(data, dict) else {}, TABLE_SCHEMA):
            return file, (), None
        return file, (), data

    def _field(self, file: YamlFile, at: tuple, item: dict, marks: tuple[tuple[str, str], ...]) -> Field:
        name, kind, constraints = item["name"], item.get("type", "string"), item.get("constraints", {})
        for key, message, expected in constraint_faults(kind, constraints):
            self._add(file, (*at, "constraints", key), f"field ‘{name}’: {message}", expected,
                      "Correct the constraint.")
        booleans = {own: tuple(map(str, item[key])) for key, own in (("trueValues", "true_values"), ("falseValues", "false_values"))
                    if key in item}
        return Field(
            name=name, type=kind, title=str(item.get("title") or name), description=item["description"],
            example=item.get("example"), bad_example=item.get("coproduce:badExample"),
            constraints=tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in constraints.items()),
            categories=tuple(str(c["value"] if isinstance(c, dict) else c) for c in item.get("categories", ())),
            missing=_marks(item["missingValues"]) if "missingValues" in item else marks, line=file.line(*at), **booleans)

    def _field_names(self, file, at, value, names, resource) -> tuple[str, ...]:
        found = tuple(value) if isinstance(value, list) else (value,)
        for field in found:
            if field not in names:
                self._add(file, at, f"‘{field}’ is not a field of ‘{resource}’",
                          "one of " + ", ".join(names), did_you_mean(field, names))
        return tuple(field for field in found if field in names)

    def _foreign_key(
        self, file: YamlFile, at: tuple, item: dict, names: list[str], resource: str
    ) -> ForeignKey | None:
        reference = item["reference"]
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

    def _add(self, file: YamlFile, at: tuple, message: str, expected: str, action: str,
             code: str = "data.descriptor") -> None:
        self.problems.append(Problem(file.path, message, line=file.line(*at), code=code,
                                     expected=expected, action=action.strip()))


def _marks(marks: list) -> tuple[tuple[str, str], ...]:
    """The marks for missing values, each with its meaning."""
    return tuple((mark, "") if isinstance(mark, str) else (mark["value"], str(mark.get("label", ""))) for mark in marks)

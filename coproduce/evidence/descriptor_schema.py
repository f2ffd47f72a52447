"""The part of the Data Package standard (version 2) that is honoured here, as a JSON schema."""

from __future__ import annotations

from typing import Any

from coproduce.evidence.constraints import CONSTRAINT_KEYS
from coproduce.evidence.schema import TYPES

RESERVED = ("contributions",)
SOURCE_FIELDS = ("id", "title", "publisher", "authors", "published", "url", "licence", "kind", "note")

#: Keys of the standard that are refused, and why.
REFUSED_KEYS = {
    "bytes": "the size would have to be edited with every change of a value",
    "hash": "the checksum would have to be edited with every change of a value",
    "dialect": "tables are plain CSV: commas, double quotes, UTF-8, one header line",
    "fieldsMatch": "a file's header is always exactly the list of fields",
    "data": "data stands in a CSV file, so that each row has a line",
    "profile": "version 2 of the standard has no profiles",
}
#: What the value of a key should look like, in words.
HINTS = REFUSED_KEYS | {
    "resources": "a list of tables, one entry for each CSV file",
    "name": "a name such as ‘areas’",
    "path": "one file beside the descriptor or below it, such as areas.csv",
    "schema": "‘fields’, or the file beside the descriptor that has them",
    "fields": "a list, one entry for each column",
    "description": "a sentence that says what the column holds and what for",
    "type": "one of " + ", ".join(TYPES),
    "catalogue": "true or false",
    "constraints": "a mapping, such as {required: true}",
    "missingValues": 'a list of texts in quotes, or of {value: "x", label: "withheld"}',
    "value": "a text in quotes",
    "foreignKeys": "{fields: source, reference: {resource: sources, fields: id}}",
    "reference": "{resource: sources, fields: id}",
}


def _mapping(keys: str, required: tuple[str, ...] = (), *, refused: bool = False, **properties: Any) -> dict[str, Any]:
    known: dict[str, Any] = {key: {} for key in keys.split()} | properties
    if refused:
        known |= {key: {"not": {}} for key in REFUSED_KEYS}
    return {"type": "object", "required": list(required), "additionalProperties": False, "properties": known}


_TEXT = {"type": "string", "pattern": r"\S"}
_NAMES = {"type": ["array", "string"], "items": {"type": "string"}}
_LIST = {"type": "array"}
_MARK = _mapping("", ("value",), value={"type": "string"}, label={}) | {"type": ["string", "object"]}
_MARKS = {"type": "array", "items": _MARK}
# Keys of our own.
_BAD_EXAMPLE: dict[str, Any] = {"coproduce:badExample": {"description": "A cell that would be wrong; messages show it beside `example`."}}
_UNSOURCED: dict[str, Any] = {"coproduce:unsourced": {"description": "Why the table's rows name no source."}}
_FIELD = _mapping(
    "format title example rdfType", ("name", "description"), name=_TEXT, description=_TEXT,
    **_BAD_EXAMPLE,
    type={"enum": list(TYPES)}, constraints=_mapping(" ".join(CONSTRAINT_KEYS)), missingValues=_MARKS, categories=_LIST,
    trueValues=_LIST, falseValues=_LIST)
_FOREIGN_KEY = _mapping(
    "", ("fields", "reference"), fields=_NAMES, reference=_mapping("resource", ("fields",), fields=_NAMES))
#: What a table's fields are declared in, inside the descriptor or in a file of its own.
TABLE_SCHEMA = _mapping(
    "$schema name title description", ("fields",), refused=True, fields={"type": "array", "minItems": 1, "items": _FIELD},
    primaryKey=_NAMES, uniqueKeys={"type": "array", "items": _NAMES},
    foreignKeys={"type": "array", "items": _FOREIGN_KEY}, missingValues=_MARKS)
_RESOURCE = _mapping(
    "$schema title description type format mediatype encoding licenses sources homepage",
    ("name", "path", "schema"), refused=True, name=_TEXT, path=_TEXT, catalogue={
        "type": "boolean", "description": "Whether the table lists what was found, so that counts of its rows say what was collected."},
    **_UNSOURCED,
    schema=TABLE_SCHEMA | {"type": ["object", "string"]})
PACKAGE = _mapping(
    "$schema name id title description homepage version created keywords contributors licenses sources image",
    ("resources",), refused=True, resources={"type": "array", "minItems": 1, "items": _RESOURCE})

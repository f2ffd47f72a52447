"""The lists of terms that a report's contributions choose from.

They stand in ``contributions/vocabulary.yml``, one list under each name of
:data:`LISTS`; what the terms are is the report's affair::

    regions:
      - id: riverside
        label: Riverside
        description: The wards along the river.
      - id: whole-town
        label: Whole town
        description: Speaks for all of the town.
        includes: [riverside]
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coproduce.ground.problems import Problem
from coproduce.ground.schema_faults import is_valid, schema_problems
from coproduce.ground.suggestions import nearest
from coproduce.ground.yaml_file import KeyPath, YamlFile, read_yaml, without_empty

#: The lists a vocabulary may hold, and what each is for.
LISTS = {
    "organisation_types": "what kind of organisation or person contributes",
    "regions": "the place a contributor works in or speaks for",
    "sectors": "the services a contributor works in or uses",
    "themes": "what a contribution is mainly about",
    "claims": "the claims of the report that a contribution speaks to",
    "consent_wordings": "the words that contributors agreed to; `description` is the full text",
}

#: Lists a report may do without.
OPTIONAL_LISTS = ("sectors", "claims")

ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXT = {"type": "string", "minLength": 1}
_ENTRY: dict[str, Any] = {
    "type": "object", "required": ["id", "label", "description"], "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": rf"^{ID_PATTERN.pattern}\Z",
               "description": "What files say for the term: lower-case letters, digits and hyphens; never changed once used."},
        "label": _TEXT | {"description": "What readers and forms show."},
        "description": _TEXT | {"description": "What the term covers, in a sentence."},
        "includes": {"type": "array", "items": _TEXT, "description": "Narrower terms of the same list, by id."},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object", "required": [name for name in LISTS if name not in OPTIONAL_LISTS], "additionalProperties": False,
    "properties": {name: {"type": "array", "minItems": 1, "items": _ENTRY, "description": f"Terms for {said}."}
                   for name, said in LISTS.items()},
}
_HINTS = {"id": "lower-case letters, digits and hyphens", "includes": "a list of ids of the same list"}


@dataclass(frozen=True)
class Term:
    """One entry of a list: its id, how readers see it, and what it means.

    ``includes`` names narrower terms of the same list: a place that is made of
    other places, for example.
    """

    id: str
    label: str
    description: str
    includes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The terms of each list, in the order of the file, by id."""

    lists: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)
    path: str = ""

    def terms(self, name: str) -> Mapping[str, Term]:
        """The terms of the list ``name`` by id; empty if the report has none."""
        if name not in LISTS:
            raise KeyError(f"{name!r} is not a list of the vocabulary: {', '.join(LISTS)}")
        return self.lists.get(name, {})

    def label(self, name: str, term: str) -> str:
        """How readers see ``term`` of the list ``name``."""
        return self.terms(name)[term].label

    def nearest(self, name: str, seen: str) -> str | None:
        """The id that ``seen`` was probably meant to be: by id or by label."""
        terms = self.terms(name)
        wanted = seen.casefold().strip()
        by_text = {t.label.casefold(): t.id for t in terms.values()} | {t: t for t in terms}
        match = nearest(wanted, by_text)
        return by_text[match[0]] if match else None


def read_vocabulary(file: Path, path: str) -> tuple[Vocabulary, list[Problem]]:
    """The vocabulary in ``file``, and what is wrong with it.

    ``path`` is the file's name in messages. What is sound is kept, so that
    contributions can be checked against it in the same run.
    """
    if not os.path.lexists(file):
        return Vocabulary(path=path), [Problem(
            path, "There is no vocabulary.", code="vocabulary.missing", expected="a file with the lists " + ", ".join(LISTS),
            action=f"Write {path}: under each list, entries with id, label and description.")]
    document = read_yaml(file, path, typed=False)
    if document.problems:
        return Vocabulary(path=path), list(document.problems)
    data = without_empty(document.data) or {}
    problems = schema_problems(document, data, SCHEMA, "vocabulary", {**LISTS, **_HINTS})
    lists: dict[str, dict[str, Term]] = {}
    for name in LISTS if isinstance(data, dict) else ():
        lists[name] = {}
        for number, entry in enumerate(data[name] if isinstance(data.get(name), list) else ()):
            if not is_valid(entry, _ENTRY):
                continue
            if entry["id"] in lists[name]:
                problems.append(_problem(document, (name, number, "id"), f"'{entry['id']}' is in the list twice.",
                                         "each id once", "Keep one."))
                continue
            lists[name][entry["id"]] = Term(
                entry["id"], entry["label"].strip(), " ".join(entry["description"].split()), tuple(entry.get("includes", ())))
            problems += [
                _problem(document, (name, number, "includes"), f"'{included}' is not an id of this list.",
                         "ids of the same list", "Correct it, or add the term.")
                for included in entry.get("includes", ()) if all(included != other.get("id") for other in data[name])
            ]
    return Vocabulary(lists, path), problems


def _problem(document: YamlFile, place: KeyPath, message: str, expected: str, action: str) -> Problem:
    return Problem(document.path, message, line=document.line(*place), code="vocabulary.entry", field=place[0],
                   expected=expected, action=action)

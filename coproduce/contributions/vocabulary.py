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

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_text_input
from coproduce.ground.suggestions import nearest
from coproduce.ground.yaml_file import YamlFile, parse_yaml

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
_KEYS = ("id", "label", "description", "includes")


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
    try:
        text = read_text_input(file, path)
    except ProblemsFound as found:
        return Vocabulary(path=path), found.problems
    except FileNotFoundError:
        return Vocabulary(path=path), [
            Problem(
                path,
                "There is no vocabulary.",
                code="vocabulary.missing",
                expected="a file with the lists " + ", ".join(LISTS),
                action=f"Write {path}: under each list, entries with id, label and description.",
            )
        ]
    except UnicodeDecodeError:
        return Vocabulary(path=path), [
            Problem(
                path,
                "The file is not UTF-8 text.",
                code="vocabulary.encoding",
                expected="text in UTF-8",
                action="Save it again with the encoding UTF-8.",
            )
        ]
    document = parse_yaml(text, path, typed=False)
    problems = list(document.problems)
    data = document.data if isinstance(document.data, dict) else {}
    lists: dict[str, dict[str, Term]] = {}
    for name, entries in data.items():
        if name not in LISTS:
            problems.append(_unknown(path, document, (name,), name, tuple(LISTS)))
        else:
            lists[name] = _read_list(name, entries, document, path, problems)
    for name, purpose in LISTS.items():
        if not lists.get(name) and name not in OPTIONAL_LISTS and name not in data:
            problems.append(
                Problem(
                    path,
                    f"The list '{name}' is missing: {purpose}.",
                    line=document.line(),
                    code="vocabulary.missing-list",
                    field=name,
                    expected="at least one entry with id, label and description",
                    action=f"Add `{name}:` and its entries.",
                )
            )
    return Vocabulary(lists, path), problems


def _read_list(
    name: str, entries: object, document: YamlFile, path: str, problems: list[Problem]
) -> dict[str, Term]:
    def add(place, message: str, expected: str, action: str, code: str = "vocabulary.entry") -> None:
        problems.append(
            Problem(path, message, document.line(*place), code, name, expected, action)
        )

    terms: dict[str, Term] = {}
    if not isinstance(entries, list) or not entries:
        add((name,), f"'{name}' holds no list.", "entries that begin with `- id:`", "Add at least one entry.")
        return terms
    for number, entry in enumerate(entries):
        place = (name, number)
        if not isinstance(entry, dict):
            add(place, f"This entry is {entry!r}.", "id, label and description", "Write the three fields.")
            continue
        for key in entry:
            if key not in _KEYS:
                problems.append(_unknown(path, document, (*place, key), key, _KEYS))
        lacking = [k for k in ("id", "label", "description") if not isinstance(entry.get(k), str)]
        if lacking:
            add(
                place,
                f"This entry has no {' and no '.join(lacking)}.",
                "id, label and description, each a text",
                "Add what is missing.",
            )
            continue
        if not ID_PATTERN.fullmatch(entry["id"]):
            add(
                (*place, "id"),
                f"'{entry['id']}' cannot be an id.",
                "lower-case letters, digits and hyphens",
                f"For example: {re.sub('[^a-z0-9]+', '-', entry['id'].lower()).strip('-') or 'other'}",
            )
            continue
        if entry["id"] in terms:
            add((*place, "id"), f"'{entry['id']}' is in the list twice.", "each id once", "Keep one.")
            continue
        includes = entry.get("includes") or []
        terms[entry["id"]] = Term(
            entry["id"],
            entry["label"].strip(),
            " ".join(entry["description"].split()),
            tuple(includes) if isinstance(includes, list) else (str(includes),),
        )
    for number, entry in enumerate(entries):
        term = terms.get(entry.get("id", "")) if isinstance(entry, dict) else None
        for included in term.includes if term else ():
            if included not in terms:
                add(
                    (name, number, "includes"),
                    f"'{included}' is not an id of this list.",
                    "ids of the same list",
                    f"Choose from: {', '.join(terms)}.",
                )
    return terms


def _unknown(path: str, document: YamlFile, place, seen: str, known: tuple[str, ...]) -> Problem:
    near = nearest(seen, known)
    return Problem(
        path,
        f"'{seen}' is not known here." + (f" Did you mean '{near[0]}'?" if near else ""),
        line=document.line(*place),
        code="vocabulary.unknown-key",
        field=seen,
        expected=", ".join(known),
        action=f"Write '{near[0]}' instead." if near else "Take it out.",
    )

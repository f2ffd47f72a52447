"""Which region a place lies in that somebody wrote where a region was asked for.

``places`` in ``contributions/form.yml`` names tables of the report's data that know
it::

    places:
      tables:
        - {file: areas.csv, place: name, region: code}
      regions: {E12000003: yorkshire-and-the-humber}

It is suggested, never filled in: there is a Newcastle in more than one region.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from coproduce.contributions.vocabulary import Vocabulary
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.ground.read_input import read_text_input
from coproduce.ground.yaml_file import YamlFile
from coproduce.intake.matching import key
from coproduce.source.paths import Paths

_COLUMN = {"type": "string", "pattern": r"\S"}
#: What may stand under ``places``.
SCHEMA: dict[str, Any] = {
    "type": "object", "required": ["tables", "regions"], "additionalProperties": False,
    "properties": {
        "tables": {"type": "array", "minItems": 1, "description": "Tables in `data/` that name places.", "items": {
            "type": "object", "required": ["file", "place", "region"], "additionalProperties": False,
            "properties": {"file": {"type": "string", "pattern": r"^[\w-]+\.csv\Z", "description": "The file's name."},
                           "place": _COLUMN | {"description": "The column with the place's name."},
                           "region": _COLUMN | {"description": "The column with the code of the region in which it lies."}},
        }},
        "regions": {"type": "object", "description": "For each code the id of a region of the vocabulary."},
    },
}


def read_places(document: YamlFile, data: Mapping[str, Any], paths: Paths, vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """For each known place, by :func:`~coproduce.intake.matching.key`, the ids of the regions in which one lies.

    ``data`` is what stands under ``places``. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` for tables, columns and regions that there are not.
    """
    regions = vocabulary.terms("regions")
    problems = [
        _problem(document, ("places", "regions", code), f"There is no region '{region}'.", f"one of: {', '.join(regions)}", "Correct it.")
        for code, region in data["regions"].items() if region not in regions]
    found: dict[str, set[str]] = {}
    for number, table in enumerate(data["tables"]):
        file = paths.data / table["file"]
        if not file.is_file():
            problems.append(_problem(
                document, ("places", "tables", number, "file"), f"There is no table {paths.relative(file)}.",
                f"the name of a file in {paths.relative(paths.data)}/", "Correct the name, or take the entry out."))
            continue
        rows = csv.DictReader(io.StringIO(read_text_input(file, paths.relative(file)), newline=""))
        problems += [
            _problem(document, ("places", "tables", number, column), f"{paths.relative(file)} has no column '{table[column]}'.",
                     "one of: " + ", ".join(rows.fieldnames or ()), "Correct the name.")
            for column in ("place", "region") if table[column] not in (rows.fieldnames or ())]
        for row in rows:
            region = data["regions"].get(row.get(table["region"]))
            for name in _names(row.get(table["place"]) or ""):
                if region:
                    found.setdefault(name, set()).add(region)
    stop_if_any(problems)
    return {name: frozenset(within) for name, within in found.items()}


def _names(place: str) -> Iterator[str]:
    """A place's name, and without what stands behind a comma: *Bristol, City of*."""
    yield from dict.fromkeys(name for name in (key(place), key(place.partition(",")[0])) if len(name) > 2)


def regions_of(text: str, places: Mapping[str, frozenset[str]]) -> tuple[str, frozenset[str]]:
    """The longest name of a place that stands in ``text``, and the regions it may lie in; nothing if none is known."""
    said = key(text)
    words = re.findall(r"[\w'-]+", said)
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            if name in places:
                return name, places[name]
    return "", frozenset()


def _problem(document: YamlFile, place: tuple, message: str, expected: str, action: str) -> Problem:
    return Problem(document.path, message, line=document.line(*place), code="form.entry", field=".".join(map(str, place)),
                   expected=expected, action=action)

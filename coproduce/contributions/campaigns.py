"""Campaigns: many people who said the same, or nearly the same.

A text that several people sent word for word is one contribution. Who sent it
besides its own contributor stands in ``contributions/campaigns/<id>.csv``, one row
a person: an id that tells nothing, the kind of organisation, the region, and the
record of consent::

    response,organisation_type,region,agreed,wording
    response-bcdf-ghjk-lmnp,parent-or-carer,north-west,2026-11-20,2026-11

A text that differs in some words is a contribution of its own, whose ``variant_of``
names the first one; what became of that one answers it too.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.contributions.vocabulary import Vocabulary
from coproduce.ground.csv_text import csv_text
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_text_input
from coproduce.ground.suggestions import list_nearest

if TYPE_CHECKING:
    from coproduce.contributions.model import Contribution

#: The folder of the lists, among the contributions.
FOLDER = "campaigns"
COLUMNS = ("response", "organisation_type", "region", "agreed", "wording")
_RESPONSE = re.compile(r"response(?:-[a-z0-9]{1,20}){1,4}")
_TERMS = {"organisation_type": "organisation_types", "region": "regions", "wording": "consent_wordings"}


@dataclass(frozen=True)
class Person:
    """Somebody who sent the words of a contribution too; the last two are the record of their consent."""

    response: str
    organisation_type: str
    region: str
    agreed: str
    wording: str


@dataclass(frozen=True)
class Campaign:
    """The people behind a contribution and its variants.

    ``people`` is how many sent one of its texts, ``texts`` how many texts that is;
    ``organisation_types`` and ``regions`` count the people by term, the most
    frequent first. ``same`` is how many sent exactly this text.
    """

    people: int
    same: int
    texts: int
    organisation_types: Mapping[str, int]
    regions: Mapping[str, int]


def campaign_of(
    contribution: Contribution, variants: Iterable[Contribution], others: Mapping[str, tuple[Person, ...]]
) -> Campaign:
    """The campaign of ``contribution`` with its ``variants``; of one person, if nobody else sent its words."""
    texts = (contribution, *variants)
    kinds: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    for text in texts:
        mine, also = text.front.contributor, others.get(text.id, ())
        kinds.update([mine.organisation_type, *(person.organisation_type for person in also)])
        regions.update([mine.region, *(person.region for person in also)])
    same = 1 + len(others.get(contribution.id, ()))
    return Campaign(kinds.total(), same, len(texts), _most_first(kinds), _most_first(regions))


def _most_first(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def campaign_text(people: Iterable[Person]) -> str:
    """The list of ``people`` as its file has it, in order of their ids."""
    ordered = sorted(people, key=lambda person: person.response)
    return csv_text(COLUMNS, ([getattr(person, column) for column in COLUMNS] for person in ordered))


def read_campaigns(folder: Path, shown: str, vocabulary: Vocabulary) -> tuple[dict[str, tuple[Person, ...]], list[Problem]]:
    """Who sent the words of each contribution too, by its id, and what is wrong with the lists.

    ``folder`` is that of the lists, ``shown`` its name in messages.
    """
    found: dict[str, tuple[Person, ...]] = {}
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        if file.name.startswith("."):
            continue
        path = f"{shown}/{file.name}"
        if file.suffix != ".csv" or not file.is_file():
            problems.append(_problem(path, None, "This file is not read.", "lists of people, a contribution's id with .csv at the end",
                                     "Take it out of this folder: what lies here is published."))
            continue
        try:
            people, faults = _read(file, path, vocabulary, seen)
        except ProblemsFound as unreadable:
            people, faults = (), unreadable.problems
        problems += faults
        found[file.stem] = people
    return found, problems


def _read(
    file: Path, path: str, vocabulary: Vocabulary, seen: dict[str, str]
) -> tuple[tuple[Person, ...], list[Problem]]:
    rows = list(csv.reader(io.StringIO(read_text_input(file, path), newline="")))
    if not rows or tuple(rows[0]) != COLUMNS:
        return (), [_problem(path, 1, "This is not a list of people who said the same.", ",".join(COLUMNS), "Mend the first line.")]
    people: list[Person] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(COLUMNS):
            problems.append(_problem(path, number, f"The row has {len(row)} cells.", f"{len(COLUMNS)} cells", "Mend or delete the row."))
            continue
        person = Person(*row)
        faults = list(_faults(person, path, number, vocabulary))
        if person.response in seen:
            faults.append(_problem(path, number, f"'{person.response}' stands in {seen[person.response]} too.", "each person once",
                                   "Delete one of the two rows."))
        seen.setdefault(person.response, f"line {number} of {file.name}")
        problems += faults
        if not faults:
            people.append(person)
    return tuple(people), problems


def _faults(person: Person, path: str, line: int, vocabulary: Vocabulary) -> Iterable[Problem]:
    if not _RESPONSE.fullmatch(person.response):
        yield _problem(path, line, "The first cell is not the id of a response.", "an id as intake gives it, and no name",
                       "Run intake again, or delete the row.")
    for column, name in _TERMS.items():
        value = getattr(person, column)
        if value not in vocabulary.terms(name):
            near = list_nearest(value, sorted(vocabulary.terms(name)), cutoff=0.4)
            yield _problem(path, line, f"There is no {column.replace('_', ' ')} '{value[:60]}'.{near}", f"an id of {name}", "Correct it.")
    try:
        dt.date.fromisoformat(person.agreed)
    except ValueError:
        yield _problem(path, line, "There is no record of the day of consent.", "agreed: year-month-day", "Correct or delete the row.")


def check_campaigns(
    found: Mapping[str, tuple[Person, ...]], contributions: Mapping[str, Contribution], ids: Collection[str], shown: str
) -> list[Problem]:
    """Lists without their contribution, and variants of what is none."""
    problems = [
        _problem(f"{shown}/{FOLDER}/{id}.csv", 1, f"There is no contribution '{id}', but {len(people):,} said the same.",
                 f"{shown}/{id}.md", "Bring the contribution back, or run intake again with the responses; or delete the list.")
        for id, people in found.items() if id not in ids]
    for contribution in contributions.values():
        head = contribution.front.variant_of
        if not head:
            continue
        if head not in ids:
            problems.append(_problem(
                contribution.path, 1, f"It is a variant of '{head}', which is not there.{list_nearest(head, sorted(ids), cutoff=0.4)}",
                "the id of a contribution", "Correct `variant_of`, or take it out.", "variant_of"))
        elif head == contribution.id or (head in contributions and contributions[head].front.variant_of):
            problems.append(_problem(
                contribution.path, 1, f"It is a variant of '{head}', which is a variant itself.", "the first text of the campaign",
                f"Write the one that {head} names.", "variant_of"))
    return problems


def _problem(path: str, line: int | None, message: str, expected: str, action: str, field: str = "") -> Problem:
    return Problem(path, message, line=line, code="contribution.campaign", field=field, expected=expected, action=action)

"""What became of each contribution: one small file beside each.

``contributions/dispositions/<id>.yml`` says for the contribution ``<id>``::

    status: used
    uses:
      - chapter: survival
        conclusion: watering-works
        stance: qualifies
        how: Shows that the census does not cover all trees.
    decided: 2026-11-22
    by: editors

or ``status: noted`` or ``status: out-of-scope`` with a ``reason``. One file
each, so that two people who decide on two contributions never touch the same.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from coproduce.contributions.fields import about, date_field, text_field
from coproduce.contributions.model import Part
from coproduce.contributions.validation_messages import problems_of
from coproduce.contributions.vocabulary import Vocabulary
from coproduce.ground.interface_words import marked_words
from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import list_nearest, nearest
from coproduce.ground.yaml_file import YamlFile, read_yaml, without_empty

STATUSES = marked_words({
    "used": "Used",
    "noted": "Noted",
    "out-of-scope": "Out of scope",
})
#: What a stance is called above the contributions that take it.
STANCE_HEADINGS = marked_words({"supports": "Supports", "qualifies": "Qualifies", "challenges": "Challenges"})
STANCES = {
    "supports": "speaks for the conclusion",
    "qualifies": "limits it, or says under which condition it holds",
    "challenges": "speaks against it",
}

#: Contributions without a disposition that are named one by one.
MOST_NAMED = 10
#: The day in examples.
EXAMPLE_DAY = "2026-11-22"


class Use(Part):
    """One conclusion that a contribution bears on, and how."""

    chapter: text_field(100) = about(
        "The chapter in which it is used", "survival", "chapter 3", "numbers change, names do not"
    )
    conclusion: text_field(100) = about(
        "The conclusion or recommendation it bears on, by name", "watering-works", "the second one", "it is not a name"
    )
    stance: Literal["supports", "qualifies", "challenges"] = about(
        "Whether it speaks for the conclusion, limits it or speaks against it",
        "qualifies",
        "mixed",
        "a reader must be able to count voices for and against",
    )
    how: text_field(400) = about(
        "What the contribution adds, in one sentence",
        "Shows that the census does not cover all trees.",
        "Relevant.",
        "the contributor cannot see what became of the point",
    )


class Disposition(Part):
    """What was decided on one contribution, when and by whom."""

    status: Literal["used", "noted", "out-of-scope"] = about(
        "What became of it", "used", "read", "it does not say whether anything came of it"
    )
    uses: Annotated[tuple[Use, ...], Field(max_length=20)] = about(
        "For status used: each conclusion it bears on",
        "a list: chapter, conclusion, stance, how",
        "[watering-works]",
        "how it bears on it would be missing",
        default=(),
    )
    reason: text_field(400) = about(
        "For status noted or out-of-scope: why, in a sentence the contributor can accept",
        "Speaks of hedges; this report is about street trees.",
        "Not relevant",
        "it gives no reason",
        default="",
    )
    decided: date_field() = about("The day of the decision", "2026-11-22", "yesterday", "it means another day later")
    by: text_field(100) = about(
        "Who decided, as a role", "editors", "Asha Patel", "the file is public and needs no person's name"
    )


def read_dispositions(
    folder: Path, shown: str
) -> tuple[dict[str, Disposition], dict[str, YamlFile], list[Problem]]:
    """The dispositions in ``folder`` by the contribution's id, their lines, and problems.

    ``shown`` is the folder's name in messages. A disposition that is not sound
    is left out; its text is kept, so that it does not count as missing too.
    """
    found: dict[str, Disposition] = {}
    texts: dict[str, YamlFile] = {}
    problems: list[Problem] = []
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        path = f"{shown}/{file.name}"
        if file.name.startswith("."):
            continue
        if file.suffix != ".yml":
            problems.append(Problem(
                path, "This file is not read.", code="disposition.file-name",
                expected="one file for each contribution, its id with .yml at the end",
                action="Rename it, or take it out of this folder."))
            continue
        document = read_yaml(file, path, typed=False)
        texts[file.stem] = document
        problems += document.problems
        if not document.problems:
            disposition, faults = read_disposition(document, path)
            problems += faults
            if disposition:
                found[file.stem] = disposition
    return found, texts, problems


def read_disposition(document: YamlFile, path: str) -> tuple[Disposition | None, list[Problem]]:
    """The disposition in ``document``, or None, and what is wrong with it; ``path`` names it."""
    data = document.data
    if not isinstance(data, dict):
        return None, [Problem(
            path, "The disposition is empty.", line=1, code="disposition.empty",
            expected="status, uses or reason, decided, by", action="Write what became of the contribution.")]
    data = without_empty(data)
    problems = [
        Problem(
            path, message, line=document.line(field), code="disposition.incomplete", field=field, expected=expected,
            action=action)
        for field, message, expected, action in _breaches(data)
    ]
    try:
        disposition = Disposition.model_validate(data)
    except ValidationError as error:
        return None, problems + problems_of(error, Disposition, document, path, Vocabulary(), "disposition")
    return disposition, problems


def _breaches(data: dict[str, Any]):
    status, uses = data.get("status"), data.get("uses")
    if status == "used" and not uses:
        yield "status", "It is used, but not for what.", "uses: chapter, conclusion, stance, how", "Add `uses:`."
    if status == "used" and data.get("reason"):
        yield "reason", "A contribution that is used needs no reason.", "how, under each use", "Take reason out."
    if status in ("noted", "out-of-scope"):
        if not data.get("reason"):
            yield "status", f"It is {status}, but without a reason.", "a reason", "Add `reason:`."
        if uses:
            yield "uses", f"It is {status}, but there are uses.", "status: used", "Correct one of the two."


def check_dispositions(
    dispositions: dict[str, Disposition],
    texts: dict[str, YamlFile],
    contributions: Collection[str],
    variants: Collection[str],
    chapters: Collection[str] | None,
    conclusions: Collection[str] | None,
    folder: str,
) -> list[Problem]:
    """Contributions unaccounted for, and names in dispositions that do not exist.

    ``contributions`` are the ids of all files, sound or not, ``variants`` of those that
    a campaign's disposition answers; with ``chapters`` or
    ``conclusions`` None, those names are not checked.
    """
    problems: list[Problem] = []
    if missing := sorted(set(contributions) - set(texts) - set(variants)):
        problems.append(_unaccounted(missing, folder))
    for id in texts:
        if id not in contributions:
            problems.append(
                _unknown(f"{folder}/{id}.yml", 1, "contribution", "", id, contributions, "Rename or remove the file.")
            )
    for id, disposition in dispositions.items():
        path = f"{folder}/{id}.yml"
        seen: set[tuple[str, str]] = set()
        for number, use in enumerate(disposition.uses):
            for field, known in (("chapter", chapters), ("conclusion", conclusions)):
                name = getattr(use, field)
                if known is not None and name not in known:
                    line = texts[id].line("uses", number, field)
                    problems.append(
                        _unknown(path, line, field, f"uses.{field}", name, known, "Correct the name.")
                    )
            if (use.chapter, use.conclusion) in seen:
                problems.append(Problem(
                    path, f"'{use.conclusion}' in '{use.chapter}' is listed twice.", line=texts[id].line("uses", number),
                    code="disposition.twice", field="uses", expected="each conclusion once in a chapter, with one stance",
                    action="Join the two into one."))
            seen.add((use.chapter, use.conclusion))
    return problems


def _unaccounted(missing: list[str], folder: str) -> Problem:
    """One problem, however many contributions lack a disposition."""
    walk = "Run: coproduce dispose. It shows each and writes its file"
    if len(missing) == 1:
        id = missing[0]
        return Problem(
            f"{folder.rsplit('/', 1)[0]}/{id}.md", "Nobody has recorded what became of this contribution.", line=1,
            code="disposition.unaccounted", expected=f"{folder}/{id}.yml with status used, noted or out-of-scope",
            action=f"{walk}. Or write {folder}/{id}.yml, for example with four lines: `status: noted`, `reason: \"Says the same as "
            f"other contributions that are used.\"`, `decided: {EXAMPLE_DAY}`, `by: editors`. "
            "A contribution that bears on a conclusion is `used`: see contributions/README.md.")
    more = f", and {len(missing) - MOST_NAMED:,} more" if len(missing) > MOST_NAMED else ""
    return Problem(
        folder, f"Nobody has recorded what became of {len(missing):,} contributions: {', '.join(missing[:MOST_NAMED])}{more}.",
        code="disposition.unaccounted", expected="a file for each, with status used, noted or out-of-scope",
        action=f"{walk}; for several people, coproduce dispose --export FILE.xlsx makes a spreadsheet, and --import takes it in.")


def _unknown(
    path: str, line: int | None, kind: str, field: str, seen: str, known: Collection[str], action: str
) -> Problem:
    near = nearest(seen, sorted(known), cutoff=0.4)
    return Problem(
        path, f"There is no {kind} '{seen}'.{list_nearest(seen, sorted(known), cutoff=0.4)}", line=line,
        code=f"disposition.unknown-{kind}", field=field, expected=f"the name of a {kind} of this report",
        action=f"Write '{near[0]}', or add the {kind}." if near and kind != "contribution" else action)

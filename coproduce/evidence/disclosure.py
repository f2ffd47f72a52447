"""Statistical disclosure control: small numbers of people are not published.

A count of people below the threshold (``disclosure_threshold`` in
``_config.yml``) could point at a person, so it reads "fewer than 10" instead.
Nought is published: it points at nobody who is in the data.

This concerns numbers that this report counts itself, such as breakdowns of
contributors. Official statistics are shown as published; their publishers'
own suppression marks arrive as declared missing values and stay.

*Primary* suppression alone is not enough where a total is shown beside its
parts: one missing part is the total less the others. :func:`suppress` therefore
hides further parts (*secondary* or *complementary* suppression) until what is
hidden cannot be worked out again. Breakdowns in other tables of the same people
need a check by a person: differences between tables are beyond this module.

Method: the threshold rule with complementary suppression and an audit of what a
reader could infer; Hundepool and others, *Statistical Disclosure Control*
(2012), chapter 4. Two crossed breakdowns are audited as a flow in a network,
where whole numbers lose nothing (the same chapter, on two-dimensional tables).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import say

if TYPE_CHECKING:
    import pandas as pd

WITHHELD = "withheld"

Groups = list[list[int]]
"""The groups of one breakdown: positions of cells whose total is known."""


def is_disclosive(count: float | Decimal, threshold: int) -> bool:
    """Whether that many people are too few to publish their number."""
    return 0 < count < threshold


def withheld_text(threshold: int) -> str:
    """What stands in the place of a number that is too small."""
    return say("fewer than {threshold}", threshold=threshold)


def suppress(frame: "pd.DataFrame", column: str, threshold: int,
             within: str | Sequence[str] | Sequence[Sequence[str]] = ()) -> "pd.DataFrame":
    """A copy of ``frame`` in which counts of ``column`` that could point at a person are missing.

    ``<column>_missing`` then says "withheld", "" elsewhere; nothing tells a count
    that was too small from one hidden to protect it. ``within`` names the columns
    that define groups whose total is known; without it the whole frame is one
    group. For a table with totals of its rows and of its columns give both
    breakdowns: ``within=[["place"], ["age"]]``.

    Counts below ``threshold`` are hidden, then the next smallest above nought (the
    upper one of equals) until, in each group with something hidden, at least two
    counts are, they add up to the threshold or more, and a reader who knows the
    total, that hidden counts are whole and above nought, and even that all of them
    may be small, is left with more than one possibility for each. With two
    breakdowns the same holds for what follows from both together. A count that was
    missing before protects nothing, for it may not be in the total.

    Raises ``KeyError`` for an unknown column. Raises ``ValueError`` for a threshold
    below 2, more than two breakdowns, a count that is negative or not whole, a
    group that hiding cannot protect (one count above nought, or too few people in
    all), and where no count above nought would be left to publish.
    """
    import pandas as pd

    if threshold < 2:
        raise ValueError(f"a threshold of {threshold} withholds nothing; use 2 or more")
    counts = pd.to_numeric(frame[column]).astype("Float64")
    present = counts.dropna()
    if (present < 0).any() or (present % 1 != 0).any():
        raise ValueError(f"‘{column}’ holds a number that is not a count of people")
    people = [0 if pd.isna(count) else int(count) for count in counts]
    keys = _breakdowns(within)
    if len(keys) > 2:
        raise ValueError(f"‘within’ names {len(keys)} breakdowns, and what follows from more than two together is not "
                         "worked out here. Publish fewer totals, or use software made for it")
    breakdowns = [_groups(frame, names) for names in keys]
    hidden = {place for place, count in enumerate(people) if is_disclosive(count, threshold)}
    while unsafe := _unsafe(people, hidden, breakdowns, threshold):
        others = [place for place in unsafe if people[place] and place not in hidden]
        if not others:
            raise ValueError(_unprotected(frame, column, threshold, keys, unsafe))
        hidden.add(min(others, key=lambda place: (people[place], place)))
    if hidden and not any(count for place, count in enumerate(people) if place not in hidden):
        raise ValueError(f"every count of ‘{column}’ would have to be withheld (threshold {threshold}), so the table "
                         "would tell nothing. Merge categories, or publish the total alone")
    gone = pd.Series([place in hidden for place in range(len(people))], index=frame.index, dtype="bool").to_numpy()
    result = frame.copy()
    result[column] = counts.mask(gone)
    marks = f"{column}_missing"
    before = result[marks] if marks in result else pd.Series("", index=frame.index)
    result[marks] = before.mask(gone, WITHHELD)
    return result


def _breakdowns(within: str | Sequence[str] | Sequence[Sequence[str]]) -> list[list[str]]:
    if isinstance(within, str):
        return [[within]]
    names = [name for name in within if isinstance(name, str)]
    if len(names) == len(within):
        return [names]
    return [[keys] if isinstance(keys, str) else list(keys) for keys in within]


def _groups(frame: "pd.DataFrame", names: list[str]) -> Groups:
    found: dict[tuple, list[int]] = {}
    columns = [frame[name].astype("str").tolist() for name in names]
    for place in range(len(frame)):
        found.setdefault(tuple(column[place] for column in columns), []).append(place)
    return list(found.values())


def _unsafe(people: list[int], hidden: set[int], breakdowns: list[Groups], threshold: int) -> list[int]:
    """The places of a group (or of all groups of a cell) where something hidden can be worked out; none if all is safe."""
    for group in (group for groups in breakdowns for group in groups):
        inside = [people[place] for place in group if place in hidden]
        if inside and _gives_away(len(inside), sum(inside), threshold):
            return group
    if len(breakdowns) == 2:
        rows, columns = ({place: group for group in groups for place in group} for groups in breakdowns)
        for place in sorted(hidden):
            if not _in_doubt(place, people, hidden, breakdowns, threshold):
                return [*rows[place], *columns[place]]
    return []


def _gives_away(number: int, total: int, threshold: int) -> bool:
    """Whether ``number`` hidden counts above nought with that total can be worked out, if need be by taking all for small."""
    return number < 2 or total < threshold or total in (number, number * (threshold - 1))


def _in_doubt(cell: int, people: list[int], hidden: set[int], breakdowns: list[Groups], threshold: int) -> bool:
    """Whether ``cell`` could be another number with all totals of both breakdowns unchanged.

    Groups are the nodes of a network and hidden cells its edges. Raising a cell by
    one is a step from its group in the first breakdown to its group in the second,
    lowering one the step back. The cell may change if a way closes the circle.
    Where all that is hidden is small, a reader may take it for small.
    """
    ends = [{place: number for number, group in enumerate(groups) for place in group} for groups in breakdowns]
    most = threshold - 1 if all(people[place] < threshold for place in hidden) else None

    def steps() -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
        for place in hidden - {cell}:
            first, second = (0, ends[0][place]), (1, ends[1][place])
            if most is None or people[place] < most:
                yield first, second
            if people[place] > 1:
                yield second, first

    ahead: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for start, end in steps():
        ahead.setdefault(start, []).append(end)
    first, second = (0, ends[0][cell]), (1, ends[1][cell])
    raised = (most is None or people[cell] < most) and _reaches(ahead, second, first)
    return raised or (people[cell] > 1 and _reaches(ahead, first, second))


def _reaches(ahead: dict[tuple[int, int], list[tuple[int, int]]], start: tuple[int, int], end: tuple[int, int]) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        for following in ahead.get(waiting.pop(), ()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return end in seen


def _unprotected(frame: "pd.DataFrame", column: str, threshold: int, keys: list[list[str]], unsafe: list[int]) -> str:
    """Why a group cannot be protected, without its numbers: this may be read in a public log."""
    row = frame.iloc[unsafe[0]]
    names = ", ".join(f"{name} ‘{row[name]}’" for names in keys for name in names)
    return (f"‘{column}’ cannot be protected{f' in {names}' if names else ''}: all that could be hidden is hidden, and the "
            f"total still gives it away (one count above nought, or too few people in all for the threshold of {threshold}). "
            "Merge categories or groups, or leave the total and this breakdown out")

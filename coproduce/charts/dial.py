"""A dial below a figure: a reader moves along the rows of its data, and a sentence says what each row means.

For a choice that has a price on either side, such as a threshold. It is worked out when the report is built:
the page holds every sentence, and needs no server. Documents and pages without scripts have the picture and its table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any


@dataclass(frozen=True)
class Dial:
    """``column`` of a figure's data holds the positions, in the order of the rows.

    ``label`` says in words what is turned, ``ends`` what lies at its first and last position. ``sentence`` is
    filled in for each row, as ``str.format`` does with the row's columns: ``"{missed:.1%} are missed"``.
    ``start`` is the position at first.
    """

    column: str
    label: str
    sentence: str
    start: Any
    ends: tuple[str, str] = ("", "")


def dial_faults(dial: Dial, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What keeps the dial from working over the rows of a figure's data, each as a fragment."""
    faults = [f"dial: its {part} is missing" for part in ("label", "sentence") if not str(getattr(dial, part) or "").strip()]
    if len(rows) < 2:
        return [*faults, f"dial: data has {len(rows)} row, and a dial needs two or more"]
    lacking = sorted({dial.column, *_fields(dial.sentence)} - set(rows[0]))
    if lacking:
        return [*faults, f"dial: data lacks {', '.join(map(repr, lacking))}; it has {', '.join(map(str, rows[0]))}"]
    positions = [row[dial.column] for row in rows]
    twice = sorted({str(position) for position in positions if positions.count(position) > 1})
    if twice:
        faults.append(f"dial: {dial.column!r} holds {', '.join(twice)} more than once, and each row is a position of its own")
    if dial.start not in positions:
        faults.append(f"dial: start {dial.start!r} is no position; they are {', '.join(map(str, positions))}")
    try:
        [dial.sentence.format_map(row) for row in rows]
    except (ValueError, TypeError, AttributeError, IndexError) as error:
        faults.append(f"dial: its sentence cannot be filled in: {error}")
    return faults


def steps(dial: Dial, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The dial as a page needs it: label, ends, the place of the start, and for each place position and sentence."""
    positions = [row[dial.column] for row in rows]
    return {"label": dial.label.strip(), "ends": [end.strip() for end in dial.ends], "start": positions.index(dial.start),
            "steps": [[str(position), dial.sentence.format_map(row).strip()] for position, row in zip(positions, rows)]}


def _fields(sentence: str) -> set[str]:
    """The columns that a sentence names; none if its braces do not match, which is a fault of its own."""
    try:
        return {name.partition(".")[0].partition("[")[0] for _, name, *_ in Formatter().parse(sentence) if name}
    except ValueError:
        return set()

"""The passages of a page, so that two editions can be held side by side without their texts.

A passage is a paragraph, heading or entry as its author wrote it, without numbers
and references: those are compared by what they say. The ledger keeps a mark for
each, of which equal ones mean equal words.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import groupby

from coproduce.ground.checksums import checksum_of
from coproduce.source.prose import prose


def passages(text: str) -> list[str]:
    """A mark for each passage of a page's text, in reading order."""
    found = []
    for _, lines in groupby(prose(text), key=lambda line: line.block):
        words = " ".join(" ".join(line.text for line in lines).split())
        if words:
            found.append(checksum_of(words)[:12])
    return found


def changed(old: list[str], new: list[str]) -> str:
    """How many passages were reworded, added and dropped, in words; "" if none."""
    reworded = added = dropped = 0
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            same = min(b - a, d - c)
            reworded, dropped, added = reworded + same, dropped + (b - a - same), added + (d - c - same)
    counts = ((reworded, "reworded"), (added, "added"), (dropped, "dropped"))
    counted = [f"{number} {what}" for number, what in counts if number]
    return f"passages: {', '.join(counted)}" if counted else ""

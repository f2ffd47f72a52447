"""How often a contributor's own name is found where they did not want it shown, and how often wrongly.

    python benchmarks/concealed_names.py

Names, organisations and texts stand in ``concealed_names.yml``. Names of common words are
looked for in innocent sentences too: they must not flood the review.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from coproduce.intake.name_matcher import name_matcher

CASES = Path(__file__).with_name("concealed_names.yml")
#: Words of a vocabulary that say nothing of one organisation, as a report's own does.
GENERAL = frozenset("council parish school trust charity nursery early years health families".split())


@dataclass(frozen=True)
class NamesFound:
    """Each a count and of how many; ``innocent`` and ``word_names`` are how many of each there were."""

    told: tuple[int, int]
    told_held_out: tuple[int, int]
    alarms: tuple[int, int]
    innocent: int
    word_names: int
    missed: tuple[str, ...]


def find_names(innocent: Iterable[str]) -> NamesFound:
    innocent = list(innocent)
    cases = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    told = {half: list(_told(cases, half)) for half in ("tuning", "held_out")}
    searches = [name_matcher([name], (), (), GENERAL) for name in cases["word_names"]]
    alarms = sum(any(True for _ in search.places(text)) for search in searches for text in innocent)
    both = told["tuning"] + told["held_out"]
    return NamesFound(
        (sum(found for _, found in both), len(both)), (sum(found for _, found in told["held_out"]), len(told["held_out"])),
        (alarms, len(searches) * len(innocent)), len(innocent), len(searches), tuple(text for text, found in both if not found))


def _told(cases: dict, half: str) -> Iterator[tuple[str, bool]]:
    """Each text of ``half`` with each name, and whether the name was found in it."""
    for name in (*cases["word_names"], *cases["names"]):
        first, last = name.split()
        for number, (organisation, part) in enumerate(cases["organisations"].items()):
            search = name_matcher([name], [organisation], (), GENERAL)
            for template in cases[half]:
                if "{o}" in template or not number:
                    text = template.format(f=first, l=last, i=first[0], j=last[0], o=part)
                    yield text, any(True for _ in search.places(text))


if __name__ == "__main__":
    found = find_names(Path(__file__).with_name("scan_innocent.txt").read_text(encoding="utf-8").splitlines())
    print(found)

"""What became of responses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from coproduce.intake.identify_responses import place

ADDED, UNCHANGED, UPDATED, COUNTED = "added", "unchanged", "updated", "counted"
REVIEW, REFUSED = "needs review", "refused"
STATES = (ADDED, UNCHANGED, UPDATED, COUNTED, REVIEW, REFUSED)


@dataclass(frozen=True)
class Outcome:
    """What became of one response. ``text`` is what is, or would be, written; ``hints`` where names may stand in it.

    Of a response that is counted, ``id`` is the contribution whose words it repeats.
    """

    row: int
    number: str
    id: str
    state: str
    reasons: tuple[str, ...] = ()
    text: str = ""
    hints: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return place(self.row, self.number)


@dataclass
class RunResult:
    """What a run did; ``notes`` concern the whole export."""

    outcomes: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    review: Path = Path()
    dry: bool = False

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(outcome.state for outcome in self.outcomes)
        return {state: counted[state] for state in STATES}

"""How the time of each search for personal data grows with the text.

    python benchmarks/scan_time.py [--sizes 50 100] [--limit 20] [--output docs/benchmarks.md]

Searches texts that repeat each of some hundred short ones (``text_checks.py``; runs of
digits among them) for each kind of personal data by itself, and for all of them as the
scan does, and writes for each the text that takes longest, and by which power of its
length the time grows (1 is linear). The time is that of a processor; what seems
to grow faster than its text is measured again, and the shortest run counts. What takes
longer than ``--limit`` seconds is told as that, and not tried at a larger size.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sections import PAGE, machine, write_section
from text_checks import ATOMS, seconds

from coproduce.contributions.lookalikes import plain_text
from coproduce.contributions.privacy import KINDS, scan
from coproduce.contributions.privacy_rules import RULES

ROOT = Path(__file__).parents[1]
#: Below these seconds at the smallest size the power is that of the clock, not of the search.
LEAST = 0.05
RUNS = 6
WHOLE = "all of them, as the scan searches"


@dataclass(frozen=True)
class Growth:
    """The seconds that one search took for the sizes of a text that repeats ``atom``."""

    atom: str
    taken: tuple[float, ...]

    def power(self, sizes: list[int]) -> float:
        if len(self.taken) < len(sizes) or math.isinf(self.taken[-1]):
            return math.inf
        return math.log(self.taken[-1] / max(self.taken[0], 1e-4)) / math.log(sizes[-1] / sizes[0])


def searches() -> dict[str, Callable[[str], object]]:
    """Each search by its name: one a kind, on text that is plain already, and all of them."""
    def of(kind: str) -> Callable[[str], object]:
        return lambda text: list(RULES[kind].spans(text))

    return {KINDS[kind]: of(kind) for kind in RULES} | {WHOLE: scan}


def texts(sizes: list[int]) -> dict[str, list[str]]:
    """For each atom the text of each size, in plain characters as the searches get it."""
    return {atom: [plain_text(atom * (1000 * size // len(atom))).text for size in sizes] for atom in ATOMS}


def growths(search: Callable[[str], object], repeated: dict[str, list[str]], sizes: list[int], limit: int) -> Iterator[Growth]:
    """How ``search`` grows for each atom; what seems to grow faster than the text is measured again."""
    for atom, sized in repeated.items():
        found = Growth(atom, _taken(search, sized, limit))
        for _ in range(RUNS - 1):
            if found.taken[0] >= LEAST and 1.1 < found.power(sizes) < math.inf:
                found = Growth(atom, tuple(map(min, found.taken, _taken(search, sized, limit))))
        yield found


def _taken(search: Callable[[str], object], sized: list[str], limit: int) -> tuple[float, ...]:
    taken: list[float] = []
    for text in sized:
        taken.append(seconds(search, text, limit))
        if math.isinf(taken[-1]):
            break
    return tuple(taken)


def as_markdown(results: dict[str, list[Growth]], sizes: list[int]) -> str:
    """The section of the page of all benchmarks."""
    rows, steepest = [], []
    for name, found in results.items():
        worst = max(found, key=lambda growth: growth.taken[-1])
        steep = max((g.power(sizes) for g in found if g.taken[0] >= LEAST), default=math.nan)
        steepest.append(0 if math.isnan(steep) else steep)
        times = " | ".join(f"{seconds:,.2f} s" for seconds in worst.taken)
        powers = f"{worst.power(sizes):.2f} | {steep:.2f}" if not math.isnan(steep) else "| "
        rows.append(f"| {name} | `{worst.atom!r}` | {times} | {powers} |")
    most = f"the steepest power of all is {max(steepest):.2f}"
    return f"""## How long the scan for personal data takes

Seconds of one processor for texts of {' and '.join(f'{1000 * size:,}' for size in sizes)} characters that repeat each of {len(ATOMS)} short ones, runs of digits among them, for each kind by itself: the text that takes longest, and by which power of its length its time grows (1 is linear).
*Steepest* is the greatest power among all texts that take at least {LEAST} s; where none does, too little is left to tell a power ({machine()}, one run; up to {RUNS} where the power was above 1.1).

| kind searched for | text | {' | '.join(f'{1000 * size:,} characters' for size in sizes)} | power | steepest |
|---|---|{'---|' * (len(sizes) + 2)}
{chr(10).join(rows)}

{most.capitalize()}. An answer of a form has at most 6,000 characters. `python benchmarks/scan_time.py` makes these figures again.
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", type=int, nargs="+", default=[50, 100], help="in thousand characters")
    options.add_argument("--limit", type=int, default=20, help="seconds of a processor for one text")
    options.add_argument("--output", type=Path, default=ROOT / PAGE)
    given = options.parse_args()
    results, repeated = {}, texts(given.sizes)
    for name, search in searches().items():
        results[name] = list(growths(search, repeated, given.sizes, given.limit))
        worst = max(results[name], key=lambda growth: growth.taken[-1])
        print(f"{name}: {worst.atom!r} {'  '.join(f'{t:.2f}' for t in worst.taken)} s, power {worst.power(given.sizes):.2f}", flush=True)
    write_section(given.output, "scan-time", as_markdown(results, given.sizes))
    print(f"wrote {given.output}")


if __name__ == "__main__":
    main()

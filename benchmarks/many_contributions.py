"""Builds a report from more and more synthetic contributions, and says how the work grows.

    python benchmarks/many_contributions.py [--numbers 100 1000 10000] [--output docs/benchmarks.md]

A copy of the tiny report of the tests gets so many contributions, each with a
disposition. They are made, not heard, and each says so. The same number gives
the same files.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[1]
TINY = REPOSITORY / "tests" / "tiny"
CONCLUSIONS = (("survival", "watering-works"), ("streets", "water-first-summer"))

_TOPICS = ("watering", "stakes", "mulch", "pruning", "shade", "roots", "bark", "leaf fall", "planting holes",
           "tree guards", "saplings", "old limes", "cherry trees", "fruit trees", "hedges by the school")
_PLACES = ("on Mill Lane", "by the church", "near the bus stop", "at the station", "along the stream",
           "outside the shops", "on the green", "behind the library", "next to the allotments")
_POINTS = (
    "Nobody told us whom to ask.",
    "Two of three young trees dried out before anyone came.",
    "Neighbours carried water in cans, and those trees lived.",
    "The list of streets leaves out trees behind fences.",
    "A count in June says little about a dry August.",
    "We would help if there were a rota with names on it.",
    "Stakes were left on for years and cut into the bark.",
    "Where children had planted the trees, fewer were broken.",
    "The contractor and the council each thought the other would water.",
    "More trees are welcome, but not over the only bench in the sun.",
    "Records of what was planted should stand with records of what died.",
    "One visit a week in the first summer would have been enough.",
)
_ASKS = ("Water young trees weekly", "Name one person a street", "Count garden trees", "Loosen stakes after a year")


def add_contributions(root: Path, number: int) -> None:
    """Write ``number`` contributions and their dispositions into a copy of the tiny report."""
    chance = random.Random(20260223)
    folder = root / "contributions"
    (folder / "dispositions").mkdir(parents=True, exist_ok=True)
    for position in range(1, number + 1):
        id_ = f"synthetic-{position:05}"
        (folder / f"{id_}.md").write_text(_contribution(position, chance), encoding="utf-8")
        (folder / "dispositions" / f"{id_}.yml").write_text(_disposition(chance), encoding="utf-8")


def _contribution(position: int, chance: random.Random) -> str:
    topic, place = chance.choice(_TOPICS), chance.choice(_PLACES)
    credit = chance.choice(("organisation", "anonymous", "anonymous"))
    organisation = f"  organisation: Friends of street {chance.randrange(1, 400)}\n" if credit == "organisation" else ""
    claims = chance.sample(("alive", "loved"), chance.randrange(3))
    asks = chance.sample(_ASKS, chance.randrange(3))
    lines = [
        f"title: What we saw of {topic} {place} (synthetic, {position})",
        "contributor:",
        f"{organisation}  organisation_type: {chance.choice(('parish-council', 'volunteers'))}",
        f"  region: {chance.choice(('east', 'west', 'town'))}",
        f"  credit: {credit}",
        f"kind: {chance.choice(('participant', 'participant', 'table-discussion', 'written-evidence'))}",
        "consent:",
        "  given: true",
        '  date: "2026-02-10"',
        '  wording: "1"',
        f"theme: {chance.choice(('watering', 'planting'))}",
        f"claims: [{', '.join(claims)}]",
        *([f"asks: [{', '.join(asks)}]", "asks_basis: stated"] if asks else []),
    ]
    points = chance.sample(_POINTS, chance.randrange(3, 9))
    half = len(points) // 2
    body = f"Synthetic text, made for a test.\n{' '.join(points[:half])}\n\n{' '.join(points[half:])}"
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"


def _disposition(chance: random.Random) -> str:
    decided = 'decided: "2026-02-20"\nby: editors\n'
    status = chance.choices(("used", "noted", "out-of-scope"), (6, 3, 1))[0]
    if status != "used":
        return f"status: {status}\nreason: Synthetic reason; the report says this already.\n{decided}"
    uses = ""
    for chapter, conclusion in chance.sample(CONCLUSIONS, chance.randrange(1, 3)):
        stance = chance.choices(("supports", "qualifies", "challenges"), (6, 3, 1))[0]
        uses += (f"  - chapter: {chapter}\n    conclusion: {conclusion}\n    stance: {stance}\n"
                 "    how: Says the same of another street (synthetic).\n")
    return f"status: used\nuses:\n{uses}{decided}"


def main() -> None:
    from sections import PAGE, write_section  # here, since tests load this file from elsewhere

    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--numbers", type=int, nargs="+", default=[100, 1_000, 10_000])
    options.add_argument("--keep", type=Path, help="an empty folder to build the largest in, kept for looking at")
    options.add_argument("--output", type=Path, default=REPOSITORY / PAGE)
    given = options.parse_args()
    built = []
    for number in sorted(given.numbers):
        with tempfile.TemporaryDirectory(prefix="many-") as temporary:
            root = given.keep if given.keep and number == max(given.numbers) else Path(temporary, "report")
            shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"), dirs_exist_ok=True)
            add_contributions(root, number)
            built.append(_built(root, number))
    text = _document(built)
    write_section(given.output, "many", text)
    print(f"{text}\nwritten to {given.output}")


class _Built(NamedTuple):
    """What a build of so many contributions took, by stage and in all, in seconds, and what came of it."""

    number: int
    stages: dict[str, float]
    processors: float
    gigabytes: float
    pdf_pages: int
    #: Name and bytes of each page, the heaviest first.
    pages: list[tuple[str, int]]


def _built(root: Path, number: int) -> _Built:
    """Build the report in ``root``, in a process that has built nothing yet."""
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
        return fresh.submit(_build_here, root, number).result()


def _build_here(root: Path, number: int) -> _Built:
    from coproduce.build import build
    from coproduce.report import Report

    report = Report(root)
    summary = build(report, log=lambda line: print(line, file=sys.stderr))
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    html = report.paths.html  # the lists may lie in folders of their own
    pages = sorted(((page.relative_to(html).as_posix(), page.stat().st_size) for page in html.rglob("*.html")), key=lambda page: -page[1])
    return _Built(
        number, dict(summary.seconds), sum(one.ru_utime + one.ru_stime for one in used), max(one.ru_maxrss for one in used) / 1e6,
        summary.counts["pages of the PDF"], pages)


def _document(built: list[_Built]) -> str:
    """What was measured, in Markdown, with how the work grows from each number to the next."""
    from sections import machine

    rows = [(stage, [one.stages[stage] for one in built]) for stage in built[-1].stages]
    rows += [("the whole build", [sum(one.stages.values()) for one in built]), ("of processors", [one.processors for one in built])]
    table = "\n".join(
        f"| {name} | {' | '.join(f'{seconds:.1f} s' for seconds in taken)} | {_growth(taken)} |" for name, taken in rows)
    largest = built[-1]
    heaviest = "\n".join(f"| {name} | {size / 1000:,.0f} kB |" for name, size in largest.pages[:5])
    return f"""\
## How a build grows with its contributions

`python benchmarks/many_contributions.py` makes synthetic contributions with dispositions for the tiny report of the tests, and builds it from nothing ({machine()}).

| stage | {' | '.join(f'{one.number:,}' for one in built)} | times the work, for {largest.number // built[-2].number if built[1:] else 1} times the contributions |
|---|{'---|' * len(built)}---|
{table}

With {largest.number:,} no process held more than {largest.gigabytes:.1f} GB of memory, and the PDF has {largest.pdf_pages:,} pages.
The heaviest of its {len(largest.pages):,} pages, before compression:

| page | size |
|---|---|
{heaviest}
"""


def _growth(taken: list[float]) -> str:
    """How many times the last but one the last is."""
    return f"{taken[-1] / taken[-2]:.1f}" if taken[1:] and taken[-2] >= 0.1 else ""


if __name__ == "__main__":
    main()

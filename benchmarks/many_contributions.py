"""Builds a report from thousands of synthetic contributions, and says how long it took.

    python benchmarks/many_contributions.py [--number 10000] [--output docs/benchmarks.md]

A copy of the tiny report of the tests gets that many contributions, each with a
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
import time
from pathlib import Path

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
    options.add_argument("--number", type=int, default=10_000)
    options.add_argument("--keep", type=Path, help="an empty folder to build in, kept for looking at")
    options.add_argument("--output", type=Path, default=REPOSITORY / PAGE)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="many-") as temporary:
        root = given.keep or Path(temporary, "report")
        shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"), dirs_exist_ok=True)
        add_contributions(root, given.number)
        text = measure(root, given.number)
    write_section(given.output, "many", text)
    print(f"{text}\nwritten to {given.output}")


def measure(root: Path, number: int) -> str:
    """Build the report in ``root``, and say in Markdown how long it took and what came of it."""
    from coproduce.build import build
    from coproduce.report import Report

    report = Report(root)
    started = time.perf_counter()
    summary = build(report, log=lambda line: print(line, file=sys.stderr))
    seconds = time.perf_counter() - started
    used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    # The lists may lie in folders of their own.
    pages = sorted(((p.stat().st_size, p) for p in report.paths.html.rglob("*.html")), reverse=True)
    stages = "\n".join(f"| {name} | {taken:.0f} s |" for name, taken in summary.seconds.items())
    heaviest = "\n".join(f"| {p.relative_to(report.paths.html).as_posix()} | {size / 1000:,.0f} kB |"
                         for size, p in pages[:5])
    pdf = summary.outputs[1]
    return f"""\
## A book built from {number:,} contributions

`python benchmarks/many_contributions.py` makes {number:,} synthetic contributions with dispositions for the tiny report of the tests, and builds it.
The whole build took {seconds:.0f} s ({used:.0f} s of processor time) and at most {memory / 1e6:.1f} GB of memory in one process.
The PDF has {summary.counts['pages of the PDF']:,} pages and {pdf.stat().st_size / 1e6:.1f} MB.

| stage | time |
|---|---|
{stages}

The heaviest of {len(pages):,} pages, before compression:

| page | size |
|---|---|
{heaviest}
"""


if __name__ == "__main__":
    main()

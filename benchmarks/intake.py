"""How long it takes to take in many responses, the first time and again.

    python benchmarks/intake.py [--responses 10000] [--output docs/benchmarks.md]

Writes an export as a form service gives it, each response with its own words, into
a temporary folder, and runs ``coproduce intake`` on it twice, in an empty report
with this report's form. The times are of whole commands.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sections import PAGE, write_section

from coproduce.intake.form import Form
from coproduce.intake.questions import form_and_vocabulary
from coproduce.source.paths import Paths

ROOT = Path(__file__).parents[1]
#: Words of the invented texts; how many a text has follows no theory, only that most are short.
WORDS = (
    "the school the plan our child waits again we told them twice and the form went to another desk health visitors "
    "know nothing of it nurseries ask for records that nobody joins since 2019 about 30 per cent more families say so"
).split()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--responses", type=int, default=10_000)
    options.add_argument("--output", type=Path, default=ROOT / PAGE)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        report = Path(folder, "report")
        (report / "contributions").mkdir(parents=True)
        for name in ("_config.yml", "_toc.yml"):
            shutil.copy(ROOT / name, report / name)
        for name in ("form.yml", "vocabulary.yml"):
            shutil.copy(ROOT / "contributions" / name, report / "contributions" / name)
        export = Path(folder, "export.csv")
        form, _ = form_and_vocabulary(Paths(report))
        write_export(export, form, given.responses)
        first = _intake(report, export, Path(folder), f"{given.responses:,} added")
        again = _intake(report, export, Path(folder), f"{given.responses:,} unchanged")
    write_section(given.output, "intake", section(given.responses, first, again))
    print(f"first {first[0]:.1f} s, again {again[0]:.1f} s; written to {given.output}")


def write_export(file: Path, form: Form, number: int, seed: int = 7) -> None:
    """``number`` sound responses, no two alike, as a CSV export with times a minute apart."""
    chance = random.Random(seed)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Timestamp", *(question.ask for question in form.questions)])
        sent = dt.datetime(2026, 11, 1, 8)
        for row in range(number):
            sent += dt.timedelta(minutes=1)
            writer.writerow([sent.isoformat(sep=" "), *(_answer(q, row, chance) for q in form.questions)])


def _answer(question, row: int, chance: random.Random) -> str:
    def words(least: int, most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(least, most)))

    if question.field == "consent.given":
        return next(label for label, meaning in question.offered.items() if meaning == "true")
    if question.field == "kind":
        return next(label for label, meaning in question.offered.items() if meaning == "participant")
    if question.field == "contributor.credit":
        return next(label for label, meaning in question.offered.items() if meaning == "anonymous")
    if question.offered:
        return chance.choice(list(question.offered))
    if question.field == "title":
        return f"Response {row}: {words(4, 10)}"
    if question.field == "body":
        return "\n\n".join(words(15, 90) for _ in range(chance.randint(1, 4)))
    return "\n".join(words(4, 12) for _ in range(chance.randint(0, 3))) if question.field == "asks" else ""


def _intake(report: Path, export: Path, home: Path, expected: str) -> tuple[float, float]:
    """Seconds that one run took, by the clock and of a processor. Exits unless it did what is ``expected``."""
    command = [sys.executable, "-m", "coproduce", "--report", str(report), "intake", str(export),
               "--review", str(home / "review")]
    env = os.environ | {"HOME": str(home), "XDG_DATA_HOME": str(home), "LOCALAPPDATA": str(home)}
    started, used = time.perf_counter(), _used()
    done = subprocess.run(command, cwd=report, env=env, capture_output=True, text=True)
    seconds = time.perf_counter() - started, _used() - used
    if done.returncode or expected not in done.stdout:
        sys.exit(f"not {expected}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return seconds


def _used() -> float:
    """Seconds that processors spent on programs that this one started and that ended."""
    times = os.times()
    return times.children_user + times.children_system


def section(number: int, first: tuple[float, float], again: tuple[float, float]) -> str:
    return f"""## How long it takes to take in responses

| `coproduce intake` of {number:,} responses | time | of a processor |
|---|---|---|
| all new, each written to a file | {first[0]:.1f} s | {first[1]:.1f} s |
| the same export again, nothing to do | {again[0]:.1f} s | {again[1]:.1f} s |

One run of each on {os.cpu_count()} processors, Python {platform.python_version()}; whole commands, from start to exit.
Where *time* is much the longer, other programs used the machine meanwhile.
The responses are invented, no two alike, with texts of 15 to 360 words, in the form of this report (`benchmarks/intake.py`).
"""


if __name__ == "__main__":
    main()

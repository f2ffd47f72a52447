"""How long it takes to take in many responses, the first time and again.

    python benchmarks/intake.py [--responses 10000] [--output docs/benchmarks.md]

Writes an export as a form service gives it, each response with its own words, into
a temporary folder, and runs ``coproduce intake`` on it twice, in an empty report
with this report's form. Then the same with a campaign among them: a letter that many
sent word for word, and many more with changes of their own; once as an export, once as
files that people saved. The times are of whole commands.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sections import PAGE, machine, write_section

from coproduce.intake.form import Form
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.intake.saved import END
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
    options.add_argument("--campaign", type=int, default=3_000, help="responses of which 453 are one letter and 695 variants of it")
    options.add_argument("--output", type=Path, default=ROOT / PAGE)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        report = Path(folder, "report")
        (report / "contributions").mkdir(parents=True)
        for name in ("_config.yml", "_toc.yml"):
            shutil.copy(ROOT / name, report / name)
        for name in ("form.yml", "vocabulary.yml"):
            shutil.copy(ROOT / "contributions" / name, report / "contributions" / name)
        (report / "data").mkdir()
        for name in ("areas.csv", "places.csv"):  # form.yml names them
            shutil.copy(ROOT / "data" / name, report / "data" / name)
        export = Path(folder, "export.csv")
        form, _ = form_and_vocabulary(Paths(report))
        write_export(export, form, given.responses)
        first = _intake(report, [export], Path(folder), f"{given.responses:,} added")
        again = _intake(report, [export], Path(folder), f"{given.responses:,} unchanged")
        rows = campaign_rows(form, given.campaign)
        expected = f"{given.campaign - SAME + 1:,} added, 0 unchanged, 0 updated, {SAME - 1:,} counted"
        _empty(report)
        _write_rows(export, form, rows)
        campaign = _intake(report, [export], Path(folder), expected)
        variants = _variants(report)
        _empty(report)
        files = write_saved(Path(folder, "saved"), form, rows)
        saved = _intake(report, files, Path(folder), "")
        if not _all_counted(report):
            sys.exit(f"not {SAME:,} people with one letter, of those whose files were taken in")
    write_section(given.output, "intake", section(given, first, again, campaign, variants, saved))
    print(f"first {first[0]:.1f} s, again {again[0]:.1f} s, campaign {campaign[0]:.1f} s, {variants} of {VARIANTS} variants found, "
          f"saved {saved[0]:.1f} s; written to {given.output}")


def _empty(report: Path) -> None:
    """Take away what was taken in, in the temporary report."""
    for file in [*report.glob("contributions/response-*.md"), *report.glob("contributions/campaigns/*.csv")]:
        file.unlink()


def _variants(report: Path) -> int:
    """How many contributions are variants of the letter."""
    return sum("variant_of:" in file.read_text(encoding="utf-8") for file in report.glob("contributions/response-*.md"))


def _all_counted(report: Path) -> bool:
    """Whether all who sent the letter word for word are counted with it."""
    rows = [file.read_text(encoding="utf-8").count("\n") - 1 for file in report.glob("contributions/campaigns/*.csv")]
    return rows == [SAME - 1]


#: A campaign that this report's organisers asked about: people who sent one text word for word, and variants of it.
SAME, VARIANTS = 453, 695
LETTER = (
    "We are writing because every family in our town tells the same story.",
    "We tell it to the health visitor, then to the nursery, then to the school, and each of them writes it down again.",
    "Nobody has the whole picture, and it is our children who wait.",
    "The law already lets services share what they need to share when it helps a child.",
    "What is missing is a number that all of them use, and a plain rule that says who may look and why.",
    "We ask for one number for every child, for councils to be paid to put it to use, and for parents to be told who has seen the record.",
    "We want to be asked, and we want to be told.",
    "Please do not wait for another review before you act.",
)


def campaign_rows(form: Form, number: int, seed: int = 11) -> list[dict[str, str]]:
    """Answers by question of ``number`` responses in any order, with the campaign among them, and no names."""
    chance = random.Random(seed)
    rows = []
    for row in range(number):
        answers = {question.ask: _answer(question, row, chance) for question in form.questions}
        if row < SAME + VARIANTS:
            answers |= {_ask(form, "title"): "One number for every child", _ask(form, "asks"): "",
                        _ask(form, "body"): " ".join(LETTER if row < SAME else _changed(row, chance))}
        rows.append(answers)
    chance.shuffle(rows)
    return rows


def _ask(form: Form, field: str) -> str:
    question = form.question(field)
    assert question, field
    return question.ask


def _changed(row: int, chance: random.Random) -> list[str]:
    """The letter as people change it: sentences left out, moved or added, and some words replaced."""
    sentences = list(LETTER)
    for _ in range(chance.randint(0, 2)):
        sentences.pop(chance.randrange(len(sentences)))
    if chance.random() < 0.2:
        chance.shuffle(sentences)
    own = f"I am number {row}, and " + " ".join(chance.choices(WORDS, k=chance.randint(3, 30))) + "."
    sentences.insert(chance.choice([0, len(sentences)]), own)
    words = " ".join(sentences).split(" ")
    for _ in range(chance.randint(0, 5)):
        words[chance.randrange(len(words))] = chance.choice(WORDS)
    return [" ".join(words)]


def _write_rows(file: Path, form: Form, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["ID", "Timestamp", *(question.ask for question in form.questions)])
        sent = dt.datetime(2026, 11, 1, 8)
        for number, row in enumerate(rows, 1):
            writer.writerow([number, (sent + dt.timedelta(minutes=number)).isoformat(sep=" "), *row.values()])


def write_saved(folder: Path, form: Form, rows: list[dict[str, str]]) -> list[Path]:
    """``rows`` as files of the page to contribute on."""
    folder.mkdir()
    files = []
    for number, row in enumerate(rows):
        letters = "".join("bcdfghjklmnpqrstvwxz"[number // 20**place % 20] for place in range(12))
        token = "-".join(letters[start : start + 4] for start in (0, 4, 8))
        head = f"form: {form.name}\nresponse: {token}\nsubmitted: 2026-11-20\nconsent: {form.consent_wording}\n"
        answers = "".join(f"\n### {ask}\n\n{answer}\n" for ask, answer in row.items() if answer)
        files.append(folder / f"contribution-{number}.txt")
        files[-1].write_text(f"{head}{answers}\n{END}\n", encoding="utf-8")
    return files


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


def _intake(report: Path, files: list[Path], home: Path, expected: str) -> tuple[float, float]:
    """Seconds that one run took, by the clock and of a processor. Exits unless it said what is ``expected``."""
    command = [sys.executable, "-m", "coproduce", "--report", str(report), "intake", *map(str, files),
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


def section(given, first, again, campaign, variants: int, saved) -> str:
    number, with_campaign = given.responses, given.campaign
    return f"""## How long it takes to take in responses

| `coproduce intake` of {number:,} responses | time | of a processor |
|---|---|---|
| all new, each written to a file | {first[0]:.1f} s | {first[1]:.1f} s |
| the same export again, nothing to do | {again[0]:.1f} s | {again[1]:.1f} s |
| {with_campaign:,} with a campaign among them, as an export | {campaign[0]:.1f} s | {campaign[1]:.1f} s |
| the same {with_campaign:,} as files that people saved, in one command | {saved[0]:.1f} s | {saved[1]:.1f} s |

In the campaign {SAME:,} people sent one letter word for word: they became one contribution, with all of them counted.
Another {VARIANTS:,} sent it with changes of their own, of which {variants:,} were found to be variants; the rest had changed too much of it.

One run of each ({machine()}); whole commands, from start to exit.
Where *time* is much the longer, other programs used the machine meanwhile.
The responses are invented, no two alike, with texts of 15 to 360 words, in the form of this report (`benchmarks/intake.py`).
"""


if __name__ == "__main__":
    main()

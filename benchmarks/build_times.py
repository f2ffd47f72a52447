"""Times ``coproduce build`` (all forms of the report) beside a stock ``jupyter-book build`` (HTML only).

    python benchmarks/build_times.py [--report FOLDER] [--runs 3] [--output docs/benchmarks.md]

Both build copies of the same report in a temporary folder, in turn, so that a
busy machine slows both alike. Each run times four builds one after the other:

cold       nothing built before
unchanged  the same command again
sentence   a word added to a sentence of one chapter
value      one number changed in one CSV file

The medians and their ratios go to their section of ``docs/benchmarks.md``, and how long each
chapter ran to ``docs/run-times.json``, which the report shows.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from sections import PAGE, write_section
from stock import make_stock_copy, stock_command

from coproduce.report import Report

STEPS = {
    "cold": "nothing built before",
    "unchanged": "the same again",
    "sentence": "one sentence edited",
    "value": "one value changed",
}
#: Seconds of each run, by tool and step.
Times = dict[str, dict[str, list[float]]]
#: A sentence that a word can be added to: on a line of its own, without roles.
SENTENCE = re.compile(r"^[A-Z][a-z]+ [^{}`\[\]]*[a-z]\.$", re.MULTILINE)


class Failed(Exception):
    """A build failed; the message holds the end of its output."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--report", type=Path, default=Path(__file__).parents[1])
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--output", type=Path, help="default: docs/benchmarks.md of the report")
    given = options.parse_args()
    report = given.report.resolve()
    chapter = _chapter_to_edit(report)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        _copy(report, Path(folder, "report"))
        table, row, column = _cell_to_change(Path(folder, "report"))
    times: Times = {"ours": {s: [] for s in STEPS}, "stock": {s: [] for s in STEPS}}
    used: Times = {"ours": {s: [] for s in STEPS}, "stock": {s: [] for s in STEPS}}
    stale = False
    ran: dict[str, list[float]] = {}
    for run in range(given.runs):
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            ours, stock = Path(folder, "ours"), Path(folder, "stock")
            _copy(report, ours)
            stock.mkdir()
            make_stock_copy(report, stock)
            for step in STEPS:
                for name, root in (("ours", ours), ("stock", stock)):
                    if step == "sentence":
                        _edit_sentence(root / "book" / f"{chapter}.md")
                    if step == "value":
                        _change_cell(root / "data" / table, row, column)
                    before = _pages(root)
                    seconds, processor = _build(name, root)
                    times[name][step].append(seconds)
                    used[name][step].append(processor)
                    print(f"run {run + 1}/{given.runs}  {step:10} {name:6} {seconds:6.1f} s, {processor:6.1f} s of processors",
                          flush=True)
                    if step == "cold" and name == "ours":
                        for title, taken in _run_times(root).items():
                            ran.setdefault(title, []).append(taken)
                    if step == "value" and name == "stock":
                        stale = before == _pages(root)
                    if step == "value" and name == "ours" and before == _pages(root):
                        raise Failed("the changed value did not change the book")
    text = _document(times, used, given.runs, stale, f"{table}, line {row}, {column}")
    output = given.output or report / PAGE
    write_section(output, "builds", text)
    times_file = output.with_name("run-times.json")
    times_file.write_text(json.dumps({
        "measured": datetime.now(UTC).date().isoformat(),
        "on": f"{os.cpu_count()} processors, Python {platform.python_version()}",
        "seconds": {name: round(median(taken), 1) for name, taken in ran.items()},
    }, indent=1) + "\n", encoding="utf-8")
    print(f"\n{text}\nwritten to {output} and {times_file}")


def _copy(report: Path, copy: Path) -> None:
    copy.mkdir()
    (copy / "docs").mkdir()
    for name in ("_config.yml", "_toc.yml", "requirements.lock", "docs/run-times.json"):
        if (report / name).is_file():
            shutil.copy(report / name, copy / name)
    for name in ("book", "data", "contributions"):
        shutil.copytree(report / name, copy / name)


def _build(name: str, root: Path) -> tuple[float, float]:
    """Seconds that one build took, and seconds of processors. Raises :class:`Failed` unless its outputs are whole."""
    command = stock_command(root) if name == "stock" else [
        sys.executable, "-m", "coproduce", "--report", str(root), "build"]
    env = {k: v for k, v in os.environ.items() if k != "COPRODUCE_REPORT"}
    started, before = time.perf_counter(), _processor()
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True)
    seconds, processor = time.perf_counter() - started, _processor() - before
    html = root / "_build" / "html"
    # A stock build goes on after a failed cell: its log of errors must be looked for.
    failed = [str(p) for p in (html / "reports").glob("*.log")]
    pdf = name == "stock" or any((root / "_build" / "pdf").glob("*.pdf"))
    if done.returncode or failed or not pdf or not (html / "index.html").is_file():
        raise Failed(f"{name}: {failed or ''}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return seconds, processor


def _processor() -> float:
    """Seconds of processors that all programs started so far have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run_times(root: Path) -> dict[str, float]:
    """Seconds that each chapter ran in the build just made, from what it kept."""
    from coproduce.execution.runner import execute

    chapters = execute(Report(root), log=lambda line: None).chapters
    return {name: chapter.seconds for name, chapter in chapters.items() if chapter.records}


def _chapter_to_edit(report: Path) -> str:
    """The first chapter with code after the front page, in the order of the contents."""
    for name in list(Report(report).toc.chapters)[1:]:
        if "{code-cell}" in (report / "book" / f"{name}.md").read_text(encoding="utf-8"):
            return name
    raise Failed("the report has no chapter with code")


def _edit_sentence(page: Path) -> None:
    """Add a word to the first sentence that can have one: more might not fit the pages that a document may have."""
    text = page.read_text(encoding="utf-8")
    edited = SENTENCE.sub(lambda found: f"{found[0][:-1]} now.", text, count=1)
    if edited == text:
        raise Failed(f"{page.name} has no sentence to edit")
    page.write_text(edited, encoding="utf-8")


def _cell_to_change(report: Path) -> tuple[str, int, str]:
    """File, line and column of a number that a registered value rests on.

    Rather one that is shown as it stands in the data than one that is added up.
    """
    from coproduce.execution.runner import execute

    whole = Report(report)
    found = []
    for value in execute(whole, log=lambda line: None).values.values():
        for place in value.provenance:
            name, _, line = place.partition(":")
            resource = whole.data.resources.get(name)
            if resource is None:
                continue  # a contribution
            with resource.path.open(encoding="utf-8", newline="") as file:
                cells = list(csv.DictReader(file))[int(line) - 2]
            found += [
                (cells[field.name] != str(value.raw), resource.path.relative_to(whole.paths.data).as_posix(),
                 int(line), field.name)
                for field in resource.fields
                if field.type in ("integer", "number") and cells[field.name].isdigit()
            ]
    if not found:
        raise Failed("no registered value rests on a whole number of the data")
    return min(found, key=lambda place: place[0])[1:]


def _change_cell(file: Path, line: int, column: str) -> None:
    """Make the number larger by one."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    index = rows[0].index(column)
    rows[line - 1][index] = str(int(rows[line - 1][index]) + 1)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8", newline="")


def _pages(root: Path) -> str:
    """A checksum of the text of all HTML pages."""
    digest = hashlib.sha256()
    for page in sorted((root / "_build" / "html").rglob("*.html")):
        digest.update(page.read_bytes())
    return digest.hexdigest()


def _document(times: Times, used: Times, runs: int, stale: bool, cell: str) -> str:
    rows = []
    for step, words in STEPS.items():
        ours, stock = (median(times[name][step]) for name in ("ours", "stock"))
        span = " to ".join(f"{f(times['ours'][step]):.1f}" for f in (min, max))
        other = " to ".join(f"{f(times['stock'][step]):.1f}" for f in (min, max))
        note = " (†)" if step == "value" and stale else ""
        processor = " and ".join(f"{median(used[name][step]):.1f}" for name in ("ours", "stock"))
        rows.append(
            f"| {words} | {ours:.1f} s ({span}) | {stock:.1f} s ({other}){note} | {ours / stock:.2f} | {processor} s |")
    packages = ", ".join(f"{name} {version(name)}" for name in ("jupyter-book", "myst-nb", "nbclient", "altair"))
    clean = median(times["stock"]["cold"])
    dagger = (
        f"\n† The stock build did not notice the change of {cell}: its pages kept the old number and it reported "
        f"success. Right numbers take a clean build, {clean:.1f} s; against that the ratio is "
        f"{median(times['ours']['value']) / clean:.2f}.\n" if stale else "")
    return f"""## How long a build takes

`coproduce build` writes the HTML book, the PDF, the brief, Word, OpenDocument, EPUB, the data ZIP and the spreadsheet, after checking data, contributions and chapters.
Beside it stands a stock `jupyter-book build`, which writes HTML only.
Median of {runs} runs (shortest to longest), both built in turn on {os.cpu_count()} processors, Python {platform.python_version()}; {packages}.

| build | coproduce: all eight | stock: HTML only | ratio | of processors |
|---|---|---|---|---|
{chr(10).join(rows)}
{dagger}
### What is compared

`make benchmark` makes these figures again (`benchmarks/build_times.py`).

- The stock book is a copy of the same report: the same prose, cells and data, with `execute_notebooks: cache`, the stock theme and none of our Sphinx extension.
- Our roles and directives become plain text in it, so it has neither the lists of sources and contributions nor the ledger: it does less.
- It shows Altair charts as any notebook does, drawn by scripts in the reader's browser. Ours draws every chart to SVG, for page and PDF: again more work on our side.
- Its cells read the data through the same functions.
- *Unchanged*: ours finds from checksums that every output is up to date. *One sentence edited*: no chapter runs again in either; ours writes those pages and other forms anew that the sentence is in, and lists made from all pages.
- *Of processors* is what a build and the programs it starts use in all. It depends less than *time* on what else the machine does.
- Times are of whole commands, from start to exit.
"""


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        sys.exit(str(error))

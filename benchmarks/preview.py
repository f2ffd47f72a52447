"""Times how soon ``coproduce preview`` shows what was saved, in a real browser.

    python benchmarks/preview.py [--report FOLDER] [--page it-improves-decisions] [--times 20] [--output docs/benchmarks.md]

A copy of the report is previewed, and a page with cells is open in headless Chromium. Then, again and again,
a sentence of its text, then a cell, is changed, and the time is taken from before the file is written until the browser has painted the page with the new words. Between two saves the
preview comes to rest.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from build_times import Failed, _copy
from playwright.sync_api import Page, sync_playwright
from sections import PAGE, write_section

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
import chromium

#: Runs in the page: resolves once text is there and painted, with the moment in milliseconds since 1970.
_PAINTED = """
(wanted) => new Promise((resolve) => {
  const look = () => document.querySelector("main")?.textContent.includes(wanted)
    ? requestAnimationFrame(() => setTimeout(() => resolve(Date.now()), 0)) : setTimeout(look, 4);
  look();
})
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--report", type=Path, default=Path(__file__).parents[1])
    options.add_argument("--page", default="it-improves-decisions")
    options.add_argument("--times", type=int, default=20)
    options.add_argument("--output", type=Path, help="default: docs/benchmarks.md of the report")
    given = options.parse_args()
    report = given.report.resolve()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        copy = Path(folder, "report")
        _copy(report, copy)
        (copy / "docs").mkdir(exist_ok=True)
        (copy / ".gitignore").write_text("_build/\n", encoding="utf-8")
        if (report / "_build" / "cache").is_dir():  # how it begins is not measured here
            shutil.copytree(report / "_build" / "cache", copy / "_build" / "cache")
        for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-qm", "All"]):
            subprocess.run(["git", "-C", str(copy), *words], check=True)
        loads: list[float] = []
        times = measure(copy, given.page, given.times, loads)
    text = document(times, given.page, given.times, median(loads))
    output = given.output or report / PAGE
    write_section(output, "preview", text)
    print(f"\n{text}\nwritten to {output}")


def measure(root: Path, page: str, times: int, loads: list[float]) -> dict[str, list[float]]:
    """Seconds from save to paint, by what was saved. ``loads`` is filled with how busy the machine was."""
    log = root.parent / "preview.log"
    with log.open("w") as told:
        running = subprocess.Popen([sys.executable, "-m", "coproduce", "--report", str(root), "preview"], stderr=told, stdout=told,
                                   env={**os.environ, "PYTHONHASHSEED": "0"})
        try:
            address = _wait(lambda: re.search(r"http://\S+", log.read_text()), running, 60)[0]
            _wait(lambda: "shown after" in log.read_text(), running, 600)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium.find() or None)
                shown = browser.new_page()
                shown.goto(f"{address}{page}.html")
                shown.evaluate("scrollTo(0, document.querySelector('main h2').offsetTop)")
                return {
                    what: [_time(shown, root / "book" / f"{page}.md", edit, number, loads) for number in range(1, times + 1)]
                    for what, edit in (("a sentence", _sentence), ("a cell", _cell))
                }
        except Exception:
            print(log.read_text()[-3000:], file=sys.stderr)
            raise
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(60)


def _time(shown: Page, file: Path, edit: Callable[[str, int], tuple[str, str]], number: int, loads: list[float]) -> float:
    """Seconds until the browser shows what ``edit`` makes of ``file``."""
    shown.locator("#preview-bar [role=status]", has_text="up to date").wait_for(timeout=120_000)
    time.sleep(0.5)
    text, wanted = edit(file.read_text(encoding="utf-8"), number)
    started = time.time()
    file.write_text(text, encoding="utf-8")
    while True:
        try:
            painted = shown.evaluate(_PAINTED, wanted)
            break
        except Exception as error:  # the page was loaded anew while it was asked
            if "navigation" not in str(error) and "destroyed" not in str(error):
                raise
    loads.append(os.getloadavg()[0])
    print(f"{edit.__name__[1:]:10} {number:3} {painted / 1000 - started:6.2f} s  load {loads[-1]:.1f}", flush=True)
    return painted / 1000 - started


def _sentence(text: str, number: int) -> tuple[str, str]:
    """A sentence below the second heading, another one each time."""
    said = f"This sentence was written to time a preview, for the {_ordinal(number)} time."
    text = re.sub(r"This sentence was written to time a preview, .*\n\n?", "", text)
    return re.sub(r"(?m)^(## .*)\n", lambda found: f"{found[1]}\n\n{said}\n", text, count=1), said


def _cell(text: str, number: int) -> tuple[str, str]:
    """A caveat in the first cell that says one, another one each time; readers see it in a number's card."""
    said = f"Timed for the {_ordinal(number)} time"
    text = re.sub(r"Timed for the \w+ time\. ", "", text)
    return re.sub(r'caveat=(f?)"', lambda found: f'caveat={found[1]}"{said}. ', text, count=1), said


def _ordinal(number: int) -> str:
    return f"{number}th"


def _wait(ready: Callable[[], object], running: subprocess.Popen, seconds: float):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := ready():
            return found
        if running.poll() is not None:
            raise Failed("the preview has ended")
        time.sleep(0.2)
    raise Failed("the preview was not ready in time")


def document(times: dict[str, list[float]], page: str, number: int, load: float) -> str:
    busy = "" if load <= (os.cpu_count() or 1) else (
        f" The machine was busy with other programs meanwhile (a median load of {load:.1f}): each figure is larger than on a quiet one.")
    rows = "\n".join(f"| {what} | {median(taken):.2f} s | {max(taken):.2f} s |" for what, taken in times.items())
    return f"""## How soon a preview shows what was saved

| saved | median of {number} | longest |
|---|---|---|
{rows}

From before the file is written until headless Chromium has painted the page `{page}` with the new words, on {os.cpu_count()} processors, Python {platform.python_version()}.{busy}
`python benchmarks/preview.py` makes these figures again.
"""


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        sys.exit(str(error))

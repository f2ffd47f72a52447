"""Builds real Jupyter Books as they are, beside the stock builder, and says what readers get of each.

    python benchmarks/books.py NAME=FOLDER[,off] [NAME=FOLDER[,off] ...] [--pages 30] [--output docs/books.md]

The stock builder is told with ``--stock``, in an environment that has the packages which the books name; ours needs none of them.
FOLDER holds a book's ``_config.yml`` and ``_toc.yml``; nothing in it is changed. Each book is copied, adopted
(``coproduce adopt``) and built, and once more copied and built by ``jupyter-book build``. ``off`` leaves
the notebooks as they are in both, for books whose own packages are not installed.
Failures of the PDF are those that both checkers of the tests find. What axe-core finds, and what a page
loads, is of ``--pages`` pages evenly chosen, the same of both: kinds of failures, and the median of kilobytes.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sections import machine, write_section

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "publish"))
import chromium
from pdf_standards import failures
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader
from site_server import served
from visit import axe_violations, visitor

ROOT = Path(__file__).parents[1]
#: What a page has loaded, in bytes.
LOADED = """() => ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
  .reduce((sum, e) => sum + e.decodedBodySize, 0)"""


@dataclass
class Seen:
    """A built book: seconds by the clock and of processors, and what was seen of it."""

    seconds: float = 0.0
    processors: float = 0.0
    said: str = field(default="", repr=False)
    pages: int = 0
    printed: int = 0
    broken: list[str] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)
    weight: float = 0.0
    listed: int = 0

    @property
    def done(self) -> bool:
        return bool(self.pages)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("books", nargs="+")
    options.add_argument("--pages", type=int, default=30)
    options.add_argument("--stock", default="jupyter-book", help="the stock builder, in an environment with the packages that the books name")
    options.add_argument("--output", type=Path, default=ROOT / "docs" / "books.md")
    given = options.parse_args()
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        for book in given.books:
            name, _, where = book.partition("=")
            folder, _, off = where.partition(",")
            with tempfile.TemporaryDirectory(prefix="book-") as place:
                rows.append((name, *measured(Path(folder), Path(place), bool(off), given, browser), bool(off)))
            print(rows[-1], flush=True)
    text = section(rows, given.pages)
    write_section(given.output, "books", text)
    print(text)


def measured(book: Path, place: Path, off: bool, given: argparse.Namespace, browser: Browser) -> tuple[int, Seen, Seen]:
    """Lines of settings that were added, the book as we build it, and as the stock builder does."""
    ours, stock = place / "ours", place / "stock"
    for copy in (ours, stock):
        shutil.copytree(book, copy, ignore=shutil.ignore_patterns("_build", ".git"))
        if off:
            config = copy / "_config.yml"
            text = config.read_text(encoding="utf-8")
            config.write_text(re.sub(r"(?m)^(\s+execute_notebooks\s*:).*$", r"\1 'off'", text)
                              if "execute_notebooks" in text else text + "\nexecute:\n  execute_notebooks: 'off'\n", encoding="utf-8")
    before = (ours / "_config.yml").read_text(encoding="utf-8").splitlines()
    run([sys.executable, "-m", "coproduce", "adopt", str(ours)], ours, Seen())
    added = len((ours / "_config.yml").read_text(encoding="utf-8").splitlines()) - len(before)
    us, them = Seen(), Seen()
    run([sys.executable, "-m", "coproduce", "build"], ours, us)
    run([given.stock, "build", str(stock)], stock, them)
    html, other = ours / "_build" / "html", stock / "_build" / "html"
    names = sorted(page.relative_to(html).as_posix() for page in html.rglob("*.html")) if html.is_dir() else []
    stock_built = sum(1 for _ in other.rglob("*.html")) * 2 > len(names)
    both = [name for name in names if name not in ("search.html", "genindex.html", "404.html", "editions/index.html")
            and ((other / name).is_file() or not stock_built)]
    chosen = both[:: max(1, -(-len(both) // given.pages))]
    for seen, pages in ((us, html), (them, other)):
        if pages.is_dir() and (seen is us or stock_built):
            seen.pages = sum(1 for _ in pages.rglob("*.html"))
            look(seen, pages, chosen, browser)
    for pdf in (ours / "_build" / "pdf").glob("*.pdf"):
        us.printed += len(PdfReader(pdf).pages)
        us.broken += failures(pdf)
    told = re.search(r"listed only \((\d+) in all\)", us.said)
    us.listed = int(told[1]) if told else 0
    return added, us, them


def run(command: list[str], folder: Path, seen: Seen) -> None:
    """Run a builder in a folder; what it says and takes goes into ``seen``."""
    used, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONHASHSEED": "0"})
    seen.seconds, now = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    seen.processors = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    seen.said = done.stdout + done.stderr
    if done.returncode:
        print(f"{' '.join(command[:4])} ended with {done.returncode}:\n{seen.said[-3000:]}", file=sys.stderr)


def look(seen: Seen, html: Path, names: list[str], browser: Browser) -> None:
    """Open pages: which rules of axe-core fail, by pages, and how much they load."""
    loaded = []
    with served(html, policy="") as address:
        for name in names:
            with visitor(browser, address) as (page, _):
                page.goto(f"{address}/{name}", wait_until="load")
                page.wait_for_timeout(300)
                loaded.append(page.evaluate(LOADED))
                seen.rules.update({line.partition(" ")[0] for line in axe_violations(page)})
    seen.weight = median(loaded) / 1000 if loaded else 0.0


def section(rows: list[tuple[str, int, Seen, Seen, bool]], most: int) -> str:
    """The table, and below it what axe-core found and what builds listed."""
    lines = [
        f"Books as they were published, built with what `coproduce adopt` adds to their settings and nothing else ({machine()}). "
        f"*Stock* is `jupyter-book build` of the same book, in an environment with the extensions that it names. Pages looked at in a browser: up to {most} of each book, evenly chosen, "
        "the same of both. *Failures* are those that two checkers of PDF/UA-1 and PDF/A find; *rules* are those of axe-core "
        "(WCAG 2.2 A and AA, and good practice) that fail on any page; *weight* is the median of all that a page loads, "
        "without what the stock book asks of other servers, which were not there. *Listed* is what our build names and does not stop at.",
        "",
        "| book | lines added | pages | PDF pages | failures in the PDF | listed | rules broken: stock | ours | weight: stock | ours "
        "| seconds: stock, HTML only | ours, all forms |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, added, us, them, off in rows:
        stock = (str(len(them.rules)), f"{them.weight:,.0f} kB", f"{them.seconds:.0f}") if them.done else ("did not build", "", "")
        lines.append(f"| {name}{' (notebooks not run)' if off else ''} | {added} | {us.pages} | {us.printed} | {len(us.broken)} | {us.listed} | {stock[0]} "
                     f"| {len(us.rules)} | {stock[1]} | {us.weight:,.0f} kB | {stock[2]} | {us.seconds:.0f} |")
    lines += ["", "Rules that fail, with the number of pages:", ""]
    for name, _, us, them, _ in rows:
        lines.append(f"- {name}: stock {_counted(them.rules)}; ours {_counted(us.rules)}.")
    lines += ["", "`python benchmarks/books.py NAME=FOLDER …` makes these figures again; `,off` behind a folder runs no notebooks."]
    return "\n".join(lines)


def _counted(found: Counter[str]) -> str:
    return ", ".join(f"`{rule}` {number}" for rule, number in found.most_common()) or "none"


if __name__ == "__main__":
    main()

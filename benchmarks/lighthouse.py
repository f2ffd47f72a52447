"""Measures pages with Lighthouse (mobile profile) beside a page of a stock Jupyter Book.

    python benchmarks/lighthouse.py [--report FOLDER] [--runs 3] [--output docs/benchmarks.md]

Needs Node.js, npm and a Chromium or Chrome. Lighthouse comes from the npm
registry into a temporary folder. Both books are built from the same report and
served by the same small server, with text compressed as hosts do (docs/hosting.md), in the same run: the front
page, the heaviest chapter, the lists of sources and numbers and the case studies of ours,
and the chapter with the most figures of the stock book. Scores are medians.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from sections import PAGE, write_section
from stock import make_stock_copy, stock_command

from coproduce.report import Report

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
import chromium
from site_server import served

#: The version measured with; another gives other scores.
LIGHTHOUSE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MEASURES = {
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocking",
    "cumulative-layout-shift": "shift",
    "total-byte-weight": "weight",
}
AIM = 0.99


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--report", type=Path, default=Path(__file__).parents[1])
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--output", type=Path, help="default: docs/benchmarks.md of the report")
    given = options.parse_args()
    report = Report(given.report.resolve())
    browser = chromium.find()
    if not browser or not shutil.which("npm"):
        sys.exit(f"Lighthouse needs npm and a browser. {chromium.ADVICE}")
    chapter = _chapter_with_most_figures(report)
    pages = report.settings.pages
    found = ["index", _heaviest_chapter(report), chapter, pages.sources, pages.ledger, report.settings.case_studies]
    ours = list(dict.fromkeys(name for name in found if name))
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        tool = _install(Path(folder, "tool"))
        stock = Path(folder, "stock")
        stock.mkdir()
        make_stock_copy(report.paths.root, stock)
        subprocess.run(stock_command(stock), cwd=stock, check=True, capture_output=True)
        rows = []
        with (
            served(report.paths.html, compressed=True) as own,
            served(stock / "_build" / "html", policy="", compressed=True) as other,
        ):
            pages = [(f"ours: {name}", f"{own}/{name}.html") for name in ours]
            pages.append((f"stock: {chapter}", f"{other}/{chapter}.html"))
            for title, address in pages:
                runs = [_measure(tool, browser, address) for _ in range(given.runs)]
                rows.append((title, {key: median(run[key] for run in runs) for key in runs[0]}))
                print(title, rows[-1][1], flush=True)
    text = _section(rows, given.runs)
    output = given.output or report.paths.root / PAGE
    write_section(output, "pages", text)
    print(f"\n{text}\nwritten to {output}")
    short = [
        f"{title}: {category} {scores[category]:.2f}"
        for title, scores in rows if title.startswith("ours") for category in CATEGORIES if scores[category] < AIM
    ]
    if short:
        sys.exit(f"Below {AIM}: " + "; ".join(short))


def _chapter_with_most_figures(report: Report) -> str:
    """From the ledger that stands beside the pages of a built book."""
    built = report.paths.html / "ledger.json"
    if not built.is_file():
        sys.exit("Build the report first: make report")
    figures = json.loads(built.read_text(encoding="utf-8"))["figures"]
    chapters = [figure["chapter"] for figure in figures]
    return max(sorted(set(chapters)), key=chapters.count)


def _heaviest_chapter(report: Report) -> str:
    """Of those that are read and not looked things up in: the first part of the contents."""
    _, names = report.toc.parts[0]
    return max(names, key=lambda name: (report.paths.html / f"{name}.html").stat().st_size)


def _install(folder: Path) -> Path:
    folder.mkdir()
    subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), LIGHTHOUSE],
        check=True, env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"},
    )
    return folder / "node_modules" / ".bin" / "lighthouse"


def _measure(tool: Path, browser: str, address: str) -> dict[str, float]:
    """Scores from 0 to 1, times in milliseconds, weight in bytes."""
    done = subprocess.run(
        [str(tool), address, "--quiet", "--output=json", "--output-path=stdout",
         f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
        check=True, capture_output=True, text=True, env=os.environ | {"CHROME_PATH": browser},
    )
    found = json.loads(done.stdout)
    scores = {name: found["categories"][name]["score"] for name in CATEGORIES}
    return scores | {name: found["audits"][name]["numericValue"] for name in MEASURES}


def _section(rows: list[tuple[str, dict[str, float]]], runs: int) -> str:
    lines = [
        "## How pages do in Lighthouse",
        "",
        f"Median of {runs} runs of {LIGHTHOUSE.replace('@', ' ')}, mobile profile, headless Chromium, served from the same "
        "machine, text compressed with gzip as hosts do. The stock page is the same chapter in a stock Jupyter Book "
        "(its charts come from a network that was not there, so it does less).",
        "",
        "| page | performance | accessibility | best practices | SEO | largest paint | blocking | shift | weight |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for title, found in rows:
        scores = " | ".join(f"{found[name]:.2f}" for name in CATEGORIES)
        lines.append(
            f"| {title} | {scores} | {found['largest-contentful-paint'] / 1000:.1f} s "
            f"| {found['total-blocking-time']:.0f} ms | {found['cumulative-layout-shift']:.3f} "
            f"| {found['total-byte-weight'] / 1000:.0f} kB |"
        )
    return "\n".join([*lines, "", "`make lighthouse` makes these figures again (`benchmarks/lighthouse.py`).", ""])


if __name__ == "__main__":
    main()

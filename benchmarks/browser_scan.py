"""How long the page *Contribute* searches for personal data, in a real browser.

    python benchmarks/browser_scan.py [--sizes 10 100 1000] [--output docs/benchmarks.md]

Gives each of the atoms of ``text_checks.py``, repeated to the sizes in kB, to the
search of ``personal-data.js`` with the patterns of this package, and prints which
take longest, and by which power of its length the time grows (1 is linear). The
time is that of the clock; it ends where the script's own ends. A size is left out
if by the one before it would take longer than ``--limit`` seconds. With
``--output`` the figures go to their section of that page.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from sections import machine, write_section
from text_checks import ATOMS

from coproduce.intake.browser_scan import scan_rules

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "coproduce" / "publish" / "html" / "lazy" / "personal-data.js"
sys.path.insert(0, str(ROOT / "tests" / "browser"))
#: Below these milliseconds a browser's clock says little.
LEAST = 2.0
_TIMED = """([atom, size]) => {
  const text = atom.repeat(Math.floor(size / atom.length)), began = performance.now();
  window.scan(text);
  return performance.now() - began;
}"""


def times(page: Page, sizes: list[int], limit: float) -> Iterator[tuple[str, list[float]]]:
    """For each atom the milliseconds at each size in kB; infinite where it was left out."""
    for atom in ATOMS:
        page.evaluate(_TIMED, [atom, 10_000])  # a browser's first look at a pattern compiles it
        taken: list[float] = []
        for number, size in enumerate(sizes):
            if taken and taken[-1] * (size / sizes[number - 1]) ** 2 > 1000 * limit:
                taken.append(math.inf)
                break
            taken.append(page.evaluate(_TIMED, [atom, 1000 * size]))
        yield atom, taken


def power(taken: list[float], sizes: list[int]) -> float:
    """By which power of the length the time grew at last."""
    if len(taken) < 2 or taken[-1] == math.inf:
        return math.inf
    return math.log(max(taken[-1], LEAST) / max(taken[-2], LEAST)) / math.log(sizes[len(taken) - 1] / sizes[len(taken) - 2])


def opened() -> Iterator[Page]:
    """A page in a headless browser with the search ready."""
    import chromium
    from conftest import ARGUMENTS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        page = browser.new_page()
        page.add_script_tag(path=SCRIPT)
        page.evaluate("rules => { window.scan = coproducePersonalData.scanner(rules); }", scan_rules())
        yield page
        browser.close()


def as_markdown(results: list[tuple[str, list[float]]], sizes: list[int]) -> str:
    """The section of the page of all benchmarks: the atoms that take longest."""
    rows = "\n".join(f"| `{atom!r}` | {' | '.join(f'{t:,.0f} ms' for t in taken)} | {power(taken, sizes):.2f} |"
                     for atom, taken in sorted(results, key=lambda r: -r[1][-1])[:5])
    return f"""## How long the page searches for personal data

The search of the page *Contribute* in headless Chromium, for texts that repeat each of {len(ATOMS)} short ones ({machine()}).
The time grows in proportion to the text (power 1). The page does not search an answer that is longer than may be sent (6,000 characters for the longest), and says so instead.

| text | {' | '.join(f'{size:,} kB' for size in sizes)} | power |
|---|{'---|' * (len(sizes) + 1)}
{rows}
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000], help="in kB")
    options.add_argument("--limit", type=float, default=60)
    options.add_argument("--output", type=Path, help="the page whose section is written")
    given = options.parse_args()
    for page in opened():
        results = list(times(page, given.sizes, given.limit))
    print(f"{sum(r[1][-1] == math.inf for r in results)} of {len(results)} beyond {given.limit} s")
    for atom, taken in sorted(results, key=lambda r: -r[1][-1])[:8]:
        print(f"  {atom!r:22} {'  '.join(f'{t:.0f}' for t in taken)} ms, power {power(taken, given.sizes):.2f}")
    if given.output:
        write_section(given.output, "browser", as_markdown(results, given.sizes))


if __name__ == "__main__":
    main()

"""Time and memory of ``coproduce check`` for tables of the largest size, and for very many columns.

    python benchmarks/large_tables.py [--megabytes 50] [--case valid ...]

Each case is a process of its own over a copy of the tests' tiny report: seconds of a
processor, the most memory that it had, and how many problems it told.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sections import machine, write_section

TINY = Path(__file__).parents[1] / "tests" / "tiny"
_FIELD = "        - {{name: c{n}, type: string, title: T, description: D., example: x}}\n"


def _rows(line: str, head: str = "id,name,ward,source,locator\n") -> Callable[[int], Iterator[str]]:
    def made(size: int) -> Iterator[str]:
        yield head
        written, number = len(head), 0
        while written < size - len(line) - 20:
            block = "".join(line.format(n=number + i) for i in range(1000))
            number += 1000
            written += len(block)
            if written > size:
                return
            yield block

    return made


#: What stands in ``streets.csv``. All rows of the first are valid.
CASES: dict[str, Callable[[int], Iterator[str]]] = {
    "valid": _rows("street-{n},Street {n},East,wardens-2025,table 1\n"),
    "valid, short rows": _rows("{n},a,East,wardens-2025,t\n"),
    "no such source": _rows("{n},a,East,warden-{n},t\n"),
    "every id twice": _rows("a,a,East,wardens-2025,t\n"),
    "every cell wrong": _rows(" , ,North{n}, , \n"),
    "rows of other lengths": _rows("{n},a\n"),
    "blank lines": _rows("\n"),
    "10,000 columns": lambda size: iter([",".join(f"c{n}" for n in range(10_000)) + "\n", ",".join(["x"] * 10_000) + "\n"]),
    "one column 10,000 times": lambda size: iter([",".join(["id"] * 10_000) + "\n"]),
    "2,000 declared columns": lambda size: _rows(",".join(["x"] * 2000) + "\n", ",".join(f"c{n}" for n in range(2000)) + "\n")(size),
}


def measured(case: str, size: int) -> tuple[float, float, int]:
    """Seconds of a processor, megabytes of memory, and problems, of a check of ``case`` with a table of ``size`` bytes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "tiny")
        shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"))
        with (root / "data/streets.csv").open("w", encoding="utf-8") as out:
            out.writelines(CASES[case](size))
        if "declared" in case:
            package = root / "data/datapackage.yaml"
            before, name, after = package.read_text(encoding="utf-8").partition("  - name: streets\n")
            fields = "".join(_FIELD.format(n=n) for n in range(2000)).replace(", title: T, description: D., example: x", "")
            package.write_text(before + name + "    path: streets.csv\n    schema:\n      fields:\n" + fields
                               + after[after.index("  - name: counts"):], encoding="utf-8")
        process = subprocess.Popen([sys.executable, "-m", "coproduce", "check"], cwd=root, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE)
        told = len(re.findall(rb"(?m)^  \S", process.stderr.read()))
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    kilo = 1 if sys.platform != "darwin" else 1024
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000 / kilo, told


def as_markdown(results: list[tuple[str, float, float, float, int]]) -> str:
    """The section of the page of all benchmarks."""
    rows = "\n".join(f"| {case} | {size:g} MB | {seconds:.0f} s | {memory:,.0f} MB | {told:,} |"
                     for case, size, seconds, memory, told in results)
    return f"""## How long a check of large tables takes

`coproduce check` of the tests' tiny report with one large table, as a process of its own: seconds of a processor and the most memory ({machine()}).

| table | size | time | memory | problems told |
|---|---|---|---|---|
{rows}
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--megabytes", type=float, nargs="+", default=[5, 50])
    options.add_argument("--case", choices=CASES, action="append")
    options.add_argument("--output", type=Path, help="the page whose section is written")
    given = options.parse_args()
    results = []
    for case in given.case or CASES:
        for size in given.megabytes:
            seconds, memory, told = measured(case, int(size * 1_000_000))
            results.append((case, size, seconds, memory, told))
            print(f"{case}, {size:g} MB: {seconds:.1f} s, {memory:,.0f} MB of memory, {told} problems", flush=True)
    if given.output:
        write_section(given.output, "tables", as_markdown(results))


if __name__ == "__main__":
    main()

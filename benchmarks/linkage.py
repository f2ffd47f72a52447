"""Time, memory and speed of the join of made-up records with Splink on DuckDB.

    .venv/bin/python benchmarks/linkage.py [RECORDS ...]

by default joins 10,000, 100,000 and 1,000,000 records (all threads of the machine), each in a process of its
own, and prints a table for docs/benchmarks.md. Records are those of ``book/linkage``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES = (10_000, 100_000, 1_000_000)
RECORDS_A_CHILD = 2.6


def measure(wanted: int) -> dict[str, float]:
    """Join about ``wanted`` records in this process; seconds, MB at most, records and pairs with a probability."""
    sys.path.insert(0, str(ROOT / "book"))
    from linkage import join, population, rates, records

    from coproduce.report import Report

    table = Report.find(ROOT).data.table
    used = rates.read(table)
    names = population.Names(table("synthetic-given-names"), table("synthetic-family-names"))
    made = population.made_up(used, names, 1, round(wanted / RECORDS_A_CHILD))
    written = records.written(made, used, names, 1)
    import splink  # noqa: F401  the time of the import is not that of a join

    before = time.perf_counter()
    found = join.pairs(written, api=join.database(threads=os.cpu_count() or 1))
    return {"seconds": time.perf_counter() - before, "records": len(written), "pairs": len(found),
            "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(int(arguments[1]))))
        return
    print("| records | seconds | MB at most | records a second | pairs kept |\n|---|---|---|---|---|")
    for size in map(int, arguments) if arguments else SIZES:
        done = subprocess.run([sys.executable, __file__, "--one", str(size)], check=True, capture_output=True, text=True)
        one = json.loads(done.stdout.splitlines()[-1])
        print(f"| {one['records']:,} | {one['seconds']:.1f} | {one['mb']:,.0f} | {one['records'] / one['seconds']:,.0f} | {one['pairs']:,} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Time, memory and speed of the join of made-up records with Splink on DuckDB, and how good it is.

    .venv/bin/python benchmarks/linkage.py [RECORDS ...]

by default joins 10,000, 100,000 and 1,000,000 records, each in a process of its own with all threads of the
machine, and writes a section of ``docs/benchmarks.md``. Records are those of ``book/linkage``: a larger area has
more postcodes, while names and days of birth stay as many as they are. So pairs that agree on a day of birth, or
on both names, grow with the square of the records, and the rules here ask for more than the chapter's do.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from sections import PAGE, machine, write_section

ROOT = Path(__file__).resolve().parents[1]
SIZES = (10_000, 100_000, 1_000_000)
RECORDS_A_CHILD = 2.6
MEMORY = "6GB"
"""What DuckDB may use; beyond it goes to the disk."""
BLOCKING = ("born, given", "born, surname", "born, postcode", "postcode, given", "postcode, surname")
TRAINING = ("given, surname, born", "born, postcode")
WORDS = {"born": "date of birth", "given": "given name", "surname": "family name", "postcode": "postcode"}
PEERS = """Figures of others, on other records, with other rules and machines: the author of Splink reports seven million records in just over two minutes on a rented machine (<https://www.robinlinacre.com/fast_deduplication>), and Splink’s own page a million records on a laptop in about a minute."""


def make(wanted: int, file: Path) -> None:
    """Write about ``wanted`` records into ``file``."""
    from linkage import population, rates, records

    from coproduce.report import Report

    table = Report.find(ROOT).data.table
    used = rates.read(table)
    names = population.Names(table("synthetic-given-names"), table("synthetic-family-names"))
    made = population.made_up(used, names, 1, round(wanted / RECORDS_A_CHILD))
    records.written(made, used, names, 1).to_parquet(file)


def measure(file: Path) -> dict[str, float]:
    """Join the records of ``file`` in this process: what it took, how many pairs came out, and how many are wrong."""
    import numpy as np
    import pandas as pd
    import splink  # noqa: F401  the time of the import is not that of a join
    from linkage import example, join, quality

    records = pd.read_parquet(file)
    began, used = time.perf_counter(), time.process_time()
    found = join.pairs(
        records, api=join.database(os.cpu_count() or 1, memory_limit=MEMORY, temp_directory=str(file.parent / "spilt")),
        model=join.settings(blocking=BLOCKING), training=TRAINING, lowest=example.POSSIBLE)
    took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - used,
            "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    links, truth = found[found["probability"] >= example.THRESHOLD], quality.true_pairs(records)
    missed, false = quality.errors(links, truth, np.ones(int(records["child"].max()) + 1, bool))
    return {**took, "records": len(records), "pairs": len(links), "missed": missed, "false": false,
            "never": quality.never_compared(records, truth, BLOCKING)}


def row(one: Mapping[str, float]) -> str:
    """A size as a row of the table."""
    return (f"| {one['records']:,} | {one['seconds']:.1f} | {one['cpu']:.1f} | {one['mb']:,.0f} | {one['records'] / one['seconds']:,.0f} "
            f"| {one['pairs']:,} | {one['missed']:.1%} | {one['false']:.1%} | {one['never']:.1%} |")


def section(rows: list[str], load: float) -> str:
    """What the page says."""
    rules = "; ".join(" and ".join(WORDS[field] for field in rule.split(", ")) for rule in BLOCKING)
    return f"""## How fast made-up records are joined

Splink {version("splink")} on DuckDB {version("duckdb")}, training included, without the time to make the records up ({machine()}; load when the last had ended: {load:.1f}). DuckDB may use {MEMORY} of memory; the most that the process used is in the table.

| records | seconds | seconds of processors | MB at most | records a second | pairs joined | missed | false | never compared |
|---|---|---|---|---|---|---|---|---|
{chr(10).join(rows)}

The larger area has more postcodes, and as many names and days of birth as the small one. So two records are compared only if they agree on {rules}: narrower rules than the chapter’s, which compare all that share a day of birth, or both names. True links that agree on no rule are *never compared*; *missed* and *false* are as in the chapter, at its threshold. Both grow with the area.
{PEERS}

`python benchmarks/linkage.py` makes these figures again.
"""


def main(arguments: list[str]) -> None:
    sys.path.insert(0, str(ROOT / "book"))
    if arguments[:1] == ["--make"]:
        make(int(arguments[1]), Path(arguments[2]))
    elif arguments[:1] == ["--join"]:
        print(json.dumps(measure(Path(arguments[1]))))
    else:
        rows = []
        for size in map(int, arguments) if arguments else SIZES:
            with TemporaryDirectory() as folder:
                file = Path(folder, "records.parquet")
                subprocess.run([sys.executable, __file__, "--make", str(size), str(file)], check=True)
                done = subprocess.run([sys.executable, __file__, "--join", str(file)], check=True, stdout=subprocess.PIPE, text=True)
                one = json.loads(done.stdout.splitlines()[-1])
                busy = os.getloadavg()[0]
            rows.append(row(one))
            print(rows[-1], flush=True)
        write_section(ROOT / PAGE, "linkage", section(rows, busy))


if __name__ == "__main__":
    main(sys.argv[1:])

"""Write the example of made-up records: what five services hold of the first hundred made-up children.

    .venv/bin/python data/scripts/example_records.py

writes ``data/synthetic-records.csv`` from the first population of the chapter *See it done*. A change of the
code, of an assumption or of the seed changes it; a test says so until it is written anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[1]
CHILDREN = 100
COLUMNS = ("record", "service", "child", "given", "surname", "born", "sex", "postcode", "nhs_number", "pupil_number")
NOT_HELD = ":"


def example() -> str:
    """The file's text: all records of the first children, child by child."""
    sys.path.insert(0, str(DATA.parent / "book"))
    from linkage import population, rates, records

    from coproduce.report import Report

    table = Report.find(DATA.parent).data.table
    names = population.Names(table("synthetic-given-names"), table("synthetic-family-names"))
    used = rates.read(table)
    seed = int(used["seed"])
    written = records.written(population.made_up(used, names, seed), used, names, seed)
    shown = written[written["child"] < CHILDREN].sort_values(["child", "service", "record"])
    return shown[list(COLUMNS)].to_csv(index=False, na_rep=NOT_HELD, lineterminator="\n")


if __name__ == "__main__":
    (DATA / "synthetic-records.csv").write_text(example(), encoding="utf-8", newline="")

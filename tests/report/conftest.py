"""The report's tables, as chapters and as editors see them."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from coproduce.evidence.package import DataPackage
from coproduce.source.paths import Paths


@pytest.fixture(scope="module")
def package(report_root) -> DataPackage:
    return DataPackage.read(Paths(report_root))


@pytest.fixture(scope="module")
def figures(package) -> pd.DataFrame:
    """All statistics, with the kind and the region of each area."""
    tables = [package.table(name) for name in package.resources if name.startswith("statistics-")]
    areas = package.table("areas").set_index("code")[["kind", "region", "north"]]
    return pd.concat(tables).join(areas, on="area")


@pytest.fixture(scope="module")
def text(report_root) -> dict[str, list[dict[str, str]]]:
    """Every table as written, cell by cell."""
    return {path.stem: list(csv.DictReader(path.open(encoding="utf-8", newline="")))
            for path in sorted(Paths(report_root).data.glob("*.csv"))}

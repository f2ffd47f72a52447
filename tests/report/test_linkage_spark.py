"""The same join on Spark gives the same links as on DuckDB. Needs the extra ``spark``, and Java."""

from __future__ import annotations

import shutil
import sys

import pytest

from coproduce.report import Report

pytestmark = pytest.mark.slow
CHILDREN = 120
"""So few that both learn chance agreement from all pairs, and draw none at random."""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    pyspark = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: pip install '.[spark]'")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java, and there is none")
    from splink.backends.spark import similarity_jar_location

    folder = tmp_path_factory.mktemp("spark")
    built = (pyspark.SparkSession.builder.master("local[1]").appName("linkage")
             .config("spark.jars", similarity_jar_location()).config("spark.ui.enabled", "false")
             .config("spark.sql.shuffle.partitions", "1").config("spark.default.parallelism", "1")
             .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
             .config("spark.sql.warehouse.dir", str(folder / "warehouse")).getOrCreate())
    built.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
    yield built
    built.stop()


def test_spark_and_duckdb_give_the_same_links(session, report_root, monkeypatch):
    monkeypatch.syspath_prepend(str(report_root / "book"))
    from linkage import join, population, rates, records
    from splink import SparkAPI

    table = Report.find(report_root).data.table
    names = population.Names(table("synthetic-given-names"), table("synthetic-family-names"))
    used = rates.read(table)
    made = population.made_up(used, names, 3, CHILDREN)
    written = records.written(made, used, names, 3)
    here = join.pairs(written)
    there = join.pairs(written, api=SparkAPI(spark_session=session, break_lineage_method="persist", num_partitions_on_repartition=1))
    links = [set(map(tuple, found.loc[found["probability"] >= 0.95, ["one", "other"]].to_numpy())) for found in (here, there)]
    assert links[0] == links[1] and len(links[0]) > 100
    both = here.merge(there, on=["one", "other"], suffixes=("", "_there"))
    assert len(both) == len(here) == len(there)
    assert (both["probability"] - both["probability_there"]).abs().max() < 1e-5
    assert sys.modules["pyspark"]

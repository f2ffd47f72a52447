"""The join: Splink on DuckDB, and beside it the two plain ways, exact matching and matching by one number.

The model is Fellegi and Sunter's. It is trained without known pairs, as Splink's documentation advises:
how often fields agree by chance from random pairs, how often they agree within a child by expectation
maximisation, twice, each time over pairs that agree on other fields.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

import numpy as np
import pandas as pd

from linkage.records import SERVICES

SEED = 1
RANDOM_PAIRS = 100_000
"""Pairs drawn to learn how often fields agree by chance."""
EXPECTED_RECALL = 0.7
"""Share of true pairs that the strict rules are thought to find: a start for training, not a result."""
LOWEST = 0.001
"""Pairs less likely to be one child than this are not kept."""
NUMBERS = ("nhs_number", "pupil_number")
BLOCKING = ("born", "given, surname", "postcode, given", "postcode, surname")
"""Two records are compared if they agree on all the fields of one of these."""
TRAINING = ("given, surname", "born")
"""Pairs that agree on these are what the model learns from, one after the other."""
STRICT = ("given, surname, born", "born, postcode, sex")
"""Pairs that agree on all the fields of one of these are taken for one child, to guess how many pairs are."""
SECTOR = "substr({0}, 1, length({0}) - 2)"
"""The sector of a postcode: all but its last two letters."""


def settings(comparisons: Iterable | None = None, blocking: Iterable[str] = BLOCKING):
    """Splink's settings: which pairs are compared at all (``blocking``), and how each field is compared."""
    import splink.comparison_library as compare
    from splink import SettingsCreator

    return SettingsCreator(
        link_type="link_only", unique_id_column_name="record",
        blocking_rules_to_generate_predictions=_rules(blocking),
        comparisons=list(comparisons or [
            compare.JaroWinklerAtThresholds("given", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            compare.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            compare.DamerauLevenshteinAtThresholds("born", [1, 2]),
            compare.ExactMatch("sex"),
            _postcodes(),
        ]),
        retain_intermediate_calculation_columns=False, retain_matching_columns=False)


def _postcodes():
    """Same postcode, same sector, or neither."""
    import splink.comparison_level_library as level
    import splink.comparison_library as compare

    return compare.CustomComparison(
        output_column_name="postcode", comparison_levels=[
            level.NullLevel("postcode"), level.ExactMatchLevel("postcode"),
            level.CustomLevel(f"{SECTOR.format('postcode_l')} = {SECTOR.format('postcode_r')}", "same sector"), level.ElseLevel()])


def _rules(rules: Iterable[str]) -> list:
    from splink import block_on

    return [block_on(*rule.split(", ")) for rule in rules]


def database(threads: int = 1, **settings: str):
    """An empty database in memory, with DuckDB's ``settings``. One thread, so that the same records give the same bytes."""
    import duckdb
    from splink import DuckDBAPI

    connection = duckdb.connect(":memory:", config={"threads": threads, **settings})
    return DuckDBAPI(connection=connection)


def pairs(records: pd.DataFrame, api=None, model=None, training: Iterable[str] = TRAINING, lowest: float = LOWEST) -> pd.DataFrame:
    """Pairs of records of different services with the ``probability`` that they are of one child, if ``lowest`` at least.

    ``records`` as :func:`linkage.records.written` gives them; ``api`` is the database, by default DuckDB.
    """
    from splink import Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = api or database()
    fields = [column for column in records.columns if column not in ("child", "service", *NUMBERS)]
    tables = [api.register(records.loc[records["service"] == name, fields].reset_index(drop=True), dataset_display_name=name)
              for name in SERVICES if (records["service"] == name).any()]
    linker = Linker(tables, model or settings(), log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(_rules(STRICT), recall=EXPECTED_RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED, min_count_per_level=None, num_chunks=1)
    for rule in _rules(training):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=lowest).as_pandas_dataframe()
    return _tidy(found[["record_l", "record_r", "match_probability"]].set_axis(["one", "other", "probability"], axis=1), records)


def exact(records: pd.DataFrame) -> pd.DataFrame:
    """Pairs that agree on given name, family name and date of birth, letter by letter."""
    return _tidy(_agreeing(records, ["given", "surname", "born"]), records)


def by_number(records: pd.DataFrame) -> pd.DataFrame:
    """Pairs that hold the same NHS number, or the same pupil number."""
    return _tidy(pd.concat([_agreeing(records, [number]) for number in NUMBERS]), records)


def _agreeing(records: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
    known = records.dropna(subset=fields)[["record", "service", *fields]]
    both = known.merge(known, on=fields, suffixes=("_l", "_r"))
    both = both[(both["service_l"] != both["service_r"]) & (both["record_l"] < both["record_r"])]
    return both[["record_l", "record_r"]].set_axis(["one", "other"], axis=1).assign(probability=1.0)


def _tidy(found: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Each pair once, in a fixed order, with the truth beside it; probabilities rounded past what noise reaches."""
    one, other = (found[side].to_numpy(object) for side in ("one", "other"))
    swap = one > other
    found = pd.DataFrame({"one": np.where(swap, other, one), "other": np.where(swap, one, other),
                          "probability": found["probability"].to_numpy(float).round(6)})
    found = found.drop_duplicates(["one", "other"]).sort_values(["one", "other"], ignore_index=True)
    child = records.set_index("record")["child"]
    return found.assign(child_one=child.loc[found["one"]].to_numpy(), child_other=child.loc[found["other"]].to_numpy())

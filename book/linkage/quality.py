"""How good a join is, which only a made-up population can say exactly: pairs joined against pairs that are true.

A *pair* is two records of different services. *Missed* is the share of true pairs that were not joined,
*false* the share of joined pairs that are of two children.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.stats import t as student

GROUPS = {
    "all": "All children",
    "care": "In care now or before",
    "south-asian": "Names from South Asian lists",
    "poorest": "In the poorest neighbourhoods",
    "moved": "Moved home twice or more",
    "under-school-age": "Under school age",
}
THRESHOLDS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)


def true_pairs(records: pd.DataFrame) -> pd.DataFrame:
    """Every pair of records of one child."""
    record = records[["record", "service", "child"]]
    both = record.merge(record, on="child", suffixes=("_one", "_other"))
    both = both[both["record_one"] < both["record_other"]]
    return both.rename(columns={"record_one": "one", "record_other": "other"}).reset_index(drop=True)


def members(children: pd.DataFrame) -> dict[str, np.ndarray]:
    """For each group, who is in it: an array of yes and no, in the order of ``children``."""
    return {"all": np.ones(len(children), bool), "care": children["care"].to_numpy(),
            "south-asian": (children["tradition"] == "south-asian").to_numpy(), "poorest": children["poorest"].to_numpy(),
            "moved": (children["moves"] >= 2).to_numpy(), "under-school-age": children["under_school_age"].to_numpy()}


def errors(joined: pd.DataFrame, truth: pd.DataFrame, member: np.ndarray) -> tuple[float, float]:
    """The shares missed and false among the pairs of children in a group; a false pair counts if either is."""
    right = joined["child_one"].to_numpy() == joined["child_other"].to_numpy()
    touches = member[joined["child_one"]] | member[joined["child_other"]]
    possible, found, made = int(member[truth["child"]].sum()), int((right & touches).sum()), int(touches.sum())
    return 1 - found / possible if possible else np.nan, 1 - found / made if made else 0.0


def by_group(joined: pd.DataFrame, truth: pd.DataFrame, children: pd.DataFrame) -> pd.DataFrame:
    """Missed and false for each group."""
    return pd.DataFrame([(group, *errors(joined, truth, member)) for group, member in members(children).items()],
                        columns=["group", "missed", "false"])


def by_threshold(found: pd.DataFrame, truth: pd.DataFrame, thresholds: Sequence[float] = THRESHOLDS) -> pd.DataFrame:
    """Missed and false for each threshold from which a pair is joined."""
    everyone = np.ones(int(truth["child"].max()) + 1, bool)
    return pd.DataFrame([(least, *errors(found[found["probability"] >= least], truth, everyone)) for least in thresholds],
                        columns=["threshold", "missed", "false"])


def never_compared(records: pd.DataFrame, truth: pd.DataFrame, rules: Iterable[str]) -> float:
    """The share of true pairs that agree on no blocking rule, so that no threshold can find them."""
    at = records.set_index("record")
    seen = np.zeros(len(truth), bool)
    for rule in rules:
        agree = np.ones(len(truth), bool)
        for field in rule.split(", "):
            one, other = at.loc[truth["one"], field].to_numpy(object), at.loc[truth["other"], field].to_numpy(object)
            agree &= (one == other) & pd.notna(one)
        seen |= agree
    return float(1 - seen.mean())


def chains(joined: pd.DataFrame) -> tuple[float, float]:
    """Of the sets of records joined with each other, directly or through others: the share that hold two children
    or more, and the share of their inner pairs that were not joined themselves."""
    names = pd.unique(joined[["one", "other"]].to_numpy().ravel())
    place = pd.Series(np.arange(len(names)), index=names)
    one, other = place[joined["one"]].to_numpy(), place[joined["other"]].to_numpy()
    sets, label = connected_components(coo_array((np.ones(len(one)), (one, other)), shape=(len(names), len(names))), directed=False)
    child = pd.Series(np.r_[joined["child_one"], joined["child_other"]], index=np.r_[one, other])
    child = child[~child.index.duplicated()].sort_index()
    mixed = child.groupby(label).nunique() > 1
    sizes = np.bincount(label)
    return float(mixed.mean()), float(1 - len(joined) / (sizes * (sizes - 1) / 2).sum())


def expected(values: Sequence[float]) -> tuple[float, float, float]:
    """The mean over populations, and the range in which that of one more would lie, nineteen times of twenty.

    The range is Student's for a new observation, cut at nought and one. It takes two values or more.
    """
    numbers = np.asarray(values, float)
    count, mean = len(numbers), float(np.mean(values))
    reach = float(student.ppf(0.975, count - 1) * numbers.std(ddof=1) * np.sqrt(1 + 1 / count))
    return mean, max(0.0, mean - reach), min(1.0, mean + reach)

"""The whole example at once, as the chapter shows it: populations made and joined anew, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from linkage import encoded, join, quality, sight
from linkage.population import Names, Population, made_up
from linkage.rates import Rates
from linkage.records import written

THRESHOLD = 0.95
"""From which a pair counts as one child: where the SUI Matcher's own confidence counts as confirmed."""
POSSIBLE = 0.5
"""From which a person would look at a pair that is not joined by itself."""
KEY = b"a key that the services would keep to themselves"
METHODS = {"splink": "Splink, on names, dates and places", "exact": "Same name and date of birth, to the letter",
           "number": "Same NHS or pupil number"}
ENCODINGS = {"names": "Names as written", "bloom": "Bloom filters", "hashed": "Keyed hashes"}


@dataclass(frozen=True)
class Joined:
    """One population and the pairs that each way found, those of Splink with their probability."""

    population: Population
    records: pd.DataFrame
    truth: pd.DataFrame
    found: Mapping[str, pd.DataFrame]

    def pairs(self, method: str) -> pd.DataFrame:
        """The pairs that a way joins."""
        found = self.found[method]
        return found[found["probability"] >= THRESHOLD]


def one(rates: Rates, names: Names, seed: int, with_encodings: bool = True, children: int | None = None) -> Joined:
    """A population made, written down and joined in each way."""
    population = made_up(rates, names, seed, children)
    records = written(population, rates, names, seed)
    found = {"splink": join.pairs(records), "exact": join.exact(records), "number": join.by_number(records)}
    if with_encodings:
        found["hashed"] = join.pairs(encoded.hashed(records, KEY), model=join.settings(encoded.hashed_comparisons()))
        found["bloom"] = join.pairs(encoded.filtered(records, KEY), model=join.settings(encoded.filtered_comparisons()))
        found["names"] = found["splink"]
    return Joined(population, records, quality.true_pairs(records), found)


def groups(joined: list[Joined], methods: Mapping[str, str] = METHODS) -> pd.DataFrame:
    """For each group and way: mean and range of the shares missed and false over the populations."""
    each = pd.concat(quality.by_group(made.pairs(method), made.truth, made.population.children).assign(method=method)
                     for made in joined for method in methods)
    return _ranges(each, ["group", "method"])


def thresholds(joined: list[Joined]) -> pd.DataFrame:
    """For each threshold: mean and range of the shares missed and false over the populations."""
    return _ranges(pd.concat(quality.by_threshold(made.found["splink"], made.truth) for made in joined), ["threshold"])


def links(joined: list[Joined]) -> sight.Links:
    """How often a link between health and another service is missed for each kind of child, and how often one is false."""
    missed: dict[str, list[float]] = {name: [] for name in sight.CLASSES}
    false = []
    for made in joined:
        children, pairs = made.population.children, made.pairs("splink")
        care, south_asian = children["care"].to_numpy(), (children["tradition"] == "south-asian").to_numpy()
        kinds = {"care": care, "south-asian": south_asian & ~care, "other": ~south_asian & ~care}
        truth, pairs = (_across(part, made.records) for part in (made.truth, pairs))
        for name, member in kinds.items():
            missed[name].append(quality.errors(pairs, truth, member)[0])
        false.append(quality.errors(pairs, truth, care | ~care)[1])
    return sight.Links({name: sum(shares) / len(shares) for name, shares in missed.items()}, sum(false) / len(false))


def _across(pairs: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Pairs of a health record and one that is none."""
    service = records.set_index("record")["service"].isin(["birth", "health"])
    return pairs[service.loc[pairs["one"]].to_numpy() != service.loc[pairs["other"]].to_numpy()]


def _ranges(each: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    rows = []
    for key, part in each.groupby(by, sort=False):
        row = dict(zip(by, key))
        for error in ("missed", "false"):
            row[error], row[f"{error}_low"], row[f"{error}_high"] = quality.expected(part[error].to_list())
        rows.append(row)
    return pd.DataFrame(rows)

"""What a join would show of children with need before they start school: a mechanism, not a forecast.

Each of many populations holds a thousand children. Later need, what each service has written down, when, and
which records were joined are drawn anew in each. The shares of links missed and false are those that the join
itself had (:mod:`linkage.quality`); everything else is a published or assumed rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from linkage.rates import Rates

CHILDREN = 1000
TIMES = {"two": "Two years before", "one": "One year before", "entry": "At school entry"}
JOINS = {
    "nursery": "Nursery and school alone",
    "visiting": "Joined with health visiting",
    "doctor": "And with doctor and hospital",
    "care": "And with social care",
}
CLASSES = ("care", "south-asian", "other")
"""Kinds of children whose links are missed more or less often."""


@dataclass(frozen=True)
class Links:
    """The shares of links that are missed, for each of :data:`CLASSES`, and that are false."""

    missed: Mapping[str, float]
    false: float


def populations(rates: Rates, links: Links, seed: int, times: Iterable[str] = TIMES) -> pd.DataFrame:
    """One row for each population, time and join: of a thousand children, how many with need were ``seen`` by a
    sign, how many without were (``alarms``), and how many with need are ``found`` if only so many children can be
    looked at as the service has time for, those with most signs first."""
    rng = np.random.default_rng([seed, 2])
    shape = (int(rates["populations"]), CHILDREN)
    need = rng.random(shape) < need_share(rates)
    social_care = rng.random(shape) < np.where(need, *known_to_social_care(rates))
    in_care = social_care & (rng.random(shape) < rates["in-care-rate"] / rates["in-need-rate"])
    kind = np.where(in_care, 0, np.where(rng.random(shape) < rates["south-asian-names"], 1, 2))
    signs = _signs(rates, rng, need, social_care, in_care)
    missed = np.array([links.missed[name] for name in CLASSES])[kind]
    arrives = {join: rng.random(shape) >= missed for join in JOINS}
    swapped = {join: rng.random(shape) < links.false for join in JOINS}
    tie = rng.random(shape)
    frames = []
    for when in times:
        count = np.zeros(shape, dtype=np.int8)
        for join in JOINS:
            sign = signs[join, when]
            if join != "nursery":
                # A false link shows the sign of another child.
                sign = arrives[join] & np.where(swapped[join], np.roll(sign, 1, axis=1), sign)
            count = count + sign
            frames.append(_counted(count, need, tie, int(rates["capacity"])).assign(when=when, join=join))
    return pd.concat(frames, ignore_index=True)


def gain(drawn: pd.DataFrame, when: str = "one", join: str = "care") -> pd.Series:
    """How many more children with need were seen than by nursery and school alone, for each population."""
    at = drawn[drawn["when"] == when].set_index("population")
    return at.loc[at["join"] == join, "seen"] - at.loc[at["join"] == "nursery", "seen"]


def sensitivity(rates: Rates, links: Links, seed: int) -> pd.DataFrame:
    """The mean gain a year before school, for each assumption at its low and at its high end, all else the same.

    The last row is the join itself: three times as many links missed, and none missed or false.
    """
    def mean(numbers: Rates, quality: Links = links) -> float:
        return float(gain(populations(numbers, quality, seed, ["one"])).mean())

    rows = []
    for row in rates.assumed.dropna(subset=["low", "high"]).itertuples():
        unit = rates[row.id] / row.value
        ends = [mean(rates.but(**{row.id.replace("-", "_"): end * unit})) for end in (row.low, row.high)]
        if ends[0] != ends[1]:
            rows.append((row.id, row.text, row.low, row.high, row.unit, *ends))
    worse = Links({name: min(1.0, 3 * share) for name, share in links.missed.items()}, links.false)
    perfect = Links(dict.fromkeys(CLASSES, 0.0), 0.0)
    rows.append(("links", "Links missed: three times as many, or none", 3, 0, "times", mean(rates, worse), mean(rates, perfect)))
    return pd.DataFrame(rows, columns=["id", "text", "low", "high", "unit", "at_low", "at_high"])


def need_share(rates: Rates) -> float:
    """The share of children whose school records special needs by the age of ten: support or a plan."""
    return rates["plan-at-ten"] + rates["support-at-ten"]


def known_to_social_care(rates: Rates) -> tuple[float, float]:
    """The chances that a child with need, and one without, is ever known to social care (Bayes's rule)."""
    known, need = rates["in-need-rate"] * rates["ever-known"], need_share(rates)
    return rates["sen-in-need"] * known / need, (1 - rates["sen-in-need"]) * known / (1 - need)


def _signs(rates: Rates, rng: np.random.Generator, need: np.ndarray, social_care: np.ndarray,
           in_care: np.ndarray) -> dict[tuple[str, str], np.ndarray]:
    """Who has a sign on the record of each service by each time; what is once written down stays."""
    signs: dict[tuple[str, str], np.ndarray] = {}
    early = rates["early-years-sen"] / need_share(rates)
    chances = {
        "nursery": ((rates["nursery-two"], early, rates["nursery-entry"]), rates["nursery-false"]),
        "doctor": ((rates["doctor-two"], rates["doctor-one"], rates["doctor-entry"]), rates["doctor-false"]),
    }
    for service, (by_time, false) in chances.items():
        draw = rng.random(need.shape)
        for when, chance in zip(TIMES, np.maximum.accumulate(by_time)):
            signs[service, when] = draw < np.where(need, chance, false)
    shows = need & (rng.random(need.shape) < rates["showing-at-two"])
    found = rng.random(need.shape) < np.where(shows, rates["asq-sensitivity"], 1 - rates["asq-specificity"])
    reviewed = rng.random(need.shape) < np.where(in_care, rates["two-year-review-in-care"], rates["two-year-review"])
    since = rng.random(need.shape)
    for place, when in enumerate(TIMES):
        signs["visiting", when] = reviewed & found
        signs["care", when] = social_care & (since < rates["known-two"] + (1 - rates["known-two"]) * place / 2)
    return signs


def _counted(count: np.ndarray, need: np.ndarray, tie: np.ndarray, capacity: int) -> pd.DataFrame:
    seen = count > 0
    first = np.argpartition(-(count + tie), capacity - 1, axis=1)[:, :capacity]
    looked_at = np.take_along_axis(need & seen, first, axis=1)
    return pd.DataFrame({"population": np.arange(len(need)), "seen": (seen & need).sum(axis=1),
                         "alarms": (seen & ~need).sum(axis=1), "found": looked_at.sum(axis=1)})

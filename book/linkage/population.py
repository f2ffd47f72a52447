"""Made-up children of one invented area: the truth that no real linkage knows.

One row a child. Families share a name and a home and move together; a child in care moves alone, from
placement to placement. Dates are days before the day of the school census.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from linkage.rates import Rates

YEAR = 365.25
MOST_MOVES = 12
SECTORS, IN_SECTOR = 20, 200
"""Sectors of postcodes, and the postcodes of one at most: a larger area has more sectors, as a country has."""
LETTERS = np.array(list("ABDEFGHJLNPQRSTUWXYZ"))
CENSUS_DAY = np.datetime64("2026-01-15")


@dataclass(frozen=True)
class Names:
    """Open lists of names: given names by sex and tradition, family names by tradition, each with its weight."""

    given: pd.DataFrame
    family: pd.DataFrame


@dataclass(frozen=True)
class Population:
    """``children``, one row each, and where each lived: ``moved`` days before the census day, latest first,
    and ``postcodes``, the present home first."""

    children: pd.DataFrame
    moved: np.ndarray
    postcodes: np.ndarray

    def postcode(self, days_ago: np.ndarray) -> np.ndarray:
        """The postcode of each child on a day ``days_ago`` before the census."""
        homes_since = (self.moved < days_ago[:, None]).sum(axis=1)
        return self.postcodes[np.arange(len(days_ago)), homes_since]


def made_up(rates: Rates, names: Names, seed: int, children: int | None = None) -> Population:
    """A population of ``children`` (by default as many as the assumption says), the same for the same seed."""
    rng = np.random.default_rng(seed)
    frame, families = _families(rates, rng, children or int(rates["children"]))
    count = len(frame)
    tradition = np.where(rng.random(families) < rates["south-asian-names"], "south-asian", "other")[frame["family"]]
    poorest = (rng.random(families) < rates["poorest-share"])[frame["family"]]
    frame = frame.assign(
        sex=np.where(rng.random(count) < 0.5, "female", "male"), tradition=tradition, poorest=poorest)
    frame["given"] = _given(frame, names, rng)
    surnames = {kind: _drawn(names.family[names.family["tradition"] == kind], "weight", families, rng) for kind in sorted(set(tradition))}
    frame["surname"] = [surnames[kind][family] for kind, family in zip(tradition, frame["family"])]
    _services(frame, rates, rng)
    _renamed(frame, names, rates, rng)
    moved, postcodes = _homes(frame, families, rates, rng)
    frame["moves"] = (moved < (frame["age"].to_numpy() * YEAR)[:, None]).sum(axis=1)
    return Population(frame, moved, postcodes)


def _families(rates: Rates, rng: np.random.Generator, count: int) -> tuple[pd.DataFrame, int]:
    """Children with the family that each belongs to, and its day of birth."""
    sizes = rng.choice([1, 2, 3], size=count, p=[rates["families-of-one"], rates["families-of-two"],
                                                 1 - rates["families-of-one"] - rates["families-of-two"]])
    sizes = sizes[: np.searchsorted(np.cumsum(sizes), count) + 1]
    family = np.repeat(np.arange(len(sizes)), sizes)[:count]
    oldest = rates["oldest"] + 1
    # Children of a family are born one to four years apart; twins on one day.
    first = np.r_[True, family[1:] != family[:-1]]
    twin = ~first & (rng.random(count) < rates["twins"] * count / max(1, int((~first).sum())) / 2)
    gap = np.where(first | twin, 0.0, rng.uniform(1.0, 4.0, count))
    start = rng.uniform(0, oldest, len(sizes))[family]
    since = pd.Series(gap).groupby(family).cumsum().to_numpy()
    age = (start + since) % oldest
    born = CENSUS_DAY - (age * YEAR).astype(int).astype("timedelta64[D]")
    follows = np.r_[False, twin[1:]]
    return pd.DataFrame({"child": np.arange(count), "family": family, "age": age, "born": born,
                         "twin": follows | np.r_[follows[1:], False]}), int(family[-1]) + 1


def _drawn(table: pd.DataFrame, weight: str, count: int, rng: np.random.Generator) -> np.ndarray:
    shares = table[weight].to_numpy(float)
    return rng.choice(table["name"].to_numpy(object), size=count, p=shares / shares.sum())


def _given(frame: pd.DataFrame, names: Names, rng: np.random.Generator) -> np.ndarray:
    given = np.empty(len(frame), dtype=object)
    for (sex, tradition), part in frame.groupby(["sex", "tradition"], sort=True):
        listed = names.given[(names.given["sex"] == sex) & (names.given["tradition"] == tradition)]
        given[part.index] = _drawn(listed, "babies", len(part), rng)
    return given


def _services(frame: pd.DataFrame, rates: Rates, rng: np.random.Generator) -> None:
    """Who is in care, known to social care, at a state school, known to youth justice."""
    count, age = len(frame), frame["age"].to_numpy()
    known = rates["in-need-rate"] * rates["ever-known"]
    care = rates["in-care-rate"] * rates["ever-known"]
    draw = rng.random(count)
    frame["care"] = draw < care
    frame["social_care"] = draw < known
    frame["under_school_age"] = age < rates["school-age"]
    frame["state_school"] = ~frame["under_school_age"] & (rng.random(count) >= rates["private-school"])
    convicted = rates["youth-justice"]
    ratio = rates["convicted-in-care"] / rates["convicted-not-in-care"]
    chance = convicted / (1 - care + care * ratio) * np.where(frame["care"], ratio, 1.0)
    frame["youth_justice"] = (age >= 10) & (rng.random(count) < chance)
    frame["born_here"] = rng.random(count) < rates["born-here"]


def _renamed(frame: pd.DataFrame, names: Names, rates: Rates, rng: np.random.Generator) -> None:
    """The family name before a change, and how many days ago it changed (nought: never)."""
    changes = rng.random(len(frame)) < np.where(frame["care"], rates["renamed-in-care"], rates["renamed"])
    former = frame["surname"].to_numpy(object).copy()
    for tradition in sorted(set(frame["tradition"])):
        hit = changes & (frame["tradition"] == tradition).to_numpy()
        former[hit] = _drawn(names.family[names.family["tradition"] == tradition], "weight", int(hit.sum()), rng)
    frame["former_surname"] = former
    frame["renamed_days_ago"] = np.where(changes, rng.random(len(frame)) * frame["age"] * YEAR, 0.0)


def _homes(frame: pd.DataFrame, families: int, rates: Rates, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Days before the census on which each child moved, latest first, and the homes between."""
    places = max(SECTORS, round(len(frame) / rates["children-a-postcode"]))
    codes = _postcodes(places)
    poorest_family = np.zeros(families, dtype=bool)
    poorest_family[frame["family"]] = frame["poorest"]
    rate = np.where(poorest_family, rates["moves-poorest"], rates["moves"])
    moved = np.cumsum(rng.exponential(YEAR / rate[:, None], (families, MOST_MOVES)), axis=1)
    poor = max(1, places // 5)
    low, high = np.where(poorest_family, 0, poor), np.where(poorest_family, poor, places)
    homes = (low[:, None] + rng.random((families, MOST_MOVES + 1)) * (high - low)[:, None]).astype(int)
    child_moved, child_homes = moved[frame["family"]], homes[frame["family"]]
    alone = frame["care"].to_numpy()
    child_moved[alone] = np.cumsum(rng.exponential(YEAR / rates["moves-in-care"], (int(alone.sum()), MOST_MOVES)), axis=1)
    child_homes[alone] = rng.integers(0, places, (int(alone.sum()), MOST_MOVES + 1))
    return child_moved, codes[child_homes]


def _postcodes(count: int) -> np.ndarray:
    """Postcodes of an area, QX, that the Royal Mail has not given to any town; the poorest sectors first."""
    number = np.arange(count)
    sector = number * max(SECTORS, -(-count // IN_SECTOR)) // count
    within = number - np.searchsorted(sector, sector)
    pairs = [f"{a}{b}" for a in LETTERS for b in LETTERS]
    return np.array([f"QX{1 + s // 10} {s % 10}{pairs[w]}" for s, w in zip(sector, within)], dtype=object)

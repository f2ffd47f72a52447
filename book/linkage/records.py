"""What five services wrote down about each child: names, dates and addresses as they were then, with mistakes.

Each service knows a child by its own number. NHS numbers begin with 999, which the NHS keeps for tests;
pupil numbers begin with the letter Z, which is given to nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd

from linkage.population import CENSUS_DAY, YEAR, Names, Population
from linkage.rates import Rates

SERVICES = {
    "birth": "Birth and health visiting",
    "health": "General practice and hospital",
    "school": "School census",
    "social_care": "Social care",
    "youth_justice": "Youth justice",
}
PLACEHOLDER = "Baby"
FIELDS = ("given", "surname", "born", "sex", "postcode")
"""What records are matched by, without the services' own numbers."""


@dataclass(frozen=True)
class _Service:
    """Who has a record of a service, how old its address is, and how often a date or postcode is wrong or missing."""

    name: str
    has: np.ndarray
    days_ago: np.ndarray
    date_wrong: float
    postcode_missing: float


def written(population: Population, rates: Rates, names: Names, seed: int) -> pd.DataFrame:
    """All records, one row each: service, ``record`` (its id), ``child`` (the truth), fields, and the numbers held."""
    rng = np.random.default_rng([seed, 1])
    spellings = Spellings(names)
    return pd.concat([_records(population, service, rates, spellings, rng) for service in _services(population, rates, rng)],
                     ignore_index=True)


def _services(population: Population, rates: Rates, rng: np.random.Generator) -> list[_Service]:
    children = population.children
    count, days = len(children), children["age"].to_numpy() * YEAR

    def ago(years: float) -> np.ndarray:
        """Since when each address is on the record; never before the child was born."""
        return np.minimum(rng.exponential(years * YEAR, count), days)

    health, council = rates["postcode-missing-health"], rates["postcode-missing-council"]
    return [
        _Service("birth", children["born_here"].to_numpy(), np.maximum(days - 2 * YEAR * rng.random(count), 0),
                 rates["date-of-birth-error"], health),
        _Service("health", np.ones(count, dtype=bool), ago(rates["address-lag"]), rates["date-of-birth-error"], health),
        _Service("school", children["state_school"].to_numpy(), ago(rates["address-lag"]), rates["date-wrong-school"],
                 rates["postcode-missing-school"]),
        *(_Service(name, children[name].to_numpy(), ago(rates["address-lag-council"]), rates["date-wrong-council"], council)
          for name in ("social_care", "youth_justice"))]


def _records(population: Population, service: _Service, rates: Rates, spellings: "Spellings",
             rng: np.random.Generator) -> pd.DataFrame:
    everyone = population.children
    postcode = population.postcode(service.days_ago)
    postcode[rng.random(len(everyone)) < service.postcode_missing] = None
    surname = np.where(service.days_ago > everyone["renamed_days_ago"], everyone["former_surname"], everyone["surname"])
    # A child never renamed has the same name before and after.
    here = everyone[service.has]
    count = len(here)
    frame = pd.DataFrame({
        "service": service.name, "child": here["child"].to_numpy(), "given": here["given"].to_numpy(object),
        "surname": surname[service.has].astype(object), "sex": here["sex"].to_numpy(object), "postcode": postcode[service.has]})
    often = np.where(here["tradition"] == "south-asian", rates["respelt-south-asian"], rates["respelt"])
    for name in ("given", "surname"):
        frame[name] = _miswritten(frame[name].to_numpy(object), rng.random(count) < often, rng.random(count) < rates["mistyped"],
                                  spellings, rng)
    if service.name == "birth":
        frame.loc[rng.random(count) < rates["placeholder"], "given"] = PLACEHOLDER
    frame["born"] = _dates(here["born"].to_numpy(), rng.random(count) < service.date_wrong, rng)
    other = rng.random(count) < rates["date-of-birth-error"]
    frame.loc[other, "sex"] = np.where(frame.loc[other, "sex"] == "female", "male", "female")
    return _numbered(frame, here, service, rates, rng)


def _numbered(frame: pd.DataFrame, here: pd.DataFrame, service: _Service, rates: Rates,
              rng: np.random.Generator) -> pd.DataFrame:
    """The numbers that each service holds: its own, and another's where it has it."""
    nhs = "999" + (here["child"] + 1_000_000).astype(str)
    pupil = "Z" + (here["child"] + 100_000_000_000).astype(str)
    held = rng.random(len(here))
    if service.name in ("birth", "health"):
        has_nhs, has_pupil = np.ones(len(here), bool), np.zeros(len(here), bool)
    elif service.name == "school":
        has_nhs, has_pupil = np.zeros(len(here), bool), np.ones(len(here), bool)
    elif service.name == "social_care":
        has_nhs = (here["care"] & (held < rates["nhs-number-in-care"])).to_numpy()
        has_pupil = (here["state_school"] & (rng.random(len(here)) < rates["pupil-number-held"])).to_numpy()
    else:
        has_nhs = has_pupil = np.zeros(len(here), bool)
    frame["nhs_number"] = np.where(has_nhs, nhs, None)
    frame["pupil_number"] = np.where(has_pupil, pupil, None)
    frame.insert(0, "record", [f"{service.name}-{place}" for place in rng.permutation(len(frame))])
    return frame.sort_values("record").reset_index(drop=True)


def _miswritten(names: np.ndarray, respelt: np.ndarray, mistyped: np.ndarray, spellings: "Spellings",
                rng: np.random.Generator) -> np.ndarray:
    names = names.copy()
    for place in np.flatnonzero(respelt):
        names[place] = spellings.other(names[place], rng)
    for place in np.flatnonzero(mistyped):
        names[place] = _mistyped(names[place], rng)
    return names


def _mistyped(name: str, rng: np.random.Generator) -> str:
    """Two letters changed about, one left out, or one written twice; never the first."""
    if len(name) < 3:
        return name + name[-1]
    at = int(rng.integers(1, len(name) - 1))
    swapped, short, long = name[:at] + name[at + 1] + name[at] + name[at + 2:], name[:at] + name[at + 1:], name[:at] + name[at] + name[at:]
    return [swapped, short, long][int(rng.integers(3))]


def _dates(born: np.ndarray, wrong: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Dates of birth as text; a wrong one has day and month changed about, or lies some days or a year beside it."""
    days = born.astype("datetime64[D]")
    for place in np.flatnonzero(wrong):
        year, month, day = str(days[place]).split("-")
        if int(day) <= 12 and day != month and rng.random() < 0.5:
            days[place] = np.datetime64(f"{year}-{day}-{month}")
        else:
            days[place] += np.timedelta64(int(rng.choice([-365, -10, -1, 1, 10, 365])), "D")
    return np.minimum(days, CENSUS_DAY).astype(str).astype(object)


class Spellings:
    """Other ways to write a name: those in the lists that sound alike, else one with another vowel."""

    def __init__(self, names: Names):
        self._alike: dict[str, list[str]] = defaultdict(list)
        for name in sorted({*names.given["name"], *names.family["name"]}):
            self._alike[_skeleton(name)].append(name)

    def other(self, name: str, rng: np.random.Generator) -> str:
        alike = [other for other in self._alike[_skeleton(name)] if other != name]
        if alike:
            return alike[int(rng.integers(len(alike)))]
        vowels = [at for at, letter in enumerate(name) if at and letter in "aeiou"]
        if not vowels:
            return name + name[-1]
        at = vowels[int(rng.integers(len(vowels)))]
        return name[:at] + {"a": "e", "e": "a", "i": "ee", "o": "u", "u": "o"}[name[at]] + name[at + 1:]


def _skeleton(name: str) -> str:
    """The first letter and the consonants after it, those that sound alike written alike, none twice."""
    low = name.lower()
    for sounds, letter in (("ph", "f"), ("ck", "k"), ("c", "k"), ("q", "k"), ("z", "s")):
        low = low.replace(sounds, letter)
    rest = re.sub(r"[aeiouyhw]", "", low[1:])
    return low[0] + re.sub(r"(.)\1+", r"\1", rest)

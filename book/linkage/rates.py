"""The rates that the example runs on, each from one row of the data.

A rate is either published, in a table of statistics or in ``demonstration-rates``, or assumed, in
``demonstration-assumptions``. There is no number of this kind in the code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

TABLES = ("demonstration-assumptions", "demonstration-rates", "infrastructure-scale", "statistics-linkage", "statistics-send",
          "statistics-social-care")
PERCENT, TEN_THOUSAND = 1 / 100, 1 / 10_000
_ENGLAND = "area == 'E92000001' and "
PUBLISHED: Mapping[str, tuple[str, str, float]] = {
    "in-need-rate": ("statistics-social-care", _ENGLAND + "series == 'cin-rate' and period == '2024'", TEN_THOUSAND),
    "in-care-rate": ("statistics-social-care", _ENGLAND + "series == 'cla-rate' and period == '2024'", TEN_THOUSAND),
    "sen-in-need": ("statistics-social-care", _ENGLAND + "series == 'social-care-group-any-sen-percent' and period == '2023/24' "
                    "and breakdown_value == 'all children in need'", PERCENT),
    "plan-at-ten": ("statistics-send", _ENGLAND + "series == 'sen-percent-by-age' and breakdown_value == 'EHC plan at age 10'", PERCENT),
    "support-at-ten": ("statistics-send", _ENGLAND + "series == 'sen-percent-by-age' and breakdown_value == 'SEN support at age 10'",
                       PERCENT),
    "early-years-sen": ("statistics-send", _ENGLAND + "series == 'early-years-sen-percent' and breakdown_value == 'any SEN'", PERCENT),
    "private-school": ("infrastructure-scale", "id == 'npd-s1'", PERCENT),
    "nhs-number-in-care": ("infrastructure-scale", "id == 'cp-is-s3'", PERCENT),
    "youth-justice": ("statistics-linkage", "series == 'moj-dfe-offending-groups-percent' "
                      "and breakdown_value == 'cautioned or sentenced for any offence'", PERCENT),
    "convicted-in-care": ("statistics-linkage", "breakdown_value == 'convicted by 24, looked-after children'", PERCENT),
    "convicted-not-in-care": ("statistics-linkage", "breakdown_value == 'convicted by 24, children never in care'", PERCENT),
}
"""Which row of which statistics a rate is, and what makes a share of its number."""
UNITS = {"percent": PERCENT}


@dataclass(frozen=True)
class Rates(Mapping[str, float]):
    """Numbers by the name that the code uses, shares from nought to one; ``rows`` are the rows of the data that they come from."""

    numbers: Mapping[str, float]
    rows: tuple[pd.DataFrame, ...] = field(default=(), compare=False)
    assumed: pd.DataFrame | None = field(default=None, compare=False)

    def __getitem__(self, name: str) -> float:
        return self.numbers[name]

    def __iter__(self):
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def but(self, **changed: float) -> "Rates":
        """The same with other numbers; an underscore in a name stands for a hyphen.

        Raises ``KeyError`` for a name that is none, for that would change nothing.
        """
        numbers = {name.replace("_", "-"): number for name, number in changed.items()}
        unknown = sorted(set(numbers) - set(self.numbers))
        if unknown:
            raise KeyError(f"no rate is called {', '.join(unknown)}; there are {', '.join(sorted(self.numbers))}")
        return Rates({**self.numbers, **numbers}, self.rows, self.assumed)


def read(table: Callable[[str], pd.DataFrame]) -> Rates:
    """All rates; ``table`` gives a table of the data by its name.

    Raises ``ValueError`` if a name stands twice, or a published rate is not exactly one row.
    """
    assumed, named = table("demonstration-assumptions"), table("demonstration-rates").dropna(subset=["value"])
    numbers: dict[str, float] = {}
    rows = [assumed[["value"]], named[["value"]]]
    found = [(row["id"], row["value"] * UNITS.get(row["unit"], 1)) for frame in (assumed, named) for _, row in frame.iterrows()]
    for name, (where, condition, factor) in PUBLISHED.items():
        one = table(where).query(condition)
        if len(one) != 1:
            raise ValueError(f"the rate {name} is {len(one)} rows of {where}, not one: {condition}")
        rows.append(one[["value"]])
        found.append((name, one["value"].item() * factor))
    for name, number in found:
        if name in numbers:
            raise ValueError(f"two rates are called {name}")
        numbers[name] = float(number)
    return Rates(numbers, tuple(rows), assumed)

"""Statistical disclosure control: small numbers of people are not published.

A count of people below the threshold (``disclosure_threshold`` in
``_config.yml``) could point at a person, so it reads "fewer than 10" instead.
Nought is published: it points at nobody who is in the data.

This concerns numbers that this report counts itself, such as breakdowns of
contributors. Official statistics are shown as published; their publishers'
own suppression marks arrive as declared missing values and stay.

*Primary* suppression alone is not enough where a total is shown beside its
parts: one missing part is the total less the others. :func:`suppress` therefore
hides a second part of any group in which exactly one is hidden (*secondary*
suppression). Several overlapping breakdowns of the same people need a check by
a person: differences between tables are beyond this module. Method: the
threshold rule with complementary suppression; Hundepool and others,
*Statistical Disclosure Control* (2012), chapter 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

WITHHELD = "withheld"


def is_disclosive(count: float | Decimal, threshold: int) -> bool:
    """Whether that many people are too few to publish their number."""
    return 0 < count < threshold


def withheld_text(threshold: int) -> str:
    """What stands in the place of a number that is too small."""
    return f"fewer than {threshold}"


def suppress(frame: "pd.DataFrame", column: str, threshold: int,
             within: str | Sequence[str] = ()) -> "pd.DataFrame":
    """A copy of ``frame`` in which small counts of ``column`` are missing.

    ``<column>_missing`` then says "withheld", "" elsewhere. ``within`` names
    the columns that define groups whose total is known; without it the whole
    frame is one group. Where a group has exactly one small count, the next
    smallest above nought is withheld too (the upper one of equals).

    Raises ``KeyError`` for an unknown column, ``ValueError`` for a threshold
    below 2 or a count that is negative or not whole.
    """
    import pandas as pd

    if threshold < 2:
        raise ValueError(f"a threshold of {threshold} withholds nothing; use 2 or more")
    counts = pd.to_numeric(frame[column]).astype("Float64")
    present = counts.dropna()
    if (present < 0).any() or (present % 1 != 0).any():
        raise ValueError(f"‘{column}’ holds a number that is not a count of people")
    hidden = ((counts > 0) & (counts < threshold)).fillna(False).astype(bool)
    keys = [within] if isinstance(within, str) else list(within)
    positions = pd.Series(range(len(frame)))
    groups = positions.groupby([frame[key].to_numpy() for key in keys], sort=False, dropna=False) \
        if keys else [((), positions)]
    for _, group in groups:
        members = list(group)
        if sum(hidden.iloc[members]) != 1:
            continue
        others = [i for i in members if not hidden.iloc[i] and not pd.isna(counts.iloc[i]) and counts.iloc[i] > 0]
        if others:
            hidden.iloc[min(others, key=lambda i: counts.iloc[i])] = True
    result = frame.copy()
    result[column] = counts.mask(hidden.to_numpy())
    marks = f"{column}_missing"
    before = result[marks] if marks in result else pd.Series("", index=frame.index)
    result[marks] = before.mask(hidden.to_numpy(), WITHHELD)
    return result

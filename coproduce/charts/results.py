"""What was tested against a comparison: rows of a table as results whose verdicts their intervals bear out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coproduce.charts import frame
from coproduce.charts.palette import ACCENT, INK, MUTED, ORANGE
from coproduce.ground.interface_words import marked_words, say

if TYPE_CHECKING:
    import pandas as pd

#: What a row may say of its result, in the order in which rows are sorted: the
#: sign's shape, its area in square px, its colour, whether it is filled.
VERDICTS: dict[str, tuple[str, float, str, bool]] = {
    "better": ("circle", 130, ACCENT, True),
    "mixed": ("triangle-up", 120, INK, False),
    "little or no change": ("square", 105, INK, False),
    "inconclusive": ("circle", 105, MUTED, False),
    "worse": ("diamond", 150, ORANGE, True),
}


#: What readers see of each verdict.
NAMES = marked_words({
    "better": "better", "mixed": "mixed", "little or no change": "little or no change", "inconclusive": "inconclusive", "worse": "worse",
})


@dataclass(frozen=True)
class Measure:
    """What the estimates of one panel are, so that no two measures share an axis.

    ``ratio`` puts them on a logarithmic axis with a line at one, else the axis is
    linear with a line at nought. ``format`` as in :func:`coproduce.charts.frame.number`.
    ``lower`` and ``higher`` say what lies at either side of the line.
    """

    name: str
    ratio: bool = False
    format: str = ".1f"
    lower: str = field(default_factory=lambda: say("lower"))
    higher: str = field(default_factory=lambda: say("higher"))


@dataclass(frozen=True)
class Fields:
    """The columns that hold a result, and the measures that its column ``measure`` may name."""

    name: str
    detail: str | None
    estimate: str
    low: str
    high: str
    measure: str
    verdict: str
    measures: Mapping[str, Measure]


@dataclass(frozen=True)
class Estimate:
    """The number of a result: ``size`` is that of the effect, ``formatted`` the number with its interval, if it has one."""

    measure: str
    value: float
    interval: tuple[float, float] | None
    size: float
    formatted: str


@dataclass(frozen=True)
class Result:
    """A row: what was measured, of what and where, and what came out. Some are published without a number."""

    name: str
    detail: str
    verdict: str
    estimate: Estimate | None

    @property
    def formatted(self) -> str:
        return self.estimate.formatted if self.estimate else ""

    @property
    def as_text(self) -> str:
        """The result in words: estimate, interval, verdict."""
        if self.estimate is None:
            return say("{verdict}, no number published", verdict=say(NAMES[self.verdict]))
        number = self.formatted if self.estimate.interval else say("{number}, no interval published", number=self.formatted)
        return f"{number}: {say(NAMES[self.verdict])}"

    @property
    def title(self) -> str:
        return f"{self.name}, {self.detail}".rstrip(", ")


def read(df: pd.DataFrame, fields: Fields) -> list[Result]:
    """The results by verdict, within one by the size of the effect.

    Raises ``ValueError`` for what :func:`coproduce.charts.estimates.effects` says.
    """
    data = frame.plain(df, fields.name, fields.detail, fields.estimate, fields.low, fields.high, fields.measure,
                       fields.verdict)
    results = [_result(record, fields) for record in frame.records(data)]
    order = list(VERDICTS)
    return sorted(results, key=lambda r: (order.index(r.verdict), -r.estimate.size if r.estimate else 0.0))


def _result(record: Mapping[str, Any], fields: Fields) -> Result:
    name, verdict = str(record[fields.name]), record[fields.verdict]
    if verdict not in VERDICTS:
        raise ValueError(f"{name!r} has the verdict {verdict!r}; it can be {', '.join(VERDICTS)}")
    estimate = _estimate(record, fields, name)
    return Result(name, str(record[fields.detail]) if fields.detail else "", verdict, estimate)


def _estimate(record: Mapping[str, Any], fields: Fields, name: str) -> Estimate | None:
    value, low, high = (_number(record[column]) for column in (fields.estimate, fields.low, fields.high))
    if value is None:
        if low is not None or high is not None:
            raise ValueError(f"{name!r} has an interval and no estimate")
        return None
    key = record[fields.measure]
    if key not in fields.measures:
        raise ValueError(f"{name!r} has the measure {key!r}, which measures does not name; "
                         f"it names {', '.join(fields.measures)}")
    if (low is None) != (high is None):
        raise ValueError(f"{name!r} has one end of an interval: give both or neither")
    what, interval = fields.measures[key], None if low is None or high is None else (low, high)
    _check(name, record[fields.verdict], what, value, interval)
    text = frame.format_number(value, what.format)
    if interval:
        low_text, high_text = (frame.format_number(end, what.format) for end in interval)
        text += f" ({say('{low} to {high}', low=low_text, high=high_text)})"
    return Estimate(key, value, interval, abs(math.log(value)) if what.ratio else abs(value), text)


def _number(cell: Any) -> float | None:
    return None if cell is None or cell != cell else float(cell)


def _check(name: str, verdict: str, what: Measure, value: float, interval: tuple[float, float] | None) -> None:
    """Raise ``ValueError`` for numbers that cannot be, and for a verdict that they do not bear out."""
    low, high = interval or (value, value)
    if not low <= value <= high:
        raise ValueError(f"{name!r}: the estimate {value:g} does not lie in its interval, {low:g} to {high:g}")
    if what.ratio and low <= 0:
        raise ValueError(f"{name!r} is a ratio that is not above 0, and a logarithmic axis has no place for it")
    if interval is None:
        return
    same = 1.0 if what.ratio else 0.0
    crosses = low <= same <= high
    if crosses and verdict in ("better", "worse"):
        raise ValueError(f"{name!r} is called {verdict!r} and its interval, {low:g} to {high:g}, "
                         f"includes {same:g}: that is inconclusive")
    if not crosses and verdict in ("inconclusive", "little or no change"):
        raise ValueError(f"{name!r} is called {verdict!r} and its interval, {low:g} to {high:g}, "
                         f"leaves out {same:g}")


def described(results: Sequence[Result], measures: Mapping[str, Measure]) -> str:
    """The alternative text: how many of each verdict, then every result by measure."""
    counts = {v: sum(r.verdict == v for r in results) for v in VERDICTS}
    told = ", ".join(f"{number} {say(NAMES[verdict])}" for verdict, number in counts.items() if number)
    parts = [say("Dot plot of {number} tested results: {told}.", number=len(results), told=told)]
    for key, what in measures.items():
        own = [r for r in results if r.estimate is not None and r.estimate.measure == key]
        if own:
            parts.append(f"{what.name}: " + "; ".join(f"{r.name}{f', {r.detail}' if r.detail else ''} {r.as_text}"
                                                      for r in own) + ".")
    bare = [r for r in results if r.estimate is None]
    if bare:
        parts.append(say("Without a number:") + " " + "; ".join(
            f"{r.name}{f', {r.detail}' if r.detail else ''}: {say(NAMES[r.verdict])}" for r in bare) + ".")
    return " ".join(parts)

"""How numbers read: in the report's language, by unit, rounded by one rule.

**The rounding rule.** The registered number is never rounded; only its text is.
Halves go away from zero (28.25 -> 28.3, as readers are taught at school and as
published tables do), decided on the number's shortest decimal form, so that
binary fractions play no part. Zeros at the end are dropped (12.0 % -> 12%)
unless the author asks for a number of decimals, and the ends of an interval
show as many decimals as the number between them. A number too small for its
unit's decimals shows its first digit (0.04%), never a false 0.

====================  ========================  ===================================
unit                  decimals, at most         text
====================  ========================  ===================================
count                 0                         638,745
percent               1                         28.2%
percentage-points     1                         4.3 percentage points
gbp                   0; 2 below £100           £1,250; £12.50
gbp-million           1; £ billion from 1,000   £359.9 million; £9.95 billion
gbp-billion           2                         £9.95 billion
eur, usd, …           as gbp                    €1,250; $359.9 million
number, ratio         2                         1.25
rate-per-100, 1000,   1                         12.4 per 1,000
10000
years, months,        1                         3 years
weeks, days
year, date, text      as written                2025; 23 February 2026; any words
====================  ========================  ===================================

*Rounded* is for prose where precision adds nothing: two significant figures,
never more decimals than the text, millions in words ("640,000",
"3.8 million", "28%"). Counts and pounds below 100 stay exact; percentages,
rates, ratios and times are not rounded beyond the whole number, and a
percentage never to a false 0% or 100%. *Bare* is the text without its unit, always in
the unit registered.

Method of rounding: decimal.ROUND_HALF_UP on ``repr``. Separators: Unicode CLDR
by way of Babel, in the language that the report speaks (:mod:`coproduce.ground.interface_words`;
the table shows British English), whatever the machine's locale is. Units of money are those of
:data:`CURRENCIES`.
"""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from numbers import Integral, Real
from typing import Any

from coproduce.evidence.sources import written_date
from coproduce.evidence.unit_words import CURRENCIES, millions, with_unit
from coproduce.ground.interface_words import marked_words, percent, say
from coproduce.ground.interface_words import number as written_number
from coproduce.ground.suggestions import did_you_mean

SIGNIFICANT = 2
MOST_DECIMALS = {
    "count": 0, "percent": 1, "percentage-points": 1,
    **{f"{code}{size}": most for code in CURRENCIES for size, most in (("", 0), ("-million", 1), ("-billion", 2))},
    "number": 2, "ratio": 2, "rate-per-100": 1, "rate-per-1000": 1, "rate-per-10000": 1,
    "years": 1, "months": 1, "weeks": 1, "days": 1,
}
WORDED = ("year", "date", "text")
UNITS = (*MOST_DECIMALS, *WORDED)
INTERVALS = marked_words({"range": "", "ci90": "90% confidence interval", "ci95": "95% confidence interval",
             "ci99": "99% confidence interval", "credible95": "95% credible interval"})

# Of these, two significant figures may take away tens and hundreds; the others
# stay exact to the whole: 128.4% is about 128%, not about 130%.
_COARSE = ("count", "number", *(unit for unit in MOST_DECIMALS if unit[:3] in CURRENCIES))
_MISSING = ("the value is missing. Choose rows in which it is present, "
            "or say in the text that it was not published")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class FormatError(ValueError):
    """A number that cannot be worded in its unit; the message says why."""


@dataclass(frozen=True)
class Formatted:
    """A number as text, rounded, and without its unit."""

    text: str
    rounded: str
    bare: str


def format_value(raw: Any, unit: str, *, decimals: int | None = None,
                 low: Any = None, high: Any = None, interval_kind: str = "range") -> Formatted:
    """How ``raw`` reads in ``unit``.

    ``decimals`` fixes the number of decimals. With ``low`` and ``high``, kind
    "range" reads "12% to 15%" and needs no ``raw``; "ci95" and the other kinds
    of :data:`INTERVALS` read "12% (95% confidence interval 10% to 14%)".

    Raises :class:`FormatError` for an unknown unit, a missing or infinite
    number, a fraction as a count, or an interval that does not hold the number.
    """
    if unit in WORDED:
        if low is not None or high is not None:
            raise FormatError(f"the unit ‘{unit}’ has no interval")
        text = _worded(raw, unit)
        return Formatted(text, text, text)
    if unit not in MOST_DECIMALS:
        raise FormatError(_no_unit(unit))
    if interval_kind not in INTERVALS:
        raise FormatError(f"‘{interval_kind}’ is not a kind of interval: {', '.join(INTERVALS)}")
    if (low is None) != (high is None):
        raise FormatError("an interval needs both ends, (low, high)")
    if low is None:
        number = exact(raw, unit, counted=decimals is None)
        return Formatted(_exact_text([number], unit, decimals)[0], _rounded_text(number, unit, decimals),
                         _bare([number], unit, decimals)[0])
    ends = [exact(low, unit, counted=False), exact(high, unit, counted=False)]
    if ends[0] > ends[1]:
        raise FormatError(f"the interval ends at {high}, below its start {low}")
    if raw is not None and not ends[0] <= exact(raw, unit, counted=False) <= ends[1]:
        raise FormatError(f"{raw} lies outside its interval from {low} to {high}")
    if interval_kind == "range":
        return Formatted(_range(_exact_text(ends, unit, decimals)),
                         _range([_rounded_text(end, unit, decimals) for end in ends]),
                         say("{low} to {high}", **dict(zip(("low", "high"), _bare(ends, unit, decimals), strict=True))))
    number = exact(raw, unit, counted=False)
    texts = _exact_text([number, *ends], unit, decimals)
    return Formatted(say("{number} ({interval} {ends})", number=texts[0], interval=say(INTERVALS[interval_kind]), ends=_range(texts[1:])),
                     _rounded_text(number, unit, decimals), _bare([number, *ends], unit, decimals)[0])


def exact(raw: Any, unit: str = "number", counted: bool = True) -> Decimal:
    """The number in the decimal form in which it would be printed.

    Raises :class:`FormatError` unless it is a finite number, and for a count
    that is not whole (if ``counted``).
    """
    raw = raw.item() if hasattr(raw, "item") and getattr(raw, "ndim", 0) == 0 else raw
    if isinstance(raw, bool) or not isinstance(raw, (Real, Decimal)):
        if is_missing(raw):
            raise FormatError(_MISSING)
        raise FormatError(f"{raw!r} is not a number")
    if isinstance(raw, Integral):
        return Decimal(int(raw))
    number = raw if isinstance(raw, Decimal) else Decimal(repr(float(raw)))
    if number.is_nan():
        raise FormatError(_MISSING)
    if not math.isfinite(number):
        raise FormatError("the value is infinite: look for a division by zero")
    if unit == "count" and counted and number != number.to_integral_value():
        raise FormatError(f"{raw} is not whole, but a count is. Give decimals=0 if it is an estimate "
                          "of a count, or use unit=\"number\"")
    return number


def round_half_up(number: Decimal, decimals: int) -> Decimal:
    """``number`` to that many decimals (negative: tens, hundreds), halves away from zero."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # never "−0"


def _exact_text(numbers: list[Decimal], unit: str, decimals: int | None) -> list[str]:
    numbers, unit = _scaled(numbers, unit)
    return [with_unit(digits, unit) for digits in _digits(numbers, unit, decimals)]


def _bare(numbers: list[Decimal], unit: str, decimals: int | None) -> list[str]:
    return _digits(numbers, unit, decimals)


def _rounded_text(number: Decimal, unit: str, decimals: int | None) -> str:
    [number], unit = _scaled([number], unit)
    if unit in ("count", *CURRENCIES) and abs(number) < 100:
        return _exact_text([number], unit, decimals)[0]
    if number == 0:
        return with_unit("0", unit)
    most = _most([number], unit) if decimals is None else decimals
    places = SIGNIFICANT - 1 - number.adjusted()
    if unit not in _COARSE:
        places = max(places, 0)
    short = round_half_up(number, min(places, most))
    if short == 0 or (unit == "percent" and short != number and abs(short) == 100):
        return _exact_text([number], unit, decimals)[0]
    if unit in ("count", "number") and abs(short) >= 1_000_000:
        size = _digits([short / 1_000_000], "ratio", None)[0]
        return f"{size} {millions(size)}"
    return with_unit(_group(short, max(0, min(places, most)), trim=True), unit)


def _scaled(numbers: list[Decimal], unit: str) -> tuple[list[Decimal], str]:
    """Pounds from a million and millions from a thousand read in the next unit up."""
    largest = max(abs(number) for number in numbers)
    if unit in CURRENCIES and largest >= 1_000_000:
        return _scaled([number / 1_000_000 for number in numbers], f"{unit}-million")
    if unit[:3] in CURRENCIES and unit.endswith("-million") and largest >= 1_000:
        return [number / 1_000 for number in numbers], f"{unit[:3]}-billion"
    return numbers, unit


def _most(numbers: list[Decimal], unit: str) -> int:
    return 2 if unit in CURRENCIES and max(abs(number) for number in numbers) < 100 else MOST_DECIMALS[unit]


def _digits(numbers: list[Decimal], unit: str, decimals: int | None) -> list[str]:
    """The numbers with the same decimals: those asked for, or as few as lose nothing."""
    if unit not in MOST_DECIMALS:
        raise FormatError(_no_unit(unit))
    if decimals is not None:
        return [_group(round_half_up(number, decimals), decimals) for number in numbers]
    most = _most(numbers, unit)
    lost = [number for number in numbers if number and round_half_up(number, most) == 0]
    most = max([most, *(-number.adjusted() for number in lost)])
    rounded = [round_half_up(number, most) for number in numbers]
    needed = max(max(0, -int(number.normalize().as_tuple().exponent)) for number in rounded)
    if unit in CURRENCIES and needed:
        needed = 2  # pence
    return [_group(number, needed) for number in rounded]


def _group(number: Decimal, decimals: int, trim: bool = False) -> str:
    pattern = "#,##0" + (f".{('#' if trim else '0') * decimals}" if decimals else "")
    return written_number(number, pattern)


def _range(texts: list[str]) -> str:
    """"2 to 3 years", but "£2 million to £3 million" and "12% to 15%"."""
    first, last = texts
    if " " in first and not any(sign in first for sign in CURRENCIES.values()):
        first = first.partition(" ")[0]
    return say("{low} to {high}", low=first, high=last)


def _worded(raw: Any, unit: str) -> str:
    if unit == "text":
        if not isinstance(raw, str) or not raw.strip():
            raise FormatError(f"{raw!r} is not text")
        return raw
    if unit == "year":
        number = exact(raw)
        if number != number.to_integral_value() or not 1000 <= number <= 9999:
            raise FormatError(f"{raw} is not a year")
        return str(int(number))
    if is_missing(raw):
        raise FormatError(_MISSING)
    if isinstance(raw, datetime.date):  # a pandas Timestamp is one
        return written_date(raw.strftime("%Y-%m-%d"))
    if not isinstance(raw, str) or not _DATE.fullmatch(raw):
        raise FormatError(f"{raw!r} is not a date such as 2026-02-23 or 2026-02")
    return written_date(raw)


def format_column(values: list[Any], unit: str, decimals: int | None = None) -> list[str | None]:
    """Numbers of a table's column: the same decimals in each, ``None`` where missing.

    Without their unit, which stands in the column's title; percentages keep "%".
    Raises :class:`FormatError` as :func:`format_value` does.
    """
    if unit in WORDED:
        return [None if is_missing(value) else _worded(value, unit) for value in values]
    numbers = [None if is_missing(value) else exact(value, unit, counted=False) for value in values]
    present = [number for number in numbers if number is not None]
    digits = iter(_digits(present, unit, decimals)) if present else iter(())
    return [None if number is None else percent(next(digits)) if unit == "percent" else next(digits) for number in numbers]


def _no_unit(unit: Any) -> str:
    return f"‘{unit}’ is not a unit. {did_you_mean(unit, UNITS)}The units are {', '.join(UNITS)}"


def is_missing(value: Any) -> bool:
    """Whether a cell of a DataFrame holds no value."""
    return value is None or type(value).__name__ in ("NAType", "NaTType") or (
        isinstance(value, float) and math.isnan(value))

"""The words and signs of units, in the language that is spoken."""

from __future__ import annotations

from coproduce.ground.interface_words import MINUS, is_english, money, percent, say, say_many
from coproduce.ground.interface_words import number as written_number

#: Money: the units' first part, and its sign.
CURRENCIES = {"gbp": "£", "eur": "€", "usd": "$"}


def with_unit(digits: str, unit: str) -> str:
    """``digits``, which are written as the language has them, with their unit."""
    size = digits.removeprefix(MINUS)
    many = 1 if size == "1" else 2
    if unit == "percent":
        return percent(digits)
    if unit == "percentage-points":
        return say_many("{digits} percentage point", "{digits} percentage points", many, digits=digits)
    if unit[:3] in CURRENCIES:
        scale = {"-million": millions, "-billion": _billions}.get(unit[3:])
        return money(digits, CURRENCIES[unit[:3]], scale(size) if scale else "")
    if unit.startswith("rate-per-"):
        return say("{digits} per {base}", digits=digits, base=written_number(int(unit.removeprefix("rate-per-"))))
    if unit in _TIMES:
        return _TIMES[unit](many, digits)
    return digits


def millions(size: str) -> str:
    """The word that follows ``size`` millions."""
    return say_many("million", "millions", 1 if size == "1" else 2) if not is_english() else "million"


def _billions(size: str) -> str:
    return say_many("billion", "billions", 1 if size == "1" else 2) if not is_english() else "billion"


_TIMES = {
    "years": lambda many, digits: say_many("{digits} year", "{digits} years", many, digits=digits),
    "months": lambda many, digits: say_many("{digits} month", "{digits} months", many, digits=digits),
    "weeks": lambda many, digits: say_many("{digits} week", "{digits} weeks", many, digits=digits),
    "days": lambda many, digits: say_many("{digits} day", "{digits} days", many, digits=digits),
}

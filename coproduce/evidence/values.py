"""Registered numbers: what they must carry, and how they are put into words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coproduce.evidence.disclosure import is_disclosive, withheld_text
from coproduce.evidence.number_format import WORDED, FormatError, exact, format_value
from coproduce.evidence.records import SourceRef, ValueRecord

EVIDENCE = {
    "": "not a finding of a study",
    "showed": "linked data showed an association",
    "used": "a service acted on linked data",
    "changed": "an outcome moved, against a comparison",
}
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class InvalidValue(Exception):
    """A value that cannot be registered; the message says why and what to do."""


def check_name(name: Any) -> None:
    """Raise unless ``name`` is lower-case words and digits joined by hyphens."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise InvalidValue(f"{name!r} cannot be a name. Use lower-case letters, digits and single hyphens, "
                          "for example ‘plans-latest’")


@dataclass(frozen=True, kw_only=True)
class NewValue:
    """A number as a chapter gives it.

    ``raw`` is a number, date or text in ``unit``; a pandas Series stands for
    its one value. ``people`` says that it counts people this report knows of:
    below ``threshold`` the number is not published.
    """

    name: str
    chapter: str
    raw: Any
    unit: str
    label: str
    calculation: str
    provenance: Sequence[str]
    sources: Sequence[SourceRef]
    period: str = ""
    place: str = ""
    caveat: str = ""
    interval: tuple | None = None
    interval_kind: str = "range"
    decimals: int | None = None
    evidence: str = ""
    people: bool = False
    threshold: int = 10
    catalogue: bool = False


def build_value(new: NewValue) -> ValueRecord:
    """The record of a number. Raises :class:`InvalidValue`."""
    check_name(new.name)
    _check_words(new)
    raw = _single(new.name, new.raw)
    low, high = _interval(new)
    try:
        words = format_value(raw, new.unit, decimals=new.decimals, low=low, high=high, interval_kind=new.interval_kind)
    except FormatError as error:
        raise InvalidValue(f"the value ‘{new.name}’ cannot be shown: {error}") from None
    text, rounded, bare = words.text, words.rounded, words.bare
    shown: float | int | str
    if new.people and _is_small(new, raw):
        shown = text = rounded = bare = withheld_text(new.threshold)
        low = high = None
    else:
        shown = _plain(words.text if raw is None else raw, new.unit)
    return ValueRecord(
        name=new.name, chapter=new.chapter, text=text, rounded=rounded, bare=bare, raw=shown, unit=new.unit,
        label=new.label.strip(), calculation=new.calculation.strip(), period=new.period, place=new.place,
        caveat=new.caveat, low=None if low is None else float(low), high=None if high is None else float(high),
        evidence=new.evidence, provenance=tuple(new.provenance), sources=tuple(new.sources), catalogue=new.catalogue)


def _check_words(new: NewValue) -> None:
    name = new.name
    for what, text, example in (("label", new.label, "Children with a plan"),
                                ("calculation", new.calculation, "Sum of the regions")):
        if not isinstance(text, str) or not text.strip():
            raise InvalidValue(f"the value ‘{name}’ has no {what}. Add {what}=\"…\", for example “{example}”")
    if new.evidence not in EVIDENCE:
        raise InvalidValue(f"the value ‘{name}’ has evidence={new.evidence!r}. "
                          "Use \"showed\", \"used\" or \"changed\", or leave it out")


def _interval(new: NewValue) -> tuple[Any, Any]:
    interval = new.interval
    if interval is not None and (not isinstance(interval, (tuple, list)) or len(interval) != 2):
        raise InvalidValue(f"the value ‘{new.name}’ has interval={interval!r}. Give (low, high)")
    low, high = interval or (None, None)
    return low, high


def _is_small(new: NewValue, raw: Any) -> bool:
    """Whether the number of people is not to be published."""
    if new.unit != "count":
        raise InvalidValue(f"the value ‘{new.name}’ is marked people=True, but its unit is ‘{new.unit}’. "
                          "Only counts of people can be checked for being too small")
    if not is_disclosive(exact(raw, new.unit, counted=False), new.threshold):
        return False
    if len(set(new.provenance)) < new.threshold:
        raise InvalidValue(f"the value ‘{new.name}’ counts fewer than {new.threshold} people, and the rows given "
                          "would tell how many. Give as rows all that were looked at")
    return True


def _single(name: str, raw: Any) -> Any:
    """The number itself, where a column with one row was given."""
    if hasattr(raw, "index") and hasattr(raw, "iloc"):
        if len(raw) != 1:
            raise InvalidValue(f"the value ‘{name}’ is a column of {len(raw)} rows, not one number. "
                              "Check the choice of rows: exactly one should be left")
        return raw.iloc[0]
    return raw


def _plain(raw: Any, unit: str) -> float | int | str:
    """The number as JSON holds it, the same whether it came from pandas or not."""
    if isinstance(raw, str):
        return raw
    if unit in WORDED and isinstance(raw, datetime.date):
        return raw.strftime("%Y-%m-%d")
    number = exact(raw, unit, counted=False)
    whole = number == number.to_integral_value()
    return int(number) if whole and unit in ("count", "year") else float(number)

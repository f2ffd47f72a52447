"""Registered numbers: what they must carry, and how they are put into words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
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


class UnsoundValue(Exception):
    """A value that cannot be registered; the message says why and what to do."""


def check_name(name: Any) -> None:
    """Raise unless ``name`` is lower-case words and digits joined by hyphens."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise UnsoundValue(f"{name!r} cannot be a name. Use lower-case letters, digits and single hyphens, "
                          "for example ‘plans-latest’")


def build_value(*, name: str, chapter: str, raw: Any, unit: str, label: str, calculation: str,
                provenance: Sequence[str], sources: Sequence[SourceRef], period: str = "", place: str = "",
                caveat: str = "", interval: tuple | None = None, interval_kind: str = "range",
                decimals: int | None = None, evidence: str = "", people: bool = False,
                threshold: int = 10, catalogue: bool = False) -> ValueRecord:
    """The record of a number.

    ``raw`` is a number, date or text in ``unit``; a pandas Series stands for
    its one value. ``people`` says that it counts people this report knows of:
    below ``threshold`` the number is not published.

    Raises :class:`UnsoundValue`.
    """
    check_name(name)
    for what, text, example in (("label", label, "Children with a plan"),
                                ("calculation", calculation, "Sum of the regions")):
        if not isinstance(text, str) or not text.strip():
            raise UnsoundValue(f"the value ‘{name}’ has no {what}. Add {what}=\"…\", for example “{example}”")
    if evidence not in EVIDENCE:
        raise UnsoundValue(f"the value ‘{name}’ has evidence={evidence!r}. "
                          "Use \"showed\", \"used\" or \"changed\", or leave it out")
    raw = _single(name, raw)
    if interval is not None and (not isinstance(interval, (tuple, list)) or len(interval) != 2):
        raise UnsoundValue(f"the value ‘{name}’ has interval={interval!r}. Give (low, high)")
    low, high = interval or (None, None)
    try:
        words = format_value(raw, unit, decimals=decimals, low=low, high=high, interval_kind=interval_kind)
    except FormatError as error:
        raise UnsoundValue(f"the value ‘{name}’ cannot be shown: {error}") from None
    if people:
        if unit != "count":
            raise UnsoundValue(f"the value ‘{name}’ is marked people=True, but its unit is ‘{unit}’. "
                              "Only counts of people can be checked for being too small")
        if is_disclosive(exact(raw, unit, counted=False), threshold):
            if len(set(provenance)) < threshold:
                raise UnsoundValue(f"the value ‘{name}’ counts fewer than {threshold} people, and the rows given "
                                  "would tell how many. Give as rows all that were looked at")
            text = withheld_text(threshold)
            return ValueRecord(name, chapter, text, text, text, text, unit, label.strip(), calculation.strip(),
                               period, place, caveat, evidence=evidence, provenance=tuple(provenance),
                               sources=tuple(sources), catalogue=catalogue)
    if raw is None:
        raw = words.text
    return ValueRecord(
        name=name, chapter=chapter, text=words.text, rounded=words.rounded, bare=words.bare,
        raw=_plain(raw, unit), unit=unit, label=label.strip(), calculation=calculation.strip(), period=period,
        place=place, caveat=caveat, low=None if low is None else float(low),
        high=None if high is None else float(high), evidence=evidence, provenance=tuple(provenance),
        sources=tuple(sources), catalogue=catalogue)


def _single(name: str, raw: Any) -> Any:
    """The number itself, where a column with one row was given."""
    if hasattr(raw, "index") and hasattr(raw, "iloc"):
        if len(raw) != 1:
            raise UnsoundValue(f"the value ‘{name}’ is a column of {len(raw)} rows, not one number. "
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

"""Dates of a chart as points of universal time: the same day for every reader, wherever they are."""

from __future__ import annotations

import re
from typing import Any


def spec_in_utc(spec: dict) -> dict[str, Any]:
    """``spec`` with its dates as points of universal time, so that every reader is shown the same day.

    A day without a time is midnight in universal time to a browser, which then shows
    it in the reader's own time: west of Greenwich, the day before. Here times
    without a zone become universal time, and scales and words for them too.

    Raises ``ValueError`` for dates in another form than 2026-02-23.
    """
    fields: set[str] = set()
    _utc_encodings(spec, fields)
    if fields:
        _utc_data(spec, fields)
    return spec


_UNITS = {"x", "y", "x2", "y2", "color", "fill", "stroke", "size", "opacity", "xOffset", "yOffset"}
_TIME = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?")


def _utc_encodings(part: Any, fields: set[str]) -> None:
    if isinstance(part, list):
        for item in part:
            _utc_encodings(item, fields)
        return
    if not isinstance(part, dict):
        return
    for channel, given in part.get("encoding", {}).items():
        for field in given if isinstance(given, list) else [given]:
            if isinstance(field, dict) and (field.get("type") == "temporal" or "timeUnit" in field):
                fields.add(str(field.get("field")))
                _utc_unit(field)
                if field.get("type") == "temporal":
                    _utc_scale(channel, field)
    for step in part.get("transform", ()):
        if "timeUnit" in step:
            fields.add(str(step.get("field")))
            _utc_unit(step)
    for key, item in part.items():
        if key not in ("data", "datasets", "config"):
            _utc_encodings(item, fields)


def _utc_scale(channel: str, field: dict) -> None:
    if channel in _UNITS and field.get("scale", {}) is not None:
        field["scale"] = {"type": "utc", **(field.get("scale") or {})}
    elif "timeUnit" not in field and channel not in _UNITS:
        field["timeUnit"] = "utcyearmonthdate"


def _utc_unit(holder: dict) -> None:
    """A day, month or year of the reader's zone becomes one of universal time, also for names of days on an axis."""
    unit = holder.get("timeUnit")
    if isinstance(unit, dict):
        unit["utc"] = True
    elif isinstance(unit, str) and not unit.startswith("utc"):
        holder["timeUnit"] = f"utc{unit}"


def _utc_data(spec: dict, fields: set[str]) -> None:
    tables = [*spec.get("datasets", {}).values()]
    _inline(spec, tables)
    for table in tables:
        for row in table:
            for field in fields & set(row if isinstance(row, dict) else ()):
                value = row[field]
                if not isinstance(value, str):
                    continue
                found = _TIME.fullmatch(value)
                if not found:
                    raise ValueError(f"the dates in {field!r} are text such as {value!r}, which browsers read "
                                     "differently: write 2026-02-23, or draw them as names with the type N")
                if found.group(1) and not found.group(2):
                    row[field] = f"{value}Z"


def _inline(part: Any, tables: list) -> None:
    if isinstance(part, list):
        for item in part:
            _inline(item, tables)
    elif isinstance(part, dict):
        values = part.get("data", {}).get("values") if isinstance(part.get("data"), dict) else None
        if isinstance(values, list):
            tables.append(values)
        for key, item in part.items():
            if key not in ("data", "datasets", "config"):
                _inline(item, tables)

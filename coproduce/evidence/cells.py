"""Tables for readers: cells as text, columns with titles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coproduce.evidence.number_format import FormatError, format_column, is_missing
from coproduce.evidence.records import Column
from coproduce.evidence.sources import written_date
from coproduce.evidence.typed_tables import MISSING_SUFFIX
from coproduce.evidence.values import InvalidValue
from coproduce.ground.interface_words import marked, say
from coproduce.ground.suggestions import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

NOT_STATED = marked("not stated")
"""What a cell reads when nothing is there and no reason is declared."""


def build_cells(frame: "pd.DataFrame", columns: Mapping[str, str] | None = None,
                units: Mapping[str, str] | None = None) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    """Columns and rows of text for the columns named, in that order.

    ``columns`` maps a frame's column to its title; without it all are shown.
    ``units`` gives a numeric column's unit. A missing cell shows the meaning in
    the frame's column ``<name>_missing`` ("withheld"), else "not stated".

    Raises :class:`InvalidValue` for an unknown column or unit, or an empty table.
    """
    titles = dict(columns) if columns else {
        name: str(name) for name in frame.columns if not str(name).endswith(MISSING_SUFFIX)}
    units = dict(units or {})
    for name in (*titles, *units):
        if name not in frame.columns:
            raise InvalidValue(f"the table has no column ‘{name}’. {did_you_mean(name, frame.columns)}"
                               f"Its columns are {', '.join(map(str, frame.columns))}")
    if not titles or frame.empty:
        raise InvalidValue("the table is empty")
    shown, texts = [], []
    for name, title in titles.items():
        if not str(title).strip():
            raise InvalidValue(f"the column ‘{name}’ has no title: a reader with a screen reader needs one")
        numeric = frame[name].dtype.kind in "iuf" or str(frame[name].dtype).startswith(("Int", "Float"))
        unit = units.get(name)
        shown.append(Column(str(name), str(title), "right" if numeric and unit not in ("year",) else "left"))
        try:
            texts.append(_column(frame, name, unit or ("number" if numeric else "")))
        except FormatError as error:
            raise InvalidValue(f"the column ‘{name}’ cannot be shown: {error}") from None
    return tuple(shown), tuple(zip(*texts))


def _column(frame: "pd.DataFrame", name: str, unit: str) -> list[str]:
    values = frame[name].tolist()
    texts = format_column(values, unit) if unit else [_text(value) for value in values]
    marks = name + MISSING_SUFFIX
    reasons = frame[marks].tolist() if marks in frame.columns else [""] * len(values)
    return [text if text else reason or say(NOT_STATED) for text, reason in zip(texts, reasons)]


def _text(value: Any) -> str | None:
    if is_missing(value):
        return None
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return say("yes") if value else say("no")
    if hasattr(value, "strftime"):
        return written_date(value.strftime("%Y-%m-%d"))
    return str(value).strip()

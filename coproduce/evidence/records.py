"""What a chapter hands to the book: values, figures and tables as plain records.

A chapter's cells display them under :data:`MIME_TYPE`; the executed chapter
stores them; the book, the ledger and the comparison of editions read them back.
The JSON form of a record is the dataclass, field by field, plus ``kind``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from coproduce.evidence.row_ids import CONTRIBUTIONS, RowId

MIME_TYPE = "application/vnd.coproduce+json"


@dataclass(frozen=True)
class SourceRef:
    """A source's id in the data package, and where in it the row stands."""

    id: str
    locator: str = ""


@dataclass(frozen=True)
class ValueRecord:
    """One number of the report, with the trail to the rows it comes from.

    ``raw`` is the unrounded number (``low`` and ``high`` its interval, if any),
    ``text`` how it reads in prose, ``rounded`` how it reads where precision adds
    nothing, ``bare`` the number without its unit. ``provenance`` lists rows as
    ``resource:line``, the line of the CSV file with the header as line 1.
    ``evidence`` is "", "showed", "used" or "changed". ``catalogue`` marks a count
    of what was collected (:mod:`coproduce.evidence.catalogue`).
    """

    name: str
    chapter: str
    text: str
    rounded: str
    bare: str
    raw: float | int | str
    unit: str
    label: str
    calculation: str
    period: str = ""
    place: str = ""
    caveat: str = ""
    low: float | None = None
    high: float | None = None
    evidence: str = ""
    provenance: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    catalogue: bool = False
    kind: str = "value"

    @property
    def place_and_period(self) -> str:
        """Place and period in words; "" if neither is given."""
        return ", ".join(filter(None, (self.place, self.period)))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Column:
    """A column of a figure's data or of a table. ``align`` is left or right."""

    name: str
    title: str
    align: str = "left"


@dataclass(frozen=True)
class FigureRecord:
    """A chart with all that must stand beside it.

    ``svg`` is the drawing (width and height in CSS pixels), ``svg_narrow`` the
    same laid out for a telephone, with letters as large; ``data`` the rows
    drawn, as a reader downloads them, ``vega`` the Vega-Lite specification,
    ``interactive`` what the page's Vega draws on request, ``wide`` and ``narrow``,
    ``dial`` what :func:`coproduce.charts.dial.steps` made for a dial below it, if it has one.
    """

    name: str
    chapter: str
    headline: str
    subtitle: str
    alt: str
    svg: str
    width: int
    height: int
    columns: tuple[Column, ...] = ()
    data: tuple[tuple[Any, ...], ...] = ()
    caveat: str = ""
    svg_narrow: str = ""
    vega: dict = field(default_factory=dict)
    interactive: dict = field(default_factory=dict)
    dial: dict = field(default_factory=dict)
    provenance: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    kind: str = "figure"


@dataclass(frozen=True)
class TableRecord:
    """A table of text cells. The first column heads the rows."""

    name: str
    chapter: str
    caption: str
    columns: tuple[Column, ...] = ()
    data: tuple[tuple[str, ...], ...] = ()
    caveat: str = ""
    provenance: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    kind: str = "table"


Record = ValueRecord | FigureRecord | TableRecord


def counts_contributions(record: Record) -> bool:
    """Whether all rows of the record are contributions: then it says what this report received, and no source says it."""
    return bool(record.provenance) and all(RowId.parse(row).table == CONTRIBUTIONS for row in record.provenance)


def to_json(record: Record) -> dict:
    """The record as JSON-serialisable data, which shares charts and rows with it: to copy these took as long as to draw them."""
    made = dict(vars(record))
    for name in made.keys() & {"columns", "sources"}:
        made[name] = [dict(vars(part)) for part in made[name]]
    return made


def from_json(data: dict) -> Record:
    """The record that :func:`to_json` wrote.

    Raises ``KeyError`` for an unknown ``kind``.
    """
    cls = {"value": ValueRecord, "figure": FigureRecord, "table": TableRecord}[data["kind"]]
    data = dict(data)
    data["sources"] = tuple(SourceRef(**s) for s in data.get("sources", ()))
    data["provenance"] = tuple(data.get("provenance", ()))
    if "columns" in data:
        data["columns"] = tuple(Column(**c) for c in data["columns"])
        data["data"] = tuple(tuple(row) for row in data["data"])
    return cls(**data)

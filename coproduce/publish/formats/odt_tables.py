"""Tables of an OpenDocument text, after Pandoc: heads, widths, and rows that stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.publish.formats.elements import attribute, text_of
from coproduce.publish.formats.odt_parts import FO, STYLE, TABLE, TEXT
from coproduce.publish.formats.styles import LANDSCAPE_WIDTH, TEXT_WIDTH

if TYPE_CHECKING:
    from lxml.etree import _Element

    from coproduce.publish.manuscript.table_layout import Shape

_T, _TABLE, _S, _F = f"{{{TEXT}}}", f"{{{TABLE}}}", f"{{{STYLE}}}", f"{{{FO}}}"
_NAME = f"{_T}style-name"
_LONG_ROW = 1500  # characters from which on a row may break across pages


def correct_tables(body: "_Element", styles: "_Element", shapes: Sequence["Shape"], wide: Sequence["_Element"]) -> None:
    """Heading rows and columns marked and styled, rows whole, widths as in the manuscript; those in ``wide`` lie on wide pages."""
    by_name = {attribute(style, f"{_S}name"): style for style in styles.iter(f"{_S}style")}
    for table, shape in zip(body.iter(f"{_TABLE}table"), shapes, strict=True):
        width = LANDSCAPE_WIDTH if table in wide else TEXT_WIDTH
        for found in by_name[attribute(table, f"{_TABLE}style-name")]:
            found.attrib.clear()
            for key, value in ((f"{_TABLE}align", "left"), (f"{_S}width", f"{width:g}pt"), (f"{_F}margin-bottom", "10pt")):
                found.set(key, value)
        _column_widths(table, by_name, width)
        for row in table.iter(f"{_TABLE}table-row"):
            parent = row.getparent()
            head = parent is not None and parent.tag == f"{_TABLE}table-header-rows"
            if len(text_of(row)) < _LONG_ROW:
                row.set(f"{_TABLE}style-name", "WholeRow")
            for column, cell in enumerate(c for c in row if c.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")):
                cell.set(f"{_TABLE}style-name", "HeadCell" if head else "Cell")
                if not head and column < shape.heading_columns:
                    for paragraph in cell.iter(f"{_T}p"):
                        paragraph.set(_NAME, "TableRowHead")
        _heading_columns(table, shape.heading_columns)
        before = table.getprevious()
        if before is not None and before.get(_NAME) == "TableCaption":
            before.set(_NAME, "Caption")


def _column_widths(table: "_Element", styles: dict[str, "_Element"], width: float) -> None:
    columns = [styles[attribute(c, f"{_TABLE}style-name")][0] for c in table.iter(f"{_TABLE}table-column")]
    shares = [float(c.get(f"{_S}rel-column-width", "1*").rstrip("*")) for c in columns]
    for column, share in zip(columns, shares, strict=True):
        column.attrib.clear()
        column.set(f"{_S}column-width", f"{width * share / sum(shares):.2f}pt")


def _heading_columns(table: "_Element", count: int) -> None:
    columns = table.findall(f"{_TABLE}table-column")[:count]
    if columns:
        group = table.makeelement(f"{_TABLE}table-header-columns")
        columns[0].addprevious(group)
        group.extend(columns)

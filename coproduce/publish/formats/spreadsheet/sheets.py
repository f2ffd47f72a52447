"""Writes one sheet: a title, lines of text, and a table that software knows to be one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from math import ceil
from typing import TYPE_CHECKING, Any

from coproduce.charts import palette
from coproduce.publish.formats.spreadsheet.report_sheets import SHORTHAND

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.worksheet import Worksheet

#: A face that readers' machines have; the guidance asks for a plain one of 12 points or more.
FACE, SIZE, TITLE_SIZE = "Arial", 12, 16
_NARROWEST, _WIDEST = 10, 55
_CHARACTER = 1.15  # of the face at that size, in the units of column widths
_LINE, _TALLEST = 16.0, 409.0  # points; the latter is Excel's limit
_PAGE = 220  # characters across an A4 page at two fifths of the size
_HEADING_STYLES = {"Heading 1": (16, TITLE_SIZE), "Heading 2": (17, 14)}
#: Control characters, which XML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: What a spreadsheet would take for a sign coded in hexadecimal (ECMA-376, 22.9.2.19).
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MOST = 32_767


def add_styles(workbook: "Workbook") -> None:
    """Named styles for headings, so that software can tell them from other text."""
    from openpyxl.styles import Alignment, Font, NamedStyle

    for name, (builtin, size) in _HEADING_STYLES.items():
        style = NamedStyle(name=name, builtinId=builtin)
        style.font = Font(name=FACE, size=size, bold=True, color=palette.INK.lstrip("#"))
        style.alignment = Alignment(vertical="top")
        workbook.add_named_style(style)


def write_line(sheet: "Worksheet", row: int, text: str, style: str = "", address: str = "", wrap: bool = False) -> None:
    """One line of text in column A; ``address`` is where it leads: a sheet after ``#``, or the web."""
    from openpyxl.styles import Alignment

    cell = _cell(sheet, row, 1)
    _write(cell, text)
    if style:
        cell.style = style
    if address:
        _link(cell, address)
    if wrap or style:
        cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    width = sheet.column_dimensions["A"].width if wrap else _MOST
    sheet.row_dimensions[row].height = _height([(text, width)]) * (TITLE_SIZE / SIZE if style else 1)


def write_table(
    sheet: "Worksheet", top: int, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]],
    links: Sequence[str] = (),
) -> None:
    """A table with its headings in row ``top``, called ``name`` in the workbook.

    Cells in a column of ``links`` are addresses, or the name of a sheet after ``#``.
    """
    from openpyxl.styles import Border, Font, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableColumn

    rows = [tuple(row) for row in rows]
    line = Border(bottom=Side("medium", color=palette.INK.lstrip("#")))
    numeric = [_is_numeric(row[place] for row in rows) for place in range(len(header))]
    formats = [_format([row[place] for row in rows]) for place in range(len(header))]
    widths = [_width([title, *(row[place] for row in rows)]) for place, title in enumerate(header)]
    for place, title in enumerate(header):
        sheet.column_dimensions[get_column_letter(place + 1)].width = widths[place]
        cell = _cell(sheet, top, place + 1)
        _write(cell, title)
        cell.font = Font(name=FACE, size=SIZE, bold=True)
        cell.border = line
        cell.alignment = _aligned(numeric[place], "bottom")
    # Giving each cell its style anew would take most of the time.
    styles: dict[tuple[int, str], Any] = {}
    for down, row in enumerate(rows, start=top + 1):
        for place, content in enumerate(row):
            cell = _cell(sheet, down, place + 1)
            link = header[place] in links and bool(content)
            _put(cell, str(content).lstrip("#") if link else content)
            kind = (place, cell.data_type)
            if kind in styles:
                cell._style = copy(styles[kind])  # type: ignore[attr-defined]  # openpyxl has it, its stubs do not
            else:
                cell.font = Font(name=FACE, size=SIZE)
                cell.alignment = _aligned(numeric[place], "top")
                if cell.data_type == "n":
                    cell.number_format = formats[place]
                styles[kind] = copy(cell._style)  # type: ignore[attr-defined]
            if link:
                _link(cell, str(content))
            if _looks_like_formula(cell):
                cell.quotePrefix = True
    for down, row in enumerate([header, *rows], start=top):
        # Excel does not work out the height of a row that another program wrote.
        sheet.row_dimensions[down].height = _height(zip(row, widths, strict=True))
    table = Table(
        displayName=name, name=name,
        ref=f"A{top}:{get_column_letter(len(header))}{top + len(rows)}",
        tableColumns=[TableColumn(id=place, name=title) for place, title in enumerate(header, start=1)],
    )
    sheet.add_table(table)
    sheet.print_title_rows = f"{top}:{top}"


def set_page(sheet: "Worksheet") -> None:
    """A4, across, on the width of one page, or of more where letters would be too small to read."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    width = sum(column.width for column in sheet.column_dimensions.values())
    assert sheet.sheet_properties.pageSetUpPr is not None, "openpyxl makes one with each sheet"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = ceil(width / _PAGE)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_view.showGridLines = False


def _cell(sheet: "Worksheet", row: int, column: int) -> "Cell":
    from openpyxl.cell import Cell

    found = sheet.cell(row, column)
    assert isinstance(found, Cell), "we merge no cells"
    return found


def _write(cell: "Cell", content: Any) -> None:
    from openpyxl.styles import Font

    _put(cell, content)
    cell.font = Font(name=FACE, size=SIZE)
    if _looks_like_formula(cell):
        cell.quotePrefix = True


def _put(cell: "Cell", content: Any) -> None:
    """Numbers as numbers, all else as text that is never run as a formula."""
    if isinstance(content, (int, float)) and not isinstance(content, bool):
        cell.value = content
        return
    text = "" if content is None else _CONTROL.sub("", str(content))
    if text:
        cell.value = _CODED.sub("_x005F_", text)[:_MOST]
        cell.data_type = "s"


def _looks_like_formula(cell: "Cell") -> bool:
    """Whether a reader who edits the cell would make it one, unless it is marked as text."""
    return isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "\t", "\r"))


def _link(cell: "Cell", address: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    inside = address.startswith("#")
    if inside:
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{address[1:]}'!A1")
    elif address.startswith(("https://", "http://", "mailto:")):
        cell.hyperlink = address
    else:
        return
    cell.font = Font(name=FACE, size=SIZE, underline="single", color=palette.BLUE.lstrip("#"))


def _is_numeric(cells: Iterable[Any]) -> bool:
    seen = list(cells)
    return any(isinstance(cell, (int, float)) for cell in seen) and all(
        isinstance(cell, (int, float)) or cell in SHORTHAND for cell in seen
    )


def _format(cells: Sequence[Any]) -> str:
    """One number format for a column: separators unless all are years, at most two decimals."""
    numbers = [cell for cell in cells if isinstance(cell, (int, float))]
    if not numbers or not _is_numeric(cells):
        return "General"
    if all(isinstance(number, int) and 1600 <= number < 2100 for number in numbers):
        return "0"
    decimals = max(len(f"{number:.2f}".rstrip("0").partition(".")[2]) for number in numbers)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _aligned(numeric: bool, vertical: str) -> "Alignment":
    from openpyxl.styles import Alignment

    return Alignment("right" if numeric else "left", vertical, wrap_text=True, indent=1 if numeric else 0)


def _height(cells: Iterable[tuple[Any, float]]) -> float:
    """Of a row, in points: the lines that its fullest cell needs in its width."""
    lines = max(
        sum(ceil(max(len(line), 1) / (width - 1)) for line in str(content).split("\n"))
        for content, width in cells
    )
    return min(lines * _LINE, _TALLEST)


def _width(cells: Iterable[Any]) -> float:
    """In characters of the face: the longest line, within limits."""
    longest = max(len(line) for cell in cells for line in str(cell).split("\n"))
    return min(max(longest * _CHARACTER + 2, _NARROWEST), _WIDEST)

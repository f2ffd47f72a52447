"""The rows of spreadsheets, all as text: ``.xlsx`` in both of its standards, ``.xls``, ``.xlsb`` and ``.ods``.

Nothing is computed: in an ``.xlsx`` a formula is the text that was typed.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from coproduce.ground.problems import ProblemsFound
from coproduce.intake.file_types import file_fault

Rows = list[tuple[int, list[str]]]
#: The names of the strict standard (ISO/IEC 29500) and those of the transitional one, which the library knows.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
_HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*\bhidden="(?:1|true)")[^>]*>')


@dataclass(frozen=True)
class Sheet:
    """A sheet that has something in it, and what of it is hidden: rows and columns, counted from 1, or all of it.

    ``silent`` is the ending of a file of which rows and columns do not tell it.
    """

    rows: Rows
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    silent: str = ""


def xlsx_sheets(name: str, data: bytes) -> Iterator[Sheet]:
    """The sheets of an ``.xlsx`` file, which messages call ``name``, in their order."""
    from openpyxl import load_workbook

    try:
        data = _transitional(data)
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            for sheet in book.worksheets:
                # Some programs write a wrong size of the sheet into it.
                sheet.reset_dimensions()
                rows = _filled(enumerate(sheet.iter_rows(values_only=True), 1))
                if rows:
                    # The library reads rows one by one only where it leaves aside what is hidden.
                    part = packed.read(getattr(sheet, "_worksheet_path"))  # noqa: B009 - no public name, and no type
                    yield Sheet(rows, frozenset(map(int, _HIDDEN_ROW.findall(part))), frozenset(_columns(part)),
                                sheet.sheet_state != "visible")
    except ProblemsFound:
        raise
    except Exception:  # a broken file can fail anywhere in the reader
        raise file_fault(name, "This is not a sound .xlsx file.", "Export the responses again, or save as CSV.") from None


def _transitional(data: bytes) -> bytes:
    """``data`` with the names of the transitional standard, if it is written in the strict one."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if b"purl.oclc.org/ooxml/" not in packed.read("xl/workbook.xml"):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for part in packed.infolist():
                content = packed.read(part)
                if part.filename.endswith((".xml", ".rels")):
                    for strict, transitional in _STRICT:
                        content = content.replace(strict, transitional)
                made.writestr(part.filename, content)
    return out.getvalue()


def _columns(part: bytes) -> Iterator[int]:
    for column in _HIDDEN_COLUMNS.finditer(part):
        numbers = dict(re.findall(rb'\b(min|max)="(\d{1,5})"', column.group()))
        if len(numbers) == 2:
            yield from range(int(numbers[b"min"]), min(int(numbers[b"max"]), 16_384) + 1)


def other_sheets(name: str, data: bytes, ending: str) -> Iterator[Sheet]:
    """The sheets of an ``.xls``, ``.xlsb`` or ``.ods`` file. Which rows are hidden cannot be told."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            rows = _filled(enumerate(book.get_sheet_by_name(about.name).to_python(skip_empty_area=False), 1))
            if rows:
                yield Sheet(rows, hidden=about.visible != SheetVisibleEnum.Visible, silent=ending)
    except Exception:  # as above
        raise file_fault(name, f"This is not a sound .{ending} file.", "Open it, and save it as .xlsx or as CSV UTF-8.") from None


def _filled(rows: Iterable[tuple[int, Iterable[object]]]) -> Rows:
    found = [(number, [cell_text(value) for value in cells]) for number, cells in rows]
    return [(number, cells) for number, cells in found if any(cells)]


def cell_text(value: object) -> str:
    """A cell as text: days as year-month-day, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # An array formula comes as an object that holds its text.
    return str(getattr(value, "text", None) or value)


def best_sheet(sheets: Iterable[Sheet], score: Callable[[Rows], int]) -> Sheet:
    """The sheet with the highest ``score``, the first of several such; an empty one if there is none."""
    best, reached = Sheet([]), -1
    for sheet in sheets:
        if (found := score(sheet.rows)) > reached:
            best, reached = sheet, found
    return best


def hidden_notes(sheet: Sheet, below: int, width: int) -> Iterator[str]:
    """What the organiser must know of what is hidden in ``sheet`` below row ``below``, in its first ``width`` columns."""
    rows = [number for number, _ in sheet.rows if number > below and number in sheet.hidden_rows]
    if rows:
        yield (f"{'Row' if len(rows) == 1 else 'Rows'} {_ranges(rows)} {'is' if len(rows) == 1 else 'are'} hidden in the spreadsheet, by a "
               "filter or by hand, and read like the others. What was not to be taken in has to be deleted there.")
    columns = sorted(number for number in sheet.hidden_columns if number <= width)
    if columns:
        one = len(columns) == 1
        yield (f"{'Column' if one else 'Columns'} {_ranges(columns)} of the spreadsheet {'is' if one else 'are'} hidden, and "
               f"{'was' if one else 'were'} read like the others.")
    if sheet.silent:
        yield (f"Whether rows or columns of this .{sheet.silent} file are hidden cannot be told: all were read. If some were not to be "
               "taken in, save it as .xlsx, which tells them, or delete them there.")
    if sheet.hidden:
        yield "The responses stand in a hidden sheet of the file."


def _ranges(numbers: list[int], most: int = 10) -> str:
    """``3, 7 to 9``: numbers that follow each other as ranges."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [f"{a:,}" if a == b else f"{a:,} to {b:,}" for a, b in ranges]
    return ", ".join(shown[:most]) + (f" and {len(shown) - most:,} more" if len(shown) > most else "")

"""The workbook of contributions to decide on: a table to fill in, the conclusions to choose from, and how."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from coproduce.contributions.decisions import DecisionContext
from coproduce.contributions.dispositions import STANCES, STATUSES

_WIDTHS = {"contribution": 26, "title": 30, "text": 70, "asks": 30, "how": 45, "reason": 45, "conclusion": 28, "who": 24}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # which XML cannot hold
_HOW = (
    "Fill in the coloured columns of the first sheet. Leave a row empty to decide later.",
    "status: " + ", ".join(STATUSES) + ".",
    "If it is used: conclusion (a name of the sheet Conclusions), stance, and how, in one sentence that the contributor reads.",
    *(f"stance {id}: it {words}." for id, words in STANCES.items()),
    "If it bears on several conclusions: copy the row, one for each.",
    "If it is noted or out of scope: reason, in one sentence that the contributor can accept.",
    "chapter may stay empty: then it is the page that states the conclusion. decided may stay empty: then it is the day of the import. "
    "by is a role; empty stands for editors.",
    "Then: coproduce dispose --import FILE. Several copies are taken in together: coproduce dispose --import ONE --import TWO.",
)


def workbook(header: Sequence[str], rows: Sequence[Sequence[str]], to_fill_in: Sequence[str], desk: DecisionContext) -> bytes:
    """The workbook as a file; ``rows`` go with ``header``, of whose columns people fill in some."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = "Dispositions"
    coloured = PatternFill("solid", fgColor="FFF6D6")
    for row, cells in enumerate([header, *rows], 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(row, column)
            cell.value = _CONTROL.sub("", text) or None
            if text:
                cell.data_type = "s"  # what begins with = is no formula
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if row == 1:
                cell.font = Font(bold=True)
            if header[column - 1] in to_fill_in:
                cell.fill = coloured
    sheet.freeze_panes = "B2"
    for column, name in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 16)
    conclusions = book.create_sheet("Conclusions")
    for row, cells in enumerate([("conclusion", "page", "title"), *((c.name, c.page, c.title) for c in desk.conclusions.values())], 1):
        for column, text in enumerate(cells, 1):
            conclusions.cell(row, column, _CONTROL.sub("", text)).data_type = "s"
    for letter, width in zip("ABC", (34, 34, 90)):
        conclusions.column_dimensions[letter].width = width
    how = book.create_sheet("How to fill it in")
    how.column_dimensions["A"].width = 120
    for row, text in enumerate(_HOW, 1):
        how.cell(row, 1, text).alignment = Alignment(vertical="top", wrap_text=True)
    last = len(desk.conclusions) + 1
    for name, choices in (("status", f'"{",".join(STATUSES)}"'), ("stance", f'"{",".join(STANCES)}"'),
                          ("conclusion", f"Conclusions!$A$2:$A${max(last, 2)}")):
        letter = get_column_letter(header.index(name) + 1)
        # Rows are copied for further conclusions: the lists reach beyond those that are there.
        offered = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=True)
        offered.add(f"{letter}2:{letter}{len(rows) * 4 + 20}")
        sheet.add_data_validation(offered)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

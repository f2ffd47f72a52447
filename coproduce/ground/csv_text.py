"""CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# A spreadsheet takes a cell that begins with one of these for a formula
# (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV, RFC 4180, with line feeds.

    Text that a spreadsheet would run as a formula gets an apostrophe before it;
    numbers, negative ones too, stay as they are.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_safe(cell) for cell in header])
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return out.getvalue()


def csv_file(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """:func:`csv_text` as a file for people: by the byte order mark Excel knows that it is UTF-8.

    Not for tables of a data package, whose readers would take the mark for a part of the first name.
    """
    return csv_text(header, rows).encode("utf-8-sig")


def _safe(cell: object) -> object:
    if cell is None or cell != cell:
        return ""
    if not isinstance(cell, str):
        return cell
    guard = "'" if cell.startswith(_FORMULA) and not _is_number(cell) else ""
    # A lone carriage return would be written without quotes and end the line.
    return guard + cell.replace("\r\n", "\n").replace("\r", "\n")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

"""Withheld is not nought: a calculation over rows with missing numbers says so.

A sum or mean leaves out what is missing, and gives a smaller number without a
word. The data tell which rows lack a number, whatever the chapter did to its
copy; the columns that count are the measures that the rows were given with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coproduce.chapters.mistakes import ChapterError
from coproduce.evidence.row_ids import RowId
from coproduce.evidence.typed_tables import MISSING_SUFFIX
from coproduce.report import Report

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("integer", "number")
"""Types of fields that can be summed; years cannot."""


def caveat_on_missing(report: Report, chapter: str, name: str, rows: Any, missing: str, caveat: str) -> str:
    """The caveat of the value ``name``, with the words ``missing`` about what is not in it.

    Of each table with two or more rows among ``rows``, a measure counts that the
    rows were given with and that some of them have and some lack, withheld by the
    publisher or blank: where all lack it, nothing was computed from it.

    Raises :class:`ChapterError` where numbers are missing and ``missing`` is empty, and
    where it has words although none is.
    """
    words = missing.strip() if isinstance(missing, str) else ""
    if missing and not words:
        raise ChapterError(f"the value ‘{name}’ has missing={missing!r}. Say in words what is not counted, "
                           "for example missing=\"two streets not counted\".")
    gaps = _gaps(report, rows)
    if gaps and not words:
        raise ChapterError(
            f"the value ‘{name}’ of the chapter ‘{chapter}’ rests on rows with missing numbers, which a sum or mean leaves "
            f"out without a word: {'; '.join(gaps)}. Add missing=\"…\" that tells readers what is not counted, or leave "
            "these rows out. Where the number is not computed from that column, give rows=… with the columns "
            "that it is computed from.")
    if words and not gaps:
        raise ChapterError(f"the value ‘{name}’ of the chapter ‘{chapter}’ says missing={words!r}, but none of its rows lacks a "
                           "number in the columns given. Take these words out, or give the rows as they are in the data.")
    sentence = words and f"{words[0].upper()}{words[1:]}".rstrip(".") + "."
    return " ".join(filter(None, (sentence, caveat.strip())))


def _gaps(report: Report, rows: Any) -> list[str]:
    """Each column with missing numbers, and in which rows and why: "‘trees’ is missing in counts:8 (not counted)"."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for part in rows if isinstance(rows, (list, tuple)) else [rows]:
        tables: dict[str, list[str]] = {}
        for row in dict.fromkeys(map(str, part.index)):
            tables.setdefault(RowId.parse(row).table, []).append(row)
        for table, ids in tables.items():
            if table not in report.data.resources or len(ids) < 2:
                continue
            data = report.data.table(table).loc[ids]
            for field in report.data.resources[table].fields:
                if field.type in MEASURES and field.name in part.columns:
                    found.setdefault((table, field.name), {}).update(_lacking(data, field.name))
    return [f"‘{column}’ is missing in {_some(lacking)}" for (_, column), lacking in found.items() if lacking]


def _lacking(data: "pd.DataFrame", column: str) -> dict[str, str]:
    """The rows without a number in a column where others have one, with the reason."""
    gone = data[column].isna()
    if not gone.any() or gone.all():
        return {}
    marks = column + MISSING_SUFFIX
    reasons = data.loc[gone, marks].tolist() if marks in data.columns else ["blank"] * int(gone.sum())
    return dict(zip(data.index[gone], reasons))


def _some(lacking: dict[str, str]) -> str:
    shown = [f"{row} ({reason})" for row, reason in list(lacking.items())[:5]]
    more = f" and {len(lacking) - 5} more" if len(lacking) > 5 else ""
    return ", ".join(shown) + more

"""What rows something rests on, and which sources those rows have in the data.

A table's index names its rows and survives filtering, sorting and concatenating.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coproduce.chapters.mistakes import ChapterError
from coproduce.evidence.package import UnknownRow
from coproduce.evidence.records import SourceRef
from coproduce.evidence.row_ids import CONTRIBUTIONS, RowId
from coproduce.report import Report

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Traced:
    """The names of rows in order, and their sources."""

    rows: tuple[str, ...]
    sources: tuple[SourceRef, ...]


def trace(report: Report, what: str, rows: Any, contributed: bool, require: Callable[[str], None]) -> Traced:
    """What ``rows`` are, one table or several; ``contributed`` if they may be contributions.

    ``require`` is called with the name of each table, and raises if the chapter may not use it.

    Raises :class:`ChapterError`, which calls the thing that rests on them ``what``.
    """
    ids = _row_ids(what, rows)
    given = _contribution_sources(report) if contributed else {}
    ids = [str(RowId(CONTRIBUTIONS, row)) if row in given else row for row in ids]
    none_yet = contributed and not given
    if not ids and not none_yet:
        raise ChapterError(
            f"the {what} has no rows, so nobody could check it. Give rows=… the rows it was computed from "
            "(where none matched, the rows that were looked through). If there should be some, check the "
            "words in the filter.")
    tables = [row for row in ids if not row.startswith(f"{CONTRIBUTIONS}:")]
    try:
        sources = report.data.row_sources(tables)
    except UnknownRow as error:
        raise ChapterError(f"the {what} is given a row that does not exist: {error}.") from None
    for table in dict.fromkeys(RowId.parse(row).table for row in tables):
        require(table)
    if tables and not sources and len(tables) == len(ids):
        raise ChapterError(f"the {what} rests on look-up tables alone, which have no source. "
                           "Give the rows of the data that it was computed from.")
    cited = (given[RowId.parse(row).key] for row in ids if row.startswith(f"{CONTRIBUTIONS}:"))
    return Traced(tuple(ids), tuple(dict.fromkeys((*sources, *filter(None, cited)))))


def _contribution_sources(report: Report) -> dict[str, SourceRef | None]:
    """Each contribution's id, with its source if it is a published statement; withdrawn ones besides."""
    from coproduce.contributions.withdrawal import withdrawn_frame

    given = {contribution.id: SourceRef(contribution.front.source, contribution.front.locator or "")
             if contribution.front.source else None
             for contribution in report.contributions.values()}
    return given | dict.fromkeys(withdrawn_frame(report.paths).index)


def year_columns(report: Report, provenance: Iterable[str]) -> set[str]:
    """Columns that hold years in the tables used: 2025, not 2,025."""
    tables = {RowId.parse(row).table for row in provenance} & set(report.data.resources)
    return {field.name for table in tables for field in report.data.resources[table].fields if field.type == "year"}


def joined(parts: Iterable["pd.DataFrame"]) -> "pd.DataFrame":
    """The tables as one."""
    import pandas as pd

    return pd.concat(list(parts))


def _row_ids(what: str, rows: Any) -> list[str]:
    """The names of the rows of one or several tables, each once, in order."""
    ids: dict[str, None] = {}
    for part in rows if isinstance(rows, (list, tuple)) else [rows]:
        index = getattr(part, "index", None)
        if index is None or callable(index):
            raise ChapterError(f"the {what} is given rows of the kind {type(part).__name__}. "
                               "Give rows=… a DataFrame of chapter.table(…), or a list of them.")
        if index.nlevels > 1 or (len(index) and not all(isinstance(label, str) for label in index)):
            raise ChapterError(
                f"the {what} is given rows that have lost their names (the index reads {index[0]!r}). Grouping, "
                "merging and reset_index lose them: give rows=… the table as it was before that step.")
        ids.update(dict.fromkeys(map(str, index)))
    return list(ids)

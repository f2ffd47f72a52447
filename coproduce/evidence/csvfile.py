"""Whether a file is the plain CSV that tables are kept in, before its cells are read.

Plain: UTF-8, commas, double quotes, one header line with exactly the declared
fields, one line a row, no blank line, no space at a cell's ends. One line a row
is what makes ``resource:line`` the name of a row.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import Any

from coproduce.evidence.schema import Resource
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_text_input
from coproduce.ground.size_limits import TABLE, TABLE_CELLS, too_large
from coproduce.ground.suggestions import did_you_mean

#: Problems of one table that are told, so that telling them takes neither long nor much memory.
MOST_PROBLEMS = 1000
_LONGEST_CELL = 131_072  # characters: the limit that Python's reader has of itself


@dataclass(frozen=True)
class CsvFile:
    """The rows of a file below its header, as text; ``problems`` if it is not plain.

    With ``problems`` other than of single cells, ``rows`` is empty:
    ``readable`` tells.
    """

    rows: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...]
    readable: bool


def read_csv(resource: Resource, relative: str) -> CsvFile:
    """The resource's file; problems name it ``relative``."""
    reader = _Reader(resource, relative)
    rows = reader.read()
    return CsvFile(tuple(rows), tuple(reader.problems), reader.readable)


class _Reader:
    def __init__(self, resource: Resource, relative: str):
        self.resource, self.relative = resource, relative
        self.problems: list[Problem] = []
        self.readable = True

    def read(self) -> list[tuple[str, ...]]:
        if self.resource.path.is_file() and (large := too_large(self.resource.path, self.relative, TABLE)):
            self.readable = False
            self.problems.append(large)
            return []
        try:
            text = read_text_input(self.resource.path, self.relative)
        except ProblemsFound as found:
            self.readable = False
            self.problems += found.problems
            return []
        if "\0" in text:
            self._stop("data.encoding", text[:text.index("\0")].count("\n") + 1,
                       "this file holds a null character, so it is not text", "text encoded as UTF-8",
                       "Save the file as “CSV UTF-8”.")
            return []
        csv.field_size_limit(_LONGEST_CELL)  # of the whole process: other libraries raise it
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            rows = self._rows(reader)
        except csv.Error as error:
            if "field limit" in str(error):
                self._stop("data.long-cell", reader.line_num, f"a cell of this row has more than {_LONGEST_CELL:,} characters",
                           "a table of short cells", "Shorten it. Look for a quotation mark that is not closed.")
            else:
                self._stop("data.quotes", reader.line_num, f"this is not CSV: {error}",
                           "quotation marks only around a whole cell, and doubled inside it",
                           "Put double quotes around the cell and write \" inside it as \"\".")
            return []
        if not reader.line_num:
            self._stop("data.header", 1, "the file is empty", ",".join(self.resource.field_names),
                       "Write the header line.")
        return rows if self.readable else []

    def _rows(self, reader: Any) -> list[tuple[str, ...]]:
        """The rows below the header, of a ``csv.reader``; none where too much stands in the file or is wrong with it."""
        rows: list[tuple[str, ...]] = []
        before = 0
        for row in reader:
            line, before = before + 1, reader.line_num
            if line == 1:
                self._header(row)
            elif before > line:
                self._stop("data.line-break", line, "a cell of this row holds a line break",
                           "one line for each row",
                           "Join the lines of the cell. If the cell was not meant to go on, look for a "
                           "quotation mark that is not closed.")
            else:
                self._row(row, line)
                if self.readable:
                    rows.append(tuple(row))
            if len(rows) * len(row) > TABLE_CELLS:
                self._stop("input.too-large", line, f"the table has more than {TABLE_CELLS:,} cells up to here",
                           f"at most {TABLE_CELLS:,} cells", "Split it into several tables. What follows was not read.")
                return []
            if len(self.problems) > MOST_PROBLEMS:
                self._stop("data.many-problems", line, f"more than {MOST_PROBLEMS:,} things are wrong up to here",
                           "a table with few faults", "Correct these first; what follows was not read.")
                return []
        return rows

    def _header(self, header: list[str]) -> None:
        declared = self.resource.field_names
        if header == declared:
            return
        problems_before = len(self.problems)
        times = Counter(header)
        missing = [field for field in declared if field not in times]
        known = set(declared)
        for number, name in enumerate(times):
            if number > MOST_PROBLEMS:
                self._stop("data.header", 1, f"the header has {len(header):,} columns", ",".join(declared),
                           "Look for the line that the header should be.")
                break
            if times[name] > 1:
                self._stop("data.header", 1, f"the column ‘{name}’ is given {times[name]} times",
                           "each column once", "Delete or rename one.", name)
            if name not in known:
                self._stop("data.header", 1, f"the column ‘{name}’ is not declared", "one of " + ", ".join(declared),
                           f"{did_you_mean(name, missing)}Rename the column, or declare it in the data package.", name)
        for name in missing:
            self._stop("data.header", 1, f"the column ‘{name}’ is missing", self.resource.field(name).expected, "Add the column.", name)
        if len(self.problems) == problems_before:
            self._stop("data.header", 1, "the columns stand in another order than declared: " + ",".join(header),
                       ",".join(declared), "Put them in the declared order.")

    def _row(self, row: list[str], line: int) -> None:
        declared = self.resource.field_names
        if not any(cell.strip() for cell in row):
            self._stop("data.blank-line", line, "this line is blank", "one row on every line", "Delete the line.")
        elif len(row) != len(declared):
            few = len(row) < len(declared)
            self._stop("data.ragged", line,
                       f"this row has {len(row)} cells, the header has {len(declared)}",
                       ",".join(declared),
                       "Add the missing commas." if few else
                       "Put double quotes around a cell that holds a comma.")
        for name, cell in zip(declared, row):
            if cell != cell.strip():
                self.problems.append(Problem(
                    self.relative, f"‘{cell}’ has a space at its start or end", line=line,
                    code="data.space", field=name, expected=f"‘{cell.strip()}’", action="Delete the space."))

    def _stop(self, code: str, line: int, message: str, expected: str, action: str, field: str = "") -> None:
        self.readable = False
        self.problems.append(Problem(self.relative, message, line=line, code=code, field=field,
                                     expected=expected, action=action))

"""Tables of the data package as DataFrames with typed columns and row identities.

A row's identity is ``resource:line``, the line of the CSV file with the header
as line 1, and it is the frame's index. Filtering, sorting and concatenating keep
an index, so that whatever a chapter does, the rows used can be named.

Types of columns: text -> ``str``; integer and year -> ``int64`` if the field is
required, else ``Int64``; number -> ``float64``; boolean -> ``bool`` or
``boolean``; date -> ``datetime64``. A missing value is NaN, NA or NaT.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coproduce.evidence.cell_types import Cell, CellFault, cell_problem, cell_reader
from coproduce.evidence.csvfile import CsvFile
from coproduce.evidence.row_ids import RowId
from coproduce.evidence.schema import Field, Resource
from coproduce.ground.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    import pandas as pd

INDEX_NAME = "row"
MISSING_SUFFIX = "_missing"


def read_typed(resource: Resource, file: CsvFile, relative: str) -> "pd.DataFrame":
    """The table with typed columns; see the module for the types.

    A field with declared marks for missing values gets a column
    ``<field>_missing`` with the mark's meaning, "" where a value is present: a
    numeric field always, another only if a mark occurs. A blank without a
    declared meaning reads "missing".

    Raises :class:`ProblemsFound`, with the line of each in the file ``relative``,
    for a file that is no table of these fields and for cells not of their field's type.
    """
    import pandas as pd

    if not file.readable:
        raise ProblemsFound(file.problems)
    index = pd.Index([str(RowId(resource.name, str(line))) for line in range(2, len(file.rows) + 2)], name=INDEX_NAME, dtype="str")
    columns: dict[str, pd.Series] = {}
    problems: list[Problem] = []
    for field, cells in zip(resource.fields, zip(*file.rows) if file.rows else [()] * len(resource.fields)):
        values: list[Cell] = []
        read = cell_reader(field)
        for line, cell in enumerate(cells, start=2):
            try:
                values.append(read(cell))
            except CellFault as fault:
                problems.append(cell_problem(relative, line, field, cell, str(fault)))
        if len(values) < len(cells):
            continue
        columns[field.name] = pd.Series(values, index=index, dtype=_dtype(field, values))
        labelled = field.labelled_missing
        numeric = field.type in ("integer", "number", "year")
        if labelled and (numeric or not labelled.keys().isdisjoint(cells)):
            meaning = {mark: label or "missing" for mark, label in field.missing}
            columns[field.name + MISSING_SUFFIX] = pd.Series([meaning.get(cell, "") for cell in cells], index=index, dtype="str")
    if problems:
        raise ProblemsFound(problems)
    return pd.DataFrame(columns, index=index)


def _dtype(field: Field, values: list[Cell]) -> str:
    whole = field.required and None not in values
    return {"integer": "int64" if whole else "Int64", "year": "int64" if whole else "Int64", "number": "float64",
            "boolean": "bool" if whole else "boolean", "date": "datetime64[us]"}.get(field.type, "str")

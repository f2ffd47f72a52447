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

from coproduce.evidence.schema import Field, Resource
from coproduce.ground.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    import pandas as pd

INDEX_NAME = "row"
MISSING_SUFFIX = "_missing"


def row_id(resource: str, line: int) -> str:
    """The identity of the row on a line of a resource's file."""
    return f"{resource}:{line}"


def read_text(resource: Resource) -> "pd.DataFrame":
    """The table as written: every cell text, blank cells "", index row identities.

    Raises :class:`ProblemsFound` for a file that is not UTF-8 CSV with the
    declared header.
    """
    import pandas as pd

    where = f"data/{resource.path.name}"
    try:
        frame = pd.read_csv(resource.path, dtype="str", keep_default_na=False, na_filter=False,
                            encoding="utf-8-sig", skip_blank_lines=False, index_col=False)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ProblemsFound([Problem(
            where, f"this file cannot be read: {str(error).strip()}", code="data.unreadable",
            action="Run coproduce check for the line.")]) from None
    if list(frame.columns) != resource.field_names:
        raise ProblemsFound([Problem(
            where, "the header does not match the declared fields", line=1, code="data.header",
            expected=",".join(resource.field_names), action="Run coproduce check for the difference.")])
    frame.index = pd.Index([row_id(resource.name, line) for line in range(2, len(frame) + 2)],
                           name=INDEX_NAME, dtype="str")
    return frame


def read_typed(resource: Resource) -> "pd.DataFrame":
    """The table with typed columns; see the module for the types.

    A field with declared marks for missing values gets a column
    ``<field>_missing`` with the mark's meaning, "" where a value is present: a
    numeric field always, another only if a mark occurs. A blank without a
    declared meaning reads "missing".

    Raises :class:`ProblemsFound` for cells that are not of the field's type.
    """
    import pandas as pd

    text = read_text(resource)
    columns: dict[str, pd.Series] = {}
    problems: list[Problem] = []
    for field in resource.fields:
        cells = text[field.name]
        marks = dict(field.missing)
        missing = cells.isin(list(marks))
        try:
            columns[field.name] = _typed(field, cells, missing)
        except (ValueError, TypeError) as error:
            problems.append(Problem(
                f"data/{resource.path.name}", f"a cell cannot be read: {error}", field=field.name,
                code="data.type", expected=field.expected, action="Run coproduce check for the line."))
            continue
        labelled = field.labelled_missing
        numeric = field.type in ("integer", "number", "year")
        if labelled and (numeric or cells.isin(list(labelled)).any()):
            meaning = {mark: label or "missing" for mark, label in field.missing}
            columns[field.name + MISSING_SUFFIX] = cells.map(meaning).where(missing, "").astype("str")
    if problems:
        raise ProblemsFound(problems)
    return pd.DataFrame(columns, index=text.index)


def _typed(field: Field, cells: "pd.Series", missing: "pd.Series") -> "pd.Series":
    import pandas as pd

    present = cells.mask(missing)
    whole = not missing.any() and field.required
    if field.type in ("integer", "year"):
        # By way of Python's int: a float would lose the last digits of large numbers.
        numbers = [None if gone else int(cell) for cell, gone in zip(cells, missing)]
        return pd.Series(numbers, index=cells.index, dtype="int64" if whole else "Int64")
    if field.type == "number":
        return pd.to_numeric(present).astype("float64")
    if field.type == "boolean":
        words = {**dict.fromkeys(field.true_values, True), **dict.fromkeys(field.false_values, False)}
        unknown = set(cells[~missing]) - set(words)
        if unknown:
            raise ValueError(f"‘{sorted(unknown)[0]}’ is neither true nor false")
        values = [None if gone else words[cell] for cell, gone in zip(cells, missing)]
        return pd.Series(values, index=cells.index, dtype="bool" if whole else "boolean")
    if field.type == "date":
        return pd.to_datetime(present, format="%Y-%m-%d")
    return present.astype("str")

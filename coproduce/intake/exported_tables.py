"""The rows of an exported spreadsheet, all as text.

Nothing in a file is computed: a formula is the text that was typed. Reads
``.xlsx`` (the sheet with the form's headings, else the first with anything in it;
a title may stand above the headings), text with separators, in the encodings
and with the separators that spreadsheet programs write, an issue made with the
forge's form, as :func:`~coproduce.intake.issue_form.event_text` keeps it, and
the file that the report's own page saves (:mod:`~coproduce.intake.saved`).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from coproduce.ground.problems import Problem, ProblemsFound

#: Longest text of one cell that is read; a spreadsheet cell holds at most 32,767.
MAX_CELL = 100_000
#: Most bytes that an .xlsx file may unpack to: it is a packed file, and a small
#: one can be made to fill the memory.
MAX_UNPACKED = 500_000_000
_SEPARATORS = (",", ";", "\t", "|")
#: Among how many rows the headings are looked for, where a title stands above them.
_TITLE_ROWS = 20

_Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Table:
    """Headings, and for each row its number in the file and its cells as text."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    #: Whether everybody could read the responses before, as they can an issue.
    public: bool = False
    #: The row of the headings, and those above it with anything in them.
    heading_row: int = 1
    above: tuple[int, ...] = ()
    #: The form and the wording of the consent, where the file itself tells them.
    form: str = ""
    wording: str = ""


def read_table(
    file: Path, known: Callable[[str], bool] = lambda heading: False, questions: tuple[str, ...] = ()
) -> Table:
    """The table in ``file``.

    ``known`` tells whether a heading is one that the form has: of the possible
    separators that one is taken which gives most of those. ``questions`` are the
    form's, which stand as headings in an issue. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` if the file cannot be read.
    """
    try:
        data = file.read_bytes()
    except OSError:
        raise _fault(file, "This file cannot be read.", "Give the name of the file that the form exported.") from None
    if data[:4] == b"PK\x03\x04":
        rows = _xlsx_rows(file, data, known)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise _fault(
            file,
            "This is an old or a password-protected Excel file.",
            "Open it, and save it as .xlsx without a password, or as CSV UTF-8.",
        )
    elif file.suffix.lower() in (".txt", ".md") and (saved := _saved(file, data, questions)):
        return saved
    elif file.suffix.lower() == ".md":
        return _issue(file, data, questions)
    else:
        rows = _text_rows(file, data, known)
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        raise _fault(file, "The file holds no rows.", "Export the responses again.")
    first = _headings(filled, known)[0]
    heading_row, headings = filled[first]
    answers, width = filled[first + 1 :], len(headings)
    return Table(
        file.name,
        tuple(headings),
        tuple((number, tuple([*cells, *[""] * width][: max(width, len(cells))])) for number, cells in answers),
        heading_row=heading_row,
        above=tuple(number for number, _ in filled[:first]),
    )


def _headings(rows: _Rows, known: Callable[[str], bool]) -> tuple[int, int]:
    """Which of ``rows`` has most known headings, the first of several such, and how many it has."""
    counts = [sum(map(known, cells)) for _, cells in rows[:_TITLE_ROWS]]
    return counts.index(max(counts)), max(counts)


def _issue(file: Path, data: bytes, questions: tuple[str, ...]) -> Table:
    from coproduce.intake.issue_form import NUMBER, SUBMITTED, parse_issue_body

    answers = dict.fromkeys(questions, "") | parse_issue_body(_decoded(file, data), file.name, set(questions))
    if NUMBER not in answers or SUBMITTED not in answers:
        raise _fault(
            file,
            "The issue's number and day are missing.",
            "Begin the file with the lines ---, issue: 12, submitted: 2026-11-20 and ---, then the issue's text.",
        )
    return Table(file.name, tuple(answers), ((1, tuple(answers.values())),), public=True)


def _saved(file: Path, data: bytes, questions: tuple[str, ...]) -> Table | None:
    from coproduce.intake.issue_form import NUMBER, SUBMITTED
    from coproduce.intake.saved import read_saved

    saved = read_saved(_decoded(file, data), file.name, questions)
    if saved is None:
        return None
    answers = dict.fromkeys(questions, "") | saved.answers
    answers |= {NUMBER: saved.response, SUBMITTED: saved.submitted}
    return Table(file.name, tuple(answers), ((1, tuple(answers.values())),), form=saved.form, wording=saved.consent)


def _fault(file: Path, message: str, action: str) -> ProblemsFound:
    expected = (
        "an .xlsx or .csv file as Microsoft Forms, Google Forms or a spreadsheet program writes it, "
        "or the .txt file that the page Contribute saves"
    )
    return ProblemsFound([Problem(file.name, message, code="intake.file", expected=expected, action=action)])


def _xlsx_rows(file: Path, data: bytes, known: Callable[[str], bool]) -> _Rows:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise _fault(file, "The file is far too large when unpacked.", "Export the responses again.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        best: _Rows = []
        reached = -1
        for sheet in book.worksheets:
            # Some programs write a wrong size of the sheet into it.
            sheet.reset_dimensions()
            rows = [
                (number, [_cell_text(value) for value in cells])
                for number, cells in enumerate(sheet.iter_rows(values_only=True), 1)
            ]
            rows = [(number, cells) for number, cells in rows if any(cells)]
            if rows and (score := _headings(rows, known)[1]) > reached:
                best, reached = rows, score
    except ProblemsFound:
        raise
    except Exception:  # a broken file can fail anywhere in the reader
        raise _fault(file, "This is not a sound .xlsx file.", "Export the responses again, or save as CSV.") from None
    return best


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # An array formula comes as an object that holds its text.
    return str(getattr(value, "text", None) or value)[:MAX_CELL]


def _text_rows(file: Path, data: bytes, known: Callable[[str], bool]) -> _Rows:
    text = _decoded(file, data)
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        text = rest
    # One endless answer must not keep the others out: it is cut below.
    csv.field_size_limit(max(len(text), MAX_CELL))
    score = (-1, -1)
    for separator in _SEPARATORS:
        rows = list(enumerate(islice(_cells(text, separator), _TITLE_ROWS), 1))
        reached = (_headings(rows, known)[1] if rows else 0, max((len(cells) for _, cells in rows), default=0))
        if reached > score:
            score, chosen = reached, separator
    _check_end(file, text, chosen)
    return [(number, [cell[:MAX_CELL] for cell in cells]) for number, cells in enumerate(_cells(text, chosen), 1)]


def _cells(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _check_end(file: Path, text: str, separator: str) -> None:
    """Raises if a quotation mark is not closed: one answer would hold all that comes after it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 0
    try:
        for _ in reader:
            row += 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise _fault(
                file,
                f"Row {row + 1} begins a quotation mark that nothing closes, so the rows below cannot be told apart.",
                "Export the responses again: the file may not be whole, or was changed by hand.",
            ) from None


def _decoded(file: Path, data: bytes) -> str:
    """The text of ``data``: by its byte order mark, else UTF-8, else Windows."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            encodings = [encoding]
            break
    else:
        zeros = data[:400].count(0)
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"] if zeros > 50 else ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _fault(file, "The letters of this file cannot be read.", "Save it again as CSV UTF-8, or as .xlsx.")

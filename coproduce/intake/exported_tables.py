"""The rows of an exported spreadsheet, all as text.

Reads spreadsheets (the sheet with the form's headings, else the first with anything
in it; a title may stand above the headings), text with separators, in the encodings
and with the separators that spreadsheet programs write, one of these in a packed
file, an issue made with the forge's form, as
:func:`~coproduce.intake.issue_form.event_text` keeps it, the file that the report's own
page saves (:mod:`~coproduce.intake.saved`), and an e-mail with it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.intake.decoding import decoded
from coproduce.intake.file_types import OLE, ZIP, file_fault, refuse_other_types, unpacked
from coproduce.intake.spreadsheets import Rows, Sheet, best_sheet, hidden_notes, other_sheets, xlsx_sheets

if TYPE_CHECKING:
    from coproduce.intake.form import Form
    from coproduce.intake.saved import Saved

#: Longest text of one cell that is read; a spreadsheet cell holds at most 32,767.
MAX_CELL = 100_000
_SEPARATORS = (",", ";", "\t", "|")
#: Among how many rows the headings are looked for, where a title stands above them.
_TITLE_ROWS = 20


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
    #: The language of the page that was answered, "" for the report's own.
    language: str = ""
    #: What the organiser must know of how the file was read.
    notes: tuple[str, ...] = ()


def read_table(file: Path, form: Form | None = None) -> Table:
    """The table in ``file``.

    Of the possible separators, sheets and rows of headings those are taken which
    give most headings that ``form`` has. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` if the file cannot be read.
    """
    try:
        data = file.read_bytes()
    except OSError:
        raise file_fault(
            file.name, "This file cannot be read.", "Give the name of the file that the form exported.") from None
    return _table(file.name, file.name, data, form)


def _table(name: str, inner: str, data: bytes, form: Form | None) -> Table:
    """The table in ``data``; messages call it ``name``, its own name is ``inner``."""
    from coproduce.intake.mail import is_email

    ending = inner.rpartition(".")[2].lower()
    if data.startswith(ZIP):
        kind, content = unpacked(name, data)
        if content is not data:
            if content.startswith(ZIP) and not kind.lower().endswith((".xlsx", ".ods", ".xlsb")):
                raise file_fault(name, "This is a packed file with another one in it.", "Unpack both, and take in what is in them.")
            return _table(name, kind, content, form)
        return _sheet_table(name, xlsx_sheets(name, data) if kind == "xlsx" else other_sheets(name, data, kind), form)
    refuse_other_types(name, data)
    if data.startswith(OLE):
        return _sheet_table(name, other_sheets(name, data, "xls"), form)
    if is_email(data):
        return _email(name, data, form)
    text, notes = decoded(name, data)
    if ending in ("txt", "md") and form and (saved := _read_saved(text, name, form)):
        return _saved_table(name, saved, form, notes)
    if ending == "md":
        return _issue(name, text, form)
    return _table_from(name, _text_rows(name, text, form), form, notes)


def _sheet_table(name: str, sheets: Iterator[Sheet], form: Form | None) -> Table:
    sheet = best_sheet(sheets, lambda rows: _headings(rows, form)[1])
    made = _table_from(name, sheet.rows, form)
    return replace(made, notes=tuple(hidden_notes(sheet, made.heading_row, len(made.headings))))


def _table_from(name: str, rows: Rows, form: Form | None, notes: tuple[str, ...] = ()) -> Table:
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        raise file_fault(name, "The file holds no rows.", "Export the responses again.")
    first = _headings(filled, form)[0]
    heading_row, headings = filled[first]
    answers, width = filled[first + 1 :], len(headings)
    return Table(
        name,
        tuple(headings),
        tuple((number, tuple(_cut([*cells, *[""] * width][: max(width, len(cells))]))) for number, cells in answers),
        heading_row=heading_row,
        above=tuple(number for number, _ in filled[:first]),
        notes=notes,
    )


def _cut(cells: list[str]) -> Iterator[str]:
    return (cell[:MAX_CELL] for cell in cells)


def _headings(rows: Rows, form: Form | None) -> tuple[int, int]:
    """Which of ``rows`` has most known headings, the first of several such, and how many it has."""
    counts = [sum(form is not None and form.asks_for(cell) is not None for cell in cells) for _, cells in rows[:_TITLE_ROWS]]
    return counts.index(max(counts)), max(counts)


def _issue(name: str, text: str, form: Form | None) -> Table:
    from coproduce.intake.issue_form import NUMBER, SUBMITTED, parse_issue_body

    questions = tuple(question.ask for question in form.questions) if form else ()
    answers = dict.fromkeys(questions, "") | parse_issue_body(text, name, set(questions))
    if NUMBER not in answers or SUBMITTED not in answers:
        raise file_fault(
            name, "The issue's number and day are missing.",
            "Begin the file with the lines ---, issue: 12, submitted: 2026-11-20 and ---, then the issue's text.")
    return Table(name, tuple(answers), ((1, tuple(answers.values())),), public=True)


def _read_saved(text: str, name: str, form: Form) -> Saved | None:
    from coproduce.intake.saved import read_saved

    return read_saved(text, name, form.questions)


def _saved_table(
    name: str, saved: Saved, form: Form, notes: tuple[str, ...] = (), sender: dict[str, str] | None = None
) -> Table:
    from coproduce.intake.issue_form import NUMBER, SUBMITTED

    answers = dict.fromkeys((question.ask for question in form.questions), "") | saved.answers
    answers |= {NUMBER: saved.response, SUBMITTED: saved.submitted}
    answers |= {heading: text for heading, text in (sender or {}).items() if form.asks_for(heading) is None}
    if saved.width:
        notes += (f"The lines of this text were cut at about {saved.width} characters, as mail programs do, and were joined again: "
                  "compare the paragraphs and the requests with what was sent.",)
    return Table(
        name, tuple(answers), ((1, tuple(answers.values())),), form=saved.form, wording=saved.consent, language=saved.language,
        notes=notes)


def _email(name: str, data: bytes, form: Form | None) -> Table:
    """What the page saved, attached to an e-mail or pasted into it."""
    from coproduce.intake.mail import read_email, sender_of, texts_of_email

    found: list[Saved] = []
    message = read_email(data)
    for attached, text in texts_of_email(message):
        saved = _read_saved(text, name, form) if form and not (found and not attached) else None
        if saved and saved.response not in {other.response for other in found}:
            found.append(saved)
    if len(found) > 1:
        raise file_fault(
            name, f"{len(found)} contributions are attached to this e-mail.",
            "Save the attached files in a folder, and take these in.", "an e-mail with one contribution")
    if not found or form is None:
        raise file_fault(
            name, "This is an e-mail, and what the page Contribute saves is not in it.",
            "Copy the answers into the form for the contributor, or ask them to use the page. "
            "A spreadsheet that is attached to it has to be saved by itself.", "an e-mail with the lines from 'form:' on")
    person, address = sender_of(message)
    return _saved_table(name, found[0], form, sender={"Name": person, "Email": address})


def _text_rows(name: str, text: str, form: Form | None) -> Rows:
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        text = rest
    # One endless answer must not keep the others out: it is cut later.
    csv.field_size_limit(max(len(text), MAX_CELL))
    score = (-1, -1)
    for separator in _SEPARATORS:
        rows = list(enumerate(islice(_cells(text, separator), _TITLE_ROWS), 1))
        reached = (_headings(rows, form)[1] if rows else 0, max((len(cells) for _, cells in rows), default=0))
        if reached > score:
            score, chosen = reached, separator
    _check_end(name, text, chosen)
    return list(enumerate(_cells(text, chosen), 1))


def _cells(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _check_end(name: str, text: str, separator: str) -> None:
    """Raises if a quotation mark is not closed: one answer would hold all that comes after it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 0
    try:
        for _ in reader:
            row += 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise file_fault(
                name,
                f"Row {row + 1} begins a quotation mark that nothing closes, so the rows below cannot be told apart.",
                "Export the responses again: the file may not be whole, or was changed by hand.",
            ) from None

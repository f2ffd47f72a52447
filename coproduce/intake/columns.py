"""Which column of an export answers which question, and when a response was sent."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from coproduce.contributions.privacy import scan
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.intake.exported_tables import Table
from coproduce.intake.form import (
    ACCOUNT_COLUMNS,
    NAME_COLUMNS,
    NUMBER_COLUMNS,
    START_COLUMNS,
    TIME_COLUMNS,
    UNREAD_COLUMNS,
    Form,
    Question,
)
from coproduce.intake.matching import key, nearest


@dataclass(frozen=True)
class Columns:
    """Positions of the columns; ``unknown`` are headings that nobody asked for."""

    questions: dict[int, Question]
    number: int | None
    start: int | None
    time: int
    names: tuple[int, ...]
    accounts: tuple[int, ...]
    unknown: tuple[str, ...]


def find_columns(table: Table, form: Form) -> Columns:
    """The columns of ``table`` as ``form`` explains them.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if a needed question or the
    time of the response has no column, or a question has two.
    """
    questions: dict[int, Question] = {}
    other: list[str] = []
    problems: list[Problem] = []
    positions: dict[str, int] = {}
    unread = {key(name) for name in (*NUMBER_COLUMNS, *TIME_COLUMNS, *NAME_COLUMNS, *UNREAD_COLUMNS, *form.ignore)}
    for position, heading in enumerate(table.headings):
        question = form.asks_for(heading)
        if question is None:
            positions.setdefault(key(heading), position)
            if heading.strip() and key(heading) not in unread and not _quiz(heading):
                other.append(" ".join(heading.split()))
        elif question in questions.values():
            problems.append(_problem(
                table, "intake.column-twice", f"Two columns answer '{question.ask}'.", "one column",
                f"Take one of the two out of the export, or correct `also` in {form.path}."))
        else:
            questions[position] = question
    if not questions and not positions.keys() & unread:
        raise ProblemsFound([_problem(
            table, "intake.not-an-export", "This file has no heading that the form has.",
            f"a row with the form's questions, such as '{form.questions[0].ask}', above the responses",
            f"Check that it is the export of the form that {form.path} describes, and that the row with the "
            "questions was not deleted. If all questions have other words there, write them under `also`. "
            f"A text that somebody pasted begins with the line 'form: {form.name}', and the file's name ends in .txt.")])
    for question in form.questions:
        if question.required and question not in questions.values():
            near = nearest(question.ask, other)
            problems.append(_problem(
                table, "intake.no-column",
                f"No column answers '{question.ask}'." + (f" Nearest: {_safe_heading(near)}." if near else ""),
                "a column headed by the question's words",
                f"If the form asks it in other words, write them under `also` of that question in {form.path}."))

    def first(names: tuple[str, ...]) -> int | None:
        return next((positions[key(name)] for name in names if key(name) in positions), None)

    time = first(TIME_COLUMNS)
    if time is None:
        problems.append(_problem(
            table, "intake.no-time", "No column tells when a response was sent.",
            "a column headed " + ", ".join(TIME_COLUMNS[:3]) + " or the like",
            "Write 'Completion time' above the column that tells it, or add a column 'Submitted' with the day, "
            "such as 2026-11-20."))
    else:
        problems += _order_of_days(table, time, form)
    stop_if_any(problems)
    def all_of(names: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(positions[key(name)] for name in names if key(name) in positions)

    return Columns(
        questions, first(NUMBER_COLUMNS), first(START_COLUMNS), time or 0, all_of(NAME_COLUMNS), all_of(ACCOUNT_COLUMNS),
        tuple(other))


def unknown_columns(columns: Columns, form: Form) -> list[str]:
    """One sentence for each column that is not read."""
    asked = [q.ask for q in form.questions]
    return [
        f"The column {_safe_heading(heading)} is not known and was not read."
        + (f" Nearest question: '{near}'." if (near := nearest(heading, asked)) else "")
        + f" Write its words under `also` of its question in {form.path}, or under `ignore`."
        for heading in columns.unknown
    ]


def _safe_heading(heading: str) -> str:
    """A heading as messages may show it: without headings, the first response stands there."""
    return "(not shown: it looks like personal data)" if scan(heading) else f"'{heading[:80]}'"


def _quiz(heading: str) -> bool:
    """Columns that Microsoft Forms adds for each question of a quiz."""
    return key(heading).startswith(("points - ", "feedback - "))


def _problem(table: Table, code: str, message: str, expected: str, action: str) -> Problem:
    return Problem(table.name, message, line=table.heading_row, code=code, expected=expected, action=action)


_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(.*)", re.DOTALL)
_OTHER = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)(.*)", re.DOTALL)
_WEEKDAY = r"\s*(?:[a-z]{3,9},?\s+)?"
_DAY_MONTH = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ .-]+(?P<month>[a-z]{3,9})\.?,?[ -]+(?P<year>\d{4}|\d{2})(?!\d)(.*)",
    re.DOTALL | re.IGNORECASE)
_MONTH_DAY = re.compile(
    _WEEKDAY + r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?!\d)(.*)",
    re.DOTALL | re.IGNORECASE)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)
#: The days that a spreadsheet counts from its beginning to 2000 and to 2100: a date in a cell without a date's format.
_SERIAL = re.compile(r"\s*(\d{5})(?:[.,](\d+))?\s*")
_FROM, _TO, _BEGIN = 36_526, 73_051, dt.datetime(1899, 12, 30)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([ap])?\.?m?", re.IGNORECASE)


def read_time(text: str, day_first: bool = True) -> dt.datetime | None:
    """The time in ``text``, None if there is none.

    03/04/2026 is taken as ``day_first`` says; a date that is possible in one
    order only is read in that order. Months may be written in English words, and
    a number of five digits is the day as spreadsheet programs count it.
    """
    if serial := _SERIAL.fullmatch(text):
        if not _FROM <= int(serial.group(1)) < _TO:
            return None
        days = float(f"{serial.group(1)}.{serial.group(2) or 0}")
        return _BEGIN + dt.timedelta(seconds=round(days * 86_400))
    found = _ISO.match(text)
    if found:
        year, month, day = map(int, found.group(1, 2, 3))
    else:
        found = _OTHER.match(text)
        if found:
            one, two, year = map(int, found.group(1, 2, 3))
            day, month = (one, two) if (day_first and two <= 12) or one > 12 else (two, one)
        else:
            found = _DAY_MONTH.match(text) or _MONTH_DAY.match(text)
            if not found:
                return None
            day, month, year = int(found["day"]), _month(found["month"]), int(found["year"])
        year += 2000 if year < 100 else 0
    hour = minute = second = 0
    clock = _CLOCK.search(found.groups()[-1])
    if clock:
        hour, minute, second = (int(part or 0) for part in clock.group(1, 2, 3))
        half = (clock.group(4) or "").lower()
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    try:
        return dt.datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def _month(word: str) -> int:
    """The number of the month that ``word``, written out or cut short, means; 0 for none."""
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(word.lower())), 0)


def _order_of_days(table: Table, column: int, form: Form) -> list[Problem]:
    """A problem if the export writes its dates in the other order than the form says."""
    for number, cells in table.rows:
        found = _OTHER.match(cells[column])
        if not found:
            continue
        one, two = int(found.group(1)), int(found.group(2))
        if (one if not form.day_first else two) > 12:
            right = "false" if form.day_first else "true"
            return [Problem(
                table.name,
                f"The date '{cells[column].strip()[:30]}' has the {'month' if form.day_first else 'day'} first, "
                "so dates such as 03/04 would be misread.",
                line=number, code="intake.date-order", field=table.headings[column], expected=f"day_first: {right}",
                action=f"Write `day_first: {right}` in {form.path}, or export with dates such as 2026-11-20.")]
    return []

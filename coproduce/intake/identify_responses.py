"""The responses of an export, each with its id, and those that are there twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from coproduce.contributions.privacy import scan
from coproduce.intake.blank import says_nothing
from coproduce.intake.columns import Columns, read_time
from coproduce.intake.drafts import Response
from coproduce.intake.exported_tables import Table
from coproduce.intake.form import Form, Question
from coproduce.intake.identity import Key, saved_identity
from coproduce.intake.matching import key as plain_key

_WHOLE = re.compile(r"\A(\d+)[.,]0+\Z")  # as some spreadsheets save whole numbers
_NUMBER = re.compile(r"(?=[^\W_]*\d)[\w.-]{1,40}")


def place(row: int, number: str) -> str:
    """Where a response stands; in a shifted row, what a person typed may stand where the number should."""
    return f"row {row}" + (f" (response {number})" if _NUMBER.fullmatch(number) and not scan(number) else "")


@dataclass(frozen=True)
class IdentifiedResponse:
    """A response and its id. ``repeats`` says of which other one it is the repetition, ``doubt`` what a person has to clear up."""

    response: Response
    id: str
    repeats: str = ""
    doubt: str = ""


def responses_of(table: Table, columns: Columns) -> list[Response]:
    """The rows of ``table`` that hold any answer; answers that say nothing are empty."""
    responses = []
    for row, cells in table.rows:
        typed = {question.field: (question, cells[position]) for position, question in columns.questions.items()}
        if any(answer.strip() for _, answer in typed.values()):
            responses.append(Response(
                row,
                _WHOLE.sub(r"\1", cells[columns.number].strip()) if columns.number is not None else "",
                {field: "" if _is_blank(answer, question) else answer for field, (question, answer) in typed.items()},
                cells[columns.time].strip(),
                cells[columns.start].strip() if columns.start is not None else "",
                tuple(cells[position] for position in columns.names if cells[position].strip()),
                table.wording,
                next((said for position in columns.accounts if (said := _account(cells[position]))), ""), table.language,
            ))
    return responses


def _is_blank(answer: str, question: Question) -> bool:
    """Whether ``answer`` says nothing, and is none of the answers to choose from."""
    return says_nothing(answer) and not (question.choices and question.choices.one(answer) is not None)


def _account(text: str) -> str:
    """What tells one account from another; "" where the form asked for none."""
    said = " ".join(text.split()).casefold()
    return "" if says_nothing(said) or said == "anonymous" else said


def identify_responses(responses: list[Response], form: Form, key: Key, saved: bool = False) -> Iterator[IdentifiedResponse]:
    """Each response with its id.

    The same answers from the same account, or under the same number or moment, are
    one response; so are they, where the form knows no accounts, from the same name
    or organisation. From others they are not. Two different ones that the export
    cannot tell apart (sent in the same second) are numbered in its order; two with
    the same number contradict each other. A ``saved`` response keeps its number
    for good, whatever the day on which it is saved again.
    """
    first: dict[tuple, Response] = {}
    same: Counter[tuple] = Counter()
    numbered: dict[str, int] = {}
    for response in responses:
        content = tuple((field, plain_key(answer)) for field, answer in sorted(response.answers.items()))
        identity = _identity(response, content, form, saved)
        signs = [("identity", identity, content)]
        if response.account:
            signs.append(("account", (response.account,), content))
        elif any(response.answers.get(f"contributor.{name}", "").strip() for name in ("name", "organisation")):
            signs.append(("name", (), content))
        earlier = next((first[sign] for sign in signs if sign in first), None)
        if earlier is not None:
            where = place(earlier.row, earlier.number)
            yield IdentifiedResponse(response, "", f"the same answers as {where}")
            continue
        first |= dict.fromkeys(signs, response)
        same[identity] += 1
        id = key.id_of(*identity, *([str(same[identity])] if same[identity] > 1 else []))
        doubt = ""
        if response.number and same[identity] > 1:
            doubt = f"row {numbered[response.number]} has the number {response.number} too, with other answers"
        numbered.setdefault(response.number, response.row)
        yield IdentifiedResponse(response, id, doubt=doubt)


def _identity(response: Response, content: tuple, form: Form, saved: bool) -> tuple[str, ...]:
    """What tells a response from all others, in this export and in later ones."""
    sent = read_time(response.start or response.time, form.day_first)
    if saved:
        return saved_identity(form.name, response.number)
    if response.number:
        # The day is written alike in all exports; the seconds are not.
        return form.name, "number", response.number, sent.date().isoformat() if sent else ""
    if sent:
        return form.name, "time", sent.isoformat()
    return form.name, "answers", *(answer for _, answer in content)

"""Exports as form services write them, with what each row should become."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

from coproduce.intake.saved import END

MICROSOFT = ("ID", "Start time", "Completion time", "Email", "Name")
GOOGLE = ("Timestamp", "Email Address")
SENT = dt.datetime(2026, 11, 20, 9, 0, 5)

#: Personal data as people leave it in a text, invented or from ranges kept for examples.
PERSONAL = (
    "jo.hidden@school.example", "07700 900461", "943 476 5919", "B801200005001", "AB 12 34 56 C",
    "born on 3 April 2015", "M13 9PL", "@jo_hidden_smith", "jo.hidden [at] school [dot] org", "0 7 7 0 0 9 0 0 4 6 1",
)


def answers(number: int, **changed: str) -> dict[str, str]:
    """The answers of an ordinary response, by field."""
    return {
        "kind": "I speak for myself or for my organisation",
        "title": f"Families tell their story again and again, says response {number}",
        "body": f"We are asked the same things at each desk (point {number}).\n\n"
                "One record would do; nobody joins them.",
        "language": "",
        "theme": "What stands in the way",
        "claims": "It helps services to work together",
        "asks": "Let nurseries see the plan\nTell parents who reads it",
        "contributor.organisation_type": "Council",
        "contributor.region": "North West",
        "contributor.sectors": "Early years;Physical health;",
        "contributor.credit": "With my organisation's name only",
        "contributor.name": "Asha Patel",
        "contributor.organisation": "Larkwell Parish Council",
        "organisations": "",
        "consent.given": "I agree",
        **changed,
    }


def mixed(seed: int = 5) -> list[dict[str, str]]:
    """200 responses: 170 sound, 10 without consent, 10 with personal data, 5 sent twice, 5 with unknown answers."""
    rows = [answers(n) for n in range(170)]
    rows += [answers(n, **{"consent.given": "I do not agree" if n % 2 else "", "body": f"A secret refusal {n}."})
             for n in range(170, 180)]
    rows += [answers(n, body=f"It began well.\nThen we wrote down {what} and waited.")
             for n, what in enumerate(PERSONAL, 180)]
    rows += [answers(n, **{"contributor.organisation_type": "Councill of youths"}) for n in range(190, 195)]
    random.Random(seed).shuffle(rows)
    return rows + [dict(row) for row in rows if row["consent.given"] == "I agree" and "began" not in row["body"]
                   and row["contributor.organisation_type"] == "Council"][:5]


def microsoft(file: Path, asks: dict[str, str], rows: list[dict[str, str]], numbers: list[int] | None = None) -> Path:
    """``rows`` as Microsoft Forms exports them; ``asks`` are the questions by field."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([*MICROSOFT, *asks.values()])
    for number, row in zip(numbers or range(1, len(rows) + 1), rows):
        sent = SENT + dt.timedelta(seconds=7 * number)
        sheet.append([number, sent, sent + dt.timedelta(minutes=4), f"person{number}@forms.example",
                      f"Account Holder{number}", *(row[field] for field in asks)])
    book.save(file)
    return file


def google(file: Path, asks: dict[str, str], rows: list[dict[str, str]], encoding: str = "utf-8",
           separator: str = ",", same_second: bool = False) -> Path:
    """``rows`` as Google Forms exports them."""
    with file.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, delimiter=separator)
        writer.writerow([*GOOGLE, *asks.values()])
        for number, row in enumerate(rows):
            sent = SENT + dt.timedelta(seconds=0 if same_second else 7 * number)
            writer.writerow([sent.strftime("%Y/%m/%d %I:%M:%S %p GMT"), f"person{number}@forms.example",
                             *(row[f].replace(";", ", ").rstrip(", ") if f.endswith("sectors") else row[f]
                               for f in asks)])
    return file


def saved(asks: dict[str, str], row: dict[str, str], form: str, token: str, day: str, consent: str) -> str:
    """``row`` as the page of the report saves it."""
    head = f"A contribution to: A report\n\nform: {form}\nresponse: {token}\nsubmitted: {day}\nconsent: {consent}\n"
    return head + "".join(
        f"\n### {asks[field]}\n\n{row[field].replace(';', chr(10)) if field.endswith('sectors') else row[field]}\n"
        for field in asks if row[field]
    ) + f"\n{END}\n"


def take(desk, *rows, **options):
    """What becomes of these rows, exported by Microsoft Forms."""
    return desk.take(microsoft(desk.home / "e.xlsx", desk.asks, list(rows)), **options)


def only(desk) -> str:
    """The text of the one contribution that is there."""
    (text,) = desk.files.values()
    return text

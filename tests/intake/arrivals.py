"""What reaches a new organiser in the first week, all of it invented: an export, an e-mail, a campaign and a letter in Urdu.

Names are such as stand nowhere else in a report, so that one found in an output was let through.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from exports import MICROSOFT, SENT, google, saved
from foreign_texts import TEXTS
from openpyxl import Workbook

from coproduce.intake.form import Form

#: Of whom no name may be shown, with the account that the form noted, and how each gives the name away.
HIDDEN = (
    ("Yusra", "Quillambe", "{first}, by the bridge each day"), ("Oswin", "Fennistoke", "Signed: {initial}. {last}"),
    ("Maribeth", "Dravenholt", "Thanks, {first}"), ("Tolliver", "Ashgrovian", "Mr {last} was told so too"),
    ("Iseabail", "Wrothgarde", "{LAST} family"), ("Bronagh", "Kettlesoe", "write to {local} at larkmail"),
    ("Ruaridh", "Pellingwise", "as {first}’s mother says"), ("Hephzibah", "Mornaquist", "{first} {last}"),
    ("Caspian", "Thrupplewood", "that is what {first} and {last} think"), ("Zuleikha", "Odderbrant", "{last}, {first}"),
)
#: Personal data of every kind that the scan knows: invented, or of ranges that are kept for examples.
PERSONAL = (
    "jo.hidden@school.example", "jo dot hidden at school dot example", "07700 900461", "0161 496 0177", "943 476 5919", "B801200005001",
    "AB 12 34 56 C", "born on 3 April 2015", "dob 14/02/2016", "M13 9PL", "@jo_hidden_smith", "12 Mill Lane, Larkwell", "case no. LCC/721982",
    "born on the third of April two thousand and fifteen", "NHS number 943-476-5919",
)
REFUSED = "We saw a heron that nobody should read of"
SAYS_NOTHING = ("N/A", "None", "-", "See above", "Prefer not to say", ".", "n/a", "Nothing", "as above", "--")
SIGNATURE = "\n-- \nPerpetua Snaithwell\nHead of Paths, Larkwell Harriers\n0161 496 0123\nperpetua.snaithwell@harriers.example\n"
SENDER = ("Perpetua", "Snaithwell", "harriers.example", "0161 496 0123")
LETTER = (
    "We are writing because the bridge on our path is too narrow for the people who use it. Two of us cannot pass each other there, and "
    "whoever pushes a pram has to wait. In winter it is dark from four in the afternoon, and the only lamp has been broken since the storm. "
    "The council has counted the people who come, and the count goes up each year. We ask for a wider bridge and for lights along the path, "
    "and we ask to be told in plain words when that will be done.")


@dataclass
class Export:
    """The rows of an export and what should become of them: by outcome their number, in all that must not be seen."""

    rows: list[dict[str, str]] = field(default_factory=list)
    accounts: list[tuple[int, str, str]] = field(default_factory=list)
    expected: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("added", "unchanged", "updated", "counted", "needs review", "refused"), 0))
    never: list[str] = field(default_factory=list)

    def add(self, outcome: str, row: dict[str, str], name: str = "", number: int = 0) -> None:
        number = number or len(self.rows) + 1
        self.rows.append(row)
        self.accounts.append((number, f"{name.lower().replace(' ', '.') or f'walker{number}'}@larkmail.example", name or f"Account Holder {number}"))
        self.expected[outcome] += 1

    def write(self, file: Path, asks: dict[str, str]) -> Path:
        """As Microsoft Forms exports them, with the account of who answered."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append([*MICROSOFT, *asks.values()])
        for (number, mail, name), row in zip(self.accounts, self.rows, strict=True):
            sent = SENT + dt.timedelta(minutes=number)
            sheet.append([number, sent, sent, mail, name, *(row[field] for field in asks)])
        book.save(file)
        return file


#: From these each response draws its own text, so that no two are taken for one campaign.
WORDS = (
    "the path bridge lamps gravel hedge puddles bench corner gate slope prams wheels runners dogs children neighbours winter evening morning school "
    "station river wind council counted waited passed turned stopped asked walked pushed slipped wider narrow dark muddy quiet steep often never twice "
    "between behind along across because while before after and then but nobody everybody").split()


def ordinary(number: int) -> str:
    """Some sentences that only this response has."""
    chance = random.Random(number)
    return "\n\n".join(" ".join(chance.choices(WORDS, k=chance.randint(12, 40))).capitalize() + "." for _ in range(2))


def response(number: int, **changed: str) -> dict[str, str]:
    """An ordinary response to the form that a new report begins with, by field."""
    return {
        "kind": "I speak for myself or for my organisation", "title": f"The path needs room, says walker {number}",
        "body": ordinary(number),
        "theme": "Space", "claims": "The bridge is too narrow", "asks": f"Drain the ground at post {number}",
        "contributor.organisation_type": ("Resident", "Charity or community group", "Business")[number % 3],
        "contributor.region": ("North West", "North East", "Wales")[number % 3], "contributor.sectors": "Walking;",
        "contributor.credit": "With my organisation's name only", "contributor.name": "", "contributor.organisation": "Larkwell Path Friends",
        "organisations": "", "consent.quoted": ("You may quote me", "Please do not quote me", "")[number % 3], "consent.given": "I agree",
        **changed,
    }


NAMELESS = {"contributor.credit": "Without any name", "contributor.name": "", "contributor.organisation": ""}


def export_of_200() -> Export:
    """200 responses: sound ones, and one of each thing that goes wrong in the first week."""
    all_ = Export(never=[REFUSED, "@larkmail.example", "Account Holder", *PERSONAL])
    for number in range(1, 121):
        all_.add("added", response(number))
    for number in range(121, 136):  # anonymous, and told by nothing
        all_.add("added", response(number, **NAMELESS), "Peregrine Umberslade")
    for number, (first, last, way) in enumerate(HIDDEN, 136):
        said = way.format(first=first, last=last, LAST=last.upper(), initial=first[0], local=f"{first}.{last}".lower())
        all_.add("needs review", response(number, body=f"{ordinary(number)}\n\n{said}", **NAMELESS), f"{first} {last}")
        all_.never += [first, last]
    for number, what in enumerate(PERSONAL, 146):
        all_.add("needs review", response(number, body=f"{ordinary(number)}\n\nWe wrote down {what} and waited."))
    for number in range(161, 176):
        all_.add("refused", response(number, body=f"{REFUSED}. {ordinary(number)}", **{"consent.given": ("I do not agree", "", "N/A")[number % 3]}))
    for number, nothing in enumerate(SAYS_NOTHING, 176):  # where the answer may stay empty
        all_.add("added", response(number, asks=nothing, **{"contributor.name": nothing}))
    for number in range(186, 191):  # where it is needed
        all_.add("needs review", response(number, **{"contributor.organisation": SAYS_NOTHING[number % 10]}))
    for number in range(1, 11):  # the same account sends the same again
        all_.add("refused", response(number), number=200 + number)
        all_.accounts[-1] = (200 + number, *all_.accounts[number - 1][1:])
    all_.never += ["Peregrine", "Umberslade"]
    assert len(all_.rows) == 200
    return all_


def campaign(file: Path, asks: dict[str, str], same: int = 400, variants: int = 25) -> Path:
    """One letter that many sent word for word, and some with a sentence of their own, as Google Forms exports them."""
    rows = []
    for number in range(same + variants):
        body = LETTER if number < same else f"I have lived by post {number} for years and seen it often. {LETTER}"
        rows.append(response(number % 3, title="A wider bridge, and light", body=body, asks="", **NAMELESS))
    return google(file, asks, rows)


def email(file: Path, form: Form, asks: dict[str, str]) -> Path:
    """What the page saved, pasted into an e-mail with a signature, as mail programs keep it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Perpetua Snaithwell <perpetua.snaithwell@harriers.example>", "report@council.example", "My contribution"
    row = response(301, title="Runners turn back at the bridge", body="Our runners turn back at the bridge, because nobody can pass.", **NAMELESS)
    message.set_content(f"Dear all,\n\nhere it is.\n\n{saved(asks, row, form.name, 'bcdf-ghjk-lmnp', '2026-11-21', form.consent_wording)}{SIGNATURE}")
    file.write_bytes(message.as_bytes())
    return file


def urdu(file: Path, form: Form, asks: dict[str, str]) -> Path:
    """The letter in Urdu, as a page in Urdu saves it."""
    title, body = TEXTS["ur"]
    row = response(302, title=title, body=body, asks="", **NAMELESS)
    text = saved(asks, row, form.name, "cdfg-hjkl-mnpq", "2026-11-22", form.consent_wording)
    file.write_text(text.replace("\n\n###", "\nlanguage: ur\n\n###", 1), encoding="utf-8")
    return file

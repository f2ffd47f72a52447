"""The publications that a report rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import date as in_words
from coproduce.ground.interface_words import join_names, say, say_as

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from coproduce.evidence.records import ValueRecord

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

#: As in the Vancouver style, more authors than these are not all named; data files of the references name them.
_MOST_AUTHORS, _FIRST_AUTHORS = 6, 3


@dataclass(frozen=True)
class ReferencePart:
    """A piece of a reference. ``role`` is authors, year, title, publisher, date,
    accessed, licence, url or archived-url; the page decides how each looks."""

    role: str
    text: str


@dataclass(frozen=True)
class Source:
    """One publication. ``published`` is a year, month or day: 2024, 2024-06, 2024-06-20.

    ``row`` is where the table of sources lists it.
    """

    id: str
    title: str
    publisher: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    url: str = ""
    licence: str = ""
    kind: str = ""
    note: str = ""
    archived_url: str = ""
    accessed: str = ""
    row: str = ""

    @property
    def year(self) -> str:
        """The year of publication, or "n.d." if the publication bears no date."""
        found = _PARTIAL_DATE.match(self.published)
        return found.group(1) if found else say_as("no date", "n.d.")

    @property
    def authors_label(self) -> str:
        """Authors, or the publisher where none are named: "A", "A and B", "A and others"."""
        if not self.authors:
            return self.publisher
        if len(self.authors) == 1:
            return self.authors[0]
        if len(self.authors) == 2:
            return join_names(self.authors)
        return say("{first} and others", first=self.authors[0])

    @property
    def short(self) -> str:
        """How a line under a figure names the source: "Publisher, Title (2024)"."""
        return f"{self.publisher or self.authors_label}, {self.title} ({self.year})"

    def reference(self) -> tuple[ReferencePart, ...]:
        """The full reference in reading order: who, year, title, publisher, date, address."""
        everyone = join_names(self.authors) if self.authors else self.publisher
        if len(self.authors) > _MOST_AUTHORS:
            everyone = say("{first} and others", first=", ".join(self.authors[:_FIRST_AUTHORS]))
        parts = [("authors", everyone), ("year", self.year), ("title", self.title)]
        if self.publisher and self.publisher != everyone:
            parts.append(("publisher", self.publisher))
        if "-" in self.published:
            parts.append(("date", written_date(self.published)))
        parts.append(("url", self.url))
        if self.archived_url:
            parts.append(("archived-url", self.archived_url))
        if self.accessed:
            parts.append(("accessed", written_date(self.accessed)))
        parts.append(("licence", self.licence))
        return tuple(ReferencePart(role, text) for role, text in parts if text)

    def reference_text(self) -> str:
        """The full reference as one line of plain text."""
        part = {piece.role: piece.text for piece in self.reference()}
        text = f"{part.get('authors', '')} ({self.year}) {self.title}".strip()
        for role in ("publisher", "date", "url"):
            if role in part:
                text += f". {part[role]}"
        if "archived-url" in part:
            text += " " + say("(archived copy: {address})", address=part["archived-url"])
        if "accessed" in part:
            text += ". " + say("Read on {text}", text=part["accessed"])
        return text + (". " + say("Licence: {licence}.", licence=part["licence"]) if "licence" in part else ".")


def read_sources(table: "pd.DataFrame") -> dict[str, Source]:
    """Sources by id, in the table's order. Authors are separated by semicolons."""
    fields = set(Source.__dataclass_fields__) - {"row"}
    present = [column for column in table.columns if column in fields]
    sources: dict[str, Source] = {}
    for row, record in zip(table.index, table[present].to_dict("records")):
        values = {str(key): _as_text(value) for key, value in record.items()}
        authors = tuple(name.strip() for name in values.pop("authors", "").split(";") if name.strip())
        sources[values["id"]] = Source(**values, authors=authors, row=row)
    return sources


def written_date(date: str) -> str:
    """A year, month or day as the report's language writes it: "20 June 2024", "June 2024".

    Text that is not such a date is returned as it is.
    """
    return in_words(date)


def _as_text(value) -> str:
    """A cell as text: "" if missing, a date as 2024-06-20."""
    if value is None or value != value:
        return ""
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)


def period_of(record: "ValueRecord", sources: "Mapping[str, Source]") -> str:
    """The time that a number is about, or else when its sources were published: "Published 2021 to 2024"."""
    years = sorted({sources[reference.id].year for reference in record.sources} - {say_as("no date", "n.d.")})
    if years:
        published = say("Published {year}", year=years[0] if len(years) == 1 else say("{low} to {high}", low=years[0], high=years[-1]))
    else:
        published = ""
    return record.period or published

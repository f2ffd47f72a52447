"""What every output says of itself: edition, date, commit, licence, and where errors go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coproduce.config import Settings
    from coproduce.revision import Revision


@dataclass(frozen=True)
class Fact:
    """One line of an imprint; ``address`` is where it leads, or ""."""

    name: str
    text: str
    address: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"


def imprint(settings: "Settings", revision: "Revision") -> tuple[Fact, ...]:
    """The facts in the order in which outputs print them; what is not known is left out."""
    facts = [
        Fact("Edition", settings.edition),
        Fact("Date", written_day(settings.date, settings.language)),
        Fact("Commit", revision.label),
        Fact("Licence", settings.licence),
        Fact("Web edition", _bare(settings.web_address), settings.web_address),
        report_error(settings),
    ]
    return tuple(fact for fact in facts if fact.text)


def report_error(settings: "Settings") -> Fact:
    """How a reader reports an error: by the address set, the repository, or the publisher."""
    name = "To report an error"
    if settings.report_error:
        return Fact(name, _bare(settings.report_error), settings.report_error)
    if settings.repository:
        address = f"{settings.repository}/issues/new"
        return Fact(name, _bare(address), address)
    who = settings.publisher or settings.author
    return Fact(name, f"tell {who} what is wrong and where; name the edition")


def written_day(day: str, language: str) -> str:
    """An ISO date in words: "22 November 2026"."""
    from babel.dates import format_date

    return format_date(date.fromisoformat(day), "d MMMM yyyy", locale=language.replace("-", "_"))


def _bare(address: str) -> str:
    for start in ("https://", "http://", "mailto:"):
        address = address.removeprefix(start)
    return address.rstrip("/")

"""What the web edition offers for download, in the order in which it is offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coproduce.source.settings import Settings

#: The folder of the web edition that holds PDF and other formats.
FOLDER = "downloads"


@dataclass(frozen=True)
class Offer:
    """One file: ``path`` from the web edition's root, and what it is for."""

    title: str
    description: str
    path: str


def pdf(settings: "Settings") -> Offer:
    """The PDF that readers are offered first."""
    return pdfs(settings)[0]


def pdfs(settings: "Settings") -> list[Offer]:
    """Each document as a PDF, in the order of the settings."""
    about = "To print, to archive and to read offline; tagged for screen readers, with the data attached."
    several = len(settings.printed) > 1
    return [
        Offer(f"{_capital(document.name)} (PDF)" if several else "PDF", document.description or about,
              f"{FOLDER}/{document.file}.pdf")
        for document in settings.printed
    ]


def offers(settings: "Settings") -> list[Offer]:
    """The brief, the PDFs, every other format, and the list of numbers."""
    from coproduce.publish.formats import WRITERS

    others = [Offer(f.title, f.description, f"{FOLDER}/{f.file_name(settings)}") for f in WRITERS]
    short, rest = others[:1], others[1:]
    return [
        *short, *pdfs(settings), *rest,
        Offer("Numbers (CSV)", "Every number of the report with its calculation, rows and sources.", "ledger.csv"),
    ]


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]

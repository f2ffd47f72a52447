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
    return Offer(
        "PDF", "To print, to archive and to read offline; tagged for screen readers, with the data attached.",
        f"{FOLDER}/{settings.pdf_name}.pdf",
    )


def offers(settings: "Settings") -> list[Offer]:
    """The PDF, every other format, and the list of numbers."""
    from coproduce.publish.formats import WRITERS

    return [
        pdf(settings),
        *(Offer(f.title, f.description, f"{FOLDER}/{f.file_name(settings)}") for f in WRITERS),
        Offer("Numbers (CSV)", "Every number of the report with its calculation, rows and sources.", "ledger.csv"),
    ]

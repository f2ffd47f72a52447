"""What the web edition offers for download, in the order in which it is offered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import number, say, say_many

if TYPE_CHECKING:
    from coproduce.source.settings import Settings

_MARK = re.compile("<!--file:([^<>]+?)-->")
#: The folder of the web edition that holds PDF and other formats.
FOLDER = "downloads"


@dataclass(frozen=True)
class Offer:
    """One file: ``path`` from the web edition's root, and what it is for."""

    title: str
    description: str
    path: str

    @property
    def facts_mark(self) -> str:
        """What stands on a page until :func:`add_facts` knows the file."""
        return facts_mark(self.path)


def facts_mark(path: str) -> str:
    """What stands on a page until :func:`add_facts` knows the file at ``path`` from the web edition's root."""
    return f"<!--file:{path}-->"


def pdf(settings: "Settings") -> Offer:
    """The PDF that readers are offered first."""
    return pdfs(settings)[0]


def pdfs(settings: "Settings") -> list[Offer]:
    """Each document as a PDF, in the order of the settings."""
    about = say("To print, to archive and to read offline; tagged for screen readers, with the data attached.")
    if settings.rules.is_book:
        about = say("To print, to archive and to read offline; tagged for screen readers.")
    several = len(settings.printed) > 1
    return [
        Offer(f"{_capital(document.name)} (PDF)" if several else "PDF", document.description or about,
              f"{FOLDER}/{document.file}.pdf")
        for document in settings.printed
    ]


def offers(settings: "Settings") -> list[Offer]:
    """The brief, the PDFs, every other format, and the list of numbers."""
    from coproduce.publish.formats import formats_of

    others = [Offer(say(f.title), say(f.description), f"{FOLDER}/{f.file_name(settings)}") for f in formats_of(settings)]
    if settings.rules.is_book:
        return [*pdfs(settings), *others]
    short, rest = others[:1], others[1:]
    return [
        *short, *pdfs(settings), *rest,
        Offer(say("Numbers (CSV)"), say("Every number of the report with its calculation, rows and sources."), "ledger.csv"),
    ]


def add_facts(folder: Path) -> None:
    """Say on each page of the web edition in ``folder`` what format and size the files have that it offers.

    Pages are written while the files are made, so this comes last.
    """
    facts: dict[str, str] = {}
    for page in sorted(folder.glob("**/*.html")):
        text = page.read_text(encoding="utf-8")
        if (told := fill_file_facts(text, folder, facts)) != text:
            page.write_text(told, encoding="utf-8", newline="")


def fill_file_facts(text: str, folder: Path, known: dict[str, str]) -> str:
    """The page ``text`` with what files in ``folder`` are in place of their marks; nothing for one that is not there.

    ``known`` keeps what was found of each file, for the next page.
    """
    def replacement(mark: re.Match[str]) -> str:
        path = folder / mark[1]
        if mark[1] not in known:
            known[mark[1]] = f' <span class="file-facts">{file_facts(path)}</span>' if path.is_file() else ""
        return known[mark[1]]

    return _MARK.sub(replacement, text) if "<!--file:" in text else text


def file_facts(path: Path) -> str:
    """For example "PDF, 24 pages, 1.2 MB"."""
    parts = [path.suffix.lstrip(".").upper()]
    if path.suffix == ".pdf":
        import pikepdf

        with pikepdf.open(path) as document:
            pages = len(document.pages)
        parts.append(say_many("{number} page", "{number} pages", pages, number=pages))
    size = path.stat().st_size
    parts.append(f"{number(round(size / 1e6, 1), '0.0')} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB")
    return ", ".join(parts)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]

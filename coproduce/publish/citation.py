"""How to cite a report, or a figure in it: pure functions of settings and records.

Each style follows its own published rules for a report by an organisation:
Harvard as in *Cite Them Right*, APA 7 (section 10.4), Vancouver as in the NLM's
*Citing Medicine* (chapter 5), BibTeX's ``techreport``, RIS's ``RPRT``. All give
the edition and its date, because a report of this kind changes. Plain text: the
page decides what is set in italics.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from coproduce.evidence.sources import written_date
from coproduce.ground.interface_words import is_english, locale, say

if TYPE_CHECKING:
    from coproduce.evidence.records import FigureRecord, TableRecord
    from coproduce.source.settings import Settings

#: The styles in the order in which they are offered. The last two are files for
#: reference managers rather than text for a bibliography.
STYLES = ("Harvard", "APA", "Vancouver", "BibTeX", "RIS")
FOR_MACHINES = ("BibTeX", "RIS")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LATEX = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: "\\" + sign for sign in "&%$#_{}"},
}


def cite_report(settings: "Settings") -> dict[str, str]:
    """The whole report in each of :data:`STYLES`. Lines of BibTeX and RIS end in "\\n"."""
    year, month, day = settings.date.split("-")
    title, date = full_title(settings), written_date(settings.date)
    edition = say("Edition {edition}", edition=settings.edition)
    url = settings.web_address
    publisher = settings.publisher if settings.publisher != settings.author else ""
    short_month = _MONTHS[int(month) - 1].capitalize()
    return {
        "Harvard": _joined(
            f"{settings.author} ({year}) {title}", f"{edition}, {date}", publisher, url and say("Available at: {address}", address=url)
        ),
        "APA": _joined(
            settings.author, f"({year}, {_long_date(settings.date)})", f"{title} ({edition})", publisher, last=url
        ),
        "Vancouver": _joined(
            settings.author, title, edition, f"{settings.publisher or settings.author}; {year} {short_month} {int(day)}" if is_english()
            else f"{settings.publisher or settings.author}; {date}",
            url and say("Available from: {address}", address=url),
        ),
        "BibTeX": _bibtex(settings, title, year, int(month), int(day)),
        "RIS": _ris(settings, title, f"{year}/{month}/{day}"),
    }


def cite_figure(
    settings: "Settings", record: "FigureRecord | TableRecord", number: int | str, url: str,
    sources: Iterable[str] = (),
) -> str:
    """One figure or table in the Harvard style, with the report it stands in.

    ``number`` is its number in the book, ``url`` its address, with which the
    citation ends; "" if it has none. ``sources`` name the publications that it
    was made from, such as :attr:`coproduce.evidence.sources.Source.short`.
    """
    called = say("Figure {number}", number=number) if record.kind == "figure" else say("Table {number}", number=number)
    headline = getattr(record, "headline", "") or getattr(record, "caption", "")
    based = "; ".join(sources)
    return _joined(
        f"{settings.author} ({settings.date[:4]}) {called}: {headline}",
        say("In: {title}", title=full_title(settings)),
        say("Edition {edition}, {date}", edition=settings.edition, date=written_date(settings.date)),
        settings.publisher if settings.publisher != settings.author else "",
        based and say("Based on: {sources}", sources=based),
        url and say("Available at: {address}", address=url),
    )


def _long_date(day: str) -> str:
    """Month and day, as APA has them behind the year."""
    from babel.dates import format_skeleton

    year, month, number_of_day = map(int, day.split("-"))
    moment = datetime.date(year, month, number_of_day)
    return f"{moment:%B} {number_of_day}" if is_english() else format_skeleton("MMMMd", moment, locale=locale())


def full_title(settings: "Settings") -> str:
    """Title and subtitle, as a bibliography has them."""
    if not settings.subtitle:
        return settings.title
    # English goes on in small letters; other languages keep the capital that a noun may have.
    first = settings.subtitle[:1].lower() if is_english() else settings.subtitle[:1]
    return f"{settings.title}: {first}{settings.subtitle[1:]}"


def _joined(*parts: str, last: str = "") -> str:
    """Sentences one after the other; an address stays without a full stop that would become part of it."""
    sentences = []
    for part in filter(None, parts):
        ends = part[-1] in ".?!" or re.search(r"https?://\S+$", part)
        sentences.append(part if ends else f"{part}.")
    return " ".join([*sentences, last]).strip()


def _bibtex(settings: "Settings", title: str, year: str, month: int, day: int) -> str:
    # Double braces: an organisation is no first and last name, and its capitals stay.
    fields = {
        "author": f"{{{_latex(settings.author)}}}",
        "title": f"{{{_latex(title)}}}",
        "institution": _latex(settings.publisher or settings.author),
        "year": year,
        "month": _MONTHS[month - 1],
        "day": str(day),
        "type": say("Report"),
        "edition": _latex(settings.edition),
        "url": settings.web_address,
    }
    lines = [
        f"  {key} = {text if key == 'month' else '{' + text + '}'}," for key, text in fields.items() if text
    ]
    return "\n".join([f"@techreport{{{settings.pdf_name}-{settings.edition.replace(' ', '-')},", *lines, "}", ""])


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)


def _ris(settings: "Settings", title: str, date: str) -> str:
    tags = [
        ("TY", "RPRT"), ("AU", settings.author), ("TI", title), ("PY", date[:4]), ("DA", date),
        ("ET", settings.edition), ("PB", settings.publisher or settings.author),
        *(("KW", keyword) for keyword in settings.keywords),
        ("LA", settings.language), ("UR", settings.web_address), ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(text.split())}\n" for tag, text in tags if text or tag == "ER")

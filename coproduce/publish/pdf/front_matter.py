"""What the templates of the PDF read beside its text: cover, running lines, colours, attached files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from coproduce.ground.interface_words import marked_words, say, say_all
from coproduce.publish.manuscript.boxes import LABELS
from coproduce.publish.pdf import publisher_look
from coproduce.source.documents import Document

if TYPE_CHECKING:
    from coproduce.source.settings import Settings

# Words that the template prints.
_LABELS = marked_words({
    "contents": "Contents",
    "web": "Web edition",
    "continued": "continued",
})


def front_matter(
    settings: "Settings", files: list[dict[str, str]], document: Document | None = None, heading: str = ""
) -> dict[str, Any]:
    """What the templates read as ``report.json``: texts of cover and running lines, colours, typefaces, logo, files.

    ``heading`` is that of the document's first chapter: where it is the summary, it is the
    sentence on the cover, unless the settings give one.
    """
    from babel.dates import format_date

    from coproduce.charts import palette

    day = date.fromisoformat(settings.date)
    printed = format_date(day, "long", locale=settings.language.replace("-", "_"))
    document = document or settings.main_document
    finding = document.finding or (heading if document.summary and not document.whole else "")
    others = [f"{other.title}" for other in settings.printed if other != document]
    details = [(say("Edition"), settings.edition), (say("Date"), printed), (say("Licence"), settings.licence)]
    return publisher_look.template_data(settings.look) | {
        "title": document.title,
        # What stands before a colon is title enough for a running head.
        "short_title": document.title if len(settings.printed) > 1 else document.title.partition(":")[0],
        "subtitle": document.subtitle,
        "finding": finding if finding != document.title else "",
        "others": others,
        "summary": document.summary and not document.whole,
        "starts_with_contents": not document.summary,
        "chapters_on_new_pages": document.chapters_on_new_pages,
        "authors": [settings.author],
        "description": document.description or document.subtitle or finding or document.title,
        "keywords": list(settings.keywords),
        "language": settings.language,
        "organisations": list(settings.organisations),
        "publisher": settings.publisher,
        "details": [pair for pair in details if pair[1]],
        "web_address": settings.web_address,
        "cover_note": settings.cover_note,
        "footer": say("Edition {edition}, {date}", edition=settings.edition, date=printed),
        "labels": say_all((LABELS | _LABELS).items()),
        "attachments": files,
        "colours": {
            "ink": palette.INK,
            "muted": palette.MUTED,
            "quiet": palette.QUIET,
            "grid": palette.GRID,
            "accent": settings.look.accent or palette.ACCENT,
            "tint": "#f1f4fa",
        },
    }

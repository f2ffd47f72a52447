"""What a document's own properties say: title, author, language, keywords, imprint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import say
from coproduce.publish.imprint import Line, printed_date

if TYPE_CHECKING:
    from coproduce.source.settings import Settings


@dataclass(frozen=True)
class Properties:
    """Texts for the properties of a file, and the line at the foot of its pages.

    ``description`` holds what the title page says, for programs that show no other;
    ``custom`` holds the same as fields of their own.
    """

    title: str
    subtitle: str
    author: str
    language: str
    keywords: tuple[str, ...]
    edition: str
    description: str
    custom: dict[str, str]
    footer: str


def properties(settings: "Settings", lines: tuple[Line, ...]) -> Properties:
    """The properties of every document made from the report."""
    said = ". ".join(f"{line.label}: {line.address or line.text}".rstrip(".") for line in lines)
    return Properties(
        title=settings.title,
        subtitle=settings.subtitle,
        author=settings.author,
        language=settings.language,
        keywords=settings.keywords,
        edition=settings.edition,
        description=f"{settings.subtitle.rstrip('.')}. {said}." if settings.subtitle else f"{said}.",
        custom={line.label: line.address or line.text for line in lines},
        # What stands before a colon is title enough at the foot of a page.
        footer=f"{settings.title.partition(':')[0]} · "
        + say("Edition {edition}, {date}", edition=settings.edition, date=printed_date(settings)),
    )

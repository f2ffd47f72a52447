"""The first page of Word and OpenDocument files: logo, title, organisations, imprint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coproduce.publish.formats.elements import new_element, styled
from coproduce.publish.formats.pictures import LOGO, logo_size

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from coproduce.publish.imprint import Line
    from coproduce.source.logo import Logo
    from coproduce.source.settings import Settings


def title_page(settings: "Settings", lines: tuple["Line", ...], pictures: Mapping[str, str]) -> list["HtmlElement"]:
    """The paragraphs of the first page, with their styles; ``pictures`` may have a file for the logo."""
    page = [_logo(settings.look.logo, pictures[LOGO])] if settings.look.logo else []
    parts = [("CoverPublisher", settings.publisher), ("Title", settings.title), ("Subtitle", settings.subtitle)]
    parts += [("CoverText", name) for name in settings.organisations]
    page += [styled(style, text) for style, text in parts if text]
    for number, line in enumerate(lines):
        made = styled("CoverDetail" if number else "CoverDetailFirst")
        paragraph = made[0]
        strong = new_element("strong")
        strong.text, strong.tail = f"{line.label}:", " "
        paragraph.append(strong)
        if line.address:
            link = new_element("a", href=line.address)
            link.text = line.text
            paragraph.append(link)
        else:
            strong.tail += line.text
        page.append(made)
    if settings.cover_note:
        page.append(styled("CoverNote", " ".join(settings.cover_note.split())))
    return page


def _logo(logo: "Logo", file: str) -> "HtmlElement":
    wide, high = logo_size(logo)
    made = styled("CoverLogo")
    made[0].append(new_element("img", src=file, alt=logo.alt, width=f"{wide:.2f}mm", height=f"{high:.2f}mm"))
    return made

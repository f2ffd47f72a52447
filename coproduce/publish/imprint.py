"""What every output says of itself: edition, date, commit, licence, how to report an error."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import marked, say

if TYPE_CHECKING:
    from coproduce.ground.git_revision import Revision
    from coproduce.source.settings import Settings


@dataclass(frozen=True)
class Line:
    """``label`` and ``text``; ``address`` is where the text leads, or ""."""

    label: str
    text: str
    address: str = ""


def imprint(settings: "Settings", revision: "Revision") -> tuple[Line, ...]:
    """The lines in the order in which they are shown."""
    lines = [
        Line(say("Edition"), settings.edition),
        Line(say("Date"), printed_date(settings)),
        Line(say("Commit"), revision_label(revision), _commit_address(settings, revision)),
        Line(say("Licence"), settings.licence),
        Line(say("Web edition"), _bare(settings.web_address), settings.web_address),
        _error(settings),
    ]
    return tuple(line for line in lines if line.text)


_CHANGED = marked("with uncommitted changes")


def revision_label(revision: "Revision") -> str:
    """:attr:`Revision.label` in the report's language."""
    if not revision.commit:
        return say(revision.label)
    return f"{revision.commit[:12]} {say(_CHANGED)}" if revision.changed else revision.label


def printed_date(settings: "Settings") -> str:
    """The edition's date as readers write it: 1 March 2026."""
    from babel.dates import format_date

    day = date.fromisoformat(settings.date)
    return format_date(day, "long", locale=settings.language.replace("-", "_"))


def commit_line(settings: "Settings", revision: "Revision") -> str:
    """The words of a web page's foot that name its commit, as HTML; "" outside version control.

    Nothing else of a page depends on the commit, so that pages which did not change are kept when it does.
    """
    from coproduce.publish import forge

    if not revision.commit:
        return ""
    label, address = escape(revision_label(revision)), "" if revision.changed else forge.commit_address(settings, revision.commit)
    return f"<br>{escape(say('Made from commit'))} " + (f'<a href="{escape(address)}">{label}</a>' if address else label)


def _commit_address(settings: "Settings", revision: "Revision") -> str:
    if not settings.repository or not revision.commit or revision.changed:
        return ""
    return f"{settings.repository}/commit/{revision.commit}"


def _error(settings: "Settings") -> Line:
    """The most direct of the ways that are set."""
    label = say("Report an error")
    address = settings.contact or (f"{settings.repository}/issues" if settings.repository else settings.web_address)
    if address:
        return Line(label, _bare(address), address)
    return Line(label, say("Tell {who}, naming the edition and the page or figure.", who=settings.publisher or settings.author))


def _bare(address: str) -> str:
    """The address as people read it, without scheme and last slash."""
    for scheme in ("https://", "http://", "mailto:"):
        address = address.removeprefix(scheme)
    return address.rstrip("/")

"""Addresses on the forge that holds a report's repository.

GitHub's and GitLab's forms are known; a host that does not say "gitlab" in its
name is taken to speak as GitHub does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

if TYPE_CHECKING:
    from coproduce.source.settings import Settings


def edit_address(settings: "Settings", path: str) -> str:
    """Where a reader can suggest an edit to the file ``path``; "" without a repository."""
    return _address(settings, f"edit/{quote(settings.branch)}/{quote(path)}")


def commit_address(settings: "Settings", commit: str) -> str:
    """Where a commit can be read; "" without one or without a repository."""
    return _address(settings, f"commit/{commit}") if commit else ""


def new_issue_address(settings: "Settings", title: str, body: str = "") -> str:
    """Where a reader can open an issue, its title and text filled in; "" without a repository."""
    keys = ("issue[title]", "issue[description]") if _is_gitlab(settings) else ("title", "body")
    filled = {key: text for key, text in zip(keys, (title, body), strict=True) if text}
    return _address(settings, f"issues/new?{urlencode(filled, quote_via=quote)}")


def error_address(settings: "Settings", title: str, body: str) -> str:
    """Where a reader reports an error, with subject and text filled in where that can be; "" if no address is set.

    A page to contact somebody takes no text: readers copy it there.
    """
    if settings.contact.startswith("mailto:"):
        mark = "&" if "?" in settings.contact else "?"
        return f"{settings.contact}{mark}{urlencode({'subject': title, 'body': body}, quote_via=quote)}"
    return settings.contact or new_issue_address(settings, title, body)


def _address(settings: "Settings", rest: str) -> str:
    if not settings.repository:
        return ""
    return f"{settings.repository}/{'-/' if _is_gitlab(settings) else ''}{rest}"


def _is_gitlab(settings: "Settings") -> bool:
    return "gitlab" in (urlsplit(settings.repository).hostname or "")


def missing_addresses(settings: "Settings") -> list[str]:
    """What readers miss because an address is not set, a line each, for who builds the report."""
    lines = []
    if not settings.web_address:
        lines.append("‘web_address’ is not set: some services show no picture of a page that is shared, there is no site map, "
                     "and the page for addresses that lead nowhere needs a script to find its way back to the report.")
    if not settings.contact and not settings.repository:
        lines.append("Neither ‘contact’ nor ‘repository’ is set: who reports an error gets a file and the words to send, and must "
                     "find out where to.")
    if settings.pages.contribute and not settings.contact:
        lines.append("‘contact’ is not set: who saves a contribution must find out where to send it, and the page says that this "
                     "setting is missing.")
    return lines

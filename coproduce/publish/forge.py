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


def new_issue_address(settings: "Settings", title: str) -> str:
    """Where a reader can open an issue, its title filled in; "" without a repository."""
    key = "issue[title]" if _is_gitlab(settings) else "title"
    return _address(settings, f"issues/new?{urlencode({key: title}, quote_via=quote)}")


def _address(settings: "Settings", rest: str) -> str:
    if not settings.repository:
        return ""
    return f"{settings.repository}/{'-/' if _is_gitlab(settings) else ''}{rest}"


def _is_gitlab(settings: "Settings") -> bool:
    return "gitlab" in (urlsplit(settings.repository).hostname or "")


def missed(settings: "Settings") -> list[str]:
    """What readers miss because an address is not set, a line each, for who builds the report."""
    lines = []
    if not settings.web_address:
        lines.append("‘web_address’ is not set: a page that is shared shows no picture, and there is no site map.")
    if not settings.report_error and not settings.repository:
        lines.append("Neither ‘report_error’ nor ‘repository’ is set: who reports an error must find out where to send it.")
    return lines

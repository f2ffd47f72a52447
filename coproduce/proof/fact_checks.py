"""Checks of fact that an editor records: when a statement was read against its sources.

A page's front matter says so, one line for each value, conclusion or
recommendation, on whichever page the editor keeps them::

    coproduce:
      checked:
        trees-latest: "2026-02-20"

The setting ``checked_pages`` names pages that must be covered: every value that
such a page shows and every recommendation that it makes or links to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from coproduce.ground.problems import Problem
from coproduce.source.front_matter import FrontMatter
from coproduce.source.prose import directives, roles

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def check_dates(matter: FrontMatter, path: str, edition_date: str) -> Iterator[Problem]:
    """Dates that are none, or that lie after the edition's own date."""
    for name, given in matter.checked.items():
        line = matter.checked_lines[name]
        if not _is_date(given):
            yield Problem(
                path, f"‘{given}’ is not the date on which ‘{name}’ was checked", line=line,
                code="checked.date", expected="a date, year first, such as 2026-01-31", action="Correct the date.")
        elif _is_date(edition_date) and given > edition_date:
            yield Problem(
                path, f"‘{name}’ is said to have been checked on {given}, after the edition’s date", line=line,
                code="checked.future", expected=f"a date up to {edition_date}",
                action="Correct the date, or the edition’s date in _config.yml.")


def check_coverage(
    texts: dict[str, str], checked: set[str], pages: tuple[str, ...], config: str, folder: str
) -> Iterator[Problem]:
    """What the pages show or recommend that nobody has checked.

    ``texts`` maps each page of the book to its text, ``checked`` holds every name
    that any page records, ``config`` is the path that names ``pages``, ``folder`` that of the pages.
    """
    recommended = {d.argument.split()[0] for text in texts.values() for d in directives(text)
                   if d.name == "recommendation" and d.argument.strip()}
    for page in pages:
        if page not in texts:
            yield Problem(
                config, f"‘checked_pages’ names the page ‘{page}’, which does not exist", code="checked.page",
                expected="one of: " + ", ".join(texts), action="Correct the name.")
            continue
        for name, line in _statements(texts[page], recommended).items():
            if name not in checked:
                yield Problem(
                    f"{folder}/{page}.md", f"nobody has recorded that ‘{name}’ was read against its sources", line=line,
                    code="checked.missing", expected="a line under ‘coproduce: checked:’ of this or another page",
                    action=f"Read the rows, the source and the sentence together; then add ‘{name}’ with the date, in quotes.")


def _statements(text: str, recommended: set[str]) -> dict[str, int]:
    """Each value and recommendation of a page, and the line of its first mention."""
    found: list[tuple[int, str]] = []
    for role in roles(text):
        if role.name == "value":
            found.append((role.number, role.content.partition("|")[0].strip()))
        elif role.name == "conclusion" and role.content in recommended:
            found.append((role.number, role.content))
    for directive in directives(text):
        if directive.name == "recommendation" and directive.argument.strip():
            found.append((directive.number, directive.argument.split()[0]))
    first: dict[str, int] = {}
    for line, name in sorted(found):
        first.setdefault(name, line)
    return first


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

"""Finds roles and links that point at nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from coproduce.ground.problems import Problem
from coproduce.ground.read_input import read_page_input
from coproduce.ground.suggestions import nearest, nearest_or
from coproduce.proof.references.names import Names, all_names, headings, is_file_below, links
from coproduce.source.prose import directives, roles

if TYPE_CHECKING:
    from coproduce.report import Report
    from coproduce.source.paths import Paths

# What a role's content names, as people call it.
_CALLED = {
    "doc": "page", "term": "term of the glossary", "value": "number", "numref": "figure or table",
    "ref": "label", "conclusion": "conclusion or recommendation", "contribution": "contribution",
    "source": "source", "profile": "profile", "eq": "numbered formula",
}
_EXPLICIT = re.compile(r".*<([^<>]+)>\s*", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
#: References for which a like name is looked up; each takes longer the more names there are.
MOST_SUGGESTIONS = 100
_OF_OPTIONS = {"values": "value", "figures": "numref"}


def check_references(report: "Report", texts: dict[str, str]) -> list[Problem]:
    """A problem for each reference, of a page or a document beside the book, to what does not exist.

    ``texts`` are the book's pages by name. Numbers and figures that a cell names
    only while it runs, from data, count as existing.
    """
    paths = report.paths
    names = all_names(report, texts)
    found: list[Problem] = []
    for page, text in texts.items():
        file = paths.chapter(page)
        found += _roles(page, text, paths.relative(file), names)
        found += _links(file, text, paths, names.known["ref"] or set())
    for file in _documents(paths):
        found += _links(file, read_page_input(file, paths.relative(file)), paths)
    return found


def _documents(paths: "Paths") -> list[Path]:
    beside = [*sorted(paths.root.glob("*.md")), *sorted(paths.root.glob("docs/*.md")),
              paths.data / "README.md", paths.contributions / "README.md"]
    return [file for file in beside if file.is_file()]


def _roles(page: str, text: str, path: str, names: Names) -> Iterator[Problem]:
    for role in roles(text):
        if role.name in _CALLED:
            for name in _named(role.name, role.content, page):
                if not names.has(role.name, name):
                    yield _unknown_name(path, role.number, role.name, name, names)
    for directive in directives(text):
        for option, role_name in _OF_OPTIONS.items():
            for name in filter(None, map(str.strip, directive.options.get(option, "").split(","))):
                if directive.name in {"conclusion", "recommendation"} and not names.has(role_name, name):
                    yield _unknown_name(path, directive.number, role_name, name, names)


def _named(role: str, content: str, page: str) -> list[str]:
    """The names in a role's content, as its kind writes them."""
    if role == "value":
        return [content.partition("|")[0].strip()]
    if role == "source":
        return [part.strip() for part in content.split(",")]
    if role == "conclusion":
        return [content.strip()]
    explicit = _EXPLICIT.fullmatch(content)
    name = (explicit[1] if explicit else content).strip()
    if role == "term":
        return [" ".join(name.lower().split())]
    if role == "doc":
        return [name.lstrip("/") if name.startswith("/") or "/" not in page else f"{page.rpartition('/')[0]}/{name}"]
    return [name]


def _unknown_name(path: str, line: int, role: str, name: str, names: Names) -> Problem:
    names.missed += 1
    known = sorted(names.known[role] or ()) if names.missed <= MOST_SUGGESTIONS else []
    return Problem(
        path, f"{{{role}}} refers to ‘{name}’, and there is no such {_CALLED[role]}", line=line,
        code=f"references.{role}", expected=nearest_or(f"the name of a {_CALLED[role]}", name, known),
        action="Correct the name.")


def _links(file: Path, text: str, paths: "Paths", labels: Collection[str] = ()) -> Iterator[Problem]:
    """Links inside the report; addresses elsewhere are not asked. Pages may link to ``labels`` by their names alone."""
    path = paths.relative(file)
    for line, address in links(text):
        if not address or address in labels or _ELSEWHERE.match(address):
            continue
        place, _, anchor = unquote(address).partition("#")
        target = file.parent / place if place else file
        if not is_file_below(target, paths.root):
            yield Problem(
                path, f"a link leads to ‘{address}’, and there is no such file", line=line, code="references.link",
                expected="a path from this file to one of the report", action="Correct the path.")
        elif anchor and target.suffix == ".md" and anchor not in (there := _anchors(target, paths.relative(target))):
            near = nearest(anchor, sorted(there))
            yield Problem(
                path, f"a link leads to ‘{address}’, and {target.name} has no heading ‘#{anchor}’", line=line,
                code="references.anchor", expected=f"‘#{near[0]}’?" if near else "a heading in small letters, with hyphens",
                action="Correct the part after #.")


@cache
def _anchors(file: Path, relative: str) -> frozenset[str]:
    return frozenset(headings(read_page_input(file, relative)))

"""Finds what would have readers' browsers, or the build, ask somebody else.

A page that loads a picture, a frame or a script from another address tells that address
who reads it and when, shows what may change or go, and is blank where there is no network.
:func:`check_page` reads a chapter, :func:`check_pages` what was made of all of them: cells
and templates write HTML, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from coproduce.ground.outside_loads import elsewhere, loads_in_css, loads_in_html
from coproduce.ground.problems import Problem
from coproduce.ground.size_limits import DIRECTIVES_DEEP
from coproduce.ground.yaml_file import split_front_matter
from coproduce.source.book_markdown import markdown_parser

_DIRECTIVE = re.compile(r"^\{([\w:-]+)\}\s*(.*)$")
#: Directives whose argument is a picture.
_PICTURES = {"image", "figure"}
#: Directives whose body is not read as a page.
_CODE = {"code-cell", "code", "code-block", "math"}
_OPTION = re.compile(r"^\s*:url:\s*(\S+)")


def check_page(text: str, path: str) -> list[Problem]:
    """A problem for each picture, frame, style or script that a page takes from another address."""
    _, body, first = split_front_matter(text)
    return list(_in_body(body, path, first, 0))


def check_pages(folder: Path, sources: dict[str, str], known: Mapping[str, bytes] | None = None) -> list[Problem]:
    """The same of the finished web pages, style sheets and drawings in ``folder``.

    ``sources`` names for each page, such as ``survival``, the file that it was made from; ``known`` are
    pages in which nothing was found before.
    """
    problems: list[Problem] = []
    for file in sorted(p for p in folder.rglob("*") if p.suffix in (".html", ".css", ".svg")):
        loads = loads_in_css if file.suffix == ".css" else loads_in_html
        name, content = file.relative_to(folder).with_suffix("").as_posix(), file.read_bytes()
        if file.suffix == ".html" and known is not None and known.get(name) == content:
            continue
        seen = dict.fromkeys((load.by, load.address) for load in loads(content.decode()))
        problems += [_problem(sources.get(name, file.name), None, *load) for load in seen]
    return problems


def _in_body(body: str, path: str, first: int, depth: int) -> Iterator[Problem]:
    for token in markdown_parser().parse(body):
        if not token.map:
            continue
        line = first + token.map[0]
        if token.type == "html_block":
            yield from _in_html(token.content, path, line)
        elif token.type == "inline":
            yield from _in_line(token, path, line)
        elif token.type in ("fence", "colon_fence") and (match := _DIRECTIVE.match(token.info.strip())):
            yield from _in_directive(match[1], match[2].strip(), token.content, path, line, depth)


def _in_line(token, path: str, line: int) -> Iterator[Problem]:
    for child in token.children or ():
        if child.type == "html_inline":
            # A tag of several lines is told by the line it begins on, not by that of its end.
            yield from (_problem(path, line, load.by, load.address) for load in loads_in_html(child.content))
        elif child.type == "image" and elsewhere(address := str(child.attrGet("src") or "")):
            yield _problem(path, line, "a picture", address)
        line += 1 if child.type in ("softbreak", "hardbreak") else child.content.count("\n")


def _in_directive(name: str, argument: str, content: str, path: str, line: int, depth: int) -> Iterator[Problem]:
    if name in _PICTURES and elsewhere(argument):
        yield _problem(path, line, f"{{{name}}}", argument)
    if name in _CODE:
        return
    for number, text in enumerate(content.split("\n"), line + 1):
        # Tables and raw text by address are fetched while the book is built.
        if (option := _OPTION.match(text)) and elsewhere(option[1]):
            yield _problem(path, number, f"{{{name}}}", option[1])
    if name == "raw":
        yield from _in_html(content, path, line + 1)
    elif depth < DIRECTIVES_DEEP:
        yield from _in_body(content, path, line + 1, depth + 1)


def _in_html(text: str, path: str, first: int) -> Iterator[Problem]:
    for load in loads_in_html(text):
        yield _problem(path, first + load.line - 1, load.by, load.address)


def _problem(path: str, line: int | None, by: str, address: str) -> Problem:
    shown = " ".join(address.split())
    shown = f"{shown[:80]}…" if len(shown) > 80 else shown
    return Problem(
        path, f"{by} is loaded from ‘{shown}’", line=line, code="page.third-party",
        expected="what lies in the report’s own folder: a reader’s browser asks nobody else",
        action="Put the file beside the page if its licence allows that, or write a link to it: [what it shows](address).")

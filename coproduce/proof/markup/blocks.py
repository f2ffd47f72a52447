"""Blocks that the book does not know, closes elsewhere than meant, or cuts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import nearest
from coproduce.proof.markup.fault import excerpt, fault
from coproduce.proof.markup.known import DIRECTIVES, ELEMENTS

if TYPE_CHECKING:
    from markdown_it.token import Token

DIRECTIVE = re.compile(r"^\{([^\s{}]+)\}[ \t]*(.*)$")
_QUOTED = re.compile(r"^[\s>]*")
# One line of dashes in groups: the rule of a table as Pandoc writes it.
_PANDOC_RULE = re.compile(r"^\s*-{2,}(?:[ \t]+-{2,})+\s*$")
_TAG = re.compile(r"</?([A-Za-z][\w:-]*)|(<!--)")
_CELLS = re.compile(r"\\.|(\|)", re.DOTALL)


def known_directive(name: str, anything: bool) -> bool:
    """Whether a box of this name exists; with ``anything``, extensions of the report's own may add more."""
    return anything or ":" in name or name in DIRECTIVES


def fence_faults(token: "Token", lines: Sequence[str], path: str, line: int, anything: bool) -> Iterator[Problem]:
    """What is wrong with a fence: ``lines`` are those of the text around it, ``line`` that of the file."""
    info, opening = token.info.strip(), f"{token.markup}{token.info}"
    if not _closed(token, lines):
        yield fault(path, line, "open-fence", opening, "is never closed: all that follows belongs to it",
                    f"a line ‘{token.markup}’ where it ends; a box around a box needs one sign more")
    directive = DIRECTIVE.match(info)
    if directive:
        name = directive[1]
        if not known_directive(name, anything):
            near = nearest(name, sorted(DIRECTIVES))
            yield fault(path, line, "unknown-directive", f"{{{name}}}", "is no directive",
                        f"‘{{{near[0]}}}’?" if near else "one that docs/chapters.md lists")
    elif info.startswith("{"):
        yield fault(path, line, "directive", opening, "opens no box", f"{token.markup}{{name}}, without blanks in the braces")
    elif token.type == "colon_fence":
        word = info.split()[0].strip("{}") if info else ""
        if word:
            yield fault(path, line, "directive", opening, "opens no box", f"{token.markup}{{{word}}}")
        else:
            yield fault(path, line, "fence", opening, "opens and closes nothing: the box above it is closed already",
                        "one line of colons for each box, as many as the line that opens it; a box around a box needs one more")
    elif (word := info.split()[0] if info else "") in DIRECTIVES - {"math", "code", "raw", "image", "table"}:
        yield fault(path, line, "directive", opening, "is shown as code", f"{token.markup}{{{word}}}")


def undescribed(path: str, line: int, seen: str, instead: str) -> Problem:
    """A picture without alternative text: whoever cannot see it is told the name of its file."""
    return Problem(path, f"‘{excerpt(seen)}’ is a picture without alternative text", line=line, code="markup.alternative-text",
                   expected=instead, action="Say in a sentence what a reader would see.")


def _closed(token: "Token", lines: Sequence[str]) -> bool:
    assert token.map
    start, end = token.map
    last = _QUOTED.sub("", lines[end - 1]).strip() if end - start > 1 and end <= len(lines) else ""
    return len(last) >= len(token.markup) and not last.strip(token.markup[0])


def rule_fault(token: "Token", lines: Sequence[str], path: str, line: int) -> Iterator[Problem]:
    """A rule that was meant as part of a table."""
    assert token.map
    if _PANDOC_RULE.match(lines[token.map[0]]):
        yield fault(path, line, "table", lines[token.map[0]], "is a table of Pandoc’s, which the book does not read",
                    "a table of lines ‘| cell | cell |’ with ‘|---|---|’ below the first")


def row_faults(tokens: Sequence["Token"], lines: Sequence[str], path: str, first: int) -> Iterator[Problem]:
    """The rows with more cells than their table has columns: Markdown drops them. ``first`` is the line of the first of ``lines``."""
    columns = 0
    for token in tokens:
        if token.type == "table_open":
            columns = 0
        columns += token.type == "th_open"
        if token.type == "tr_open" and token.map and token.level and columns:
            yield from _row_fault(lines[token.map[0]].strip(), columns, path, first + token.map[0])


def _row_fault(text: str, columns: int, path: str, line: int) -> Iterator[Problem]:
    pipes = sum(match[1] is not None for match in _CELLS.finditer(text))
    cells = pipes + 1 - text.startswith("|") - (text.endswith("|") and not text.endswith("\\|"))
    if cells > columns:
        yield Problem(path, f"a row has {cells} cells and the table {columns} columns: the rest is not shown", line=line,
                      code="markup.cells", expected="as many cells as the first row",
                      action="Add a column, or write \\| for a sign within a cell, also within code.")


def tag_faults(content: str, path: str, line: int) -> Iterator[Problem]:
    """Tags that no browser knows, and remarks, which everybody can read in the page's source."""
    before = 0
    for match in _TAG.finditer(content):
        line += content.count("\n", before, match.start())
        before = match.start()
        if match[2]:
            yield Problem(path, "a remark in HTML is published: anybody can read it in the page’s source", line=line,
                          code="markup.remark", expected="a line that begins with ‘% ’, which is not published",
                          action="Write it so, or delete it.")
        elif match[1].lower() not in ELEMENTS:
            yield fault(path, line, "tag", match.group() + ">", "is no element of HTML: a page shows nothing of it",
                        "\\< for the sign, or the text in grave accents")

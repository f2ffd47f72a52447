"""The sentences of a chapter: its prose without code, roles and options.

Used by the checks that read a chapter as a person would. Works on the text of
the file, not on the built book, so that a check answers within a second.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from coproduce.ground.problems import Problem
from coproduce.ground.size_limits import DIRECTIVES_DEEP, PARAGRAPH_CHARACTERS
from coproduce.ground.yaml_file import split_front_matter
from coproduce.source.book_markdown import markdown_parser
from coproduce.source.conclusion_facts import FACTS

# Directives whose body is not prose.
_SILENT = {
    "code-cell", "code", "code-block", "raw", "math", "image", "figure", "toctree",
    "conclusions-matrix", "contributions-list", "sources-list", "ledger", "provenance",
    "profiles",
}
_FENCE = re.compile(r"^\{([\w:-]+)\}\s*(.*)$")
_ROLE = re.compile(r"\{([\w:-]+)\}`([^`]+)`")
_OPTION = re.compile(r"^:([\w-]+):\s*(.*)$")
_NUMBER_ALONE = re.compile(r"[\s\d.,]*\d[\s\d.,]*(?:\\?[%£€]\s*)?")
# Roles whose content is what a reader sees.
_SPOKEN = {"term", "not-a-statistic", "abbr"}
# What a call of the chapter shows to readers as text.
_SHOWN = {"headline", "alt", "caption"}


@dataclass(frozen=True)
class Line:
    """A piece of prose and the line of the file that it stands on.

    Roles are left out: what they show is not typed. ``heading`` is true for
    headings and for the titles of boxes. ``spoken`` has in place of each role
    what a reader sees of it, as far as the file tells. Lines of one paragraph,
    cell or list item have the same ``block``.
    """

    number: int
    text: str
    heading: bool = False
    spoken: str = ""
    block: int = 0


@dataclass(frozen=True)
class Directive:
    """A directive of a page: name, argument, options, and where it begins."""

    name: str
    argument: str
    options: dict[str, str]
    number: int


def prose(text: str) -> list[Line]:
    """The prose of a page in reading order; line numbers are those of the file."""
    found: list[Line] = []
    _, body, first = split_front_matter(text)
    _walk(body, first, found, [])
    return found


@dataclass(frozen=True)
class Role:
    """A role of a page: ``{name}`content```, and the line that it stands on."""

    name: str
    content: str
    number: int


def roles(text: str) -> list[Role]:
    """Every role of a page, in prose and in options, without those of code."""
    _, body, first = split_front_matter(text)
    lines = body.split("\n")
    for token in _tokens(body):
        if token.type == "fence" and token.map and token.info.strip().startswith("{code-cell}"):
            lines[slice(*token.map)] = [""] * (token.map[1] - token.map[0])
    return [Role(match[1], match[2], first + place)
            for place, line in enumerate(lines) for match in _ROLE.finditer(line)]


def directives(text: str) -> list[Directive]:
    """Every directive of a page, nested ones included."""
    found: list[Directive] = []
    _, body, first = split_front_matter(text)
    _walk(body, first, [], found)
    return found


@dataclass(frozen=True)
class Cell:
    """The parsed code of a cell, and the line of the file before its first one."""

    tree: ast.Module
    before: int


def code_cells(text: str) -> Iterator[Cell]:
    """The cells of a page that can be parsed: what is wrong with the others is said when they run."""
    _, body, first = split_front_matter(text)
    for token in _tokens(body):
        match = token.type == "fence" and _FENCE.match(token.info.strip())
        if match and match.group(1) == "code-cell":
            try:
                yield Cell(ast.parse(token.content), first + token.map[0])
            except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last two for thousands of brackets
                continue


def shown_strings(text: str, shown: Collection[str] = _SHOWN) -> Iterator[Line]:
    """The fixed parts of what code cells show as text: the arguments named by ``shown``."""
    for cell in code_cells(text):
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.keyword) and node.arg in shown:
                for part in _fixed_parts(node.value):
                    yield Line(cell.before + part.lineno, str(part.value))


def _fixed_parts(node: ast.AST) -> Iterator[ast.Constant]:
    """The text constants of an expression, without what is computed inside an f-string."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node
        elif isinstance(node, ast.JoinedStr):
            waiting += reversed(node.values)
        elif isinstance(node, ast.BinOp):
            waiting += (node.right, node.left)


def overlong(text: str, path: str) -> list[Problem]:
    """A problem for each paragraph that is too long to be read, and each box that stands too deep."""
    found: list[Problem] = []
    _, body, first = split_front_matter(text)
    _find_overlong(body, path, first, 0, found)
    return found


def _find_overlong(body: str, path: str, first: int, depth: int, found: list[Problem]) -> None:
    for token in _tokens(body):
        line = first + (token.map[0] if token.map else 0)
        if token.type == "inline" and "length" in token.meta:
            found.append(Problem(
                path, f"a paragraph has {token.meta['length']:,} characters", line=line, code="prose.long-paragraph",
                expected=f"at most {PARAGRAPH_CHARACTERS:,} characters",
                action="Leave an empty line between paragraphs, or shorten it."))
        elif match := _is_directive(token):
            if depth == DIRECTIVES_DEEP:
                found.append(Problem(
                    path, f"‘{{{match[1]}}}’ stands more than {DIRECTIVES_DEEP} deep in other directives", line=line,
                    code="prose.depth", expected="one or two boxes in each other", action="Close the boxes before it."))
            elif match[1] not in _SILENT:
                _find_overlong(token.content, path, line + 1, depth + 1, found)


def _is_directive(token) -> re.Match | None:
    return _FENCE.match(token.info.strip()) if token.type in ("fence", "colon_fence") else None


@lru_cache(maxsize=1024)
def _tokens(body: str) -> tuple:
    """What a text consists of. Each check of a page asks; the tokens are only read."""
    return tuple(markdown_parser().parse(body))


def _walk(body: str, first: int, found: list[Line], seen: list[Directive], depth: int = 0) -> None:
    heading = False
    for token in _tokens(body):
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "inline" and token.map:
            found.extend(_inline(token, first, heading, len(found)))
        elif depth < DIRECTIVES_DEEP and (match := _is_directive(token)):
            _directive(match, token, first, found, seen, depth + 1)


def _directive(match, token, first: int, found: list[Line], seen: list[Directive], depth: int) -> None:
    name, argument = match.groups()
    number = first + token.map[0]
    lines = token.content.split("\n")
    options: dict[str, str] = {}
    at = 0
    while at < len(lines) and (option := _OPTION.match(lines[at])):
        options[option.group(1)] = option.group(2)
        at += 1
    seen.append(Directive(name, argument, options, number))
    if name in _SILENT:
        return
    if argument:
        found.append(_line(number, argument, len(found), heading=True))
    for place, (name_of, text) in enumerate(options.items()):
        if name_of == "title" or name_of in FACTS:
            found.append(_line(number + 1 + place, text, len(found), heading=name_of == "title"))
    body = lines[at:]
    if name == "glossary":
        # A term stands above what it means; Markdown would read both as one paragraph.
        body = [f"# {line}" if line[:1].strip() else line.strip() for line in body]
    _walk("\n".join(body), number + 1 + at, found, seen, depth)


def _inline(token, first: int, heading: bool, block: int) -> Iterator[Line]:
    number = first + token.map[0]
    text = spoken = ""
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            yield Line(number, text, heading, spoken, block)
            number, text, spoken = number + 1, "", ""
        elif child.type == "text":
            text += child.content
            spoken += child.content
        elif formula := _formula(child):
            # One that is nothing but a number is a number, however it is set.
            text += formula.replace("\\", "") if _NUMBER_ALONE.fullmatch(formula) else "□"
            spoken += "□"
        elif child.type in ("myst_role", "code_inline", "footnote_ref"):
            text += "□"  # keeps the words on both sides apart
            if child.type == "myst_role":
                spoken += _role_text(child.meta["name"], child.content)
            elif child.type == "code_inline":
                spoken += child.content
    if text:
        yield Line(number, text, heading, spoken, block)


def _formula(token) -> str:
    """The TeX of a formula within a line."""
    return token.content if token.type == "math_inline" or (token.type == "myst_role" and token.meta["name"] == "math") else ""


def _line(number: int, text: str, block: int, heading: bool) -> Line:
    """A line of an option or argument, which Markdown has not read."""
    spoken = _ROLE.sub(lambda role: _role_text(role[1], role[2]), text)
    return Line(number, re.sub(r"\{[\w:-]+\}`[^`]*`|`[^`]*`", "□", text), heading, spoken, block)


def _role_text(role: str, content: str) -> str:
    """What a reader sees of a role; one sign for what only the built book knows."""
    if role == "source":
        return ""
    if role == "evidence":
        return content.capitalize()
    if content.endswith(">"):
        # The name in "what readers see <name>".
        opened = content.find("<", content.rfind(">", 0, -1) + 1)
        if opened < len(content) - 2 and (explicit := content[:max(opened, 0)].rstrip()):
            return explicit
    if role in _SPOKEN:
        return content
    return "Figure □" if role in ("numref", "conclusion") else "□"

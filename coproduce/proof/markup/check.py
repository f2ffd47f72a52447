"""Finds markup without effect on a page of the book."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coproduce.ground.problems import Problem
from coproduce.ground.size_limits import DIRECTIVES_DEEP
from coproduce.ground.suggestions import nearest
from coproduce.ground.yaml_file import split_front_matter
from coproduce.proof.markup import blocks
from coproduce.proof.markup.fault import fault
from coproduce.proof.markup.formulas import Written, formula_faults
from coproduce.proof.markup.inline import without_effect
from coproduce.proof.markup.known import CODE, PICTURES, ROLES, TITLED
from coproduce.proof.markup.plain import check_shown
from coproduce.source.book_markdown import markdown_parser
from coproduce.source.conclusion_facts import FACTS

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPTION = re.compile(r"^:([\w-]+):(?:[ \t]+(.*))?$")
_TITLES = {"title", "caption", *FACTS}
#: Directives whose argument begins with a name.
_NAMED = frozenset({"conclusion", "recommendation"})
_RULE = re.compile(r"^-{3,}\s*$")


@dataclass
class _Page:
    """A page that is walked: what names footnotes and addresses, and what was found."""

    path: str
    anything: bool
    env: MutableMapping[str, Any] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    addresses: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    formulas: list[Written] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def check_markup(text: str, path: str, extended: bool = False) -> list[Problem]:
    """A problem for each piece of a page's markup that has no effect, or loses what was written.

    ``extended``: the report has Sphinx extensions of its own, whose roles and directives only
    the build knows.
    """
    header, body, first = split_front_matter(text)
    page = _Page(path, extended)
    if header is None and re.match(r"\s*---[ \t]*\n[\w-]+:", body):
        page.problems.append(Problem(
            path, "this page’s front matter is not read: it is never closed, or does not begin on the first line",
            line=body.count("\n", 0, body.index("---")) + 1, code="markup.front-matter",
            expected="‘---’ as the first line of the file, and again below the settings", action="Move it there, or close it."))
    _walk(page, body, first, 0)
    for label in page.notes.keys() - page.named:
        page.problems.append(fault(
            path, page.notes[label], "footnote", f"[^{label}]:", "is a footnote that nothing on the page names: it is not shown",
            f"[^{label}] in the text, or no footnote"))
    for label in page.addresses.keys() - page.used:
        page.problems.append(fault(
            path, page.addresses[label], "link", f"[{label.lower()}]: …", "is an address that no link of the page uses: it is not shown",
            "[words][name] in the text, or no such line"))
    return [*page.problems, *formula_faults(page.formulas, path), *check_shown(text, path)]


def _walk(page: _Page, body: str, first: int, depth: int) -> None:
    lines = body.split("\n")
    line, heading = first, False
    known = set(page.env.get("references", ()))
    tokens = markdown_parser(escapes=True).parse(body, page.env)
    for label, entry in page.env.get("references", {}).items():
        if label not in known:
            page.addresses[label] = first + entry["map"][0]
    for token in tokens:
        if token.map:
            line = first + token.map[0]
        if token.type == "hr":
            page.problems += blocks.rule_fault(token, lines, page.path, line)
        elif token.type == "footnote_reference_open":
            page.notes.setdefault(token.meta["label"], line)
        elif token.type == "html_block":
            _html(page, token.content, line)
        elif token.type in ("fence", "colon_fence"):
            page.problems += blocks.fence_faults(token, lines, page.path, line, page.anything)
            if directive := blocks.DIRECTIVE.match(token.info.strip()):
                _directive(page, directive[1], directive[2], token.content, line, depth)
        elif token.type in ("math_block", "math_block_label"):
            page.formulas.append(Written(token.content, line, display=True))
        elif token.type == "heading_open":
            heading = True
        elif token.type == "inline":
            _inline(page, token.children or [], line, title=heading)
            heading = False
    page.problems += blocks.row_faults(tokens, lines, page.path, first)


def _directive(page: _Page, name: str, argument: str, content: str, line: int, depth: int) -> None:
    if name in TITLED:
        if name in _NAMED:
            argument = argument.partition(" ")[2]
        _check_line(page, argument, line)
    lines = content.split("\n")
    options, at = _options(lines)
    for number, (key, value) in options.items():
        if key in _TITLES:
            _check_line(page, value, line + 1 + number)
    if name in PICTURES and not dict(options.values()).get("alt"):
        page.problems.append(blocks.undescribed(page.path, line, f"{{{name}}} {argument}", "a line ‘:alt: what the picture shows’"))
    if name == "math":
        page.formulas.append(Written("\n".join(filter(None, [argument, *lines[at:]])), line, display=True))
    if name in CODE or depth == DIRECTIVES_DEEP:
        return
    body = lines[at:]
    if name == "glossary":
        # A term stands above what it means; Markdown would read both as one paragraph.
        body = [f"# {text}" if text[:1].strip() else text.strip() for text in body]
    _walk(page, "\n".join(body), line + 1 + at, depth + 1)


def _options(lines: list[str]) -> tuple[dict[int, tuple[str, str]], int]:
    """The options of a box by the number of their line, each a name and a text; and the line where its body begins."""
    at, found = 0, {}
    if lines and _RULE.match(lines[0]):
        at = next((number + 1 for number, text in enumerate(lines) if number and _RULE.match(text)), 0)
        for number, text in enumerate(lines[1:max(at - 1, 1)], 1):
            name, _, value = text.partition(":")
            found[number] = name.strip(), value.strip().strip("\"'")
    while at < len(lines) and (option := _OPTION.match(lines[at])):
        found[at] = option[1], (option[2] or "").strip()
        at += 1
    return found, at


def _check_line(page: _Page, text: str, line: int) -> None:
    """What an argument or option says, which is read as one line of Markdown."""
    for token in markdown_parser(escapes=True).parseInline(text, page.env):
        _inline(page, token.children or [], line, title=True)


def _inline(page: _Page, children: list["Token"], line: int, title: bool = False) -> None:
    for found in without_effect(children):
        page.problems.append(fault(page.path, line + found.line, found.code, found.seen, found.what, found.instead))
    for child in children:
        if child.type == "html_inline":
            page.problems += blocks.tag_faults(child.content, page.path, line)
        elif child.type == "footnote_ref":
            page.named.add(child.meta["label"])
        elif child.type in ("link_open", "image") and "label" in child.meta:
            page.used.add(child.meta["label"])
        elif child.type == "myst_role" and not page.anything:
            page.problems += _unknown_role(page.path, child.meta["name"], line)
        if child.type == "math_inline" or (child.type == "myst_role" and child.meta["name"] == "math"):
            page.formulas.append(Written(child.content, line, title=title))
        if child.type == "image":
            _picture(page, child, line)
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type in ("html_inline", "math_inline"):
            line += child.content.count("\n")


def _picture(page: _Page, image: "Token", line: int) -> None:
    if not image.content.strip():
        page.problems.append(blocks.undescribed(
            page.path, line, f"![]({image.attrGet('src')})", "what the picture shows, between the brackets"))
    page.named |= {inner.meta["label"] for inner in image.children or () if inner.type == "footnote_ref"}


def _unknown_role(path: str, name: str, line: int) -> Iterator[Problem]:
    if ":" not in name and name not in ROLES:
        near = nearest(name, sorted(ROLES))
        yield fault(path, line, "unknown-role", f"{{{name}}}", "is no role",
                    f"‘{{{near[0]}}}’?" if near else "one that docs/chapters.md lists")


def _html(page: _Page, content: str, line: int) -> None:
    """Raw HTML: Markdown within a block of it is not read."""
    page.problems += blocks.tag_faults(content, page.path, line)
    acting = {"strong_open", "link_open", "image", "myst_role"}
    for number, text in enumerate(content.split("\n"), line):
        for token in markdown_parser(escapes=True).parseInline(text, {}):
            kinds = {child.type for child in token.children or ()}
            if kinds & acting and "<pre" not in content and "<code" not in content:
                page.problems.append(fault(
                    page.path, number, "in-html", text, "stands in HTML, where Markdown is not read",
                    "an empty line between the tag and the text, or the text without the tag"))

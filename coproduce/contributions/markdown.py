"""The body of a contribution: plain Markdown that stays text wherever it is shown.

Allowed are paragraphs, lists, emphasis, block quotations, code within a line
and links to http, https and mailto (CommonMark). Everything that could act
(HTML, directives, roles, substitutions, other link schemes), load (images) or
upset the book (headings, code blocks, rules) is a problem with its line. The
parser that shows a body has those rules switched off besides, so that text
which slips past the check is shown as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from coproduce.contributions.fields import MOST_MARKS, stacked, unprintable
from coproduce.contributions.model import MAX_BODY
from coproduce.ground.problems import Problem

SCHEMES = ("http", "https", "mailto")

#: Deepest nesting of lists and quotations; the parser drops text far deeper.
MAX_NESTING = 8

_ALLOWED = "paragraphs, lists, emphasis, quotations and links to http, https or mailto addresses"

# What MyST would act on. A body never reaches MyST; an author who writes these
# expects something to happen that will not.
_MYST = (
    (re.compile(r"^\s*(`{3,}|~{3,}|:{3,})\s*\{"), "a directive"),
    (re.compile(r"\{[A-Za-z][\w:.+-]*\}`"), "a role"),
    (re.compile(r"\{\{|\}\}"), "a substitution"),
    (re.compile(r"^\([\w:. -]+\)=\s*$"), "a target"),
)
# A backslash before any sign of ASCII is not shown (CommonMark 0.31, 2.4).
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# What CommonMark does not take for a tag, but a browser might.
_LIKE_A_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")
_BLOCKS = {
    "heading_open": "a heading (a line that begins with #, or one underlined with --- or ===)",
    "fence": "a code block",
    "code_block": "a line indented by four spaces or more, which makes it code",
    "hr": "a rule (a line of --- or ***)",
    "html_block": "raw HTML",
}


def link_allowed(address: str) -> bool:
    """Whether ``address`` may be a link: http, https or mailto, with a target."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    if parts.scheme.lower() not in SCHEMES or unprintable(address):
        return False
    return bool(parts.path if parts.scheme.lower() == "mailto" else parts.netloc)


@lru_cache(maxsize=1)
def _display_parser() -> MarkdownIt:
    """The parser for showing: nothing that acts or loads is recognised."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.validateLink = link_allowed  # type: ignore[method-assign, assignment]
    # "reference" would make definitions vanish from the text; "entity" would make
    # characters appear that the checks have not seen.
    return parser.disable(
        [
            *("html_block", "html_inline", "image", "heading", "lheading"),
            *("fence", "code", "hr", "reference", "entity"),
        ]
    )


@lru_cache(maxsize=1)
def _suspicious() -> MarkdownIt:
    """The parser for checking: all is recognised, so that it can be named."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 100})
    parser.validateLink = lambda _: True  # type: ignore[method-assign, assignment]
    # "text_join" would make an escaped \\< look like one that was not.
    return parser.disable(["reference", "text_join"])


def body_tokens(body: str) -> list[Token]:
    """The tokens of ``body``, of allowed kinds only."""
    tokens = _display_parser().parse(_readable(body))
    for token in tokens:
        for inner in token.children or []:
            inner.attrs.pop("title", None)  # text that only a mouse would find
    return tokens


def typed_text(body: str) -> str:
    """``body`` for a cell of a table, which nobody reads as Markdown: without the backslashes before signs."""
    return _ESCAPED.sub(r"\1", body.strip())


def _readable(body: str) -> str:
    # A character that nobody can see is shown as the sign for one.
    while found := unprintable(body):
        body = body.replace(body[found[0]], "\ufffd")
    return body


def check_body(body: str, path: str, first_line: int = 1, field: str = "body") -> list[Problem]:
    """What in ``body`` is not allowed; ``first_line`` is its line in the file, ``field`` the field that holds it."""
    if not body.strip():
        return [Problem(
            path, "The contribution has no text.", line=first_line, code="contribution.empty-body", field=field,
            expected="text below the second line of ---", action="Write what was said, in plain sentences.")]
    problems: list[Problem] = []

    def refuse(line: int, what: str, code: str, action: str, expected: str = _ALLOWED) -> None:
        problems.append(Problem(
            path, f"The text holds {what}.", line=line, code=f"contribution.{code}", field=field, expected=expected,
            action=action))

    if len(body) > MAX_BODY:
        problems.append(Problem(
            path, f"The text has {len(body):,} characters.", line=first_line, code="contribution.too-long", field=field,
            expected=f"at most {MAX_BODY:,} characters, about a thousand words",
            action="Shorten it, or split it into several contributions."))
        return problems
    _check_lines(body, first_line, refuse)
    _check_blocks(body, first_line, refuse)
    return problems


def _check_lines(body: str, first_line: int, refuse: Callable[..., None]) -> None:
    for number, line in enumerate(body.split("\n"), first_line):
        found = unprintable(line)
        if found:
            refuse(
                number, f"a character that cannot be seen, {found[1]} (character {found[0] + 1} of the line)",
                "unprintable", "Type the line anew, or paste it as plain text.", "characters that readers see")
        if stacked(line) is not None:
            refuse(number, f"more than {MOST_MARKS} accents or other marks on one letter", "stacked", "Take the marks out.",
                   "letters that do not cover the lines around them")
        for pattern, what in _MYST:
            match = pattern.search(line)
            if match:
                refuse(
                    number, f"what would be {what} in a chapter: '{match.group().strip()}'", "active-text",
                    "Say it in words. A contribution is text, not a chapter.")


def _check_blocks(body: str, first_line: int, refuse: Callable[..., None]) -> None:
    for token in _suspicious().parse(body):
        number = first_line + (token.map[0] if token.map else 0)
        if token.level > MAX_NESTING:
            refuse(number, "lists or quotations nested too deep", "nesting", "Use one or two levels.")
            break
        if token.type == "fence" and re.match(r"\s*\{", token.info):
            continue  # told as a directive above
        if token.type in _BLOCKS:
            code = "html" if token.type == "html_block" else "block"
            refuse(number, _BLOCKS[token.type], code, _remedy(token.type))
        if token.type == "inline":
            _check_inline(token, number, refuse)


def _check_inline(inline: Token, line: int, refuse: Callable[..., None]) -> None:
    for token in inline.children or []:
        tag = _LIKE_A_TAG.search(token.content) if token.type == "text" else None
        if token.type == "html_inline" or tag:
            seen = tag.group() if tag else token.content
            refuse(line, f"raw HTML: '{seen[:40]}'", "html", _remedy("html_block"))
        elif token.type == "image":
            refuse(line, f"an image: '{str(token.attrs.get('src', ''))[:60]}'", "image", "Describe in words what it shows.")
        elif token.type == "link_open" and not link_allowed(str(token.attrs.get("href", ""))):
            refuse(
                line, f"a link to '{str(token.attrs.get('href', ''))[:60]}'", "link",
                "Link to the full address, such as https://example.org/page, or take the link out.",
                "a link that begins with https://, http:// or mailto:")
        line += 1 if token.type in ("softbreak", "hardbreak") else token.content.count("\n")


def _remedy(kind: str) -> str:
    return {
        "html_block": "Take the tags out. To show a < as text, write \\< instead.",
        "heading_open": "Make it a sentence of its own. The book gives the heading from the title. "
        "Leave an empty line above a line of ---, or take that line out.",
        "code_block": "Take the spaces at the beginning of the line out.",
        "fence": "Say it in words.",
        "hr": "Leave an empty line instead.",
    }[kind]

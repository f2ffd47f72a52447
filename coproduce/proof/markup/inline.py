"""Markup in running text that had no effect: found in what the parser left as text.

Each search goes over a paragraph once: no pattern reads on past the sign that ends it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

# What stands in the text in place of tokens that are no text, from a range that no writing uses.
_ESCAPED, _CODE, _ROLE, _OTHER = "\ue000\ue001\ue002\ue003"
_STANDS_FOR = str.maketrans({_ESCAPED: "\\…", _CODE: "`…`", _ROLE: "{…}`…`", _OTHER: "…"})


@dataclass(frozen=True)
class Kind:
    """A kind of markup without effect: ``code`` for messages, the pattern, why, and what to write instead.

    ``holds`` is looked for in what the pattern found.
    """

    code: str
    pattern: re.Pattern[str]
    what: str
    instead: str
    holds: re.Pattern[str]


@dataclass(frozen=True)
class MarkupMatch:
    """``seen`` is what stands there; ``line`` counts from 0 within the paragraph."""

    code: str
    line: int
    seen: str
    what: str
    instead: str


def _kind(code: str, pattern: str, what: str, instead: str, holds: str = "") -> Kind:
    return Kind(code, re.compile(pattern, re.MULTILINE), what, instead, re.compile(holds))


_AS_TYPED = "has no effect and is shown as it is typed"
_NO_ROLE = "is no role"
#: In this order: what one has found, those after it do not see.
KINDS: tuple[Kind, ...] = (
    _kind("formula", rf"\$\$[^$\n]*(?:\$\$)?|\$[{_OTHER}]+\$|\$[ \t][^$\n{_ESCAPED}]*[\\^_=][^$\n{_ESCAPED}]*\$", "is no formula here",
          "$x^2$ in a line, without blanks directly inside; $$ above and below a formula on lines of its own"),
    _kind("directive", r"^:{1,}[ \t]*\{[\w:-]*\}.*|^\.\. ?[\w-]+::.*", "opens no box",
          "three signs or more, ‘:::{name}’ or ‘```{name}’, alone at the beginning of a line"),
    _kind("role", rf"\{{[A-Za-z][\w:.+-]*\}}[ \t]*(?:{_CODE}|[`'‘’´\"“”][^`'‘’´\"“”{{}}\n]{{0,80}}[`'‘’´\"“”]?)", _NO_ROLE,
          "the name in braces and, directly after it, the content between grave accents: {value}`name`"),
    _kind("role", rf"{_CODE}\{{[A-Za-z][\w:.+-]*\}}|(?<![\w:.+-]):[A-Za-z][\w:.+-]*:{_CODE}", _NO_ROLE,
          "the name in braces before the content: {value}`name`"),
    _kind("substitution", r"\{\{[^{}\n]*\}?\}?|\{[%<][^{}\n]*\}?", "is not replaced by anything",
          "a registered number, {value}`name`, or the words themselves"),
    _kind("attributes", r"\{[.#:][^{}\n]*\}", _AS_TYPED,
          "for an address to link to, ‘(name)=’ on a line of its own above; looks are the book’s"),
    _kind("latex", r"\\[A-Za-z]+\*?(?:[\[{][^\[\]{}\n]*[\]}])*", "is LaTeX, " + _AS_TYPED,
          "{source}`id` to cite, {numref}`name` to refer, Markdown for the rest"),
    _kind("footnote", r"\[\^[^\[\]\n]*\]", "names no footnote of this page",
          "a line ‘[^name]: The note.’ on the page with the same name"),
    _kind("footnote", r"\^\[", "begins no footnote", "[^name] here, and ‘[^name]: The note.’ on a line of its own"),
    _kind("alert", r"^\[![A-Za-z]+\].*|^(?:!!!|\?\?\?)\+? ?\w.*", _AS_TYPED, "a box: ‘:::{note}’, the text, and ‘:::’"),
    _kind("wiki-link", r"!?\[\[[^\[\]\n]*\]?\]?", "is no link here", "[words](page.md)"),
    _kind("task", r"^\[[ xX]?\](?=\s).*", "is no box to tick", "an item of a list without it"),
    _kind("link", r"(?:\[[^\[\]\n]*|^[^\[\]\n]*)\][ \t]*\((?:https?:|mailto:|www\.|#|/|\.\./?)[^()\n]*\)?", "is no link",
          "[words](address), without a blank between, and <address> in angle brackets if it holds blanks"),
    _kind("link", r"(?:\[[^\[\]\n]*)\](?:[ \t]*\([^()\s]+\.(?:md|html?|pdf|csv)[^()\n]*\)?|\([^()\n]*\)?)", "is no link",
          "[words](address), without a blank between, and <address> in angle brackets if it holds blanks"),
    _kind("link", r"\[[^\[\]\n]*\]\[[^\[\]\n]*\]", "is no link: the page gives no address for it",
          "[words](address), or a line ‘[name]: address’ on the page"),
    _kind("link", r"\([^()\n]*\)\[(?:https?:|[^\[\]\s]+\.md)[^\[\]\n]*\]", "is no link",
          "[words](address): the words first, in square brackets"),
    _kind("link", rf"{_CODE}__?(?!\w)", "is no link", "[words](address)"),
    _kind("abbreviation", r"^\*\[[^\[\]\n]*\]:.*", "explains nothing", "a term of the glossary, {term}`word`"),
    _kind("braces", r"\{[^{}\n]{0,40}\}?", _AS_TYPED, "{name}`content` for a role of the book"),
    _kind("struck", r"~~[^~\n]*(?:~~)?", "is not struck through", "the text that holds, without what it replaces"),
    _kind("subscript", rf"~[^\s~{_ESCAPED}]+~", "is not set lower", "{sub}`text`"),
    _kind("marked", r"(?<!=)==(?=[^\s=])[^=\n]*(?:==)?", "is not marked", "**text** for what matters"),
    _kind("inserted", r"(?<![\w+])\+\+(?=\w)[^+\n]*(?:\+\+)?", "is not marked as new", "the text that holds"),
    _kind("superscript", rf"\^[^\s^{_ESCAPED}]+\^|(?<=\w)\^[\w(+−-]+", "is not set higher", "{sup}`text`"),
    _kind("emoji", r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])", "is no picture", "words"),
    _kind("entity", r"&#?[A-Za-z0-9]+;", "is no character that HTML names", "the character itself"),
    _kind("table", r"^\+(?=[-=:+]*[-=:]{2})[-=:+]+\+?[ \t]*$|^\|.*|^.*\|[ \t]*:?-{3,}.*", "is no table that the book reads",
          "a table of lines ‘| cell | cell |’ with ‘|---|---|’ below the first, with as many columns as that line"),
    _kind("definition", r"^:[ \t]+\S.*", "defines nothing", "the term alone on the line above"),
    _kind("target", r"^\([\w.-]+\)[ \t]*=[ \t]*$", "is no target", "‘(name)=’ without a blank, with an empty line above"),
    _kind("fence", r"^:{2,}[ \t]*$", "opens and closes nothing", "three colons, as many as the line that opens the box"),
    _kind("heading", r"^#{1,6}(?=[^\W\d]).*|^#{2,6}(?=[^\s#]).*", "is no heading", "a blank after the last #"),
    _kind("list", r"^[-+](?=[^\W\d]).*|^[•◦▪‣●○][ \t]*\S.*", "is no item of a list", "‘- ’ at the beginning of the line, with a blank"),
    _kind("emphasis", r"(?<![*\w])\*{2,3}(?=[^\W\d])[^*\n]*\*{0,3}|(?<![_\w])__(?=[^\W\d])[^_\n]*(?:__)?"
          r"|(?<!\*)\*\* [^*\n]+ \*\*(?=[\s.,;:)]|$)", "is not set off", "**text** without blanks inside, opened and closed"),
    _kind("code", r"`[^`\n]*", "is a grave accent that nothing closes", "as many grave accents after the text as before it"),
    _kind("citation", r"(?<!\w)\[[^\[\]\n]*\]", "cites nothing", "{source}`id`", holds=r"(?<!\w)@[\w:]"),
    _kind("address", r"\bhttps?://[^\s<>()]+|\bwww\.[^\s<>()]+", "is an address that nobody can follow",
          "<address> in angle brackets, or [words](address)"),
)


def without_effect(children: Sequence["Token"]) -> Iterator[MarkupMatch]:
    """What in a paragraph, given as its inline tokens, had no effect."""
    text = visible_text(children)
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
    for kind in KINDS:
        cut: list[tuple[int, int]] = []
        for match in kind.pattern.finditer(text):
            seen = match.group()
            if not kind.holds.search(seen):
                continue
            cut.append(match.span())
            if kind.code == "table" and len(cut) > 1:
                continue  # told by its first line
            yield MarkupMatch(kind.code, bisect_right(starts, match.start()) - 1, seen.translate(_STANDS_FOR), kind.what, kind.instead)
        if cut:
            text = _blanked(text, cut)


def visible_text(children: Sequence["Token"]) -> str:
    """What readers see of a paragraph as text, with one sign in place of each piece that is something else."""
    parts: list[str] = []
    in_link = 0
    for child in children:
        if child.type == "text":
            parts.append(child.content.replace("://", ":\ue003").replace("www.", "www\ue003") if in_link else child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type in ("link_open", "link_close"):
            in_link += child.nesting
        elif child.type == "text_special":
            # A backslash before a letter escapes nothing.
            parts.append(child.content if len(child.content) == 2 and child.content[0] == "\\" else _ESCAPED)
        elif child.type == "code_inline":
            parts.append(_CODE)
        elif child.type == "myst_role":
            parts.append(_ROLE)
        elif child.nesting == 0:
            # A tag or a picture may go on for lines.
            parts.append(_OTHER + "\n" * child.content.count("\n"))
    return "".join(parts)


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], _OTHER * (end - start)]
        at = end
    return "".join([*parts, text[at:]])

r"""Macros of TeX's mathematics, put in their places: those of MathJax's settings, and ``\newcommand`` and its like in formulas.

Pandoc reads each formula for itself and knows no macro that another one, or a setting, has made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: How often macros may stand in macros, and how long a formula may become.
_ROUNDS, _MOST_CHARACTERS = 12, 20_000
_NAME = re.compile(r"\\([A-Za-z]+)\*?|\\(.)", re.DOTALL)
_NAMED = r"\*?\s*(?:\{\s*\\([A-Za-z]+)\s*\}|\\([A-Za-z]+))\s*"
_COMMAND = re.compile(r"\\(?:newcommand|renewcommand|providecommand)" + _NAMED + r"(?:\[(\d)\]\s*)?(?:\[([^\]]*)\]\s*)?(?=\{)")
_OPERATOR = re.compile(r"\\DeclareMathOperator(\*?)\s*(?:\{\s*\\([A-Za-z]+)\s*\}|\\([A-Za-z]+))\s*(?=\{)")
_DEF = re.compile(r"\\def\s*\\([A-Za-z]+)\s*((?:#\d)*)\s*(?=\{)")


@dataclass(frozen=True)
class Macro:
    """``body`` with ``#1`` to ``#9`` for what follows its name; ``default`` stands for the first where none is given in brackets."""

    body: str
    arguments: int = 0
    default: str | None = None


def macros_of(settings: Any) -> dict[str, Macro]:
    """The macros of MathJax's settings: names with a text, or with a list of text, number of arguments, and default."""
    tex = settings.get("tex") if isinstance(settings, Mapping) else None
    given = tex.get("macros") if isinstance(tex, Mapping) else None
    found = {}
    for name, value in given.items() if isinstance(given, Mapping) else ():
        parts = value if isinstance(value, list) else [value]
        count = parts[1] if len(parts) > 1 and isinstance(parts[1], int) else 0
        found[str(name).lstrip("\\")] = Macro(str(parts[0]), count, str(parts[2]) if len(parts) > 2 else None)
    return found


def defined_in(text: str) -> tuple[dict[str, Macro], str]:
    """The macros that a formula defines, and the formula without the definitions."""
    found: dict[str, Macro] = {}
    for pattern, made in ((_COMMAND, _command), (_OPERATOR, _operator), (_DEF, _def)):
        while match := pattern.search(text):
            body, end = braced(text, match.end())
            name, macro = made(match, body)
            found[name] = macro
            text = text[:match.start()] + text[end:]
    return found, text


def _command(match: re.Match[str], body: str) -> tuple[str, Macro]:
    return match[1] or match[2], Macro(body, int(match[3] or 0), match[4])


def _operator(match: re.Match[str], body: str) -> tuple[str, Macro]:
    return match[2] or match[3], Macro(rf"\operatorname{match[1]}{{{body}}}")


def _def(match: re.Match[str], body: str) -> tuple[str, Macro]:
    return match[1], Macro(body, match[2].count("#"))


def expanded(text: str, macros: Mapping[str, Macro]) -> str:
    """The formula with what macros stand for; as it was, if they lead into each other without end."""
    made = text
    for _ in range(_ROUNDS):
        following = _once(made, macros)
        if following == made:
            return made
        if len(following) > _MOST_CHARACTERS:
            return text
        made = following
    return text


def _once(text: str, macros: Mapping[str, Macro]) -> str:
    parts, at = [], 0
    while match := _NAME.search(text, at):
        macro = macros.get(match[1] or "")
        if macro is None:
            parts.append(text[at:match.end()])
            at = match.end()
            continue
        parts.append(text[at:match.start()])
        given, at = _arguments(text, match.end(1), macro)
        body = macro.body
        for number in range(macro.arguments, 0, -1):
            body = body.replace(f"#{number}", given[number - 1])
        # The last name of what stands there now does not run into a letter that follows.
        parts.append(body + (" " if re.search(r"\\[A-Za-z]+$", body) and text[at:at + 1].isalpha() else ""))
    return "".join(parts) + text[at:]


def _arguments(text: str, at: int, macro: Macro) -> tuple[list[str], int]:
    given: list[str] = []
    if macro.default is not None and macro.arguments:
        bracket = re.compile(r"\s*\[([^\]]*)\]").match(text, at)
        given.append(bracket[1] if bracket else macro.default)
        at = bracket.end() if bracket else at
    while len(given) < macro.arguments:
        at += len(text[at:]) - len(text[at:].lstrip())
        if text[at:at + 1] == "{":
            argument, at = braced(text, at)
        else:
            found = _NAME.match(text, at)
            end = found.end() if found else min(at + 1, len(text))
            argument, at = text[at:end], end
        given.append(argument)
    return given, at


def braced(text: str, at: int) -> tuple[str, int]:
    """What stands in the braces that open at ``at``, and where they have closed."""
    depth, place = 0, at
    while place < len(text):
        sign = text[place]
        if sign == "\\":
            place += 1
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                return text[at + 1:place], place + 1
        place += 1
    return text[at + 1:], len(text)

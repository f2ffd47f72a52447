"""Which question or answer a text means, however it was typed or exported.

Forms change spaces, quotation marks and capitals on the way; several choices
arrive in one cell, joined by semicolons or commas, and a label may hold a comma
of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from coproduce.contributions.lookalikes import plain_text
from coproduce.ground.suggestions import nearest as likest

_SINGLE, _DOUBLE = "\u2018\u2019\u201a\u201b\u2032\u00b4`", "\u201c\u201d\u201e\u2033\u00ab\u00bb"
_QUOTES = str.maketrans(_SINGLE + _DOUBLE, "'" * len(_SINGLE) + '"' * len(_DOUBLE))
_JOIN = re.compile(r"\s*[;,\n|]\s*")


def key(text: str) -> str:
    """``text`` without what does not tell two questions or answers apart.

    Case, kinds and number of spaces, kinds of quotation marks and dashes, and
    the marks at the end of a question.
    """
    return _soft(text).strip(" .:?*!\"'")


def _soft(text: str) -> str:
    if text.isascii():
        return " ".join(text.replace("`", "'").casefold().split())
    # Quotation marks first: plain_text takes a prime for its compatibility form.
    return " ".join(plain_text(text.translate(_QUOTES)).text.casefold().split())


def nearest(text: str, known: Iterable[str]) -> str:
    """The one of ``known`` that ``text`` was probably meant to be, or ""."""
    keys = {key(label): label for label in known}
    found = likest(key(text), keys, cutoff=0.5)
    return keys[found[0]] if found else ""


class Choices:
    """The answers to choose from, and what each stands for."""

    def __init__(self, meanings: Mapping[str, str]):
        self.labels = tuple(meanings)
        self._meaning = {key(label): meaning for label, meaning in meanings.items()}
        longest_first = sorted(self._meaning, key=len, reverse=True)
        # A label counts only where an answer begins, and up to where one ends.
        self._label = re.compile(
            rf"({'|'.join(map(re.escape, longest_first)) or '(?!)'})[ .:?*!\"']*(?=[;,\n|]|$)"
        )

    def one(self, text: str) -> str | None:
        """What ``text`` stands for, or None if it is not one of the answers."""
        return self._meaning.get(key(text))

    def several(self, text: str) -> tuple[list[str], list[str]]:
        """What the joined answers in ``text`` stand for, and those not known."""
        whole = self.one(text)
        if whole is not None:
            return [whole], []
        found: list[str] = []
        unknown: list[str] = []
        rest = "\n".join(_soft(line) for line in text.splitlines())
        while rest := rest.lstrip(" ;,\n|"):
            label = self._label.match(rest)
            if label:
                found.append(self._meaning[label.group(1)])
                rest = rest[label.end() :]
            else:
                part = _JOIN.split(rest, maxsplit=1)
                unknown.append(part[0])
                rest = part[1] if len(part) > 1 else ""
        return list(dict.fromkeys(found)), [_as_typed(part, text) for part in unknown]


def _as_typed(part: str, text: str) -> str:
    """``part`` as it stands in ``text``, as far as it can still be found there."""
    found = re.search(re.escape(part), text, re.IGNORECASE)
    return found.group() if found else part

"""What a search for personal data looks for: a value's form, and the words that must stand beside it.

A date is nobody's until "born" stands before it, ten digits are until "NHS" does. So a
:class:`Pattern` has the form of the value, and apart from it the words before and after:
whatever form and whatever words can then meet. Browsers search with the same ones
(:mod:`coproduce.intake.browser_scan`).

A form reads a bounded number of characters from where it begins, and words are looked for
within :data:`WINDOW`: the time of a search grows with the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from coproduce.contributions.lookalikes import plain_text

#: How many characters before and after a value are read for words.
WINDOW = 64
#: The end of a text, written so that Python and browsers read it alike.
END = r"(?!.|\n)"

#: The gate of patterns whose every match holds a digit.
ANY_DIGIT = re.compile(r"\d")
#: For classes: letters of ASCII and, roughly, of other scripts.
LETTERS = "\\w\u00c0-\u1fff\u2c00-\ufdff"

Span = tuple[int, int]
Check = Callable[[re.Match], Iterable[Span]]


@dataclass(frozen=True)
class Pattern:
    """A value's form and its surroundings.

    Where ``before`` or ``after`` is given, one of them has to match the text that ends
    where the value begins, or begins where it ends; ``unless_before`` and
    ``unless_after`` must not. A match that holds ``never`` is passed over. ``check``
    names the function that says which spans of a match count, "" for the whole. ``gate``
    saves time: it is in every text that holds a match.
    """

    value: re.Pattern
    check: str = ""
    before: re.Pattern | None = None
    after: re.Pattern | None = None
    unless_before: re.Pattern | None = None
    unless_after: re.Pattern | None = None
    never: re.Pattern | None = None
    gate: re.Pattern | None = None

    def spans(self, text: str, checks: dict[str, Check]) -> Iterator[Span]:
        """Where ``text`` holds it; after a match that does not count, from the next sign on."""
        at = 0 if self.gate is None or self.gate.search(text) else len(text) + 1
        while match := self.value.search(text, at):
            at = match.start() + 1
            if self.never and self.never.search(match.group()):
                at = match.end()
            elif self._surrounded(text, *match.span()):
                for start, end in checks[self.check](match) if self.check else (match.span(),):
                    at = max(at, end)
                    yield start, end

    def _surrounded(self, text: str, start: int, end: int) -> bool:
        before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
        if _matches(self.unless_before, before) or _matches(self.unless_after, after):
            return False
        return not (self.before or self.after) or _matches(self.after, after) or _matches(self.before, before)


def _matches(pattern: re.Pattern | None, window: str) -> bool:
    return pattern is not None and pattern.search(window) is not None


def words(*listed: str) -> str:
    """One alternative for each word of ``listed``, as it reads in plain text, with and without its accents.

    The longest come first; regular expressions may stand in them.
    """
    return "|".join(sorted(_forms(listed), key=lambda word: (-len(word), word)))


def starts(*listed: str) -> str:
    """What one of the :func:`words` of ``listed`` begins with: two letters, as one alternative for each first one.

    Looked for ahead of many words, it passes over most places of a text at the price of two letters.

    Raises:
        ValueError: A word does not begin with two letters that must be there.
    """
    seconds: dict[str, set[str]] = {}
    for form in _forms(listed):
        if len(form) < 2 or not form[:2].isalpha() or form[2:3] in ("?", "*", "{"):
            raise ValueError(f"does not begin with two letters: {form}")
        seconds.setdefault(form[0], set()).add(form[1])
    return "|".join(f"{first}[{''.join(sorted(seconds[first]))}]" for first in sorted(seconds))


def _forms(listed: Iterable[str]) -> set[str]:
    return {form for text in listed for word in text.split() for form in _spellings(word)}


def _spellings(word: str) -> Iterator[str]:
    word = word.replace("_", " ")
    yield plain_text(word).text
    yield plain_text(unicodedata.normalize("NFD", word).replace("ł", "l").replace("ı", "i")).text


_WORD_SIGN = re.compile(r"\\b|\\w|\\.|\[(?:\\.|[^\]\\])*\]")


def compiled(pattern: str, any_case: bool = True) -> re.Pattern:
    """``pattern``, for texts in any case unless ``any_case`` is false.

    Letters and edges of words are those of ASCII, as they are in browsers: there, classes of all of
    Unicode's letters take seconds to compile. Case is that of all letters in both.
    """
    return re.compile(_WORD_SIGN.sub(_of_ascii, pattern), re.IGNORECASE if any_case else 0)


def _of_ascii(found: re.Match) -> str:
    sign = found.group()
    return f"(?a:{sign})" if sign in (r"\b", r"\w") or (sign[0] == "[" and r"\w" in sign) else sign


def union(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)

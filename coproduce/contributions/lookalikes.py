"""Text made plain for a search, with the way back to where each character stood.

People write an address or a number with odd spaces, full-width digits or
letters of another alphabet, by accident or to get past a filter.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

# Letters of other alphabets that look like Latin ones: the pairs that occur in
# UTS 39 (Unicode security mechanisms) for basic Latin letters and digits.
ALIKE = str.maketrans(
    "АВЕЗКМНОРСТХУІЈЅԌԛԝаеорсухіјѕԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαινρυıİ",
    "ABE3KMHOPCTXYIJSGqwaeopcyxijsdhABEZHIKMNOPTYXoaivpuiI",
)
#: What is read as a hyphen.
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00ad"

#: Stands for a sign outside of Unicode's first plane.
NO_LETTER = "\ufffd"

_SPACES = str.maketrans("\t\r\f\v", "    ")


@dataclass(frozen=True)
class PlainText:
    """``text`` in plain characters; ``origin[i]`` is where its i-th character stood."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stood in the original."""
        return self.origin[start], self.origin[end - 1] + 1


def plain_text(original: str) -> PlainText:
    """``original`` with look-alikes, odd spaces, dashes and digits made plain.

    Compatibility forms are resolved (NFKC), characters without width dropped,
    digits of any script become 0 to 9, every kind of space but the line feed a
    space, every kind of dash a hyphen. Of several spaces one is kept. Signs that
    browsers count as two become one that stands for them.
    """
    if original.isascii() and "  " not in (spaced := original.translate(_SPACES)):
        return PlainText(spaced, range(len(original)))  # as most texts are: the same characters in the same places
    out: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(original):
        if character.isascii():
            plain = " " if character in "\t\r\f\v" else character
        elif character in DASHES:
            plain = "" if character == "\u00ad" else "-"
        elif unicodedata.category(character) in ("Cf", "Mn", "Me"):
            plain = ""
        else:
            folded = unicodedata.normalize("NFKC", character).translate(ALIKE)
            plain = "".join(_plain_character(c) for c in folded)
        if plain == " " and out and out[-1] == " ":
            continue
        if not plain:
            continue
        out.append(plain)
        origin.extend([position] * len(plain))
    return PlainText("".join(out), tuple(origin))


def _plain_character(character: str) -> str:
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    if unicodedata.category(character).startswith("Z"):
        return " "
    if ord(character) > 0xFFFF:
        return NO_LETTER
    return "-" if character in DASHES else character


class Lines:
    """Where the lines of a text begin, to tell line and column of any number of places in it."""

    def __init__(self, text: str):
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, position: int) -> tuple[int, int]:
        """Line and column, both from 1, of ``position``."""
        line = bisect_right(self._starts, position)
        return line, position - self._starts[line - 1] + 1

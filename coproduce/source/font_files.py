"""Font files that people put into a report's folder: read, and refused where a book or a PDF could not hold them."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.checksums import checksum_of
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_input
from coproduce.ground.size_limits import FONT

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

#: How files begin that hold a font, and others that people take for one.
_FONT = (b"\x00\x01\x00\x00", b"true", b"OTTO")
_OTHERS = {b"wOFF": "a web font (WOFF)", b"wOF2": "a web font (WOFF2)", b"ttcf": "a collection of several fonts"}
_WHOLE = "a whole font: TrueType or OpenType"
_AGAIN = "Fetch the file again from where the font comes from, and take one that ends with .ttf if there is."
#: What a font may forbid (bits of OS/2 fsType).
_RESTRICTED, _LESS_RESTRICTED = 0x0002, 0x000C
_FORBIDDEN = {0x0100: "must not be embedded in part", 0x0200: "may be embedded only as pictures"}
#: Names of a font (OpenType, ``name``): the family, and the one of all its weights.
_FAMILIES = (16, 1)

Wording = Callable[[str, str, str], Problem]


@dataclass(frozen=True)
class FontFile:
    """A font file, called ``name`` in messages, of the family that it says.

    ``weights`` are the lightest and the heaviest that it has (1 to 1000), the same one twice if it has one only.
    ``axes`` of a variable font by their tags, each with its least and its greatest value.
    ``embedding`` is its fsType, ``forbids`` what of our use that rules out, in words.
    """

    name: str
    family: str
    weights: tuple[int, int]
    axes: Mapping[str, tuple[float, float]] = field(hash=False)
    italic: bool
    embedding: int
    checksum: str
    letters: frozenset[str] = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def forbids(self) -> str:
        """What the font forbids and we would do; "" if nothing. Of several permissions the widest counts."""
        if self.embedding & _RESTRICTED and not self.embedding & _LESS_RESTRICTED:
            return "must not be embedded"
        return next((what for bit, what in _FORBIDDEN.items() if self.embedding & bit), "")


def read_font(path: Path, name: str, wrong: Wording) -> FontFile:
    """The font at ``path``, which messages call ``name``; ``wrong`` words a problem of message, expectation and advice.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if it is no font that is used here.
    """
    if (size := path.stat().st_size) > FONT:
        raise ProblemsFound([wrong(f"the font ‘{name}’ has {size:,} bytes", f"at most {FONT:,} bytes",
                                   "Take one with fewer scripts: what it has no letter for keeps the report’s other faces.")])
    content = read_input(path, name)
    if content[:4] not in _FONT:
        what = f"is {_OTHERS[content[:4]]}" if content[:4] in _OTHERS else "holds no font"
        raise ProblemsFound([wrong(f"the font ‘{name}’ {what}", _WHOLE, _AGAIN)])
    try:
        return _read(content, name)
    except _Refused as error:
        raise ProblemsFound([wrong(f"the font ‘{name}’ {error}", _WHOLE, _AGAIN)]) from None


class _Refused(Exception):
    """Why a font is not used, as words that follow its name."""


def _read(content: bytes, name: str) -> FontFile:
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False)
        if any(entry.offset + entry.length > len(content) for entry in font.reader.tables.values()):
            raise _Refused("is cut off")
        _stop_at_odd_outlines(font)
        letters, style = frozenset(map(chr, font.getBestCmap() or ())), font["OS/2"]
        family = next(filter(None, map(font["name"].getDebugName, _FAMILIES)), "")
        axes = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in font["fvar"].axes} if "fvar" in font else {}
        weights = axes.get("wght", (style.usWeightClass, style.usWeightClass))
        italic = bool(style.fsSelection & 0x01 or font["head"].macStyle & 0x02)
        embedding = style.fsType
    except _Refused:
        raise
    except Exception as error:  # fontTools answers damage with whatever comes up
        raise _Refused(f"cannot be read: {_reason(error)}") from error
    if not letters:
        raise _Refused("does not say which letters it holds (no table of Unicode)")
    if not family.strip():
        raise _Refused("does not say what it is called")
    low, high = (min(1000, max(1, round(weight))) for weight in weights)
    return FontFile(name, " ".join(family.split()), (low, high), axes, italic, embedding, checksum_of(content),
                    letters, content)


def _stop_at_odd_outlines(font: "TTFont") -> None:
    """Outlines of PostScript are good in one kind: of the others checkers of PDF/UA misread the widths, or a PDF holds none."""
    if "glyf" in font:
        return
    if "CFF " not in font:
        raise _Refused("has outlines of a new kind (CFF2)" if "CFF2" in font else "has no outlines")
    if hasattr(font["CFF "].cff.topDictIndex[0], "ROS"):
        raise _Refused("has outlines by number (CID), of which checkers of PDFs misread the widths")


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it lacks the table {error}"
    return "a table is damaged" if isinstance(error, struct.error | AssertionError) or not str(error) else str(error)

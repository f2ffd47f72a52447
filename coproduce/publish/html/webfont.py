"""The report's faces as small web fonts: one for text, one for titles."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from coproduce.charts.fonts import files_of
from coproduce.ground.checksums import checksum, checksum_of
from coproduce.ground.file_cache import Step, StepCache, user_cache

# Basic Latin, Latin-1, Latin Extended-A and the punctuation of English prose:
# British and Irish names and the languages of western and central Europe.
_RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x2009, 0x2014), (0x2018, 0x2026))
_SINGLE = (0x202F, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265)
#: The code points that a web font has.
LETTERS = frozenset(_SINGLE).union(*(range(first, last + 1) for first, last in _RANGES))
_FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum"]
_NAMES_OF_THE_FONT = (1, 3, 4, 6, 16, 25)


@dataclass(frozen=True)
class Face:
    """A face to cut: ``file`` in the fonts of ``package``, served under ``served``.

    ``fixed`` pins axes of a variable font. ``name`` is what the cut font calls
    itself: the licence (OFL 1.1) reserves "Source" for the unchanged font.
    """

    package: str
    file: str
    served: str
    name: str
    fixed: tuple[tuple[str, float], ...] = ()


#: Text in all weights (about 40 kB), and titles in the one weight they are set in,
#: drawn for large sizes (about 20 kB): the faces of the PDF.
FACES = (
    Face("fontpkg_source_sans_3", "SourceSans3[wght].ttf", "report-sans.woff2", "Report Sans"),
    Face("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", "report-serif.woff2", "Report Serif",
         (("opsz", 32), ("wght", 600))),
)


@dataclass(frozen=True)
class SubsetOptions:
    """What of a font is served: the part with these ``letters`` (code points), which calls itself ``name``.

    ``fixed`` pins axes of a variable font, at its default where it says None.
    """

    letters: frozenset[int]
    name: str
    fixed: tuple[tuple[str, float | None], ...] = ()


def web_fonts() -> dict[str, bytes]:
    """The Latin part of each face as WOFF2, by the name it is served under.

    Kept for this user, because cutting takes a second or two. Raises ``OSError``
    if no folder can be written.
    """
    return {
        face.served: cached_subset(face.served, (files_of(face.package) / face.file).read_bytes(),
                                   SubsetOptions(LETTERS, face.name, face.fixed))
        for face in FACES
    }


def cached_subset(served: str, font: bytes, how: SubsetOptions) -> bytes:
    """A part of a font as WOFF2, to be served under the name ``served``; kept for this user. Raises as :func:`web_fonts` does."""
    # Other versions of the tools write other bytes.
    parts = {"font": checksum_of(font), "code": checksum(Path(__file__)), "cut": f"{sorted(how.letters)} {how.name} {how.fixed}"}
    parts |= {name: version(name) for name in ("fonttools", "brotli")}
    # Reports with other versions keep theirs here too.
    name = f"{served}-{checksum_of(repr(parts))[:16]}"
    return StepCache(user_cache() / "web-fonts").get_or_make(Step(name, parts), lambda: _subset(font, how))


def _subset(font: bytes, how: SubsetOptions) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # tells of every table it cuts
    options = subset.Options(flavor="woff2", hinting=False, layout_features=_FEATURES, name_IDs=["*"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=how.letters)
    with TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False) as part:
        cutter.subset(part)
        if how.fixed:
            instantiateVariableFont(part, dict(how.fixed), inplace=True)
        for record in part["name"].names:
            if record.nameID in _NAMES_OF_THE_FONT:
                record.string = how.name.replace(" ", "") if record.nameID == 6 else how.name
        part.flavor = "woff2"
        made = io.BytesIO()
        part.save(made)
    return made.getvalue()

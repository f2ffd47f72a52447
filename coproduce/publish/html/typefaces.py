"""The publisher's own typefaces in the web edition, cut and served as the faces that it has without them.

A face of the publisher's and the machinery's own make one family in the style sheet: which letters come out of which
file stands in ``unicode-range``, so that a page fetches the second only where it has a sign that the first lacks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.ground.language_tags import language
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.publish.html.webfont import FACES, LETTERS, SubsetOptions, cached_subset
from coproduce.source.typefaces import TITLES

if TYPE_CHECKING:
    from coproduce.source.font_files import FontFile
    from coproduce.source.settings import Settings
    from coproduce.source.typefaces import Typeface

#: What a cut face calls itself: a licence may reserve the font's own name for the whole font.
TEXT_FAMILY, TITLES_FAMILY = "Report Text", "Report Titles"
#: The size (``opsz``) for which letters of titles are drawn, as in the machinery's own.
_LARGE = 32
_AFTER = {TEXT_FAMILY: '"Report Fallback", system-ui, sans-serif', TITLES_FAMILY: '"Report Serif Fallback", Georgia, serif'}
_PROPERTY = {TEXT_FAMILY: "--report-sans", TITLES_FAMILY: "--report-serif"}
_OURS = dict(zip((TEXT_FAMILY, TITLES_FAMILY), (face.served for face in FACES), strict=True))


@dataclass(frozen=True)
class WebFace:
    """A face as pages load it: the file ``served``, cut out of ``font`` as ``cut`` says, for these CSS weights."""

    family: str
    served: str
    font: "FontFile"
    cut: SubsetOptions
    weights: str

    @property
    def style(self) -> str:
        return "italic" if self.font.italic else "normal"


def web_faces(settings: "Settings") -> list[WebFace]:
    """The publisher's faces as pages load them; none where the settings name none."""
    fonts = settings.look.fonts
    return [*(_text(fonts.text, settings.language) if fonts.text else ()),
            *(_titles(fonts.titles, settings.language) if fonts.titles else ())]


def files(settings: "Settings") -> dict[str, bytes]:
    """The cut faces by their names below ``_static``.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` naming each font that cannot be cut.
    """
    made, problems = {}, []
    for face in web_faces(settings):
        try:
            made[face.served] = cached_subset(face.served, face.font.content, face.cut)
        except OSError:
            raise
        except Exception as error:  # fontTools answers damage with whatever comes up
            problems.append(_damaged(face.font, error))
    if problems:
        raise ProblemsFound(problems)
    return made


def style_sheet(settings: "Settings") -> str:
    """The faces, and the properties by which all other style sheets name them; "" where the settings name none."""
    faces = web_faces(settings)
    families = dict.fromkeys(face.family for face in faces)
    return "\n".join([*(rule for face in faces for rule in _rules(face)), *(
        f':root {{ {_PROPERTY[family]}: "{family}", {_AFTER[family]}; }}' for family in families)])


def _text(typeface: "Typeface", code: str) -> Iterator[WebFace]:
    for font in typeface.faces:
        low, high = font.weights
        served = f"report-text-{low}{f'-{high}' if high > low else ''}{'-italic' if font.italic else ''}.woff2"
        pinned = tuple((axis, None) for axis in font.axes if axis != "wght" or high == low)
        weights = f"{low} {high}" if high > low else f"{low}"
        yield WebFace(TEXT_FAMILY, served, font, SubsetOptions(_letters(font, code), TEXT_FAMILY, pinned), weights)


def _titles(typeface: "Typeface", code: str) -> Iterator[WebFace]:
    """In the one weight that titles are set in, or what is nearest to it."""
    font = next(face for face in typeface.faces if not face.italic)
    wanted = {"wght": TITLES, "opsz": _LARGE}
    pinned = tuple((axis, min(max(wanted[axis], low), high) if axis in wanted else None) for axis, (low, high) in font.axes.items())
    yield WebFace(TITLES_FAMILY, "report-titles.woff2", font, SubsetOptions(_letters(font, code), TITLES_FAMILY, pinned), f"{TITLES}")


def _letters(font: "FontFile", code: str) -> frozenset[int]:
    """What of the font is served: what the machinery's own faces have, and all letters of the language's script."""
    from fontTools.unicodedata import script

    own = language(code).script
    return frozenset(ord(sign) for sign in font.letters if ord(sign) in LETTERS or (own != "Latn" and script(sign) == own))


def _rules(face: WebFace) -> Iterator[str]:
    both = f'font-family: "{face.family}"; font-weight: {face.weights}; font-style: {face.style}; font-display: optional'
    yield f'@font-face {{ {both}; src: url("{face.served}") format("woff2"); unicode-range: {ranges(face.cut.letters)}; }}'
    # A space, or a sign that is not seen, is worth no file.
    lacking = {letter for letter in LETTERS - face.cut.letters if unicodedata.category(chr(letter)) not in ("Zs", "Cf")}
    if lacking:
        yield f'@font-face {{ {both}; src: url("{_OURS[face.family]}") format("woff2"); unicode-range: {ranges(lacking)}; }}'


def ranges(letters: Iterable[int]) -> str:
    """Code points as CSS has them: "U+20-7E,U+A0"."""
    found: list[list[int]] = []
    for letter in sorted(letters):
        if found and letter == found[-1][1] + 1:
            found[-1][1] = letter
        else:
            found.append([letter, letter])
    return ",".join(f"U+{low:X}" + (f"-{high:X}" if high > low else "") for low, high in found)


def _damaged(font: "FontFile", error: Exception) -> Problem:
    return Problem(font.name, f"the font cannot be cut for the web: {type(error).__name__} {error}".rstrip(), code="config.fonts",
                   expected="a font whose tables are whole", action="Fetch the file again from where the font comes from, or take another.")

"""The publisher's own typefaces that ``_config.yml`` names: which files there are, and whether they will do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from coproduce.ground.interface_words import letters_of
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.yaml_file import YamlFile
from coproduce.source.font_files import FontFile, read_font
from coproduce.source.look_files import LookProblem, misplaced
from coproduce.source.paths import Paths

_ENDINGS = (".ttf", ".otf")
#: The heaviest weight (CSS: 400 is regular, 700 bold) that text is set in, and the lightest that stands out from it.
_TEXT_AT_MOST, _BOLD_AT_LEAST = 500, 600
#: The weight that titles are set in.
TITLES = 600
#: What every report is written in besides the letters of its language: signs of ASCII, which file names and addresses have too.
_BASIC = frozenset(map(chr, range(0x21, 0x7F)))
_FACES = "a variable font, or a list of files: regular and bold, and italic and bold italic if there are"
_NAME = {"type": "string", "pattern": r"^[^\x00-\x1f]{1,200}\Z"}

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "text": {**_NAME, "type": ["string", "array"], "items": _NAME, "minItems": 1, "maxItems": 12, "description":
                 "The face of text: a variable font, or a list of one file a style (regular, bold, italic, bold italic), each `.ttf` "
                 "or `.otf` in the folder of the pages. Without italic it is slanted."},
        "titles": _NAME | {"description":
                           "The face of titles: one file, a variable font or the style that titles are to have."},
    },
    "description": "Typefaces of the publisher's own. Whether their licence lets them be embedded and served is for the publisher to "
                   "know. What they have no letter for keeps the faces that reports have without them; charts and the spreadsheet "
                   "always do.",
}
#: What the keys should look like, where the schema does not say it in words.
HINTS = {"fonts": "‘text’ and ‘titles’, each with the name of a file", "titles": "the name of one file, such as book/fonts/Brand-Bold.ttf",
         "text": "the name of a variable font, or a list of names such as [book/fonts/Brand-Regular.ttf, book/fonts/Brand-Bold.ttf]"}


@dataclass(frozen=True)
class Typeface:
    """A family of faces; ``name`` is what its files call it."""

    name: str
    faces: tuple[FontFile, ...]

    @property
    def has_italic(self) -> bool:
        return any(face.italic for face in self.faces)

    @property
    def has_bold(self) -> bool:
        return any(face.weights[1] >= _BOLD_AT_LEAST for face in self.faces)


@dataclass(frozen=True)
class Typefaces:
    """The publisher's faces for text and for titles; None where a report has those that the machinery brings."""

    text: Typeface | None = None
    titles: Typeface | None = None

    def __bool__(self) -> bool:
        return bool(self.text or self.titles)


def check_typefaces(file: YamlFile, given: dict[str, Any], paths: Paths, language: str) -> tuple[Typefaces, list[Problem]]:
    """The typefaces of ``fonts`` in ``file``, for text in ``language``, and all that is wrong with them."""
    found: dict[str, Typeface] = {}
    problems: list[Problem] = []
    for key, names in given.items():
        fonts, wrong = _fonts(_Key(LookProblem(file, "config.fonts"), f"fonts.{key}"), names, paths, _BASIC | letters_of(language))
        problems += wrong
        if not wrong:
            found[key] = Typeface(fonts[0].family, tuple(fonts))
    return Typefaces(**found), problems


@dataclass(frozen=True)
class _Key:
    """A key below ``look``, and how problems of it are told."""

    problem_of: LookProblem
    name: str
    item: int | None = field(default=None)

    def problem(self, message: str, expected: str, action: str) -> Problem:
        return self.problem_of(self.name, message, expected, action, item=self.item)


def _fonts(key: _Key, names: str | list[str], paths: Paths, letters: frozenset[str]) -> tuple[list[FontFile], list[Problem]]:
    """The files that a key names, and all that is wrong with them, each for itself and together."""
    fonts, problems = [], list[Problem]()
    for place, name in enumerate([names] if isinstance(names, str) else names):
        its = _Key(key.problem_of, key.name, None if isinstance(names, str) else place)
        try:
            fonts.append(_font(its, name, paths, letters))
        except ProblemsFound as found:
            problems += found.problems
    return fonts, problems or list(_as_a_family(key, fonts))


def _font(key: _Key, name: str, paths: Paths, letters: frozenset[str]) -> FontFile:
    if wrong := misplaced(paths, name, "font"):
        raise ProblemsFound([key.problem(*wrong)])
    path = paths.root / name
    if path.suffix.lower() not in _ENDINGS:
        raise ProblemsFound([key.problem(
            f"the font ‘{name}’ is neither TrueType nor OpenType", "a file that ends with .ttf or .otf",
            "Take the file that is installed on computers: the book makes the one for the web out of it.")])
    font = read_font(path, paths.relative(path), key.problem)
    problems = []
    if font.forbids:
        problems.append(key.problem(
            f"the font ‘{name}’ says that it {font.forbids} (fsType {font.embedding:#06x})",
            "a font that may be embedded in part", "Ask who made it for a file that may be, or take another font."))
    if missing := "".join(sorted(letters - font.letters)):
        problems.append(key.problem(
            f"the font ‘{name}’ lacks {len(missing)} of the letters and signs that the report is written in: {_first_signs(missing)}",
            "all of ASCII, and the letters of the report’s language", "Take a font that has them."))
    if problems:
        raise ProblemsFound(problems)
    return font


def _first_signs(signs: str) -> str:
    return " ".join(signs[:20]) + (" …" if len(signs) > 20 else "")


def _as_a_family(key: _Key, fonts: list[FontFile]) -> Iterator[Problem]:
    """What is wrong with faces that are each good for themselves."""
    families = list(dict.fromkeys(font.family for font in fonts))
    if len(families) > 1:
        yield key.problem(f"these files are of {len(families)} families: {', '.join(families)}", "files of one family",
                        "Keep those of one.")
        return
    seen: dict[tuple[tuple[int, int], bool], str] = {}
    for font in fonts:
        style = font.weights, font.italic
        if style in seen:
            yield key.problem(f"‘{seen[style]}’ and ‘{font.name}’ are the same style", "one file a style", "Take one of them out.")
            return
        seen[style] = font.name
    upright = [font for font in fonts if not font.italic]
    if not upright:
        yield key.problem("there is no upright face, only an italic one", _FACES, "Add the upright one.")
    elif key.name == "fonts.text":
        if min(font.weights[0] for font in upright) > _TEXT_AT_MOST:
            yield key.problem("there is no regular face: all would be bold", _FACES, "Add the regular one.")
        if max(font.weights[1] for font in upright) < _BOLD_AT_LEAST:
            yield key.problem("there is no bold face: headings and what is stressed would look like all else", _FACES, "Add the bold one.")

"""The logo that ``_config.yml`` names: a harmless picture of one file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from coproduce.ground.checksums import checksum_of
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_input, read_text_input
from coproduce.ground.size_limits import LOGO, LOGO_DOTS, too_large
from coproduce.ground.yaml_file import YamlFile
from coproduce.source.look_files import LookProblem, misplaced
from coproduce.source.paths import Paths

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENDINGS = (".svg", ".png")
#: Elements that act, lead away, move, or look otherwise where a typeface is missing, with what to do about them.
_REFUSED = {
    "script": "holds a script", "a": "holds a link", "foreignobject": "holds a part that is no drawing",
    "text": "holds letters as text, and their typeface is not everywhere",
    "animate": "moves", "animatemotion": "moves", "animatetransform": "moves", "set": "moves",
}
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px|pt|mm|cm|in)?\s*\Z")
_NUMBERS = re.compile(r"[\s,]+")


@dataclass(frozen=True)
class Logo:
    """A picture and what it says. ``ratio`` is its width by its height."""

    ending: str
    alt: str
    ratio: float
    checksum: str
    content: bytes = field(repr=False)

    @property
    def file(self) -> str:
        """What it is called wherever it is shown."""
        return f"logo{self.ending}"


def check_logo(file: YamlFile, given: dict[str, Any], paths: Paths) -> tuple[Logo | None, list[Problem]]:
    """The logo of ``look`` in ``file``, None if there is none, and all that is wrong with it."""
    name, alt = given.get("logo", ""), given.get("logo_alt", "").strip()
    told = LookProblem(file, "config.logo")
    if not name:
        return None, [told("logo_alt", "‘logo_alt’ describes a logo, and there is none", "‘logo’ beside it",
                           "Name the picture, or delete this line.")] if alt else []
    problems = [] if alt else [told("logo", "the logo has no alternative text", "‘logo_alt’: what it says to those who do not see it",
                                    "Write it below, such as “Larkwell Tree Wardens”.")]
    path = paths.root / name
    ending = path.suffix.lower()
    if wrong := misplaced(paths, name, "logo"):
        return None, [*problems, told("logo", *wrong)]
    if ending not in _ENDINGS:
        return None, [*problems, told("logo", f"the logo ‘{name}’ is neither SVG nor PNG", "a file that ends with .svg or .png",
                                      "Save it in one of the two; SVG stays sharp at every size.")]
    try:
        content, ratio = _read(path, paths.relative(path), ending)
    except ProblemsFound as found:
        return None, [*problems, *found.problems]
    return Logo(ending, alt, ratio, checksum_of(content.hex()), content), problems


def _read(path: Path, name: str, ending: str) -> tuple[bytes, float]:
    """The picture and its width by its height; raises :class:`ProblemsFound`."""
    if problem := too_large(path, name, LOGO):
        raise ProblemsFound([problem])
    if ending == ".png":
        content = read_input(path, name)
        return content, _ratio_of_png(content, name)
    text = read_text_input(path, name)
    return text.encode(), _ratio_of_svg(text, name)


def _ratio_of_png(content: bytes, name: str) -> float:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            width, height = picture.size
            moves = getattr(picture, "n_frames", 1) > 1
            if width * height <= LOGO_DOTS:
                picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _refused(name, "this is no PNG that can be read", "a whole PNG") from error
    if moves:
        raise _refused(name, "the logo moves", "a picture that stands still")
    if width * height > LOGO_DOTS:
        raise _refused(name, f"the logo has {width:,} × {height:,} dots", f"at most {LOGO_DOTS:,} in all")
    return width / height


def _ratio_of_svg(text: str, name: str) -> float:
    from lxml import etree

    from coproduce.ground.outside_loads import loads_in_html  # not for chapters, which read settings too

    if "<!ENTITY" in text or "<?xml-stylesheet" in text:
        raise _refused(name, "this SVG names entities or a style sheet outside itself", "a drawing that is whole in itself")
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise _refused(name, f"this is no SVG that can be read: {error.msg}", "a whole SVG", error.lineno) from error
    if etree.QName(root).localname != "svg":
        raise _refused(name, "this is XML, and no SVG", "a drawing that begins with <svg>")
    if problems := [*_unsafe_elements(root, name), *(_problem(name, f"loads {load.address}", load.line) for load in loads_in_html(text))]:
        raise ProblemsFound(problems)
    width, height = size_of(root)
    if not (width > 0 and height > 0):
        raise _refused(name, "this SVG does not say how wide and high it is", "a viewBox such as \"0 0 120 40\"")
    return width / height


def _unsafe_elements(root: "_Element", name: str) -> Iterator[Problem]:
    from lxml import etree

    for element in root.iter(etree.Element):
        tag, line = etree.QName(element).localname.lower(), cast("int | None", element.sourceline)
        if tag in _REFUSED:
            yield _problem(name, _REFUSED[tag], line)
        for key, value in element.attrib.items():
            attribute = etree.QName(key).localname.lower()
            if attribute.startswith("on"):
                yield _problem(name, f"holds a script (‘{attribute}’)", line)
            if attribute == "href" and tag != "a" and not str(value).startswith("#"):
                yield _problem(name, "takes a part of it from another file", line)


def size_of(root: "_Element") -> tuple[float, float]:
    """How wide and how high a drawing is, in its own units; 0 for what it does not say."""
    box = _NUMBERS.split(str(root.get("viewBox", "")).strip())
    try:
        return float(box[2]), float(box[3])
    except (IndexError, ValueError):
        found = [_LENGTH.match(str(root.get(side, ""))) for side in ("width", "height")]
        width, height = (float(match[1]) if match else 0.0 for match in found)
        return width, height


def _problem(name: str, what: str, line: int | None) -> Problem:
    return Problem(name, f"the logo {what}", line=line, code="config.logo",
                   expected="a drawing that is whole in itself: shapes, without scripts, movement, text and other files",
                   action="Take it out; drawing programs turn text into shapes (“convert to paths”).")


def _refused(name: str, message: str, expected: str, line: int | None = None) -> ProblemsFound:
    return ProblemsFound([Problem(name, message, line=line, code="config.logo", expected=expected,
                                  action="Save the logo again, as SVG or PNG.")])

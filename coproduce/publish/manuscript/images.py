"""Pictures as files beside the manuscript."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from coproduce.ground.problems import Problem
from coproduce.publish.manuscript import picture_files
from coproduce.publish.manuscript.figures import alternative_text
from coproduce.publish.manuscript.finding import attribute, parent, tags
from coproduce.publish.manuscript.joining import page_of

_FOLDER = "images"
_VARIABLE = re.compile(r"var\(\s*--[\w-]+\s*,\s*([^()]+)\)")
_FAMILIES = re.compile(r'font-family="([^"]+)"')
_DATA = re.compile(r"^data:image/(svg\+xml|png|jpeg);base64,(.*)$", re.DOTALL)
_ENDINGS = {"svg+xml": "svg", "png": "png", "jpeg": "jpg"}


def gather(soup: BeautifulSoup, pictures: Mapping[str, Path | str], folder: Path) -> list[Problem]:
    """Write each picture into ``folder`` and point to it by a relative name.

    ``pictures`` are files, and drawings as SVG. Pictures in figures are named after the figure. An image outside a figure
    that has an empty ``alt`` is decoration and is left out.
    """
    problems = []
    (folder / _FOLDER).mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(tags(soup, "img", "svg"), start=1):
        if picture.name == "svg" and parent(picture, "svg") is not None:
            continue
        alt = alternative_text(picture)
        if not alt and parent(picture, "figure") is None:
            picture.decompose()
            continue
        figure = picture.find_parent("figure")
        name = (attribute(figure, "data-name") if figure is not None else "") or f"image-{number}"
        if picture.name == "svg":
            width = attribute(picture, "width")
            target = _write_svg(str(picture), folder, name)
            picture = _replace(soup, picture, width)
        else:
            target, problem = _copy(picture, pictures, folder, name)
            problems += [problem] if problem else []
        picture["src"], picture["alt"] = target, alt
    return problems


def _replace(soup: BeautifulSoup, svg: Tag, width: str) -> Tag:
    attributes = {"width": re.sub(r"[^\d.]", "", width)} if width else {}
    image = soup.new_tag("img", attrs=attributes)
    svg.replace_with(image)
    return image


def _write_svg(text: str, folder: Path, name: str) -> str:
    """A drawing that needs no style sheet: variables give way to their defaults."""
    if "xmlns=" not in text.partition(">")[0]:
        text = text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    # html.parser lower-cases attribute names; SVG's are case-sensitive.
    text = re.sub(r"\bviewbox=", "viewBox=", text)
    text = re.sub(r"\bpreserveaspectratio=", "preserveAspectRatio=", text)
    text = re.sub(r"<(/?)(clippath|lineargradient|radialgradient|textpath)\b", _camel, text)
    while _VARIABLE.search(text):
        text = _VARIABLE.sub(lambda match: match[1].strip(), text)
    text = _FAMILIES.sub(_quoted, text)
    target = f"{_FOLDER}/{name}.svg"
    (folder / target).write_text(text, encoding="utf-8")
    return target


def _quoted(match: re.Match) -> str:
    """A list of families in which names like Source Sans 3 are in quotes, as CSS has it."""
    names = (name.strip() for name in match[1].split(","))
    generic = ("serif", "sans-serif", "monospace")
    listed = ", ".join(n if n in generic or n[0] in "'\"&" else f"'{n}'" for n in names)
    return f'font-family="{listed}"'


def _camel(match: re.Match) -> str:
    names = {
        "clippath": "clipPath",
        "lineargradient": "linearGradient",
        "radialgradient": "radialGradient",
        "textpath": "textPath",
    }
    return f"<{match[1]}{names[match[2]]}"


def _copy(
    picture: Tag, pictures: Mapping[str, Path | str], folder: Path, name: str
) -> tuple[str, Problem | None]:
    source = attribute(picture, "src")
    if match := _DATA.match(source):
        if match[1] == "svg+xml":
            return _write_svg(base64.b64decode(match[2]).decode("utf-8"), folder, name), None
        target = f"{_FOLDER}/{name}.{_ENDINGS[match[1]]}"
        (folder / target).write_bytes(base64.b64decode(match[2]))
        return target, None
    file = pictures.get(unquote(source))
    if isinstance(file, str):
        return _write_svg(file, folder, name), None
    if file is None or not file.is_file():
        return source, Problem(
                page_of(picture),
            f"the picture ‘{source[:80]}’ cannot be read",
            code="manuscript.image-missing",
            expected="a file in the book’s folder, in SVG, PNG or JPEG",
            action="Correct the file’s name, or add the file.",
        )
    if file.suffix == ".svg":
        return _write_svg(file.read_text(encoding="utf-8"), folder, name), None
    target = f"{_FOLDER}/{name}{picture_files.ending(file)}"
    picture_files.copy(file, folder / target)
    return target, None

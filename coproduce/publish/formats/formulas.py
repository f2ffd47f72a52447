"""Formulas in files for word processors, where Pandoc puts them: OMML in Word, an object with MathML in OpenDocument.

Pandoc would set a formula and its number on two lines. So a numbered one goes through it
as a formula within a line; here the line gets its tab stops.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import say
from coproduce.publish.formats.docx_paragraphs import Q, fragment, style_of
from coproduce.publish.formats.elements import attribute
from coproduce.publish.formats.odt_parts import DRAW, SVG, TEXT

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

#: The style of a numbered formula: tab, formula, tab, number.
FORMULA = "NumberedFormula"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_T, _D = f"{{{TEXT}}}", f"{{{DRAW}}}"


def mark_numbered(root: "HtmlElement") -> None:
    """Name the style of each numbered formula of a manuscript."""
    for line in root.find_class("formula"):
        if line.find_class("formula-number"):
            line.set("data-custom-style", FORMULA)
            for math in line.iter("math"):
                math.set("display", "inline")


def words_of(root: "HtmlElement") -> list[str]:
    """What each formula says in words."""
    return [attribute(formula, "data-words") for formula in root.find_class("formula-said")]


def correct_docx(body: "_Element") -> None:
    """Numbered formulas of a Word text: limits above and below as on a line of their own, number at the line's end."""
    for paragraph in body.iter(f"{Q}p"):
        math = paragraph.find(f"{_M}oMath")
        if math is None or style_of(paragraph) != FORMULA:
            continue
        for place in paragraph.iter(f"{_M}limLoc"):
            place.set(f"{_M}val", "undOvr")
        math.addprevious(fragment("<w:r><w:tab/></w:r>"))
        blank = math.getnext()
        if blank is not None:
            paragraph.replace(blank, fragment("<w:r><w:tab/></w:r>"))


def correct_odt(body: "_Element", words: Sequence[str]) -> None:
    """Formulas of an OpenDocument text in words too, and the number of one at the end of its line."""
    frames = [frame for frame in body.iter(f"{_D}frame") if is_formula(frame)]
    for number, (frame, said) in enumerate(zip(frames, words, strict=True), start=1):
        frame.set(f"{_D}name", say("Formula {number}", number=number))
        describe(frame, said)
        line = frame.getparent()
        if line is not None and attribute(line, f"{_T}style-name") == FORMULA:
            behind = line.makeelement(f"{_T}tab")
            behind.tail, frame.tail = (frame.tail or "").lstrip(), None
            frame.addnext(behind)
            frame.addprevious(line.makeelement(f"{_T}tab"))


def is_formula(frame: "_Element") -> bool:
    """Whether a frame of an OpenDocument text holds a formula, not a picture."""
    return frame.find(f"{_D}object") is not None


def describe(frame: "_Element", words: str) -> None:
    """Say in words what a frame of an OpenDocument text shows."""
    for old in frame.findall(f"{{{SVG}}}desc"):
        frame.remove(old)
    description = frame.makeelement(f"{{{SVG}}}desc")
    description.text = words
    frame.append(description)

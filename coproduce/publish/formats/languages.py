"""Words in another language than the report's, as word processors want them told.

Pandoc says the language and, for Word, the direction. Both programs keep three languages
for a run of letters, one for each group of scripts (western, Asian, complex), look up the
one that the letters belong to, and know languages with a country. OpenDocument needs the
direction of paragraphs besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coproduce.ground.language_tags import Language, language
from coproduce.publish.formats.docx_paragraphs import Q
from coproduce.publish.formats.elements import attribute, drop_attribute
from coproduce.publish.formats.odt_parts import FO, STYLE, TEXT

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORD = {"western": "val", "asian": "eastAsia", "complex": "bidi"}
_OPEN = {"western": "", "asian": "-asian", "complex": "-complex"}
_F, _S, _T = f"{{{FO}}}", f"{{{STYLE}}}", f"{{{TEXT}}}"


def prepare(root: "_Element") -> None:
    """Languages with their countries, in the HTML for Pandoc: it drops a script from a code."""
    for said in root.iterfind("body//*[@lang]"):
        said.set("lang", language(attribute(said, "lang")).with_country)


def correct_docx(body: "_Element") -> None:
    """The language of each run for the group of its script, such as ``ur-PK`` for complex ones."""
    for told in body.iter(f"{Q}lang"):
        spoken = language(attribute(told, f"{Q}val"))
        told.attrib.clear()
        told.set(f"{Q}{_WORD[spoken.group]}", spoken.with_country)


def correct_odt(styles: "_Element", body: "_Element") -> None:
    """The language of each span for the group of its script, and paragraphs that run from right to left."""
    reversed_: set[str] = set()
    for style in styles.iter(f"{_S}style"):
        for told in style.iter(f"{_S}text-properties"):
            code, country = (attribute(told, f"{_F}{name}") for name in ("language", "country"))
            if not code:
                continue
            drop_attribute(told, f"{_F}language")
            drop_attribute(told, f"{_F}country")
            spoken = language(f"{code}-{country}".strip("-"))
            _tell(told, spoken)
            if spoken.direction == "rtl":
                reversed_.add(attribute(style, f"{_S}name"))
    for paragraph in body.iter(f"{_T}p", f"{_T}h"):
        spans = list(paragraph.iterchildren(f"{_T}span"))
        if spans and not (paragraph.text or "").strip() and all(
            span.get(f"{_T}style-name") in reversed_ and not (span.tail or "").strip() for span in spans
        ):
            paragraph.set(f"{_T}style-name", _turned(styles, attribute(paragraph, f"{_T}style-name")))


def _tell(told: "_Element", spoken: Language) -> None:
    group = _OPEN[spoken.group]
    space = _S if group else _F
    told.set(f"{space}language{group}", spoken.tag.partition("-")[0])
    told.set(f"{space}country{group}", spoken.region or "none")


def _turned(styles: "_Element", name: str) -> str:
    """The name of a style like ``name`` that runs from right to left; it is made once."""
    turned = f"{name}FromRight"
    if not any(style.get(f"{_S}name") == turned for style in styles.iter(f"{_S}style")):
        style = styles.makeelement(f"{_S}style", {
            f"{_S}name": turned, f"{_S}family": "paragraph", f"{_S}parent-style-name": name})
        style.append(style.makeelement(f"{_S}paragraph-properties", {
            f"{_S}writing-mode": "rl-tb", f"{_F}text-align": "start"}))
        styles.append(style)
    return turned

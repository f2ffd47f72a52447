"""Paragraphs of WordprocessingML: reading and setting their style and properties."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape as escaped

from coproduce.publish.formats.docx_parts import R, W, twips
from coproduce.publish.formats.elements import attribute
from coproduce.publish.formats.styles import SUMMARY_HEADINGS

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The namespace as lxml writes it before a name.
Q = f"{{{W}}}"
# The order of what a paragraph's properties may hold (CT_PPr), as far as it is used.
_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs", "spacing",
    "ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr",
)  # fmt: skip
# What stands after the size of letters in a run's properties (CT_RPr).
_AFTER_SIZE = frozenset(
    f"{Q}{name}" for name in "szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath".split())


def fragment(xml: str) -> "_Element":
    """The element that ``xml`` is, with the prefixes w and r declared."""
    from lxml import etree

    return etree.fromstring(f'<x xmlns:w="{W}" xmlns:r="{R}">{xml}</x>')[0]


def field_start(instruction: str) -> str:
    """Runs that open a field; its shown result follows, then its end."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f"{escaped(instruction)}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
    )


def properties_of(paragraph: "_Element") -> "_Element":
    """The properties of a paragraph, made if there are none."""
    found = paragraph.find(f"{Q}pPr")
    if found is None:
        found = paragraph.makeelement(f"{Q}pPr")
        paragraph.insert(0, found)
    return found


def style_of(paragraph: "_Element") -> str:
    """The id of a paragraph's style, or ""."""
    style = paragraph.find(f"{Q}pPr/{Q}pStyle")
    return attribute(style, f"{Q}val") if style is not None else ""


def set_style(paragraph: "_Element", name: str) -> None:
    """Give a paragraph another style."""
    put(paragraph, "pStyle", val=name)


def put(paragraph: "_Element", name: str, content: tuple[tuple[str, str], ...] = (), **attributes: str) -> None:
    """Set a property of a paragraph, at the place that the schema gives it."""
    properties_ = properties_of(paragraph)
    for old in properties_.findall(f"{Q}{name}"):
        properties_.remove(old)
    new = properties_.makeelement(f"{Q}{name}", {f"{Q}{key}": value for key, value in attributes.items()})
    for inner, value in content:
        new.append(new.makeelement(f"{Q}{inner}", {f"{Q}val": value}))
    rank = _ORDER.index(name)
    place = sum(1 for child in properties_ if _rank(child) < rank)
    properties_.insert(place, new)


def _rank(child: "_Element") -> int:
    local = child.tag.rpartition("}")[2]
    return _ORDER.index(local) if local in _ORDER else len(_ORDER)


def summary_heading(paragraph: "_Element", level: int) -> None:
    """Make a heading of the summary smaller, and nearer to what is around it: the summary is to stand on one page.

    It keeps its style, by which Word lists headings.
    """
    size, before, after = SUMMARY_HEADINGS[level]
    put(paragraph, "spacing", before=str(twips(before)), after=str(twips(after)))
    for run in paragraph.iter(f"{Q}r"):
        own = run.find(f"{Q}rPr")
        if own is None:
            own = run.makeelement(f"{Q}rPr")
            run.insert(0, own)
        place = sum(1 for child in own if child.tag not in _AFTER_SIZE)
        own[place:place] = [own.makeelement(f"{Q}{name}", {f"{Q}val": str(round(2 * size))}) for name in ("sz", "szCs")]


def plain(paragraph: "_Element") -> str:
    """The text of a heading without marks of sources and notes."""
    texts = []
    for run in paragraph.iter(f"{Q}r"):
        if run.find(f"{Q}rPr/{Q}vertAlign") is None:
            texts += [text.text or "" for text in run.findall(f"{Q}t")]
    return "".join(texts).strip()

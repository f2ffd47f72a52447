"""The report as an OpenDocument text (.odt), the format that government asks for.

Made like the Word file (:mod:`.docx`): Pandoc, then what Pandoc leaves out, in
the XML. Alternative texts, heading columns and the contents are among it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import say
from coproduce.ground.language_tags import language
from coproduce.ground.zip_files import write_zip
from coproduce.publish.formats import footnotes, formulas, languages
from coproduce.publish.formats import odt_parts as parts
from coproduce.publish.formats.apply_styles import CONTENTS_MARK, NARROW_MARK, WIDE_MARK, apply_styles, flows
from coproduce.publish.formats.elements import attribute, drop_attribute, html_document, text_of, the
from coproduce.publish.formats.odt_parts import DRAW, FO, NAMESPACES, OFFICE, STYLE, SVG, TABLE, TEXT, UPRIGHT, WIDE, XLINK
from coproduce.publish.formats.odt_tables import correct_tables
from coproduce.publish.formats.outline import Numbers
from coproduce.publish.formats.pandoc import convert
from coproduce.publish.formats.pictures import pixel_pictures
from coproduce.publish.formats.properties import properties
from coproduce.publish.formats.styles import BOXES, LIST_INDENT, PICTURE_HEIGHT, TEXT_WIDTH
from coproduce.publish.imprint import imprint

if TYPE_CHECKING:
    from lxml.etree import _Element

    from coproduce.publish.formats import Material
    from coproduce.publish.manuscript.table_layout import Shape

_T, _TABLE, _D, _S, _F = f"{{{TEXT}}}", f"{{{TABLE}}}", f"{{{DRAW}}}", f"{{{STYLE}}}", f"{{{FO}}}"
_NAME = f"{_T}style-name"
_INCHES = 72.0


def write_odt(material: "Material", path: Path) -> None:
    """Write the OpenDocument text of a manuscript.

    Raises :class:`coproduce.ground.problems.ProblemsFound` with what Pandoc says.
    """
    material.write_cached(path, material.text_parts, lambda path: _write(material, path))


def _write(material: "Material", path: Path) -> None:
    from lxml import etree

    settings, manuscript = material.report.settings, material.full_text
    lines = imprint(settings, material.revision)
    raw = material.work / "pandoc.odt"
    dress = apply_styles(manuscript, settings, lines, pixel_pictures(manuscript, material.step_cache, settings.look.logo))
    files = convert(dress, "odt", raw, pictures=manuscript.folder, metadata={"lang": settings.language})
    content = etree.fromstring(files["content.xml"])
    dressed_html = html_document(dress)
    alternatives = [attribute(picture, "alt") for picture in dressed_html.iter("img")]
    footnotes.correct_odt(content, footnotes.numbers_of(dressed_html))
    _Text(content, manuscript.tables, alternatives, formulas.words_of(dressed_html), flows(settings)).correct()
    files["content.xml"] = etree.tostring(content, xml_declaration=True, encoding="UTF-8")
    said = properties(settings, lines)
    files["styles.xml"] = parts.styles(language(settings.language).with_country, said.footer, settings.look)
    files["meta.xml"] = parts.meta(said, material.revision.moment)
    write_zip(path, files, material.revision.epoch, first=["mimetype"])


class _Text:
    """The body of a text, while it is put right."""

    def __init__(self, content: "_Element", shapes: Sequence["Shape"], alternatives: Sequence[str], words: Sequence[str],
                 flows: bool):
        self.styles = the(content, f"{{{OFFICE}}}automatic-styles")
        self.body = the(content, f"{{{OFFICE}}}body/{{{OFFICE}}}text")
        self.shapes, self.alternatives, self.words, self.flows = shapes, alternatives, words, flows

    def correct(self) -> None:
        for style in _fragments(parts.automatic_styles()):
            self.styles.append(style)
        self.flatten()
        self.pictures()
        formulas.correct_odt(self.body, self.words)
        self.lists()
        self.references()
        self.cover()
        entries = self.headings()
        self.contents(entries)
        languages.correct_odt(self.styles, self.body)
        wide = self.pages()
        correct_tables(self.body, self.styles, self.shapes, wide)

    def flatten(self) -> None:
        """Automatic styles made from named ones: one made from another automatic style loses it."""
        made: dict[str | None, _Element] = {style.get(f"{_S}name"): style for style in self.styles.iter(f"{_S}style")}
        for style in made.values():
            while (parent := made.get(style.get(f"{_S}parent-style-name"))) is not None:
                style.set(f"{_S}parent-style-name", attribute(parent, f"{_S}parent-style-name"))

    def pictures(self) -> None:
        """Alternative texts, which Pandoc drops, and the width of our page."""
        frames = [frame for frame in self.body.iter(f"{_D}frame") if not formulas.is_formula(frame)]
        for number, (frame, alternative) in enumerate(zip(frames, self.alternatives, strict=True), start=1):
            width, height = (_points(attribute(frame, f"{{{SVG}}}{side}")) for side in ("width", "height"))
            factor = min(TEXT_WIDTH / width, PICTURE_HEIGHT / height) if width >= 0.9 * TEXT_WIDTH else 1
            frame.set(f"{{{SVG}}}width", f"{width * factor:.1f}pt")
            frame.set(f"{{{SVG}}}height", f"{height * factor:.1f}pt")
            frame.set(f"{_D}name", say("Picture {number}", number=number))
            frame.set(f"{_D}style-name", "PictureFrame")
            frame.set(f"{_T}anchor-type", "as-char")
            formulas.describe(frame, alternative)

    def lists(self) -> None:
        """Lists that start at the margin of the text, or of the box, that they stand in."""
        boxes = tuple(name for name, *_ in BOXES.values())
        boxed = {
            outer.get(_NAME)
            for outer in self.body.iter(f"{_T}list")
            if any(attribute(p, _NAME).startswith(boxes) for p in outer.iter(f"{_T}p"))
        }
        for style in self.styles.iter(f"{_T}list-style"):
            in_box = style.get(f"{_S}name") in boxed
            for level in style:
                depth = int(attribute(level, f"{_T}level"))
                for place in level.iter(f"{_S}list-level-properties"):
                    for inner in list(place):
                        place.remove(inner)
                    place.attrib.clear()
                    if in_box:
                        # Counted from the indent of the box's own style, without a tab: LibreOffice
                        # passes over the list's stop where the paragraph has an indent.
                        place.set(f"{_T}space-before", f"{LIST_INDENT * (depth - 1):g}pt")
                        place.set(f"{_T}min-label-width", f"{LIST_INDENT:g}pt")
                    else:
                        place.set(f"{_T}list-level-position-and-space-mode", "label-alignment")
                        label = place.makeelement(f"{_S}list-level-label-alignment")
                        label.set(f"{_T}label-followed-by", "listtab")
                        label.set(f"{_F}margin-left", f"{LIST_INDENT * depth:g}pt")
                        label.set(f"{_F}text-indent", f"-{LIST_INDENT:g}pt")
                        place.append(label)
                if level.tag == f"{_T}list-level-style-bullet":
                    drop_attribute(level, f"{_S}num-suffix")

    def references(self) -> None:
        """Links look like links; marks of sources, raised or in brackets, are not underlined."""
        raised = {
            style.get(f"{_S}name")
            for style in self.styles.iter(f"{_S}style")
            if any(attribute(p, f"{_S}text-position").startswith("super") for p in style)
        }
        for link in self.body.iter(f"{_T}a"):
            text = text_of(link)
            inside = attribute(link, f"{{{XLINK}}}href").startswith("#")
            mark = any(span.get(_NAME) in raised for span in link.iter(f"{_T}span")) or text.isdigit() or text[:1] == "["
            name = "SourceReference" if inside and mark else "Internet_20_link"
            link.set(_NAME, name)
            link.set(f"{_T}visited-style-name", name)
            drop_attribute(link, f"{{{OFFICE}}}name")
            for span in link.iter(f"{_T}span"):
                if span.get(_NAME) == "Definition":
                    span.set(_NAME, name)

    def cover(self) -> None:
        first = next((p for p in self.body.iterchildren(f"{_T}p")), None)
        if first is None:
            return
        style = attribute(first, _NAME)
        if style == "CoverLogo":
            self.styles.extend(_fragments(parts.on_cover("LogoOnCover", style)))
        first.set(_NAME, {"CoverPublisher": "FirstOnCover", "CoverLogo": "LogoOnCover"}.get(style, "TitleOnCover"))

    def headings(self) -> list[tuple[int, str, str, str]]:
        """Level, number, text and bookmark of each heading of the contents."""
        for paragraph in list(self.body.iter(f"{_T}p")):
            if paragraph.get(_NAME) == "EntryHeading":
                paragraph.tag = f"{_T}h"
                paragraph.set(f"{_T}outline-level", "2")
                paragraph.set(f"{_T}is-list-header", "true")
        entries: list[tuple[int, str, str, str]] = []
        numbers, chapters = Numbers(), 0
        for heading in self.body.iter(f"{_T}h"):
            if heading.get(_NAME) == "EntryHeading":
                continue
            level = int(attribute(heading, f"{_T}outline-level"))
            chapters += level == 1
            if chapters == 1:  # the front page of the book
                if level <= 2 and self.flows:
                    heading.set(_NAME, "SummaryTitle" if level == 1 else "SummaryHeading")
                heading.set(f"{_T}is-list-header", "true")
                number = ""
            else:
                number = numbers.next(level)
                if level == 1 and chapters > 2 and self.flows:
                    heading.set(_NAME, "ChapterOnSamePage")
            bookmark = f"_Toc{100_000_000 + len(entries)}"
            mark = heading.makeelement(f"{_T}bookmark", {f"{_T}name": bookmark})
            mark.tail, heading.text = heading.text, None
            heading.insert(0, mark)
            if level <= 2:
                entries.append((level, number, _plain(heading), bookmark))
        return entries

    def contents(self, entries: list[tuple[int, str, str, str]]) -> None:
        """Contents that a program can renew, already filled; numbers of pages are its to count."""
        from xml.sax.saxutils import escape

        mark = next((p for p in self.body.iterchildren(f"{_T}p") if p.get(_NAME) == CONTENTS_MARK), None)
        if mark is None:
            return
        title = escape(text_of(mark))
        lines = []
        for level, number, text, bookmark in entries:
            label = f"{number}<text:tab/>" if number else ""
            lines.append(
                f'<text:p text:style-name="Contents_20_{level}"><text:a xlink:type="simple" xlink:href="#{bookmark}">'
                f"{label}{escape(text)}</text:a></text:p>"
            )
        style = "ContentsOnSamePage" if self.flows else "Contents_20_Heading"
        heading = f'<text:p text:style-name="{style}">{title}</text:p>'
        (index,) = _fragments(
            '<text:table-of-content text:style-name="ContentsSection" text:protected="false" text:name="Contents">'
            '<text:table-of-content-source text:outline-level="2" text:use-outline-level="false" '
            'text:use-index-marks="false" text:use-index-source-styles="true">'
            f'<text:index-title-template text:style-name="Contents_20_Heading">{title}</text:index-title-template>'
            f"{parts.contents_template()}"
            '<text:index-source-styles text:outline-level="1"><text:index-source-style text:style-name="Heading_20_1"/>'
            '</text:index-source-styles><text:index-source-styles text:outline-level="2"><text:index-source-style '
            'text:style-name="Heading_20_2"/></text:index-source-styles></text:table-of-content-source>'
            f'<text:index-body><text:index-title text:name="Contents_Head">{heading}</text:index-title>{"".join(lines)}'
            "</text:index-body></text:table-of-content>"
        )
        self.body.replace(mark, index)

    def pages(self) -> list["_Element"]:
        """Turn the pages at the headings that are marked; the tables that stand on wide ones."""
        wide, tables = False, []
        for child in list(self.body):
            if child.get(_NAME) in (WIDE_MARK, NARROW_MARK):
                turn = child.get(_NAME) == WIDE_MARK
                heading = child.getnext()
                if turn != wide and heading is not None and heading.tag == f"{_T}h":
                    level = min(int(attribute(heading, f"{_T}outline-level")), 2)
                    heading.set(_NAME, f"Heading{level}On{WIDE if turn else UPRIGHT}")
                    wide = turn
                self.body.remove(child)
            elif wide:
                tables += [child] if child.tag == f"{_TABLE}table" else list(child.iter(f"{_TABLE}table"))
        return tables


def _fragments(xml: str) -> list["_Element"]:
    from lxml import etree

    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    return list(etree.fromstring(f"<x {declared}>{xml}</x>"))


def _points(length: str) -> float:
    found = re.fullmatch(r"([\d.]+)(in|pt)", length)
    if found is None:
        raise ValueError(f"{length!r} is no length in inches or points")
    return float(found[1]) * (_INCHES if found[2] == "in" else 1)


def _plain(heading: "_Element") -> str:
    """The text of a heading without marks of notes."""
    texts = []
    for element in heading.iter():
        if any(a.tag == f"{_T}note" for a in (element, *element.iterancestors())):
            continue
        texts.append(element.text or "")
        texts.append("" if element is heading else element.tail or "")
    return " ".join("".join(texts).split())

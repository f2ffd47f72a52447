"""The report as a Word file (.docx).

Pandoc turns the dressed manuscript into WordprocessingML; what it cannot say is
put right in the XML: our styles, numbered headings, a filled table of contents,
footers, wide pages, heading rows and columns of tables, sizes of pictures.
``python-docx`` was looked at and left: it knows neither fields, numbering nor
footnotes, so that all of this would be XML all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import say
from coproduce.ground.language_tags import language
from coproduce.ground.zip_files import write_zip
from coproduce.publish.formats import docx_parts as parts
from coproduce.publish.formats import docx_tables, footnotes, formulas, languages
from coproduce.publish.formats.apply_styles import CONTENTS_MARK, NARROW_MARK, WIDE_MARK, apply_styles, flows
from coproduce.publish.formats.docx_paragraphs import (
    Q,
    escaped,
    field_start,
    fragment,
    plain,
    properties_of,
    put,
    set_style,
    style_of,
    summary_heading,
)
from coproduce.publish.formats.docx_parts import WP, A, R, twips
from coproduce.publish.formats.elements import attribute, drop, html_document, text_of, the
from coproduce.publish.formats.outline import Numbers
from coproduce.publish.formats.pandoc import convert
from coproduce.publish.formats.pictures import pixel_pictures
from coproduce.publish.formats.properties import properties
from coproduce.publish.formats.styles import (
    BOX_INDENT,
    BOXES,
    CHAPTER_AFTER,
    CHAPTER_SPACE,
    LIST_INDENT,
    MARGIN,
    PAGE,
    PICTURE_HEIGHT,
    TEXT_WIDTH,
)
from coproduce.publish.imprint import imprint

if TYPE_CHECKING:
    from lxml.etree import _Element

    from coproduce.publish.formats import Material
    from coproduce.publish.manuscript.table_layout import Shape

_EMU = 12_700  # English metric units to the point
_FOOTER = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"


def write_docx(material: "Material", path: Path) -> None:
    """Write the Word file of a manuscript.

    Raises :class:`coproduce.ground.problems.ProblemsFound` with what Pandoc says.
    """
    material.write_cached(path, material.text_parts, lambda path: _write(material, path))


def _write(material: "Material", path: Path) -> None:
    from lxml import etree

    settings, manuscript = material.report.settings, material.full_text
    lines = imprint(settings, material.revision)
    raw = material.work / "pandoc.docx"
    dress = apply_styles(manuscript, settings, lines, pixel_pictures(manuscript, material.step_cache, settings.look.logo))
    files = convert(dress, "docx", raw, pictures=manuscript.folder, metadata={"lang": settings.language})
    document = etree.fromstring(files["word/document.xml"])
    if numbers := footnotes.numbers_of(html_document(dress)):
        notes = etree.fromstring(files["word/footnotes.xml"])
        footnotes.correct_docx(document, notes, numbers)
        files["word/footnotes.xml"] = _bytes(notes)
    footers = _add_footers(files, properties(settings, lines).footer)
    _Text(document, manuscript.tables, footers, flows(settings)).correct()
    files["word/document.xml"] = _bytes(document)
    files["word/numbering.xml"] = _numbering(etree.fromstring(files["word/numbering.xml"]))
    files["word/styles.xml"] = parts.styles(language(settings.language).with_country, settings.look)
    files["word/fontTable.xml"] = parts.font_table(files["word/fontTable.xml"], settings.look)
    files["word/settings.xml"] = parts.settings(language(settings.language).with_country)
    said = properties(settings, lines)
    files["docProps/core.xml"] = parts.core_properties(
        {"dc:title": said.title, "dc:creator": said.author, "dc:subject": said.subtitle, "dc:description": said.description,
         "cp:keywords": ", ".join(said.keywords), "dc:language": said.language, "cp:version": said.edition},
        material.revision.moment,
    )  # fmt: skip
    files["docProps/custom.xml"] = parts.custom_properties(said.custom)
    files["docProps/app.xml"] = parts.application()
    write_zip(path, files, material.revision.epoch, first=["[Content_Types].xml"])


def _bytes(root: "_Element") -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _add_footers(files: dict[str, bytes], text: str) -> dict[str, str]:
    """Footers for upright and wide pages: style -> relationship id."""
    from lxml import etree

    relations = etree.fromstring(files["word/_rels/document.xml.rels"])
    types = etree.fromstring(files["[Content_Types].xml"])
    made = {}
    for number, style in enumerate(("Footer", "FooterWide"), start=1):
        name, identifier = f"footer{number}.xml", f"rIdFooter{number}"
        files[f"word/{name}"] = parts.footer(style, text)
        etree.SubElement(relations, f"{{{relations.nsmap[None]}}}Relationship", Id=identifier, Type=f"{R}/footer", Target=name)
        etree.SubElement(types, f"{{{types.nsmap[None]}}}Override", PartName=f"/word/{name}", ContentType=_FOOTER)
        made[style] = identifier
    files["word/_rels/document.xml.rels"], files["[Content_Types].xml"] = _bytes(relations), _bytes(types)
    return made


def _numbering(root: "_Element") -> bytes:
    """Lists that start at the margin, and numbers for headings."""
    from lxml import etree

    for level in root.iter(f"{Q}lvl"):
        depth = int(attribute(level, f"{Q}ilvl")) + 1
        for indent in level.iter(f"{Q}ind"):
            indent.attrib.clear()
            indent.set(f"{Q}left", str(twips(LIST_INDENT * depth)))
            indent.set(f"{Q}hanging", str(twips(LIST_INDENT)))
    abstract, use = parts.heading_numbering()
    root.insert(0, etree.fromstring(abstract))
    root.append(etree.fromstring(use))
    return _bytes(root)


class _Text:
    """The body of a document, while it is put right."""

    def __init__(self, document: "_Element", shapes: Sequence["Shape"], footers: dict[str, str], flows: bool):
        self.body = the(document, f"{Q}body")
        self.shapes = shapes
        self.footers = footers
        self.flows = flows

    def correct(self) -> None:
        self.pictures()
        formulas.correct_docx(self.body)
        languages.correct_docx(self.body)
        docx_tables.correct(self.body, self.shapes)
        self.lists()
        self.references()
        entries = self.headings()
        self.contents(entries)
        self.sections()

    def pictures(self) -> None:
        """Pictures that Pandoc shrank to its own page get the width of ours; names are counted."""
        for number, inline in enumerate(self.body.iter(f"{{{WP}}}inline"), start=1):
            extent = the(inline, f"{{{WP}}}extent")
            width, height = int(attribute(extent, "cx")), int(attribute(extent, "cy"))
            full = round(TEXT_WIDTH * _EMU)
            if width >= 0.9 * full:
                factor = min(full / width, PICTURE_HEIGHT * _EMU / height)
                for size in (extent, *inline.iter(f"{{{A}}}ext")):
                    size.set("cx", str(round(width * factor)))
                    size.set("cy", str(round(height * factor)))
            for named in inline.iter(f"{{{WP}}}docPr", "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"):
                named.set("name", say("Picture {number}", number=number))
            # The name of a file is no description; that of the drawing says what it shows.
            for inner in inline.iter("{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"):
                inner.set("descr", "")

    def lists(self) -> None:
        boxes = tuple(name for name, *_ in BOXES.values())
        for paragraph in self.body.iter(f"{Q}p"):
            number = paragraph.find(f"{Q}pPr/{Q}numPr")
            if number is None:
                continue
            level = int(attribute(the(number, f"{Q}ilvl"), f"{Q}val")) + 1
            style = style_of(paragraph)
            margin = BOX_INDENT if style.startswith(boxes) else 0
            continued = attribute(the(number, f"{Q}numId"), f"{Q}val") == "1000"
            if continued:  # Pandoc gives the second paragraph of an item an invisible number
                drop(number)
            if margin or continued:
                put(paragraph, "ind", left=str(twips(margin + LIST_INDENT * level)),
                     hanging="0" if continued else str(twips(LIST_INDENT)))  # fmt: skip

    def references(self) -> None:
        """Marks of sources look like marks: raised or in brackets, not underlined."""
        for link in self.body.iter(f"{Q}hyperlink"):
            if link.get(f"{Q}anchor") is None:
                continue
            text = text_of(link, f"{Q}t")
            raised = link.find(f".//{Q}vertAlign") is not None
            if raised or text.isdigit() or text.startswith("["):
                for style in link.iter(f"{Q}rStyle"):
                    style.set(f"{Q}val", "SourceReference")

    def headings(self) -> list[tuple[int, str, str, str]]:
        """Level, number, text and bookmark of each heading of the contents."""
        entries: list[tuple[int, str, str, str]] = []
        numbers, chapters = Numbers(), 0
        for paragraph in self._paragraphs():
            style = style_of(paragraph)
            if not style.startswith("Heading"):
                continue
            level = int(style[-1])
            chapters += level == 1
            if chapters == 1:  # the front page of the book
                if self.flows:
                    summary_heading(paragraph, level)
                put(paragraph, "numPr", content=(("ilvl", "0"), ("numId", "0")))
                number = ""
            else:
                number = numbers.next(level)
                if level == 1 and chapters > 2 and self.flows:
                    self._on_the_same_page(paragraph)
            bookmark = f"_Toc{100_000_000 + len(entries)}"
            self._bookmark(paragraph, bookmark, 500_000 + len(entries))
            if level <= 2:
                entries.append((level, number, plain(paragraph), bookmark))
        return entries

    def _on_the_same_page(self, paragraph: "_Element") -> None:
        put(paragraph, "pageBreakBefore", val="0")
        put(paragraph, "spacing", before=str(twips(CHAPTER_SPACE)), after=str(twips(CHAPTER_AFTER)))

    def _paragraphs(self) -> Iterator["_Element"]:
        return self.body.iterchildren(f"{Q}p")

    def _bookmark(self, paragraph: "_Element", name: str, identifier: int) -> None:
        start = paragraph.makeelement(f"{Q}bookmarkStart", {f"{Q}id": str(identifier), f"{Q}name": name})
        end = paragraph.makeelement(f"{Q}bookmarkEnd", {f"{Q}id": str(identifier)})
        paragraph.insert(1, start)  # after the properties, which headings always have
        paragraph.append(end)

    def contents(self, entries: list[tuple[int, str, str, str]]) -> None:
        """A field that Word can renew, already filled.

        It has no numbers of pages until then: they are Word's to count, and asking
        it to count when the file is opened would greet readers with a warning.
        """
        mark = next((p for p in self._paragraphs() if style_of(p) == CONTENTS_MARK), None)
        if mark is None:
            return
        set_style(mark, "TOCHeading")
        if self.flows:
            self._on_the_same_page(mark)
        after = mark
        for position, (level, number, text, bookmark) in enumerate(entries):
            runs = field_start(' TOC \\o "1-2" \\h \\z ') if position == 0 else ""
            label = f"<w:r><w:t>{number}</w:t></w:r><w:r><w:tab/></w:r>" if number else ""
            close = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if position == len(entries) - 1 else ""
            entry = fragment(
                f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{runs}<w:hyperlink w:anchor="{bookmark}" w:history="1">'
                f'{label}<w:r><w:t xml:space="preserve">{escaped(text)}</w:t></w:r></w:hyperlink>{close}</w:p>'
            )
            after.addnext(entry)
            after = entry

    def sections(self) -> None:
        """The cover without footer; wide pages for wide tables."""
        last = the(self.body, f"{Q}sectPr")
        wide, first = False, True
        for mark in [p for p in self._paragraphs() if style_of(p) in (WIDE_MARK, NARROW_MARK)]:
            turn = style_of(mark) == WIDE_MARK
            if turn == wide:
                self.body.remove(mark)
                continue
            holder = mark.getprevious()
            while holder is not None and holder.tag in (f"{Q}bookmarkStart", f"{Q}bookmarkEnd"):
                holder = holder.getprevious()
            if holder is not None and holder.tag == f"{Q}p":
                self.body.remove(mark)
            else:  # a table cannot end a section: the sign's own paragraph does, without text
                holder = mark
                for child in list(mark):
                    mark.remove(child)
                put(mark, "spacing", before="0", after="0", line="20", lineRule="exact")
            properties_of(holder).append(self._section(wide, first))
            wide, first = turn, False
        self.body.replace(last, self._section(wide, first))

    def _section(self, wide: bool, first: bool) -> "_Element":
        width, height = (twips(side) for side in (reversed(PAGE) if wide else PAGE))
        turned = ' w:orient="landscape"' if wide else ""
        footer = self.footers["FooterWide" if wide else "Footer"]
        margins = " ".join(f'w:{side}="{twips(MARGIN)}"' for side in ("top", "right", "bottom", "left"))
        return fragment(
            f'<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/><w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar {margins} w:header="708" w:footer="620" w:gutter="0"/>'
            f'{"<w:titlePg/>" if first else ""}</w:sectPr>'
        )

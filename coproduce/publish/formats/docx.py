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

from coproduce.publish.archive import read_zip, write_zip
from coproduce.publish.formats import docx_parts as parts
from coproduce.publish.formats.docx_parts import WP, A, R, W, twips
from coproduce.publish.formats.dress import CONTENTS_MARK, NARROW_MARK, WIDE_MARK, dressed
from coproduce.publish.formats.outline import Numbers
from coproduce.publish.formats.pandoc import convert
from coproduce.publish.formats.pictures import pixel_pictures
from coproduce.publish.formats.properties import properties
from coproduce.publish.formats.styles import BOX_INDENT, BOXES, LANDSCAPE_WIDTH, LIST_INDENT, MARGIN, PAGE, TEXT_WIDTH
from coproduce.publish.imprint import imprint

if TYPE_CHECKING:
    from lxml.etree import _Element

    from coproduce.publish.formats import Material
    from coproduce.publish.manuscript.tables import Shape

_Q = f"{{{W}}}"
_EMU = 12_700  # English metric units to the point
_FOOTER = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
# The order of what a paragraph's properties may hold (CT_PPr), as far as it is used.
_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs", "spacing",
    "ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr",
)  # fmt: skip
_TABLE_STYLES = {"Compact": "TableText", "BodyText": "TableText", "FirstParagraph": "TableText", "": "TableText"}


def write_docx(material: "Material", path: Path) -> None:
    """Write the Word file of a manuscript.

    Raises :class:`coproduce.problems.ProblemsFound` with what Pandoc says.
    """
    from lxml import etree

    settings, manuscript = material.report.settings, material.manuscript
    lines = imprint(settings, material.revision)
    raw = material.work / "pandoc.docx"
    convert(
        dressed(manuscript, settings, lines, pixel_pictures(manuscript)),
        "docx", raw, pictures=manuscript.folder, metadata={"lang": settings.language},
    )
    files = read_zip(raw)
    document = etree.fromstring(files["word/document.xml"])
    footers = _add_footers(files, properties(settings, lines).footer)
    _Text(document, manuscript.tables, footers).put_right()
    files["word/document.xml"] = _bytes(document)
    files["word/numbering.xml"] = _numbering(etree.fromstring(files["word/numbering.xml"]))
    files["word/styles.xml"] = parts.styles(settings.language)
    files["word/settings.xml"] = parts.settings(settings.language)
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

    for level in root.iter(f"{_Q}lvl"):
        depth = int(level.get(f"{_Q}ilvl")) + 1
        for indent in level.iter(f"{_Q}ind"):
            indent.attrib.clear()
            indent.set(f"{_Q}left", str(twips(LIST_INDENT * depth)))
            indent.set(f"{_Q}hanging", str(twips(LIST_INDENT)))
    abstract, use = parts.heading_numbering()
    root.insert(0, etree.fromstring(abstract))
    root.append(etree.fromstring(use))
    return _bytes(root)


class _Text:
    """The body of a document, while it is put right."""

    def __init__(self, document: "_Element", shapes: Sequence["Shape"], footers: dict[str, str]):
        self.body = document.find(f"{_Q}body")
        self.shapes = shapes
        self.footers = footers

    def put_right(self) -> None:
        self.pictures()
        self.tables()
        self.lists()
        self.references()
        entries = self.headings()
        self.contents(entries)
        self.sections()

    def pictures(self) -> None:
        """Pictures that Pandoc shrank to its own page get the width of ours; names are counted."""
        for number, inline in enumerate(self.body.iter(f"{{{WP}}}inline"), start=1):
            extent = inline.find(f"{{{WP}}}extent")
            width, height = int(extent.get("cx")), int(extent.get("cy"))
            full = round(TEXT_WIDTH * _EMU)
            if width >= 0.9 * full:
                for size in (extent, *inline.iter(f"{{{A}}}ext")):
                    size.set("cx", str(full))
                    size.set("cy", str(round(height * full / width)))
            for named in inline.iter(f"{{{WP}}}docPr", "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"):
                named.set("name", f"Picture {number}")
            # The name of a file is no description; that of the drawing says what it shows.
            for inner in inline.iter("{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"):
                inner.set("descr", "")

    def tables(self) -> None:
        """Heading rows and columns marked and styled; widths as in the manuscript.

        Which columns head their rows, Pandoc does not say in this format.
        """
        for table, shape in zip(self.body.iter(f"{_Q}tbl"), self.shapes, strict=True):
            rows = table.findall(f"{_Q}tr")
            heading_columns = shape.heading_columns
            self._widths(table, wide=self._is_wide(table))
            look = table.find(f"{_Q}tblPr/{_Q}tblLook")
            if look is not None:
                look.set(f"{_Q}firstColumn", str(int(heading_columns > 0)))
                look.set(f"{_Q}noVBand", "1")
                look.set(f"{_Q}val", "04A0" if heading_columns else "0420")
            for row in rows:
                head = row.find(f"{_Q}trPr/{_Q}tblHeader") is not None
                self._keep_row_whole(row)
                for column, cell in enumerate(row.findall(f"{_Q}tc")):
                    for paragraph in cell.iter(f"{_Q}p"):
                        style = _style(paragraph)
                        wanted = "TableHead" if head else "TableRowHead" if column < heading_columns else ""
                        if wanted or style in _TABLE_STYLES:
                            _set_style(paragraph, wanted or _TABLE_STYLES[style])
            self._caption(table)

    def _is_wide(self, table: "_Element") -> bool:
        for before in table.itersiblings(f"{_Q}p", preceding=True):
            if _style(before) in (WIDE_MARK, NARROW_MARK):
                return _style(before) == WIDE_MARK
        return False

    def _widths(self, table: "_Element", wide: bool) -> None:
        columns = table.findall(f"{_Q}tblGrid/{_Q}gridCol")
        whole = twips(LANDSCAPE_WIDTH if wide else TEXT_WIDTH)
        shares = [int(column.get(f"{_Q}w")) for column in columns]
        for column, share in zip(columns, shares, strict=True):
            column.set(f"{_Q}w", str(round(share * whole / sum(shares))))
        width = table.find(f"{_Q}tblPr/{_Q}tblW")
        width.set(f"{_Q}type", "dxa")
        width.set(f"{_Q}w", str(whole))

    def _keep_row_whole(self, row: "_Element") -> None:
        """A row that fits a page is not torn; one of very long cells may be."""
        if len("".join(row.itertext(f"{_Q}t"))) > 1500:
            return
        properties_ = row.find(f"{_Q}trPr")
        if properties_ is None:
            properties_ = row.makeelement(f"{_Q}trPr")
            row.insert(0, properties_)
        properties_.insert(0, row.makeelement(f"{_Q}cantSplit"))

    def _caption(self, table: "_Element") -> None:
        before = table.getprevious()
        while before is not None and before.tag in (f"{_Q}bookmarkStart", f"{_Q}bookmarkEnd"):
            before = before.getprevious()
        if before is not None and _style(before) == "TableCaption":
            _set_style(before, "Caption")
        after = table.getnext()
        if after is not None and after.tag == f"{_Q}p" and not len(after.findall(f"{_Q}r")):
            # What Pandoc puts between two tables is not needed where the second has a caption.
            caption = after.getnext()
            if caption is not None and _style(caption) == "TableCaption":
                self.body.remove(after)
                after = caption
        if after is not None and after.tag == f"{_Q}p" and not _style(after).startswith("SourceNote"):
            # Space after a table, which has none of its own.
            _put(after, "spacing", **{"before": str(twips(12))})

    def lists(self) -> None:
        boxes = tuple(name for name, *_ in BOXES.values())
        for paragraph in self.body.iter(f"{_Q}p"):
            number = paragraph.find(f"{_Q}pPr/{_Q}numPr")
            if number is None:
                continue
            level = int(number.find(f"{_Q}ilvl").get(f"{_Q}val")) + 1
            style = _style(paragraph)
            margin = BOX_INDENT if style.startswith(boxes) else 0
            continued = number.find(f"{_Q}numId").get(f"{_Q}val") == "1000"
            if continued:  # Pandoc gives the second paragraph of an item an invisible number
                number.getparent().remove(number)
            if margin or continued:
                _put(paragraph, "ind", left=str(twips(margin + LIST_INDENT * level)),
                     hanging="0" if continued else str(twips(LIST_INDENT)))  # fmt: skip

    def references(self) -> None:
        """Marks of sources look like marks: raised or in brackets, not underlined."""
        for link in self.body.iter(f"{_Q}hyperlink"):
            if link.get(f"{_Q}anchor") is None:
                continue
            text = "".join(link.itertext(f"{_Q}t"))
            raised = link.find(f".//{_Q}vertAlign") is not None
            if raised or text.isdigit() or text.startswith("["):
                for style in link.iter(f"{_Q}rStyle"):
                    style.set(f"{_Q}val", "SourceReference")

    def headings(self) -> list[tuple[int, str, str, str]]:
        """Level, number, text and bookmark of each heading of the contents."""
        entries, numbers, chapters = [], Numbers(), 0
        for paragraph in self._paragraphs():
            style = _style(paragraph)
            if not style.startswith("Heading"):
                continue
            level = int(style[-1])
            chapters += level == 1
            if chapters == 1:  # the front page of the book
                _put(paragraph, "numPr", content=(("ilvl", "0"), ("numId", "0")))
                number = ""
            else:
                number = numbers.next(level)
            bookmark = f"_Toc{100_000_000 + len(entries)}"
            self._bookmark(paragraph, bookmark, 500_000 + len(entries))
            if level <= 2:
                entries.append((level, number, _plain(paragraph), bookmark))
        return entries

    def _paragraphs(self) -> Iterator["_Element"]:
        return self.body.iterchildren(f"{_Q}p")

    def _bookmark(self, paragraph: "_Element", name: str, identifier: int) -> None:
        start = paragraph.makeelement(f"{_Q}bookmarkStart", {f"{_Q}id": str(identifier), f"{_Q}name": name})
        end = paragraph.makeelement(f"{_Q}bookmarkEnd", {f"{_Q}id": str(identifier)})
        paragraph.insert(1, start)  # after the properties, which headings always have
        paragraph.append(end)

    def contents(self, entries: list[tuple[int, str, str, str]]) -> None:
        """A field that Word can renew, already filled.

        It has no numbers of pages until then: they are Word's to count, and asking
        it to count when the file is opened would greet readers with a warning.
        """
        mark = next((p for p in self._paragraphs() if _style(p) == CONTENTS_MARK), None)
        if mark is None:
            return
        _set_style(mark, "TOCHeading")
        after = mark
        for position, (level, number, text, bookmark) in enumerate(entries):
            runs = _field_start(' TOC \\o "1-2" \\h \\z ') if position == 0 else ""
            label = f"<w:r><w:t>{number}</w:t></w:r><w:r><w:tab/></w:r>" if number else ""
            close = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if position == len(entries) - 1 else ""
            entry = _fragment(
                f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{runs}<w:hyperlink w:anchor="{bookmark}" w:history="1">'
                f'{label}<w:r><w:t xml:space="preserve">{_escaped(text)}</w:t></w:r></w:hyperlink>{close}</w:p>'
            )
            after.addnext(entry)
            after = entry

    def sections(self) -> None:
        """The cover without footer; wide pages for wide tables."""
        last = self.body.find(f"{_Q}sectPr")
        wide, first = False, True
        for mark in [p for p in self._paragraphs() if _style(p) in (WIDE_MARK, NARROW_MARK)]:
            turn = _style(mark) == WIDE_MARK
            if turn == wide:
                self.body.remove(mark)
                continue
            holder = mark.getprevious()
            while holder is not None and holder.tag in (f"{_Q}bookmarkStart", f"{_Q}bookmarkEnd"):
                holder = holder.getprevious()
            if holder is not None and holder.tag == f"{_Q}p":
                self.body.remove(mark)
            else:  # a table cannot end a section: the sign's own paragraph does, without text
                holder = mark
                for child in list(mark):
                    mark.remove(child)
                _put(mark, "spacing", before="0", after="0", line="20", lineRule="exact")
            _pPr(holder).append(self._section(wide, first))
            wide, first = turn, False
        self.body.replace(last, self._section(wide, first))

    def _section(self, wide: bool, first: bool) -> "_Element":
        width, height = (twips(side) for side in (reversed(PAGE) if wide else PAGE))
        turned = ' w:orient="landscape"' if wide else ""
        footer = self.footers["FooterWide" if wide else "Footer"]
        margins = " ".join(f'w:{side}="{twips(MARGIN)}"' for side in ("top", "right", "bottom", "left"))
        return _fragment(
            f'<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/><w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar {margins} w:header="708" w:footer="620" w:gutter="0"/>'
            f'{"<w:titlePg/>" if first else ""}</w:sectPr>'
        )


def _fragment(xml: str) -> "_Element":
    from lxml import etree

    return etree.fromstring(f'<x xmlns:w="{W}" xmlns:r="{R}">{xml}</x>')[0]


def _escaped(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(text)


def _field_start(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f"{_escaped(instruction)}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
    )


def _pPr(paragraph: "_Element") -> "_Element":  # noqa: N802 - the element's own name
    found = paragraph.find(f"{_Q}pPr")
    if found is None:
        found = paragraph.makeelement(f"{_Q}pPr")
        paragraph.insert(0, found)
    return found


def _style(paragraph: "_Element") -> str:
    style = paragraph.find(f"{_Q}pPr/{_Q}pStyle")
    return style.get(f"{_Q}val") if style is not None else ""


def _set_style(paragraph: "_Element", name: str) -> None:
    _put(paragraph, "pStyle", val=name)


def _put(paragraph: "_Element", name: str, content: tuple[tuple[str, str], ...] = (), **attributes: str) -> None:
    """Set a property of a paragraph, at the place that the schema gives it."""
    properties_ = _pPr(paragraph)
    for old in properties_.findall(f"{_Q}{name}"):
        properties_.remove(old)
    new = properties_.makeelement(f"{_Q}{name}", {f"{_Q}{key}": value for key, value in attributes.items()})
    for inner, value in content:
        new.append(new.makeelement(f"{_Q}{inner}", {f"{_Q}val": value}))
    rank = _ORDER.index(name)
    place = sum(1 for child in properties_ if _rank(child) < rank)
    properties_.insert(place, new)


def _rank(child: "_Element") -> int:
    local = child.tag.rpartition("}")[2]
    return _ORDER.index(local) if local in _ORDER else len(_ORDER)


def _plain(paragraph: "_Element") -> str:
    """The text of a heading without marks of sources and notes."""
    texts = []
    for run in paragraph.iter(f"{_Q}r"):
        if run.find(f"{_Q}rPr/{_Q}vertAlign") is None:
            texts += [text.text or "" for text in run.findall(f"{_Q}t")]
    return "".join(texts).strip()

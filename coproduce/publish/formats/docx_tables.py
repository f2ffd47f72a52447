"""Tables of a Word file: heading rows and columns, widths, whole rows, captions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.publish.formats.apply_styles import NARROW_MARK, WIDE_MARK
from coproduce.publish.formats.docx_paragraphs import Q, put, set_style, style_of
from coproduce.publish.formats.docx_parts import twips
from coproduce.publish.formats.elements import attribute, drop, text_of, the
from coproduce.publish.formats.styles import LANDSCAPE_WIDTH, TEXT_WIDTH

if TYPE_CHECKING:
    from lxml.etree import _Element

    from coproduce.publish.manuscript.table_layout import Shape

_TABLE_STYLES = {"Compact": "TableText", "BodyText": "TableText", "FirstParagraph": "TableText", "": "TableText"}
# A row of more characters may break across pages.
_LONG_ROW = 1500


def correct(body: "_Element", shapes: Sequence["Shape"]) -> None:
    """Heading rows and columns marked and styled; widths as in the manuscript.

    Which columns head their rows, Pandoc does not say in this format.
    """
    for table, shape in zip(body.iter(f"{Q}tbl"), shapes, strict=True):
        rows = table.findall(f"{Q}tr")
        heading_columns = shape.heading_columns
        _widths(table, wide=_is_wide(table))
        look = table.find(f"{Q}tblPr/{Q}tblLook")
        if look is not None:
            look.set(f"{Q}firstColumn", str(int(heading_columns > 0)))
            look.set(f"{Q}noVBand", "1")
            look.set(f"{Q}val", "04A0" if heading_columns else "0420")
        for row in rows:
            head = row.find(f"{Q}trPr/{Q}tblHeader") is not None
            _keep_row_whole(row)
            for column, cell in enumerate(row.findall(f"{Q}tc")):
                for paragraph in cell.iter(f"{Q}p"):
                    style = style_of(paragraph)
                    wanted = "TableHead" if head else "TableRowHead" if column < heading_columns else ""
                    if wanted or style in _TABLE_STYLES:
                        set_style(paragraph, wanted or _TABLE_STYLES[style])
        _caption(table)


def _is_wide(table: "_Element") -> bool:
    for before in table.itersiblings(f"{Q}p", preceding=True):
        if style_of(before) in (WIDE_MARK, NARROW_MARK):
            return style_of(before) == WIDE_MARK
    return False


def _widths(table: "_Element", wide: bool) -> None:
    columns = table.findall(f"{Q}tblGrid/{Q}gridCol")
    whole = twips(LANDSCAPE_WIDTH if wide else TEXT_WIDTH)
    shares = [int(attribute(column, f"{Q}w")) for column in columns]
    for column, share in zip(columns, shares, strict=True):
        column.set(f"{Q}w", str(round(share * whole / sum(shares))))
    width = the(table, f"{Q}tblPr/{Q}tblW")
    width.set(f"{Q}type", "dxa")
    width.set(f"{Q}w", str(whole))


def _keep_row_whole(row: "_Element") -> None:
    """A row that fits a page is not torn; one of very long cells may be."""
    if len(text_of(row, f"{Q}t")) > _LONG_ROW:
        return
    properties_ = row.find(f"{Q}trPr")
    if properties_ is None:
        properties_ = row.makeelement(f"{Q}trPr")
        row.insert(0, properties_)
    properties_.insert(0, row.makeelement(f"{Q}cantSplit"))


def _caption(table: "_Element") -> None:
    before = table.getprevious()
    while before is not None and before.tag in (f"{Q}bookmarkStart", f"{Q}bookmarkEnd"):
        before = before.getprevious()
    if before is not None and style_of(before) == "TableCaption":
        set_style(before, "Caption")
    after = table.getnext()
    if after is not None and after.tag == f"{Q}p" and not len(after.findall(f"{Q}r")):
        # What Pandoc puts between two tables is not needed where the second has a caption.
        caption = after.getnext()
        if caption is not None and style_of(caption) == "TableCaption":
            drop(after)
            after = caption
    if after is not None and after.tag == f"{Q}p" and not style_of(after).startswith("SourceNote"):
        # Space after a table, which has none of its own.
        put(after, "spacing", before=str(twips(12)))

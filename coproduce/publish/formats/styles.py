"""The named styles of Word and OpenDocument files, said once for both.

Lengths are in points. Arial, unless the publisher names a face, because it is on every Windows and macOS machine
and LibreOffice has a face of the same widths; a face that we would have to embed
is dropped by most programs on saving, and the text then runs differently. The
colours are those of charts (:mod:`coproduce.charts.palette`, contrast given there).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from coproduce.charts import palette
from coproduce.ground.interface_words import marked

if TYPE_CHECKING:
    from coproduce.source.look import Look
    from coproduce.source.typefaces import Typeface

FACE = "Arial"
MONO = "Courier New"
TINT = "#f1f4fa"  # accent on it: 10.2, muted text: 5.8

#: A4 with margins of 20 mm.
PAGE = (595.3, 841.9)
MARGIN = 56.7
TEXT_WIDTH = round(PAGE[0] - 2 * MARGIN, 1)
#: What a page holds of a picture below its caption.
PICTURE_HEIGHT = round(PAGE[1] - 2 * MARGIN - 110, 1)
LANDSCAPE_WIDTH = round(PAGE[1] - 2 * MARGIN, 1)
#: How far the text of a list stands from its margin, and that of a box.
LIST_INDENT = 18.0
BOX_INDENT = 12.0
#: Above and below the heading of a chapter that begins no page.
CHAPTER_SPACE, CHAPTER_AFTER = 34.0, 12.0


@dataclass(frozen=True)
class Style:
    """A paragraph style.

    ``id`` is what Word calls it inside and what a manuscript is marked with,
    ``name`` what people see in the list of styles, ``odf`` OpenDocument's own name
    where Pandoc uses one. ``level`` puts a heading into the outline, 0 into none. What is
    ``None`` is inherited from ``parent``. ``aligned`` says how text stands at each of ``tabs``, by default left.
    """

    id: str
    name: str
    parent: str = "Normal"
    odf: str = ""
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    colour: str = ""
    face: str = ""
    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: float | None = None
    right: float | None = None
    hanging: float | None = None
    keep_next: bool = False
    keep_together: bool = False
    break_before: bool = False
    level: int = 0
    bar: str = ""
    tint: str = ""
    padding: float = 0.0
    tabs: tuple[float, ...] = ()
    aligned: tuple[str, ...] = ()
    align: str = ""

    @property
    def stops(self) -> list[tuple[float, str]]:
        """Place and alignment of each tab stop."""
        return list(zip(self.tabs, self.aligned or ["left"] * len(self.tabs), strict=True))

    @property
    def odf_name(self) -> str:
        return self.odf or self.id


@dataclass(frozen=True)
class Characters:
    """A character style; see :class:`Style`."""

    id: str
    name: str
    odf: str = ""
    bold: bool | None = None
    colour: str = ""
    face: str = ""
    underline: bool = False
    raised: bool = False

    @property
    def odf_name(self) -> str:
        return self.odf or self.id


#: Kind of a box in the manuscript -> id of its styles, name, colour of its bar, of its ground.
BOXES = {
    "key-finding": ("KeyFinding", marked("In brief"), palette.ACCENT, TINT),
    "conclusion": ("Conclusion", marked("Conclusion"), palette.ACCENT, ""),
    "recommendation": ("Recommendation", marked("Recommendation"), palette.ACCENT, TINT),
    "warning": ("Warning", marked("Warning"), palette.QUIET, TINT),
    "note": ("Note", marked("Note"), palette.QUIET, ""),
}
#: Kinds that say what they are, where the manuscript gives no label of their own.
LABELLED = ("key-finding", "warning")
#: Kinds that look like another.
SAME_BOX = {"caution": "warning", "important": "warning"}


def _boxes() -> list[Style]:
    styles = []
    for id_, name, bar, tint in BOXES.values():
        boxed = partial(Style, bar=bar, tint=tint, left=BOX_INDENT, padding=3)
        # A box stays whole: each paragraph with the next, the last with none. One longer than a page breaks.
        inner = partial(boxed, right=0, before=0, after=0, keep_next=True, keep_together=True)
        # Word joins boxes that follow each other unless their indents differ, be it by a hair.
        first = partial(boxed, right=0.05, before=14, after=0, keep_next=True, keep_together=True)
        last = partial(boxed, right=0, before=0, after=16, keep_together=True)
        styles += [
            inner(id_, name, size=10),
            first(f"{id_}Label", f"{name} label", id_, size=9, bold=True, colour=palette.ACCENT),
            inner(f"{id_}Title", f"{name} title", id_, size=12, bold=True),
            first(f"{id_}TitleFirst", f"{name} title first", f"{id_}Title"),
            last(f"{id_}Last", f"{name} last paragraph", id_),
            inner(f"{id_}Evidence", f"{name} evidence", id_, size=9),
            last(f"{id_}EvidenceLast", f"{name} evidence last", f"{id_}Evidence"),
        ]
    return styles


_heading = partial(Style, bold=True, colour=palette.INK, keep_next=True, keep_together=True, line=1.1)

_on_cover = partial(Style, colour=palette.PAPER, bar=palette.ACCENT, tint=palette.ACCENT, left=BOX_INDENT, right=0, before=0,
                    after=0, padding=24)

PARAGRAPHS: tuple[Style, ...] = (
    Style("Normal", "Normal", "", "Standard", size=10.5, colour=palette.INK, line=1.25, before=0, after=0),
    Style("BodyText", "Body Text", odf="Text_20_body", after=8),
    Style("FirstParagraph", "First Paragraph", "BodyText", "First_20_paragraph"),
    Style("Compact", "Compact", "BodyText", after=3),
    _heading("Heading1", "heading 1", "Normal", "Heading_20_1", size=22, before=0, after=16, break_before=True, level=1),
    _heading("Heading2", "heading 2", "Normal", "Heading_20_2", size=15, before=20, after=7, level=2),
    _heading("Heading3", "heading 3", "Normal", "Heading_20_3", size=12, before=15, after=5, level=3),
    _heading("Heading4", "heading 4", "Normal", "Heading_20_4", size=10.5, before=12, after=4, level=4),
    _heading("EntryHeading", "Entry heading", size=11, before=16, after=4, level=2),
    # A field of the report's colour, as on its other covers.
    _on_cover("CoverPublisher", "Cover publisher", size=11, bold=True, padding=31),
    _on_cover("Title", "Title", odf="Title", size=34, bold=True, line=1.1),
    _on_cover("Subtitle", "Subtitle", odf="Subtitle", size=16, line=1.2),
    Style("CoverText", "Cover text", size=11, before=4, after=0),
    Style("CoverDetail", "Cover detail", size=10, after=3),
    Style("CoverDetailFirst", "Cover detail first", "CoverDetail", before=36),
    Style("CoverNote", "Cover note", size=9.5, colour=palette.MUTED, before=24),
    Style("TOCHeading", "TOC Heading", "Normal", "Contents_20_Heading", size=22, after=14, break_before=True, bold=True,
          keep_next=True),
    Style("TOC1", "toc 1", "Normal", "Contents_20_1", size=10.5, bold=True, before=6, after=2, line=1.15, left=26, hanging=26,
          tabs=(26.0,)),
    Style("TOC2", "toc 2", "Normal", "Contents_20_2", size=9.5, after=1.5, line=1.15, left=58, hanging=32, tabs=(58.0,)),
    Style("Caption", "caption", odf="Caption", size=11, bold=True, before=14, after=2, keep_next=True,
          keep_together=True, line=1.15),
    Style("FigureSubtitle", "Figure subtitle", size=9.5, colour=palette.MUTED, after=5, keep_next=True),
    Style("Figure", "Figure", after=4, line=1.0, keep_next=True),
    # The formula in the middle, its number at the end of the line.
    Style("NumberedFormula", "Numbered formula", before=6, after=12, tabs=(TEXT_WIDTH / 2, TEXT_WIDTH),
          aligned=("center", "right")),
    Style("SourceNote", "Source note", size=8.5, colour=palette.MUTED, before=3, after=3, line=1.15),
    Style("SourceNoteLast", "Source note last", "SourceNote", after=14),
    Style("TableText", "Table text", "Normal", "Table_20_Contents", size=8.5, line=1.1, before=1.5, after=1.5),
    Style("TableHead", "Table head", "TableText", "Table_20_Heading", bold=True, keep_next=True),
    Style("TableRowHead", "Table row head", "TableText", bold=True),
    Style("SummaryText", "Summary text", size=9, after=0, line=1.0),
    Style("SmallText", "Small text", size=8.5, after=4, line=1.15),
    Style("DefinitionTerm", "Definition Term", odf="Definition_20_Term", bold=True, before=6, keep_next=True),
    Style("Definition", "Definition", odf="Definition_20_Definition", left=LIST_INDENT, after=3),
    Style("BlockText", "Block Text", odf="Quotations", left=LIST_INDENT, right=LIST_INDENT, colour=palette.MUTED, after=8),
    Style("SourceCode", "Source Code", odf="Preformatted_20_Text", face=MONO, size=9, after=8),
    Style("FootnoteText", "footnote text", odf="Footnote", size=8.5, left=0, after=2),
    Style("Footer", "footer", odf="Footer", size=8.5, colour=palette.MUTED, tabs=(TEXT_WIDTH,), aligned=("right",)),
    # Not made from Footer: its tab stop would stay.
    Style("FooterWide", "Footer of wide pages", size=8.5, colour=palette.MUTED, tabs=(LANDSCAPE_WIDTH,),
          aligned=("right",)),
    *_boxes(),
)

#: The summary is to stand on one page: size and the space before and after of its headings, by their level.
SUMMARY_HEADINGS = {1: (17.0, 0.0, 4.0), 2: (12.5, 7.0, 2.0), 3: (11.0, 6.0, 2.0)}

CHARACTERS: tuple[Characters, ...] = (
    Characters("Hyperlink", "Hyperlink", "Internet_20_link", colour=palette.ACCENT, underline=True),
    # Brackets set references apart already, and there are thousands.
    Characters("SourceReference", "Source reference", colour=palette.ACCENT),
    Characters("FootnoteReference", "footnote reference", "Footnote_20_anchor", raised=True),
    Characters("VerbatimChar", "Verbatim Char", "Source_Text", face=MONO),
    Characters("CaptionNumber", "Caption number", colour=palette.ACCENT),
    Characters("EvidenceLabel", "Evidence label", bold=True, colour=palette.GREEN),
)

#: Above the field of the cover.
_COVER_LOGO = Style("CoverLogo", "Cover logo", after=18)
#: Styles of paragraphs in the face of titles, where the publisher has one: those that have it in the web edition.
_TITLES = ("Title", "Heading1", "Heading2", "TOCHeading")

_Named = TypeVar("_Named", Style, Characters)


def paragraphs(look: "Look") -> list[Style]:
    """The styles of paragraphs of a report with this look."""
    return [_in_face(_coloured(style, look.accent), look.fonts.titles) for style in (*PARAGRAPHS, *([_COVER_LOGO] if look.logo else ()))]


def characters(look: "Look") -> list[Characters]:
    """The styles of characters of a report with this look."""
    return [_coloured(style, look.accent) for style in CHARACTERS]


def face_of(look: "Look") -> str:
    """The name of the face of text."""
    return look.fonts.text.name if look.fonts.text else FACE


def faces_of(look: "Look") -> list[str]:
    """The names of the publisher's own faces."""
    return list(dict.fromkeys(face.name for face in (look.fonts.text, look.fonts.titles) if face))


def _in_face(style: Style, titles: "Typeface | None") -> Style:
    """Programs would thicken the letters of a face that is not bold."""
    if titles is None or style.id not in _TITLES:
        return style
    return replace(style, face=titles.name, bold=titles.has_bold)


def _coloured(style: _Named, accent: str) -> _Named:
    """``style`` with the colour ``accent`` wherever it has the machinery's own; "" leaves it as it is."""
    if not accent:
        return style
    changed: dict[str, Any] = {name: accent for name in ("colour", "bar", "tint") if getattr(style, name, "") == palette.ACCENT}
    return replace(style, **changed)

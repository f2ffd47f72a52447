"""Parts of a Word file that do not depend on the text: styles, settings, footers, properties.

Office Open XML, ISO/IEC 29500-1. Lengths there are twentieths of a point
(twips), sizes of type half points, widths of lines eighths of a point.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from coproduce.charts import palette
from coproduce.publish.formats.styles import FACE, PARAGRAPHS, Characters, Style, characters, face_of, faces_of, paragraphs

if TYPE_CHECKING:
    from coproduce.source.look import Look

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
#: The numbering of headings; Pandoc's own numbers of lists begin at 1000.
HEADING_NUMBERING = 900
_NEXT = {"Caption": "BodyText", "EntryHeading": "BodyText", "DefinitionTerm": "Definition"}


def twips(points: float) -> int:
    return round(points * 20)


def _hex(colour: str) -> str:
    return colour.lstrip("#").upper()


def _fonts(face: str) -> str:
    return "<w:rFonts" + "".join(f" w:{kind}={quoteattr(face)}" for kind in ("ascii", "hAnsi", "eastAsia", "cs")) + "/>" if face else ""


def _run(style: Style | Characters) -> str:
    size = getattr(style, "size", None)
    parts = [_fonts(style.face)]
    for name, value in (("b", style.bold), ("i", getattr(style, "italic", None))):
        if value is not None:
            # The second is for scripts that run from right to left.
            parts.append(f'<w:{name} w:val="{int(value)}"/><w:{name}Cs w:val="{int(value)}"/>')
    if style.colour:
        parts.append(f'<w:color w:val="{_hex(style.colour)}"/>')
    if size:
        parts.append(f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>')
    if getattr(style, "underline", False):
        parts.append('<w:u w:val="single"/>')
    if getattr(style, "raised", False):
        parts.append('<w:vertAlign w:val="superscript"/>')
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if any(parts) else ""


def _borders(style: Style) -> str:
    """A bar at the left; above and below, room in the colour of the ground.

    Word joins the borders of neighbours with equal indents, and lists in a box have
    others; a border between says that the room is there in either case.
    """
    ground = _hex(style.tint or palette.PAPER)
    room = {side: f'w:val="single" w:sz="2" w:space="{round(style.padding)}" w:color="{ground}"'
            for side in ("top", "bottom", "between")}  # fmt: skip
    bar = f'w:val="single" w:sz="24" w:space="8" w:color="{_hex(style.bar)}"'
    sides = {"top": room["top"], "left": bar, "bottom": room["bottom"], "between": room["between"]}
    return "<w:pBdr>" + "".join(f"<w:{side} {look}/>" for side, look in sides.items()) + "</w:pBdr>"


def _paragraph(style: Style) -> str:
    parts = []
    parts += ["<w:keepNext/>"] if style.keep_next else []
    parts += ["<w:keepLines/>"] if style.keep_together else []
    parts += ["<w:pageBreakBefore/>"] if style.break_before else []
    if style.id.startswith("Heading"):
        parts.append(f'<w:numPr><w:ilvl w:val="{style.level - 1}"/><w:numId w:val="{HEADING_NUMBERING}"/></w:numPr>')
    if style.bar:
        parts.append(_borders(style))
    if style.tint:
        parts.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{_hex(style.tint)}"/>')
    if style.tabs:
        parts.append("<w:tabs>" + "".join(f'<w:tab w:val="{kind}" w:pos="{twips(t)}"/>' for t, kind in style.stops) + "</w:tabs>")
    spacing = {"before": style.before, "after": style.after}
    attributes = "".join(f' w:{name}="{twips(value)}"' for name, value in spacing.items() if value is not None)
    attributes += f' w:line="{round(style.line * 240)}" w:lineRule="auto"' if style.line else ""
    parts += [f"<w:spacing{attributes}/>"] if attributes else []
    indents = {"left": style.left, "right": style.right, "hanging": style.hanging}
    attributes = "".join(f' w:{name}="{twips(value)}"' for name, value in indents.items() if value is not None)
    parts += [f"<w:ind{attributes}/>"] if attributes else []
    parts += [f'<w:jc w:val="{style.align}"/>'] if style.align else []
    parts += [f'<w:outlineLvl w:val="{style.level - 1}"/>'] if style.level else []
    return f"<w:pPr>{''.join(parts)}</w:pPr>" if parts else ""


def styles(language: str, look: "Look") -> bytes:
    """``word/styles.xml``: all named styles, in the report's colour and faces if it has any, and the language of the text."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(face_of(look))}<w:lang w:val="{language}" w:eastAsia="{language}"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    made = []
    for style in paragraphs(look):
        default = ' w:default="1"' if style.id == "Normal" else ""
        based = f'<w:basedOn w:val="{style.parent}"/>' if style.parent else ""
        following = _NEXT.get(style.id) or ("BodyText" if style.level else "")
        following = f'<w:next w:val="{following}"/>' if following else ""
        made.append(
            f'<w:style w:type="paragraph" w:styleId="{style.id}"{default}><w:name w:val="{style.name}"/>{based}{following}'
            f'<w:qFormat/>{_paragraph(style)}{_run(style)}</w:style>'
        )
    made.append('<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
                '<w:name w:val="Default Paragraph Font"/></w:style>')  # fmt: skip
    for letters in characters(look):
        made.append(
            f'<w:style w:type="character" w:styleId="{letters.id}"><w:name w:val="{letters.name}"/>'
            f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>{_run(letters)}</w:style>'
        )
    made.append(_table_style())
    return f'{_HEAD}<w:styles {_NAMESPACES}>{defaults}{"".join(made)}</w:styles>'.encode()


def font_table(table: bytes, look: "Look") -> bytes:
    """``word/fontTable.xml`` with the report's own faces, and what stands in for them on a machine that has them not."""
    own = "".join(f'<w:font w:name={quoteattr(name)}><w:altName w:val="{FACE}"/></w:font>' for name in faces_of(look))
    return table.replace(b"</w:fonts>", own.encode() + b"</w:fonts>")


def _table_style() -> str:
    grid, ink = _hex(palette.GRID), _hex(palette.INK)
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Table"><w:name w:val="Report table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f'<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{ink}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{grid}"/></w:tblBorders>'
        '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ink}"/>'
        '</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    )


def heading_numbering() -> tuple[str, str]:
    """The definition of the headings' numbers (1, 1.1, 1.1.1) and its use, for ``word/numbering.xml``."""
    levels = []
    for style in (s for s in PARAGRAPHS if s.id.startswith("Heading")):
        text = ".".join(f"%{n}" for n in range(1, style.level + 1))
        # Chapters' numbers are narrower than sections': both titles stand right after theirs.
        levels.append(
            f'<w:lvl w:ilvl="{style.level - 1}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="{style.id}"/>'
            f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/>'
            "</w:pPr></w:lvl>"
        )
    abstract = (
        f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="{HEADING_NUMBERING}"><w:multiLevelType w:val="multilevel"/>'
        f'{"".join(levels)}</w:abstractNum>'
    )
    use = (
        f'<w:num xmlns:w="{W}" w:numId="{HEADING_NUMBERING}"><w:abstractNumId w:val="{HEADING_NUMBERING}"/></w:num>'
    )
    return abstract, use


def settings(language: str) -> bytes:
    """``word/settings.xml``. The mode of Word 2013 and later, or Word calls the file old."""
    mode = "http://schemas.microsoft.com/office/word"
    return (
        f"{_HEAD}<w:settings {_NAMESPACES}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/>"
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{mode}" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    ).encode()


def footer(style: str, text: str) -> bytes:
    """A footer: ``text`` at the left, the page's number at the right."""
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return (
        f'{_HEAD}<w:ftr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">'
        f"{escape(text)}</w:t></w:r><w:r><w:tab/></w:r>{page}</w:p></w:ftr>"
    ).encode()


def core_properties(fields: dict[str, str], moment: datetime) -> bytes:
    """``docProps/core.xml`` of elements such as ``dc:title``."""
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    attributes = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items() if value)
    dates = "".join(f'<dcterms:{n} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{n}>' for n in ("created", "modified"))
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{attributes}{dates}</cp:coreProperties>'
    ).encode()


def custom_properties(fields: dict[str, str]) -> bytes:
    """``docProps/custom.xml``: what the standard properties have no place for."""
    family = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of all custom properties (ISO/IEC 29500-1, 22.3.2.2)
    attributes = "".join(
        f'<property fmtid="{family}" pid="{number}" name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(fields.items(), start=2)
    )
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{attributes}</Properties>'
    ).encode()


def application() -> bytes:
    """``docProps/app.xml``: no program's name but the one that wrote the file."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{_HEAD}<Properties xmlns="{kind}"><Application>Pandoc</Application></Properties>'.encode()

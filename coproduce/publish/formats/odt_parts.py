"""Parts of an OpenDocument text that do not depend on the text: styles, pages, properties.

OpenDocument 1.3 (OASIS). Lengths are written in points.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from coproduce.charts import palette
from coproduce.publish.formats.styles import (
    CHAPTER_AFTER,
    CHAPTER_SPACE,
    FACE,
    MARGIN,
    MONO,
    PAGE,
    PARAGRAPHS,
    SUMMARY_HEADINGS,
    Characters,
    Style,
    characters,
    face_of,
    faces_of,
    paragraphs,
)

if TYPE_CHECKING:
    from coproduce.source.look import Look

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
XLINK = "http://www.w3.org/1999/xlink"
NAMESPACES = {"office": OFFICE, "style": STYLE, "text": TEXT, "table": TABLE, "draw": DRAW, "fo": FO, "svg": SVG,
              "xlink": XLINK}  # fmt: skip
_DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: The first page, without footer, upright pages, wide pages.
COVER, UPRIGHT, WIDE = "Cover", "Standard", "Wide"
#: The foot of a page stands in its margin, with the space above it.
_FOOT = 28.0
_BY_ID = {style.id: style for style in PARAGRAPHS}


def _pt(points: float) -> str:
    return f"{points:g}pt"


def _attributes(pairs: dict[str, str | None]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in pairs.items() if value)


def _text_properties(style: Style | Characters) -> str:
    size = getattr(style, "size", None)
    italic = getattr(style, "italic", None)
    attributes = _attributes({
        "style:font-name": style.face or None,
        **_for_all_scripts("font-size", _pt(size) if size else None),
        **_for_all_scripts("font-weight", None if style.bold is None else "bold" if style.bold else "normal"),
        **_for_all_scripts("font-style", None if italic is None else "italic" if italic else "normal"),
        "fo:color": style.colour or None,
        "style:text-underline-style": "solid" if getattr(style, "underline", False) else None,
        "style:text-underline-width": "auto" if getattr(style, "underline", False) else None,
        "style:text-underline-color": "font-color" if getattr(style, "underline", False) else None,
        "style:text-position": "super 66%" if getattr(style, "raised", False) else None,
    })  # fmt: skip
    return f"<style:text-properties{attributes}/>" if attributes else ""


def _for_all_scripts(name: str, value: str | None) -> dict[str, str | None]:
    """The look of letters, which OpenDocument tells apart for western, Asian and complex scripts."""
    return {f"fo:{name}": value, f"style:{name}-asian": value, f"style:{name}-complex": value}


def _paragraph_properties(style: Style) -> str:
    length = {name: None if value is None else _pt(value) for name, value in (
        ("fo:margin-top", style.before), ("fo:margin-bottom", style.after), ("fo:margin-left", style.left),
        ("fo:margin-right", style.right), ("fo:text-indent", None if style.hanging is None else -style.hanging),
    )}  # fmt: skip
    attributes = _attributes({
        **length,
        "fo:line-height": f"{round(style.line * 100)}%" if style.line else None,
        "fo:keep-with-next": "always" if style.keep_next else None,
        "fo:keep-together": "always" if style.keep_together else None,
        "fo:break-before": "page" if style.break_before else None,
        "fo:text-align": style.align or None,
        "fo:border-left": f"3pt solid {style.bar}" if style.bar else None,
        "fo:padding-left": "8pt" if style.bar else None,
        "fo:padding-top": _pt(style.padding) if style.bar else None,
        "fo:padding-bottom": _pt(style.padding) if style.bar else None,
        "fo:background-color": style.tint or None,
        "style:join-border": "false" if style.bar else None,
    })  # fmt: skip
    stops = "".join(f'<style:tab-stop style:position="{_pt(t - (style.left or 0))}" style:type="{kind}"/>' for t, kind in style.stops)
    stops = f"<style:tab-stops>{stops}</style:tab-stops>" if stops else ""
    return f"<style:paragraph-properties{attributes}>{stops}</style:paragraph-properties>" if attributes or stops else ""


def _paragraph_style(style: Style) -> str:
    # Word's own names begin in lower case; people see these in a list.
    name = style.name[0].upper() + style.name[1:]
    parent = _BY_ID[style.parent].odf_name if style.parent else None
    following = "Text_20_body" if style.level else None
    attributes = _attributes({
        "style:name": style.odf_name, "style:display-name": name, "style:family": "paragraph",
        "style:parent-style-name": parent, "style:next-style-name": following,
        "style:default-outline-level": str(style.level) if style.id.startswith("Heading") else None,
    })  # fmt: skip
    return f"<style:style{attributes}>{_paragraph_properties(style)}{_text_properties(style)}</style:style>"


def _outline() -> str:
    """Numbers of headings: 1, 1.1, 1.1.1."""
    made = []
    for style in (s for s in PARAGRAPHS if s.id.startswith("Heading")):
        made.append(
            f'<text:outline-level-style text:level="{style.level}" style:num-format="1" text:display-levels="{style.level}">'
            '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
            '<style:list-level-label-alignment text:label-followed-by="space" fo:margin-left="0pt" fo:text-indent="0pt"/>'
            "</style:list-level-properties></text:outline-level-style>"
        )
    return f'<text:outline-style style:name="Outline">{"".join(made)}</text:outline-style>'


def _page_layout(name: str, wide: bool, footer: bool) -> str:
    width, height = reversed(PAGE) if wide else PAGE
    foot = f'<style:footer-style><style:header-footer-properties fo:min-height="{_pt(_FOOT)}" fo:margin-top="14pt"/></style:footer-style>'
    return (
        f'<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="{_pt(width)}" '
        f'fo:page-height="{_pt(height)}" fo:margin="{_pt(MARGIN)}" fo:margin-bottom="{_pt(MARGIN - _FOOT if footer else MARGIN)}" '
        f'style:print-orientation="{"landscape" if wide else "portrait"}" style:num-format="1"/>'
        f"{foot if footer else ''}</style:page-layout>"
    )


def styles(language: str, footer: str, look: "Look") -> bytes:
    """``styles.xml``: all named styles, in the report's colour and faces if it has any, numbered headings, pages and their feet."""
    spoken, _, country = language.partition("-")
    spoken_in = _attributes({"style:font-name": face_of(look), "fo:language": spoken, "fo:country": country or "none"})
    faces = "".join(
        f'<style:font-face style:name={quoteattr(face)} svg:font-family={quoteattr(face)} style:font-pitch="{pitch}"/>'
        for face, pitch in (*((face, "variable") for face in dict.fromkeys((FACE, *faces_of(look)))), (MONO, "fixed"))
    )
    letters = "".join(
        f'<style:style{_attributes({"style:name": s.odf_name, "style:display-name": s.name, "style:family": "text"})}>'
        f"{_text_properties(s)}</style:style>"
        for s in characters(look)
    )
    symbols = "".join(f'<style:style style:name="{name}" style:family="text"/>'
                      for name in ("Numbering_20_Symbols", "Bullet_20_Symbols"))  # fmt: skip
    page = '<text:tab/><text:page-number text:select-page="current">1</text:page-number>'
    feet = {style: f'<style:footer><text:p text:style-name="{style}">{escape(footer)}{page}</text:p></style:footer>'
            for style in ("Footer", "FooterWide")}  # fmt: skip
    return (
        f'{_HEAD}<office:document-styles {_DECLARED} office:version="1.3"><office:font-face-decls>{faces}'
        "</office:font-face-decls><office:styles>"
        f'<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2" '
        f'style:tab-stop-distance="36pt" style:writing-mode="page"/><style:text-properties{spoken_in} '
        'fo:hyphenate="false"/></style:default-style>'
        '<style:default-style style:family="table"><style:table-properties table:border-model="collapsing"/></style:default-style>'
        '<style:default-style style:family="graphic"><style:graphic-properties style:flow-with-text="false"/>'
        "</style:default-style>"
        '<style:style style:name="Formula" style:family="graphic"/>'
        f'{"".join(_paragraph_style(style) for style in paragraphs(look))}{letters}{symbols}{_outline()}'
        '<text:notes-configuration text:note-class="footnote" text:citation-style-name="Footnote_20_anchor" '
        'text:citation-body-style-name="Footnote_20_anchor" text:default-style-name="Footnote" '
        'style:num-format="1" text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>'
        "</office:styles><office:automatic-styles>"
        f'{_page_layout("pages0", False, False)}{_page_layout("pages1", False, True)}{_page_layout("pages2", True, True)}'
        "</office:automatic-styles><office:master-styles>"
        f'<style:master-page style:name="{UPRIGHT}" style:page-layout-name="pages1">{feet["Footer"]}</style:master-page>'
        f'<style:master-page style:name="{COVER}" style:page-layout-name="pages0" style:next-style-name="{UPRIGHT}"/>'
        f'<style:master-page style:name="{WIDE}" style:page-layout-name="pages2">{feet["FooterWide"]}</style:master-page>'
        "</office:master-styles></office:document-styles>"
    ).encode()


def automatic_styles() -> str:
    """Styles for ``content.xml`` that its paragraphs and tables are given by name."""
    ink, grid = palette.INK, palette.GRID
    cell = (
        '<style:style style:name="{}" style:family="table-cell"><style:table-cell-properties '
        'fo:padding="2pt" fo:padding-top="1pt" fo:padding-bottom="1pt" {}/></style:style>'
    )
    turned = "".join(
        f'<style:style style:name="Heading{level}On{page}" style:family="paragraph" '
        f'style:parent-style-name="Heading_20_{level}" style:master-page-name="{page}"><style:paragraph-properties '
        'style:page-number="auto"/></style:style>'
        for level in (1, 2) for page in (UPRIGHT, WIDE)
    )  # fmt: skip
    turned += "".join(
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}"><style:paragraph-properties '
        f'fo:break-before="auto" fo:margin-top="{_pt(CHAPTER_SPACE)}" fo:margin-bottom="{_pt(CHAPTER_AFTER)}"/></style:style>'
        for name, parent in (("ChapterOnSamePage", "Heading_20_1"), ("ContentsOnSamePage", "Contents_20_Heading"))
    )
    turned += "".join(
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
        f'<style:paragraph-properties fo:margin-top="{_pt(above)}" fo:margin-bottom="{_pt(below)}"/>'
        f'<style:text-properties fo:font-size="{_pt(size)}"/></style:style>'
        for name, parent, (size, above, below) in (
            ("SummaryTitle", "Heading_20_1", SUMMARY_HEADINGS[1]), ("SummaryHeading", "Heading_20_2", SUMMARY_HEADINGS[2]))
    )
    return (
        cell.format("HeadCell", f'fo:border="none" fo:border-bottom="1pt solid {ink}" style:vertical-align="bottom"')
        + cell.format("Cell", f'fo:border="none" fo:border-bottom="0.5pt solid {grid}"')
        + '<style:style style:name="WholeRow" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>'
        "</style:style>" + turned
        + on_cover("FirstOnCover", "CoverPublisher") + on_cover("TitleOnCover", "Title")
        + '<style:style style:name="PictureFrame" style:family="graphic"><style:graphic-properties '
        'style:vertical-pos="top" style:vertical-rel="baseline" style:horizontal-pos="left" style:wrap="none" '
        'fo:border="none" fo:padding="0pt" fo:margin="0pt"/></style:style>'
        '<style:style style:name="ContentsSection" style:family="section"><style:section-properties '
        'style:editable="false"/></style:style>'
    )


def on_cover(name: str, parent: str) -> str:
    """A style for the first paragraph of all, which chooses the page."""
    return (f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}" '
            f'style:master-page-name="{COVER}"/>')


def contents_template() -> str:
    """How a program builds the contents anew: number, title, tab with dots, page."""
    made = []
    for level in (1, 2):
        made.append(
            f'<text:table-of-content-entry-template text:outline-level="{level}" text:style-name="Contents_20_{level}">'
            "<text:index-entry-link-start/><text:index-entry-chapter/><text:index-entry-tab-stop style:type=\"left\" "
            f'style:position="{_pt(_BY_ID[f"TOC{level}"].left or 0)}"/><text:index-entry-text/>'
            f'<text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>'
            "<text:index-entry-link-end/></text:table-of-content-entry-template>"
        )
    return "".join(made)


def meta(metadata, moment: datetime) -> bytes:
    """``meta.xml`` from :class:`coproduce.publish.formats.properties.Properties`."""
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    keywords = "".join(f"<meta:keyword>{escape(word)}</meta:keyword>" for word in metadata.keywords)
    own = "".join(
        f'<meta:user-defined meta:name={quoteattr(name)} meta:value-type="string">{escape(value)}</meta:user-defined>'
        for name, value in metadata.custom.items()
    )
    return (
        f'{_HEAD}<office:document-meta xmlns:office="{OFFICE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3"><office:meta>'
        f"<meta:generator>Pandoc</meta:generator><dc:title>{escape(metadata.title)}</dc:title>"
        f"<dc:description>{escape(metadata.description)}</dc:description><dc:subject>{escape(metadata.subtitle)}</dc:subject>"
        f"{keywords}<meta:initial-creator>{escape(metadata.author)}</meta:initial-creator>"
        f"<dc:creator>{escape(metadata.author)}</dc:creator><meta:creation-date>{stamp}</meta:creation-date>"
        f"<dc:date>{stamp}</dc:date><dc:language>{metadata.language}</dc:language>{own}</office:meta></office:document-meta>"
    ).encode()

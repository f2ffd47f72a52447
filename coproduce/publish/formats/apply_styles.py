"""The manuscript with the name of a style on every paragraph that has one.

Pandoc's writers for Word and OpenDocument take ``custom-style`` from a division.
Figures and boxes, which they would set in tables or lose, become sequences of
such paragraphs; anchors go to the start of the text that they stand for, since
not every writer keeps the id of a list item, a table or a division.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import say
from coproduce.publish.formats.elements import attribute, html_document, new_element, styled
from coproduce.publish.formats.formulas import mark_numbered
from coproduce.publish.formats.languages import prepare
from coproduce.publish.formats.styles import BOXES, LABELLED, SAME_BOX
from coproduce.publish.formats.title_page import title_page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from coproduce.publish.imprint import Line
    from coproduce.publish.manuscript import Manuscript
    from coproduce.source.settings import Settings

#: Styles of paragraphs that are signs to the writers, not text.
CONTENTS_MARK = "ContentsMark"
#: What stands before a wide section's first heading and before the heading after it.
WIDE_MARK, NARROW_MARK = "WideMark", "NarrowMark"

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", "div", "ul", "ol", "dl", "table", "blockquote", "pre", *_HEADINGS)
_KEEP_ID = ("span", "a", *_HEADINGS)
# Pandoc would fetch what these name; no page of the book has them.
_NOT_FOR_PANDOC = "//iframe|//object|//embed|//video|//audio|//link|//base"
# A chart as wide as the page; authors' smaller pictures keep their size.
_WIDE_PICTURE, _PICTURE_WIDTH = 560, "170mm"
# What of a table fits an upright page, in the ems of manuscript/tables.py.
_FITS = 51.0


def apply_styles(
    manuscript: "Manuscript", settings: "Settings", lines: tuple["Line", ...], pictures: Mapping[str, str]
) -> str:
    """HTML for Pandoc: a title page, then the report, with styles named.

    ``pictures`` gives for each picture the file to show, and for the logo, if there is one.
    """
    from lxml import html

    root = opened(manuscript)
    prepare(root)
    _number_nothing_twice(root)
    for picture in root.iter("img"):
        _fit(picture, pictures)
    _turn_wide_sections(root)
    for block in root.find_class("figure-block"):
        _figure(block)
    for caption in root.xpath("//caption//*[contains(@class, 'caption-number')]"):
        caption.set("data-custom-style", "CaptionNumber")
    for label in root.xpath("//span[contains(@class, 'evidence-label')]"):
        label.set("data-custom-style", "EvidenceLabel")
    for notes in root.find_class("figure-notes"):
        _style(notes, "SourceNote")
        for last in notes.xpath("(.//div[@data-custom-style='SourceNote'])[last()]"):
            last.set("data-custom-style", "SourceNoteLast")
    for box in root.find_class("box"):
        _box(box)
    for page in root.find_class("summary-page"):
        _style(page, "SummaryText")
    mark_numbered(root)
    for small in root.find_class("small"):
        _style(small, "SmallText")
    for heading in root.find_class("unlisted"):
        _entry_heading(heading)
    body = root.find("body")
    chapters = body.xpath("./section[contains(@class, 'chapter')]")
    if len(chapters) > 1:
        chapters[0].addnext(styled(CONTENTS_MARK, say("Contents")))
    for position, element in enumerate(title_page(settings, lines, pictures)):
        body.insert(position, element)
    return html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")


def flows(settings: "Settings") -> bool:
    """Whether chapters follow each other without a new page, as in the PDF of the document that these files are made of."""
    return not next(d for d in settings.printed if d.other_forms).chapters_on_new_pages


def opened(manuscript: "Manuscript") -> "HtmlElement":
    """The manuscript for changing: nothing in it that Pandoc would fetch, ids where every writer
    keeps them, a label on each box whose kind has one, and no title but those on its pages.
    """
    root = html_document(manuscript.html)
    for tag in root.xpath(f"{_NOT_FOR_PANDOC}|//head/title"):
        tag.drop_tree()
    _move_ids(root)
    for box in root.find_class("box"):
        kind = kind_of(box)
        title = next(iter(box.find_class("box-title")), None)
        says_kind = title is not None and title.text_content().strip() == say(BOXES[kind][1])
        if kind in LABELLED and not says_kind and not box.find_class("box-label"):
            label = new_element("div", **{"class": "box-label"})
            label.text = say(BOXES[kind][1])
            box.insert(0, label)
    return root


def kind_of(box: "HtmlElement") -> str:
    """The kind of a box, one of :data:`coproduce.publish.formats.styles.BOXES`."""
    kinds = attribute(box, "class").split()
    kind = SAME_BOX.get(kinds[1], kinds[1]) if len(kinds) > 1 else "note"
    return kind if kind in BOXES else "note"


def _number_nothing_twice(root: "HtmlElement") -> None:
    """Spaces around a caption's number are said by the writers."""
    for number in root.find_class("caption-number"):
        number.text = (number.text_content() or "").strip()
        for child in list(number):
            number.remove(child)


def _fit(picture: "HtmlElement", pictures: Mapping[str, str]) -> None:
    picture.set("src", pictures[picture.get("src")])
    width = picture.get("width", "")
    if re.fullmatch(r"[\d.]+", width) and float(width) >= _WIDE_PICTURE:
        picture.set("width", _PICTURE_WIDTH)
        picture.attrib.pop("height", None)
    picture.attrib.pop("class", None)


def _move_ids(root: "HtmlElement") -> None:
    """Each id to a span at the start of the text that it names; a chapter's to its heading."""
    renamed = {}
    for chapter in root.xpath("//section[contains(@class, 'chapter')][@id]"):
        heading = next(chapter.iter("h1"), None)
        if heading is not None:
            renamed[f"#{chapter.get('id')}"] = f"#{heading.get('id') or chapter.get('id')}"
            heading.set("id", heading.get("id") or chapter.get("id"))
            del chapter.attrib["id"]
    for link in root.xpath("//a[@href]"):
        link.set("href", renamed.get(link.get("href"), link.get("href")))
    for tag in root.xpath("//body//*[@id]"):
        if tag.tag in _KEEP_ID or tag.get("role") == "doc-footnote":
            continue
        anchor = new_element("span", id=tag.attrib.pop("id"))
        target = _first_text(tag)
        anchor.tail, target.text = target.text, None
        target.insert(0, anchor)


def _first_text(tag: "HtmlElement") -> "HtmlElement":
    """The first element below (or at) ``tag`` that holds text rather than blocks."""
    if tag.tag == "table":
        caption = tag.find("caption")
        return caption if caption is not None else _first_text(next(tag.iter("th", "td")))
    if tag.tag == "figure":
        return next(iter(tag.find_class("headline")), tag)
    while not (tag.text or "").strip():
        inner = next((child for child in tag if isinstance(child.tag, str)), None)
        if inner is None or inner.tag not in (*_BLOCKS, "li", "dt", "dd", "section", "thead", "tbody", "tr", "th", "td"):
            return tag
        tag = inner
    return tag


def _turn_wide_sections(root: "HtmlElement") -> None:
    """Mark the sections whose table is too wide for an upright page."""
    for table in root.xpath("//table[@data-minimum]"):
        if float(table.get("data-minimum")) <= _FITS:
            continue
        table.set("class", "wide")
        before = table.xpath("(preceding::h1|preceding::h2)[last()]")
        after = table.xpath("(following::h1|following::h2)[1]")
        if before and not _marked(before[0]):
            before[0].addprevious(styled(WIDE_MARK, "wide"))
        if after and not _marked(after[0]):
            after[0].addprevious(styled(NARROW_MARK, "narrow"))


def _marked(heading: "HtmlElement") -> bool:
    before = heading.getprevious()
    return before is not None and before.get("data-custom-style", "") in (WIDE_MARK, NARROW_MARK)


def _figure(block: "HtmlElement") -> None:
    """Caption above, as in the book: number and headline, subtitle, picture; then notes."""
    figure = block.find("figure")
    if figure is None:
        return
    made = []
    for headline in figure.find_class("headline"):
        for number in headline.find_class("caption-number"):
            number.set("data-custom-style", "CaptionNumber")
        made.append(_wrapped(headline, "Caption"))
    for subtitle in figure.find_class("subtitle"):
        made.append(_wrapped(subtitle, "FigureSubtitle"))
    for picture in figure.iter("img"):
        division = styled("Figure")
        picture.tail = None
        division[0].append(picture)
        made.append(division)
    for element in made:
        figure.addprevious(element)
    figure.drop_tree()


def _wrapped(tag: "HtmlElement", style: str) -> "HtmlElement":
    """A paragraph with this style and the inline contents of ``tag``."""
    division = styled(style)
    paragraph = division[0]
    paragraph.text = tag.text
    paragraph.extend(list(tag))
    return division


def _box(box: "HtmlElement") -> None:
    style = BOXES[kind_of(box)][0]
    label = next(iter(box.find_class("box-label")), None)
    title = next(iter(box.find_class("box-title")), None)
    for tag, suffix in ((label, "Label"), (title, "Title")):
        if tag is not None:
            tag.addprevious(_wrapped(tag, style + suffix))
            tag.drop_tree()
    for fine in box.find_class("fine"):
        _style(fine, style + "Evidence")
    _style(box, style)
    box.attrib.pop("class")
    parts = [division for division in box.iter("div") if division.get("data-custom-style", "").startswith(style)]
    if parts and parts[0].get("data-custom-style") == f"{style}Title":
        parts[0].set("data-custom-style", f"{style}TitleFirst")
    if parts and parts[-1].get("data-custom-style") in (style, f"{style}Evidence"):
        parts[-1].set("data-custom-style", parts[-1].get("data-custom-style") + "Last")


def _style(tag: "HtmlElement", style: str) -> None:
    """Name the style of each paragraph below ``tag`` that has none and is in no table."""
    for item in list(tag.iter("li", "dd")):
        if not any(child.tag in _BLOCKS for child in item):
            paragraph = new_element("p")
            paragraph.text, item.text = item.text, None
            paragraph.extend(list(item))
            item.append(paragraph)
    for paragraph in list(tag.iter("p")):
        if any(a.tag == "table" or a.get("data-custom-style") for a in paragraph.iterancestors("div", "table")):
            continue
        division = new_element("div", data_custom_style=style)
        paragraph.addprevious(division)
        division.tail, paragraph.tail = paragraph.tail, None
        division.append(paragraph)


def _entry_heading(heading: "HtmlElement") -> None:
    division = _wrapped(heading, "EntryHeading")
    if heading.get("id"):
        anchor = new_element("span", id=heading.get("id"))
        paragraph = division[0]
        anchor.tail, paragraph.text = paragraph.text, None
        paragraph.insert(0, anchor)
    heading.addprevious(division)
    heading.drop_tree()

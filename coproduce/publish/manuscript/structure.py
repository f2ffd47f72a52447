"""Headings, sections and lists as Pandoc understands them."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from coproduce.publish.manuscript.finding import attribute, set_classes, tags

# "Figure 3" does not break between lines.
_NUMBERED = re.compile(r"^\w+ \d+$")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def tidy(soup: BeautifulSoup, any_book: bool = False) -> None:
    """One ``h1`` a chapter, no skipped level; ids where a reader arrives."""
    for chapter in tags(soup, "section", of="chapter"):
        _move_ids_to_headings(soup, chapter)
        level = 0
        for heading in tags(chapter, *_HEADINGS):
            wanted = int(heading.name[1])
            level = min(max(wanted, 2 if level else 1), level + 1)
            heading.name = f"h{level}"
            # A paragraph's emphasis in a heading would reach bookmarks as markup.
            for strong in heading.find_all(["strong", "b"]):
                strong.unwrap()
    _set_small(soup)
    for facts in tags(soup, "p", of="source-facts"):
        # One paragraph for what stands below a source.
        if (uses := facts.find_next_sibling("p", class_="source-uses")) is not None:
            facts.append(" ")
            uses.name = "span"
            facts.append(uses.extract())
    for link in tags(soup, "a"):
        if _NUMBERED.match(link.string or ""):
            link.string = link.get_text().replace(" ", "\u00a0")
    _move_ids_into_cells(soup, any_book)
    for rubric in tags(soup, "p", of="rubric"):
        strong = soup.new_tag("strong")
        strong.string = rubric.get_text()
        rubric.clear()
        rubric.append(strong)


def _set_small(soup: BeautifulSoup) -> None:
    for entry in tags(soup, of=("sources", "contributions", "profiles")):
        # Lists to look things up in: small type, and no place in the contents.
        entry.wrap(soup.new_tag("div", attrs={"class": "small"}))
        for heading in tags(entry, *_HEADINGS):
            set_classes(heading, "unlisted")


def _move_ids_into_cells(soup: BeautifulSoup, any_book: bool) -> None:
    for row in tags(soup, "tr", having="id"):
        # Pandoc drops the id of a row, and so would every format.
        if (cell := row.find(["th", "td"])) is not None:
            cell.insert(0, soup.new_tag("span", attrs={"id": attribute(row, "id")}))
            del row["id"]
    for term in tags(soup, "dt", "p", "li", having="id"):
        # Pandoc drops the id of a term, a paragraph and an item. A footnote keeps its own: it is moved by it.
        # So does an item with paragraphs.
        if term.get("role") != "doc-footnote" and not (term.name == "li" and term.find(["p", "div"], recursive=False)):
            anchor = soup.new_tag("span", attrs={"id": attribute(term, "id")})
            del term["id"]
            term.insert(0, anchor)
    for picture in tags(soup, "img", having="id"):
        picture.insert_before(soup.new_tag("span", attrs={"id": attribute(picture, "id")}))
        del picture["id"]
    # In reports none of these is linked.
    for block in tags(soup, "ul", "ol", "dl", "pre", "blockquote", having="id") if any_book else ():
        # And that of a list, code or quotation; a box around it keeps one.
        block.wrap(soup.new_tag("div", attrs={"id": attribute(block, "id")}))
        del block["id"]


def _move_ids_to_headings(soup: BeautifulSoup, chapter: Tag) -> None:
    for section in tags(chapter, "section"):
        heading = section.find(_HEADINGS, recursive=False)
        if section.get("id"):
            if heading is not None and not heading.get("id"):
                heading["id"] = section["id"]
            else:
                section.insert_before(soup.new_tag("span", attrs={"id": attribute(section, "id")}))
        section.unwrap()

"""Headings, sections and lists as Pandoc understands them."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

# "Figure 3" does not break between lines.
_NUMBERED = re.compile(r"^\w+ \d+$")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def tidy(soup: BeautifulSoup) -> None:
    """One ``h1`` a chapter, no skipped level; ids where a reader arrives."""
    for chapter in soup.select("section.chapter"):
        _move_ids_to_headings(soup, chapter)
        level = 0
        for heading in chapter.find_all(_HEADINGS):
            wanted = int(heading.name[1])
            level = min(max(wanted, 2 if level else 1), level + 1)
            heading.name = f"h{level}"
            # A paragraph's emphasis in a heading would reach bookmarks as markup.
            for strong in heading.find_all(["strong", "b"]):
                strong.unwrap()
    for entry in soup.select("ol.sources, .contributions, .profiles"):
        # Lists to look things up in: small type, and no place in the contents.
        entry.wrap(soup.new_tag("div", attrs={"class": "small"}))
        for heading in entry.find_all(_HEADINGS):
            heading["class"] = ["unlisted"]
    for facts in soup.select("ol.sources p.source-facts"):
        # One paragraph for what stands below a source.
        if (uses := facts.find_next_sibling("p", class_="source-uses")) is not None:
            facts.append(" ")
            facts.extend(list(uses.contents))
            uses.decompose()
    for link in soup.find_all("a", string=_NUMBERED):
        link.string = link.get_text().replace(" ", "\u00a0")
    for row in soup.select("tr[id]"):
        # Pandoc drops the id of a row, and so would every format.
        if (cell := row.find(["th", "td"])) is not None:
            cell.insert(0, soup.new_tag("span", attrs={"id": row["id"]}))
            del row["id"]
    for term in soup.select("dt[id]"):
        # Pandoc drops the id of a term.
        anchor = soup.new_tag("span", attrs={"id": term["id"]})
        del term["id"]
        term.insert(0, anchor)
    for rubric in soup.select("p.rubric"):
        rubric.string = rubric.get_text()
        rubric.string.wrap(soup.new_tag("strong"))


def _move_ids_to_headings(soup: BeautifulSoup, chapter: Tag) -> None:
    for section in chapter.find_all("section"):
        heading = section.find(_HEADINGS, recursive=False)
        if section.get("id"):
            if heading is not None and not heading.get("id"):
                heading["id"] = section["id"]
            else:
                section.insert_before(soup.new_tag("span", attrs={"id": section["id"]}))
        section.unwrap()

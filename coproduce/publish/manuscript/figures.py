"""Figures with number, headline, subtitle, picture and notes in one order."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from coproduce.ground.problems import Problem
from coproduce.publish.manuscript.finding import attribute, classes, set_classes, tags
from coproduce.publish.manuscript.joining import SEPARATOR, page_of


def arrange(soup: BeautifulSoup, in_place: bool = False) -> list[Problem]:
    """Put each ``figure`` into a ``div.figure-block`` as the package promises; ``in_place``: it stays where it stands.

    A problem for a figure without picture or without alternative text.
    """
    problems = []
    for figure in tags(soup, "figure"):
        if figure.find("table") and not figure.find(["img", "svg"]):
            continue  # a table that came in a figure's clothes
        problems += _faults(figure)
        block = figure.wrap(soup.new_tag("div", attrs={"class": "figure-block in-place" if in_place else "figure-block"}))
        name = attribute(figure, "data-name") or attribute(figure, "id").partition(SEPARATOR)[2]
        figure["data-name"] = name
        old = figure.find("figcaption")
        caption = soup.new_tag("figcaption")
        notes = soup.new_tag("div", attrs={"class": "figure-notes"})
        if old is not None:
            old.extract()
            _divide(soup, old, caption, notes)
        for extra in tags(figure, of=("figure-notes", "figure-source", "caveat")):
            notes.append(_as_paragraph(extra.extract()))
        picture = figure.find(["img", "svg"])
        if picture is not None:
            picture["alt" if picture.name == "img" else "aria-label"] = alternative_text(picture)
            picture.extract()
            figure.clear()
            figure.append(picture)
        figure.append(caption)
        set_classes(figure, "chart")
        if notes.contents:
            block.append(notes)
    return problems


def numbers(soup: BeautifulSoup, kind: str = "figure") -> dict[str, str]:
    """What each figure (or each ``table``) is called in its caption, such as "Figure 3", by name."""
    return {
        attribute(figure, "id").rpartition(SEPARATOR)[2]: number.get_text().strip()
        for figure in tags(soup, kind, having="id")
        if (number := figure.find(class_="caption-number")) is not None
    }


def part_summary(soup: BeautifulSoup) -> None:
    """Mark what of the first chapter is its summary, and put its figures into a division behind that.

    A summary fills a page; its figures follow where there is room for them.
    """
    summary = next(iter(tags(soup, "section", of="chapter")), None)
    if summary is None:
        return
    blocks = tags(summary, "div", of="figure-block")
    page = soup.new_tag("div", attrs={"class": "summary-page"})
    page.extend(list(summary.contents))
    summary.append(page)
    if not blocks:
        return
    behind = soup.new_tag("div", attrs={"class": "behind-summary"})
    summary.append(behind)
    for block in blocks:
        behind.append(block.extract())


def _divide(soup: BeautifulSoup, old: Tag, caption: Tag, notes: Tag) -> None:
    """The caption's paragraphs: headline, subtitle, and notes for the rest."""
    headline = soup.new_tag("div", attrs={"class": "headline"})
    subtitle = soup.new_tag("div", attrs={"class": "subtitle"})
    if number := old.find(class_="caption-number"):
        number.extract()
        set_classes(number, "caption-number")
        number.string = number.get_text().strip()
        headline.append(number)
        headline.append(" ")
    text = old.find(class_="caption-text") or old.find(class_="headline")
    parts = [p for p in old.find_all(["p", "li"]) if not p.find(["p", "li"])]
    if text is None and parts:
        text = parts.pop(0)
    if text is not None:
        parts = [p for p in parts if text is not p and text not in p.descendants]
        text.extract()
        text.name = "span"
        text.attrs.clear()
        set_classes(text, "caption-text")
        headline.append(text)
    for part in parts:
        if not part.get_text(strip=True):
            continue
        if "subtitle" in classes(part) or part.find(class_="subtitle"):
            subtitle.extend(list(part.contents))
        else:
            notes.append(_as_paragraph(part.extract()))
    caption.append(headline)
    if subtitle.contents:
        caption.append(subtitle)


def _as_paragraph(part: Tag) -> Tag:
    if part.name == "div" and part.find("p"):
        part.attrs.clear()
        return part
    part.name = "p"
    part.attrs.clear()
    return part


def _faults(figure: Tag) -> list[Problem]:
    picture = figure.find(["img", "svg"])
    name = attribute(figure, "id").partition(SEPARATOR)[2] or "without name"
    if picture is None:
        return [
            Problem(
                page_of(figure),
                f"the figure ‘{name}’ has no picture",
                code="manuscript.figure-empty",
                expected="a chart or an image",
                action="Show the chart with chapter.figure(...), or name the image file.",
            )
        ]
    if not alternative_text(picture):
        return [
            Problem(
                page_of(figure),
                f"the figure ‘{name}’ has no alternative text",
                code="manuscript.figure-alt",
                expected="a sentence or two that say what a reader would see",
                action="Add alt=… to the figure.",
            )
        ]
    return []


def alternative_text(picture: Tag) -> str:
    """What stands for the picture: its own ``alt``, or that of what holds it."""
    if picture.get("alt"):
        return attribute(picture, "alt").strip()
    holder = picture if picture.get("aria-label") else picture.find_parent(attrs={"aria-label": True})
    return attribute(holder, "aria-label").strip() if holder is not None else ""

"""Key findings, conclusions and notes as ``div.box`` with a title of its own."""

from __future__ import annotations

from bs4 import BeautifulSoup

#: Kinds that keep a look of their own; any other admonition is a note.
KINDS = ("key-finding", "conclusion", "recommendation", "warning", "caution", "important", "note")


def mark(soup: BeautifulSoup) -> None:
    """Say of each box what kind it is and where its title is."""
    selector = ", ".join(["div.admonition", *(f"div.{k}, aside.{k}, section.{k}" for k in KINDS[:3])])
    for box in soup.select(selector):
        classes = box.get("class", [])
        kind = next((kind for kind in KINDS if kind in classes), "note")
        title = box.find(class_=["admonition-title", "box-title", "conclusion-title"])
        box.name, box["class"] = "div", ["box", kind]
        if title is None:
            continue
        # Pandoc keeps the class of a division, not that of a paragraph.
        title.name, title["class"] = "div", ["box-title"]
        if (number := title.find(class_="conclusion-number")) is not None:
            number.name, number["class"] = "div", ["box-label"]
            number.extract()
        for strong in title.find_all(["strong", "b"]):
            strong.unwrap()
        box.insert(0, title.extract())
        if number is not None:
            box.insert(0, number)

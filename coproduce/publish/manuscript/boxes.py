"""Key findings, conclusions and notes as ``div.box`` with a title of its own."""

from __future__ import annotations

import re
from copy import copy

from bs4 import BeautifulSoup, Tag

from coproduce.ground.interface_words import marked_words, say
from coproduce.publish.manuscript.finding import attribute, classes, first_of, set_classes, tags, text_of
from coproduce.publish.manuscript.joining import SEPARATOR
from coproduce.source.conclusion_facts import FACTS

#: Kinds that keep a look of their own; any other admonition is a note.
KINDS = (
    "key-finding", "conclusion", "recommendation", "warning", "caution", "important", "note",
    # Those of a Jupyter Book, which have no label but their title.
    "tip", "hint", "attention", "danger", "error", "seealso", "card", "tab", "dropdown", "sidebar", "topic", "plain",
)

#: What is printed over the title of a box of some kinds.
LABELS = marked_words({"key-finding": "In brief", "conclusion": "Conclusion", "recommendation": "Recommendation", "warning": "Warning"})
_TITLES = ["admonition-title", "box-title", "conclusion-title", "sidebar-title", "topic-title"]
#: The classes by which a tag of this name is a box.
_BOXES = {"div": {"admonition", *KINDS[:3]}, "aside": {"sidebar", "topic", *KINDS[:3]}, "section": set(KINDS[:3])}
_HEADING = re.compile("h([1-6])")


def mark(soup: BeautifulSoup) -> None:
    """Say of each box what kind it is and where its title is."""
    for box in tags(soup, *_BOXES):
        if _BOXES[box.name].isdisjoint(classes(box)):
            continue
        kind = next((kind for kind in KINDS if kind in classes(box)), "note")
        title = box.find(class_=_TITLES)
        box.name = "div"
        set_classes(box, "box", kind)
        if title is None:
            continue
        # Pandoc keeps the class of a division, not that of a heading within a box.
        if (level := _HEADING.fullmatch(title.name)) is not None:
            title["data-level"] = level[1]
        title.name = "div"
        set_classes(title, "box-title")
        if kind in LABELS and title.get_text().strip().casefold() == say(LABELS[kind]).casefold():
            # What is titled so needs no label that says the same.
            box["data-says-kind"] = "yes"
        if (number := title.find(class_="conclusion-number")) is not None:
            number.name = "div"
            set_classes(number, "box-label")
            number.extract()
        for strong in title.find_all(["strong", "b"]):
            strong.unwrap()
        box.insert(0, title.extract())
        if number is not None:
            box.insert(0, number)
        _condense(soup, box)


def fact_elements(box: Tag) -> dict[str, Tag]:
    """What the box of a conclusion or recommendation says of itself, without the word before it.

    Keys are those of :data:`coproduce.source.conclusion_facts.FACTS`.
    """
    keys = {say(word): key for key, word in FACTS.items()}
    found = {}
    for fact in tags(box, of="conclusion-fact"):
        words = copy(fact)
        if words.strong is None:
            continue
        key = keys.get(words.strong.extract().get_text().strip().rstrip(":"))
        if key:
            found[key] = words
    return found


def conclusions(soup: BeautifulSoup) -> dict[str, dict[str, str]]:
    """Statement and facts of each conclusion and recommendation as text, by name, with the marks of sources."""
    found = {}
    for box in tags(soup, "div", of="box", having="id"):
        _, marked, name = attribute(box, "id").partition(f"{SEPARATOR}conclusion-")
        if marked:
            words = {key: _text(fact) for key, fact in fact_elements(box).items()}
            statement = first_of(box, of="statement")
            found[name] = words | {"statement": _text(copy(statement)) if statement else ""}
    return found


def _text(passage: Tag) -> str:
    for mark in tags(passage, of="source-refs"):
        mark.insert_before(" ")
    return " ".join(text_of(passage).split())


def _value(item: Tag) -> str | None:
    """The name of the number that a line of evidence begins with."""
    value = first_of(item, "span", of="value", having="data-value")
    return attribute(value, "data-value") if value is not None else None


def _condense(soup: BeautifulSoup, box: Tag) -> None:
    """On paper, what a conclusion rests on is small type: a line each for facts, evidence and voices.

    Of voices the numbers stand here; which they are, the list of contributions says.
    """
    already_shown = {attribute(value, "data-value") for value in tags(box, "span", of="value", having="data-value")
            if value.find_parent(class_="line-of-sight") is None}
    for heading in [heading for sight in tags(box, of="line-of-sight") for heading in tags(sight, of="sight-heading")]:
        listed = heading.find_next_sibling()
        if listed is None:
            continue
        # What it rests on may be told in its own words, and a number that it has told is not told again.
        items = [] if "no-evidence" in classes(listed) else listed.find_all("li", recursive=False) or [listed]
        items = [item for item in items if _value(item) not in already_shown]
        if not items:
            listed.decompose()
            heading.decompose()
            continue
        line = soup.new_tag("p")
        line.extend([*heading.contents, ": "])
        for place, item in enumerate(items):
            line.append("; " if place else "")
            stance = next((strong for paragraph in tags(item, "p") for strong in paragraph.find_all(True, recursive=False, limit=1)
                           if strong.name == "strong"), None)
            if stance is not None:
                line.append(stance.get_text().rstrip(": "))
                continue
            for part in item.find_all("p") or [item]:
                line.extend(list(part.contents))
        listed.decompose()
        heading.replace_with(line)
    small = [*tags(box, "p", of="conclusion-facts"), *tags(box, of="line-of-sight")]
    if small:
        fine = soup.new_tag("div", attrs={"class": "fine"})
        small[0].insert_before(fine)
        for part in small:
            fine.append(part.extract())

"""Tags by name, class and attribute, and what they hold as text.

A CSS selector asks each of a hundred thousand elements a dozen questions; one
walk through the document asks three. With selectors half of the time of
making a manuscript went into them.
"""

from __future__ import annotations

from collections.abc import Collection

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import AttributeValueList, PageElement


def tags(root: Tag, *names: str, of: str | Collection[str] = (), having: str = "") -> list[Tag]:
    """The tags below ``root`` in their order: with one of ``names``, of one of the classes ``of``,
    and with the attribute ``having``; each of the three if given."""
    wanted = {of} if isinstance(of, str) else set(of)
    found: list[Tag] = []
    # As ``root.descendants`` walks, which hands over each element twice.
    node: PageElement | None = root.contents[0] if root.contents else None
    end = _after(root)
    while node is not None and node is not end:
        if (isinstance(node, Tag) and (not names or node.name in names) and (not having or having in node.attrs)
                and (not wanted or not wanted.isdisjoint(classes(node)))):
            found.append(node)
        node = node.next_element
    return found


def _after(root: Tag) -> PageElement | None:
    """The first element behind ``root`` and all below it."""
    node: PageElement | None = root
    while node is not None and node.next_sibling is None:
        node = node.parent
    return node.next_sibling if node is not None else None


def first_of(root: Tag, *names: str, of: str | Collection[str] = (), having: str = "") -> Tag | None:
    """The first of :func:`tags`, if there is any."""
    return next(iter(tags(root, *names, of=of, having=having)), None)


def parent(tag: Tag, *names: str, of: str | Collection[str] = ()) -> Tag | None:
    """The nearest tag around ``tag`` with one of ``names``, or of one of the classes ``of``; of both if both are given."""
    wanted = {of} if isinstance(of, str) else set(of)
    return next((around for around in tag.parents
                 if (not names or around.name in names) and (not wanted or not wanted.isdisjoint(classes(around)))), None)


def classes(tag: Tag) -> list[str]:
    """The classes of a tag, whether it was read or made."""
    found = tag.attrs.get("class", "")
    return found.split() if isinstance(found, str) else found


def set_classes(tag: Tag, *names: str) -> None:
    """Give the tag these classes and no other."""
    tag["class"] = AttributeValueList(names)


def attribute(tag: Tag, name: str) -> str:
    """An attribute as it is written, "" where the tag has none."""
    found = tag.attrs.get(name, "")
    return found if isinstance(found, str) else " ".join(found)


def text_of(tag: Tag) -> str:
    """What a tag holds as text, formulas in words."""
    if "formula-said" in classes(tag):
        return attribute(tag, "data-words")
    return "".join(text_of(child) if isinstance(child, Tag) else child if type(child) is NavigableString else "" for child in tag.children)


def body_of(soup: BeautifulSoup) -> Tag:
    """The body of a document that :func:`coproduce.publish.manuscript.joining.join` has made."""
    assert soup.body is not None
    return soup.body

"""Elements of the XML and HTML that Pandoc and the manuscript give us, with the types that lxml leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element
    from lxml.html import HtmlElement


def the(parent: "_Element", path: str) -> "_Element":
    """The element at ``path``, which is always there. Raises ``ValueError`` if it is not."""
    found = parent.find(path)
    if found is None:
        raise ValueError(f"<{parent.tag}> has no {path}")
    return found


def text_of(element: "_Element", *tags: str) -> str:
    """All text below ``element``, or only that directly in ``tags``."""
    return "".join(str(text) for text in element.itertext(*tags))


def attribute(element: "_Element", name: str) -> str:
    """An attribute as it is written, "" where the element has none."""
    return str(element.get(name, ""))


def drop_attribute(element: "_Element", name: str) -> None:
    """Take an attribute off the element, if it has it."""
    if name in element.attrib:
        del element.attrib[name]


def drop(element: "_Element") -> None:
    """Take the element, and the text behind it, out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def of_class(root: "_Element", name: str) -> "list[_Element]":
    """The elements below ``root`` that have this class and no other."""
    return [element for element in root.iter() if isinstance(element.tag, str) and element.get("class") == name]


def put_in_place(old: "_Element", new: "Iterable[_Element]") -> None:
    """Put elements in the place of one, before the text behind it."""
    last = old
    for element in list(new):
        last.addnext(element)
        last = element
    if last is not old:
        last.tail, old.tail = old.tail, None
    drop(old)


def html_document(markup: str) -> "HtmlElement":
    """``markup`` as a document."""
    from lxml import html

    root = html.document_fromstring(markup, parser=html.HTMLParser())  # forms are written in several threads: none shares a parser
    assert isinstance(root, html.HtmlElement)
    return root


def new_element(tag: str, **attributes: str) -> "HtmlElement":
    """An element of HTML; in names of attributes ``_`` stands for ``-``."""
    from lxml.html import Element

    return Element(tag, {name.replace("_", "-"): value for name, value in attributes.items()})


def styled(style: str, text: str = "") -> "HtmlElement":
    """A paragraph with the name of its style, as Pandoc's writers for word processors take it."""
    division = new_element("div", data_custom_style=style)
    paragraph = new_element("p")
    paragraph.text = text
    division.append(paragraph)
    return division

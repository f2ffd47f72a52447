"""HTML that chapters write themselves: what is text stays, pictures become the book's own, the rest is named.

A browser, a PDF and a Word file take only what all of them understand. Scripts, controls and
frames are none of that: a frame or film leaves a link with its title, a control leaves its words.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import TypeGuard

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from coproduce.sphinx_ext.any_book import html_elements as elements
from coproduce.sphinx_ext.any_book.addresses import first_source, link_to
from coproduce.sphinx_ext.any_book.notes import note, place
from coproduce.sphinx_ext.any_book.pictures import describe


class RawHtml(SphinxTransform):
    """Cleans the HTML of a page once it is read, before Sphinx looks for pictures."""

    default_priority = 300

    def apply(self, **kwargs) -> None:
        clean(self.document, outputs=False)


class RawHtmlOfOutputs(SphinxPostTransform):
    """The same of what cells have shown, once it is known which of its forms a page shows."""

    default_priority = 180

    def run(self, **kwargs) -> None:
        clean(self.document, outputs=True)
        for image in list(self.document.findall(nodes.image)):
            if image.get("of_output"):
                describe(image)


def clean(document: nodes.document, outputs: bool) -> None:
    parents: dict[int, nodes.Element] = {}
    for node in document.findall(nodes.raw):
        if _is_html(node) and node.parent is not None and (outputs or not _is_output(node)):
            parents.setdefault(id(node.parent), node.parent)
    for parent in parents.values():
        _clean(parent, outputs)


def _is_output(node: nodes.Node) -> bool:
    """Whether a cell has shown it: in all the forms that it has."""
    around = node.parent
    while around is not None:
        if isinstance(around, nodes.container) and around.get("nb_element") in ("mime_bundle", "cell_code_output"):
            return True
        around = around.parent
    return False


def _clean(parent: nodes.Element, outputs: bool) -> None:
    """Rewrites the HTML among the children of ``parent``: what is opened there is closed there."""
    reader = _Reader(isinstance(parent, nodes.TextElement), outputs)
    made: list[nodes.Node] = []
    for position, child in enumerate(list(parent.children)):
        if _is_html(child):
            made += reader.read(child, "".join(nodes.TextElement.astext(each) for each in parent.children[position:] if _is_html(each)))
        elif not reader.hidden:
            made.append(child)
    made += reader.rest()
    parent.children = []
    parent += made
    if isinstance(parent, nodes.paragraph) and parent.parent is not None and not _shows(parent):
        parent.parent.remove(parent)


def _shows(paragraph: nodes.paragraph) -> bool:
    """Whether anything is left of it."""
    return bool(paragraph["ids"]) or any(
        not isinstance(child, nodes.Text) or child.astext().strip() for child in paragraph.children)


def _is_html(node: nodes.Node) -> TypeGuard[nodes.raw]:
    return isinstance(node, nodes.raw) and "html" in node.get("format", "").split()


class _Reader(HTMLParser):
    """Turns pieces of HTML that belong together into nodes, one after the other."""

    def __init__(self, inline: bool, outputs: bool):
        super().__init__(convert_charrefs=False)
        self.inline, self.outputs = inline, outputs
        self.open: list[tuple[str, str]] = []  # as written, and as kept ("" if it is not)
        self.hidden: list[str] = []  # elements whose content goes
        self.verbatim = 0
        self.tables = 0  # that stand in each other
        self.nodes: list[nodes.Node] = []
        self.text: list[str] = []
        self.source: nodes.raw = nodes.raw()
        self.ahead = ""

    def read(self, source: nodes.raw, ahead: str) -> list[nodes.Node]:
        """The nodes that a piece becomes; ``ahead`` is it and all that follows beside it."""
        self.source, self.ahead = source, ahead
        self.feed(nodes.TextElement.astext(source))
        if self.hidden and f"</{self.hidden[0]}" not in ahead.lower().removeprefix(nodes.TextElement.astext(source).lower()):
            # Never closed: what follows is the page's again.
            self.hidden.clear()
            self.clear_cdata_mode()
        return self._take_nodes()

    def rest(self) -> list[nodes.Node]:
        self.close()
        while self.open:
            _, kept = self.open.pop()
            if kept:
                self.text.append(f"</{kept}>")
        return self._take_nodes()

    def _take_nodes(self) -> list[nodes.Node]:
        self._flush()
        made, self.nodes = self.nodes, []
        return made

    def _flush(self) -> None:
        text = "".join(self.text)
        self.text = []
        if text.strip() or (text and self.inline):
            kept = nodes.raw("", text, format="html")
            kept.source, kept.line = self.source.source, self.source.line
            self.nodes.append(kept)

    # What the parser finds.

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self.hidden:
            if tag not in elements.VOID:
                self.hidden.append(tag)
            return
        if self.verbatim or tag in ("svg", "math"):
            self.verbatim += tag not in elements.VOID
            self._opened(tag, tag, self._written(tag, attributes, everything=True))
            return
        given = {name: value or "" for name, value in attributes}
        if tag == "img":
            self._picture(given)
        elif tag in elements.FRAMES:
            self._frame(tag, given)
        elif tag == "input":
            self._input(given)
        elif tag in elements.GONE:
            if tag not in elements.LOOKS:
                self._named(tag)
            if tag not in elements.VOID:
                self.hidden.append(tag)
        elif tag in elements.QUIET:
            return
        else:
            self._element(tag, attributes)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in elements.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            if tag in self.hidden:
                while self.hidden.pop() != tag:
                    pass
            return
        if self.verbatim:
            self.verbatim -= 1
        if tag in elements.VOID or not any(tag == written for written, _ in self.open):
            return
        while self.open:
            written, kept = self.open.pop()
            self.tables -= written == "table"
            if kept:
                self.text.append(f"</{kept}>")
            if written == tag:
                return

    def handle_data(self, data: str) -> None:
        self._append_text(escape(data, quote=False))

    def handle_entityref(self, name: str) -> None:
        self._append_text(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._append_text(f"&#{name};")

    def _append_text(self, text: str) -> None:
        if not self.hidden:
            self.text.append(text)

    # What becomes of it.

    def _element(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in elements.CONTROLS:
            self._named(tag)
        if tag == "a" and self._anchor(dict(attributes)):
            self.open.append((tag, ""))
            return
        kept = elements.RENAMED.get(tag, tag if tag in elements.KEPT else "")
        if tag == "table":
            self.tables += 1
        if self.tables > 1 and tag in elements.NESTED:
            kept = elements.NESTED[tag]
            if tag == "table":
                note(place(self.source), "nested-table", "a table stands inside another: its rows are a list there")
            if tag in ("td", "th") and self.text and not self.text[-1].endswith(("<li>", "<ul>")):
                self.text.append("; ")
            self._opened(tag, kept, f"<{kept}>" if kept else "")
            return
        if not kept:
            self._named(tag)
        elif tag == "center":
            attributes = [("class", "book-centred")]
        self._opened(tag, kept, self._written(kept, attributes) if kept else "")

    def _anchor(self, given: dict[str, str | None]) -> bool:
        """Make a place that links lead to of a link that leads nowhere itself."""
        name = given.get("name") or given.get("id") or ""
        document = self.source.document
        if "href" in given or not name or document is None or name in document.nameids:
            return False
        self._flush()
        target = nodes.target("", "", ids=[name], names=[name])
        document.note_explicit_target(target)
        self.nodes.append(target)
        return True

    def _opened(self, tag: str, kept: str, text: str) -> None:
        if text:
            self.text.append(text)
        if tag not in elements.VOID:
            self.open.append((tag, kept))

    def _written(self, tag: str, attributes: list[tuple[str, str | None]], everything: bool = False) -> str:
        kept = []
        for name, value in attributes:
            if name.startswith("on") or name == "style" or not (everything or name in elements.ATTRIBUTES or name.startswith("aria-")):
                continue
            if name in ("href", "xlink:href") and (value or "").strip().lower().startswith(("javascript:", "data:")):
                continue
            if name == "name" and tag == "a":
                name = "id"
            kept.append(f' {name}="{escape(value or "")}"')
        return f"<{tag}{''.join(kept)}>"

    def _picture(self, given: dict[str, str]) -> None:
        self._flush()
        image = nodes.image(uri=given.get("src", "").strip(), of_output=self.outputs)
        if "alt" in given:
            image["alt"] = given["alt"]
            image["decoration"] = not given["alt"].strip()
        for name in ("width", "height"):
            if given.get(name, "").strip().removesuffix("px").removesuffix("%").isdigit():
                image[name] = given[name].strip()
        image.source, image.line = self.source.source, self.source.line
        self.nodes.append(image)

    def _frame(self, tag: str, given: dict[str, str]) -> None:
        self._flush()
        address = (given.get("src") or given.get("data") or "").strip()
        title = given.get("title") or given.get("aria-label") or ""
        if not address:
            # What holds its sources as elements of its own: the first of them stands for it.
            address = first_source(self.ahead)
        note(place(self.source), "embedded", f"<{tag}> shows ‘{address or 'nothing'}’, which is no part of the book: a link stands for it")
        if tag not in elements.VOID:
            self.hidden.append(tag)
        link = link_to(address, title, tag)
        if link is not None:
            self.nodes.append(link if self.inline else nodes.paragraph("", "", link, classes=["book-embedded"]))

    def _input(self, given: dict[str, str]) -> None:
        if elements.CHECK_BOX in given.get("class", ""):
            self.text.append("[x] " if "checked" in given else "[ ] ")
        elif given.get("type") != "hidden":
            self._named("input")

    def _named(self, tag: str) -> None:
        what = "it and what it holds are left out" if tag in (*elements.GONE, "input") else "its words stand as plain text"
        note(place(self.source), "raw-html", f"<{tag}> has no form in this book: {what}")

"""Admonitions that open on request, boxes beside the text, and what says a thing beside its form."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.body import Sidebar
from sphinx import addnodes
from sphinx.locale import admonitionlabels
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from coproduce.ground.interface_words import say
from coproduce.sphinx_ext.any_book import nodes as own
from coproduce.sphinx_ext.any_book.proofs import admonitions

#: Classes by which sphinx-togglebutton closes a box.
_CLOSED = ("dropdown", "toggle")
_OPENED = "toggle-shown"


class Margin(Sidebar):
    """``margin``: a note beside the text, with a title or without."""

    required_arguments = 0
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        titled = bool(self.arguments)
        if not titled:
            self.arguments = [""]
        made = super().run()
        for node in made:
            if isinstance(node, nodes.sidebar):
                node["classes"].append("margin")
                if not titled:
                    node.children = [child for child in node.children if not isinstance(child, nodes.title)]
        return made


class Toggle(SphinxDirective):
    """``toggle``: text that opens on request, without a title of its own."""

    has_content = True
    option_spec: "ClassVar[OptionSpec]" = {"show": directives.flag, "id": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        made = own.disclosure_box(opened="show" in self.options, group="")
        made += own.box_title("", say("Show"))
        self.state.nested_parse(self.content, self.content_offset, made)
        self.set_source_info(made)
        return [made]


class OpenBoxes(SphinxPostTransform):
    """Admonitions of the class ``dropdown`` open and close on a page; on paper they are what they are."""

    default_priority = 160

    def run(self, **kwargs) -> None:
        if self.app.builder.name == "print":
            return
        for node in admonitions(self.document):
            if not set(node["classes"]) & set(_CLOSED):
                continue
            kind = type(node).__name__
            if kind not in ("admonition", "solution_node") and kind not in admonitionlabels:
                continue  # its title is written with it, such as that of an exercise with its number
            node.replace_self(_closed(node, kind))


def _closed(node: nodes.Element, kind: str) -> nodes.Element:
    kept = [name for name in node["classes"] if name not in (*_CLOSED, _OPENED)]
    if kind in admonitionlabels:
        kept.append(kind)
    made = own.disclosure_box(opened=_OPENED in node["classes"], group="", ids=node["ids"], classes=["admonition", *kept])
    children = list(node.children)
    title = own.box_title()
    if children and isinstance(children[0], nodes.title):
        title += children.pop(0).children
    else:
        title += nodes.Text(admonitionlabels.get(kind, kind.capitalize()))
    made += [title, *children]
    return made


class PlainForms(SphinxTransform):
    """What other forms say as well: a list in columns is a list, a heading is no link back to a list of headings."""

    default_priority = 800

    def apply(self, **kwargs) -> None:
        for title in self.document.findall(nodes.title):
            title.attributes.pop("refid", None)
        for columns in list(self.document.findall(addnodes.hlist)):
            merged = nodes.bullet_list(classes=["book-columns"])
            for listed in columns.findall(nodes.bullet_list):
                if isinstance(listed.parent, addnodes.hlistcol):
                    merged += listed.children
            columns.replace_self(merged)


class PlainSummaries(SphinxPostTransform):
    """A link in what opens a box could not be followed without opening it: it stands in the box."""

    default_priority = 165

    def run(self, **kwargs) -> None:
        if self.app.builder.name == "print":
            return
        for box in self.document.findall(own.disclosure_box):
            title = box[0]
            links = list(title.findall(nodes.reference))
            if links:
                box.insert(1, nodes.paragraph("", "", *[part for link in links for part in (link.deepcopy(), nodes.Text(" "))]))
            for link in links:
                link.replace_self(link.children)


class PageContents(SphinxPostTransform):
    """A page's own list of headings is no part of the book's contents beside it."""

    default_priority = 166

    def run(self, **kwargs) -> None:
        if self.app.builder.name == "print":
            return
        for topic in list(self.document.findall(nodes.topic)):
            if "contents" in topic["classes"]:
                title = [nodes.paragraph("", "", *part.children, classes=["rubric"]) for part in topic if isinstance(part, nodes.title)]
                listed = [part for part in topic if not isinstance(part, nodes.title)]
                topic["classes"] = []
                topic.replace_self(own.page_contents("", *title, *listed, ids=topic["ids"]))


class Abbreviations(SphinxPostTransform):
    """What a page says of an abbreviation under the pointer, paper says once behind it."""

    default_priority = 170

    def run(self, **kwargs) -> None:
        if self.app.builder.name != "print":
            return
        told: set[str] = set()
        for node in list(self.document.findall(nodes.abbreviation)):
            meaning = node.get("explanation", "")
            if meaning and node.astext() not in told:
                told.add(node.astext())
                node.parent.insert(node.parent.index(node) + 1, nodes.Text(f" ({meaning})"))

"""The last step before writing: everything that needed the whole book is filled in."""

from __future__ import annotations

from collections import Counter

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coproduce.publish.publication import publication
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.contributions import contributions_list
from coproduce.sphinx_ext.edition import citations, downloads_list
from coproduce.sphinx_ext.ledger import ledger_table
from coproduce.sphinx_ext.line_of_sight import conclusion_box, matrix
from coproduce.sphinx_ext.links import Links
from coproduce.sphinx_ext.profiles import profiles_list
from coproduce.sphinx_ext.provenance import provenance
from coproduce.sphinx_ext.recommendations import recommendations_list
from coproduce.sphinx_ext.sources import sources_list
from coproduce.sphinx_ext.tables import in_scroll_regions

_PARTS = {
    "contributions-list": contributions_list,
    "conclusions-matrix": lambda links: matrix(links.book, links),
    "sources-list": sources_list,
    "ledger": ledger_table,
    "provenance": provenance,
    "cite-report": citations,
    "downloads": downloads_list,
    "recommendations-list": recommendations_list,
}


# What a section may still hold whose text is on the web only.
_NO_TEXT = (nodes.title, nodes.comment, nodes.target, nodes.transition, nodes.footnote, own.registered_value)


class ResolveFromIndex(SphinxPostTransform):
    """Replaces lists, conclusions and references by what the index says of them."""

    default_priority = 6

    def run(self, **kwargs) -> None:
        self._web_only()
        links = Links(publication(self.app), self.app.builder, self.env.docname)
        for value in list(self.document.findall(own.registered_value)):
            value.parent.remove(value)
        for part in list(self.document.findall(own.pending_page_part)):
            options = {"by": part["by"]} if part.get("by") else {}
            part.parent.replace(part, _PARTS[part["part"]](links, **options))
        for pending in list(self.document.findall(own.pending_profiles)):
            pending.parent.replace(pending, profiles_list(pending["table"], links))
        for conclusion in list(self.document.findall(own.conclusion)):
            conclusion.parent.replace(conclusion, conclusion_box(conclusion, links))
        for sources in list(self.document.findall(own.source_reference)):
            sources.parent.replace(sources, self._sources(sources, links))
        for reference in list(self.document.findall(own.object_reference)):
            reference.parent.replace(reference, self._object(reference, links))
        self._numbers(links)

    def _web_only(self) -> None:
        for node in list(self.document.findall(own.web_only)):
            section = node.parent
            if self.app.builder.name != "print":
                section.replace(node, node.children)
                continue
            section.remove(node)
            if isinstance(section, nodes.section) and all(isinstance(child, _NO_TEXT) for child in section):
                # A page's footnotes stand in its last section.
                kept = [child for child in section if isinstance(child, nodes.footnote)]
                section.parent.replace(section, kept)

    def _numbers(self, links: Links) -> None:
        """References to figures and tables; to resolve one, Sphinx would read the whole page that holds it again."""
        results = links.book.results
        for node in list(self.document.findall(addnodes.pending_xref)):
            name = node["reftarget"]
            if node["reftype"] != "numref" or node["refexplicit"] or name not in {**results.figures, **results.tables}:
                continue
            link = links.record(name)
            if isinstance(link, nodes.reference):
                words = nodes.inline("", link.astext(), classes=["std", "std-numref"])
                link.clear()
                link += words
                node.parent.replace(node, link)

    def _sources(self, node: own.source_reference, links: Links) -> list[nodes.Node]:
        if node["form"] == "full":
            return links.sources(node["sources"])
        return [links.source_number(id_) for id_ in node["sources"]]

    def _object(self, node: own.object_reference, links: Links) -> nodes.Node:
        if node["kind"] == "contribution":
            return links.contribution(node["name"], node["words"])
        if node["kind"] == "profile":
            return links.profile(node["name"], node["text"])
        if node["name"] not in links.book.index.conclusions:
            return nodes.inline("", node["name"])  # already reported
        return links.conclusion(node["name"])


class ForPrint(SphinxPostTransform):
    """Takes out what only a screen can show."""

    default_priority = 8

    def run(self, **kwargs) -> None:
        if self.app.builder.name != "print":
            return
        screen_only = (own.disclosure, own.figure_tools, own.figure_dial, own.filter_box)
        for node in list(self.document.findall(lambda n: isinstance(n, screen_only))):
            node.parent.remove(node)
        for node in list(self.document.findall(nodes.paragraph)):
            if "downloads" in node["classes"]:
                node.parent.remove(node)


class NumberValues(SphinxPostTransform):
    """Gives each value on a web page a number of its own, for the id of its card.

    A value within a link or a heading's link gets none: its card could not be
    opened there.
    """

    default_priority = 400

    def run(self, **kwargs) -> None:
        if self.app.builder.name == "print":
            return
        counts: Counter[str] = Counter()
        for node in self.document.findall(own.value):
            if not _inside(node, nodes.reference):
                counts[node["name"]] += 1
                node["number"] = counts[node["name"]]


class ScrollRegions(SphinxPostTransform):
    """Lets wide tables scroll within the page, by keyboard too."""

    default_priority = 600

    def run(self, **kwargs) -> None:
        if self.app.builder.name == "print":
            return
        in_scroll_regions(self.document)


def _inside(node: nodes.Node, kind: type) -> bool:
    while node is not None:
        if isinstance(node, kind):
            return True
        node = node.parent
    return False

"""Puts what a chapter's cells registered into the page.

MyST-NB calls :class:`RecordRenderer` for each output that carries a record
(entry point ``myst_nb.mime_renderers``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms import SphinxTransform

from coproduce.evidence.records import MIME_TYPE, FigureRecord, TableRecord
from coproduce.execution.reader import record_of
from coproduce.publish.publication import publication
from coproduce.sphinx_ext import book_outputs
from coproduce.sphinx_ext.figures import figure_node, table_node
from coproduce.sphinx_ext.nodes import registered_value

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer


class RecordRenderer:
    """A MyST-NB plugin: records to nodes, before any other form of the same output."""

    mime_priority_overrides = [("*", MIME_TYPE, 0)]

    @staticmethod
    def handle_mime(
        renderer: "NbElementRenderer", data: "MimeData", inline: bool
    ) -> list[nodes.Element] | None:
        if data.mime_type != MIME_TYPE or inline:
            if not inline and publication(renderer.renderer.sphinx_env.app).report.paths.is_book:
                return book_outputs.handle(renderer, data)
            return None
        document = renderer.renderer.document
        folder = "../" * renderer.renderer.sphinx_env.docname.count("/") + "figures/"
        record = record_of(data.content)
        made: nodes.Element
        if isinstance(record, FigureRecord):
            made = figure_node(record, folder)
        elif isinstance(record, TableRecord):
            made = table_node(record)
        else:
            made = registered_value(name=record.name)
        for node in made.findall(nodes.Element):
            if node.get("names"):
                document.note_explicit_target(node)
        return [made]


class UnwrapCells(SphinxTransform):
    """Lays a chapter's outputs bare.

    MyST-NB keeps every form of an output in nested containers until it knows
    the builder. A record has one form for all builders, so its containers, and
    those of cells that show nothing else, go.
    """

    default_priority = 400

    def apply(self, **kwargs) -> None:
        if publication(self.app).report.paths.is_book:  # its cells show their code
            return
        for bundle in list(self.document.findall(_is("mime_bundle"))):
            for form in bundle.children:
                if form.get("mime_type") == MIME_TYPE:
                    bundle.parent.replace(bundle, form.children)
                    break
        for kind in ("cell_code_output", "cell_code"):
            for container in list(self.document.findall(_is(kind))):
                container.parent.replace(container, container.children)


def _is(kind: str):
    return lambda node: isinstance(node, nodes.container) and node.get("nb_element") == kind

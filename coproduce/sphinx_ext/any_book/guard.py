"""Names what no output shows: the last look at a page, whatever extension wrote it."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coproduce.sphinx_ext.any_book.notes import note, place, shortened

#: Modules whose nodes have a form in every output, each seen in tests/book_level.
_FORMED = (
    "docutils.nodes", "sphinx.addnodes", "sphinx.domains.", "sphinx.ext.todo", "coproduce.", "myst_parser.", "myst_nb.",
    "sphinx_external_toc.", "sphinx_design.", "sphinx_proof.", "sphinx_exercise.", "sphinxcontrib.bibtex.",
)
#: Nodes of those modules that show nothing, and are not meant to.
_INVISIBLE = (nodes.Invisible, nodes.comment, nodes.system_message, nodes.meta)


class Guard(SphinxPostTransform):
    """Once everything else has had its turn, and for the web edition alone: documents are made of the same page."""

    default_priority = 990

    def run(self, **kwargs) -> None:
        if self.app.builder.name == "print":
            return
        told: set[str] = set()
        for node in self.document.findall(nodes.Element):
            if isinstance(node, _INVISIBLE):
                continue
            kind = f"{type(node).__module__}.{type(node).__name__}"
            if isinstance(node, nodes.raw):
                self._raw(node)
            elif not kind.startswith(_FORMED) and kind not in told:
                told.add(kind)
                note(place(node), "no-form", f"‘{shortened(node.astext()) or type(node).__name__}’ is a ‘{type(node).__name__}’ of the "
                     f"extension ‘{type(node).__module__.partition('.')[0]}’: its words are kept, what its scripts and styles add is not")

    def _raw(self, node: nodes.raw) -> None:
        formats = node.get("format", "")
        # A break in a line has a form for LaTeX beside its own.
        if "html" not in formats.split() and node.astext().strip() != "\\\\":
            note(place(node), "raw",
                 f"‘{shortened(node.astext())}’ is written for {formats or 'no output'} alone: no output of this book shows it",
                 action="Write it in the page's own markup.")

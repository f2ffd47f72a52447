"""Entries of a bibliography stand once, however often a page is made.

sphinxcontrib-bibtex adds to each entry what it says whenever its page is resolved: for documents, and
then for the web edition.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class EntriesOnce(SphinxPostTransform):
    """Empties them before they are filled; on paper no entry lists the places that name it."""

    default_priority = 4

    def run(self, **kwargs) -> None:
        if "cite" not in self.env.domaindata:
            return
        domain: Any = self.env.get_domain("cite")
        for bibliography in domain.bibliographies.values():
            for entry in bibliography.citation_nodes.values():
                entry.children = []


class EntriesOnPaper(SphinxPostTransform):
    """On paper, without the marks that lead back to every place of an entry."""

    default_priority = 20

    def run(self, **kwargs) -> None:
        if self.app.builder.name == "print":
            for entry in self.document.findall(nodes.citation):
                entry["backrefs"] = []

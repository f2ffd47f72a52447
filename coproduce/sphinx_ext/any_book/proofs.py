"""Theorems and exercises (sphinx-proof, sphinx-exercise): each has names of its own on its page, and no section in it.

Both lay what a box says into a section of one name, which then stands on a page many times.
"""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels, get_translation
from sphinx.transforms import SphinxTransform

#: Names that these extensions give to the content of every box.
_SHARED = {"proof-content", "exercise-content", "solution-content", "proof"}


def admonitions(root: nodes.Element) -> list[nodes.Element]:
    """Every box with a title, of docutils and of extensions."""
    return [node for node in root.findall(nodes.Element)
            if isinstance(node, nodes.Admonition) and not isinstance(node, addnodes.versionmodified)]


class BoxesWithNames(SphinxTransform):
    """Once gated exercises are whole, and before sections are counted."""

    default_priority = 350

    def apply(self, **kwargs) -> None:
        for section in list(self.document.findall(nodes.section)):
            if isinstance(section.parent, nodes.Admonition):
                # What replaces a node takes over its names.
                section["ids"], section["classes"], section["names"] = [], [], []
                section.replace_self(section.children)
        for node in admonitions(self.document):
            kept = [name for name in node["ids"] if name not in _SHARED]
            node["ids"] = kept
            if type(node).__name__ == "unenumerable_node":
                node = _without_number(node)
            if type(node).__name__ not in admonitionlabels and not set(node["classes"]) & _KINDS:
                node["classes"].append("plain")


#: Classes that say what an admonition with a title of its own is.
_KINDS = {*admonitionlabels, "key-finding", "conclusion", "recommendation", "plain"}


def _without_number(node: nodes.Element) -> nodes.admonition:
    """A theorem without a number as a box with its kind in its title."""
    kind = get_translation("proof")(str(node["realtype"]).title())
    title = nodes.title("", "", nodes.Text(kind), *node[0].children)
    made = nodes.admonition("", title, *node.children[1:], ids=node["ids"], names=node["names"], classes=node["classes"])
    made.source, made.line = node.source, node.line
    node.replace_self(made)
    return made

"""Words that other packages write on pages in English, where the book is in another language that they do not say them in.

What they do translate stays as they have it; so does everything in a book in English, or in a language that
the interface is not in.
"""

from __future__ import annotations

from typing import TypeGuard

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from coproduce.ground.interface_words import marked_words, say

#: Sphinx's, by its directive.
_VERSIONS = marked_words({
    "versionadded": "Added in version {version}", "versionchanged": "Changed in version {version}",
    "deprecated": "Deprecated since version {version}", "versionremoved": "Removed in version {version}",
})
#: What MyST calls a box in HTML that has no title, and the class that such a box has.
_UNTITLED, _OF_HTML = "Note", "admonition"
#: With what a proof of sphinx-proof begins, and the class of its box.
_BEGINS, _PROOF = "Proof. ", "proof"


class BorrowedWords(SphinxTransform):
    """Puts ours in their place, before boxes lose what tells them apart."""

    default_priority = 345

    def apply(self, **kwargs) -> None:
        for change in self.document.findall(addnodes.versionmodified):
            label = change.next_node(lambda node: isinstance(node, nodes.inline) and "versionmodified" in node["classes"])
            known = _VERSIONS.get(change["type"])
            if known is not None and isinstance(label, nodes.inline):
                _reword(label, known.format(version=change["version"]), say(known, version=change["version"]))
        for box in self.document.findall(nodes.admonition):
            if not box.children:
                continue
            if _OF_HTML in box["classes"] and box[0].astext() == _UNTITLED:
                _reword(box[0], _UNTITLED, say("Note"))
            elif _PROOF in box["classes"] and _is_element(box[0]) and box[0].astext().startswith(_BEGINS):
                _reword(box[0], _BEGINS, f"{say('Proof.')} ")


def _is_element(node: nodes.Node) -> TypeGuard[nodes.Element]:
    return isinstance(node, nodes.Element)


def _reword(element: nodes.Node, english: str, ours: str) -> None:
    """Put ``ours`` where the text of an element begins with ``english``."""
    text = element.next_node(nodes.Text)
    if text is not None and text.astext().startswith(english):
        text.parent.replace(text, nodes.Text(ours + text.astext().removeprefix(english)))

"""A contribution's body as docutils nodes, for HTML and PDF alike.

Every piece of text becomes a text node: nothing in it is parsed again, so
markup of MyST, Sphinx, HTML, LaTeX or Typst in it is shown as typed.
"""

from __future__ import annotations

from docutils import nodes
from markdown_it.tree import SyntaxTreeNode

from coproduce.contributions.markdown import body_tokens, link_allowed

_CONTAINERS = {
    "paragraph": nodes.paragraph,
    "bullet_list": nodes.bullet_list,
    "list_item": nodes.list_item,
    "blockquote": nodes.block_quote,
    "em": nodes.emphasis,
    "strong": nodes.strong,
}


def to_docutils(body: str) -> list[nodes.Node]:
    """The blocks of ``body``; a hard line break reads as a space."""
    return _children(SyntaxTreeNode(body_tokens(body)))


def _children(tree: SyntaxTreeNode) -> list[nodes.Node]:
    return [node for child in tree.children for node in _nodes(child)]


def _nodes(tree: SyntaxTreeNode) -> list[nodes.Node]:
    kind = tree.type
    if kind in _CONTAINERS:
        node = _CONTAINERS[kind]()
        node += _children(tree)
        return [node]
    if kind == "inline":
        return _children(tree)
    if kind in ("text", "text_special"):
        return [nodes.Text(tree.content)] if tree.content else []
    if kind in ("softbreak", "hardbreak"):
        return [nodes.Text("\n")]
    if kind == "code_inline":
        return [nodes.literal(tree.content, tree.content)]
    if kind == "ordered_list":
        node = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
        if tree.attrs.get("start", 1) != 1:
            node["start"] = tree.attrs["start"]
        node += _children(tree)
        return [node]
    if kind == "link":
        address = str(tree.attrs.get("href", ""))
        if not link_allowed(address):
            return _children(tree)
        node = nodes.reference("", "", refuri=address, internal=False)
        node += _children(tree)
        return [node]
    # The parser is configured so that nothing else arises; if it does, it is text.
    return [nodes.Text(tree.content)] if tree.content else []

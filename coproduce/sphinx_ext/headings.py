"""What a heading reads where it is no heading: in contents, links and names of pages.

Sphinx keeps headings while it reads, when nobody knows yet what a reference will say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from coproduce.publish.publication import publication
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.links import Links

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_WAITING = (own.source_reference, own.object_reference, own.value, addnodes.pending_xref)


def waiting_headings(doctree: nodes.document) -> list[nodes.title]:
    """The headings of a page that hold more than text and what Sphinx knows by itself."""
    return [title for title in doctree.findall(nodes.title)
            if isinstance(title.parent, nodes.section) and any(isinstance(node, _WAITING) for node in title.findall())]


def name_headings(app: "Sphinx", env: "BuildEnvironment") -> list[str]:
    """Put the words of these headings where Sphinx keeps its copies, and in the index; no page needs to be read again."""
    book = publication(app)
    index, waiting = book.index, book.index.headings
    # The headings of pages first: others may name them.
    for page, titles in waiting.items():
        for title in titles:
            if title.parent.parent is title.document and page in env.titles:
                words = _words(title, Links(book, app.builder, page))
                index.titles[page] = words
                for kept in (env.titles, env.longtitles):
                    kept[page].clear()
                    kept[page] += nodes.Text(words)
    for page, titles in waiting.items():
        links = Links(book, app.builder, page)
        words_at = {title.parent["ids"][0]: _words(title, links) for title in titles}
        first = env.get_doctree(page).next_node(nodes.section)
        for entry in env.tocs[page].findall(nodes.reference):
            anchor = entry["anchorname"].lstrip("#") or (first["ids"][0] if first is not None else "")
            if anchor in words_at:
                entry.clear()
                entry += nodes.Text(words_at[anchor])
    return []


def _words(title: nodes.title, links: Links) -> str:
    """The heading as text. Numbers of sources and footnotes say nothing away from their page."""
    return re.sub(r"\s+(?=[\s.,;:!?)]|$)", "", "".join(_parts(title, links))).strip()


def _parts(node: nodes.Node, links: Links) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, (own.source_reference, nodes.footnote_reference)):
            continue
        if isinstance(child, own.object_reference):
            yield _object(child, links)
        elif isinstance(child, addnodes.pending_xref):
            yield _reference(child, links)
        elif isinstance(child, nodes.Text):
            yield child.astext()
        else:
            yield from _parts(child, links)


def _object(node: own.object_reference, links: Links) -> str:
    name, index = node["name"], links.book.index
    if node["kind"] == "contribution":
        return node["words"]
    if node["kind"] == "profile":
        return links.profile(name, node["text"]).astext()
    return index.conclusions[name].label if name in index.conclusions else name


def _reference(node: addnodes.pending_xref, links: Links) -> str:
    target, words = node["reftarget"], node.astext()
    if node.get("refexplicit"):
        return words
    if node["reftype"] == "numref":
        return links.record(target).astext()
    if node["reftype"] == "doc":
        return links.book.index.titles.get(target.lstrip("/"), words)
    if node["reftype"] == "ref":
        labels = links.builder.env.get_domain("std").labels  # type: ignore[attr-defined]  # of Sphinx's StandardDomain
        return labels[target][2] if target in labels else words
    return words

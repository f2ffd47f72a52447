"""What stands below the heading of a chapter: for whom it is, and how long it takes to read."""

from __future__ import annotations

from dataclasses import fields
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from coproduce.ground.interface_words import say, say_many
from coproduce.sphinx_ext import nodes as own

if TYPE_CHECKING:
    from coproduce.publish.publication import Publication

#: Words a minute that adults read of English non-fiction to themselves (Brysbaert 2019, doi:10.1016/j.jml.2019.104047).
PACE = 238
#: What is looked at or looked up, and not read from beginning to end.
_NOT_READ = (
    nodes.table, nodes.literal_block, nodes.footnote, nodes.comment, nodes.raw, nodes.Invisible,
    own.chart, own.disclosure, own.figure_notes, own.filter_box,
)
#: Lists in which readers look for an entry: of a page that holds one the time would say nothing.
_LOOKED_UP = ("profiles", "contributions", "list-found")


def chapter_head(book: "Publication", page: str, document: nodes.document) -> str:
    """The line as HTML; "" for a page that is no chapter."""
    if page not in book.index.pages:
        return ""
    parts = []
    if audience := book.matter(page).audience:
        parts.append(say("For {audience}", audience=audience))
    if not _is_looked_up(book, page, document):
        minutes = reading_minutes(document)
        parts.append(say_many("about {count} minute to read", "about {count} minutes to read", minutes) if parts
                     else say_many("About {count} minute to read", "About {count} minutes to read", minutes))
    return f'<p class="chapter-head">{escape(" · ".join(parts))}</p>\n' if parts else ""


def reading_minutes(document: nodes.document) -> int:
    """Whole minutes, at least one, that the text of a page takes; tables and figures take more, as the reader likes."""
    return max(1, round(_words(document) / PACE))


def _words(node: nodes.Node) -> int:
    if isinstance(node, _NOT_READ):
        return 0
    if isinstance(node, nodes.TextElement):
        return len(node.astext().split())
    return sum(map(_words, node.children))


def _is_looked_up(book: "Publication", page: str, document: nodes.document) -> bool:
    pages = book.report.settings.pages
    return page in {getattr(pages, key.name) for key in fields(pages)} or any(
        isinstance(node, addnodes.glossary) or any(name in node["classes"] for name in _LOOKED_UP)
        for node in document.findall(nodes.Element) if "classes" in node
    )

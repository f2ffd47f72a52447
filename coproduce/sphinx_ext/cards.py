"""What the cards of citations and of terms tell: scripts that a page fetches when a reader comes to one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.domains.std import StandardDomain

from coproduce.publish.html.search_index import script_safe
from coproduce.publish.publication import publication
from coproduce.sphinx_ext.openings import plain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The files, below ``_static``, and the name under which each tells what it knows; ``scripts/cards.js`` asks for them.
SOURCES, TERMS = ("sources.js", "reportSources"), ("terms.js", "reportTerms")


def write(app: "Sphinx", exception: Exception | None) -> None:
    """Name and address of each source that the book numbers, by its id; what each term means, by its anchor."""
    if exception is not None or app.builder.name != "html":
        return
    book = publication(app)
    known = book.report.data.sources()
    _write(app, SOURCES, {id_: [known[id_].short, known[id_].url] for id_ in sorted(book.index.source_numbers)})
    _write(app, TERMS, _meanings(app))


def _meanings(app: "Sphinx") -> dict[str, str]:
    """The text of each definition of the glossary, without the numbers of sources."""
    domain = cast(StandardDomain, app.env.get_domain("std"))
    wanted: dict[str, set[str]] = {}
    for (kind, _), (page, anchor) in domain.objects.items():
        if kind == "term":
            wanted.setdefault(page, set()).add(anchor)
    found = {}
    for page, anchors in sorted(wanted.items()):
        for item in app.env.get_doctree(page).findall(nodes.definition_list_item):
            ids = {id_ for term in item.children if isinstance(term, nodes.term) for id_ in term["ids"]} & anchors
            meaning = item.next_node(nodes.definition)
            if meaning is not None:
                found.update(dict.fromkeys(sorted(ids), plain(meaning)))
    return found


def _write(app: "Sphinx", file: tuple[str, str], told: dict[str, Any]) -> None:
    name, variable = file
    data = script_safe(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
    (Path(app.outdir) / "_static" / name).write_text(f"globalThis.{variable} = {data};\n", encoding="utf-8", newline="")

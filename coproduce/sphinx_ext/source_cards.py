"""What the card of a citation tells: a script that a page fetches when a reader comes to one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.publish.html.search_index import script_safe
from coproduce.publish.publication import publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The file, below ``_static``; ``scripts/citations.js`` asks for it.
FILE = "sources.js"


def write(app: "Sphinx", exception: Exception | None) -> None:
    """Name and address of each source that the book numbers, by its id."""
    if exception is not None or app.builder.name != "html":
        return
    book = publication(app)
    known = book.report.data.sources()
    told = {id_: [known[id_].short, known[id_].url] for id_ in sorted(book.index.source_numbers)}
    data = script_safe(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
    (Path(app.outdir) / "_static" / FILE).write_text(f"globalThis.reportSources = {data};\n", encoding="utf-8", newline="")

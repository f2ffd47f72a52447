"""Addresses of earlier editions lead on to where their content stands now.

A page's front matter lists them: ``coproduce: formerly: [old-page, other#anchor]``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from coproduce.ground.read_input import read_page_input
from coproduce.publish.html import metadata
from coproduce.publish.publication import publication
from coproduce.publish.sphinx_problems import warn
from coproduce.source.front_matter import read_front_matter
from coproduce.sphinx_ext.openings import typographic
from coproduce.sphinx_ext.page import POLICY

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

SCRIPT = "forward.js"


@dataclass
class Forwards:
    """Where an old page leads: ``page`` as a whole ("" if it is still there), ``anchors`` one by one."""

    page: str = ""
    anchors: dict[str, str] = field(default_factory=dict)


def register(app: "Sphinx") -> None:
    # After the index, which says which pages there are.
    app.connect("env-updated", _read, priority=600)
    app.connect("html-page-context", _on_a_page_that_is_still_there, priority=950)
    app.connect("build-finished", _write)


def _read(app: "Sphinx", env: "BuildEnvironment") -> list[str]:
    book = publication(app)
    pages = book.index.pages
    claims: dict[str, tuple[str, int]] = {}
    found: dict[str, Forwards] = {}
    for page in pages:
        path = book.report.paths.chapter(page)
        matter, _ = read_front_matter(read_page_input(path, book.report.paths.relative(path)), "")
        for old in matter.formerly:
            line = matter.formerly_lines[old]
            name, _, anchor = old.partition("#")
            if old in claims:
                warn((page, line), "forwarding", f"the old address ‘{old}’ is claimed by {claims[old][0]}.md as well",
                     "each old address once", "Delete one of the two lines.")
                continue
            claims[old] = page, line
            if name in pages and (not anchor or anchor in _ids(env, name)):
                warn((page, line), "forwarding", f"the address ‘{old}’ is still there",
                     "an address that no page has any more", "Delete the line.")
                continue
            forwards = found.setdefault(name, Forwards())
            if anchor:
                forwards.anchors[anchor] = f"{page}#{anchor}" if anchor in _ids(env, page) else page
            else:
                forwards.page = page
    for name, forwards in found.items():
        if not forwards.page and name not in pages:
            forwards.page = next(iter(forwards.anchors.values())).partition("#")[0]
    app.coproduce_forwards = found
    return []


def _ids(env: "BuildEnvironment", page: str) -> set[str]:
    return {id_ for node in env.get_doctree(page).findall(nodes.Element) for id_ in node.get("ids", ())}


def _address(place: str, up: str) -> str:
    page, _, anchor = place.partition("#")
    return f"{up}{page}.html" + (f"#{anchor}" if anchor else "")


def _script(forwards: Forwards, up: str) -> str:
    places = json.dumps({anchor: _address(place, up) for anchor, place in sorted(forwards.anchors.items())})
    page = f' data-page="{escape(_address(forwards.page, up))}"' if forwards.page else ""
    return f'<script src="{up}_static/{SCRIPT}" data-forwards="{escape(places)}"{page}></script>'


def _on_a_page_that_is_still_there(
    app: "Sphinx", pagename: str, templatename: str, context: dict[str, Any], doctree
) -> None:
    forwards = getattr(app, "coproduce_forwards", {}).get(pagename)
    if forwards is not None and "body" in context:
        context["body"] += _script(forwards, "../" * pagename.count("/"))


def _write(app: "Sphinx", exception: Exception | None) -> None:
    if exception is not None or app.builder.name != "html":
        return
    book = publication(app)
    for name, forwards in app.coproduce_forwards.items():
        if name in book.index.pages:
            continue
        up = "../" * name.count("/")
        to, settings = _address(forwards.page, up), book.report.settings
        title = escape(typographic(book.index.titles[forwards.page]))
        canonical = metadata.address(settings, f"{forwards.page}.html") if settings.web_address else to
        path = Path(app.outdir) / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"""\
<!DOCTYPE html>
<html lang="{escape(settings.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Moved: {title} – {escape(settings.title)}</title>
<link rel="canonical" href="{escape(canonical)}">
<link rel="stylesheet" href="{up}_static/report.css">
{_script(forwards, up)}
<meta http-equiv="refresh" content="0; url={escape(to)}">
</head>
<body>
<main>
<h1>This page has moved</h1>
<p>Its content stands in <a href="{escape(to)}">{title}</a>.</p>
</main>
</body>
</html>
""", encoding="utf-8", newline="")

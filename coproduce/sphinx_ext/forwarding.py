"""Addresses of earlier editions lead on to where their content stands now.

A page's front matter lists them: ``coproduce: formerly: [old-page, other#anchor]``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from docutils import nodes

from coproduce.ground.interface_words import say
from coproduce.publish.html import metadata
from coproduce.publish.publication import publication
from coproduce.publish.sphinx_problems import warn
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


_found: WeakKeyDictionary[nodes.document, frozenset[str]] = WeakKeyDictionary()
#: What :func:`_read` found, by old page.
_forwards: WeakKeyDictionary["Sphinx", dict[str, Forwards]] = WeakKeyDictionary()


def forwards(app: "Sphinx") -> dict[str, Forwards]:
    """Where old addresses lead, by old page, once all pages are read."""
    return _forwards.get(app, {})


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
    ids_of = cache(lambda page: _ids(env.get_doctree(page)))  # which reads it from the disk each time
    for page in pages:
        matter = book.matter(page)
        for old in matter.formerly:
            line = matter.formerly_lines[old]
            name, _, anchor = old.partition("#")
            if old in claims:
                warn((page, line), "forwarding", f"the old address ‘{old}’ is claimed by {claims[old][0]}.md as well",
                     "each old address once", "Delete one of the two lines.")
                continue
            claims[old] = page, line
            if name in pages and (not anchor or anchor in ids_of(name)):
                warn((page, line), "forwarding", f"the address ‘{old}’ is still there",
                     "an address that no page has any more", "Delete the line.")
                continue
            leads = found.setdefault(name, Forwards())
            if anchor:
                leads.anchors[anchor] = f"{page}#{anchor}" if anchor in ids_of(page) else page
            else:
                leads.page = page
    for name, leads in found.items():
        if not leads.page and name not in pages:
            leads.page = next(iter(leads.anchors.values())).partition("#")[0]
    if book.report.paths.is_book and "index" not in pages:
        found["index"] = Forwards(env.config.root_doc)  # where a server looks, and who opens the folder
    _forwards[app] = found
    return []


def _ids(doctree: nodes.document) -> frozenset[str]:
    """The anchors of a page; found once for a doctree that is kept."""
    if doctree not in _found:
        _found[doctree] = frozenset(id_ for node in doctree.findall(nodes.Element) for id_ in node["ids"])
    return _found[doctree]


def _address(place: str, up: str) -> str:
    page, _, anchor = place.partition("#")
    return f"{up}{page}.html" + (f"#{anchor}" if anchor else "")


def _script(leads: Forwards, up: str) -> str:
    places = json.dumps({anchor: _address(place, up) for anchor, place in sorted(leads.anchors.items())})
    page = f' data-page="{escape(_address(leads.page, up))}"' if leads.page else ""
    return f'<script src="{up}_static/{SCRIPT}" data-forwards="{escape(places)}"{page}></script>'


def _on_a_page_that_is_still_there(
    app: "Sphinx", pagename: str, templatename: str, context: dict[str, Any], doctree
) -> None:
    moved = forwards(app).get(pagename)
    if moved is not None and "body" in context:
        context["body"] += _script(moved, "../" * pagename.count("/"))


def _write(app: "Sphinx", exception: Exception | None) -> None:
    if exception is not None or app.builder.name != "html":
        return
    book = publication(app)
    for name, leads in _forwards[app].items():
        if name in book.index.pages:
            continue
        up = "../" * name.count("/")
        to, settings = _address(leads.page, up), book.report.settings
        title = escape(typographic(book.index.titles[leads.page]))
        canonical = metadata.address(settings, f"{leads.page}.html") if settings.web_address else to
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
<title>{escape(say("Moved:"))} {title} – {escape(settings.title)}</title>
<link rel="canonical" href="{escape(canonical)}">
<link rel="stylesheet" href="{up}_static/report.css">
{_script(leads, up)}
<meta http-equiv="refresh" content="0; url={escape(to)}">
</head>
<body>
<main>
<h1>{escape(say("This page has moved"))}</h1>
<p>{escape(say("Its content stands in"))} <a href="{escape(to)}">{title}</a>.</p>
</main>
</body>
</html>
""", encoding="utf-8", newline="")

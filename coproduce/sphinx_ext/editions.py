"""The page that lists editions, and the file that tells a page of a newer one.

A book that is not published yet knows of its own edition only;
:mod:`coproduce.editions.edition_list` fills both when the book is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.evidence.sources import written_date
from coproduce.ground.interface_words import say
from coproduce.publish.publication import publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "editions/index"
SCRIPT = "editions/newest.js"


def register(app: "Sphinx") -> None:
    app.connect("html-collect-pages", _page)
    app.connect("build-finished", _script)


def _page(app: "Sphinx") -> Iterator[tuple[str, dict, str]]:
    from coproduce.editions.edition_list import END, START

    settings = publication(app).report.settings
    body = (
        f"<h1>{escape(say('Editions'))}</h1>\n<p>"
        + escape(say("An edition stays as it was published, with its pages, its files and their checksums. Cite the edition you read."))
        + f'</p>\n{START}<ul class="editions"><li><p><a href="../index.html">'
        f"{escape(say('Edition {edition}', edition=settings.edition))}</a>, "
        f"{escape(say('{date}: this one.', date=written_date(settings.date)))}</p></li></ul>{END}"
    )
    yield PAGE, {"title": say("Editions"), "body": body}, "page.html"


def _script(app: "Sphinx", exception: Exception | None) -> None:
    if exception is None and app.builder.name == "html":
        path = Path(app.outdir) / SCRIPT
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("window.reportEditions = {};\n", encoding="utf-8")

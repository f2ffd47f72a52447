"""What a reader can do with a figure: explore it, take it along, cite it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from coproduce.publish.downloads import facts_mark
from coproduce.sphinx_ext.figure_files import FOLDER, source_names

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from coproduce.evidence.records import FigureRecord
    from coproduce.publish.publication import Publication

_DOWNLOADS = ((".csv", "Data", "CSV"), (".svg", "Drawing", "SVG"), (".png", "Picture", "PNG"))


def tools(book: "Publication", builder: "StandaloneHTMLBuilder", name: str, number: str, folder: str) -> str:
    """The tools below the figure ``name``, as HTML: a button to explore it, and one for all that can be taken along.

    What only a script can serve is hidden until it runs. Files and citation need none.
    """
    record = book.results.figures[name]
    which = escape(f"Figure {number}")
    explore = (
        f'<button type="button" class="figure-tool chart-open" hidden data-figure="{name}" data-folder="{folder}" '
        f'aria-label="Explore this chart: {which}">Explore this chart</button>'
    )
    links = "".join(
        f'<li><a href="{folder}{name}{ending}" download aria-label="{what}: {which} as {kind}">{what}</a>'
        f"{facts_mark(f'{FOLDER}/{name}{ending}')}</li>"
        for ending, what, kind in _DOWNLOADS
    )
    card = f"{name}-take"
    copies = "".join(
        f'<button type="button" class="figure-tool" data-copies="{what}" hidden>Copy {words}</button>'
        for what, words in (("citation", "citation"), ("link", "link"), ("embed", "code to embed"))
    )
    return (
        f'<div class="figure-tools">{explore if record.interactive else ""}'
        f'<button type="button" class="figure-tool" popovertarget="{card}" '
        f'aria-label="Share, download, cite: {which}">Share, download, cite</button>'
        f'<div class="figure-card" id="{card}" popover role="dialog" aria-label="Share, download, cite {which}">'
        f'<p><b>Download</b></p><ul class="downloads">{links}</ul>'
        f'<p><b>Cite</b></p><p class="cite-text">{escape(_citation(book, builder, record, number))}</p>'
        f'<p class="card-buttons">{copies}'
        f'<button type="button" class="figure-tool" popovertarget="{card}" popovertargetaction="hide">Close</button>'
        f'<output></output></p></div></div>\n'
    )


def _citation(book: "Publication", builder: "StandaloneHTMLBuilder", record: "FigureRecord", number: str) -> str:
    from coproduce.publish.citation import cite_figure

    settings = book.report.settings
    url = ""
    if settings.web_address:
        page = builder.get_target_uri(builder.current_docname)
        url = f"{settings.web_address.rstrip('/')}/{page}#{record.name}"
    return cite_figure(settings, record, number, url, source_names(book, record))

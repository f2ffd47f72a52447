"""What a reader can do with a figure: explore it, take it along, cite it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from coproduce.sphinx_ext.figure_files import source_names

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from coproduce.evidence.records import FigureRecord
    from coproduce.publish.publication import Publication

_DOWNLOADS = ((".csv", "CSV", "the data"), (".svg", "SVG", "the picture"), (".png", "PNG", "the picture"))


def tools(book: "Publication", builder: "StandaloneHTMLBuilder", name: str, number: str, folder: str) -> str:
    """The row of tools below the figure ``name``, as HTML.

    The buttons that only a script can serve are hidden until it runs. The
    citation opens without one.
    """
    record = book.results.figures[name]
    which = escape(f"Figure {number}")
    explore = (
        f'<button type="button" class="figure-tool chart-open" hidden data-figure="{name}" data-folder="{folder}" '
        f'aria-label="Explore this chart: {which}">Explore this chart</button>'
    )
    links = "".join(
        f'<a href="{folder}{name}{ending}" download aria-label="{kind}: download {what} of {which}">{kind}</a> '
        for ending, kind, what in _DOWNLOADS
    )
    card = f"{name}-cite"
    return (
        f'<div class="figure-tools">{explore if record.interactive else ""}'
        f'<span class="downloads">Download {links}</span>'
        f'<button type="button" class="figure-tool" popovertarget="{card}" '
        f'aria-label="Cite this figure: {which}">Cite this figure</button>'
        f'<div class="cite-card" id="{card}" popover role="dialog" aria-label="Cite {which}">'
        f'<p class="cite-text">{escape(_citation(book, builder, record, number))}</p>'
        f'<p class="cite-buttons"><button type="button" class="figure-tool cite-copy" hidden>Copy</button>'
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

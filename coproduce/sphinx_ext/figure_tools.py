"""What a reader can do with a figure: turn its dial, explore it, take it along, cite it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from coproduce.ground.interface_words import marked, say
from coproduce.publish.downloads import facts_mark
from coproduce.sphinx_ext.figure_files import FOLDER, source_names

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from coproduce.evidence.records import FigureRecord
    from coproduce.publish.publication import Publication

_DOWNLOADS = ((".csv", marked("Data"), "CSV"), (".svg", marked("Drawing"), "SVG"), (".png", marked("Picture"), "PNG"))


def tools(book: "Publication", builder: "StandaloneHTMLBuilder", name: str, number: str, folder: str) -> str:
    """The tools below the figure ``name``, as HTML: a button to explore it, and one for all that can be taken along.

    What only a script can serve is hidden until it runs. Files and citation need none.
    """
    record = book.results.figures[name]
    figure = say("Figure {number}", number=number)
    which = escape(figure)
    explored, taken = escape(say("Explore this chart")), escape(say("Share, download, cite"))
    explore = (
        f'<button type="button" class="figure-tool chart-open" hidden data-figure="{name}" data-folder="{folder}" '
        f'aria-label="{explored}: {which}">{explored}</button>'
    )
    links = "".join(
        f'<li><a href="{folder}{name}{ending}" download aria-label="'
        f"{escape(say('{what}: {figure} as {format}', what=say(what), figure=figure, format=kind))}"
        f'">{escape(say(what))}</a>'
        f"{facts_mark(f'{FOLDER}/{name}{ending}')}</li>"
        for ending, what, kind in _DOWNLOADS
    )
    card = f"{name}-take"
    copies = "".join(
        f'<button type="button" class="figure-tool" data-copies="{what}" hidden>{escape(say(words))}</button>'
        for what, words in (("citation", marked("Copy citation")), ("link", marked("Copy link")), ("embed", marked("Copy code to embed")))
    )
    return (
        f'<div class="figure-tools">{explore if record.interactive else ""}'
        f'<button type="button" class="figure-tool" popovertarget="{card}" '
        f'aria-label="{taken}: {which}">{taken}</button>'
        f'<div class="figure-card" id="{card}" popover role="dialog" aria-label="{taken} {which}">'
        f'<p><b>{escape(say("Download"))}</b></p><ul class="downloads">{links}</ul>'
        f'<p><b>{escape(say("Cite"))}</b></p><p class="cite-text">{escape(_citation(book, builder, record, number))}</p>'
        f'<p class="card-buttons">{copies}'
        f'<button type="button" class="figure-tool" popovertarget="{card}" popovertargetaction="hide">{escape(say("Close"))}</button>'
        f'<output></output></p></div></div>\n'
    )


def dial_control(name: str, dial: Mapping[str, Any]) -> str:
    """The dial of the figure ``name``, as HTML, at its start. Hidden until the script that makes it work has run."""
    low, high = (f'<span aria-hidden="true">{escape(end)}</span>' if end else "" for end in dial["ends"])
    position, sentence = dial["steps"][dial["start"]]
    told = escape(json.dumps(dial["steps"], ensure_ascii=False, separators=(",", ":")))
    between = _between(*dial["ends"])
    described = f' aria-describedby="{name}-dial-ends"' if between else ""
    ends = f'<span class="visually-hidden" id="{name}-dial-ends">{escape(between)}</span>' if between else ""
    return (
        f'<div class="figure-dial" hidden data-steps="{told}"><label for="{name}-dial">{escape(dial["label"])}</label>{ends}'
        f'<span class="dial-scale">{low}<input type="range" id="{name}-dial" min="0" max="{len(dial["steps"]) - 1}" step="1" '
        f'value="{dial["start"]}" aria-valuetext="{escape(position)}" autocomplete="off"{described}>{high}</span>'
        f'<output for="{name}-dial">{escape(sentence)}</output></div>\n'
    )


def _between(low: str, high: str) -> str:
    """The ends of a dial for who listens; "" if it names none."""
    if low and high:
        return say("From {low} to {high}", low=low, high=high)
    return say("From {low}", low=low) if low else say("To {high}", high=high) if high else ""


def _citation(book: "Publication", builder: "StandaloneHTMLBuilder", record: "FigureRecord", number: str) -> str:
    from coproduce.publish.citation import cite_figure

    settings = book.report.settings
    url = ""
    if settings.web_address:
        page = builder.get_target_uri(builder.current_docname)
        url = f"{settings.web_address.rstrip('/')}/{page}#{record.name}"
    return cite_figure(settings, record, number, url, source_names(book, record))

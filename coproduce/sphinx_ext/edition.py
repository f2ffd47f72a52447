"""How to cite the report, and what it can be downloaded as: lists for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.publish.citation import FOR_MACHINES, cite_report
from coproduce.publish.downloads import offers

if TYPE_CHECKING:
    from coproduce.sphinx_ext.links import Links


def citations(links: "Links") -> list[nodes.Node]:
    """The report in each style: text to copy, and on a screen blocks for reference managers."""
    made = nodes.definition_list(classes=["citations"])
    for style, text in cite_report(links.book.report.settings).items():
        if style in FOR_MACHINES:
            if links.builder.name == "print":
                continue
            shown: nodes.Node = nodes.literal_block(text.rstrip("\n"), text.rstrip("\n"), language="none")
        else:
            shown = nodes.paragraph("", text)
        made += nodes.definition_list_item("", nodes.term("", style), nodes.definition("", shown))
    return [made]


def downloads_list(links: "Links") -> list[nodes.Node]:
    """Each file with what it is for, linked from the page."""
    made = nodes.definition_list(classes=["downloads-list"])
    up = "../" * links.page.count("/")
    for offer in offers(links.book.report.settings):
        link = nodes.reference("", offer.title, refuri=up + offer.path, internal=True)
        about = nodes.paragraph("", offer.description)
        about += nodes.raw("", offer.facts_mark, format="html")
        made += nodes.definition_list_item("", nodes.term("", "", link), nodes.definition("", about))
    return [made]

"""Which rows of a list stand on a page, and what stands before and after them."""

from __future__ import annotations

from dataclasses import dataclass, field

from docutils import nodes

from coproduce.ground.interface_words import say
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.links import Links, page_numbers

#: Rows that a browser prints of a list unless its reader asks for all: about five sheets of numbers (``styles/print.css``).
PRINTED = 25


@dataclass
class Around:
    """What stands before and after a list's rows, and the classes of the list."""

    before: list[nodes.Node]
    after: list[nodes.Node] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)


def rows_here(part: str, list_id: str, label: str, links: Links) -> tuple[list[str], Around]:
    """The names of the rows that stand on ``links.page``, and what finds the others. In print it is all of them.

    ``list_id`` is the id of the list or table that will hold the rows, ``label`` what is said of the field to find one.
    """
    rows = links.book.index.rows[part]
    in_print = links.builder.name == "print"
    anchors = rows.anchors if in_print else rows.list_page(links.page).ids
    names = [anchor.removeprefix(rows.prefix) for anchor in anchors]
    if in_print:
        return names, Around([])
    box, around = own.filter_box(target=list_id, label=label), Around([])
    around.before.append(box)
    if len(names) > 2 * PRINTED:
        box["printed"] = say("Print the whole list") if not rows.many else say("Print all {number} rows of this page", number=len(names))
        around.classes.append("long")
        around.after.append(nodes.paragraph(
            "", say("Printed are the first {printed} of {number} rows of this page. The button ‘{button}’ prints all of them; "
                    "what a search finds is printed in full.", printed=PRINTED, number=len(names), button=box["printed"]),
            classes=["print-note"]))
    if rows.many:
        found = f"{list_id}-found"
        box["target"], box["rows"], box["index"] = found, list_id, f"{'../' * links.page.count('/')}{rows.page}-index.js"
        around.before.append(nodes.container("", ids=[found], classes=["list-found"]))
        around.after += page_numbers(rows.pages, links)
    return names, around

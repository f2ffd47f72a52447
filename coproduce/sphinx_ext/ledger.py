"""The list of every registered number, for people."""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes

from coproduce.evidence.records import Column, ValueRecord
from coproduce.ground.interface_words import marked, number, say
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.links import MOST_NAMED, Links, joined
from coproduce.sphinx_ext.long_list import rows_here
from coproduce.sphinx_ext.tables import table
from coproduce.sphinx_ext.values import rows_text

TABLE_ID = "all-numbers"

_COLUMNS = (
    Column("label", marked("What it measures")),
    Column("text", marked("Number"), "right"),
    Column("calculation", marked("Calculation")),
    Column("rows", marked("Rows of the data")),
    Column("sources", marked("Sources")),
    Column("pages", marked("Used in")),
)


def ledger_table(links: Links) -> list[nodes.Node]:
    """All values in reading order of the chapters that register them: those of this page, if they are on several."""
    values = links.book.results.values
    if not values:
        return [nodes.paragraph("", say("This report has no registered numbers yet."))]
    line = nodes.paragraph("", say("Download:") + " ", classes=["downloads"])
    folder = "../" * links.page.count("/")
    line += nodes.reference("", say("all numbers (CSV)"), refuri=f"{folder}ledger.csv", internal=True)
    line += nodes.Text(", ")
    line += nodes.reference("", say("numbers and contributions (JSON)"), refuri=f"{folder}ledger.json", internal=True)
    names, around = rows_here("ledger", TABLE_ID, say("Find a number:"), links)
    first = list(values).index(names[0]) + 1
    part = say(", {first} to {last}", first=number(first), last=number(first + len(names) - 1)) if len(names) < len(values) else ""
    made = table(
        [replace(column, title=say(column.title)) for column in _COLUMNS],
        [_cells(values[name], links) for name in names],
        title=say("Every number of the report ({number})", number=number(len(values))) + part,
        kind=own.data_table,
        row_ids=[f"value-{name}" for name in names],
        ids=[TABLE_ID],
        classes=["report-table", "ledger", *around.classes],
    )
    return [line, *around.before, made, *around.after]


def _cells(record: ValueRecord, links: Links) -> list:
    what: list[nodes.Node] = [nodes.Text(record.label)]
    if record.place_and_period:
        what.append(nodes.inline("", f" {record.place_and_period}", classes=["where"]))
    calculation = record.calculation
    if record.caveat:
        calculation = calculation.removesuffix(".") + say(". Caveat: {caveat}", caveat=record.caveat)
    pages = links.book.index.value_pages.get(record.name, [])
    return [
        what,
        record.text,
        calculation,
        rows_text(record.provenance),
        _sources(record, links) or "–",
        joined(links.chapter(page) for page in pages) or say("not in the text"),
    ]


def _sources(record: ValueRecord, links: Links) -> list[nodes.Node]:
    """Number, publisher and year of each source, or numbers if they are many; the title stands on the sources page."""
    numbers, known = links.book.index.source_numbers, links.book.report.data.sources()
    ids = sorted({s.id for s in record.sources}, key=numbers.__getitem__)
    if len(ids) > MOST_NAMED:
        return links.sources(ids)
    return joined(
        links.to_part("sources-list", f"[{numbers[id_]}] {known[id_].publisher or known[id_].authors_label} ({known[id_].year})",
                      f"source-{id_}", ["source-name"])
        for id_ in ids
    )

"""The list of every registered number, for people."""

from __future__ import annotations

from docutils import nodes

from coproduce.evidence.records import Column, ValueRecord
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.links import MOST_NAMED, Links, joined
from coproduce.sphinx_ext.long_list import rows_here
from coproduce.sphinx_ext.tables import table
from coproduce.sphinx_ext.values import rows_in_words

TABLE_ID = "all-numbers"

COLUMNS = (
    Column("label", "What it measures"),
    Column("text", "Number", "right"),
    Column("calculation", "Calculation"),
    Column("rows", "Rows of the data"),
    Column("sources", "Sources"),
    Column("pages", "Used in"),
)


def ledger_table(links: Links) -> list[nodes.Node]:
    """All values in reading order of the chapters that register them: those of this page, if they are on several."""
    values = links.book.results.values
    if not values:
        return [nodes.paragraph("", "This report has no registered numbers yet.")]
    line = nodes.paragraph("", "Download: ", classes=["downloads"])
    folder = "../" * links.page.count("/")
    line += nodes.reference("", "all numbers (CSV)", refuri=f"{folder}ledger.csv", internal=True)
    line += nodes.Text(", ")
    line += nodes.reference("", "numbers and contributions (JSON)", refuri=f"{folder}ledger.json", internal=True)
    names, around = rows_here("ledger", TABLE_ID, "Find a number:", links)
    first = list(values).index(names[0]) + 1
    part = f", {first:,} to {first + len(names) - 1:,}" if len(names) < len(values) else ""
    made = table(
        COLUMNS,
        [_cells(values[name], links) for name in names],
        title=f"Every number of the report ({len(values):,}){part}",
        kind=own.data_table,
        row_ids=[f"value-{name}" for name in names],
        ids=[TABLE_ID],
        classes=["report-table", "ledger", *around.classes],
    )
    return [line, *around.before, made, *around.after]


def _cells(record: ValueRecord, links: Links) -> list:
    what: list[nodes.Node] = [nodes.Text(record.label)]
    if record.where:
        what.append(nodes.inline("", f" {record.where}", classes=["where"]))
    calculation = f"{record.calculation.removesuffix('.')}. Caveat: {record.caveat}" if record.caveat else record.calculation
    pages = links.book.index.value_pages.get(record.name, [])
    return [
        what,
        record.text,
        calculation,
        rows_in_words(record.provenance),
        _sources(record, links) or "–",
        joined(links.chapter(page) for page in pages) or "not in the text",
    ]


def _sources(record: ValueRecord, links: Links) -> list[nodes.Node]:
    """Number, publisher and year of each source, or numbers if they are many; the title stands on the sources page."""
    numbers, known = links.book.index.source_numbers, links.book.report.data.sources()
    ids = sorted({s.id for s in record.sources}, key=numbers.__getitem__)
    if len(ids) > MOST_NAMED:
        return links.sources(ids)
    return joined(
        links.to_part("sources-list", f"[{numbers[id_]}] {known[id_].publisher or known[id_].who} ({known[id_].year})",
                      f"source-{id_}", ["source-name"])
        for id_ in ids
    )

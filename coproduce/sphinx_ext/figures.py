"""Registered figures and tables as nodes: caption, drawing, source, caveat, data."""

from __future__ import annotations

from docutils import nodes

from coproduce.evidence.records import FigureRecord, Record, TableRecord, counts_contributions
from coproduce.ground.interface_words import number, say
from coproduce.sphinx_ext.nodes import (
    chart,
    data_table,
    disclosure,
    figure_dial,
    figure_heading,
    figure_notes,
    figure_tools,
    report_figure,
    source_reference,
)
from coproduce.sphinx_ext.tables import cell_text, table

#: Rows of a figure's data shown in the page; the download has all.
MOST_ROWS = 200


def figure_node(record: FigureRecord, folder: str) -> report_figure:
    """The figure; ``folder`` is the address of its files seen from the page."""
    made = report_figure(ids=[record.name], names=[record.name], name=record.name)
    made += figure_heading(
        "",
        nodes.caption("", record.headline),
        nodes.paragraph("", record.subtitle, classes=["subtitle"]),
    )
    made += chart(
        name=record.name,
        details=data_id(record.name) if record.data else "",
        svg=record.svg,
        svg_narrow=record.svg_narrow,
        alt=record.alt,
        width=record.width,
        height=record.height,
    )
    if record.dial:
        made += figure_dial(name=record.name, dial=record.dial)
    notes = notes_node(record)
    notes += figure_tools(name=record.name, folder=folder)
    if record.data:
        notes += _data(record)
    made += notes
    return made


def table_node(record: TableRecord) -> nodes.container:
    """The table with its number, and source and caveat below it."""
    made = table(
        record.columns,
        record.data,
        title=record.caption,
        ids=[record.name],
        names=[record.name],
        classes=["report-table"],
    )
    return nodes.container("", made, notes_node(record), classes=["report-table-block"])


def notes_node(record: Record) -> figure_notes:
    """Source line and caveat."""
    notes = figure_notes()
    ids = list(dict.fromkeys(s.id for s in record.sources))
    if counts_contributions(record):
        notes += nodes.paragraph(
            "", say("Source: the contributions and published statements that this report gathered"), classes=["source-line"])
    elif ids:
        line = nodes.paragraph("", (say("Source:") if len(ids) == 1 else say("Sources:")) + " ", classes=["source-line"])
        line += source_reference(sources=ids, form="full")
        notes += line
    if record.caveat:
        notes += nodes.paragraph("", record.caveat, classes=["caveat"])
    return notes


def figure_title(node: nodes.Node) -> str:
    """The headline, for references to the figure by name."""
    for caption in node.findall(nodes.caption):
        return caption.astext()
    return ""


def data_id(name: str) -> str:
    """The id of the data of a figure in its page."""
    return f"{name}-data"


def _data(record: FigureRecord) -> disclosure:
    rows = [[cell_text(cell) for cell in row] for row in record.data[:MOST_ROWS]]
    made = disclosure(summary=say("Data table"), ids=[data_id(record.name)])
    made += table(
        record.columns,
        rows,
        title=say("Data: {headline}", headline=record.headline),
        kind=data_table,
        classes=["figure-data"],
    )
    if len(record.data) > MOST_ROWS:
        made += nodes.paragraph(
            "", say("The first {most} of {number} rows; the download has all of them.", most=MOST_ROWS, number=number(len(record.data)))
        )
    return made

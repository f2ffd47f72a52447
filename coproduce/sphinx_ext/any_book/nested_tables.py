"""A table inside another becomes a list of its rows: no screen reader follows both."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform

from coproduce.sphinx_ext.any_book.notes import note, place


class NestedTables(SphinxTransform):
    """The innermost first."""

    default_priority = 340

    def apply(self, **kwargs) -> None:
        for table in reversed(list(self.document.findall(nodes.table))):
            if _inside(table):
                note(place(table), "nested-table", "a table stands inside another: its rows are a list there")
                table.replace_self(_listed(table))


def _inside(table: nodes.table) -> bool:
    around = table.parent
    while around is not None:
        if isinstance(around, nodes.entry):
            return True
        around = around.parent
    return False


def _listed(table: nodes.table) -> list[nodes.Node]:
    titles = [nodes.paragraph("", "", *title.children) for title in table.findall(nodes.title)]
    listed = nodes.bullet_list(ids=table["ids"])
    for row in table.findall(nodes.row):
        cells = [entry for entry in row.children if isinstance(entry, nodes.entry)]
        if all(len(cell) <= 1 and all(isinstance(part, nodes.paragraph) for part in cell) for cell in cells):
            line = nodes.paragraph()
            for number, cell in enumerate(cell for cell in cells if len(cell)):
                line += [*([nodes.Text("; ")] if number else []), *cell[0].children]
            listed += nodes.list_item("", line)
        else:
            listed += nodes.list_item("", *[part for cell in cells for part in cell.children])
    return [*titles, listed]

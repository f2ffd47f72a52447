"""Tables as docutils nodes: heads, row heads, alignment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coproduce.evidence.records import Column
from coproduce.ground.interface_words import MINUS, is_english, number, say
from coproduce.sphinx_ext import nodes as own

Cell = str | nodes.Node | list[nodes.Node]


class RowHeads(SphinxPostTransform):
    """Makes the first column of a table that an author wrote head its rows, as it does in tables that chapters make.

    Markdown has no sign for it. Left alone are tables of one column, without a head, and with a first cell that is empty.
    """

    default_priority = 5  # before lists of the book stand in the document, whose tables say it themselves

    def run(self, **kwargs) -> None:
        for group in self.document.findall(nodes.tgroup):
            columns = [child for child in group.children if isinstance(child, nodes.colspec)]
            body = group.next_node(nodes.tbody)
            if len(columns) < 2 or body is None or group.next_node(nodes.thead) is None:
                continue
            if not any(column.get("stub") for column in columns) and all(row.children[0].astext().strip() for row in body.children):
                columns[0]["stub"] = True


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    title: str = "",
    kind: type[nodes.table] = nodes.table,
    row_ids: Sequence[str] = (),
    **attributes,
) -> nodes.table:
    """A table whose first column heads the rows.

    A cell is text, or inline nodes. ``row_ids`` gives each row an anchor.
    Only tables of the class ``nodes.table`` with an id are numbered.
    """
    made = kind("", **attributes)
    if title:
        made += nodes.title("", title)
    group = nodes.tgroup("", cols=len(columns))
    made += group
    for position in range(len(columns)):
        group += nodes.colspec("", colwidth=1, stub=position == 0)
    head, body = nodes.thead(), nodes.tbody()
    group += [head, body]
    head += _row([c.title for c in columns], columns)
    ids = iter(row_ids)
    for cells in rows:
        row = _row(cells, columns)
        anchor = next(ids, "")
        if anchor:
            row["ids"].append(anchor)
        body += row
    return made


def cell_text(cell: object) -> str:
    """A data cell as a reader of a page sees it; rounds for the eye only.

    The download has the full number. Whole numbers below 10,000 carry no comma,
    because they may be years.
    """
    if cell is None or cell != cell:
        return "–"
    if isinstance(cell, bool):
        return say("yes") if cell else say("no")
    if isinstance(cell, int):
        return number(cell).replace(MINUS, "-") if abs(cell) >= 10_000 else str(cell)
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return cell_text(int(cell))
        text = f"{cell:,.2f}" if abs(cell) >= 1 else f"{cell:.3g}"
        text = text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
        return text if is_english() or "e" in text else number(Decimal(text.replace(",", "")), "#,##0.##########").replace(MINUS, "-")
    return str(cell)


def column_titles(node: nodes.Element) -> list[str]:
    """The titles of a table's columns, if its rows may be stacked where there is no room beside each other.

    Not those of the numbers behind a figure, nor of two columns, nor where a cell spans several.
    """
    head = node.next_node(nodes.thead)
    if head is None or len(head) != 1 or "figure-data" in node["classes"]:
        return []
    titles = [entry.astext().strip() for entry in head.findall(nodes.entry)]
    spans = any("morecols" in entry or "morerows" in entry for entry in node.findall(nodes.entry))
    return titles if len(titles) > 2 and not spans else []


def in_scroll_regions(root: nodes.Element) -> None:
    """Puts each table below ``root`` into a region that scrolls within the page.

    The theme wraps tables in a plain box that repeats the table's id; ours takes
    its place.
    """
    labels: Counter[str] = Counter()
    for node in list(root.findall(nodes.table)):
        outer = node.parent
        if isinstance(outer, nodes.container) and "table-wrapper" in outer["classes"]:
            outer.parent.replace(outer, node)
        title = next((t.astext() for t in node.findall(nodes.title)), "")
        label = say("Table: {title}", title=title or _section_title(node))
        # Two regions of a page must not have one name.
        labels[label] += 1
        region = own.scroll_region(label=label if labels[label] == 1 else f"{label} ({labels[label]})")
        node.parent.replace(node, region)
        region += node


def _section_title(node: nodes.Node) -> str:
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    title = node.next_node(nodes.title) if node is not None else None
    return title.astext() if title is not None else ""


def _row(cells: Sequence[Cell], columns: Sequence[Column]) -> nodes.row:
    row = nodes.row()
    for cell, column in zip(cells, columns, strict=True):
        entry = nodes.entry()
        if column.align == "right":
            entry["classes"].append("number")
        content = [nodes.Text(cell)] if isinstance(cell, str) else cell
        content = content if isinstance(content, list) else [content]
        entry += nodes.paragraph("", "", *content)
        row += entry
    return row

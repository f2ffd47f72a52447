"""Tables that programs write as HTML, such as those of pandas, as tables of the book."""

from __future__ import annotations

from docutils import nodes
from lxml import html

_CELLS = ("td", "th")
#: A table that holds one of these is no table of text.
_NOT_TEXT = "script|iframe|svg|canvas|table"


def tables_of(text: str) -> list[nodes.Element]:
    """The tables of a piece of HTML if it holds nothing else to read, each row header and column header as such."""
    if "<table" not in text:
        return []
    root = html.fragment_fromstring(text, create_parent="div")
    found = root.xpath(".//table")
    inside = "|".join(f".//{name}" for name in _NOT_TEXT.split("|"))
    if any(table.xpath(inside) for table in found):
        return []
    tables: list[nodes.Element] = [made for table in found if (made := _table(table)) is not None]
    for table in found:
        table.drop_tree()
    for silent in root.xpath(".//style|.//script"):
        silent.drop_tree()
    # pandas writes the number of rows and columns below a table that it cut short.
    rest = " ".join(root.text_content().split())
    if rest and tables:
        return [*tables, nodes.paragraph(rest, rest)]
    return tables


def _table(element: html.HtmlElement) -> nodes.table | None:
    rows = [[cell for cell in row if cell.tag in _CELLS] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return None
    columns = max(sum(_span(cell, "colspan") for cell in row) for row in rows)
    heads = len([row for row in rows if row and row[0].getparent().getparent().tag == "thead"])
    if not heads and all(cell.tag == "th" for cell in rows[0]):
        heads = 1
    stubs = _stubs(rows[heads:])
    table = nodes.table(classes=["dataframe"])
    group = nodes.tgroup(cols=columns)
    for number in range(columns):
        column = nodes.colspec(colwidth=1)
        if number < stubs:
            column["stub"] = 1
        group += column
    if heads:
        group += nodes.thead("", *map(_row, rows[:heads]))
    group += nodes.tbody("", *map(_row, rows[heads:]))
    table += group
    if (caption := element.find("caption")) is not None:
        title = " ".join(caption.text_content().split())
        table.insert(0, nodes.title(title, title))
    return table


def _stubs(rows: list[list[html.HtmlElement]]) -> int:
    """How many cells of each row head it."""
    if not rows:
        return 0
    first = [cell.tag for cell in rows[0]]
    return next((number for number, tag in enumerate(first) if tag != "th"), len(first))


def _row(cells: list[html.HtmlElement]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        entry = nodes.entry()
        for name, attribute in (("colspan", "morecols"), ("rowspan", "morerows")):
            if (more := _span(cell, name) - 1) > 0:
                entry[attribute] = more
        text = " ".join(cell.text_content().split())
        entry += nodes.paragraph(text, text)
        row += entry
    return row


def _span(cell: html.HtmlElement, name: str) -> int:
    value = str(cell.get(name) or "1")
    return int(value) if value.isdigit() and value != "0" else 1

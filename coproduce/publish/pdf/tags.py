"""Row headings and lists in the tag tree of a PDF.

Typst tags the cells of a table's head as headings of their columns, but has no
way yet to tag the cells that head a row (``pdf.header-cell`` is behind a feature
switch that its Python package does not offer). A screen reader would then read
a number without saying whose it is. This sets those cells right afterwards, as
ISO 32000-1, 14.8.4.3.4 (TH) and 14.8.5.7 (Scope, Headers) have it.

For a list without signs it tags labels that hold nothing; they are taken out, as
an item need not have one (14.8.4.3.3). A list within an item it puts behind the
item; where the item has nothing else, its body would be empty, so the list goes back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

    from coproduce.publish.manuscript.table_layout import Shape


class TagMismatch(Exception):
    """The tag tree does not hold the tables that the document has."""


def set_row_headings(pdf: "pikepdf.Pdf", shapes: Sequence["Shape"]) -> None:
    """Tag the heading columns of the tables of ``pdf`` as such.

    ``shapes`` describe the document's tables in order. Each must be found with
    its rows and columns; :class:`TagMismatch` says which is not.
    """
    tables = list(_below(pdf.Root.StructTreeRoot, "/Table"))
    if len(tables) != len(shapes):
        raise TagMismatch(f"the document has {len(shapes)} tables, its tag tree {len(tables)}")
    ids: list[tuple[str, pikepdf.Object]] = []
    for number, (table, shape) in enumerate(zip(tables, shapes, strict=True)):
        _check_shape(table, shape)
        ids += _correct(table, number, shape.heading_columns)
    _add_ids(pdf, ids)


def mend_lists(pdf: "pikepdf.Pdf") -> None:
    """Leave no empty label and no empty body in the items of lists."""
    for listed in list(_everywhere(pdf.Root.StructTreeRoot, "/L")):
        _mend(listed)


def _mend(listed) -> None:
    import pikepdf

    kept, empty = [], None
    for kid in list(_content(listed)):
        if empty is not None and kid.S == "/L":
            kid.P = empty
            empty.K = pikepdf.Array([kid])
            empty = None
            continue
        kept.append(kid)
        parts = [part for part in _children(kid) if part.S != "/Lbl" or list(_content(part))] if kid.S == "/LI" else []
        if parts:
            kid.K = pikepdf.Array(parts)
        empty = next((part for part in parts if part.S == "/LBody" and not list(_content(part))), None)
    listed.K = pikepdf.Array(kept)


def _content(element) -> Iterator:
    """What an element holds, whatever it is."""
    import pikepdf

    kids = element.get("/K")
    yield from kids if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]


def _children(element) -> Iterator:
    import pikepdf

    for kid in _content(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _below(element, kind: str) -> Iterator:
    """All elements of a kind below one, in reading order; not those inside them."""
    for kid in _children(element):
        if kid.S == kind:
            yield kid
        else:
            yield from _below(kid, kind)


def _everywhere(element, kind: str) -> Iterator:
    """All elements of a kind below one, those inside others of it too."""
    for found in _below(element, kind):
        yield found
        yield from _everywhere(found, kind)


def _rows(table) -> list[list]:
    return [
        [cell for cell in _children(row) if cell.S in ("/TH", "/TD")]
        for row in _below(table, "/TR")
    ]


def _check_shape(table, shape: "Shape") -> None:
    rows = _rows(table)
    columns = max((sum(_number(cell, "/ColSpan") for cell in row) for row in rows), default=0)
    if (len(rows), columns) != (shape.rows, shape.columns):
        raise TagMismatch(
            f"the table ‘{shape.id or shape.caption}’ has {shape.rows} rows and {shape.columns} columns, "
            f"its tags {len(rows)} and {columns}"
        )


def _attributes(cell):
    """The cell's attribute object of owner Table, if it has one."""
    import pikepdf

    found = cell.get("/A")
    for item in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(item, pikepdf.Dictionary) and item.get("/O") == "/Table":
            return item
    return None


def _number(cell, key: str) -> int:
    attributes = _attributes(cell)
    return int(attributes.get(key, 1)) if attributes is not None else 1


def _correct(table, number: int, heading_columns: int) -> list:
    import pikepdf

    made = []
    for position, row in enumerate(_rows(table)):
        if all(cell.S == "/TH" for cell in row):
            continue
        names = []
        for column, cell in enumerate(row):
            attributes = _attributes(cell)
            if attributes is None:
                attributes = pikepdf.Dictionary(O=pikepdf.Name.Table)
                cell.A = pikepdf.Array([attributes, *([cell.A] if "/A" in cell else [])])
                attributes = cell.A[0]
            if column < heading_columns:
                name = f"row{number}x{column}y{position}"
                cell.S = pikepdf.Name.TH
                cell.ID = pikepdf.String(name)
                attributes.Scope = pikepdf.Name.Row
                names.append(name)
                made.append((name, cell))
            else:
                heads = [str(head) for head in attributes.get("/Headers", ())]
                attributes.Headers = pikepdf.Array([pikepdf.String(n) for n in [*names, *heads]])
    return made


def _add_ids(pdf, ids: list) -> None:
    """Enter new ids into the tree that leads from an id to its element."""
    import pikepdf

    if not ids:
        return
    tree = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
    for name, element in ids:
        tree[name] = element

"""Tables that fit a page: scopes, alignment, and widths from what is in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from coproduce.ground.problems import Problem
from coproduce.publish.manuscript.finding import attribute, classes, parent, set_classes, tags
from coproduce.publish.manuscript.joining import SEPARATOR, chapter_of, page_of

# Widths are in ems of the table's type. Source Sans 3 sets two characters of
# English text to the em; a single word may be wider, and must fit.
_EM_PER_CHARACTER = 0.49
_EM_PER_CHARACTER_OF_A_WORD = 0.54
_CELL_PADDING = 1.3
# A longer word (an address) is given no column of its own.
_LONGEST_WORD = 17
_MANY_LINES = 250  # characters
# From here on more width does not make a cell easier to read.
_WIDEST = 34.0
# A column this narrow is better off without line breaks.
_SHORT = 11.0
# The page's whole width at the usual type of tables (162 mm at 9 pt), and at the
# smaller type and padding of dense ones (8 pt).
_PAGE = 51.0
_DENSE_PAGE = 57.0
_DENSE_PADDING = 0.5
_WORD = re.compile(r"[^\s\-/\u200b]+[-/]?")
_NUMERIC = re.compile(r"^[~<>≤≥−–+\-£€$]?\s?\d[\d,.\s]*\s?(%|bn|m|million|billion|pp)?$|^[–—:]$|^[a-z]$")


@dataclass(frozen=True)
class Shape:
    """What the page must show of a table: rows (head included), columns, heads.

    ``heading_columns`` counts the columns whose cells head their row.
    """

    id: str
    chapter: str
    caption: str
    rows: int
    columns: int
    heading_columns: int


def nested(soup: BeautifulSoup) -> list[Problem]:
    """Problems for tables within tables, which no screen reader can follow."""
    return [
        Problem(
            page_of(table),
            f"a table stands inside another, at ‘{table.get_text(' ', strip=True)[:40]}’",
            code="manuscript.nested-table",
            expected="cells of text, lists or links",
            action="Take the inner table out, or say it in words.",
        )
        for table in tags(soup, "table") if parent(table, "table")
    ]


def arrange(soup: BeautifulSoup) -> list[Shape]:
    """Prepare each table and say its shape, in the order of the document.

    A table gets ``data-natural`` (ems it would take without breaking lines, each
    column capped), ``data-minimum`` (ems without breaking words), ``data-dense`` if
    it needs smaller type, and ``data-heading-columns``.
    """
    shapes = []
    for table in tags(soup, "table"):
        _unwrap_figure(table)
        _head(soup, table)
        rows = table.find_all("tr")
        grid: list[list[Tag]] = [list(row.find_all(["th", "td"], recursive=False)) for row in rows]
        columns = max((sum(_span(c) for c in cells) for cells in grid), default=0)
        if not columns:
            table.decompose()
            continue
        for cell in table.find_all(["th", "td"]):
            _plain(cell)
        heads = _scope(table)
        simple = [cells for cells in grid if len(cells) == columns]
        _align(simple, columns)
        _widths(soup, table, simple, columns)
        table["data-heading-columns"] = str(heads)
        set_classes(table, "report-table")
        if (notes := table.find_next_sibling(True)) and "figure-notes" in classes(notes):
            block = table.wrap(soup.new_tag("div", attrs={"class": "table-block"}))
            block.append(notes.extract())
        caption = table.find("caption")
        _number(caption)
        shapes.append(
            Shape(
                id=attribute(table, "id").partition(SEPARATOR)[2],
                chapter=chapter_of(table) if parent(table, "section", of="chapter") else "",
                caption=caption.get_text(" ", strip=True) if caption else "",
                rows=len(rows),
                columns=columns,
                heading_columns=heads,
            )
        )
    return shapes


def _unwrap_figure(table: Tag) -> None:
    figure = parent(table, "figure")
    if figure is None:
        return
    if (caption := figure.find("figcaption")) and table.find("caption") is None:
        caption.name = "caption"
        table.insert(0, caption.extract())
    if figure.get("id") and not table.get("id"):
        table["id"] = figure.attrs.pop("id")
    figure.unwrap()


def _head(soup: BeautifulSoup, table: Tag) -> None:
    """A head of its own for a first row made of column headings."""
    if table.find("thead") is None:
        first = table.find("tr")
        if first is not None and first.find("td") is None:
            head = soup.new_tag("thead")
            (table.find(["tbody", "tr"]) or first).insert_before(head)
            head.append(first.extract())


def _plain(cell: Tag) -> None:
    """A lone paragraph in a cell is the cell's text."""
    children = [c for c in cell.children if isinstance(c, Tag) or str(c).strip()]
    if len(children) == 1 and isinstance(children[0], Tag) and children[0].name == "p":
        children[0].unwrap()


def _scope(table: Tag) -> int:
    """Give heading cells their scope; returns the number of heading columns."""
    heads = []
    for row in table.find_all("tr"):
        cells = row.find_all(["th", "td"], recursive=False)
        if parent(row, "thead") is not None:
            for cell in cells:
                cell.name, cell["scope"] = "th", "col"
            continue
        count = 0
        for cell in cells:
            if cell.name != "th":
                break
            cell["scope"] = "row"
            count += 1
        heads.append(count)
    return min(heads, default=0)


def _align(grid: list[list[Tag]], columns: int) -> None:
    for index in range(columns):
        cells = [row[index] for row in grid]
        body = [c for c in cells if parent(c, "thead") is None]
        right = any(_says_right(c) for c in cells) or (
            bool(body) and all(_NUMERIC.match(c.get_text(" ", strip=True) or "–") for c in body)
            and any(re.search(r"\d", c.get_text()) for c in body)
        )
        for cell in cells:
            cell["style"] = f"text-align: {'right' if right else 'left'}"


def _says_right(cell: Tag) -> bool:
    named = re.search(r"\b(text-align:|text-|align-)?(right|num|number|numeric)\b", attribute(cell, "class"))
    return bool(named) or "right" in attribute(cell, "style")


def _widths(soup: BeautifulSoup, table: Tag, grid: list[list[Tag]], columns: int) -> None:
    texts = (cell.get_text(" ", strip=True) for row in grid for cell in row)
    if any(len(text) > _MANY_LINES for text in texts):
        table["data-long-cells"] = "yes"
    least, natural, squares = [4.0] * columns, [4.0] * columns, [0.0] * columns
    for row in grid:
        for index, cell in enumerate(row):
            text = cell.get_text(" ", strip=True)
            bold = 1.08 if cell.name == "th" else 1.0
            word = max((len(w) for w in _WORD.findall(text)), default=0)
            em, long = _EM_PER_CHARACTER * bold, _EM_PER_CHARACTER_OF_A_WORD * bold
            least[index] = max(least[index], min(word, _LONGEST_WORD) * long + _CELL_PADDING)
            # The head of a column may take two lines.
            length = len(text) / 2 if cell.get("scope") == "col" else len(text)
            wide = min(max(length, word) * em, _WIDEST) + _CELL_PADDING
            natural[index] = max(natural[index], wide, least[index])
            squares[index] += (len(text) * em) ** 2
    small = _DENSE_PAGE + _DENSE_PADDING * columns
    shares = natural if sum(natural) <= _PAGE else _share(natural, least, squares, _PAGE)
    # Smaller type where words would not fit, or where it spares many lines.
    squeezed = any(n > 2 * s for n, s in zip(natural, shares, strict=True)) and columns > 5
    if sum(natural) > _PAGE and (sum(least) > _PAGE or sum(natural) <= small or squeezed):
        table["data-dense"] = "yes"
        shares = natural if sum(natural) <= small else _share(natural, least, squares, small)
    for old in table.find_all("colgroup"):
        old.decompose()
    group = soup.new_tag("colgroup")
    for share in shares:
        group.append(soup.new_tag("col", attrs={"style": f"width: {100 * share / sum(shares):.2f}%"}))
    anchor = table.find("caption")
    if anchor is not None:
        anchor.insert_after(group)
    else:
        table.insert(0, group)
    table["data-natural"] = f"{sum(natural):.1f}"
    table["data-minimum"] = f"{sum(least):.1f}"


def _share(
    natural: list[float], least: list[float], squares: list[float], page: float
) -> list[float]:
    """Room for each column, so that the table becomes as short as it can.

    A cell of length l in a column of width w takes l/w lines. The sum of the squares
    of the lines is least where w grows with the cube root of the sum of l². Short
    columns take no less than what they ask for, none takes less than its least.
    """
    floors = [n if n <= _SHORT else low for n, low in zip(natural, least, strict=True)]
    if sum(floors) > 0.6 * page:
        floors = least
    shares, room = list(floors), max(page, sum(floors))
    waiting = list(range(len(natural)))
    while waiting:
        weights = {i: max(squares[i], 1.0) ** (1 / 3) for i in waiting}
        total = sum(weights.values())
        tight = [i for i in waiting if room * weights[i] / total < floors[i]]
        for index in tight or waiting:
            shares[index] = floors[index] if tight else room * weights[index] / total
        room -= sum(shares[i] for i in tight)
        waiting = [i for i in waiting if tight and i not in tight]
    return shares


def _number(caption: Tag | None) -> None:
    if caption is not None and (number := caption.find(class_="caption-number")):
        set_classes(number, "caption-number")
        number.string = number.get_text().strip()
        number.insert_after(" ")


def _span(cell: Tag) -> int:
    value = str(cell.get("colspan", "1"))
    return int(value) if value.isdigit() else 1

"""What pages of a Jupyter Book hold and reports' do not, in the forms that a manuscript has.

Done before anything else is done to a manuscript, but for :func:`size_pictures`, which needs their files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from coproduce.ground.formula_words import spoken_form
from coproduce.ground.interface_words import say
from coproduce.publish.manuscript import picture_files
from coproduce.publish.manuscript.finding import attribute, classes, parent, set_classes, tags

#: What a picture may stand in besides a paragraph.
_AROUND = ("p", "figure", "a", "span", "em", "strong", "td", "th", "dt", "h1", "h2", "h3", "h4", "h5", "h6")
_LENGTH = re.compile(r"^([\d.]+)\s*(px|%|em|rem|pt|cm|mm|in)?$")
_STYLE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([^;]+)")
#: Pixels that the units of CSS are; of a width in per cent, the whole line is the text of a page in the web edition.
_PIXELS = {"": 1.0, "px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3, "cm": 37.8, "mm": 3.78, "in": 96.0, "%": 6.4}
_INLINE = frozenset("a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup time u var".split())
_MATHML = "http://www.w3.org/1998/Math/MathML"
#: As wide as the text of a page.
_WIDEST = 640.0


def arrange(soup: BeautifulSoup, pictures: Mapping[str, Path | str]) -> None:
    """What a browser shows by scripts, style sheets and habits of its own, said in elements."""
    _arrange_pictures(soup, pictures)
    _arrange_code(soup)
    _free_headings(soup)
    for entry in tags(soup, "div", of="citation"):
        _labelled(entry)
    for formula in tags(soup, "math"):
        # One that HTML brought has no TeX, from which documents take theirs.
        if parent(formula, of="formula-said") is None:
            formula.replace_with(_spoken_form(formula))
    for block in tags(soup, "div", of="line-block"):
        _lines(soup, block)
    for table in soup.find_all("table"):
        _with_headings(soup, table)
    for details in soup.find_all("details"):
        _opened(details)
    for block in tags(soup, "div", "blockquote"):
        _in_paragraphs(soup, block)


def _labelled(entry: Tag) -> None:
    """An entry of a bibliography begins with its label."""
    entry.attrs.pop("role", None)
    if entry.parent is not None:
        entry.parent.attrs.pop("role", None)
    label, text = entry.find(class_="label"), entry.find("p")
    if isinstance(label, Tag) and isinstance(text, Tag):
        text.insert(0, " ")
        text.insert(0, label.extract())


def _spoken_form(formula: Tag) -> str:
    from lxml import etree

    try:
        root = etree.fromstring(re.sub(r'\sxmlns="[^"]*"', "", str(formula)).replace("<math", f'<math xmlns="{_MATHML}"', 1))
        return spoken_form(root)
    except etree.XMLSyntaxError:
        return formula.get_text(" ", strip=True)


def _free_headings(soup: BeautifulSoup) -> None:
    """Headings without links and marks of notes: contents, bookmarks and the heads of pages repeat them.

    A link leaves its words; a mark goes to the end of the paragraph that follows.
    """
    for heading in tags(soup, "h1", "h2", "h3", "h4", "h5", "h6"):
        for link in heading.find_all("a", href=True):
            if link.get("role") != "doc-noteref":
                if "headerlink" not in classes(link):
                    link.unwrap()
                continue
            following = heading.find_next_sibling()
            if following is None or following.name != "p":
                following = soup.new_tag("p")
                heading.insert_after(following)
            following.append(link.extract())


def _arrange_pictures(soup: BeautifulSoup, pictures: Mapping[str, Path | str]) -> None:
    """One whose file is missing leaves its words; figures that show text become text; pictures stand in paragraphs."""
    for picture in soup.find_all("img"):
        if not _is_there(attribute(picture, "src"), pictures):
            # Sphinx has named it.
            picture.replace_with(not_found(attribute(picture, "alt")))
    for figure in soup.find_all("figure"):
        if not figure.find(["img", "svg", "table"]):
            _figure_of_text(figure)
    for picture in soup.find_all("img"):
        _read_size(picture)
        if picture.parent is not None and picture.parent.name not in _AROUND:
            picture.wrap(soup.new_tag("p"))


def not_found(words: str) -> str:
    """What stands in place of a picture that is not there; ``words`` are its alternative text."""
    return say("Picture not found: {words}", words=words)


def _arrange_code(soup: BeautifulSoup) -> None:
    """Numbers of lines stand apart from them; captions are seen to be some."""
    for number in tags(soup, "span", of="linenos"):
        number.append("  ")
    for caption in tags(soup, "div", of="code-block-caption"):
        caption.name = "p"
        strong = soup.new_tag("strong")
        strong.extend(list(caption.contents))
        caption.append(strong)


def _is_there(source: str, pictures: Mapping[str, Path | str]) -> bool:
    if source.startswith("data:"):
        return True
    file = pictures.get(unquote(source))
    return isinstance(file, str) or (file is not None and file.is_file() and bool(picture_files.format_of(file)))


def _with_headings(soup: BeautifulSoup, table: Tag) -> None:
    """A table without any heading, which nothing tells a listener's way through: its first cells head their rows.

    One of a single row or column is a list.
    """
    if table.find("thead") is not None and table.select("tbody [rowspan]"):
        # A cell that spans rows is counted as a heading of none; those beside it would be taken for headings.
        for cell in table.select("tbody th"):
            cell.name = "td"
            cell.attrs.pop("scope", None)
    if table.find("th") is not None or table.find_parent("table") is not None:
        return
    rows = [row.find_all("td", recursive=False) for row in table.find_all("tr")]
    if len(rows) > 1 and all(len(cells) > 1 for cells in rows if cells):
        for cells in rows:
            if cells:
                cells[0].name = "th"
        return
    listed = soup.new_tag("ul", attrs={"id": attribute(table, "id")} if table.get("id") else {})
    for cell in (cell for cells in rows for cell in cells):
        entry = soup.new_tag("li")
        entry.extend(list(cell.contents))
        listed.append(entry)
    caption = table.find("caption")
    if isinstance(caption, Tag):
        caption.name = "p"
        table.insert_before(caption.extract())
    table.replace_with(listed)


def _opened(details: Tag) -> None:
    """What opens on a page is a box with a title."""
    summary = details.find("summary", recursive=False)
    if isinstance(summary, Tag):
        summary.name = "p"
        set_classes(summary, "admonition-title")
    details.name = "div"
    set_classes(details, "admonition", "dropdown")


def _in_paragraphs(soup: BeautifulSoup, block: Tag) -> None:
    """Words that stand in a division without a paragraph get one: they would run into what follows."""
    run: list[PageElement] = []

    def close() -> None:
        if any(isinstance(part, Tag) or str(part).strip() for part in run):
            paragraph = soup.new_tag("p")
            run[0].insert_before(paragraph)
            paragraph.extend([part.extract() for part in run])
        run.clear()

    for child in list(block.children):
        if (isinstance(child, Tag) and child.name in _INLINE) or type(child) is NavigableString:
            run.append(child)
        else:
            close()
    close()


def _lines(soup: BeautifulSoup, block: Tag) -> None:
    """A line block as one paragraph with breaks; lines further in begin with blanks."""
    if "line-block" in classes(block.parent) if block.parent is not None else False:
        return
    paragraph = soup.new_tag("p")
    for line in tags(block, "div", of="line"):
        depth = sum(1 for around in line.parents if "line-block" in classes(around)) - 1
        if paragraph.contents:
            paragraph.append(soup.new_tag("br"))
        paragraph.append("\u2003" * depth)
        paragraph.extend(list(line.contents))
    block.replace_with(paragraph)


def _figure_of_text(figure: Tag) -> None:
    caption = figure.find("figcaption")
    if caption is not None:
        figure.append(caption.extract())
        caption.name = "div"
    figure.name = "div"
    set_classes(figure, "figure-of-text")


def _read_size(picture: Tag) -> None:
    """The width that an author gave, in pixels, whatever it was written in."""
    given = dict(_STYLE.findall(attribute(picture, "style")))
    width = _pixels(attribute(picture, "width") or given.get("width", ""))
    for name in ("width", "height", "style"):
        picture.attrs.pop(name, None)
    if width:
        picture["data-asked"] = f"{width:.0f}"


def _pixels(written: str) -> float:
    found = _LENGTH.match(written.strip())
    return float(found[1]) * _PIXELS[found[2] or ""] if found else 0.0


def size_pictures(soup: BeautifulSoup, folder: Path) -> None:
    """Give each picture the width in pixels that it has on a page: its author's, or its own; none wider than the text."""
    for picture in soup.find_all("img"):
        file = folder / attribute(picture, "src")
        asked = float(attribute(picture, "data-asked") or 0) or own_width(file)
        picture.attrs.pop("data-asked", None)
        if asked and file.is_file():
            picture["width"] = picture["data-pixels"] = f"{min(asked, _WIDEST):.0f}"


def own_width(file: Path) -> float:
    """How many pixels wide a picture is; 0 where its file does not say."""
    from PIL import Image, UnidentifiedImageError

    if not file.is_file():
        return 0.0
    if file.suffix == ".svg":
        head = file.read_text(encoding="utf-8", errors="replace")[:4000]
        if found := re.search(r"<svg\b[^>]*?\swidth\s*=\s*[\"']\s*([\d.]+\s*\w*)", head):
            return _pixels(found[1].strip())
        box = re.search(r"<svg\b[^>]*?\sviewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)", head)
        return float(box[1]) if box else 0.0
    try:
        with Image.open(file) as picture:
            return float(picture.width)
    except (UnidentifiedImageError, OSError):
        return 0.0

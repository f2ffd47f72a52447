"""What links inside a PDF lead to, in words.

Typst describes such a link by the page it leads to. Whoever hears a page read
aloud wants to know which source, figure or section that is (ISO 14289-1, 7.18.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

#: Where Typst lets a link end: so many pt above its target.
_ABOVE = 10


def describe(pdf: "pikepdf.Pdf", texts: Mapping[str, str], places: Mapping[str, tuple[int, float, float]]) -> None:
    """Give each link inside ``pdf`` the words for what it leads to.

    ``places`` says where each target stands: its page, from 1, and how far from the left and from
    the top, in pt.
    """
    import pikepdf

    pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    def place_of(goal: Any) -> tuple[int, int, int]:
        return pages[goal[0].objgen], round(float(goal[2])), round(float(goal[3]))

    # Lines of the contents lead where bookmarks do.
    words = {place_of(goal): title for title, goal in _bookmarks(pdf.Root.get("/Outlines"))}
    for name, (number, left, top) in places.items():
        height = float(pdf.pages[number - 1].MediaBox[3])
        words[number, round(left), round(height - max(top - _ABOVE, 0))] = texts[name]
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            goal = link.get("/Dest")
            # A heading's label is a name in the file; other targets are places on a page.
            said = words.get(place_of(goal)) if isinstance(goal, pikepdf.Array) else texts.get(str(goal)) if goal is not None else None
            if said:
                link.Contents = pikepdf.String(said)


def _bookmarks(item: Any) -> Iterator[tuple[str, Any]]:
    """Titles of bookmarks and where they lead, from the first below ``item`` on."""
    child = item.get("/First") if item is not None else None
    while child is not None:
        if "/Dest" in child:
            yield str(child.Title), child.Dest
        yield from _bookmarks(child)
        child = child.get("/Next")

"""Where each row of a list to look things up in stands: on the list's page, or on several if rows are many.

The address ``<list page>#ANCHOR`` holds for good: where the list is on many pages,
its first page leads on to the right one (``scripts/lists.js``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from coproduce.publish.placement import ListPage

#: Rows on a page: about 150 kB of HTML for sources, 200 kB for numbers.
PER_PAGE = 200


@dataclass(frozen=True)
class RowPlacement:
    """The pages of a list: ``page`` holds the directive, ``anchors`` are those of its rows, ``prefix`` begins each."""

    page: str
    prefix: str
    anchors: tuple[str, ...]

    @property
    def many(self) -> bool:
        """Whether the list is on several pages."""
        return len(self.anchors) > PER_PAGE

    @cached_property
    def pages(self) -> tuple[ListPage, ...]:
        """The pages, about equally long; the first is the one with the directive."""
        of = max(1, -(-len(self.anchors) // PER_PAGE))
        size = max(1, -(-len(self.anchors) // of))
        return tuple(
            ListPage(self.page if number == 1 else f"{self.page}-page-{number}", self.page, number, of,
                     self.anchors[start : start + size])
            for number, start in enumerate(range(0, len(self.anchors) or 1, size), start=1)
        )

    def page_of(self, anchor: str) -> str:
        """The page on which a row stands; the first for what is no row."""
        return self._places.get(anchor, self.page)

    def list_page(self, page: str) -> ListPage:
        """What stands on this one of the pages; the beginning on another page that has the directive too."""
        return next((found for found in self.pages if found.name == page), self.pages[0])

    @cached_property
    def _places(self) -> dict[str, str]:
        return {anchor: page.name for page in self.pages for anchor in page.ids}


def place_rows(parts: dict[str, str], rows: Iterable[tuple[str, str, Iterable[str]]]) -> dict[str, RowPlacement]:
    """The placement of each list that the book has: ``rows`` holds the list's name, the prefix of its anchors, and names."""
    return {
        part: RowPlacement(parts[part], prefix, tuple(f"{prefix}{name}" for name in names))
        for part, prefix, names in rows if part in parts
    }

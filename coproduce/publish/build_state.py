"""What a build knows of the pages that it writes, and of those of the last one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes


@dataclass
class WrittenPage:
    """What writing a page gave besides its file.

    ``search_doc`` is what the search reads, ``pictures`` maps each picture's file to its name in the
    web edition; ``body``, ``print_pictures`` and ``drawings`` are the page's for print.
    """

    search_doc: tuple[str, str, str] | None = None
    shows_code: bool = False
    pictures: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    print_pictures: dict[str, str] = field(default_factory=dict)
    drawings: dict[str, str] = field(default_factory=dict)


@dataclass
class CurrentBuild:
    """What is known of the book that is being made, until it is a :class:`PreviousBuild`: besides, which pages are
    read and which are ``written`` now, and which are made from no source file (``further``)."""

    read: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    further: set[str] = field(default_factory=set)
    page_inputs: Any = None
    page_uses: Any = None
    cross_page: Any = None
    pages: dict[str, WrittenPage] = field(default_factory=dict)

    def page(self, name: str) -> WrittenPage:
        """What is remembered of a page that is being written."""
        return self.pages.setdefault(name, WrittenPage())


@dataclass
class PreviousBuild:
    """The last build of a book: its ``inputs``, what its pages took (``page_inputs``), used (``page_uses``) and saw of each
    other (``cross_page``), the ``pages``, and the files of all pages (``html``), each cut where it names its commit."""

    inputs: Mapping[str, str]
    page_inputs: Any
    page_uses: Any
    cross_page: Any
    pages: dict[str, WrittenPage]
    html: dict[str, tuple[bytes, ...]]


def shown_pictures(doctree: nodes.document, names: Mapping[str, str]) -> dict[str, str]:
    """Those of ``names``, by file, that a written page shows."""
    files: set[str] = set()
    for image in doctree.findall(nodes.image):
        files |= set(image.get("candidates", {}).values())
    return {file: name for file, name in names.items() if file in files}

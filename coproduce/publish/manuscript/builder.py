"""Asks Sphinx for the body of every chapter, without theme, search or scripts."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docutils.frontend import OptionParser
from docutils.io import StringOutput
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.highlighting import PygmentsBridge
from sphinx.writers.html import HTMLWriter

from coproduce.publish.build_state import WrittenPage, shown_pictures
from coproduce.publish.publication import publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class PrintBuilder(StandaloneHTMLBuilder):
    """Keeps each chapter's HTML body in :attr:`bodies` and writes no page.

    Chapters keep their own pages' addresses (``name.html#id``) as in the web
    edition, so that a link says which chapter it leads to; ``singlehtml`` loses
    that, and with it tells apart two chapters' footnotes ``id1``.
    """

    name = "print"
    format = "html"
    copysource = False
    search = False
    allow_parallel = False
    # No ¶ after headings and captions, and no link around images.
    add_permalinks = False
    html_scaled_image_link = False

    def init(self) -> None:
        """Sets up only what writing a body needs; the theme is never loaded."""
        self.bodies: dict[str, str] = {}
        self.drawings: dict[str, str] = {}
        self.made = publication(self.app).current
        self.secnumbers = {}
        self.current_docname = ""
        self.imagedir = "_images"
        self.highlighter = PygmentsBridge("html", "sphinx")
        self.dark_highlighter = None
        self.link_suffix = self.out_suffix = ".html"

    def chapters(self) -> list[str]:
        """Chapter names in the order of the contents, the front page first."""
        order: list[str] = []

        def visit(name: str) -> None:
            if name not in order:
                order.append(name)
                for child in self.env.toctree_includes.get(name, ()):
                    visit(child)

        visit(self.config.root_doc)
        return order

    def prepare_writing(self, docnames: set[str]) -> None:
        self.docwriter = HTMLWriter(self)
        with warnings.catch_warnings():
            # docutils announces that OptionParser will be replaced; Sphinx uses it still.
            warnings.filterwarnings("ignore", category=DeprecationWarning)
            self.docsettings = OptionParser(
                defaults=self.env.settings, components=(self.docwriter,), read_config_files=True
            ).get_default_values()
        self.docsettings.compact_lists = bool(self.config.html_compact_lists)

    def write_doc(self, docname: str, doctree) -> None:
        doctree.settings = self.docsettings
        self.secnumbers = self.env.toc_secnumbers.get(docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        self.imgpath = self.imagedir
        self.dlpath = "_downloads"
        self.current_docname = docname
        self.docwriter.write(doctree, StringOutput(encoding="utf-8"))
        self.docwriter.assemble_parts()
        self.bodies[docname] = self.docwriter.parts["fragment"]

    def collect(self) -> dict[str, str]:
        """The HTML body of each chapter, in the order of the contents."""
        self.prepare_writing(set())
        for name in self.chapters():
            if name not in self.made.written:
                self._take(name, self.made.pages[name])
                continue
            made = self.made.page(name)
            made.drawings = {}
            doctree = self.env.get_doctree(name)
            # The contents of the whole book have their own page in paged formats.
            for toctree in list(doctree.findall(addnodes.toctree)):
                toctree.parent.remove(toctree)
            self.env.apply_post_transforms(doctree, name)
            self.post_process_images(doctree)
            self.write_doc(name, doctree)
            made.body, made.print_pictures = self.bodies[name], shown_pictures(doctree, self.images)
        return self.bodies

    def _take(self, name: str, page: WrittenPage) -> None:
        """The body of a chapter as the last build wrote it."""
        self.bodies[name] = page.body or ""
        self.images.update(page.print_pictures)
        self.drawings.update(page.drawings)

    def add_drawing(self, name: str, svg: str) -> str:
        """Take up the drawing of a figure; returns its name in the HTML."""
        address = f"_drawings/{name}.svg"
        self.drawings[address] = self.made.page(self.current_docname).drawings[address] = svg
        return address

    def pictures(self) -> dict[str, Path | str]:
        """Name in the HTML -> file, or drawing as SVG, for each picture that a chapter shows."""
        return self.drawings | {f"{self.imagedir}/{name}": Path(self.srcdir) / uri for uri, name in self.images.items()}


@contextmanager
def print_builder(app: "Sphinx") -> Iterator[PrintBuilder]:
    """A print builder on an application that has read the book.

    While it is open it is ``app.builder``: transforms ask there for whom they work.
    """
    web, tags = app.builder, set(app.tags)
    try:
        app.tags.remove(f"builder_{web.name}")
        builder = PrintBuilder(app, app.env)
        builder.init()
        app.builder = builder
        yield builder
    finally:
        app.builder = web
        for tag in set(app.tags) - tags:
            app.tags.remove(tag)
        for tag in sorted(tags):
            app.tags.add(tag)

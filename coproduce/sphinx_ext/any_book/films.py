"""``youtube`` and its like: a link with a title, since a page loads nothing from elsewhere."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from coproduce.sphinx_ext.any_book.addresses import link_to
from coproduce.sphinx_ext.any_book.notes import note

_PAGES = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}


class Film(SphinxDirective):
    """A film by its number or address; its text, if it has any, is its title."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec = None

    def run(self) -> list[nodes.Node]:
        named = self.arguments[0].strip()
        address = named if "://" in named else _PAGES[self.name].format(named)
        title = " ".join(line for line in self.content if not line.startswith(":"))
        note((self.env.docname, self.lineno), "embedded", f"the film ‘{address}’ is no part of the book: a link stands for it")
        link = link_to(address, title, "video")
        assert link is not None, "the address of a film's page is one"
        return [nodes.paragraph("", "", link, classes=["book-embedded"])]


DIRECTIVES = tuple(_PAGES)

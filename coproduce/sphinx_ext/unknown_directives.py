"""A directive that nobody knows keeps its words: they are shown without it, and it is named in the notes of the build."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from coproduce.sphinx_ext.any_book.notes import note

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_OPTION = re.compile(r"^:[\w-]+:")
_known = directives.directive


class UnknownDirective(SphinxDirective):
    """Its argument in bold, and its content as if it stood there alone."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = None

    def run(self) -> list[nodes.Node]:
        note((self.env.docname, self.lineno), "unknown-directive", f"there is no directive ‘{self.name}’: its words are shown without it",
             code="markup", expected="a directive of MyST, Sphinx or an extension that is loaded",
             action="Correct the name, or write it in another way.")
        box = nodes.container(classes=["unknown-directive"])
        self.set_source_info(box)
        if self.arguments:
            words, _ = self.state.inline_text(self.arguments[0], self.lineno)
            box += nodes.paragraph("", "", nodes.strong("", "", *words))
        first = next((at for at, line in enumerate(self.content) if not _OPTION.match(line)), len(self.content))
        self.state.nested_parse(self.content[first:], self.content_offset + first, box)
        return [box]


def _directive(name: str, language_module: Any, document: nodes.document) -> tuple[Any, list[nodes.system_message]]:
    found, messages = _known(name, language_module, document)
    return (found, messages) if found else (UnknownDirective, [])


def register(app: "Sphinx") -> None:
    """Until the book is made; Sphinx asks docutils for what no domain has."""
    directives.directive = _directive  # type: ignore[assignment]  # docutils names its arguments otherwise, and nobody calls them so
    app.connect("build-finished", _forget)


def _forget(app: "Sphinx", exception: Exception | None) -> None:
    directives.directive = _known

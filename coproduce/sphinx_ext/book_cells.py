"""Cells whose code or output a book hides or has scroll: a summary that opens them on the web, a title above them on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms import SphinxTransform

from coproduce.ground.interface_words import marked_words, say
from coproduce.sphinx_ext.any_book.nodes import scroll_box

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: What MyST-NB says where a book does not, and what is said instead: paper shows what the web opens.
_PROMPT = "Show code cell "
_TITLES = marked_words({"source": "Code", "output": "Output", "outputs": "Output", "content": "Code and output"})
#: Classes by which MyST-NB says that a part of a cell scrolls: what of it, the classes, and what that part is called.
_SCROLLED = (
    ("cell_code_output", {"tag_scroll-output", "tag_output_scroll", "config_scroll_outputs"}, "output"),
    ("cell_code_source", {"tag_scroll-input"}, "source"),
)


class ScrolledParts(SphinxTransform):
    """Puts what scrolls into a box of its own, once forms of outputs are chosen."""

    default_priority = 355

    def apply(self, **kwargs) -> None:
        for part in [box for box in self.document.findall(nodes.container) if "nb_element" in box]:
            for element, asked, called in _SCROLLED:
                if part["nb_element"] == element and asked & set(part.parent["classes"]):
                    box = scroll_box("", *part.children, label=say(_TITLES[called]))
                    part.children = []
                    part += box


def register(app: "Sphinx") -> None:
    app.add_node(HideCodeCellNode, override=True, html=(_visit, _depart))
    app.add_transform(ScrolledParts)


def _visit(translator: Any, node: HideCodeCellNode) -> None:
    prompt = str(node["prompt_show"])
    known = _TITLES.get(prompt.removeprefix(_PROMPT)) if prompt.startswith(_PROMPT) else None
    title = say(known) if known else prompt
    translator.body.append(f'<details class="hidden-cell"><summary>{translator.encode(title)}</summary>\n')


def _depart(translator: Any, node: HideCodeCellNode) -> None:
    translator.body.append("</details>\n")

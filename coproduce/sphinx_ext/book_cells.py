"""Cells whose code or output a book hides: a summary that opens them on the web, a title above them on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from myst_nb.sphinx_ import HideCodeCellNode

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: What MyST-NB says where a book does not, and what is said instead: paper shows what the web opens.
_PROMPT = "Show code cell "
_TITLES = {"source": "Code", "output": "Output", "outputs": "Output", "content": "Code and output"}


def register(app: "Sphinx") -> None:
    app.add_node(HideCodeCellNode, override=True, html=(_visit, _depart))


def _visit(translator: Any, node: HideCodeCellNode) -> None:
    prompt = str(node["prompt_show"])
    title = _TITLES.get(prompt.removeprefix(_PROMPT), prompt) if prompt.startswith(_PROMPT) else prompt
    translator.body.append(f'<details class="hidden-cell"><summary>{translator.encode(title)}</summary>\n')


def _depart(translator: Any, node: HideCodeCellNode) -> None:
    translator.body.append("</details>\n")

"""Code: diagrams as their source, and what emphasis of lines says in words on paper."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from coproduce.ground.interface_words import say, say_many
from coproduce.sphinx_ext.any_book.notes import note, place

_DIAGRAMS = {"mermaid": "Mermaid", "plantuml": "PlantUML", "uml": "PlantUML", "graphviz": "Graphviz", "dot": "Graphviz"}


class Diagram(SphinxDirective):
    """``mermaid``: the source of a diagram, which only a script could draw."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = None

    def run(self) -> list[nodes.Node]:
        text = "\n".join(line for line in self.content if not line.startswith((":alt:", ":caption:", ":align:", ":name:", ":zoom:")))
        block = nodes.literal_block(text, text, language=self.name)
        self.set_source_info(block)
        return [block]


class Diagrams(SphinxTransform):
    """A diagram's source under words that say what it is."""

    default_priority = 320

    def apply(self, **kwargs) -> None:
        for block in list(self.document.findall(nodes.literal_block)):
            name = _DIAGRAMS.get(block.get("language", ""))
            if name:
                note(place(block), "diagram", f"a diagram in the notation of {name} is not drawn: its source is shown",
                     action="Draw it to an SVG file, and show that with an alternative text.")
                block["language"] = "text"
                lead = say("Diagram, in the notation of {notation}:", notation=name)
                block.parent.insert(block.parent.index(block), nodes.paragraph("", lead, classes=["diagram-lead"]))


class EmphasisedLines(SphinxTransform):
    """Says below a block of code which of its lines are emphasised: colour alone says it to some readers only."""

    default_priority = 330

    def apply(self, **kwargs) -> None:
        for block in list(self.document.findall(nodes.literal_block)):
            told: dict[str, Any] = block.get("highlight_args") or {}
            lines, first = told.get("hl_lines"), told.get("linenostart", 1)
            if not lines:
                continue
            named = ", ".join(str(line + first - 1) for line in lines)
            words = say_many("Emphasised line: {lines}.", "Emphasised lines: {lines}.", len(lines), lines=named)
            around = block.parent if "literal-block-wrapper" in block.parent.get("classes", ()) else block
            around.parent.insert(around.parent.index(around) + 1, nodes.paragraph("", words, classes=["emphasised-lines"]))

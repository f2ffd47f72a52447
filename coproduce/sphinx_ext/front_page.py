"""What a front page shows at a glance: numbers in large type, doors for kinds of readers."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from coproduce.publish.sphinx_problems import warn
from coproduce.sphinx_ext.nodes import value, web_only

_DASH = re.compile(r"^\s*[—–-]\s*|^\s*:\s+")


class ListOfPairs(SphinxDirective):
    """A bullet list whose items are a thing and, behind a dash, a sentence about it."""

    has_content = True
    #: Class of the list, what each item begins with (in words), and an example.
    kind, first, example = "", "", ""

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        box = nodes.container("", classes=[self.kind])
        box += self.parse_content_to_nodes()
        listed = box.children[0] if len(box) == 1 else None
        if not isinstance(listed, nodes.bullet_list):
            self._fault("holds something else than one list", self.lineno)
            return []
        for item in listed.children:
            if isinstance(item, nodes.list_item):
                self._arrange(item)
        return [box]

    def _arrange(self, item: nodes.list_item) -> None:
        paragraph = item.children[0] if item.children else None
        if not isinstance(paragraph, nodes.paragraph) or len(paragraph) < 2 or not self.is_first(paragraph[0]):
            self._fault(f"has an item that does not begin with {self.first} and a sentence", _line(item) or self.lineno)
            return
        begins, sentence = paragraph[0], list(paragraph.children[1:])
        if isinstance(sentence[0], nodes.Text):
            sentence[0] = nodes.Text(_DASH.sub("", str(sentence[0])))
        head = nodes.paragraph("", "", begins, classes=[f"{self.kind}-head"])
        said = nodes.paragraph("", "", *sentence)
        head.source, head.line = said.source, said.line = paragraph.source, paragraph.line
        item.remove(paragraph)
        item.insert(0, [head, said])

    def _fault(self, what: str, line: int) -> None:
        warn((self.env.docname, line), f"{self.name}-item", f"the directive ‘{self.name}’ {what}",
             f"a list of items such as ‘{self.example}’", "Write each item so, on a line of its own.")

    def is_first(self, node: nodes.Node) -> bool:
        raise NotImplementedError


class KeyNumbers(ListOfPairs):
    """Numbers in large type: a list of items ``- {value}`name` — What it says, in a sentence that stands alone.``"""

    kind, first = "key-numbers", "a value"
    example = "- {value}`name` — What it says, in a sentence."

    def is_first(self, node: nodes.Node) -> bool:
        return isinstance(node, value)


class Doors(ListOfPairs):
    """Ways in for kinds of readers, on web pages only: a list of items ``- [Kind of reader](page.md) — What that reader finds there.``"""

    kind, first = "doors", "a link"
    example = "- [Kind of reader](page.md) — What is there for them."

    def run(self) -> list[nodes.Node]:
        made = super().run()
        return [web_only("", *made)] if made else []

    def is_first(self, node: nodes.Node) -> bool:
        return isinstance(node, (nodes.reference, addnodes.pending_xref))


def _line(node: nodes.Node) -> int:
    return next((int(n.line) for n in node.findall(nodes.Element) if n.line), 0)

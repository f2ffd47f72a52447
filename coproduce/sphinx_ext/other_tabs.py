"""Tabs as the extension sphinx-tabs writes them, which many books use, as those of sphinx-design."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx_design.shared import create_component

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Tabs(SphinxDirective):
    """``tabs``: a set of what stands in it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        made = create_component("tab-set", classes=["sd-tab-set"])
        self.set_source_info(made)
        self.state.nested_parse(self.content, self.content_offset, made)
        items = [child for child in made.children if _is_item(child)]
        others = [child for child in made.children if not _is_item(child)]
        made.children = items
        return [*others, made] if items else others


class Tab(SphinxDirective):
    """``tab`` and ``group-tab``: a label, and what stands under it."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        content = create_component("tab-content", classes=["sd-tab-content"])
        self.state.nested_parse(self.content, self.content_offset, content)
        return [self.item(self.arguments[0], content)]

    def item(self, title: str, content: nodes.Element) -> nodes.Element:
        made = create_component("tab-item", classes=["sd-tab-item"], selected=False)
        words, _ = self.state.inline_text(title, self.lineno)
        label = nodes.rubric(title, "", *words, classes=["sd-tab-label"])
        if self.name == "group-tab":
            label["sync_id"] = title
        for node in (made, label, content):
            self.set_source_info(node)
        made += [label, content]
        return made


class CodeTab(Tab):
    """``code-tab``: a language, a label unless the language's name is enough, and code."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        language, _, title = self.arguments[0].partition(" ") if len(self.arguments) == 1 else (self.arguments[0], "", self.arguments[1])
        code = "\n".join(self.content)
        block = nodes.literal_block(code, code, language=language)
        self.set_source_info(block)
        content = create_component("tab-content", classes=["sd-tab-content"], children=[block])
        return [self.item(title.strip() or _name(language), content)]


def _name(language: str) -> str:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return str(get_lexer_by_name(language).name)
    except ClassNotFound:
        return language


def _is_item(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and node.get("design_component") == "tab-item"


def register(app: "Sphinx") -> None:
    """Unless the extension itself is there."""
    for name, directive in (("tabs", Tabs), ("tab", Tab), ("group-tab", Tab), ("code-tab", CodeTab)):
        app.add_directive(name, directive, override=True)

"""Formulas: MathML on a page, without a script and without anything from elsewhere.

``$…$``, ``$$…$$``, the role and the directive ``math`` give docutils' nodes ``math`` and
``math_block``, as in any book of Sphinx; Sphinx numbers those that have a label.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.directives.patches import MathDirective
from sphinx.util.math import get_node_equation_number

from coproduce.ground.formula_tags import tagged
from coproduce.ground.formulas import Tex, formulas
from coproduce.ground.interface_words import say
from coproduce.publish.sphinx_problems import warn
from coproduce.sphinx_ext import any_book, formula_tags
from coproduce.sphinx_ext.formula_tags import uncounted_formula

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec
    from sphinx.writers.html5 import HTML5Translator

#: What Sphinx calls the way in which formulas are written.
RENDERER = "mathml"
#: The style sheet of pages with formulas.
CSS = "formulas.css"


class formula(nodes.math):
    """A formula in a line; as text, it is its words."""

    def astext(self) -> str:
        return self["words"]


class Math(MathDirective):
    """A formula on lines of its own, with Sphinx's options, ``label`` among them, and one more.

    :alt: The formula in the author's words, where those that are made from it would mislead.
    """

    option_spec: "ClassVar[OptionSpec]" = {**MathDirective.option_spec, "alt": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        made = super().run()
        for node in made:
            if isinstance(node, nodes.math_block):
                node["alt"] = " ".join(self.options.get("alt", "").split())
        return made


def register(app: "Sphinx") -> None:
    app.add_directive("math", Math, override=True)
    app.add_node(formula, html=(_visit_formula, None))
    app.add_html_math_renderer(RENDERER, (_visit_formula, None), (_visit_block, None))
    app.add_node(uncounted_formula, html=(_visit_block, None))
    formula_tags.register(app)
    app.connect("doctree-read", _read)


def has_formulas(doctree: nodes.document | None) -> bool:
    """Whether a page shows a formula."""
    return doctree is not None and any(isinstance(node, (formula, nodes.math_block)) for node in doctree.findall())


def _read(app: "Sphinx", doctree: nodes.document) -> None:
    """Turn the TeX of a page's formulas into MathML and words, and say which cannot be read."""
    found = [node for node in doctree.findall() if isinstance(node, (nodes.math, nodes.math_block))]
    if not found:
        return
    read = formulas(map(_tex, found))
    for node in found:
        made = read[_tex(node)]
        if made.fault and any_book.is_on(app):
            any_book.as_source(node, made.fault)
            continue
        if made.fault:
            warn(node, "formula", f"the formula ‘{_short_text(node)}’ cannot be read: {made.fault}",
                 "TeX as LaTeX’s and AMS’s mathematics know it, without macros of your own", "Correct the formula.")
        node["mathml"], node["words"] = made.mathml, node.get("alt") or made.words
        if isinstance(node, nodes.math):
            node.replace_self(formula(node.rawsource, node.astext(), **node.attributes))


def _tex(node: nodes.Element) -> Tex:
    return Tex(nodes.TextElement.astext(node), isinstance(node, nodes.math_block))


def _short_text(node: nodes.Element) -> str:
    text = " ".join(nodes.TextElement.astext(node).split())
    return text if len(text) <= 60 else f"{text[:60]}…"


def _visit_formula(self: "HTML5Translator", node: nodes.Element) -> None:
    self.body.append(_math(self, node))
    raise nodes.SkipNode


def _visit_block(self: "HTML5Translator", node: nodes.Element) -> None:
    printed, number = _number(self, node)
    self.body.append(self.starttag(node, "div", CLASS="formula"))
    if self.builder.name == "print":
        shown = f' <span class="formula-number">{printed}</span>' if number else ""
        self.body.append(f"<p>{_math(self, node)}{shown}</p></div>\n")
        raise nodes.SkipNode
    called = escape(say("Formula {number}", number=number) if number else say("Formula"))
    self.body.append(f'<div class="formula-body" role="group" tabindex="0" aria-label="{called}">'
                     f"{_math(self, node)}</div>")
    if number:
        self.body.append(f'<span class="formula-number">{printed}')
        self.add_permalink_ref(node, say("Link to this formula"))
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _number(self: "HTML5Translator", node: nodes.Element) -> tuple[str, str]:
    """What stands beside a formula, and how that is called; both "" where nothing does."""
    if isinstance(node, uncounted_formula):
        return escape(node["printed"]), node["called"]
    number = get_node_equation_number(self, node) if node.get("number") else ""  # type: ignore[arg-type]  # a translator of HTML
    return (f"({number})", number) if number else ("", "")


def _math(self: "HTML5Translator", node: nodes.Element) -> str:
    if "mathml" not in node:
        # Of a heading, copied into a list of headings before the page's formulas were read, or pasted from another page.
        text = tagged(nodes.TextElement.astext(node), display=False).text
        node.clear()
        node.append(nodes.Text(text))
        said = formulas([_tex(node)])[_tex(node)]
        if said.fault:
            return escape(_tex(node).text)
        node["mathml"], node["words"] = said.mathml, said.words
    words, made = escape(node["words"]), node["mathml"]
    if self.builder.name != "print":
        return made.replace("<math", f'<math alttext="{words}"', 1)
    # Documents take the formula from its TeX, which Pandoc reads in this place.
    display = "block" if isinstance(node, nodes.math_block) else "inline"
    return (f'<span class="formula-said" data-words="{words}"><math display="{display}"><semantics><mrow></mrow>'
            f'<annotation encoding="application/x-tex">{escape(_tex(node).text, quote=False)}</annotation></semantics></math></span>')



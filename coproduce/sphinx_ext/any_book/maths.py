"""Formulas that cannot be read stand as their source, and one on a line of its own leaves the sentence around it."""

from __future__ import annotations

import re
from typing import cast

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.math import MathDomain
from sphinx.transforms import SphinxTransform

from coproduce.ground.tex_macros import Macro, defined_in, expanded, macros_of
from coproduce.sphinx_ext.any_book.notes import note, place, shortened

#: What MathJax knows without being told, and Pandoc does not.
_OF_MATHJAX = {
    "require": Macro("", 1), "ket": Macro(r"\left|#1\right\rangle", 1), "bra": Macro(r"\left\langle#1\right|", 1),
    "braket": Macro(r"\left\langle#1\right\rangle", 1),
}
_DEFINE = ("command", "\\def", "\\DeclareMathOperator")
_LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")
_REFERENCE = re.compile(r"\\(?:eq)?ref\s*\{([^{}]*)\}")


def as_source(node: nodes.math | nodes.math_block, fault: str) -> None:
    """Put the source of a formula in its place; what leads to it finds it there."""
    text = str(node.get("written") or nodes.TextElement.astext(node)).strip()
    note(place(node), "formula", f"the formula ‘{shortened(text)}’ cannot be read: {fault}; its source is shown",
         expected="TeX as LaTeX’s and AMS’s mathematics know it, without macros of your own", action="Correct the formula.")
    ids = {"ids": node["ids"], "names": node["names"]}
    if isinstance(node, nodes.math):
        node.replace_self(nodes.literal(text, text, classes=["formula-source"], **ids))
    else:
        node.replace_self(nodes.literal_block(text, text, language="text", classes=["formula-source"], **ids))


def _write(formula: nodes.Element, text: str) -> None:
    formula.clear()
    formula += nodes.Text(text)


class Macros(SphinxTransform):
    """Macros of MathJax's settings and of a page's own formulas, put in their places; a formula of definitions alone shows nothing."""

    default_priority = 284

    def apply(self, **kwargs) -> None:
        macros = _OF_MATHJAX | macros_of(getattr(self.config, "mathjax3_config", None))
        found = [node for node in self.document.findall(nodes.TextElement) if isinstance(node, (nodes.math, nodes.math_block))]
        for node in found:
            text = nodes.TextElement.astext(node)
            if any(word in text for word in _DEFINE):
                made, rest = defined_in(text)
                macros |= made
                _write(node, rest)
                if made and not rest.strip() and not node["ids"]:
                    node.parent.remove(node)
        for node in found:
            _write(node, expanded(nodes.TextElement.astext(node), macros))


class Labels(SphinxTransform):
    """``\\label`` within a formula names it for references, as MathJax has it; ``\\eqref`` in a line is such a reference."""

    default_priority = 286

    def apply(self, **kwargs) -> None:
        for block in self.document.findall(nodes.math_block):
            text = nodes.TextElement.astext(block)
            if labels := _LABEL.findall(text):
                self._name(block, labels)
                _write(block, _LABEL.sub("", text))
        for formula in list(self.document.findall(nodes.math)):
            if found := _REFERENCE.fullmatch(nodes.TextElement.astext(formula).strip()):
                asked = {"reftarget": found[1], "refdoc": self.env.docname, "refexplicit": False, "refwarn": True}
                shown = nodes.literal("", found[1], classes=["xref", "eq"])
                formula.replace_self(addnodes.pending_xref("", shown, refdomain="math", reftype="eq", **asked))

    def _name(self, block: nodes.math_block, labels: list[str]) -> None:
        equations = cast(MathDomain, self.env.get_domain("math")).equations
        known = equations.get(block.get("label", ""))
        for label in reversed(labels):
            identifier = nodes.make_id(f"equation-{label}")
            if known is not None and label not in equations:
                equations[label] = known
            if identifier not in self.document.ids:
                block["ids"].insert(0, identifier)
                self.document.ids[identifier] = block


class DisplayInLine(SphinxTransform):
    """``$$…$$`` within a paragraph: the paragraph ends before it and goes on behind it."""

    default_priority = 290

    def apply(self, **kwargs) -> None:
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if any(isinstance(child, nodes.math_block) for child in paragraph.children):
                paragraph.replace_self(_divided(paragraph))


def _divided(paragraph: nodes.paragraph) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    ids = list(paragraph["ids"])
    text = nodes.paragraph("", "", classes=paragraph["classes"], ids=ids)
    for child in paragraph.children:
        if isinstance(child, nodes.math_block):
            made += [text, child]
            text = nodes.paragraph("", "", classes=paragraph["classes"])
        else:
            text += child
    made.append(text)
    kept = [part for part in made if isinstance(part, nodes.math_block) or part.astext().strip() or len(part.children) > 1]
    for part in kept:
        part.source, part.line = paragraph.source, paragraph.line
    if kept and ids and not isinstance(kept[0], nodes.paragraph):
        kept[0]["ids"] += ids  # type: ignore[index]  # an element
    return kept

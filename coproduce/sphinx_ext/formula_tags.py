r"""Formulas that their author has labelled with ``\tag``, or freed of a number with ``\notag``: on the page and in references.

Sphinx counts what is a ``math_block``. A formula of this kind is another node, so that none of them uses up a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.domains.math import MathDomain
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import make_refnode

from coproduce.ground.formula_tags import Tagged, tagged

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class uncounted_formula(nodes.math_block):
    """A formula on lines of its own without a number. ``printed`` is what stands beside it, ``called`` that without brackets."""


class LabelledMath(MathDomain):
    """Sphinx's formulas, of which some have a label that their author chose."""

    initial_data = {**MathDomain.initial_data, "printed": {}}  # label -> (page, what a reference says)
    data_version = 1

    @property
    def printed(self) -> dict[str, tuple[str, str]]:
        """What references to a formula say, by its name, with its page."""
        return cast("dict[str, tuple[str, str]]", self.data["printed"])

    def note_printed(self, name: str, page: str, printed: str) -> None:
        """Keep what references say; a name within a formula, which has no number, becomes one that can be referred to."""
        self.printed[name] = (page, printed)
        self.equations.setdefault(name, (page, 0))

    def clear_doc(self, docname: str) -> None:
        super().clear_doc(docname)
        for name in [name for name, (page, _) in self.printed.items() if page == docname]:
            del self.printed[name]

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        super().merge_domaindata(docnames, otherdata)
        self.printed.update({name: found for name, found in otherdata["printed"].items() if found[0] in docnames})

    def resolve_xref(
        self, env: "BuildEnvironment", fromdocname: str, builder: "Builder", typ: str, target: str, node: Any, contnode: nodes.Element,
    ) -> nodes.Element | None:
        if target not in self.printed:
            return super().resolve_xref(env, fromdocname, builder, typ, target, node, contnode)
        page, printed = self.printed[target]
        return make_refnode(builder, fromdocname, page, nodes.make_id(f"equation-{target}"), nodes.Text(printed))


class Tags(SphinxTransform):
    """Takes them out of the TeX of a page's formulas: once macros stand in their places, before names of rows are read."""

    default_priority = 285

    def apply(self, **kwargs) -> None:
        for node in [found for found in self.document.findall(nodes.TextElement) if isinstance(found, (nodes.math, nodes.math_block))]:
            written = nodes.TextElement.astext(node)
            found = tagged(written, display=isinstance(node, nodes.math_block))
            if found.text == written:
                continue
            node["written"] = written
            node.clear()
            node.append(nodes.Text(found.text))
            if isinstance(node, nodes.math_block):
                self._label(node, found)

    def _label(self, node: nodes.math_block, found: Tagged) -> None:
        domain, page = cast(LabelledMath, self.env.get_domain("math")), self.env.docname
        for name, printed in found.labels.items():
            domain.note_printed(name, page, printed)
        if found.numbered:
            return
        if node.get("label"):
            domain.note_printed(node["label"], page, found.reference)
        node.replace_self(uncounted_formula(
            node.rawsource, found.text, **node.attributes | {"number": None}, printed=found.printed,
            called=", ".join(tag.text for tag in found.beside)))


def register(app: "Sphinx") -> None:
    app.add_domain(LabelledMath, override=True)
    app.add_transform(Tags)

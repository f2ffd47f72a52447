"""All recommendations as a list, in the book's order or by who leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives

from coproduce.ground.interface_words import say
from coproduce.publish.book_index import NumberedConclusion
from coproduce.source.conclusion_facts import FACTS
from coproduce.sphinx_ext.conclusions import PagePart
from coproduce.sphinx_ext.nodes import pending_page_part

if TYPE_CHECKING:
    from coproduce.sphinx_ext.links import Links

#: In "DfE, with NHS England" the first leads.
_WITH = re.compile(r",?\s+(?:with|mit)\s+", re.IGNORECASE)
_SHOWN = ("owner", "timing")


class RecommendationsList(PagePart):
    """All recommendations as a list, with who leads and by when.

    :by: ``owner`` for a heading for each who leads, with theirs below it.
    """

    option_spec = {"by": lambda argument: directives.choice(argument, ("owner",))}

    def run(self) -> list[nodes.Node]:
        made = super().run()
        for node in made:
            assert isinstance(node, pending_page_part)
            node["by"] = self.options.get("by", "")
        return made


def recommendations_list(links: "Links", by: str = "") -> list[nodes.Node]:
    """A list with number and title of each recommendation, who leads, and by when."""
    found = [c for c in links.book.index.conclusions.values() if c.spec.kind == "recommendation"]
    if not found:
        return [nodes.paragraph("", say("This report makes no recommendation yet."))]
    if not by:
        return [_listed(found, links, _SHOWN)]
    groups: dict[str, list[NumberedConclusion]] = {}
    for conclusion in found:
        groups.setdefault(leads(conclusion.fact_texts.get(by, "")) or say("Nobody named"), []).append(conclusion)
    made = nodes.definition_list(classes=["recommendations-by"])
    for name, group in groups.items():
        made += nodes.definition_list_item(
            "", nodes.term("", name), nodes.definition("", _listed(group, links, _SHOWN, leader=name)))
    return [made]


def leads(owner: str) -> str:
    """Who leads: what stands before "with" in a fact such as "DfE, with NHS England"."""
    return _WITH.split(owner, maxsplit=1)[0].strip()


def _listed(
    found: list[NumberedConclusion], links: "Links", shown: tuple[str, ...], leader: str = ""
) -> nodes.bullet_list:
    made = nodes.bullet_list(classes=["recommendations-list"])
    for conclusion in found:
        head = nodes.paragraph("", "", links.conclusion(conclusion.spec.name), nodes.Text(" "),
                               nodes.inline("", conclusion.title, classes=["recommendation-title"]))
        item = nodes.list_item("", head)
        facts = [(key, conclusion.fact_texts[key]) for key in shown if conclusion.fact_texts.get(key)]
        facts = [(key, text) for key, text in facts if text != leader]
        if facts:
            line = nodes.paragraph("", classes=["recommendation-facts"])
            for place, (key, text) in enumerate(facts):
                line += [nodes.Text(" · " if place else ""), nodes.strong("", f"{say(FACTS[key])}:"), nodes.Text(f" {text}")]
            item += line
        made += item
    return made

"""Conclusions and recommendations: numbered, with their line of sight."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from coproduce.ground.interface_words import say
from coproduce.publish.book_index import ConclusionSpec
from coproduce.publish.sphinx_problems import warn
from coproduce.source.conclusion_facts import BRIEF_FACTS, FACTS
from coproduce.sphinx_ext.nodes import conclusion, pending_page_part, web_only


def _names(argument: str | None) -> tuple[str, ...]:
    return tuple(part for part in (argument or "").replace(",", " ").split() if part)


class ConclusionDirective(SphinxDirective):
    """A conclusion or recommendation: numbered in the order of the book, with what it rests on and who speaks for and against it.

    The argument is its name, by which roles, dispositions and the brief refer to it. The body is the statement.

    :title: What it says in one sentence; it may stand after the name instead.
    :values: Names of registered values that it rests on, with commas between them.
    :figures: Names of figures and tables that it rests on.
    """

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {
        "title": directives.unchanged_required,
        "values": _names,
        "figures": _names,
        **dict.fromkeys(FACTS, directives.unchanged_required),
    }

    def run(self) -> list[nodes.Node]:
        name, _, title = self.arguments[0].partition(" ")
        title = self.options.get("title") or title.strip()
        where = (self.env.docname, self.lineno)
        if not title:
            warn(where, "conclusion-without-title", f"the {self.name} ‘{name}’ has no title",
                 "a line ‘:title: …’ that says it in one sentence", "Add the line below the name.")
            return []
        self.assert_has_content()
        spec = ConclusionSpec(
            self.name, name, title,
            self.options.get("values", ()), self.options.get("figures", ()),
            tuple((key, self.options[key]) for key in FACTS if key in self.options),
            " ".join(" ".join(self.content).split()),
        )
        node = conclusion(spec=spec, ids=[f"conclusion-{name}"])
        node.source, node.line = self.get_source_info()
        named = nodes.inline("", "", classes=["conclusion-name"])
        named += self.parse_inline(spec.title)[0]
        node += nodes.paragraph("", "", named, classes=["conclusion-title"])
        body = nodes.container("", classes=["statement"])
        body += self.parse_content_to_nodes()
        node += body
        node += self._facts(spec)
        return [node]

    def _facts(self, spec: ConclusionSpec) -> list[nodes.paragraph]:
        """The facts in the order of :data:`FACTS`; short ones that follow each other share a paragraph."""
        made: list[nodes.paragraph] = []
        shared = False
        for key, text in spec.facts:
            fact = nodes.inline("", "", nodes.strong("", f"{say(FACTS[key])}: "), *self.parse_inline(text)[0],
                                classes=["conclusion-fact"])
            if shared and key in BRIEF_FACTS:
                made[-1] += [nodes.Text(" · "), fact]
            else:
                made.append(nodes.paragraph("", "", fact, classes=["conclusion-facts"]))
            shared = key in BRIEF_FACTS
        return made


#: Lists that are of use beside the files that they offer, and not inside one.
_ON_SCREENS = ("downloads",)


class PagePart(SphinxDirective):
    """A list that is made from the whole book, once all pages are read."""

    #: What each shows, by name.
    SHOWS: ClassVar[dict[str, str]] = {
        "conclusions-matrix": "All conclusions and recommendations, and how much each rests on.",
        "contributions-list": "Every contribution with what became of it, on several pages where they are many.",
        "sources-list": "Every source that the report uses, numbered, and where it is used.",
        "ledger": "Every registered number with its rows and sources.",
        "provenance": "What the book was built from: commit, inputs, versions of packages.",
        "cite-report": "How to cite this edition, in several styles, to copy.",
        "downloads": "The other forms of this edition, with format and size.",
    }

    def run(self) -> list[nodes.Node]:
        node = pending_page_part(part=self.name)
        node.source, node.line = self.get_source_info()
        return [node] if self.name not in _ON_SCREENS else [web_only("", node)]


class WebOnly(SphinxDirective):
    """What only the web edition shows: the body. Documents pass over it, and over a heading that it leaves without text."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        box = web_only()
        box += self.parse_content_to_nodes()
        return [box]


class KeyFinding(SphinxDirective):
    """A finding in a box. The argument says it in one sentence, the body explains it."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        box = nodes.admonition("", classes=["key-finding"])
        box += nodes.title("", "", *self.parse_inline(self.arguments[0])[0])
        box += self.parse_content_to_nodes()
        return [box]

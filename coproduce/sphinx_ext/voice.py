"""A passage of a contribution, set apart in a chapter.

A contributor is quoted word for word, and only where their recorded consent says so
(``consent: quoted: true``). A published statement stands here in our words, so it has
no quotation marks, and its line says what it is.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from coproduce.contributions.docutils_body import to_docutils
from coproduce.contributions.model import Contribution
from coproduce.ground.interface_words import say
from coproduce.publish.publication import publication
from coproduce.publish.sphinx_problems import warn, warn_unknown
from coproduce.sphinx_ext.nodes import object_reference
from coproduce.sphinx_ext.passages import words


class VoiceDirective(SphinxDirective):
    """A passage of a contribution, set apart.

    The argument is the name of the contribution's file without ``.md``; the body is the passage, word for word.
    It stands in quotation marks where the contributor agreed to be quoted (``quoted: true`` under ``consent:``), and
    without them where it is a published statement in our words. Anything else stops the build.
    """

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        known, name = publication(self.env.app).report.contributions, self.arguments[0]
        where = (self.env.docname, self.lineno)
        if name not in known:
            warn_unknown(where, "contribution", name, known, "Use the name of the contribution's file, without .md.")
            return []
        contribution, passage = known[name], " ".join(" ".join(self.content).split())
        if passage not in _words(contribution):
            warn(where, "voice-words", f"the passage is not in the contribution ‘{name}’",
                 "words of its text as they stand there, in one piece", "Copy the passage from the contribution's file.")
            return []
        published = contribution.kind == "published-statement"
        consent = contribution.front.consent
        if not published and not (consent and consent.quoted):
            warn(where, "voice-consent", f"the contributor of ‘{name}’ did not agree to be quoted",
                 "‘quoted: true’ under ‘consent:’, which records that they agreed to it",
                 "Say it in your own words with {contribution}, or ask the contributor.")
            return []
        link = object_reference(kind="contribution", name=name, words=contribution.title)
        link.source, link.line = self.get_source_info()
        credit = contribution.credit_line()
        who = say("{who}, published statement, in our words:", who=credit) + " " if published else f"{credit}: "
        shown = passage if published else say("“{quoted}”", quoted=passage)
        said = nodes.paragraph("", "", words(shown, contribution.front.language))
        return [nodes.block_quote("", said, nodes.paragraph("", "", nodes.Text(who), link, classes=["voice-who"]), classes=["voice"])]


def _words(contribution: Contribution) -> str:
    """The text of a contribution as readers see it, in one line."""
    return " ".join(" ".join(node.astext() for node in to_docutils(contribution.body)).split())

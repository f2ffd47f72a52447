"""Roles that point at sources, contributions and conclusions by name."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import ReferenceRole, SphinxRole
from sphinx.util.nodes import split_explicit_title

from coproduce.ground.interface_words import marked_words, say
from coproduce.publish.publication import publication
from coproduce.publish.sphinx_problems import warn_unknown
from coproduce.sphinx_ext.nodes import object_reference, source_reference


class SourceRole(SphinxRole):
    """``{source}`id``` : the source's number, linked to its full reference."""

    def run(self) -> tuple[list[nodes.Node], list]:
        ids = [part.strip() for part in self.text.split(",")]
        known = publication(self.env.app).report.data.sources()
        unknown = [i for i in ids if i not in known]
        for name in unknown:
            warn_unknown(
                (self.env.docname, self.lineno), "source", name, known,
                "Correct the id, or add the source to the table of sources.",
            )
        node = source_reference(sources=[i for i in ids if i in known], form="number")
        return [] if unknown else [node], []


class ContributionRole(SphinxRole):
    """``{contribution}`id``` : a link to what someone contributed, with its title.

    The title of a published statement is the editors' and stands without quotation marks.
    ``{contribution}`words <id>``` links the words instead.
    """

    def run(self) -> tuple[list[nodes.Node], list]:
        known = publication(self.env.app).report.contributions
        _, words, id_ = split_explicit_title(self.text)
        if id_ not in known:
            warn_unknown(
                (self.env.docname, self.lineno), "contribution", id_, known,
                "Use the name of the contribution's file, without .md.",
            )
            return [], []
        if words == id_:
            title = known[id_].title
            words = title if known[id_].kind == "published-statement" else say("‘{quoted}’", quoted=title)
        return [object_reference(kind="contribution", name=id_, words=words)], []


class ConclusionRole(SphinxRole):
    """``{conclusion}`name``` : "Conclusion 3", linked to where it is argued."""

    def run(self) -> tuple[list[nodes.Node], list]:
        node = object_reference(kind="conclusion", name=self.text)
        node.source, node.line = self.get_source_info()
        return [node], []


class ProfileRole(ReferenceRole):
    """``{profile}`id``` or ``{profile}`words <id>``` : a link to the profile of a row."""

    def run(self) -> tuple[list[nodes.Node], list]:
        node = object_reference(kind="profile", name=self.target, text=self.title if self.has_explicit_title else "")
        node.source, node.line = self.get_source_info()
        return [node], []


class EvidenceRole(SphinxRole):
    """``{evidence}`showed``` : a label for the kind of evidence a finding is."""

    def run(self) -> tuple[list[nodes.Node], list]:
        if self.text not in LABELS:
            warn_unknown(
                (self.env.docname, self.lineno), "kind of evidence", self.text, LABELS,
                "Write showed, used or changed.",
            )
            return [], []
        return [evidence_label(self.text)], []


LABELS = marked_words({"showed": "Showed", "used": "Used", "changed": "Changed"})


def evidence_label(kind: str) -> nodes.inline:
    """The label for ``showed``, ``used`` or ``changed``."""
    return nodes.inline("", say(LABELS[kind]), classes=["evidence-label", f"evidence-{kind}"])


class PlainRole(SphinxRole):
    """``{not-a-statistic}`NHS 111``` : the text as it is, for a number that measures nothing."""

    def run(self) -> tuple[list[nodes.Node], list]:
        return [nodes.Text(self.text)], []

"""The role ``value``: a registered number in prose, with the trail behind it."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from coproduce.evidence.records import ValueRecord
from coproduce.evidence.row_ids import RowId
from coproduce.ground.interface_words import marked_words, say, say_many
from coproduce.publish.publication import publication
from coproduce.publish.sphinx_problems import warn_unknown
from coproduce.sphinx_ext.nodes import value

FORMS = ("text", "rounded", "bare")


class ValueRole(SphinxRole):
    """A registered number, with the trail behind it: ``{value}`name```.

    ``{value}`name | rounded``` rounds it for prose, ``{value}`name | bare``` leaves its unit out.
    """

    def run(self) -> tuple[list[nodes.Node], list]:
        name, _, form = (part.strip() for part in self.text.partition("|"))
        form = form or "text"
        values = publication(self.env.app).results.values
        where = (self.env.docname, self.lineno)
        if form not in FORMS:
            warn_unknown(
                where, "form of a value", form, FORMS[1:], "Write the name alone, or one of these after it."
            )
        elif name not in values:
            warn_unknown(
                where, "value", name, values, "Correct the name, or register it with chapter.value(…)."
            )
        else:
            text = getattr(values[name], form)
            return [value("", nodes.Text(text), name=name)], []
        return [nodes.inline("", f"[{self.text}]", classes=["unknown"])], []


def card_facts(record: ValueRecord) -> list[tuple[str, str]]:
    """What a reader is told first about a value, in order: label and text."""
    return _non_empty([(say("Measure"), record.label), (say("Period"), record.period), (say("Place"), record.place)])


def card_details(record: ValueRecord) -> list[tuple[str, str]]:
    """What a reader is told on request: how the value was made, and what to beware of."""
    return _non_empty([
        (say("Caveat"), record.caveat),
        (say("Kind of evidence"), say(EVIDENCE[record.evidence]) if record.evidence in EVIDENCE else ""),
        (say("Calculation"), record.calculation),
        (say("Data"), rows_text(record.provenance)),
    ])


def _non_empty(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, text) for label, text in facts if text]


EVIDENCE = marked_words({
    "showed": "linked data showed an association; it does not say what caused it",
    "used": "a service acted on the data; whether that helped is not measured",
    "changed": "an outcome moved against a comparison",
})


def rows_by_resource(provenance: tuple[str, ...]) -> dict[str, list[int]]:
    """Line numbers of the rows by resource, in the order of first mention.

    Contributions have an id in place of a line and are left out.
    """
    found: dict[str, list[int]] = {}
    for row in provenance:
        place = RowId.parse(row)
        if place.line is not None:
            found.setdefault(place.table, []).append(place.line)
    return found


def rows_text(provenance: tuple[str, ...]) -> str:
    """For example ``counts, line 4; streets, lines 2 to 9``."""
    parts = []
    for resource, lines in rows_by_resource(provenance).items():
        lines = sorted(set(lines))
        if len(lines) == 1:
            parts.append(say("{table}, line {line}", table=resource, line=lines[0]))
        elif lines == list(range(lines[0], lines[-1] + 1)):
            parts.append(say("{table}, lines {first} to {last}", table=resource, first=lines[0], last=lines[-1]))
        elif len(lines) <= 4:
            parts.append(say("{table}, lines {lines}", table=resource, lines=", ".join(map(str, lines))))
        else:
            parts.append(say("{table}, {number} rows from line {first} to {last}", table=resource, number=len(lines), first=lines[0],
                             last=lines[-1]))
    withdrawn = sum(row.startswith("contributions:withdrawn/") for row in provenance)
    contributions = sum(row.startswith("contributions:") for row in provenance) - withdrawn
    if contributions:
        parts.append(say_many("{number} contribution", "{number} contributions", contributions, number=contributions))
    if withdrawn:
        parts.append(say_many("{number} record of a withdrawal", "{number} records of a withdrawal", withdrawn, number=withdrawn))
    return "; ".join(parts)

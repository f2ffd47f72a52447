"""The list of contributions, each with what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.contributions.dispositions import STATUSES
from coproduce.contributions.docutils_body import to_docutils
from coproduce.contributions.model import ASKS_BASES, KINDS, Contribution
from coproduce.contributions.withdrawal import read_withdrawn
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.links import Links, joined

if TYPE_CHECKING:
    from coproduce.contributions.files import Contributions

LIST_ID = "all-contributions"


def contributions_list(links: Links) -> list[nodes.Node]:
    """Every contribution, with an anchor that stays the same from edition to edition."""
    all_of_them = links.book.report.contributions
    if not len(all_of_them):
        return [nodes.paragraph("", "No contribution has been received yet."), *_withdrawn(links)]
    made = nodes.container("", ids=[LIST_ID], classes=["contributions"])
    for contribution in all_of_them.values():
        made += _entry(contribution, all_of_them, links)
    box = own.filter_box(target=LIST_ID, label="Find a contribution by title, organisation, region or theme:")
    return [box, made, *_withdrawn(links)]


def _withdrawn(links: Links) -> list[nodes.Node]:
    found, _ = read_withdrawn(links.book.report.paths)
    if not found:
        return []
    many = f"{len(found)} contributions were" if len(found) > 1 else "One contribution was"
    return [nodes.paragraph("", f"{many} withdrawn, and {'are' if len(found) > 1 else 'is'} no longer shown.",
                            classes=["contributions-withdrawn"])]


def _entry(contribution: Contribution, all_of_them: "Contributions", links: Links) -> nodes.section:
    entry = nodes.section("", ids=[f"contribution-{contribution.id}"], classes=["contribution"])
    entry += nodes.title("", contribution.title)
    entry += _who(contribution, all_of_them)
    entry += to_docutils(contribution.body)
    front = contribution.front
    if front.asks:
        basis = f" ({ASKS_BASES[front.asks_basis]})" if front.asks_basis else ""
        entry += nodes.paragraph("", f"Asks{basis}: {'; '.join(front.asks)}.", classes=["contribution-asks"])
    if front.source:
        line = nodes.paragraph("", "Published statement, in our words. Source: ", classes=["source-line"])
        line += links.sources([front.source])
        line += nodes.Text(f", {front.locator}" if front.locator else "")
        entry += line
    if front.case_study in links.book.index.profiles:
        line = nodes.paragraph("", "About: ", classes=["contribution-about"])
        line += links.profile(front.case_study)
        entry += line
    if front.note:
        entry += nodes.paragraph("", f"Editors’ note: {front.note}", classes=["caveat"])
    entry += _outcome(contribution, all_of_them, links)
    mentions = links.book.index.mentions.get(contribution.id)
    if mentions:
        line = nodes.paragraph("", "Mentioned in: ", classes=["contribution-mentions"])
        line += joined(links.chapter(page) for page in mentions)
        entry += line
    return entry


def _who(contribution: Contribution, all_of_them: "Contributions") -> nodes.paragraph:
    front, label = contribution.front, all_of_them.vocabulary.label
    facts = [
        contribution.credit_line(),
        KINDS[front.kind],
        label("organisation_types", front.contributor.organisation_type),
        label("regions", front.contributor.region),
        "Theme: " + label("themes", front.theme),
    ]
    if front.claims:
        facts.append("Speaks to: " + ", ".join(label("claims", claim) for claim in front.claims))
    return nodes.paragraph("", " · ".join(facts), classes=["contribution-facts"])


def _outcome(contribution: Contribution, all_of_them: "Contributions", links: Links) -> nodes.Node:
    disposition = all_of_them.dispositions.get(contribution.id)
    made = nodes.container("", classes=["disposition"])
    if disposition is None:
        made += nodes.paragraph("", "What became of it: not decided yet.")
        return made
    line = nodes.paragraph("", "What became of it: ")
    line += nodes.strong("", STATUSES[disposition.status])
    line += nodes.Text(f". {disposition.reason}" if disposition.reason else "")
    made += line
    uses = nodes.bullet_list()
    for use in disposition.uses:
        item = nodes.paragraph("", f"{use.stance.capitalize()} ")
        if use.conclusion in links.book.index.conclusions:
            item += links.conclusion(use.conclusion)
        else:
            item += nodes.Text(use.conclusion)
        item += nodes.Text(" in ")
        item += links.chapter(use.chapter)
        item += nodes.Text(f": {use.how}")
        uses += nodes.list_item("", item)
    if len(uses):
        made += uses
    return made

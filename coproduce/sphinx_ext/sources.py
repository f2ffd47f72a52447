"""The numbered list of all sources that the report uses, and where it uses each."""

from __future__ import annotations

from docutils import nodes

from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.links import Links, joined

LIST_ID = "all-sources"


def sources_list(links: Links) -> list[nodes.Node]:
    """One entry a source, in the order of its number."""
    numbers = links.book.index.source_numbers
    if not numbers:
        return [nodes.paragraph("", "This report cites no sources yet.")]
    known = links.book.report.data.sources()
    made = nodes.enumerated_list("", enumtype="arabic", prefix="", suffix=".", ids=[LIST_ID], classes=["sources"])
    for id_ in sorted(numbers, key=numbers.__getitem__):
        source = known[id_]
        entry = nodes.list_item("", ids=[f"source-{id_}"], classes=["source-entry"])
        entry += _reference(source)
        facts = [source.kind.replace("-", " ").capitalize(), source.note]
        facts = [f.rstrip(".") for f in facts if f]
        if facts:
            entry += nodes.paragraph("", ". ".join(facts) + ".", classes=["source-facts"])
        entry += _uses(id_, links)
        made += entry
    return [own.filter_box(target=LIST_ID, label="Find a source:"), made]


def _reference(source) -> nodes.paragraph:
    line = nodes.paragraph("")
    for part in source.reference():
        if part.role == "year":
            line += nodes.Text(f" ({part.text}). ")
        elif part.role == "authors":
            line += nodes.Text(part.text)
        elif part.role == "title":
            line += [nodes.emphasis("", part.text), nodes.Text(". ")]
        elif part.role in ("url", "archived-url"):
            line += nodes.Text("Archived copy: " if part.role == "archived-url" else "")
            line += [nodes.reference("", part.text, refuri=part.text, internal=False), nodes.Text(" ")]
        else:
            words = {"licence": "Licence: ", "accessed": "Read on "}.get(part.role, "")
            line += nodes.Text(f"{words}{part.text}. ")
    return line


def _uses(id_: str, links: Links) -> nodes.paragraph:
    """Which pages use the source: for figures, for how many numbers, in the text."""
    by_page: dict[str, list[str]] = {}
    for page, what in links.book.index.source_uses[id_]:
        by_page.setdefault(page, []).append(what)
    line = nodes.paragraph("", "Used in: ", classes=["source-uses"])
    line += joined((_page_uses(page, what, links) for page, what in by_page.items()), "; ")
    return line


def _page_uses(page: str, uses: list[str], links: Links) -> nodes.inline:
    made = nodes.inline("", "", links.chapter(page))
    details: list[nodes.Node] = []
    said = []
    for what in uses:
        if what == "value":
            details.append(nodes.Text("numbers"))
        elif what.startswith("contribution:"):
            said.append(what.partition(":")[2])
        elif what.startswith("profile:"):
            details.append(links.profile(what.partition(":")[2]))
        elif what != "text":
            details.append(links.record(what))
    details += links.contributions(said)
    if details:
        made += [nodes.Text(" ("), *joined(details), nodes.Text(")")]
    return made

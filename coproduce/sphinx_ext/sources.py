"""The numbered list of all sources that the report uses, and where it uses each."""

from __future__ import annotations

from docutils import nodes

from coproduce.ground.interface_words import marked, say
from coproduce.publish.html.search_index import shortened
from coproduce.sphinx_ext.links import Links, joined
from coproduce.sphinx_ext.long_list import rows_here

LIST_ID = "all-sources"


def sources_list(links: Links) -> list[nodes.Node]:
    """One entry a source, in the order of its number: those of this page, if they are on several."""
    numbers = links.book.index.source_numbers
    if not numbers:
        return [nodes.paragraph("", say("This report cites no sources yet."))]
    known = links.book.report.data.sources()
    made = nodes.enumerated_list("", enumtype="arabic", prefix="", suffix=".", ids=[LIST_ID], classes=["sources"])
    ids, around = rows_here("sources-list", LIST_ID, say("Find a source:"), links)
    if ids and numbers[ids[0]] > 1:
        made["start"] = numbers[ids[0]]
    made["classes"] += around.classes
    for id_ in ids:
        source = known[id_]
        entry = nodes.list_item("", ids=[f"source-{id_}"], classes=["source-entry"])
        entry += _reference(source, with_address=links.builder.name == "print")
        facts = [source.kind.replace("-", " ").capitalize(), source.note]
        facts = [f.rstrip(".") for f in facts if f]
        if facts:
            entry += nodes.paragraph("", ". ".join(facts) + ".", classes=["source-facts"])
        entry += _uses(id_, links)
        made += entry
    return [*around.before, made, *around.after]


def _reference(source, with_address: bool) -> nodes.paragraph:
    """A source in full. On the web its title is the link; on paper the address is there to be read."""
    line = nodes.paragraph("")
    for part in source.reference():
        if part.role == "year":
            line += nodes.Text(f" ({part.text}). ")
        elif part.role == "authors":
            line += nodes.Text(part.text)
        elif part.role == "title":
            title = nodes.emphasis("", part.text)
            linked = source.url and not with_address
            line += nodes.reference("", "", title, refuri=source.url, internal=False) if linked else title
            line += nodes.Text(". ")
        elif part.role == "url" and not with_address:
            continue
        elif part.role in ("url", "archived-url"):
            archived = part.role == "archived-url"
            line += nodes.Text(say("Archived copy:") + " " if archived and with_address else "")
            text = say("Archived copy") if archived and not with_address else part.text
            line += [nodes.reference("", text, refuri=part.text, internal=False), nodes.Text(" " if with_address else ". ")]
        else:
            words = {"licence": marked("Licence: {text}"), "accessed": marked("Read on {text}")}.get(part.role)
            line += nodes.Text(f"{say(words, text=part.text) if words else part.text}. ")
    return line


#: Titles are whole sentences, and the list names them a thousand times: so many characters of each.
_TITLE = 40


def _uses(id_: str, links: Links) -> nodes.paragraph:
    """Which pages use the source: for figures, for how many numbers, in the text."""
    by_page: dict[str, list[str]] = {}
    for page, what in links.book.index.source_uses[id_]:
        by_page.setdefault(page, []).append(what)
    line = nodes.paragraph("", say("Used in:") + " ", classes=["source-uses"])
    for page, uses in by_page.items():
        if len(line) > 1:
            line += nodes.Text("; ")
        details = _details(uses, links)
        # A figure's link leads to the page as well; this list has a thousand of them.
        led = any(isinstance(part, nodes.reference) for part in details)
        title = shortened(links.book.index.titles[page], _TITLE)
        line += [nodes.Text(title) if led else links.to_page(page, title), *details]
    return line


def _details(uses: list[str], links: Links) -> list[nodes.Node]:
    """What on the page uses it, in brackets; nothing if only the text does."""
    details: list[nodes.Node] = []
    parts = []
    for what in uses:
        if what == "value":
            details.append(nodes.Text(say("numbers")))
        elif what.startswith("contribution:"):
            parts.append(what.partition(":")[2])
        elif what.startswith("profile:"):
            details.append(links.profile(what.partition(":")[2]))
        elif what != "text":
            details.append(links.record(what))
    details += links.contributions(parts)
    return [nodes.Text(" ("), *joined(details), nodes.Text(")")] if details else []

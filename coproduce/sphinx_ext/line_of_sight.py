"""What a conclusion rests on and who stands behind it; and all of them as a matrix."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.contributions.accounting import Voice
from coproduce.contributions.dispositions import STANCE_HEADINGS, STANCES
from coproduce.evidence.records import Column, FigureRecord
from coproduce.ground.interface_words import number, say
from coproduce.publish.book_index import NumberedConclusion
from coproduce.publish.placement import ListPage, most_diverse
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.links import Links, joined
from coproduce.sphinx_ext.references import LABELS, evidence_label
from coproduce.sphinx_ext.tables import table

if TYPE_CHECKING:
    from coproduce.publish.publication import Publication


def conclusion_box(node: own.conclusion, links: Links) -> nodes.container:
    """The box that readers see for a conclusion or recommendation."""
    found = links.book.index.conclusions[node["spec"].name]
    box = nodes.container("", classes=[found.spec.kind], ids=node["ids"], names=node["names"])
    box += node.children
    title = box[0]
    assert isinstance(title, nodes.paragraph), "the directive puts it first"
    number = nodes.inline("", found.label, classes=["conclusion-number"])
    title.insert(0, [number, nodes.Text(" ")])
    sight = nodes.container("", classes=["line-of-sight"])
    sight += nodes.paragraph("", "", nodes.strong("", say("Evidence")), classes=["sight-heading"])
    sight += _evidence(found, links)
    sight += nodes.paragraph("", "", nodes.strong("", say("Voices")), classes=["sight-heading"])
    sight += _voices(found, links)
    box += sight
    return box


def _evidence(found: NumberedConclusion, links: Links) -> nodes.Node:
    results = links.book.results
    items = nodes.bullet_list()
    for name in found.values:
        record = results.values.get(name)
        if record is None:
            continue
        line = nodes.paragraph("", "", links.value(name), nodes.Text(f" {record.label}"))
        if record.place_and_period:
            line += nodes.Text(f" ({record.place_and_period})")
        if record.evidence:
            line += [nodes.Text(" "), evidence_label(record.evidence)]
        items += nodes.list_item("", line)
    for name in found.spec.figures:
        shown = results.figures.get(name) or results.tables.get(name)
        if shown is not None:
            text = shown.headline if isinstance(shown, FigureRecord) else shown.caption
            items += nodes.list_item("", nodes.paragraph("", "", links.record(name), nodes.Text(f": {text}")))
    if not len(items):
        return nodes.paragraph("", say("No number or figure of this report."), classes=["no-evidence"])
    return items


def _voices(found: NumberedConclusion, links: Links) -> nodes.Node:
    placement = links.book.index.placement
    heard = placement.voices.get(found.spec.name, [])
    if not heard:
        return nodes.paragraph("", say("None yet."))
    pages = placement.voices_pages(found.spec.name)
    if pages:
        return _many_voices(heard, pages[0], links)
    items = nodes.bullet_list()
    for stance in STANCES:
        of_stance = [v for v in heard if v.stance == stance]
        if not of_stance:
            continue
        line = nodes.paragraph("", "", nodes.strong("", f"{_heading(stance)} ({how_many(of_stance)}): "))
        item = nodes.list_item("", line)
        if links.builder.name == "print":
            line += joined((part for group in _by_origin(of_stance, links) for part in group), "; ")
        else:
            item += nodes.bullet_list("", *(nodes.list_item("", _voice_line(voice, links)) for voice in of_stance), classes=["voices"])
        items += item
    return items


def _voice_line(voice: Voice, links: Links) -> nodes.paragraph:
    origin = nodes.Text(f" {voice.organisation_type} · {voice.region}{with_others(voice)}")
    return nodes.paragraph("", "", links.contribution(voice.contribution), origin)


def with_others(voice: Voice) -> str:
    """How many others sent the text of ``voice`` or a variant of it; "" if nobody did."""
    return " · " + say("with {number} others", number=number(voice.people - 1)) if voice.people > 1 else ""


def how_many(voices: list[Voice]) -> str:
    """How many contributions these are, and how many people sent them if that is another number."""
    people = sum(voice.people for voice in voices)
    return number(len(voices)) if people == len(voices) else say(
        "{number}, from {people} people", number=number(len(voices)), people=number(people))


def _many_voices(heard: list[Voice], all_of_them: ListPage, links: Links) -> nodes.Node:
    """For each stance how many there are, by kind of contributor and by region, a few titles, and where the rest is."""
    items, named = nodes.bullet_list(), most_diverse(heard)
    for stance in STANCES:
        of_stance = [v for v in heard if v.stance == stance]
        if not of_stance:
            continue
        line = nodes.paragraph("", "", nodes.strong("", f"{_heading(stance)} ({how_many(of_stance)}): "))
        counts = "; ".join(
            ", ".join(f"{label} {number(many)}" for label, many in Counter(getattr(v, by) for v in of_stance).most_common())
            for by in ("organisation_type", "region")
        )
        line += nodes.Text(say("{counts}. For example", counts=counts) + " ")
        line += joined((links.contribution(v.contribution) for v in named if v.stance == stance), "; ")
        items += nodes.list_item("", line)
    more = nodes.paragraph("", "", links.to_page(
        all_of_them.name, say(
            "All {number} contributions that bear on {conclusion}", number=number(len(heard)), conclusion=_label(links, all_of_them))))
    items += nodes.list_item("", more)
    return items


def _label(links: Links, page: ListPage) -> str:
    """"Conclusion 3" for a page that lists the voices on it."""
    return links.book.index.conclusions[page.about].label


def _by_origin(heard: list[Voice], links: Links) -> list[list[nodes.Node]]:
    """For each type of organisation and region, its contributions as one inline node."""
    groups: dict[tuple[str, str], list[Voice]] = {}
    for voice in heard:
        groups.setdefault((voice.organisation_type, voice.region), []).append(voice)
    made: list[list[nodes.Node]] = []
    for (kind, region), members in groups.items():
        group = nodes.inline("", f"{kind}, {region}: ")
        group += joined(links.contribution(v.contribution) for v in members)
        made.append([group])
    return made


def _heading(stance: str) -> str:
    return say(STANCE_HEADINGS[stance])


def matrix(book: "Publication", links: Links) -> list[nodes.Node]:
    """All conclusions and recommendations, and how much each rests on."""
    if not book.index.conclusions:
        return [nodes.paragraph("", say("This report draws no conclusions yet."))]
    columns = [
        Column("title", say("Conclusion or recommendation")),
        *(Column(name, title, "right") for name, title in
          (("values", say("Numbers")), ("figures", say("Figures and tables")), ("sources", say("Sources")))),
        Column("evidence", say("Kinds of evidence")),
        *(Column(stance, _heading(stance), "right") for stance in STANCES),
        Column("thin", say("Rests on little")),
    ]
    rows = [_matrix_row(found, book, links) for found in book.index.conclusions.values()]
    made = table(columns, rows, title=say("What each conclusion and recommendation rests on"),
                 kind=own.data_table, classes=["report-table", "conclusions-matrix"])
    return [made]


def _matrix_row(found: NumberedConclusion, book: "Publication", links: Links) -> list:
    results = book.results
    records = [results.values[n] for n in found.values if n in results.values]
    figures = [results.figures[n] for n in found.spec.figures if n in results.figures]
    tables = [results.tables[n] for n in found.spec.figures if n in results.tables]
    sources = {s.id for shown in (records, figures, tables) for record in shown for s in record.sources}
    kinds = Counter(record.evidence for record in records if record.evidence)
    stances = Counter(v.stance for v in book.index.placement.voices.get(found.spec.name, ()))
    thin = []
    if not records:
        thin.append(say("no number"))
    if len(sources) == 1:
        thin.append(say("one source"))
    if not kinds["changed"]:
        thin.append(say("no finding of change"))
    if not sum(stances.values()):
        thin.append(say("no voice"))
    title = [links.conclusion(found.spec.name), nodes.Text(f": {found.title}")]
    return [
        title, str(len(records)), str(len(found.spec.figures)), str(len(sources)),
        ", ".join(f"{say(LABELS[kind]).lower()} {kinds[kind]}" for kind in ("showed", "used", "changed") if kinds[kind]) or "–",
        *(number(stances[stance]) for stance in STANCES),
        ", ".join(thin) or "–",
    ]


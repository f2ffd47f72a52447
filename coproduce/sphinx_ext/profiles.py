"""Profiles of a table's rows on the page: an index by each facet, then one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from coproduce.evidence.records import Column
from coproduce.ground.interface_words import is_english, say
from coproduce.profiles.content import Block, Item, Profile, slug
from coproduce.publish.publication import publication
from coproduce.publish.sphinx_problems import warn_unknown
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.links import joined
from coproduce.sphinx_ext.references import LABELS, evidence_label
from coproduce.sphinx_ext.tables import Cell, table

if TYPE_CHECKING:
    from coproduce.profiles.spec import Facet, Spec
    from coproduce.sphinx_ext.links import Links


class ProfilesDirective(SphinxDirective):
    """A profile of each row of a table, and ways to find one, as ``book/profiles.yml`` describes them.

    The argument is the name of the table.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        book = publication(self.env.app)
        name, specs, paths = self.arguments[0], book.specs, book.report.paths
        if name not in specs:
            warn_unknown((self.env.docname, self.lineno), "description of profiles", name, specs,
                         f"Describe the table in {paths.relative(paths.profiles)}, or correct its name.")
            return []
        node = own.pending_profiles(table=name)
        node.source, node.line = self.get_source_info()
        return [node]


def profiles_list(name: str, links: "Links") -> list[nodes.Node]:
    """All profiles of a table, and the ways to find one."""
    spec = links.book.specs[name]
    rows = set(links.book.report.data.table(name)[spec.key])
    profiles = [p for page, p in links.book.index.profiles.values() if page == links.page and p.id in rows]
    target = f"all-{name}"
    made = nodes.container("", ids=[target], classes=["profiles"])
    made += [_profile(profile, spec, links) for profile in profiles]
    if links.builder.name == "print":
        return [_printed_index(spec, profiles, links), made]
    groups = [(facet.heading, [(_class(facet, value), value) for value in _values(facet, profiles)])
              for facet in spec.facets]
    # Other languages would have to know the gender of what the report calls its rows.
    label = f"Find a {spec.one} by any word:" if is_english() else say("Find by any word:")
    box = own.filter_box(target=target, label=label, groups=groups)
    # What the box does stands in lists for those to whom it does not show.
    finders = [_index(facet, profiles, links) for facet in spec.facets]
    instead = [nodes.raw("", "<noscript>", format="html"), *finders, nodes.raw("", "</noscript>", format="html")]
    return [*(instead if finders else ()), box, made]


def _values(facet: "Facet", profiles: list[Profile]) -> list[str]:
    """The values of a facet in alphabetical order, the one for *none of them* last."""
    found = {value for profile in profiles for value in profile.facets[facet.heading]}
    return sorted(found, key=lambda value: (value == facet.otherwise, slug(value)))


def _class(facet: "Facet", value: str) -> str:
    return f"by-{slug(facet.heading)}--{slug(value)}"


def _index(facet: "Facet", profiles: list[Profile], links: "Links") -> own.disclosure:
    """Every value of a facet and the profiles that have it: needs no script."""
    items = nodes.bullet_list()
    for value in _values(facet, profiles):
        having = [p for p in profiles if value in p.facets[facet.heading]]
        line = nodes.paragraph("", "", nodes.strong("", f"{value} ({len(having)}): "))
        line += joined((links.profile(p.id) for p in having), "; ")
        items += nodes.list_item("", line)
    return own.disclosure("", items, summary=say("Find by {facet}", facet=facet.heading.lower() if is_english() else facet.heading))


def _printed_index(spec: "Spec", profiles: list[Profile], links: "Links") -> nodes.table:
    columns = [Column("title", spec.one.capitalize()), *(Column(slug(f.heading), f.heading) for f in spec.facets)]
    rows: list[list[Cell]] = [[links.profile(p.id), *(", ".join(p.facets[f.heading]) or "–" for f in spec.facets)] for p in profiles]
    return table(columns, rows, title=say("All {things}", things=spec.many), kind=own.data_table, classes=["report-table"])


def _profile(profile: Profile, spec: "Spec", links: "Links") -> nodes.section:
    classes = [_class(facet, value) for facet in spec.facets for value in profile.facets[facet.heading]]
    made = nodes.section("", ids=[profile.anchor], classes=["profile", *classes])
    made += nodes.title("", profile.title)
    voices = _contributions(profile, spec, links)
    if links.builder.name == "print":
        for heading, blocks in profile.parts:
            made += _paragraph(heading, joined((_run(block, links) for block in blocks), " "))
        if voices:
            made += _paragraph(say("Contributions"), joined(voices, "; "))
        made += _paragraph(say("Sources"), links.sources(profile.sources))
        return made
    parts = nodes.definition_list("", classes=["profile-parts"])
    for heading, blocks in profile.parts:
        parts += _definition(heading, [_block(block, links) for block in blocks])
    if voices:
        lines = [nodes.list_item("", nodes.paragraph("", "", voice)) for voice in voices]
        parts += _definition(say("Contributions"), [nodes.bullet_list("", *lines)])
    sources = nodes.paragraph("", "", *_sources(profile, links), classes=["profile-sources"])
    parts += _definition(say("Sources"), [sources])
    made += parts
    return made


def _contributions(profile: Profile, spec: "Spec", links: "Links") -> list[nodes.Node]:
    """Links to what people contributed about the row."""
    report = links.book.report
    if report.settings.case_studies != spec.resource:
        return []
    return links.contributions(c.id for c in report.contributions.values() if c.front.case_study == profile.id)


def _definition(heading: str, content: list[nodes.Node]) -> nodes.definition_list_item:
    return nodes.definition_list_item("", nodes.term("", heading), nodes.definition("", *content))


def _paragraph(heading: str, content: list[nodes.Node]) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.strong("", f"{heading}: "), *content)


def _block(block: Block, links: "Links") -> nodes.Node:
    if block.run or len(block.items) == 1:
        return nodes.paragraph("", "", _run(block, links))
    return nodes.bullet_list(
        "", *(nodes.list_item("", nodes.paragraph("", "", *_item(item, links))) for item in block.items))


def _run(block: Block, links: "Links") -> nodes.inline:
    """All items in one line. Neighbours from one source name it once, after the last."""
    made = nodes.inline()
    for position, item in enumerate(block.items):
        last = position + 1 == len(block.items)
        if position:
            made += nodes.Text(", " if block.run else "; ")
        same = not last and block.run and block.items[position + 1].source == item.source
        made += _item(item, links, cited=not same)
    if not block.run and len(block.items) > 1:
        made += nodes.Text(".")
    return made


def _item(item: Item, links: "Links", cited: bool = True) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    if item.evidence in LABELS:
        made += [evidence_label(item.evidence), nodes.Text(" ")]
    elif item.evidence:
        made += [nodes.inline("", say("Background"), classes=["evidence-label", "evidence-background"]), nodes.Text(" ")]
    made.append(nodes.Text(item.text))
    if cited and item.source:
        made += [nodes.Text(" "), links.source_number(item.source)]
    return made


def _sources(profile: Profile, links: "Links") -> list[nodes.Node]:
    """Each publication by name, with the places in it that the rows rest on."""
    numbers, known = links.book.index.source_numbers, links.book.report.data.sources()
    parts = []
    for id_ in sorted(profile.sources, key=numbers.__getitem__):
        part = nodes.inline()
        part += links.to_part("sources-list", f"[{numbers[id_]}] {known[id_].short}", f"source-{id_}", ["source-name"])
        part += nodes.Text(f": {'; '.join(profile.sources[id_])}")
        parts.append(part)
    return joined(parts, ". ")

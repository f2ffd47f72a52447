"""The list of contributions, each with what became of it.

A short list is one page. A long one is cut into pages (:mod:`.contribution_pages`),
and its first page finds contributions in all of them; paged formats then print
a part, and say how large a part it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.contributions.dispositions import STANCE_HEADINGS, STATUSES
from coproduce.contributions.model import ASKS_BASES, KINDS, Contribution
from coproduce.contributions.withdrawal import read_withdrawn
from coproduce.ground.interface_words import number, say, say_many
from coproduce.ground.language_tags import name_of_language
from coproduce.publish.contributions_file import CSV, INDEX, choices
from coproduce.publish.placement import PER_PAGE, ListPage
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.links import Links, joined, page_numbers
from coproduce.sphinx_ext.passages import text_of, words

if TYPE_CHECKING:
    from coproduce.contributions.files import Contributions

LIST_ID = "all-contributions"
#: Variants of a text that it names one by one; all are in the list and in the table.
NAMED_VARIANTS = 20


def contributions_list(links: Links) -> list[nodes.Node]:
    """Every contribution, with an anchor that stays the same from edition to edition."""
    all_of_them = links.book.report.contributions
    if not len(all_of_them):
        return [nodes.paragraph("", say("No contribution has been received yet.")), *_withdrawn(links)]
    placement = links.book.index.placement
    if links.builder.name == "print":
        made = contributions_in_full((id_ for id_ in all_of_them if id_ in placement.printed), links)
        return [*_unprinted_note(links), made, *_withdrawn(links)]
    if placement.many:
        return [*_overview(links), *_withdrawn(links)]
    made = contributions_in_full(all_of_them, links)
    box = own.filter_box(target=LIST_ID, label=say("Find a contribution by title, organisation, region or theme:"))
    line = nodes.paragraph("", say("Download:") + " ", _table(say("all contributions (CSV)"), links), classes=["downloads"])
    if all_of_them.people != len(all_of_them):
        told = say("The report has {counted}.", counted=_count_text(all_of_them))
        line = nodes.paragraph("", f"{told} ", *line.children, classes=["downloads"])
    return [line, box, made, *_withdrawn(links)]


def contributions_in_full(ids: Iterable[str], links: Links) -> nodes.container:
    """The entries of these contributions."""
    all_of_them = links.book.report.contributions
    made = nodes.container("", ids=[LIST_ID], classes=["contributions"])
    for id_ in ids:
        made += _entry(all_of_them[id_], all_of_them, links)
    return made


def _count_text(all_of_them: "Contributions") -> str:
    """How many texts there are, and how many stand behind them where that is another number."""
    texts = number(len(all_of_them))
    if all_of_them.people == len(all_of_them):
        return say("{texts} contributions", texts=texts)
    return say("{texts} contributions, with {people} people and organisations behind them", texts=texts, people=number(all_of_them.people))


def _table(text: str, links: Links) -> nodes.reference:
    return nodes.reference("", text, refuri=f"{'../' * links.page.count('/')}{CSV}", internal=True)


def _overview(links: Links) -> list[nodes.Node]:
    """The first page of a long list: how to find one, and the pages by theme."""
    placement, all_of_them = links.book.index.placement, links.book.report.contributions
    line = nodes.paragraph("", say("The report has {counted}. They stand below by theme, at most {most} a page, and in",
                                   counted=_count_text(all_of_them), most=PER_PAGE) + " ")
    line += [_table(say("one table (CSV)"), links), nodes.Text(".")]
    folder = "../" * links.page.count("/")
    box = own.filter_box(target=LIST_ID, label=say("Find a contribution by title, contributor, region or theme:"),
                         choices=choices(links.book), index=f"{folder}{INDEX}")
    made: list[nodes.Node] = [line, box, nodes.container("", ids=[LIST_ID], classes=["list-found"])]
    by_theme: dict[str, list[ListPage]] = {}
    for page in placement.pages:
        by_theme.setdefault(page.about, []).append(page)
    for theme, pages in by_theme.items():
        section = nodes.section("", ids=[f"theme-{theme}"])
        many = sum(len(page.ids) for page in pages)
        section += nodes.title("", f"{all_of_them.vocabulary.label('themes', theme)} ({number(many)})")
        section += page_numbers(pages, links)
        made.append(section)
    return made


def _unprinted_note(links: Links) -> list[nodes.Node]:
    """How many contributions a paged format does not print, and where they are."""
    all_of_them = links.book.report.contributions
    many = len(all_of_them)
    shown, rule = links.book.index.placement.selection
    if len(shown) == many:
        told = say("The report has {counted}.", counted=_count_text(all_of_them))
        return [nodes.paragraph("", told)] if all_of_them.people != many else []
    address = links.book.report.settings.web_address
    where = say("the web edition ({address})", address=address) if address else say("the web edition")
    return [nodes.paragraph(
        "", say("The report has {counted}. This edition prints {shown} of them in full: {rule}. "
                "The other {rest}, and what became of each, are in {where} and its file {file}.", counted=_count_text(all_of_them),
                shown=number(len(shown)), rule=say(rule), rest=number(many - len(shown)), where=where, file=CSV),
        classes=["contributions-left-out"])]


def _withdrawn(links: Links) -> list[nodes.Node]:
    found, _ = read_withdrawn(links.book.report.paths)
    if not found:
        return []
    told = say_many("One contribution was withdrawn, and is no longer shown.",
                    "{count} contributions were withdrawn, and are no longer shown.", len(found))
    return [nodes.paragraph("", told, classes=["contributions-withdrawn"])]


def _entry(contribution: Contribution, all_of_them: "Contributions", links: Links) -> nodes.section:
    entry = nodes.section("", ids=[f"contribution-{contribution.id}"], classes=["contribution"])
    entry += nodes.title("", "", words(contribution.title, contribution.front.language))
    entry += _author_line(contribution, all_of_them)
    entry += _campaign(contribution, all_of_them, links)
    entry += text_of(contribution, links.book.report.settings.language)
    front = contribution.front
    if front.asks:
        asks = say("Asks ({basis}):", basis=say(ASKS_BASES[front.asks_basis])) if front.asks_basis else say("Asks:")
        entry += nodes.paragraph("", f"{asks} ", words("; ".join(front.asks), front.language), nodes.Text("."),
                                 classes=["contribution-asks"])
    if front.source:
        line = nodes.paragraph("", say("Published statement, in our words. Source:") + " ", classes=["source-line"])
        line += links.sources([front.source])
        line += nodes.Text(f", {front.locator}" if front.locator else "")
        entry += line
    if front.case_study in links.book.index.profiles:
        line = nodes.paragraph("", say("About:") + " ", classes=["contribution-about"])
        line += links.profile(front.case_study)
        entry += line
    if front.note:
        entry += nodes.paragraph("", say("Editors’ note: {note}", note=front.note), classes=["caveat"])
    entry += _outcome(contribution, all_of_them, links)
    mentions = links.book.index.mentions.get(contribution.id)
    if mentions:
        line = nodes.paragraph("", say("Mentioned in:") + " ", classes=["contribution-mentions"])
        line += joined(links.chapter(page) for page in mentions)
        entry += line
    return entry


def _author_line(contribution: Contribution, all_of_them: "Contributions") -> nodes.paragraph:
    front, label = contribution.front, all_of_them.vocabulary.label
    facts = [
        contribution.credit_line(),
        say(KINDS[front.kind]),
        label("organisation_types", front.contributor.organisation_type),
        label("regions", front.contributor.region),
        say("Theme: {theme}", theme=label("themes", front.theme)),
    ]
    if front.language:
        facts.append(say("Language: {language}", language=name_of_language(front.language)))
    if front.claims:
        facts.append(say("Speaks to: {claims}", claims=", ".join(label("claims", claim) for claim in front.claims)))
    return nodes.paragraph("", " · ".join(facts), classes=["contribution-facts"])


def _campaign(contribution: Contribution, all_of_them: "Contributions", links: Links) -> list[nodes.Node]:
    """How many people stand behind a text that more than one sent, of which kinds and from where, and its variants."""
    if head := contribution.front.variant_of:
        line = nodes.paragraph("", say("A variant of") + " ", classes=["contribution-campaign"])
        line += links.contribution(head)
        same = all_of_them.senders(contribution.id)
        line += nodes.Text(say(", sent in these words by {people} people.", people=number(same)) if same > 1
                           else say(", in some other words."))
        return [line]
    campaign, label = all_of_them.campaign(contribution.id), all_of_them.vocabulary.label
    if campaign.people == 1:
        return []

    def counted(name: str, terms: Mapping[str, int]) -> str:
        return ", ".join(f"{label(name, term)} ({number(many)})" for term, many in terms.items())

    told = {"people": number(campaign.people), "kinds": counted("organisation_types", campaign.organisation_types),
            "places": counted("regions", campaign.regions)}
    if campaign.texts == 1:
        shown = say("A campaign: {people} people sent these words. Kinds: {kinds}. Places: {places}.", **told)
    else:
        shown = say("A campaign: {people} people sent these words or nearly these, in {texts} texts; {same} of them sent exactly this one. "
                    "Kinds: {kinds}. Places: {places}.", texts=number(campaign.texts), same=number(campaign.same), **told)
    made: list[nodes.Node] = [nodes.paragraph("", shown, classes=["contribution-campaign"])]
    variants = all_of_them.variants.get(contribution.id, ())
    if variants and links.builder.name != "print":
        line = nodes.paragraph("", say("Variants:") + " ", classes=["contribution-campaign"])
        line += joined((links.contribution(variant) for variant in variants[:NAMED_VARIANTS]), "; ")
        more = len(variants) - NAMED_VARIANTS
        line += nodes.Text(say("; and {more} more, which the list and its table name as variants of this one.", more=number(more))
                           if more > 0 else ".")
        made.append(line)
    return made


def _outcome(contribution: Contribution, all_of_them: "Contributions", links: Links) -> nodes.Node:
    disposition = all_of_them.disposition_of(contribution.id)
    made = nodes.container("", classes=["disposition"])
    if disposition is None:
        made += nodes.paragraph("", say("What became of it: not decided yet."))
        return made
    line = nodes.paragraph("", say("What became of it:") + " ")
    line += nodes.strong("", say(STATUSES[disposition.status]))
    line += nodes.Text(f". {disposition.reason}" if disposition.reason else "")
    made += line
    uses = nodes.bullet_list()
    for use in disposition.uses:
        item = nodes.paragraph("", f"{say(STANCE_HEADINGS[use.stance])} ")
        if use.conclusion in links.book.index.conclusions:
            item += links.conclusion(use.conclusion)
        else:
            item += nodes.Text(use.conclusion)
        item += nodes.Text(f" {say('in')} ")
        item += links.chapter(use.chapter)
        item += nodes.Text(f": {use.how}")
        uses += nodes.list_item("", item)
    if len(uses):
        made += uses
    return made

"""Links from any page to what the book's index knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.ground.interface_words import marked, number, say, say_as
from coproduce.publish.placement import ListPage
from coproduce.sphinx_ext.nodes import value
from coproduce.sphinx_ext.passages import words

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from coproduce.publish.publication import Publication

#: Sources named in full in a line; of more, the numbers are given.
MOST_NAMED = 3
#: Contributions named in a line about a source or a case study; of more, the first and how many more.
MOST_CONTRIBUTIONS = 20


@dataclass(frozen=True)
class Links:
    """Makes references from the page ``page``."""

    book: "Publication"
    builder: "Builder"
    page: str

    def to_page(self, page: str, text: str | nodes.Node, anchor: str = "", classes: Iterable[str] = ()) -> nodes.Node:
        shown = nodes.Text(text) if isinstance(text, str) else text
        uri = self.builder.get_relative_uri(self.page, page)
        uri += f"#{anchor}" if anchor else ""
        return nodes.reference("", "", shown, refuri=uri or "#", internal=True, classes=list(classes))

    def to_part(self, part: str, text: str, anchor: str = "", classes: Iterable[str] = ()) -> nodes.Node:
        """A link into a list of the book; plain text if the book has no such list."""
        page = self.book.index.place(part, anchor, in_print=self.builder.name == "print")
        if page is None:
            return nodes.inline("", text, classes=list(classes))
        return self.to_page(page, text, anchor, classes)

    def source_number(self, id_: str, kind: str = "source") -> nodes.Node:
        number = self.book.index.source_numbers[id_]
        return self.to_part("sources-list", f"[{number}]", f"source-{id_}", [kind])

    def sources(self, ids: Iterable[str]) -> list[nodes.Node]:
        """Sources for a line below a figure: named if they are few, else numbered."""
        numbers, known = self.book.index.source_numbers, self.book.report.data.sources()
        ids = sorted(ids, key=numbers.__getitem__)
        if len(ids) <= MOST_NAMED:
            return joined(
                (
                    self.to_part("sources-list", f"[{numbers[i]}] {known[i].short}", f"source-{i}", ["source-name"])
                    for i in ids
                ),
                "; ",
            )
        parts: list[nodes.Node] = []
        for run in _runs(ids, numbers):
            if len(run) > 2:
                part = nodes.inline("", "", self.source_number(run[0], "source-number"))
                part += [nodes.Text(f" {say_as('between numbers', 'to')} "), self.source_number(run[-1], "source-number")]
                parts.append(part)
            else:
                parts += [self.source_number(i, "source-number") for i in run]
        return joined(parts)

    def contribution(self, id_: str, text: str = "") -> nodes.Node:
        named = self.book.report.contributions[id_]
        # Quotation marks around the title are those of the sentence that it stands in; words of an author are not marked.
        in_title = text.strip("‘’‚") in ("", named.title)
        said = words(text or named.title, named.front.language) if in_title else nodes.Text(text)
        page = self.book.index.placement.page_of(id_, in_print=self.builder.name == "print")
        if page is None:
            return nodes.inline("", "", said, classes=["contribution-link"])
        return self.to_page(page, said, f"contribution-{id_}", ["contribution-link"])

    def contributions(self, ids: Iterable[str], most: int = MOST_CONTRIBUTIONS) -> list[nodes.Node]:
        """Links to contributions; of more than ``most`` the first, and how many more the list holds."""
        ids = list(ids)
        parts = [self.contribution(id_) for id_ in (ids if len(ids) <= most else ids[: most - 1])]
        if len(ids) > most:
            parts.append(self.to_part("contributions-list", say("{number} more contributions", number=number(len(ids) - most + 1))))
        return parts

    def profile(self, id_: str, text: str = "") -> nodes.Node:
        """A link to the profile of a row; its id as text if there is none."""
        page, profile = self.book.index.profiles.get(id_, ("", None))
        if profile is None:
            return nodes.inline("", text or id_)
        return self.to_page(page, text or profile.title, profile.anchor, ["profile-link"])

    def conclusion(self, name: str, text: str = "") -> nodes.Node:
        found = self.book.index.conclusions[name]
        return self.to_page(found.page, text or found.label, found.anchor, ["conclusion-link"])

    def record(self, name: str) -> nodes.Node:
        """A figure or table as "Figure 3", linked."""
        env = self.builder.env
        for page, kinds in env.toc_fignumbers.items():
            for kind, label in (("figure", marked("Figure {number}")), ("table", marked("Table {number}"))):
                if name in kinds.get(kind, {}):
                    return self.to_page(page, say(label, number=".".join(map(str, kinds[kind][name]))), name)
        return nodes.inline("", name)

    def value(self, name: str, form: str = "text") -> value:
        return value("", getattr(self.book.results.values[name], form), name=name)

    def chapter(self, page: str) -> nodes.Node:
        return self.to_page(page, self.book.index.titles.get(page, page))


def _runs(ids: list[str], numbers: dict[str, int]) -> list[list[str]]:
    """``ids`` cut where their numbers do not follow each other."""
    runs: list[list[str]] = []
    for id_ in ids:
        if runs and numbers[id_] == numbers[runs[-1][-1]] + 1:
            runs[-1].append(id_)
        else:
            runs.append([id_])
    return runs


def page_numbers(pages: Sequence[ListPage], links: Links) -> list[nodes.Node]:
    """A link to each page of a list, by its number, below a line that says so."""
    made = nodes.bullet_list("", classes=["page-numbers"])
    for page in pages:
        made += nodes.list_item("", nodes.paragraph("", "", links.to_page(page.name, str(page.number))))
    return [nodes.paragraph("", say("Page:") if len(pages) == 1 else say("Pages:"), classes=["page-numbers-label"]), made]


def joined(parts: Iterable[nodes.Node], between: str = ", ") -> list[nodes.Node]:
    """``parts`` with text between them."""
    made: list[nodes.Node] = []
    for part in parts:
        if made:
            made.append(nodes.Text(between))
        made.append(part)
    return made

"""Builds the book's index from the doctrees, once all pages are read.

Everything that needs the whole book is decided here, in reading order: the
numbers of sources and conclusions, and where each value, source and
contribution is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from docutils import nodes

from coproduce.evidence.records import Record
from coproduce.ground.interface_words import say
from coproduce.publish.book_index import KINDS, BookIndex, ConclusionSpec, NumberedConclusion
from coproduce.publish.placement import Placement
from coproduce.publish.row_placement import place_rows
from coproduce.publish.sphinx_problems import warn, warn_unknown
from coproduce.source.conclusion_facts import FACTS
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.catalogue import catalogue_counts
from coproduce.sphinx_ext.headings import waiting_headings
from coproduce.sphinx_ext.openings import opening

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from coproduce.publish.publication import Publication


def build_index(env: "BuildEnvironment", book: "Publication") -> BookIndex:
    """The index of a book whose pages are all read; warns of names that do not exist."""
    pages = _in_reading_order(env)
    titles = {page: env.titles[page].astext() for page in pages if page in env.titles}
    index = BookIndex(pages, titles)
    reader = _Reader(index, book)
    for page in pages:
        doctree = env.get_doctree(page)
        reader.read(page, doctree)
        if waiting := waiting_headings(doctree):
            index.headings[page] = waiting
        index.openings[page] = opening(doctree)
    index.placement = Placement(
        index.parts.get("contributions-list", ""), book.report.contributions, frozenset(index.mentions))
    numbers = index.source_numbers
    index.rows = place_rows(index.parts, (("sources-list", "source-", sorted(numbers, key=numbers.__getitem__)),
                                          ("ledger", "value-", book.results.values)))
    reader.check_names()
    reader.check_checked()
    for fault in catalogue_counts(env, index, book.results.values, indexed_nodes):
        warn(*fault)
    return index


#: What the index is made from.
_INDEXED = (own.value, own.registered_value, own.report_figure, nodes.table, own.source_reference, own.object_reference,
         own.conclusion, own.pending_page_part, own.pending_profiles)
_nodes_of: WeakKeyDictionary[nodes.document, tuple[nodes.Element, ...]] = WeakKeyDictionary()


def indexed_nodes(doctree: nodes.document) -> tuple[nodes.Element, ...]:
    """What a page tells the index, in its order; found once for a doctree that is kept."""
    if doctree not in _nodes_of:
        _nodes_of[doctree] = tuple(node for node in doctree.findall(nodes.Element) if isinstance(node, _INDEXED))
    return _nodes_of[doctree]


class _Reader:
    def __init__(self, index: BookIndex, book: "Publication"):
        self.index = index
        self.values = book.results.values
        self.shown: dict[str, Record] = {**book.results.figures, **book.results.tables}
        self.contributions = book.report.contributions
        self.counts = dict.fromkeys(KINDS, 0)
        self.where: dict[str, nodes.Node] = {}
        self.references: list[tuple[nodes.Node, str]] = []
        self.profile_references: list[tuple[nodes.Node, str]] = []
        self.book = book

    def read(self, page: str, doctree: nodes.document) -> None:
        for node in indexed_nodes(doctree):
            if isinstance(node, (own.value, own.registered_value)):
                self._value(page, node)
            elif isinstance(node, (own.report_figure, nodes.table)):
                record = self.shown.get(node["names"][0]) if node["names"] else None
                if record is not None:
                    self._cite(page, record.name, record)
            elif isinstance(node, own.source_reference) and node["form"] == "number":
                self._cite_ids(page, "text", node["sources"])
            elif isinstance(node, own.object_reference):
                self._reference(page, node)
            elif isinstance(node, own.conclusion):
                self._conclusion(page, node)
            elif isinstance(node, own.pending_page_part):
                self._part(page, node["part"])
            elif isinstance(node, own.pending_profiles):
                self._profiles(page, node)

    def _value(self, page: str, node: own.value | own.registered_value) -> None:
        if isinstance(node, own.value):
            _add(self.index.value_pages, node["name"], page)
        else:
            self.index.registered_on[node["name"]] = page
        self._cite(page, "value", self.values[node["name"]])

    def _reference(self, page: str, node: own.object_reference) -> None:
        if node["kind"] == "contribution":
            _add(self.index.mentions, node["name"], page)
        elif node["kind"] == "profile":
            self.profile_references.append((node, node["name"]))
        else:
            self.references.append((node, node["name"]))

    def check_names(self) -> None:
        """Warn of every name in a conclusion, or of one, that does not exist."""
        action = "Correct the name, or register it in a chapter."
        for conclusion in self.index.conclusions.values():
            node, spec = self.where[conclusion.spec.name], conclusion.spec
            for name in spec.values:
                if name not in self.values:
                    warn_unknown(node, "value", name, self.values, action)
            for name in spec.figures:
                if name not in self.shown:
                    warn_unknown(node, "figure or table", name, self.shown, action)
        for node, name in self.references:
            if name not in self.index.conclusions:
                warn_unknown(node, "conclusion", name, self.index.conclusions,
                             "Correct the name, or write the conclusion.")
        for node, name in self.profile_references:
            if name not in self.index.profiles:
                warn_unknown(node, "profile", name, self.index.profiles,
                             "Use the id of a row whose table a page shows with the directive ‘profiles’.")

    def check_checked(self) -> None:
        """Warn of every name whose facts a page says were checked, and that does not exist."""
        known = {*self.values, *self.index.conclusions}
        for page in self.index.pages:
            matter = self.book.matter(page)
            for name in matter.checked:
                if name not in known:
                    warn_unknown((page, matter.checked_lines[name]), "value, conclusion or recommendation", name,
                                 known, "Correct the name under ‘coproduce: checked:’, or delete the line.")

    def _profiles(self, page: str, node: own.pending_profiles) -> None:
        for profile in self.book.profiles(node["table"]):
            if profile.id in self.index.profiles:
                warn(node, "duplicate-profile", f"there is already a profile called ‘{profile.id}’ on "
                     f"{self.index.profiles[profile.id][0]}.md", "each profile once in the book",
                     "Show the table once, and give rows of different tables different ids.")
                continue
            self.index.profiles[profile.id] = page, profile
            self._cite_ids(page, f"profile:{profile.id}", profile.sources)

    def _conclusion(self, page: str, node: own.conclusion) -> None:
        spec: ConclusionSpec = node["spec"]
        if spec.name in self.where:
            warn(node, "duplicate-conclusion", f"the name ‘{spec.name}’ is already that of a conclusion in "
                 f"{self.index.conclusions[spec.name].page}.md", "a name of its own", "Rename one of the two.")
            return
        self.where[spec.name] = node
        self.counts[spec.kind] += 1
        used = tuple(dict.fromkeys(v["name"] for v in node.findall(own.value)))
        made = NumberedConclusion(spec, self.counts[spec.kind], page, node[0].astext(), used, _fact_texts(node))
        self.index.conclusions[spec.name] = made
        for name in made.values:
            if name in self.values:
                _add(self.index.value_pages, name, page)

    def _part(self, page: str, part: str) -> None:
        self.index.parts.setdefault(part, page)
        _add(self.index.part_pages, part, page)
        if part == "contributions-list":
            for contribution in self.contributions.values():
                if contribution.front.source:
                    self._cite_ids(page, f"contribution:{contribution.id}", [contribution.front.source])

    def _cite(self, page: str, what: str, record: Record) -> None:
        self._cite_ids(page, what, (s.id for s in record.sources))

    def _cite_ids(self, page: str, what: str, ids: Iterable[str]) -> None:
        for id_ in ids:
            self.index.source_numbers.setdefault(id_, len(self.index.source_numbers) + 1)
            _add(self.index.source_uses, id_, (page, what))


def _fact_texts(node: own.conclusion) -> dict[str, str]:
    """The facts of a conclusion as text: what follows the word in bold."""
    words = {f"{say(word)}:": key for key, word in FACTS.items()}
    found = {}
    for fact in node.findall(nodes.inline):
        if "conclusion-fact" not in fact["classes"]:
            continue
        key = words.get(fact[0].astext().strip())
        if key:
            found[key] = " ".join("".join(child.astext() for child in fact.children[1:]).split())
    return found


def _in_reading_order(env: "BuildEnvironment") -> tuple[str, ...]:
    order: list[str] = []

    def visit(page: str) -> None:
        if page not in order:
            order.append(page)
            for child in env.toctree_includes.get(page, ()):
                visit(child)

    visit(env.config.root_doc)
    return tuple(order)


def _add(lists: dict, key, item) -> None:
    found = lists.setdefault(key, [])
    if item not in found:
        found.append(item)

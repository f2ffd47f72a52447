"""What is where in the book: which page shows each value, source, conclusion, contribution."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import marked_words, say
from coproduce.publish.placement import Placement
from coproduce.publish.row_placement import RowPlacement

if TYPE_CHECKING:
    from docutils import nodes

    from coproduce.profiles.content import Profile

KINDS = marked_words({"conclusion": "Conclusion", "recommendation": "Recommendation"})


@dataclass(frozen=True)
class ConclusionSpec:
    """What a directive says: ``values``, ``figures`` (and tables)
    are names of records; ``facts`` is what :data:`FACTS` lists; ``statement`` is the body as written,
    in which numbers stand as roles."""

    kind: str
    name: str
    title: str
    values: tuple[str, ...]
    figures: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    statement: str = ""


@dataclass(frozen=True)
class NumberedConclusion:
    """A conclusion with its number and the page that argues it.

    ``title`` is as readers see it. ``used`` holds the names of registered values
    in its statement, beside those that its options list. ``fact_texts`` are its facts as plain
    text, as readers see them.
    """

    spec: ConclusionSpec
    number: int
    page: str
    title: str
    used: tuple[str, ...] = ()
    fact_texts: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """For example "Recommendation 3"."""
        return f"{say(KINDS[self.spec.kind])} {self.number}"

    @property
    def anchor(self) -> str:
        return f"conclusion-{self.spec.name}"

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.spec.values, *self.used)))


@dataclass
class BookIndex:
    """Pages are names without ending. Lists are in reading order, without repeats.

    ``source_numbers`` counts from 1 in the order of first mention. ``parts`` maps
    ``sources-list`` and its like to the page that links lead to, ``part_pages`` to all that hold it, ``profiles`` the id of
    a profile to its page and content. ``openings`` holds each page's first
    paragraph as plain text; ``placement`` says where each contribution stands, ``rows`` the same of
    sources and numbers, by the part that lists them.
    ``headings`` are those, by page, whose words are known only once figures are numbered.
    """

    pages: tuple[str, ...]
    titles: dict[str, str]
    source_numbers: dict[str, int] = field(default_factory=dict)
    source_uses: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    value_pages: dict[str, list[str]] = field(default_factory=dict)
    registered_on: dict[str, str] = field(default_factory=dict)
    conclusions: dict[str, NumberedConclusion] = field(default_factory=dict)
    mentions: dict[str, list[str]] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    part_pages: dict[str, list[str]] = field(default_factory=dict)
    profiles: dict[str, tuple[str, Profile]] = field(default_factory=dict)
    openings: dict[str, str] = field(default_factory=dict)
    placement: Placement = field(default_factory=Placement)
    headings: dict[str, list["nodes.title"]] = field(default_factory=dict)
    rows: dict[str, RowPlacement] = field(default_factory=dict)

    def place(self, part: str, anchor: str = "", in_print: bool = False) -> str | None:
        """The page of a list on which ``anchor`` stands; ``None`` if the book has no such list. In print it is one."""
        page, rows = self.parts.get(part), self.rows.get(part)
        return rows.page_of(anchor) if rows and not in_print else page

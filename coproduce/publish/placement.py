"""Where each contribution stands: all on one page, or on many pages if there are many.

Every link to a contribution asks :meth:`Placement.page_of`. The address
``<list page>#contribution-ID`` holds for good: where the list is on many pages,
its first page leads on to the right one (``scripts/lists.js``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from coproduce.contributions.accounting import Voice, voices
from coproduce.ground.interface_words import marked

if TYPE_CHECKING:
    from coproduce.contributions.files import Contributions

#: Up to here one page holds them all: about 300 kB of HTML with long texts.
ON_ONE_PAGE = 100
#: Contributions in full on a page of a longer list: about 60 to 120 kB of HTML.
PER_PAGE = 50
#: Titles on a page that lists the voices of a conclusion: about 60 kB.
TITLES_PER_PAGE = 250
#: Voices that a conclusion names for each stance, in a report with many.
NAMED = 6
#: Contributions that paged formats print in full: about 80 pages of small type.
PRINTED = 500


@dataclass(frozen=True)
class ListPage:
    """A page of a list: its name, the ``number``-th of ``of`` about ``about``, and what stands on it (``ids``)."""

    name: str
    about: str
    number: int
    of: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Placement:
    """The pages on which contributions stand.

    ``list_page`` is the page with the directive, "" if the book has none.
    ``mentioned`` are the contributions that the text names.
    """

    list_page: str = ""
    contributions: "Contributions | None" = None
    mentioned: frozenset[str] = frozenset()

    @property
    def many(self) -> bool:
        """Whether the list is on several pages."""
        return bool(self.list_page) and len(self.contributions or ()) > ON_ONE_PAGE

    def page_of(self, id_: str, in_print: bool = False) -> str | None:
        """The page that shows a contribution in full; ``None`` if the book has no list."""
        if not self.list_page:
            return None
        if not self.many or (in_print and id_ in self.printed):
            return self.list_page
        return self._places[id_]

    @cached_property
    def pages(self) -> tuple[ListPage, ...]:
        """The pages of a list on several, by theme in the vocabulary's order."""
        if self.contributions is None or not self.many:
            return ()
        by_theme: dict[str, list[str]] = {theme: [] for theme in self.contributions.vocabulary.terms("themes")}
        for contribution in self.contributions.values():
            by_theme[contribution.front.theme].append(contribution.id)
        return tuple(
            page for theme, ids in by_theme.items() for page in _cut(f"{self.list_page}-{theme}", theme, ids, PER_PAGE)
        )

    @cached_property
    def voices(self) -> dict[str, list[Voice]]:
        """The voices on each conclusion that has any, in the order of :func:`voices`."""
        found: dict[str, list[Voice]] = {}
        for voice in voices(self.contributions) if self.contributions else ():
            found.setdefault(voice.conclusion, []).append(voice)
        return found

    def voices_pages(self, conclusion: str) -> tuple[ListPage, ...]:
        """The pages that list the titles of all who bear on a conclusion; none if it names them itself."""
        heard = self.voices.get(conclusion, [])
        if not self.many or len(most_diverse(heard)) == len(heard):
            return ()
        ids = [voice.contribution for voice in heard]
        return _cut(f"{self.list_page}-on-{conclusion}", conclusion, ids, TITLES_PER_PAGE)

    @property
    def printed(self) -> frozenset[str]:
        """The contributions that paged formats show in full."""
        return self.selection[0]

    @cached_property
    def selection(self) -> tuple[frozenset[str], str]:
        """What paged formats print, and by which rule, in words.

        All but the variants of a campaign's text, up to :data:`PRINTED`. Of more, those
        that bear on a conclusion; if they too are more, those that the text or a conclusion names.
        """
        given = self.contributions.values() if self.contributions else ()
        everyone = frozenset(one.id for one in given if not one.front.variant_of or one.id in self.mentioned)
        if len(everyone) <= PRINTED:
            return everyone, marked("all") if len(everyone) == len(given) else marked("all but the variants of a campaign's text")
        used = {voice.contribution for heard in self.voices.values() for voice in heard} | self.mentioned
        if len(used) <= PRINTED:
            return frozenset(used), marked("those that bear on a conclusion or recommendation, or that the text names")
        named = {voice.contribution for heard in self.voices.values() for voice in most_diverse(heard)} | self.mentioned
        return frozenset(named), marked("those that the text names, and some that bear on each conclusion or recommendation")

    @cached_property
    def _places(self) -> dict[str, str]:
        return {id_: page.name for page in self.pages for id_ in page.ids}


def most_diverse(heard: Iterable[Voice]) -> list[Voice]:
    """At most :data:`NAMED` voices of each stance, from as many kinds of contributor and regions as can be."""
    by_stance: dict[str, dict[tuple[str, str], list[Voice]]] = {}
    for voice in heard:
        origin = voice.organisation_type, voice.region
        by_stance.setdefault(voice.stance, {}).setdefault(origin, []).append(voice)
    chosen = []
    for origins in by_stance.values():
        turn = 0
        of_stance: list[Voice] = []
        while len(of_stance) < NAMED and any(turn < len(group) for group in origins.values()):
            of_stance += [group[turn] for group in origins.values() if turn < len(group)]
            turn += 1
        chosen += of_stance[:NAMED]
    return chosen


def _cut(name: str, about: str, ids: list[str], size: int) -> tuple[ListPage, ...]:
    """Pages of ``size`` ids; the first one's number is 1."""
    starts = range(0, len(ids), size)
    return tuple(
        ListPage(f"{name}-{number}", about, number, len(starts), tuple(ids[start : start + size]))
        for number, start in enumerate(starts, start=1)
    )

"""What the pages are made from: a report, its executed chapters, the book's index."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from coproduce.ground.file_cache import StepCache
from coproduce.ground.read_input import read_page_input
from coproduce.publish.build_state import CurrentBuild
from coproduce.source.front_matter import read_front_matter
from coproduce.source.inputs import toolchain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.evidence.records import FigureRecord
    from coproduce.execution.results import Results
    from coproduce.ground.git_revision import Revision
    from coproduce.profiles.content import Profile
    from coproduce.profiles.spec import Spec
    from coproduce.publish.book_index import BookIndex
    from coproduce.publish.build_state import PreviousBuild
    from coproduce.report import Report
    from coproduce.source.front_matter import FrontMatter


@dataclass
class Publication:
    """A report on its way to the page. ``index`` is set once all pages are read; asking earlier is an error.

    ``written_pages`` are the names of all pages of the web edition so far,
    chapters or not; ``shows_code`` says whether one of them shows code in colours.
    """

    report: "Report"
    results: "Results"
    index: "BookIndex" = field(init=False, repr=False, compare=False)
    written_pages: list[str] = field(default_factory=list)
    shows_code: bool = False
    #: Figures whose files are written already, with the record and the notes that they were written from.
    drawn_figures: "dict[str, tuple[FigureRecord, list[str]]]" = field(default_factory=dict, repr=False, compare=False)
    #: The files that the report is made from, by checksum (none: nothing is kept), the last build of the book, and this one.
    inputs: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    previous: "PreviousBuild | None" = field(default=None, repr=False, compare=False)
    current: CurrentBuild = field(default_factory=CurrentBuild, repr=False, compare=False)
    #: Filled when :func:`coproduce.publish.ledger.ledger` is first asked for it.
    ledger: dict[str, Any] | None = field(default=None, repr=False, compare=False)
    _texts: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _matters: "dict[str, FrontMatter]" = field(default_factory=dict, repr=False, compare=False)
    _profiles: "dict[str, list[Profile]]" = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def revision(self) -> "Revision":
        from coproduce.ground.git_revision import read_revision

        return read_revision(self.report.paths.root, self.report.settings.date)

    def text(self, page: str) -> str:
        """A page as it stands in the book; "" for one that the build made."""
        if page not in self._texts:
            file = self.report.paths.chapter(page)
            self._texts[page] = read_page_input(file, self.report.paths.relative(file)) if file.is_file() else ""
        return self._texts[page]

    def matter(self, page: str) -> "FrontMatter":
        """What a page declares."""
        if page not in self._matters:
            path = self.report.paths.relative(self.report.paths.chapter(page))
            self._matters[page] = read_front_matter(self.text(page), path)[0]
        return self._matters[page]

    def take_over(self, old: "Publication", changed: Collection[str]) -> None:
        """Take over what ``old`` knows of all pages but those in ``changed``, whose text may be another."""
        self._texts = {page: text for page, text in old._texts.items() if page not in changed}
        self._matters = {page: matter for page, matter in old._matters.items() if page not in changed}
        self.drawn_figures = old.drawn_figures
        if self.report.data is old.report.data and "specs" in vars(old):
            self.specs, self._profiles = old.specs, old._profiles

    @cached_property
    def step_cache(self) -> StepCache:
        """What costly steps gave when they were last made."""
        return StepCache(self.report.paths.cache / "steps", toolchain())

    @cached_property
    def page_dates(self) -> dict[str, str]:
        """When each page last changed (ISO), where that is known."""
        from coproduce.publish.page_dates import page_dates

        return page_dates(
            self.report, self.index, {page: self.matter(page).inputs for page in self.index.pages}, self.history)

    @cached_property
    def history(self) -> dict[str, int]:
        """When each file that pages are made from was last changed."""
        from coproduce.publish.page_dates import history

        return history(self.report)

    def profiles(self, table: str) -> "list[Profile]":
        """The profiles of a table's rows."""
        from coproduce.profiles.content import fill

        if table not in self._profiles:
            self._profiles[table] = list(fill(self.specs[table], self.report.data))
        return self._profiles[table]

    @cached_property
    def specs(self) -> "dict[str, Spec]":
        """What profiles show, by table."""
        from coproduce.profiles.spec import read_specs

        return read_specs(self.report)


_provided: dict[Path, Publication] = {}


def provide(report: "Report", results: "Results") -> Publication:
    """Let the next application over ``report``'s book use these results."""
    made = _provided[report.paths.book.resolve()] = Publication(report, results)
    return made


def take_provided(book: Path) -> Publication | None:
    """What :func:`provide` left for the book in this folder, once."""
    return _provided.pop(book.resolve(), None)


_prepared: WeakKeyDictionary["Sphinx", Publication] = WeakKeyDictionary()


def hand_over(app: "Sphinx", prepared: Publication) -> None:
    """Let :func:`publication` find what the extension prepared for ``app``."""
    _prepared[app] = prepared


def publication(app: "Sphinx") -> Publication:
    """What the extension prepared for ``app``."""
    return _prepared[app]

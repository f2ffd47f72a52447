"""What the extension works on: a report, its executed chapters, the book's index.

``coproduce build`` hands over what it has executed with :func:`provide`. Under
any other caller :func:`publication` checks and executes the report that holds
the book's source folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.report import NotAReport, Report

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.execution.results import Results
    from coproduce.profiles.spec import Spec
    from coproduce.revision import Revision
    from coproduce.sphinx_ext.index import BookIndex


@dataclass
class Publication:
    """A report on its way to the page. ``index`` is there once all pages are read.

    ``written_pages`` are the names of all pages of the web edition so far,
    chapters or not; ``shows_code`` says whether one of them shows code in colours.
    """

    report: Report
    results: "Results"
    index: "BookIndex | None" = None
    written_pages: list[str] = field(default_factory=list)
    shows_code: bool = False

    @cached_property
    def revision(self) -> "Revision":
        from coproduce.revision import read_revision

        return read_revision(self.report.paths.root, self.report.settings.date)

    @cached_property
    def page_dates(self) -> dict[str, str]:
        """When each page last changed (ISO), where that is known."""
        from coproduce.sphinx_ext.page_dates import page_dates

        return page_dates(self)

    @cached_property
    def specs(self) -> "dict[str, Spec]":
        """What profiles show, by table."""
        from coproduce.profiles.spec import read_specs

        return read_specs(self.report)


_provided: dict[Path, Publication] = {}


def provide(report: Report, results: "Results") -> None:
    """Let the next application over ``report``'s book use these results."""
    _provided[report.paths.book.resolve()] = Publication(report, results)


def prepare(app: "Sphinx") -> Publication:
    """The publication of ``app``; checks and executes the report if nobody did.

    Raises :class:`sphinx.errors.ExtensionError` naming every problem found.
    """
    from coproduce.execution import reader

    found = _provided.pop(Path(app.srcdir).resolve(), None)
    if found is None:
        found = _from_folder(app)
    reader.use(found.results)
    app.coproduce_publication = found
    return found


def publication(app: "Sphinx") -> Publication:
    """What :func:`prepare` prepared for ``app``."""
    return app.coproduce_publication


def _from_folder(app: "Sphinx") -> Publication:
    from sphinx.errors import ExtensionError

    from coproduce.checks import check
    from coproduce.execution.runner import execute
    from coproduce.problems import ProblemsFound, stop_if_any

    try:
        report = Report.find(app.srcdir)
        stop_if_any(check(report))
        return Publication(report, execute(report))
    except (NotAReport, ProblemsFound) as error:
        raise ExtensionError(f"\n{error}", modname="coproduce") from error

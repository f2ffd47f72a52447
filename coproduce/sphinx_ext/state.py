"""Prepares what the extension works on: a report and its executed chapters.

``coproduce build`` hands over what it has executed with
:func:`coproduce.publish.publication.provide`. Under any other caller the report
that holds the book's source folder is checked and executed here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.country import use_country
from coproduce.ground.interface_words import use_language
from coproduce.publish.publication import Publication, hand_over, take_provided
from coproduce.report import NotAReport, Report

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def prepare(app: "Sphinx") -> Publication:
    """The publication of ``app``; checks and executes the report if nobody did.

    Raises :class:`sphinx.errors.ExtensionError` naming every problem found.
    """
    from coproduce.execution import reader

    found = take_provided(Path(app.srcdir))
    if found is None:
        found = _from_folder(app)
    reader.use(found.results, as_it_is=found.report.paths.is_book)
    use_language(found.report.settings.interface_language)
    use_country(found.report.settings.country)
    hand_over(app, found)
    return found


def _from_folder(app: "Sphinx") -> Publication:
    from sphinx.errors import ExtensionError

    from coproduce.check import check
    from coproduce.execution.runner import execute
    from coproduce.ground.problems import ProblemsFound, stop_if_any

    try:
        report = Report.find(app.srcdir)
        stop_if_any(check(report))
        return Publication(report, execute(report))
    except (NotAReport, ProblemsFound) as error:
        raise ExtensionError(f"\n{error}", modname="coproduce") from error

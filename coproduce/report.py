"""The one object that knows a report's folder and what is in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.check_cache import CheckCache
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.source.folders import paths_of
from coproduce.source.paths import Paths

if TYPE_CHECKING:
    from coproduce.contributions.files import Contributions
    from coproduce.evidence.package import DataPackage
    from coproduce.source.contents import Toc
    from coproduce.source.settings import Settings


class NotAReport(Exception):
    """No folder from here upwards holds ``_config.yml`` and ``_toc.yml``."""


class Report:
    """A report's folder: configuration, contents, data and contributions.

    Parts are read when first asked for and kept. Each part raises
    :class:`coproduce.ground.problems.ProblemsFound` if what it reads is not sound.
    """

    def __init__(self, root: Path | str):
        folder = Path(root).resolve()
        self.paths = paths_of(folder)
        #: What was found and does not stop a build: listed at its end.
        self.reported: list[Problem] = []
        #: In what earlier checks found nothing wrong; a build has it kept.
        self.checks = CheckCache()

    @classmethod
    def find(cls, start: Path | str = ".") -> "Report":
        """The report that ``start`` lies in.

        Raises :class:`NotAReport` if there is none, and
        :class:`coproduce.ground.problems.ProblemsFound` if something other than plain files
        lies among its inputs.
        """
        from coproduce.source.odd_files import check_files

        start = Path(start).resolve()
        for folder in (start, *start.parents):
            if (folder / "_config.yml").is_file() and (folder / "_toc.yml").is_file():
                # Before anything of it is read.
                report = cls(folder)
                stop_if_any(check_files(report.paths))
                return report
        raise NotAReport(
            f"{start}: neither this folder nor one above it holds _config.yml and _toc.yml. "
            "Change to the report's folder, or name it with --report."
        )

    def judge(self, problems: Iterable[Problem], otherwise: str = "") -> list[Problem]:
        """Those of ``problems`` that stop a build; what the report's rules only list is kept in ``reported``.

        ``otherwise`` names the rule for problems whose code belongs to none.
        """
        fatal, listed = self.settings.rules.judge(map(self.placed, problems), otherwise)
        self.note(listed)
        return fatal

    def note(self, problems: Iterable[Problem]) -> None:
        """Keep what is to be listed at the end of a build, each once."""
        self.reported += [problem for problem in dict.fromkeys(problems) if problem not in self.reported]

    def placed(self, problem: Problem) -> Problem:
        """A problem with the file that it stands in, of a document, which knows the page's name and not its folder."""
        usual = Paths(self.paths.root)
        page = problem.path.removeprefix(f"{usual.pages}/").removesuffix(".md")
        if self.paths.pages == usual.pages or page == problem.path or (self.paths.root / problem.path).is_file():
            return problem
        return replace(problem, path=self.paths.relative(self.paths.chapter(page)))

    @cached_property
    def settings(self) -> "Settings":
        from coproduce.source.settings import read_settings

        return read_settings(self.paths)

    @cached_property
    def toc(self) -> "Toc":
        from coproduce.source.contents import read_toc

        return read_toc(self.paths)

    @cached_property
    def data(self) -> "DataPackage":
        from coproduce.evidence.package import DataPackage

        if self.paths.is_book:  # what lies in a folder ‘data’ is the book’s own affair
            return DataPackage.none(self.paths)
        return DataPackage.read(self.paths)

    @cached_property
    def contributions(self) -> "Contributions":
        from coproduce.contributions.files import Contributions

        if self.paths.is_book:
            from coproduce.contributions.vocabulary import Vocabulary

            return Contributions({}, Vocabulary(), {}, self.paths)
        return Contributions.read(self.paths)

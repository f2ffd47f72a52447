"""The one object that knows a report's folder and what is in it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.problems import stop_if_any
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
        self.paths = Paths(Path(root).resolve())

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
                stop_if_any(check_files(Paths(folder)))
                return cls(folder)
        raise NotAReport(
            f"{start}: neither this folder nor one above it holds _config.yml and _toc.yml. "
            "Change to the report's folder, or name it with --report."
        )

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

        return DataPackage.read(self.paths)

    @cached_property
    def contributions(self) -> "Contributions":
        from coproduce.contributions.files import Contributions

        return Contributions.read(self.paths)

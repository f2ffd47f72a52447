"""The one object that knows a report's folder and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coproduce.config import Settings
    from coproduce.contributions.files import Contributions
    from coproduce.evidence.package import DataPackage
    from coproduce.toc import Toc


class NotAReport(Exception):
    """No folder from here upwards holds ``_config.yml`` and ``_toc.yml``."""


@dataclass(frozen=True)
class Paths:
    """Every path of a report, named once. Makes no folders."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / "_config.yml"

    @property
    def toc(self) -> Path:
        return self.root / "_toc.yml"

    @property
    def book(self) -> Path:
        return self.root / "book"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def package(self) -> Path:
        return self.data / "datapackage.yaml"

    @property
    def contributions(self) -> Path:
        return self.root / "contributions"

    @property
    def dispositions(self) -> Path:
        return self.contributions / "dispositions"

    @property
    def lock(self) -> Path:
        return self.root / "requirements.lock"

    @property
    def changelog(self) -> Path:
        """What each edition changed; need not exist."""
        return self.root / "CHANGELOG.md"

    @property
    def run_times(self) -> Path:
        """How long chapters ran when that was last measured; need not exist."""
        return self.root / "docs" / "run-times.json"

    @property
    def words(self) -> Path:
        """Words that the report spells so and no dictionary knows; need not exist."""
        return self.root / "docs" / "words.txt"

    @property
    def build(self) -> Path:
        return self.root / "_build"

    @property
    def html(self) -> Path:
        return self.build / "html"

    @property
    def pdf(self) -> Path:
        return self.build / "pdf"

    @property
    def formats(self) -> Path:
        """What the report is published as besides book and PDF."""
        return self.build / "formats"

    @property
    def cache(self) -> Path:
        """Executed chapters; safe to delete."""
        return self.build / "cache"

    @property
    def work(self) -> Path:
        """Half-finished outputs; never what a reader opens."""
        return self.build / "work"

    @property
    def profiles(self) -> Path:
        """What the profiles of a table's rows show, if the report has any."""
        return self.book / "profiles.yml"

    @property
    def brief(self) -> Path:
        """What the two-page brief holds; need not exist."""
        return self.book / "brief.yml"

    def chapter(self, name: str) -> Path:
        return self.book / f"{name}.md"

    def relative(self, path: Path) -> str:
        """``path`` as messages show it: relative to the report, with slashes."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.as_posix()


class Report:
    """A report's folder: configuration, contents, data and contributions.

    Parts are read when first asked for and kept. Each part raises
    :class:`coproduce.problems.ProblemsFound` if what it reads is not sound.
    """

    def __init__(self, root: Path | str):
        self.paths = Paths(Path(root).resolve())

    @classmethod
    def find(cls, start: Path | str = ".") -> "Report":
        """The report that ``start`` lies in.

        Raises :class:`NotAReport` if there is none.
        """
        start = Path(start).resolve()
        for folder in (start, *start.parents):
            if (folder / "_config.yml").is_file() and (folder / "_toc.yml").is_file():
                return cls(folder)
        raise NotAReport(
            f"{start}: neither this folder nor one above it holds _config.yml and _toc.yml. "
            "Change to the report's folder, or name it with --report."
        )

    @cached_property
    def settings(self) -> "Settings":
        from coproduce.config import read_settings

        return read_settings(self.paths)

    @cached_property
    def toc(self) -> "Toc":
        from coproduce.toc import read_toc

        return read_toc(self.paths)

    @cached_property
    def data(self) -> "DataPackage":
        from coproduce.evidence.package import DataPackage

        return DataPackage.read(self.paths)

    @cached_property
    def contributions(self) -> "Contributions":
        from coproduce.contributions.files import Contributions

        return Contributions.read(self.paths)

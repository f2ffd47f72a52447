"""Every path of a report, named once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

#: What the list of ``_build`` says that it is for, and the file in it that whoever works there locks.
BUILD, LOCK = "builds", "lock"
#: The file in ``_build`` that whoever changes the report's own files locks.
WRITING = "writing"
#: The file that a preview locks for as long as it runs, and the one in its pages that says what they are.
PREVIEW_LOCK, PREVIEW_MARK = "preview-lock", "preview.json"


#: What the files of pages of a Jupyter Book end with.
PAGE_ENDINGS = (".md", ".ipynb", ".rst")


@dataclass(frozen=True)
class Paths:
    """Every path of a report, named once. Makes no folders.

    ``pages`` is the folder of the pages: of a Jupyter Book that is no report, its root (""). ``tables`` is that of
    the data package. :func:`coproduce.source.folders.paths_of` knows what a report calls them.
    """

    root: Path
    pages: str = "book"
    tables: str = "data"

    @property
    def config(self) -> Path:
        return self.root / "_config.yml"

    @property
    def toc(self) -> Path:
        return self.root / "_toc.yml"

    @property
    def book(self) -> Path:
        return self.root / self.pages

    @property
    def data(self) -> Path:
        return self.root / self.tables

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
    def preview(self) -> Path:
        """What a preview shows; never a build."""
        return self.build / "preview"

    @property
    def half_written(self) -> Path:
        """Where files of the report are written before they get their names."""
        return self.build / "intake"

    @property
    def profiles(self) -> Path:
        """What the profiles of a table's rows show, if the report has any."""
        return self.book / "profiles.yml"

    @property
    def brief(self) -> Path:
        """What the two-page brief holds; need not exist."""
        return self.book / "brief.yml"

    @property
    def is_book(self) -> bool:
        """Whether this is any Jupyter Book, and no report."""
        return not self.pages

    def chapter(self, name: str) -> Path:
        """The file of a page: Markdown; in a book that is no report it may be a notebook or reStructuredText."""
        file = self.book / f"{name}.md"
        if self.is_book and not file.is_file():
            others = (self.book / f"{name}{ending}" for ending in PAGE_ENDINGS)
            return next((other for other in others if other.is_file()), file)
        return file

    def relative(self, path: Path) -> str:
        """``path`` as messages show it: relative to the report, with slashes."""
        if ".." not in path.parts and path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()  # without asking the disk
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.as_posix()

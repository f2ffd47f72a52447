"""Which chapters need not run again, and why the others do.

A chapter's outputs are kept with a checksum of each thing that they depend on:
the code of its cells, its declared inputs, the modules beside the chapters that it
imports, the modules of ``coproduce`` it uses, the lock file and the versions of the libraries. The names of those that differ
are the reason that the log gives. A file in the cache that cannot be read counts
as not there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from coproduce.evidence.validation import CACHE_NAME
from coproduce.execution.local_modules import LocalModules
from coproduce.execution.notebook import ChapterSource
from coproduce.execution.results import ChapterResult
from coproduce.execution.warm import ENDING
from coproduce.ground import own_files
from coproduce.ground.checksums import checksum, checksum_of, files_below
from coproduce.ground.file_cache import flat_name, kept_in, read_entry, write_entry
from coproduce.report import Report
from coproduce.source.inputs import PACKAGE, input_files, kind_of

CONTRIBUTIONS = "contributions"
MODULES = ("__init__.py", "report.py", "chapters", "charts", "evidence",
           "source/__init__.py", "source/documents.py", "source/front_matter.py", "source/paths.py", "source/settings.py",
           "source/folders.py", "source/font_files.py", "source/logo.py", "source/look.py", "source/look_files.py",
           "source/typefaces.py", "source/rules.py", "source/stock_book.py", "source/stock_settings.py",
           "ground/__init__.py", "ground/check_cache.py", "ground/checksums.py", "ground/contrast.py", "ground/country.py",
           "ground/file_cache.py",
           "ground/folder_lock.py", "ground/own_files",
           "ground/interface_words.py", "ground/locale", "ground/problems.py", "ground/read_input.py",
           "ground/schema_faults.py", "ground/size_limits.py", "ground/suggestions.py", "ground/yaml_file.py",
           "execution/forkserver.py", "execution/kernel.py", "execution/warm.py")
"""What of the package a chapter uses; a test compares it with what is imported."""
_LIBRARIES = ("altair", "babel", "numpy", "pandas", "vl-convert-python")


class Cache:
    """Executed chapters of one report under ``_build/cache``."""

    def __init__(self, report: Report):
        self.report = report
        self.folder = report.paths.cache

    def parts(self, chapter: ChapterSource) -> dict[str, str]:
        """A checksum or version for each thing that the chapter's outputs depend on."""
        parts = {"cells": chapter.checksum}
        if self.report.paths.is_book:  # what its cells read is not declared: any file beside the pages
            parts["files of the book"] = self._files_of_book
        for name in chapter.inputs:
            if name == CONTRIBUTIONS:
                parts[name] = self._contributions
            else:
                parts[name] = self.report.data.checksum(name)
                fields = repr(self.report.data.resources[name].fields)
                parts[f"schema of {name}"] = checksum_of(f"{fields}{self.report.data.resources[name].catalogue}")
        parts["language"] = self.report.settings.language
        parts["disclosure_threshold"] = str(self.report.settings.disclosure_threshold)
        parts |= {self.report.paths.relative(path): self._checksum(path)
                  for path in self._local_modules.used_by(cell.source for cell in chapter.cells)}
        parts |= self._machinery(("contributions",) if CONTRIBUTIONS in chapter.inputs else ())
        return parts | self._versions

    def load(self, chapter: ChapterSource, parts: dict[str, str]) -> tuple[ChapterResult | None, str]:
        """The stored result, or ``None`` and the reason why it cannot be used."""
        try:
            content, why = read_entry(self._file(chapter), parts)
            if content is None:
                return None, why or "not run before"
            stored = json.loads(content)
            outputs = tuple(tuple(cell) for cell in stored["outputs"])
            if len(outputs) != len(chapter.cells):
                return None, "the stored outputs are damaged"
            result = _result(chapter, outputs, stored["seconds"], cached=True)
            result.placed_records  # read now: a damaged record must not stop the build later
            return result, ""
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None, "the stored outputs are damaged"

    def last_seconds(self, chapter: str) -> float | None:
        """How long the chapter ran when it last did, whatever has changed since; ``None`` if that is not known."""
        try:
            return float(json.loads(kept_in(self.folder / _file_name(chapter)) or b"{}")["seconds"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def store(self, result: ChapterResult, chapter: ChapterSource, parts: dict[str, str]) -> None:
        """Keep a result; a reader sees the old file or the new one, never a half."""
        content = {"seconds": result.seconds, "outputs": result.outputs}
        write_entry(self._file(chapter), parts, json.dumps(content, ensure_ascii=False).encode(), self.report.paths.root)

    def forget_others(self, names: Collection[str]) -> None:
        """Delete the outputs of chapters that are not among ``names``, and those of earlier versions (``.json``)."""
        root = self.report.paths.root
        listed = own_files.listed(self.folder, own_files.KEPT, root) or frozenset()
        old = {name for name in listed if name.endswith((ENDING, ".json")) and name != CACHE_NAME}
        if old:
            own_files.remove_inside(self.folder, old - {_file_name(name) for name in names}, root)

    def _file(self, chapter: ChapterSource) -> Path:
        return self.folder / _file_name(chapter.name)

    @cached_property
    def _contributions(self) -> str:
        files = [p for p in files_below(self.report.paths.contributions) if p.name != "README.md"]
        return _of_files(self.report.paths.contributions, files)

    @cached_property
    def _files_of_book(self) -> str:
        paths = self.report.paths
        return _of_files(paths.root, [path for name, path in input_files(paths) if kind_of(name, paths) != "page"])

    @cached_property
    def _local_modules(self) -> LocalModules:
        return LocalModules(self.report.paths.book)

    def _machinery(self, further: tuple[str, ...]) -> dict[str, str]:
        parts: dict[str, str] = {}
        for name in (*MODULES, *further):
            place = PACKAGE / name
            files = [place] if place.is_file() else files_below(place)
            parts |= {f"coproduce/{p.relative_to(PACKAGE).as_posix()}": self._checksum(p) for p in files}
        return parts

    def _checksum(self, path: Path) -> str:
        known = self.__dict__.setdefault("_checksums", {})
        if path not in known:
            known[path] = checksum(path)
        return known[path]

    @cached_property
    def _versions(self) -> dict[str, str]:
        parts = {"Python": "{}.{}".format(*sys.version_info)}
        lock = self.report.paths.lock
        if lock.is_file():
            parts[self.report.paths.relative(lock)] = checksum(lock)
        for name in _LIBRARIES:
            try:
                parts[name] = version(name)
            except PackageNotFoundError:
                parts[name] = "not installed"
        return parts


def _file_name(chapter: str) -> str:
    """One file a chapter in one folder, wherever the chapter lies."""
    return f"{flat_name(chapter)}{ENDING}"


def new_result(chapter: ChapterSource, outputs, seconds: float, why: str) -> ChapterResult:
    """The result of a chapter that has just run."""
    return _result(chapter, outputs, seconds, why=why)


def _result(chapter: ChapterSource, outputs, seconds: float, cached: bool = False, why: str = "") -> ChapterResult:
    return ChapterResult(
        chapter.name, chapter.path, chapter.checksum, outputs,
        tuple(cell.line for cell in chapter.cells), chapter.inputs, seconds, cached, why)


def _of_files(folder: Path, files: list[Path]) -> str:
    named = [[p.relative_to(folder).as_posix(), checksum(p)] for p in files]
    return checksum_of(json.dumps(named))

"""Which size each input of a report may have, asked before anything is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coproduce.ground import size_limits
from coproduce.ground.problems import Problem
from coproduce.source.paths import Paths


def check_sizes(paths: Paths) -> list[Problem]:
    """A problem for each text or table of the report that is larger than such a file may be."""
    found: dict[Path, Problem | None] = {}
    for files, most in _limits(paths):
        for file in files:
            if file not in found and file.is_file():
                found[file] = size_limits.too_large(file, paths.relative(file), most)
    return [problem for problem in found.values() if problem]


def _limits(paths: Paths) -> Iterator[tuple[list[Path], int]]:
    documents = (paths.root.glob("*.md"), paths.root.glob("docs/*.md"), paths.book.rglob("*.md"),
                 [paths.data / "README.md", paths.contributions / "README.md", paths.words])
    yield sorted(file for some in documents for file in some), size_limits.PAGE
    settings = (paths.root.glob("*.yml"), paths.book.rglob("*.yml"), paths.data.rglob("*.yaml"),
                paths.data.rglob("*.json"), paths.contributions.glob("*.yml"))
    yield sorted(file for some in settings for file in some), size_limits.YAML
    yield sorted(paths.data.rglob("*.csv")), size_limits.TABLE
    yield sorted([*paths.contributions.glob("*"), *paths.dispositions.glob("*")]), size_limits.CONTRIBUTION

"""Which size and encoding each input of a report may have, asked before anything else is read of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coproduce.ground import size_limits
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_text_input
from coproduce.source.paths import Paths


def check_sizes(paths: Paths) -> list[Problem]:
    """A problem for each text or table of the report that is larger than such a file may be."""
    found: dict[Path, Problem | None] = {}
    for files, most in _limits(paths):
        for file in files:
            if file not in found and file.is_file():
                found[file] = size_limits.too_large(file, paths.relative(file), most)
    return [problem for problem in found.values() if problem] or check_encodings(paths)


def check_encodings(paths: Paths) -> list[Problem]:
    """A problem for each page or document that is not UTF-8 text; other inputs tell it themselves."""
    problems: list[Problem] = []
    for file in filter(Path.is_file, next(_limits(paths))[0]):
        try:
            read_text_input(file, paths.relative(file))
        except ProblemsFound as found:
            problems += found.problems
    return problems


def _limits(paths: Paths) -> Iterator[tuple[list[Path], int]]:
    documents = (paths.root.glob("*.md"), paths.root.glob("docs/*.md"), paths.book.rglob("*.md"),
                 [paths.data / "README.md", paths.contributions / "README.md", paths.words])
    yield sorted(file for some in documents for file in some), size_limits.PAGE
    settings = (paths.root.glob("*.yml"), paths.book.rglob("*.yml"), paths.data.rglob("*.yaml"),
                paths.data.rglob("*.json"), paths.contributions.glob("*.yml"))
    yield sorted(file for some in settings for file in some), size_limits.YAML
    yield sorted([*paths.data.rglob("*.csv"), *paths.contributions.glob("*/*.csv")]), size_limits.TABLE
    yield sorted([*paths.contributions.glob("*"), *paths.dispositions.glob("*")]), size_limits.CONTRIBUTION

"""Finds the marks that git leaves where two versions of a text could not be merged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from coproduce.ground.checksums import files_below
from coproduce.ground.problems import Problem
from coproduce.ground.read_input import read_input
from coproduce.ground.size_limits import TABLE
from coproduce.source.paths import Paths

_MARK = re.compile(rb"^(?:<{7}|>{7}|\|{7})(?=[ \r\n]|\Z)[^\r\n]*", re.MULTILINE)
# Between the two versions; in Markdown this line alone makes a heading.
_BETWEEN = re.compile(rb"^={7}(?=\r?(?:\n|\Z))", re.MULTILINE)


def check_merged(paths: Paths) -> list[Problem]:
    """A problem for each mark in any file of the report, whatever it is: text, data, settings."""
    return [problem for file in _files(paths) for problem in _in_file(file, paths)]


def _files(paths: Paths) -> Iterator[Path]:
    yield from sorted(file for file in paths.root.iterdir() if file.is_file() and not file.is_symlink())
    for folder in (paths.book, paths.data, paths.contributions, paths.root / "docs"):
        if folder.is_dir():
            yield from files_below(folder)


def _in_file(file: Path, paths: Paths) -> Iterator[Problem]:
    if file.stat().st_size > TABLE:  # no text of a report
        return
    content = read_input(file, paths.relative(file))
    found = [*_MARK.finditer(content)]
    if found or file.suffix != ".md":
        found += _BETWEEN.finditer(content)
    for mark in sorted(found, key=lambda match: match.start()):
        yield Problem(
            paths.relative(file), f"‘{mark.group().decode('utf-8', 'replace').strip()[:40]}’ marks two versions that git could not merge",
            line=content.count(b"\n", 0, mark.start()) + 1, code="input.merge",
            expected="one version of the text, without the lines <<<<<<<, ======= and >>>>>>>",
            action="Keep what is right of both versions, delete these lines, and commit. Nothing else was checked.")

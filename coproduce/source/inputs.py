"""Has anything changed since the last build? Answered from checksums alone.

Times of files are never asked: a fresh clone and an edited copy look alike to
them. Only the standard library is imported, so that an unchanged build costs
little more than reading the files.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from coproduce.ground.checksums import checksum_of, checksums, names_below
from coproduce.source.paths import PAGE_ENDINGS, Paths

PACKAGE = Path(__file__).parents[1]
"""The folder of the machinery."""
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def input_files(paths: Paths) -> Iterator[tuple[str, Path]]:
    """Every file that a build reads, with the name it is known by."""
    if paths.is_book:
        from coproduce.source.book_files import files_of_book

        yield from ((paths.relative(path), path) for path in files_of_book(paths))
        return
    for path in (paths.config, paths.toc, paths.lock, paths.run_times, paths.changelog):
        if path.is_file():
            yield paths.relative(path), path
    for folder in (paths.book, paths.data, paths.contributions):
        before = paths.relative(folder)
        for name in names_below(folder) if folder.is_dir() else ():
            yield f"{before}/{name}", folder / name


_ABOUT_CONTRIBUTIONS = (("dispositions", ".yml"), ("campaigns", ".csv"))


def kind_of(name: str, paths: Paths) -> str:
    """What an input file called ``name`` is for a book: a ``page``, a ``table``, a ``contribution``, or ``part``.

    A contribution is also what became of one, and who said the same. On a ``part`` all pages may depend.
    """
    if paths.is_book:
        return "page" if name.endswith(PAGE_ENDINGS) else "part"
    book, data, contributions = (paths.relative(p) + "/" for p in (paths.book, paths.data, paths.contributions))
    if name.startswith(book) and name.endswith(".md"):
        return "page"
    if name.startswith(data) and name.endswith(".csv"):
        return "table"
    folder, _, file = name.removeprefix(contributions).rpartition("/")
    if name.startswith(contributions) and (
            (not folder and file.endswith(".md")) or (folder, Path(file).suffix) in _ABOUT_CONTRIBUTIONS):
        return "contribution"
    return "part"


def fingerprint(inputs: dict[str, str], revision: str, epoch: int) -> str:
    """One checksum for all that decides the bytes of the outputs.

    ``inputs`` are the report's own files; to them come the machinery, the
    version of Python and the revision that the pages name.
    """
    everything = [inputs, _machinery(), sys.version, revision, epoch]
    return checksum_of(json.dumps(everything))


@cache
def toolchain() -> dict[str, str]:
    """What any output depends on besides the report: this package, Python, and the versions of libraries.

    Of the package it is one checksum of all its files, templates too: a list of what
    each step needs would be a list to forget something on.
    """
    machinery = json.dumps(_machinery())
    parts = {"coproduce": checksum_of(machinery), "Python": sys.version, "zlib": zlib.ZLIB_RUNTIME_VERSION}
    return parts | _libraries()


def _libraries() -> dict[str, str]:
    """The versions of the distributions that ours names; all that are installed where it is not itself."""
    # Not before it is asked for: a build that finds nothing changed does not.
    from importlib.metadata import PackageNotFoundError, distributions, requires, version

    try:
        named = [_NAME.match(line) for line in requires("coproduce") or () if "extra ==" not in line]
    except PackageNotFoundError:
        return dict(sorted((found.name, found.version) for found in distributions()))
    found = {}
    for match in named:
        try:
            found[match[0] if match else ""] = version(match[0] if match else "")
        except (PackageNotFoundError, ValueError):
            continue  # of another system
    return found


@cache
def _machinery() -> dict[str, str]:
    """A checksum of each file of the package, as this process began with them."""
    return checksums((name, PACKAGE / name) for name in names_below(PACKAGE))

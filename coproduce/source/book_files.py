"""The files of a Jupyter Book that is no report: everything in its folder but what nobody would take for the book."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from fnmatch import fnmatch
from pathlib import Path

from coproduce.source.paths import PAGE_ENDINGS, Paths

#: Folders that programs make for themselves.
_NOT_OF_A_BOOK = {"_build", "node_modules", "__pycache__", "venv", "env", "site-packages"}


def files_of_book(paths: Paths) -> Iterator[Path]:
    """Every file of the book in a fixed order: no hidden ones, none that a program made, none behind a link to a folder."""
    for top, folders, files in os.walk(paths.root):
        folders[:] = sorted(name for name in folders if name not in _NOT_OF_A_BOOK and not name.startswith("."))
        yield from (Path(top) / name for name in sorted(files) if not name.startswith(".") and (Path(top) / name).is_file())


def page_names(paths: Paths, excluded: tuple[str, ...] = ()) -> list[str]:
    """The names of all files that may be pages, without their ending; ``excluded`` are patterns of the settings."""
    found = []
    for file in files_of_book(paths):
        name = file.relative_to(paths.root).as_posix()
        ending = next((e for e in PAGE_ENDINGS if name.endswith(e)), "")
        if ending and not any(_matches(name, pattern) for pattern in excluded):
            found.append(name.removesuffix(ending))
    return list(dict.fromkeys(found))


def unlisted(paths: Paths, listed: Collection[str]) -> list[str]:
    """The files that may be pages and are none of those that are ``listed`` by name, without their ending."""
    names = (file.relative_to(paths.root).as_posix() for file in files_of_book(paths))
    return [name for name in names if name.endswith(PAGE_ENDINGS) and name.removesuffix(Path(name).suffix) not in listed]


def _matches(name: str, pattern: str) -> bool:
    """Whether a file or a folder above it fits a pattern, as Sphinx takes them."""
    parts = name.split("/")
    return any(fnmatch("/".join(parts[:end]), pattern.rstrip("/")) for end in range(1, len(parts) + 1))

"""Checksums of files and folders."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from coproduce.ground.own_files import LIST

_SKIPPED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store", LIST}
#: Bytes read at a time. Most files are smaller: what hashlib offers for files takes a buffer of its own for each.
_AT_ONCE = 2**20


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with open(path, "rb", buffering=0) as file:
        while block := file.read(_AT_ONCE):
            digest.update(block)
    return digest.hexdigest()


def checksum_of(*parts: str | bytes) -> str:
    """SHA-256 of the parts one after the other, text as UTF-8, in hexadecimal."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
    return digest.hexdigest()


def checksum_of_folder(folder: Path) -> str:
    """SHA-256 of the names and contents of all files in a folder, which need not exist."""
    files = files_below(folder) if folder.is_dir() else []
    return checksum_of(*(f"{p.relative_to(folder).as_posix()} {checksum(p)}\n" for p in files))


def files_below(folder: Path) -> list[Path]:
    """The files of a folder and its subfolders, in a fixed order."""
    return [folder / name for name in names_below(folder)]


def names_below(folder: Path) -> list[str]:
    """The files of :func:`files_below` by their names from the folder on, with slashes."""
    return sorted(_names(os.fspath(folder), ""), key=lambda name: name.split("/"))


def _names(folder: str, before: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name in _SKIPPED:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _names(entry.path, f"{before}{entry.name}/")
            elif entry.is_file() and not entry.name.endswith(".pyc"):
                yield before + entry.name


def checksums(named: Iterable[tuple[str, Path]]) -> dict[str, str]:
    """Checksums by name, in name order."""
    return dict(sorted((name, checksum(path)) for name, path in named))


def intact(folder: Path, expected: dict[str, str]) -> bool:
    """Whether a folder holds exactly the files expected, byte for byte."""
    if not folder.is_dir():
        return False
    found = names_below(folder)
    return expected.keys() == set(found) and all(checksum(folder / name) == expected[name] for name in found)

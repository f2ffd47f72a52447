"""Checksums of files and folders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from coproduce.ground.own_files import LIST

_SKIPPED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store", LIST}


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
    return sorted(
        p for p in folder.rglob("*")
        if p.is_file() and not _SKIPPED.intersection(p.parts) and p.suffix != ".pyc"
    )


def checksums(named: Iterable[tuple[str, Path]]) -> dict[str, str]:
    """Checksums by name, in name order."""
    return dict(sorted((name, checksum(path)) for name, path in named))


def intact(folder: Path, expected: dict[str, str]) -> bool:
    """Whether a folder holds exactly the files expected, byte for byte."""
    if not folder.is_dir():
        return False
    found = {p.relative_to(folder).as_posix(): p for p in files_below(folder)}
    return found.keys() == expected.keys() and all(
        checksum(path) == expected[name] for name, path in found.items()
    )

"""Has anything changed since the last build? Answered from checksums alone.

Times of files are never asked: a fresh clone and an edited copy look alike to
them. Only the standard library is imported, so that an unchanged build costs
little more than reading the files.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from coproduce.report import Paths

PACKAGE = Path(__file__).parent
_SKIPPED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> list[Path]:
    """The files of a folder and its subfolders, in a fixed order."""
    return sorted(
        p for p in folder.rglob("*")
        if p.is_file() and not _SKIPPED.intersection(p.parts) and p.suffix != ".pyc"
    )


def input_files(paths: Paths) -> Iterator[tuple[str, Path]]:
    """Every file that a build reads, with the name it is known by."""
    for path in (paths.config, paths.toc, paths.lock, paths.run_times, paths.changelog):
        if path.is_file():
            yield paths.relative(path), path
    for folder in (paths.book, paths.data, paths.contributions):
        for path in files_below(folder) if folder.is_dir() else ():
            yield paths.relative(path), path


def checksums(named: Iterable[tuple[str, Path]]) -> dict[str, str]:
    """Checksums by name, in name order."""
    return dict(sorted((name, checksum(path)) for name, path in named))


def fingerprint(inputs: dict[str, str], revision: str, epoch: int) -> str:
    """One checksum for all that decides the bytes of the outputs.

    ``inputs`` are the report's own files; to them come the machinery, the
    version of Python and the revision that the pages name.
    """
    machinery = checksums((p.relative_to(PACKAGE).as_posix(), p) for p in files_below(PACKAGE))
    everything = [inputs, machinery, sys.version, revision, epoch]
    return hashlib.sha256(json.dumps(everything).encode()).hexdigest()


def intact(folder: Path, expected: dict[str, str]) -> bool:
    """Whether a folder holds exactly the files expected, byte for byte."""
    if not folder.is_dir():
        return False
    found = {p.relative_to(folder).as_posix(): p for p in files_below(folder)}
    return found.keys() == expected.keys() and all(
        checksum(path) == expected[name] for name, path in found.items()
    )

"""Has anything changed since the last build? Answered from checksums alone.

Times of files are never asked: a fresh clone and an edited copy look alike to
them. Only the standard library is imported, so that an unchanged build costs
little more than reading the files.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from coproduce.ground.checksums import checksum_of, checksums, files_below
from coproduce.source.paths import Paths

PACKAGE = Path(__file__).parents[1]
"""The folder of the machinery."""


def input_files(paths: Paths) -> Iterator[tuple[str, Path]]:
    """Every file that a build reads, with the name it is known by."""
    for path in (paths.config, paths.toc, paths.lock, paths.run_times, paths.changelog):
        if path.is_file():
            yield paths.relative(path), path
    for folder in (paths.book, paths.data, paths.contributions):
        for path in files_below(folder) if folder.is_dir() else ():
            yield paths.relative(path), path


def fingerprint(inputs: dict[str, str], revision: str, epoch: int) -> str:
    """One checksum for all that decides the bytes of the outputs.

    ``inputs`` are the report's own files; to them come the machinery, the
    version of Python and the revision that the pages name.
    """
    machinery = checksums((p.relative_to(PACKAGE).as_posix(), p) for p in files_below(PACKAGE))
    everything = [inputs, machinery, sys.version, revision, epoch]
    return checksum_of(json.dumps(everything))

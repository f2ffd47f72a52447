"""Writes files of a report: whole ones, all or none, and no half of one where it could be published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from coproduce.ground import own_files
from coproduce.source.paths import BUILD, Paths

HALF_WRITTEN = "half-written files"


def write_inputs(files: Mapping[Path, bytes | str], paths: Paths, new: bool = False) -> None:
    """Write ``files`` into the report; with ``new``, ``FileExistsError`` for one that is there.

    A file may be replaced if it is a regular one: see
    :func:`coproduce.ground.own_files.write_all`. What a stopped process left half-written
    is deleted.
    """
    own_files.make_list(paths.build, BUILD, paths.root)
    own_files.note(paths.build, [paths.half_written.name], paths.root)
    own_files.make_list(paths.half_written, HALF_WRITTEN, paths.root)
    own_files.sweep(paths.half_written, paths.root)
    one_disk = paths.build.stat().st_dev == paths.root.stat().st_dev
    own_files.write_all(files, paths.root, new=new, aside=paths.half_written if one_disk else None)

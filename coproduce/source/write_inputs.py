"""Writes files of a report: whole ones, all or none, no half of one where it could be published, and one command at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from coproduce.ground import own_files
from coproduce.ground.folder_lock import PATIENCE, locked
from coproduce.source.paths import BUILD, WRITING, Paths

HALF_WRITTEN = "half-written files"
#: What a command says before it waits for another one.
WAITING = "Another command is changing this report; waiting for it to end …"


@contextmanager
def writing(paths: Paths, log: Callable[[str], object] = lambda line: None, patience: float = PATIENCE) -> Iterator[None]:
    """Let no other command change the report's own files while the context lasts.

    What is decided from those files (which ids are free, what was withdrawn, what a
    table holds) is read within it. Waits for another command, and says so with
    ``log``; raises :class:`~coproduce.ground.problems.ProblemsFound` after ``patience``
    seconds. A build waits for nobody here: it writes none of these files.
    """
    with locked(paths.build / WRITING, lambda: log(WAITING), lambda: _begin(paths), patience):
        yield


def _begin(paths: Paths) -> None:
    own_files.make_list(paths.build, BUILD, paths.root)
    own_files.note(paths.build, [WRITING, paths.half_written.name], paths.root)


def write_inputs(files: Mapping[Path, bytes | str], paths: Paths, new: bool = False) -> None:
    """Write ``files`` into the report; with ``new``, ``FileExistsError`` for one that is there.

    A file may be replaced if it is a regular one: see
    :func:`coproduce.ground.own_files.write_all`. What a stopped process left half-written
    is deleted.
    """
    _begin(paths)
    own_files.make_list(paths.half_written, HALF_WRITTEN, paths.root)
    own_files.sweep(paths.half_written, paths.root)
    one_disk = paths.build.stat().st_dev == paths.root.stat().st_dev
    own_files.write_all(files, paths.root, new=new, aside=paths.half_written if one_disk else None)

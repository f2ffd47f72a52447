"""Puts finished outputs where readers look: all of them together, or none.

A build's outputs are several folders and a record of them. One rename decides:
that of the folder in which they were finished to ``ready``. Before it nothing has
happened; after it the new outputs are complete, and whatever stops the process
then, :func:`recover` carries the rest out. It never goes back, so that no folder
of one build is left beside a folder of another.

What is replaced was made by this program, and nothing else lies in it: otherwise
nothing is replaced (:mod:`coproduce.ground.own_files`).
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from coproduce.ground import own_files
from coproduce.ground.problems import ProblemsFound

#: Outputs that are finished and not in place yet, and what they replace; both only for a moment.
READY, REPLACED = "ready", "replaced"
#: What the lists of an output, and of the folders above, say that these are for.
OUTPUT, _READY, _REPLACED = "output", "finished outputs", "replaced outputs"


def begin(finished: Path, anchor: Path) -> None:
    """Make the empty folder ``finished``, in which outputs are gathered for :func:`put_in_place`."""
    own_files.make(finished, _READY, anchor)


def put_in_place(finished: Path, place: Path, anchor: Path | None = None) -> None:
    """Replace in the folder ``place`` all that the folder ``finished`` holds, by renaming.

    Both lie on one file system and below ``anchor``, by default ``place``.
    ``finished`` was begun with :func:`begin`. Raises ``OSError``, or
    :class:`~coproduce.ground.problems.ProblemsFound` if something is in the way that this
    program did not make; if nothing has been replaced then, ``place`` is as it was.
    """
    anchor = anchor or place
    recover(place, anchor)
    new = sorted(entry for entry in finished.iterdir() if entry.name != own_files.LIST)
    refuse_foreign([place / entry.name for entry in new], anchor)
    for entry in new:
        current = place / entry.name
        # A folder that cannot be written to cannot be moved: better known before the first one moves.
        if current.is_dir() and not os.access(current, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(current))
    for entry in new:
        if entry.is_dir():
            own_files.adopt(entry, OUTPUT, (), anchor)
            own_files.note_all(entry, anchor)
    with own_files.opened(finished.parent, anchor) as inside, own_files.opened(place, anchor) as descriptor:
        os.rename(finished.name, READY, src_dir_fd=inside, dst_dir_fd=descriptor)
    recover(place, anchor)


def refuse_foreign(outputs: list[Path], anchor: Path) -> None:
    """Raise :class:`~coproduce.ground.problems.ProblemsFound` naming all that lies in the way of ``outputs``."""
    problems = []
    for output in outputs:
        try:
            if output.is_dir() or output.is_symlink():
                own_files.refuse_foreign(output, OUTPUT, anchor)
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)


def recover(place: Path, anchor: Path | None = None) -> bool:
    """Finish what :func:`put_in_place` had begun; return whether there was anything to finish."""
    anchor = anchor or place
    own_files.sweep(place, anchor)
    ready, replaced = place / READY, place / REPLACED
    unfinished = own_files.listed(ready, _READY, anchor) is not None
    if unfinished:
        with own_files.opened(ready, anchor) as source, own_files.opened(place, anchor) as target:
            for name in sorted(set(os.listdir(source)) - {own_files.LIST}):
                _replace(name, source, target, place, anchor)
        own_files.remove(ready, _READY, anchor)
    if own_files.listed(replaced, _REPLACED, anchor) is not None:
        with own_files.opened(replaced, anchor) as descriptor:
            moved = [name for name in os.listdir(descriptor) if name != own_files.LIST]
        for name in moved:
            if own_files.kind_of(replaced / name, anchor) == OUTPUT:
                own_files.remove(replaced / name, OUTPUT, anchor)
        own_files.remove(replaced, _REPLACED, anchor)
    return unfinished


def _replace(name: str, source: int, target: int, place: Path, anchor: Path) -> None:
    """Move one finished output to its place, and what was there among the replaced."""
    if (place / name).is_dir() and own_files.listed(place / name, OUTPUT, anchor) is not None:
        replaced = place / REPLACED
        own_files.ensure(replaced, _REPLACED, anchor)
        own_files.remove(replaced / name, OUTPUT, anchor)
        with own_files.opened(replaced, anchor) as aside:
            os.rename(name, name, src_dir_fd=target, dst_dir_fd=aside)
    os.replace(name, name, src_dir_fd=source, dst_dir_fd=target)

"""Puts finished outputs where readers look: all of them together, or none.

A build's outputs are several folders and a record of them. One rename decides:
that of the folder in which they were finished to ``ready``. Before it nothing has
happened; after it the new outputs are complete, and whatever stops the process
then, :func:`recover` carries the rest out. It never goes back, so that no folder
of one build is left beside a folder of another.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

#: Outputs that are finished and not in place yet, and what they replace; both only for a moment.
READY, REPLACED = "ready", "replaced"


def put_in_place(finished: Path, place: Path) -> None:
    """Replace in the folder ``place`` all that the folder ``finished`` holds, by renaming.

    Both lie on one file system. Raises ``OSError``; if nothing has been replaced
    then, ``place`` is as it was.
    """
    recover(place)
    for new in finished.iterdir():
        current = place / new.name
        # A folder that cannot be written to cannot be moved: better known before the first one moves.
        if current.is_dir() and not os.access(current, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(current))
    finished.rename(place / READY)
    recover(place)


def recover(place: Path) -> bool:
    """Finish what :func:`put_in_place` had begun; return whether there was anything to finish."""
    ready, replaced = place / READY, place / REPLACED
    unfinished = ready.is_dir()
    if unfinished:
        for new in sorted(ready.iterdir()):
            current = place / new.name
            if current.is_dir():
                _delete(replaced / new.name)
                replaced.mkdir(exist_ok=True)
                current.rename(replaced / new.name)
            new.replace(current)
        ready.rmdir()
    _delete(replaced)
    return unfinished


def _delete(folder: Path) -> None:
    """Delete a folder of ours, also where somebody has made a part of it read-only."""
    if not folder.exists():
        return
    for inside, _, _ in os.walk(folder):
        if not os.access(inside, os.W_OK | os.X_OK):
            os.chmod(inside, stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)

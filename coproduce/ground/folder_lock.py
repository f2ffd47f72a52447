"""Keeps two processes from working on the same folder at once."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from coproduce.ground.problems import Problem, ProblemsFound

try:
    import fcntl
except ImportError:  # Windows: there nothing keeps them apart
    fcntl = None  # type: ignore[assignment]

#: For how many seconds one waits for another: far longer than the slowest build, and not for ever.
PATIENCE = 1800.0
#: Seconds from one question to the next whether it has ended.
_PAUSE = 0.1


@contextmanager
def locked(
    file: Path, when_waiting: Callable[[], object] = lambda: None, prepare: Callable[[], object] = lambda: None,
    patience: float = PATIENCE,
) -> Iterator[None]:
    """Hold the lock ``file`` while the context lasts; wait for it if another has it.

    ``when_waiting`` is called once before a wait, ``prepare`` before the file is made
    or opened: once more if whoever had it deleted it. The lock goes when the process
    does, however it ends: the file that stays behind locks nothing. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` after ``patience`` seconds, or if
    something else stands in the lock's place.
    """
    with _taken(file, when_waiting, prepare, time.monotonic() + patience):
        yield


def _taken(file: Path, when_waiting: Callable[[], object], prepare: Callable[[], object], until: float) -> IO[str]:
    """The lock, open and held."""
    waited = False
    while True:
        prepare()
        lock = _open(file)
        while not take_lock(lock.fileno()):
            if not waited:
                when_waiting()
                waited = True
            if time.monotonic() >= until:
                lock.close()
                raise ProblemsFound([Problem(
                    file.as_posix(), "another command has been working here all the while", code="lock.busy",
                    expected="that it ends", action="Run the command again when it has ended; nothing was changed.")])
            time.sleep(_PAUSE)
        # Another process may have locked the file and deleted it: it would lock out nobody who comes now.
        if _is(file, lock):
            return lock
        lock.close()


def _open(file: Path) -> IO[str]:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Through a link the lock would be made elsewhere; a pipe would wait for a reader.
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        return os.fdopen(os.open(file, flags, 0o644), "w")
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENXIO, errno.EISDIR):
            raise
        raise ProblemsFound([Problem(
            file.as_posix(), "this is not the file that coproduce locks while it works", code="lock.refused",
            expected="a regular file, or nothing", action="Move it away, and run the command again.")]) from None


def take_lock(descriptor: int) -> bool:
    """Lock an open file, unless another process has. Where a file system has no locks, nothing keeps them apart."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP):
            raise
    return True


def _is(file: Path, lock: IO[str]) -> bool:
    try:
        return os.path.samestat(os.stat(file, follow_symlinks=False), os.fstat(lock.fileno()))
    except FileNotFoundError:
        return False

"""Keeps two processes from working on the same folder at once."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from coproduce.ground.problems import Problem, ProblemsFound

try:
    import fcntl
except ImportError:  # Windows: there nothing keeps them apart
    fcntl = None  # type: ignore[assignment]


@contextmanager
def locked(file: Path, when_waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock ``file`` while the context lasts; wait for it if another has it.

    ``when_waiting`` is called once before a wait. The lock goes when the process
    does, however it ends: the file that stays behind locks nothing.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    # Through a link the lock would be made elsewhere; a pipe would wait for a reader.
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(file, flags, 0o644)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENXIO, errno.EISDIR):
            raise
        raise ProblemsFound([Problem(
            file.as_posix(), "this is not the file that coproduce locks while it works", code="lock.refused",
            expected="a regular file, or nothing", action="Move it away, and run the command again.")]) from None
    with os.fdopen(descriptor, "w") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                when_waiting()
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""Keeps two processes from working on the same folder at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there nothing keeps them apart
    fcntl = None


@contextmanager
def alone(file: Path, when_waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock ``file`` while the context lasts; wait for it if another has it.

    ``when_waiting`` is called once before a wait. The lock goes when the process
    does, however it ends: the file that stays behind locks nothing.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                when_waiting()
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield

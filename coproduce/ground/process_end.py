"""What a short-lived process need not do: look for garbage often, and take its memory apart at the end."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: Objects made before garbage is looked for, and how often older ones are looked at. A build makes millions that live
#: until its end: with Python's own 700 it spends a tenth of its time looking, for the same memory at its height.
_RARELY = (100_000, 50, 50)


_ends_with_its_command = False


def begin_process() -> None:
    """Say that this process was started for one command, and ends with it (:func:`end_process`)."""
    global _ends_with_its_command
    _ends_with_its_command = True


@contextmanager
def collected_rarely() -> Iterator[None]:
    """Look for garbage seldom meanwhile; in a process that ends with its command, from now on.

    Were it looked for as before at the end of a build, the first look would take half a second.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        if not _ends_with_its_command:
            gc.set_threshold(*before)


@contextmanager
def set_aside() -> Iterator[None]:
    """Meanwhile, have whoever looks at all objects (``gc.get_objects``) see only those that are made from now on."""
    frozen = gc.get_freeze_count()
    gc.freeze()
    try:
        yield
    finally:
        if not frozen:  # who froze others before wants these to stay so
            gc.unfreeze()


def end_process(status: int) -> None:
    """End this process with ``status`` as Python does, except that its memory is left to the system.

    To free each object of a build by itself takes more than a second. What was registered with ``atexit`` is
    called, and what was written is flushed. Where threads still work, or somebody who read
    the output has gone, the process ends in the usual way.
    """
    working = [thread for thread in threading.enumerate() if thread is not threading.main_thread() and not thread.daemon]
    if working:
        sys.exit(status)
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(status)
    os._exit(status)

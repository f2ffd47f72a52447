"""Opens folders one below the other, without following a link, from a folder that a person named (``anchor``).

Nobody can lead a removal elsewhere by a link, not even while it runs.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from coproduce.ground.folder_lock import take_lock
from coproduce.ground.problems import Problem, ProblemsFound

#: How a file is made that must not be there yet.
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
#: Half-written files, in folders of ours only: no person gives a file such a name.
PART = re.compile(r"\.coproduce-[0-9a-f]{16}\.part")
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def opened(folder: Path, anchor: Path) -> Iterator[int]:
    """A descriptor of ``folder``, which is ``anchor`` or lies below it, reached through no link.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if a link or something other
    than a folder is on the way, and ``FileNotFoundError``.
    """
    descriptor = os.open(anchor, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    reached = anchor
    try:
        for part in folder.relative_to(anchor).parts:
            reached /= part
            try:
                inner = os.open(part, _FOLDER, dir_fd=descriptor)
            except OSError as error:
                if error.errno in (errno.ELOOP, errno.ENOTDIR):
                    raise refused(reached, what_is(part, descriptor)) from None
                error.filename = str(reached)
                raise
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def child(name: str, descriptor: int) -> Iterator[int | None]:
    """A folder inside one that is open; None if it cannot be opened or is a link."""
    try:
        inner = os.open(name, _FOLDER, dir_fd=descriptor)
    except OSError:
        yield None
        return
    try:
        yield inner
    finally:
        os.close(inner)


def lstat(name: str, descriptor: int) -> os.stat_result | None:
    """What is known of a name in an open folder, a link itself and not where it leads; None if nothing is there."""
    try:
        return os.stat(name, dir_fd=descriptor, follow_symlinks=False)
    except FileNotFoundError:
        return None


def below(descriptor: int, before: str = "") -> Iterator[tuple[str, str]]:
    """Path and kind (file, folder, link, other) of all that lies below."""
    for name in sorted(os.listdir(descriptor)):
        seen = lstat(name, descriptor)
        if seen is None:
            continue
        mode = seen.st_mode
        path = before + name
        yield path, ("file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode)
                     else "link" if stat.S_ISLNK(mode) else "other")
        if stat.S_ISDIR(mode):
            with child(name, descriptor) as inner:
                if inner is not None:
                    yield from below(inner, f"{path}/")


def make_parents(path: Path, anchor: Path) -> None:
    """Make what is missing of the folders above ``path``, below ``anchor``."""
    missing = []
    for folder in path.relative_to(anchor).parents:
        if os.path.lexists(anchor / folder):
            break
        missing.append(anchor / folder)
    for folder in reversed(missing):
        with opened(folder.parent, anchor) as parent, suppress(FileExistsError):
            os.mkdir(folder.name, 0o755, dir_fd=parent)


def hold(descriptor: int) -> bool:
    """Lock what is half made while it is open; False if another process has the lock, or deleted it just now.

    Who writes holds what is written, and who sweeps takes only what nobody holds: a
    process that was stopped holds nothing.
    """
    return take_lock(descriptor) and os.fstat(descriptor).st_nlink > 0


def begin_part(descriptor: int, mode: int) -> tuple[str, BinaryIO]:
    """A new half-written file in an open folder, held until it is closed; its name, and the file."""
    while True:
        part = new_part()
        begun = os.open(part, NEW, mode, dir_fd=descriptor)
        try:
            out = os.fdopen(begun, "wb")
        except OSError:
            os.unlink(part, dir_fd=descriptor)
            raise
        if hold(out.fileno()):
            return part, out
        out.close()


def new_part() -> str:
    """A name for something half made, that nothing has yet."""
    return f".coproduce-{secrets.token_hex(8)}.part"


def refuse_odd(file: Path) -> None:
    """Raise :class:`~coproduce.ground.problems.ProblemsFound` if something is at ``file`` and is not a regular file."""
    with suppress(FileNotFoundError), opened(file.parent, file.parent) as descriptor:
        seen = lstat(file.name, descriptor)
        if seen is not None and not stat.S_ISREG(seen.st_mode):
            raise refused(file, what_is(file.name, descriptor))


def what_is(name: str, descriptor: int) -> str:
    """In words, why a name in an open folder is refused."""
    seen = lstat(name, descriptor)
    if seen is not None and stat.S_ISLNK(seen.st_mode):
        return "this is a symbolic link: nothing is written, replaced or deleted through one"
    if seen is not None and stat.S_ISDIR(seen.st_mode):
        return "this is a folder, where a file is to be written"
    return "this is neither a file nor a folder of this program"


def problem(path: Path, message: str) -> Problem:
    """One thing that is in the way."""
    return Problem(
        path.as_posix(), message, code="own.refused",
        expected="nothing of that name, or what coproduce made itself and put on its list",
        action="Move it away, or give another place, and run the command again. Nothing was changed here.",
    )


def refused(path: Path, message: str) -> ProblemsFound:
    """The exception that names one thing in the way."""
    return ProblemsFound([problem(path, message)])

"""Opens what people put into a report's folder: regular files, through no link, without waiting.

A contribution that is a symbolic link would publish a file from elsewhere, and a pipe
would keep a reader waiting for ever.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from coproduce.ground.problems import Problem, ProblemsFound

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_KINDS = (
    (stat.S_ISLNK, "this is a symbolic link"), (stat.S_ISDIR, "this is a folder"), (stat.S_ISFIFO, "this is a pipe"),
    (stat.S_ISSOCK, "this is a socket"), (stat.S_ISBLK, "this is a device"), (stat.S_ISCHR, "this is a device"),
)


def read_input(path: Path, relative: str) -> bytes:
    """The content of a regular file; problems name it ``relative``.

    Raises ``FileNotFoundError`` if there is nothing of that name, and
    :class:`~coproduce.ground.problems.ProblemsFound` if it is a link, a folder, or anything
    else that is not a file; that is then not opened, or not read.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except FileNotFoundError:
        raise
    except OSError:
        _stop_unless_regular(path, relative)
        raise
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise ProblemsFound([not_regular(mode, relative)])
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def read_text_input(path: Path, relative: str) -> str:
    """:func:`read_input` as text, line ends as they are; a file that is not UTF-8 is a problem too."""
    try:
        return read_input(path, relative).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemsFound([Problem(
            relative, f"a character here is not UTF-8 (byte {error.object[error.start]:#04x})",
            line=error.object.count(b"\n", 0, error.start) + 1, code="input.encoding", expected="text encoded as UTF-8",
            action="Save the file again as UTF-8; spreadsheet programs call it “CSV UTF-8”.")]) from None


def read_page_input(path: Path, relative: str) -> str:
    """:func:`read_text_input` with every end of a line as ``\\n``, however the file has it."""
    return read_text_input(path, relative).replace("\r\n", "\n").replace("\r", "\n")


def not_regular(mode: int, relative: str) -> Problem:
    """The problem of something of that ``mode`` (of ``os.stat``) where a file should be."""
    what = next((words for is_it, words in _KINDS if is_it(mode)), "this is not a file")
    return Problem(
        relative, f"{what}, and not a file; it is not read", code="input.not-a-file",
        expected="a file in the report’s own folder",
        action="Put the file itself here, or delete this." if stat.S_ISLNK(mode) else "Move it away, or rename it.")


def _stop_unless_regular(path: Path, relative: str) -> None:
    """Opening a link, a socket or a device without a driver fails in many ways: say what it is."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode):
        raise ProblemsFound([not_regular(mode, relative)]) from None

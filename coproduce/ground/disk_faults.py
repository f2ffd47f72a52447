"""What a disk refuses, in one line that says what to do.

A full disk shows itself in many ways: as an error of Python, inside an error of
Sphinx, in the words of Pandoc. Readers of the message need one.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coproduce.ground.problems import Problem, ProblemsFound

_FREE = "Free some space, or build on a larger disk, and run the command again. What was there before is untouched."
_MAY = "Give whoever runs this the right to read and write there, and run the command again."
_FAULTS = {
    errno.ENOSPC: ("full", "the disk is full", _FREE),
    errno.EDQUOT: ("full", "your share of the disk is used up", _FREE),
    errno.EFBIG: ("limit", "the file would be larger than files may be here",
                  "Raise the limit (ulimit -f, or the file system’s), and run the command again."),
    errno.EROFS: ("read-only", "the disk can only be read, not written to", _MAY),
    errno.EACCES: ("not-allowed", "it may not be opened or changed by you", _MAY),
    errno.EPERM: ("not-allowed", "it may not be changed by you", _MAY),
}
#: Those that other programs, too, tell by the system's own words and nothing else.
_TOLD_IN_WORDS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


@contextmanager
def disk_errors_as_problems(root: Path) -> Iterator[None]:
    """Turn an error that came from the disk into :class:`~coproduce.ground.problems.ProblemsFound`.

    Paths below ``root`` are shown relative to it. Other errors pass unchanged.
    """
    try:
        yield
    except Exception as error:
        problem = problem_of(error, root)
        if problem is None:
            raise
        raise ProblemsFound([problem]) from error


def problem_of(error: BaseException, root: Path) -> Problem | None:
    """The problem with the disk that is behind ``error``, or ``None`` if there is none."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _FAULTS:
            return _problem(seen.errno, str(seen.filename or ""), root)
        for code in _TOLD_IN_WORDS:
            if os.strerror(code) in str(seen):
                return _problem(code, "", root)
        # Problems have been worded already: what caused them is no news.
        seen = None if isinstance(seen, ProblemsFound) else seen.__cause__ or seen.__context__
    return None


def _problem(code: int, path: str, root: Path) -> Problem:
    kind, message, action = _FAULTS[code]
    try:
        path = Path(path).relative_to(root).as_posix() if path else ""
    except ValueError:
        pass
    return Problem(path, message, code=f"disk.{kind}", action=action)

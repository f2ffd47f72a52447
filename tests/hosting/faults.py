"""Runs ``coproduce`` until a change of the file system that a test chooses, and fails there.

::

    FAULT_BELOW=FOLDER FAULT_AT=17 FAULT_KIND=kill  python faults.py build
    FAULT_BELOW=FOLDER FAULT_AT=rename:*/ready/pdf FAULT_KIND=ENOSPC  python faults.py publish SITE

Changes are counted that this process is about to make below the folder: files
opened for writing, and whatever is made, moved, linked or deleted. ``FAULT_AT`` is
the number of one, or its kind and a pattern of its path. ``kill`` is SIGKILL;
otherwise the call raises ``OSError`` with that code, as it would on such a disk, and
so does each later one that would write. Python tells of these calls in its audit
events (https://docs.python.org/3/library/audit_events.html). With ``FAULT_COUNT`` the
number of changes is written to that file, and nothing fails.
"""

from __future__ import annotations

import atexit
import errno
import os
import signal
import sys
from fnmatch import fnmatch
from pathlib import Path

#: Audit events: the kind of change, and the places of the path and of the folder it starts from among their arguments.
_CHANGES = {
    "os.rename": ("rename", 0, 2), "os.remove": ("remove", 0, 1), "os.mkdir": ("mkdir", 0, 2), "os.rmdir": ("rmdir", 0, 1),
    "os.link": ("link", 1, 3), "os.symlink": ("symlink", 1, 2), "os.truncate": ("truncate", 0, None),
    "shutil.rmtree": ("rmtree", 0, None),
}
#: What a full disk still allows.
_FREEING = {"remove", "rmdir", "rmtree", "rename"}


class _Faults:
    def __init__(self, below: str, at: str, fault: str):
        self.below, self.at, self.fault = os.path.join(os.path.abspath(below), ""), at, fault
        self.count = 0
        self.failing = False

    def hook(self, event: str, arguments: tuple) -> None:
        kind, path = self._change(event, arguments)
        if not kind or not os.path.abspath(path).startswith(self.below):
            return
        self.count += 1
        if self.at == str(self.count) or fnmatch(f"{kind}:{path}", self.at):
            if self.fault == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            self.failing = True
        if self.failing and kind not in _FREEING:
            code = getattr(errno, self.fault)
            raise OSError(code, os.strerror(code), path)

    @staticmethod
    def _change(event: str, arguments: tuple) -> tuple[str, str]:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, str) and path.startswith(".coproduce-"):
                path = _in_open_folder(path)
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            return ("write", os.fsdecode(path)) if writes and isinstance(path, (str, bytes, os.PathLike)) else ("", "")
        kind, place, start = _CHANGES.get(event, ("", 0, None))
        path = arguments[place] if kind else ""
        if not isinstance(path, (str, bytes, os.PathLike)):
            return "", ""
        folder = arguments[start] if start is not None and start < len(arguments) else -1
        if isinstance(folder, int) and folder >= 0:
            return kind, os.path.join(os.readlink(f"/proc/self/fd/{folder}"), os.fsdecode(path))
        return kind, os.fsdecode(path)


def _in_open_folder(name: str) -> str:
    """The path of a file that is opened from inside its folder: the event does not tell of which, its caller does."""
    frame = sys._getframe(1)
    while frame is not None and not isinstance(frame.f_locals.get("descriptor"), int):
        frame = frame.f_back
    return name if frame is None else os.path.join(os.readlink(f"/proc/self/fd/{frame.f_locals['descriptor']}"), name)


def main() -> None:
    faults = _Faults(os.environ["FAULT_BELOW"], os.environ.get("FAULT_AT", ""), os.environ.get("FAULT_KIND", "kill"))
    if count := os.environ.get("FAULT_COUNT"):
        atexit.register(lambda: Path(count).write_text(str(faults.count)))
    sys.addaudithook(faults.hook)
    from coproduce.cli import main as command

    command()


if __name__ == "__main__":
    main()

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

#: Audit events, with the kind of change and the place of the path among their arguments.
_CHANGES = {
    "os.rename": ("rename", 0), "os.remove": ("remove", 0), "os.mkdir": ("mkdir", 0), "os.rmdir": ("rmdir", 0),
    "os.link": ("link", 1), "os.symlink": ("symlink", 1), "os.truncate": ("truncate", 0), "shutil.rmtree": ("rmtree", 0),
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
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            return ("write", os.fsdecode(path)) if writes and isinstance(path, (str, bytes, os.PathLike)) else ("", "")
        kind, place = _CHANGES.get(event, ("", 0))
        path = arguments[place] if kind else ""
        return (kind, os.fsdecode(path)) if isinstance(path, (str, bytes, os.PathLike)) else ("", "")


def main() -> None:
    faults = _Faults(os.environ["FAULT_BELOW"], os.environ.get("FAULT_AT", ""), os.environ.get("FAULT_KIND", "kill"))
    if count := os.environ.get("FAULT_COUNT"):
        atexit.register(lambda: Path(count).write_text(str(faults.count)))
    sys.addaudithook(faults.hook)
    from coproduce.cli import main as command

    command()


if __name__ == "__main__":
    main()

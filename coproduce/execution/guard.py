"""Keeps a chapter from reading the report's inputs past the declared way.

A file that a cell opens by itself is no declared input: the chapter would not
run again when the file changes, and would go on showing old numbers.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from coproduce.source.folders import paths_of


class UndeclaredInput(Exception):
    """A cell opened an input of the report by itself."""


def watch_files(root: str) -> None:
    """From now on, in this process, refuse direct reading of the report's inputs.

    Uses Python's audit events; code that opens files without Python's help is
    not seen.
    """
    paths = paths_of(Path(os.path.realpath(root)))
    folders = tuple(f"{folder}{os.sep}" for folder in (paths.data, paths.contributions))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(arguments[0], (str, bytes)):
            return
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if path.startswith(folders) and not _called_by_us():
            shown = os.path.relpath(path, os.path.realpath(root)).replace(os.sep, "/")
            raise UndeclaredInput(
                f"{shown} was opened directly. Read it with chapter.table(…) or "
                "chapter.contributions(), so that the chapter runs again when it changes."
            )

    sys.addaudithook(hook)


def _called_by_us() -> bool:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if str(frame.f_globals.get("__name__", "")).partition(".")[0] == "coproduce":
            return True
        frame = frame.f_back
    return False

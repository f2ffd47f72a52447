"""Waits for files of a report to be saved."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from watchfiles import watch

from coproduce.source.paths import Paths

logging.getLogger("watchfiles").setLevel(logging.WARNING)
#: Saves that follow each other so closely are one (milliseconds), and so often the system is asked.
_TOGETHER, _STEP = 30, 10


def watch_report(paths: Paths, saved: Callable[[], None], stop: threading.Event) -> list[threading.Thread]:
    """Call ``saved`` whenever something may have been saved, until ``stop`` is set; the threads that do."""
    if paths.is_book:
        thread = threading.Thread(target=_watch_book, args=(paths, saved, stop), daemon=True)
        thread.start()
        return [thread]
    whole = [folder for folder in (paths.book, paths.data, paths.contributions, paths.root / "docs") if folder.is_dir()]
    # Not what lies below: environments and builds are there.
    alone = [paths.root, *(folder for folder in [paths.root / ".git"] if folder.is_dir())]
    names = {path.name for path in (paths.config, paths.toc, paths.lock, paths.changelog)} | {"HEAD", "index"}

    threads = [
        threading.Thread(target=_watch, args=(whole, True, None, saved, stop), daemon=True),
        threading.Thread(target=_watch, args=(alone, False, names, saved, stop), daemon=True),
    ]
    for thread in threads:
        thread.start()
    return threads


def _watch_book(paths: Paths, saved: Callable[[], None], stop: threading.Event) -> None:
    """Everything in the folder of a book but what is made there."""

    def of_the_book(_: object, path: str) -> bool:
        parts = Path(path).relative_to(paths.root).parts
        return parts[:1] != (paths.build.name,) and not any(part.startswith(".") for part in parts)

    for _ in watch(paths.root, watch_filter=of_the_book, debounce=_TOGETHER, step=_STEP, stop_event=stop, raise_interrupt=False):
        saved()


def _watch(
    folders: list[Path], recursive: bool, names: set[str] | None, saved: Callable[[], None], stop: threading.Event
) -> None:
    for seen in watch(*folders, watch_filter=None, debounce=_TOGETHER, step=_STEP, stop_event=stop, recursive=recursive,
                   raise_interrupt=False):
        if names is None or any(Path(path).name in names for _, path in seen):
            saved()

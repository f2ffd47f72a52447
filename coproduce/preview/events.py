"""Tells browsers that show the preview what has changed."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Reader:
    """A browser that shows the page at ``path`` as it was when its checksum was ``version``."""

    path: str
    version: str
    waiting: "queue.SimpleQueue[str]" = field(default_factory=queue.SimpleQueue)
    last_state: str = ""


class Readers:
    """All browsers that show the preview. ``version_of`` gives the checksum of a page as it is now."""

    def __init__(self, version_of: Callable[[str], str]):
        self._version_of, self._all, self._lock = version_of, set[Reader](), threading.Lock()
        self._state: dict[str, Any] = {}

    @contextmanager
    def joined(self, path: str, version: str) -> Iterator[Reader]:
        """A browser is there while the context lasts."""
        reader = Reader(path, version)
        with self._lock:
            self._all.add(reader)
        self._tell(reader)
        try:
            yield reader
        finally:
            with self._lock:
                self._all.discard(reader)

    def paths(self) -> set[str]:
        """The addresses that browsers show."""
        with self._lock:
            return {reader.path for reader in self._all}

    def tell(self, **state: Any) -> None:
        """Let all know this state, and those whose page changed that they show an old one."""
        with self._lock:
            self._state |= state
            readers = list(self._all)
        for reader in readers:
            self._tell(reader)

    def _tell(self, reader: Reader) -> None:
        state = json.dumps({**self._state, "old": self._version_of(reader.path) != reader.version})
        if state != reader.last_state:
            reader.last_state = state
            reader.waiting.put(state)

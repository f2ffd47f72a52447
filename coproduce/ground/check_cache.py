"""Remembers what checks found nothing wrong with, so that the next build need not look at it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from coproduce.ground.checksums import checksum_of
from coproduce.ground.file_cache import Step, StepCache
from coproduce.ground.problems import Problem

_STEP = Step("sound", {})


class CheckCache:
    """The inputs of checks that found nothing, by checksum, kept in ``cache``; without it they last as long as this object.

    What a check finds is never kept: it is found, and told, each time.
    """

    def __init__(self, cache: StepCache | None = None):
        self._cache = cache or StepCache()
        content = self._cache.get(_STEP)
        self._known: set[str] = set(json.loads(content)) if content else set()
        self._used: set[str] = set()

    def problems(self, check: str, inputs: Iterable[str], find: Callable[[], list[Problem]]) -> list[Problem]:
        """What ``find`` finds; nothing, without asking it, if the check called ``check`` found nothing in the same ``inputs``."""
        key = checksum_of(json.dumps([check, *inputs]))
        if key not in self._known and key not in self._used and (found := find()):
            return found
        self._used.add(key)
        return []

    def save(self) -> None:
        """Keep what was asked for since this object was made, and forget the rest."""
        if self._used != self._known:
            self._cache.put(_STEP, json.dumps(sorted(self._used)).encode())
            self._known = set(self._used)

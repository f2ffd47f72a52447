"""Which chapters begin first: those that took longest, so that none is left running alone at the end.

No result depends on it, as each chapter has a kernel of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from coproduce.ground.problems import ProblemsFound
from coproduce.ground.read_input import read_text_input

if TYPE_CHECKING:
    from coproduce.execution.cache import Cache
    from coproduce.source.paths import Paths

_Job = TypeVar("_Job")


def longest_first(jobs: Sequence[_Job], name: Callable[[_Job], str], paths: Paths, cache: Cache) -> list[_Job]:
    """``jobs``, of which ``name`` tells the chapter, by how long their chapters last ran here, or when the report's were measured.

    A chapter of which nothing is known may take long, and begins before the others.
    """
    measured = _measured(paths)

    def seconds(job: _Job) -> float:
        last = cache.last_seconds(name(job))
        return measured.get(name(job), float("inf")) if last is None else last

    return sorted(jobs, key=seconds, reverse=True)


def _measured(paths: Paths) -> dict[str, float]:
    """The seconds of :attr:`~coproduce.source.paths.Paths.run_times` by chapter; what cannot be read there is told elsewhere."""
    try:
        kept = json.loads(read_text_input(paths.run_times, paths.relative(paths.run_times)))["seconds"]
        return {str(chapter): float(seconds) for chapter, seconds in kept.items()}
    except (OSError, ProblemsFound, ValueError, TypeError, KeyError, AttributeError):
        return {}

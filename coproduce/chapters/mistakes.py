"""A mistake in a chapter: one message in place of a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from coproduce.evidence.values import UnsoundValue
from coproduce.ground.problems import ProblemsFound

_Made = TypeVar("_Made")


class ChapterError(Exception):
    """A mistake in a chapter. The message says what is wrong and what to do."""


def sound(build: Callable[[], _Made], prefix: str = "") -> _Made:
    """What ``build`` makes. Raises :class:`ChapterError` for what cannot be registered, ``prefix`` before its message."""
    try:
        return build()
    except UnsoundValue as error:
        raise ChapterError(f"{prefix}{error}.") from None


def reading(read: Callable[[], _Made]) -> _Made:
    """What ``read`` reads. Raises :class:`ChapterError` for what is wrong with the files."""
    try:
        return read()
    except ProblemsFound as error:
        raise ChapterError(str(error)) from None

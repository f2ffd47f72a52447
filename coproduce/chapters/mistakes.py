"""A mistake in a chapter: one message in place of a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from coproduce.evidence.values import InvalidValue
from coproduce.ground.problems import ProblemsFound

_Result = TypeVar("_Result")


class ChapterError(Exception):
    """A mistake in a chapter. The message says what is wrong and what to do."""


def convert_value_errors(build: Callable[[], _Result], prefix: str = "") -> _Result:
    """What ``build`` makes. Raises :class:`ChapterError` for what cannot be registered, ``prefix`` before its message."""
    try:
        return build()
    except InvalidValue as error:
        raise ChapterError(f"{prefix}{error}.") from None


def convert_problems(read: Callable[[], _Result]) -> _Result:
    """What ``read`` reads. Raises :class:`ChapterError` for what is wrong with the files."""
    try:
        return read()
    except ProblemsFound as error:
        raise ChapterError(str(error)) from None

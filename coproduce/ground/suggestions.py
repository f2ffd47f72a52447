"""The known name that an unknown one was probably meant to be, for messages."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

SIMILAR = 0.6
"""How alike names must be, from 0 to 1 (the ratio of difflib). Long ids that share their beginning bear less."""


def nearest(word: Any, choices: Iterable[Any], n: int = 1, cutoff: float = SIMILAR) -> list[str]:
    """At most ``n`` of ``choices`` that are like ``word``, the likest first."""
    return get_close_matches(str(word), [str(choice) for choice in choices], n, cutoff)


def did_you_mean(word: Any, choices: Iterable[Any]) -> str:
    """A sentence such as ``Did you mean ‘title’?`` with a blank after it, or nothing."""
    found = nearest(word, choices)
    return f"Did you mean ‘{found[0]}’? " if found else ""


def list_nearest(word: Any, choices: Iterable[Any], cutoff: float = SIMILAR) -> str:
    """A sentence such as ``Nearest: plans, places.`` with a blank before it, or nothing."""
    found = nearest(word, choices, 3, cutoff)
    return f" Nearest: {', '.join(found)}." if found else ""


def nearest_or(otherwise: str, word: Any, choices: Iterable[Any], n: int = 1, cutoff: float = SIMILAR) -> str:
    """What is expected instead of ``word``: ``‘plans’ or ‘places’?``, or ``otherwise`` if nothing is like it."""
    found = nearest(word, choices, n, cutoff)
    return " or ".join(f"‘{choice}’" for choice in found) + "?" if found else otherwise

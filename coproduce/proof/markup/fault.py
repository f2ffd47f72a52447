"""How markup without effect is told."""

from __future__ import annotations

from coproduce.ground.problems import Problem

_MOST = 60


def fault(path: str, line: int, code: str, seen: str, what: str, instead: str) -> Problem:
    """``seen`` is what stands on the line, ``what`` why it has no effect, ``instead`` what to write."""
    return Problem(path, f"‘{excerpt(seen)}’ {what}", line=line, code=f"markup.{code}", expected=instead,
                   action="Write it so, or put a backslash before the sign if it is text.")


def excerpt(text: str) -> str:
    """A piece of text on one line, cut if it is long."""
    text = " ".join(text.split())
    return f"{text[:_MOST]}…" if len(text) > _MOST else text

"""The part of a page that a program writes, between two comment lines that people leave alone."""

from __future__ import annotations


def replace_part(text: str, begin: str, end: str, generated: str) -> str:
    """``text`` with ``generated`` between its lines ``begin`` and ``end``.

    Raises ``ValueError`` if the two lines are not there, in this order.
    """
    before, found, rest = text.partition(begin)
    _, ended, after = rest.partition(end)
    if not (found and ended):
        raise ValueError(f"The text lacks the lines {begin} and {end}.")
    return f"{before}{begin}\n\n{generated}\n{end}{after}"

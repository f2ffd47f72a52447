"""Numbers of headings: 1, 1.1, 1.1.1."""

from __future__ import annotations


class Numbers:
    """Counts headings as word processors do."""

    def __init__(self) -> None:
        self._counts: list[int] = []

    def next(self, level: int) -> str:
        """The number of the next heading at this level (1 is a chapter)."""
        counts = [*self._counts, *[0] * level][:level]
        counts[-1] += 1
        self._counts = counts
        return ".".join(str(count) for count in counts)

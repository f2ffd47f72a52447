"""The name of a row, by which a number is traced to it: ``areas:12``."""

from __future__ import annotations

from typing import NamedTuple

#: The table that contributions count as.
CONTRIBUTIONS = "contributions"


class RowId(NamedTuple):
    """A row of a table by its line, the header being line 1, or a contribution by its id.

    ``key`` is what stands after the colon. As text it is the index of frames.
    """

    table: str
    key: str

    @classmethod
    def parse(cls, text: str) -> "RowId":
        """The row of that name. Text without a colon has no table: its key is the whole text."""
        table, _, key = str(text).rpartition(":")
        return cls(table, key)

    @property
    def line(self) -> int | None:
        """The line of the table's file; ``None`` for a contribution, which is a file of its own."""
        return int(self.key) if self.key.isascii() and self.key.isdigit() else None

    def __str__(self) -> str:
        return f"{self.table}:{self.key}"

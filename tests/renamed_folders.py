"""The tiny report with other names for the folders of its pages and its data."""

from __future__ import annotations

from coproduce.source.paths import Paths

NAMES = {"book": "chapters", "data": "tables"}


def rename_folders(report) -> None:
    """Rename the two folders of the tiny report, and say so in its settings."""
    paths = Paths(report.paths.root)
    paths.book.rename(paths.root / NAMES["book"])
    paths.data.rename(paths.root / NAMES["data"])
    text = paths.config.read_text(encoding="utf-8")
    paths.config.write_text(text.replace("coproduce:\n", "coproduce:\n  folders: {book: chapters, data: tables}\n", 1), encoding="utf-8")

"""Publish a co-produced report from sourced data and contributions.

A chapter needs one name from here::

    from coproduce import open_chapter

    chapter = open_chapter("the-chapter")

Everything else is reached from the chapter, or from the ``coproduce`` command.
"""

from __future__ import annotations

__all__ = ["Chapter", "Report", "open_chapter"]


def __getattr__(name: str):
    # Imported on first use: the command line must answer at once, and an
    # unchanged build must not pay for importing pandas.
    if name in {"Chapter", "open_chapter"}:
        from coproduce.chapters import chapter

        return getattr(chapter, name)
    if name == "Report":
        from coproduce.report import Report

        return Report
    raise AttributeError(f"module 'coproduce' has no attribute {name!r}")

"""A chapter of the tiny report, as a cell opens it."""

from __future__ import annotations

import pytest

from coproduce.chapters.chapter import open_chapter


@pytest.fixture
def chapter(tiny, monkeypatch):
    monkeypatch.setenv("COPRODUCE_REPORT", str(tiny.paths.root))
    return open_chapter("streets")


@pytest.fixture
def latest(chapter):
    return chapter.table("counts").query("year == 2025")

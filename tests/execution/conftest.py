"""Chapters written for one test each, in a copy of the tiny report."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from written_chapters import warm_process

from coproduce.report import Report
from coproduce.source.front_matter import HEADER

WriteChapter = Callable[..., int]


@pytest.fixture
def bare(tiny: Report) -> Report:
    """The tiny report with its front page only; data and contributions are there."""
    for page in tiny.paths.book.glob("*.md"):
        page.unlink()
    (tiny.paths.book / "index.md").write_text("# Front page\n\nNothing runs here.\n", encoding="utf-8")
    tiny.paths.toc.write_text("format: jb-book\nroot: index\nchapters:\n", encoding="utf-8")
    return Report(tiny.paths.root)


@pytest.fixture
def write(bare: Report) -> WriteChapter:
    """Adds a chapter of the given cells; returns the line on which the first cell's code begins."""

    def write_chapter(name: str, *cells: str, inputs: tuple[str, ...] = (), prose: str = "Prose.") -> int:
        header = f"---\n{HEADER}\ncoproduce:\n  inputs: [{', '.join(inputs)}]\n---\n\n# {name}\n\n{prose}\n\n"
        body = "\n\n".join(f"```{{code-cell}} python3\n{cell}\n```" for cell in cells)
        bare.paths.chapter(name).write_text(f"{header}{body}\n", encoding="utf-8")
        entry = f"  - file: {name}\n"
        toc = bare.paths.toc.read_text(encoding="utf-8")
        if entry not in toc:
            bare.paths.toc.write_text(toc + entry, encoding="utf-8")
        return header.count("\n") + 2

    return write_chapter


@pytest.fixture(scope="session", autouse=True)
def _stop_warm_process() -> Iterator[None]:
    yield
    if warm_process.cache_info().currsize:
        warm_process().close()

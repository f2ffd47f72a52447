"""A hand-made report of six chapters, as Sphinx writes them for print.

Longer and stranger than the tiny report: footnotes with the same id in two
chapters, tables of many rows and of many columns, links of every kind.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from coproduce.publish.manuscript.document import Manuscript, compose
from coproduce.source.paths import Paths
from coproduce.source.settings import Pages, Settings

CHAPTERS = ("index", "survival", "streets", "conclusions", "sources", "glossary")
FOLDER = Path(__file__).parent / "fixtures" / "larkwell"

SETTINGS = Settings(
    title="Street trees of Larkwell: what keeps them alive",
    author="Larkwell Tree Wardens",
    edition="1.0",
    date="2026-03-01",
    pdf_name="street-trees",
    subtitle="A synthetic report",
    organisations=("Larkwell Tree Wardens", "Larkwell Parish Council"),
    publisher="Larkwell Tree Wardens",
    web_address="https://trees.example.org/report/",
    keywords=("trees", "streets"),
    licence="CC BY 4.0",
    pages=Pages(sources="sources", ledger="ledger", conclusions="conclusions"),
)


def report_folder(folder: Path) -> Paths:
    """A copy of the tiny report in ``folder``, for its data: what is made is kept there, and not beside what other tests make."""
    root = folder / "report"
    if not root.exists():
        shutil.copytree(FOLDER.parents[2] / "tiny", root, ignore=shutil.ignore_patterns("_build"))
    return Paths(root)


def bodies() -> dict[str, str]:
    return {name: (FOLDER / f"{name}.html").read_text(encoding="utf-8") for name in CHAPTERS}


def manuscript(folder: Path, chapters: dict[str, str] | None = None) -> Manuscript:
    """The manuscript of these chapters, or of others given as HTML bodies."""
    return compose(chapters or bodies(), {}, SETTINGS, folder)


def page(content: str, title: str = "A chapter") -> str:
    """A chapter's body as Sphinx writes it."""
    return f'<section id="a-chapter"><h1>{title}</h1>{content}</section>'

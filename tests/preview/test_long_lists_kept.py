"""Pages of long lists, which have no source file: a build that goes on from the last one keeps them where they are the same."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import as_built
import pytest
from report_parts import add_rows, keep_chapters

TESTS = Path(__file__).parents[1]
#: Enough for lists of several pages, of each kind.
CONTRIBUTIONS, ROWS = 120, 250
OF_LISTS = {"ledger-page-2.html", "sources-page-2.html", "contributions-watering-1.html", "contributions-on-watering-works-1.html",
            "contribute-ur.html"}


def edit(root: Path, name: str, old: str, new: str) -> None:
    file = root / name
    text = file.read_text(encoding="utf-8")
    assert old in text, name
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.slow
def test_they_are_what_a_build_from_nothing_writes(built_tiny, tmp_path):
    spec = importlib.util.spec_from_file_location("many", TESTS.parent / "benchmarks" / "many_contributions.py")
    many = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(many)
    root = tmp_path / "tiny"
    shutil.copytree(TESTS / "tiny", root, ignore=shutil.ignore_patterns("_build"))
    keep_chapters(built_tiny, root)
    many.add_contributions(root, CONTRIBUTIONS)
    add_rows(root, ROWS)
    kept, new = tmp_path / "kept" / "html", tmp_path / "new" / "html"

    def build() -> set[str]:
        """Build both, find them the same, and return which pages of lists are others than before."""
        before = {name: (kept / name).read_bytes() for name in OF_LISTS if (kept / name).exists()}
        as_built.write(root, kept, kept=True)
        as_built.write(root, new, kept=False)
        pages = {path.relative_to(new): path.read_bytes() for path in new.rglob("*") if path.is_file()}
        assert {path.relative_to(kept): path.read_bytes() for path in kept.rglob("*") if path.is_file()} == pages
        return {name for name in OF_LISTS if before.get(name) != (kept / name).read_bytes()}

    assert build() == OF_LISTS  # and all of them are there
    edit(root, "book/streets.md", "## Every street", "Streets have names.\n\n## Every street")
    assert build() == set()
    edit(root, "book/streets.md", "# Streets differ", "# Streets are not alike")
    assert build() >= {"ledger-page-2.html", "sources-page-2.html"}  # whose rows say on which pages they are used
    edit(root, "contributions/synthetic-00001.md", "title: What we saw", "title: What one of us saw")
    assert 1 <= len(build()) < len(OF_LISTS)

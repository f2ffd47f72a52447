"""The address of a page that the last edition had leads on, or is given up on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest
from edition_history import git, make_repository

from coproduce.check import check_before_merging
from coproduce.report import Report


@pytest.fixture
def renamed(tmp_path) -> Path:
    """A report whose glossary was called otherwise in edition 1.0."""
    root = tmp_path / "trees"
    make_repository(root)
    git(root, "tag", "v1.0")
    (root / "book" / "glossary.md").rename(root / "book" / "words.md")
    replace(root / "_toc.yml", "file: glossary", "file: words")
    return root


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def gone(root: Path) -> list[tuple[str, str]]:
    return [(p.code, p.path) for p in check_before_merging(Report(root)) if p.code.startswith("pages.")]


def test_a_renamed_page_leaves_no_dead_address(renamed):
    [problem] = [p for p in check_before_merging(Report(renamed)) if p.code == "pages.gone"]
    assert "‘glossary’ of edition 1.0" in problem.message and "formerly: [glossary]" in problem.expected
    assert "removed_pages: [glossary]" in problem.action


@pytest.mark.parametrize("entry", ["[glossary]", "[glossary#warden]"])
def test_an_address_that_leads_on_is_enough(renamed, entry):
    page = renamed / "book" / "words.md"
    page.write_text(f"---\ncoproduce:\n  formerly: {entry}\n---\n\n{page.read_text(encoding='utf-8')}", encoding="utf-8")
    assert gone(renamed) == []


def test_a_page_may_be_given_up(renamed):
    replace(renamed / "_config.yml", "coproduce:\n", "coproduce:\n  removed_pages: [glossary]\n")
    assert gone(renamed) == []


def test_what_is_given_up_is_gone_and_leads_nowhere(renamed):
    replace(renamed / "_config.yml", "coproduce:\n", "coproduce:\n  removed_pages: [glossary, streets]\n")
    page = renamed / "book" / "words.md"
    page.write_text(f"---\ncoproduce:\n  formerly: [glossary]\n---\n\n{page.read_text(encoding='utf-8')}", encoding="utf-8")
    assert gone(renamed) == [("pages.not-removed", "_config.yml")] * 2


def test_nothing_is_gone_before_the_first_edition_or_without_history(renamed, tiny):
    git(renamed, "tag", "--delete", "v1.0")
    assert gone(renamed) == []
    tiny.paths.chapter("glossary").rename(tiny.paths.chapter("words"))
    replace(tiny.paths.toc, "file: glossary", "file: words")
    assert gone(tiny.paths.root) == []

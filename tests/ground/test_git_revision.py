"""What a report's history says: when each file last changed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from coproduce.ground.git_revision import last_changes

FOLDERS = ("book", "data")
DAY = 86_400


def git(root: Path, *arguments: str, moment: int = 0) -> None:
    dates = {"GIT_AUTHOR_DATE": f"@{moment} +0900", "GIT_COMMITTER_DATE": f"@{moment} +0900"}
    who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, env=os.environ | dates | who)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A repository with two commits, a day apart; the second changed one file."""
    root = tmp_path / "report"
    (root / "book").mkdir(parents=True)
    (root / "data").mkdir()
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    for name in ("book/a.md", "book/b – ü.md", "data/t.csv", "other.md"):
        (root / name).write_text("first", encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first", moment=10 * DAY)
    (root / "book" / "a.md").write_text("second")
    git(root, "commit", "-qam", "second", moment=11 * DAY)
    return root


def test_each_file_has_the_moment_of_its_own_last_commit(history):
    assert last_changes(history, FOLDERS) == {"book/a.md": 11 * DAY, "book/b – ü.md": 10 * DAY, "data/t.csv": 10 * DAY}


def test_a_branch_counts_when_its_own_commits_were_made(history):
    git(history, "checkout", "-q", "-b", "side", "HEAD~1")
    (history / "data" / "t.csv").write_text("side")
    git(history, "commit", "-qam", "side", moment=12 * DAY)
    git(history, "checkout", "-q", "main")
    git(history, "merge", "-q", "--no-ff", "-m", "merge", "side", moment=20 * DAY)
    changes = last_changes(history, FOLDERS)
    assert (changes["data/t.csv"], changes["book/a.md"]) == (12 * DAY, 11 * DAY)


def test_what_is_in_no_commit_has_no_moment(history):
    (history / "book" / "a.md").write_text("third")
    (history / "book" / "new.md").write_text("new")
    (history / "data" / "t.csv").write_text("staged")
    git(history, "add", "data/t.csv")
    assert last_changes(history, FOLDERS) == {"book/b – ü.md": 10 * DAY}


def test_a_shallow_clone_does_not_pretend_to_know(history, tmp_path):
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", history.as_uri(), str(clone))
    assert last_changes(clone, FOLDERS) == {}


def test_outside_version_control_nothing_is_known(history, tmp_path):
    assert last_changes(tmp_path, FOLDERS) == {}
    assert last_changes(history / "book", ("book",)) == {}  # lies inside some other repository

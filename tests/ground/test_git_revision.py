"""What a report's history says: when each file last changed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from coproduce.ground.git_revision import is_ancestor, is_shallow, last_changes, read_revision
from coproduce.ground.problems import ProblemsFound

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


def failing(tmp_path: Path, monkeypatch, said: str) -> None:
    """Put a git first on the path that fails with these words, as git does, whoever runs the tests."""
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho 'fatal: {said}' >&2\nexit 128\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("said", ["detected dubious ownership in repository at /a", "bad object HEAD", "index file corrupt"])
@pytest.mark.parametrize("asked", [
    lambda root: read_revision(root, "2026-01-01"), lambda root: last_changes(root, FOLDERS), is_shallow,
    lambda root: is_ancestor(root, "1" * 40, "2" * 40),
], ids=["revision", "changes", "shallow", "ancestor"])
def test_what_git_says_is_passed_on(asked, said, history, tmp_path, monkeypatch):
    failing(tmp_path, monkeypatch, said)
    with pytest.raises(ProblemsFound, match=said) as found:
        asked(history)
    assert [p.code for p in found.value.problems] == ["git.failed"]


def test_a_clone_of_another_account_stops_the_build(history, monkeypatch):
    """As git itself decides, told by its own variable for tests."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(ProblemsFound, match="dubious ownership"):
        read_revision(history, "2026-01-01")


def test_a_broken_repository_is_not_taken_for_none(history):
    (history / ".git" / "HEAD").write_text("nonsense\n")
    with pytest.raises(ProblemsFound, match="not a git repository"):
        read_revision(history, "2026-01-01")


def test_none_is_not_a_failure(tmp_path, monkeypatch):
    assert read_revision(tmp_path, "2026-01-01").commit == ""
    git(tmp_path, "init", "-q")
    assert read_revision(tmp_path, "2026-01-01").commit == ""  # no commit yet
    monkeypatch.setenv("PATH", "")
    assert read_revision(tmp_path, "2026-01-01").commit == "" and not is_shallow(tmp_path)


def test_commits_that_are_unknown_are_no_failure(history, tmp_path):
    assert is_ancestor(history, "1" * 40, "2" * 40) is None
    (tmp_path / "none").mkdir()
    assert is_ancestor(tmp_path / "none", "1" * 40, "2" * 40) is None

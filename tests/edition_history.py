"""The tiny report's own repository, with two editions in its history, both built."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from report_parts import keep_cache

from coproduce.report import Report
from coproduce.source.paths import Paths

TINY = Path(__file__).parent / "tiny"
#: Noon of the days of the editions, in seconds since 1970.
FIRST, SECOND = 1_772_366_400, 1_775_044_800


@dataclass(frozen=True)
class History:
    """``root`` is a clone at edition 1.1; ``first`` and ``second`` are the built books of 1.0 and 1.1.

    Commits are full hashes. ``kept_of_first`` is a folder with what the build of 1.0 kept for later ones. Edition 1.1 counts two more trees in Mill Lane and has
    another name for its glossary's page.
    """

    root: Path
    first: Path
    second: Path
    first_commit: str
    second_commit: str
    kept_of_first: Paths

    def clone(self, folder: Path) -> Path:
        """A clone that a test may change."""
        git(folder.parent, "clone", "--quiet", str(self.root), str(folder))
        return folder


def git(root: Path, *arguments: str, moment: int = SECOND) -> str:
    """What git says in ``root``, whatever the settings of the person who runs the tests."""
    own = {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "Tree Warden", "GIT_AUTHOR_EMAIL": "warden@trees.example.org",
        "GIT_COMMITTER_NAME": "Tree Warden", "GIT_COMMITTER_EMAIL": "warden@trees.example.org",
        "GIT_AUTHOR_DATE": f"{moment} +0000", "GIT_COMMITTER_DATE": f"{moment} +0000",
    }
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-C", str(root), *arguments],
        env={**os.environ, **own}, capture_output=True, text=True, check=True,
    )
    return done.stdout.strip()


def make_repository(root: Path) -> str:
    """Put the tiny report under version control at ``root``, and return its commit."""
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"))
    shutil.copy(TINY.parents[1] / "requirements.lock", root)
    (root / ".gitignore").write_text("_build/\n", encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "Edition 1.0", moment=FIRST)
    return git(root, "rev-parse", "HEAD")


def change_to_second_edition(root: Path) -> None:
    """What edition 1.1 changes."""
    for name, old, new in (
        ("_config.yml", 'edition: "1.0"', 'edition: "1.1"'),
        ("_config.yml", 'date: "2026-03-01"', 'date: "2026-04-01"'),
        ("_toc.yml", "file: glossary", "file: words"),
        ("data/counts.csv", "mill-lane,2025,47,6", "mill-lane,2025,49,8"),
    ):
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")
    (root / "book" / "glossary.md").rename(root / "book" / "words.md")


def make_history(shared: Path) -> History:
    """Two editions of the tiny report in ``shared``, built once for all workers of a test run."""
    from warm_builds import build

    folder = shared / "editions"
    root, first, second, kept = folder / "repository", folder / "1.0", folder / "1.1", folder / "kept"
    with FileLock(shared / "editions.lock"):
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make_repository(root)
            git(root, "tag", "-a", "v1.0", "-m", "Edition 1.0", moment=FIRST)
            build(Report(root), log=str)
            shutil.copytree(root / "_build" / "html", first)
            kept.mkdir()
            keep_cache(Paths(root), kept)
            change_to_second_edition(root)
            git(root, "add", "--all")
            git(root, "commit", "--quiet", "-m", "Edition 1.1")
            build(Report(root), log=str)
            shutil.copytree(root / "_build" / "html", second)
            (folder / "done").touch()
    return History(root, first, second, git(root, "rev-parse", "v1.0^{commit}"), git(root, "rev-parse", "HEAD"), Paths(kept))

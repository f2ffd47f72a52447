"""Folders in which processes are stopped, and disks that are full."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from edition_history import git
from processes import Folder

from coproduce.report import Report


@pytest.fixture
def folder(built_tiny, tmp_path: Path) -> Folder:
    root = tmp_path / "tiny"
    shutil.copytree(built_tiny.report.paths.root, root)
    return Folder(Report(root).paths)


@pytest.fixture
def gone_back(two_editions, tmp_path: Path) -> Folder:
    """The built edition 1.1, with the files of edition 1.0: what a build gives now is what one that saw no fault gave once."""
    root = tmp_path / "trees"
    shutil.copytree(two_editions.root, root)
    git(root, "checkout", "--quiet", "v1.0")
    return Folder(Report(root).paths)


Mount = Callable[[Path, str], None]


@pytest.fixture
def small_disk() -> Iterator[Mount]:
    """Puts a small real disk (in memory) under a folder; ``mount(folder, options)`` again changes its options."""
    mounted: list[Path] = []

    def mount(folder: Path, options: str) -> None:
        again = "remount," if folder in mounted else ""
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", again + options, "tmpfs", str(folder)],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"needs the right to mount a disk: {done.stderr.strip()}")
        mounted.append(folder) if folder not in mounted else None

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)

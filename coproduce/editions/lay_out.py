"""Puts the files of a book and of frozen editions into a publication; any user of the machine can read them."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from coproduce.editions import manifest
from coproduce.editions.edition_list import EDITIONS, LIST
from coproduce.editions.publications import names_of
from coproduce.ground.problems import Problem, ProblemsFound


def lay_out(book_manifest: dict, book: Path, target: Path) -> None:
    """Copy what the manifest answers for, the manifest, and the page that a list is written into. Nothing else."""
    for name in (*book_manifest["outputs"], manifest.FILE, f"{EDITIONS}/{LIST}"):
        write_served(target / name, book / name)


def freeze_edition(book_manifest: dict, book: Path, folder: Path) -> None:
    """Keep an edition for good; it may be there already, if it is the same."""
    version = book_manifest["edition"]
    if not folder.exists():
        lay_out(book_manifest, book, folder)
        return
    if manifest.read(folder)["outputs"] == book_manifest["outputs"]:
        return
    raise ProblemsFound([
        Problem(
            f"{EDITIONS}/{version}", f"edition {version} is already published, with other contents",
            code="publish.frozen", expected="a version that has not been published",
            action="A published edition never changes. Make a new one: coproduce release VERSION.",
        )
    ])


def carry_over(book_manifest: dict, old: Path, new: Path) -> None:
    """Carry a frozen edition over, as hard links where that can be: what its manifest names, and nothing else."""
    for name in names_of(book_manifest):
        source, target = old / name, new / name
        try:
            if not stat.S_ISREG(source.lstat().st_mode):
                continue
        except FileNotFoundError:
            continue  # damaged; or a list, which is written anew
        _make_folders(target)
        try:
            os.link(source, target)
        except OSError:
            write_served(target, source)


def write_served(path: Path, content: Path | bytes) -> None:
    """Write or copy a file, whatever the umask, so that a web server of another user can read it."""
    _make_folders(path)
    if isinstance(content, Path):
        shutil.copyfile(content, path)
    else:
        path.write_bytes(content)
    path.chmod(0o644)


def _make_folders(path: Path) -> None:
    for folder in reversed([p for p in path.parents if not p.exists()]):
        folder.mkdir()
        folder.chmod(0o755)

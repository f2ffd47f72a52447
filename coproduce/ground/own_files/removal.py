"""Deletes what is on a folder's list, and nothing else; links, pipes and other disks stay."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from coproduce.ground.own_files.folder_list import DROPPINGS, LIST, listed, read_list
from coproduce.ground.own_files.folders import PART, below, child, hold, lstat, new_part, opened, refused, what_is

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def remove(folder: Path, kind: str, anchor: Path) -> list[str]:
    """Delete what is on the list of ``folder``, and the folder if that leaves it empty.

    Returns what stayed, by its name in the folder. Nothing is done if there is no such
    folder. Raises :class:`~coproduce.ground.problems.ProblemsFound` if it is not ours.
    """
    names = listed(folder, kind, anchor)
    if names is None:
        return []
    with opened(folder.parent, anchor) as parent:
        with opened(folder, anchor) as descriptor:
            _delete(descriptor, names)
            left = sorted(set(os.listdir(descriptor)) - {LIST})
        if not left:
            part = new_part()
            os.rename(folder.name, part, src_dir_fd=parent, dst_dir_fd=parent)
            _remove_part(part, parent)
    return left


def remove_inside(folder: Path, names: Iterable[str], anchor: Path) -> None:
    """Delete those files of ``names`` that are on the list of ``folder``; the folder and its list stay.

    So do half-written files: another process may be writing here.
    """
    with opened(folder, anchor) as descriptor:
        found = read_list(descriptor)
        for name in set(names) & found[1] if found else ():
            _unlink(name, descriptor)


def sweep(folder: Path, anchor: Path) -> None:
    """Delete what processes that were stopped had half made in ``folder``: see :func:`make` and :func:`write`."""
    with suppress(FileNotFoundError), opened(folder, anchor) as descriptor:
        for name in os.listdir(descriptor):
            if PART.fullmatch(name):
                _remove_part(name, descriptor)


def sweep_below(folder: Path, anchor: Path) -> None:
    """:func:`sweep` a folder and all folders in it."""
    sweep(folder, anchor)
    folders: list[str] = []
    with suppress(FileNotFoundError), opened(folder, anchor) as descriptor:
        folders = [name for name, seen in below(descriptor) if seen == "folder"]
    for name in folders:
        sweep(folder / name, anchor)


def unlink(file: Path, anchor: Path) -> bool:
    """Delete a regular file that the caller answers for; whether there was one. Links are refused."""
    with opened(file.parent, anchor) as descriptor:
        seen = lstat(file.name, descriptor)
        if seen is None:
            return False
        if not stat.S_ISREG(seen.st_mode):
            raise refused(file, what_is(file.name, descriptor))
        os.unlink(file.name, dir_fd=descriptor)
        return True


def _remove_part(name: str, descriptor: int) -> None:
    """Delete a half-written file, or a folder that has nothing but its list, unless a process holds it."""
    with suppress(OSError), child(name, descriptor) as inner:
        if inner is None:
            seen = lstat(name, descriptor)
            if seen is not None and stat.S_ISLNK(seen.st_mode):
                os.unlink(name, dir_fd=descriptor)
            elif seen is not None and stat.S_ISREG(seen.st_mode):
                half = os.open(name, _READ, dir_fd=descriptor)
                try:
                    if hold(half):
                        os.unlink(name, dir_fd=descriptor)
                finally:
                    os.close(half)
            return
        if hold(inner) and set(os.listdir(inner)) <= {LIST}:
            with suppress(FileNotFoundError):
                os.unlink(LIST, dir_fd=inner)
            os.rmdir(name, dir_fd=descriptor)


def _delete(descriptor: int, names: Iterable[str]) -> None:
    tree: dict = {}
    for name in names:
        *folders, last = name.split("/")
        if last == "**":
            folders, last = folders[:-1], f"{folders[-1]}/**"
        place = tree
        for folder in folders:
            place = place.setdefault(folder, {})
            if not isinstance(place, dict):
                break
        else:
            place.setdefault(last, None)
    _delete_tree(descriptor, tree)


def _delete_tree(descriptor: int, tree: dict) -> None:
    _allow(descriptor)
    for name, inner in tree.items():
        if name.endswith("/**"):
            _delete_folder(name.removesuffix("/**"), descriptor, None)
        elif inner is not None:
            _delete_folder(name, descriptor, inner)
        else:
            _unlink(name, descriptor)
    for name in os.listdir(descriptor):
        if name in DROPPINGS:
            _unlink(name, descriptor)
        elif PART.fullmatch(name):
            _remove_part(name, descriptor)


def _delete_folder(name: str, descriptor: int, tree: dict | None) -> None:
    """Delete what ``tree`` names in a folder, or, for None, the files in it; then the folder if it is empty."""
    with child(name, descriptor) as inner:
        if inner is None or os.fstat(inner).st_dev != os.fstat(descriptor).st_dev:
            return
        if tree is None:
            _allow(inner)
            for entry in os.listdir(inner):
                seen = lstat(entry, inner)
                if seen is not None and stat.S_ISDIR(seen.st_mode):
                    _delete_folder(entry, inner, None)
                else:
                    _unlink(entry, inner)
        else:
            _delete_tree(inner, tree)
    with suppress(OSError):
        os.rmdir(name, dir_fd=descriptor)


def _unlink(name: str, descriptor: int) -> None:
    """Delete a regular file, where that can be done."""
    seen = lstat(name, descriptor)
    if seen is not None and stat.S_ISREG(seen.st_mode):
        with suppress(OSError):
            os.unlink(name, dir_fd=descriptor)


def _allow(descriptor: int) -> None:
    """Let us delete in a folder of ours, also where somebody has made it read-only."""
    if os.fstat(descriptor).st_mode & stat.S_IRWXU != stat.S_IRWXU:
        with suppress(OSError):
            os.fchmod(descriptor, stat.S_IRWXU)

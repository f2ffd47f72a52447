"""Puts finished outputs where readers look, all or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path


def replace_folder(new: Path, current: Path) -> None:
    """Put the folder ``new`` in the place of ``current``, by renaming.

    The old folder stays aside until the new one stands, so that whatever stops
    the process leaves one of the two whole; :func:`recover` mends the rest.
    """
    old = _aside(current)
    shutil.rmtree(old, ignore_errors=True)
    current.parent.mkdir(parents=True, exist_ok=True)
    if current.exists():
        current.rename(old)
    new.rename(current)
    shutil.rmtree(old, ignore_errors=True)


def recover(current: Path) -> None:
    """Bring back the last good folder if a process was stopped between two renames."""
    old = _aside(current)
    if old.exists() and not current.exists():
        old.rename(current)


def _aside(current: Path) -> Path:
    return current.with_name(current.name + ".previous")

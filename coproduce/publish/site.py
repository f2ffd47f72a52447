"""Puts a built book where a web server serves it, and keeps every edition beside it.

::

    SITE -> SITE.published/7     what is served: a link to one of the folders below
    SITE.published/7/            the newest book at the root, as it was built
                  /editions/     list of editions, editions.json, newest.js
                  /editions/1.0/ a frozen edition: all files as they were published

A publication is made whole in a folder of its own and then served by replacing
one symbolic link, so that a reader sees the old site or the new one and nothing
between, and a process that is stopped leaves the old one. Files of frozen
editions are hard links where the file system has them: an edition costs its
space once.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coproduce.problems import Problem, ProblemsFound
from coproduce.publish import manifest
from coproduce.publish.edition_list import EDITIONS, Edition, write_lists

#: Publications that are kept: the one served and the one before, for readers in the middle of a page.
_KEPT = 2


@dataclass(frozen=True)
class Published:
    """What a publication did: ``folder`` is served; ``frozen`` is the edition it froze, or "".

    ``changed`` is false where the same book was already there.
    """

    folder: Path
    frozen: str
    changed: bool


def publish(book: Path, site: Path, freeze: bool = False, editions: tuple[Path, ...] = ()) -> Published:
    """Serve the built book in the folder ``book`` at ``site``.

    ``freeze`` keeps it at ``editions/VERSION/`` too, for good; ``editions`` are
    folders of editions frozen elsewhere, to be kept beside it. What is there
    already stays.

    Waits for another publication of the same site to end. Raises
    :class:`~coproduce.problems.ProblemsFound` and leaves the site as it is: if a
    book is not as its manifest says, if the site serves a later commit, or if an
    edition of that version is frozen with other bytes.
    """
    site = Path(os.path.abspath(site))
    made = _sound(book)
    kept = [(_sound(folder), folder) for folder in editions]
    store = site.with_name(site.name + ".published")
    store.mkdir(parents=True, exist_ok=True)
    with _alone(store):
        served = _served(site)
        if served is not None:
            _not_older(made, manifest.read(served), site)
        folder = store / str(1 + max((int(p.name) for p in store.iterdir() if p.name.isdigit()), default=0))
        new = folder.with_name(folder.name + ".new")
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(book, new)
        if served is not None:
            _keep(served / EDITIONS, new / EDITIONS)
        for edition, source in [*kept, *([(made, book)] if freeze else [])]:
            _freeze(edition, source, new / EDITIONS / edition["edition"])
        frozen = [Edition.of(manifest.read(p.parent)) for p in (new / EDITIONS).glob(f"*/{manifest.FILE}")]
        write_lists(new, Edition.of(made), frozen)
        new.rename(folder)
        link = store / "link.new"
        link.unlink(missing_ok=True)
        link.symlink_to(folder.relative_to(site.parent))
        link.replace(site)
        _tidy(store, folder)
    return Published(folder, made["edition"] if freeze else "", served is None or manifest.read(served) != made)


def _sound(book: Path) -> dict:
    """The manifest of a book that is as its manifest says."""
    made = manifest.read(book)
    wrong = manifest.differences(made, book)
    if wrong:
        raise ProblemsFound(
            Problem(
                (book / name).as_posix(), f"this file is {what}", code="publish.not-as-built",
                expected="the files that manifest.json lists, byte for byte",
                action="Build again (make report), and publish what was built.",
            )
            for name, what in wrong.items()
        )
    return made


def _served(site: Path) -> Path | None:
    """The folder that is served now. Anything else at ``site`` is not ours to replace."""
    if site.is_symlink():
        return site.resolve() if site.exists() else None
    if not site.exists():
        return None
    raise ProblemsFound([
        Problem(
            site.as_posix(), "there is something here that was not published by this command", code="publish.occupied",
            expected="no file or folder of that name, or the link that an earlier publication made",
            action="Move it away, or give another path.",
        )
    ])


def _not_older(made: dict, served: dict, site: Path) -> None:
    """A build that took long must not replace the site of a later commit."""
    if made["source_date_epoch"] >= served["source_date_epoch"]:
        return
    raise ProblemsFound([
        Problem(
            site.as_posix(), f"the site already serves a later commit, {served['commit'][:12]}", code="publish.overtaken",
            expected=f"a commit not older than that; this book is of {made['commit'][:12] or 'no commit'}",
            action="Nothing is to be done: the later one stays. To go back on purpose, commit a revert.",
        )
    ])


def _freeze(made: dict, book: Path, folder: Path) -> None:
    version = made["edition"]
    if folder.exists():
        if manifest.read(folder)["outputs"] == made["outputs"]:
            return
        raise ProblemsFound([
            Problem(
                f"{EDITIONS}/{version}", f"edition {version} is already published, with other contents",
                code="publish.frozen", expected="a version that has not been published",
                action="A published edition never changes. Make a new one: coproduce release VERSION.",
            )
        ])
    if made["uncommitted_changes"]:
        raise ProblemsFound([
            Problem(
                book.as_posix(), "this book was built with uncommitted changes", code="publish.uncommitted",
                expected="a book built from a commit, so that anyone can build it again",
                action="Commit, build again, and publish that.",
            )
        ])
    shutil.copytree(book, folder)


def _keep(old: Path, new: Path) -> None:
    """Carry frozen editions over, as hard links where that can be."""
    for edition in sorted(p.parent for p in old.glob(f"*/{manifest.FILE}")):
        target = new / edition.name
        try:
            shutil.copytree(edition, target, copy_function=os.link)
        except (OSError, shutil.Error):
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(edition, target)


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    """One publication of a site at a time. The lock goes when the process does."""
    with (store / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _tidy(store: Path, served: Path) -> None:
    """Delete half-made publications, and whole ones but the last few."""
    numbers = sorted((int(p.name) for p in store.iterdir() if p.name.isdigit()), reverse=True)
    keep = {str(number) for number in numbers[:_KEPT]} | {served.name}
    for folder in store.iterdir():
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)

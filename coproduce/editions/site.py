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
space once. Whatever the umask, a web server of another user can read them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coproduce.editions import edition_archive, manifest
from coproduce.editions.edition_list import EDITIONS, LIST, Edition, has_place_for_list, write_lists
from coproduce.ground.folder_lock import alone
from coproduce.ground.git_revision import is_ancestor, is_shallow
from coproduce.ground.problems import Problem, ProblemsFound

#: Publications that are kept: the one served and the one before, for readers in the middle of a page.
_KEPT = 2


@dataclass(frozen=True)
class Published:
    """What a publication did: ``folder`` is served; ``frozen`` is the edition it froze, or "".

    ``changed`` is false where the same book and the same editions were already there.
    """

    folder: Path
    frozen: str
    changed: bool


def publish(
    book: Path, site: Path, freeze: bool = False, editions: tuple[Path, ...] = (), repository: Path | None = None,
    allow_older: bool = False, log: Callable[[str], None] = lambda line: None,
) -> Published:
    """Serve the built book in the folder ``book`` at ``site``.

    ``freeze`` keeps it at ``editions/VERSION/`` too, for good; ``editions`` are
    editions frozen elsewhere, to be kept beside it: folders, or files that
    :func:`coproduce.editions.edition_archive.pack` wrote. What is there already
    stays. ``repository`` is a clone that knows which commit came before which;
    without it, or where it knows of neither, the commits' own dates decide.
    ``allow_older`` is for a caller who knows by other means than those that this
    book is the one to serve.

    Waits for another publication of the same site to end. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` and leaves the site as it is: if a
    book is not as its manifest says, if the site serves a later commit, or if an
    edition of that version is frozen with other bytes.
    """
    site = Path(os.path.abspath(site))
    store = site.parent / f"{site.name}.published"
    made = _sound(book)
    if freeze:
        _refuse_uncommitted(made, book)
        _refuse_shallow(book, repository)
    with tempfile.TemporaryDirectory() as scratch:
        kept = [_edition(path, Path(scratch) / str(number)) for number, path in enumerate(editions)]
        if freeze:
            kept.append((made, book))
        _served(site, store)  # before anything is written
        store.mkdir(mode=0o755, parents=True, exist_ok=True)
        with alone(store / "lock", lambda: log(f"Another publication at {site} is running; waiting for it to end …")):
            served = _served(site, store)
            before = _manifest_of(served)
            if before is not None and not allow_older:
                _not_older(made, before, site, repository)
            folder = store / str(1 + max(_numbers(store), default=0))
            changed = _make(made, book, kept, served, folder) or before != made
            link = store / "link.new"
            link.unlink(missing_ok=True)
            link.symlink_to(folder.relative_to(site.parent))
            link.replace(site)
            _tidy(store, folder)
    return Published(folder, made["edition"] if freeze else "", changed)


def _make(made: dict, book: Path, kept: list[tuple[dict, Path]], served: Path | None, folder: Path) -> bool:
    """Make the publication ``folder``, whole or not at all. True if it has editions that ``served`` has not."""
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        _lay_out(made, book, new)
        _unchanged(made, book, new)
        # GitHub Pages leaves out folders such as _static without this.
        _write(new / manifest.NO_JEKYLL, b"")
        if served is not None:
            _keep(served / EDITIONS, new / EDITIONS)
        there = {p.parent.name for p in (new / EDITIONS).glob(f"*/{manifest.FILE}")}
        for edition, source in kept:
            _freeze(edition, source, new / EDITIONS / edition["edition"])
        frozen = [Edition.of(manifest.read(p.parent)) for p in (new / EDITIONS).glob(f"*/{manifest.FILE}")]
        write_lists(new, Edition.of(made), frozen)
        # Names reach the disk before contents do: a power cut must not leave a site of empty files.
        os.sync()
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)  # a full disk gets its space back
        raise
    new.rename(folder)
    return there != {edition.version for edition in frozen}


def _edition(path: Path, scratch: Path) -> tuple[dict, Path]:
    """The manifest and the folder of an edition frozen elsewhere; an archive is unpacked into ``scratch``."""
    if path.is_file():
        edition_archive.unpack(path, scratch)
        path = scratch
    made = _sound(path)
    _refuse_uncommitted(made, path)
    return made, path


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
    if not has_place_for_list(book):
        raise ProblemsFound([
            Problem(
                (book / EDITIONS / LIST).as_posix(), "this page has no place for the list of editions",
                code="publish.no-list", expected="the page as a build writes it", action="Build again (make report).",
            )
        ])
    return made


def _unchanged(made: dict, book: Path, copy: Path) -> None:
    """Another build may put its outputs in place while a book is copied."""
    if manifest.differences(made, copy):
        raise ProblemsFound([
            Problem(
                book.as_posix(), "this book was changed while it was being copied", code="publish.changed",
                expected="a book that nobody builds at the same time", action="Publish again.",
            )
        ])


def _served(site: Path, store: Path) -> Path | None:
    """The folder that is served now, or was last. Anything else at ``site`` is not ours to replace."""
    ours = site.is_symlink() and site.resolve().parent == store.resolve()
    if ours and site.exists():
        return site.resolve()
    if ours or not os.path.lexists(site):
        # The link is gone or leads nowhere: the frozen editions of the last publication are still to be kept.
        last = max(_numbers(store), default=None)
        return None if last is None else store / str(last)
    raise ProblemsFound([
        Problem(
            site.as_posix(), "there is something here that was not published by this command", code="publish.occupied",
            expected="no file or folder of that name, or the link that an earlier publication made",
            action="Move it away, or give another path.",
        )
    ])


def _numbers(store: Path) -> list[int]:
    return [int(p.name) for p in store.iterdir() if p.name.isdigit()] if store.is_dir() else []


def _manifest_of(served: Path | None) -> dict | None:
    """What is served; None if nothing is, or if it was damaged: then any book is better."""
    try:
        return manifest.read(served) if served is not None else None
    except ProblemsFound:
        return None


def _not_older(made: dict, served: dict, site: Path, repository: Path | None) -> None:
    """A build that took long must not replace the site of a later commit."""
    new, old = made["commit"], served["commit"]
    later = is_ancestor(repository, new, old) if repository and new and old else None
    earlier = is_ancestor(repository, old, new) if repository and new and old else None
    if new == old or earlier or (not later and made["source_date_epoch"] >= served["source_date_epoch"]):
        return
    raise ProblemsFound([
        Problem(
            site.as_posix(), f"the site already serves a later commit, {old[:12]}", code="publish.overtaken",
            expected=f"a commit not older than that; this book is of {new[:12] or 'no commit'}",
            action="Nothing is to be done: the later one stays. To go back on purpose, commit a revert.",
        )
    ])


def _refuse_uncommitted(made: dict, book: Path) -> None:
    if made["commit"] and not made["uncommitted_changes"]:
        return
    what = "with uncommitted changes" if made["commit"] else "outside version control"
    raise ProblemsFound([
        Problem(
            book.as_posix(), f"this book was built {what}", code="publish.uncommitted",
            expected="a book built from a commit, so that anyone can build it again",
            action="Commit, build again, and publish that.",
        )
    ])


def _refuse_shallow(book: Path, repository: Path | None) -> None:
    """A page's date is in the history: where that is cut off, a build gives other bytes than elsewhere."""
    if repository is None or not is_shallow(repository):
        return
    raise ProblemsFound([
        Problem(
            book.as_posix(), "this book was built in a clone that does not have the whole history",
            code="publish.shallow", expected="a book that anyone can build again, with the dates of its pages",
            action="Run git fetch --unshallow --tags, build again, and publish that.",
        )
    ])


def _freeze(made: dict, book: Path, folder: Path) -> None:
    version = made["edition"]
    if not folder.exists():
        _lay_out(made, book, folder)
        return
    if manifest.read(folder)["outputs"] == made["outputs"]:
        return
    raise ProblemsFound([
        Problem(
            f"{EDITIONS}/{version}", f"edition {version} is already published, with other contents",
            code="publish.frozen", expected="a version that has not been published",
            action="A published edition never changes. Make a new one: coproduce release VERSION.",
        )
    ])


def _lay_out(made: dict, book: Path, target: Path) -> None:
    """Copy what the manifest answers for, the manifest, and the page that a list is written into. Nothing else."""
    for name in (*made["outputs"], manifest.FILE, f"{EDITIONS}/{LIST}"):
        _write(target / name, book / name)


def _write(path: Path, content: Path | bytes) -> None:
    for folder in reversed([p for p in path.parents if not p.exists()]):
        folder.mkdir()
        folder.chmod(0o755)
    if isinstance(content, Path):
        shutil.copyfile(content, path)
    else:
        path.write_bytes(content)
    path.chmod(0o644)


def _keep(old: Path, new: Path) -> None:
    """Carry frozen editions over, as hard links where that can be."""
    for edition in sorted(p.parent for p in old.glob(f"*/{manifest.FILE}")):
        target = new / edition.name
        try:
            shutil.copytree(edition, target, copy_function=os.link)
        except (OSError, shutil.Error):
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(edition, target)


def _tidy(store: Path, served: Path) -> None:
    """Delete half-made publications, and whole ones but the last few."""
    keep = {str(number) for number in sorted(_numbers(store), reverse=True)[:_KEPT]} | {served.name}
    for folder in store.iterdir():
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)

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

``SITE.published`` and each publication hold a list of what was made in them
(:mod:`coproduce.ground.own_files`). Old publications are deleted by that list; a
``SITE.published`` that this program did not make is refused.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coproduce.editions import edition_archive, manifest
from coproduce.editions.edition_list import EDITIONS, Edition, write_lists
from coproduce.editions.fit_to_publish import (
    case_clashes,
    foreign_editions,
    needs_confirmation,
    refuse_changed,
    refuse_older,
    refuse_shallow,
    refuse_uncommitted,
    verified_manifest,
)
from coproduce.editions.lay_out import carry_over, freeze_edition, lay_out, write_served
from coproduce.editions.publications import (
    LINKED,
    LOCK,
    PUBLICATION,
    STORE,
    adopt_site,
    frozen_editions,
    is_ours,
    manifest_of,
    names_of,
    numbers,
    publications,
    served_folder,
    tidy,
)
from coproduce.ground import own_files
from coproduce.ground.folder_lock import locked
from coproduce.ground.problems import Problem, stop_if_any

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
    allow_older: bool = False, log: Callable[[str], None] = lambda line: None, adopt: bool = False, anew: bool = False,
    another_report: bool = False, sure: Callable[[list[Problem]], None] = stop_if_any,
) -> Published:
    """Serve the built book in the folder ``book`` at ``site``.

    ``freeze`` keeps it at ``editions/VERSION/`` too, for good; ``editions`` are
    editions frozen elsewhere, to be kept beside it: folders, or files that
    :func:`coproduce.editions.edition_archive.pack` wrote. What is there already
    stays. ``repository`` is a clone that knows which commit came before which;
    without it, or where it knows of neither, the commits' own dates decide.
    ``allow_older`` is for a caller who knows by other means than those that this
    book is the one to serve. ``adopt`` takes a site that version 0.1 published, which
    kept no lists, for one of ours. ``anew`` forgets what was published at ``site``.
    ``another_report`` lets editions of another report in. ``sure`` is given what is
    unusual about the edition, and raises unless somebody says that it is meant; by
    default it always does.

    Waits for another publication of the same site to end, half an hour at most. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` and leaves the site as it is: if a
    book is not as its manifest says, if the site serves a later commit, or if an
    edition of that version is frozen with other bytes.
    """
    site = Path(os.path.abspath(site))
    store = site.parent / f"{site.name}{LINKED}"
    made = verified_manifest(book)
    if freeze:
        refuse_uncommitted(made, book)
        refuse_shallow(book, repository)
    with tempfile.TemporaryDirectory() as scratch:
        kept = [_edition(path, Path(scratch) / str(number)) for number, path in enumerate(editions)]
        if freeze:
            kept.append((made, book))
        if adopt:
            adopt_site(site, store)
        served_folder(site, store)  # before anything is written
        site.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        with locked(store / LOCK, lambda: log(f"Another publication at {site} is running; waiting for it to end …"),
                    lambda: _begin_store(store)):
            served = served_folder(site, store)
            if anew:
                served = None
            before = manifest_of(served)
            if not another_report:
                stop_if_any(foreign_editions(made, before, kept))
            frozen = frozen_editions(served) if served is not None else []
            stop_if_any(case_clashes(frozen, kept))
            sure(needs_confirmation(made, frozen if freeze else [], date.today()))
            if before is not None and not allow_older:
                refuse_older(made, before, site, repository)
            tidy(store, _KEPT)  # what was left half-made gives its space back
            folder = store / str(1 + max(numbers(store), default=0))
            changed = _make(made, book, kept, served, folder) or before != made
            _serve(folder, site, store)
            tidy(store, 1 if anew else _KEPT)
    return Published(folder, made["edition"] if freeze else "", changed)


def unpublish(site: Path) -> list[str]:
    """Delete what was published at ``site``: the link, and by their lists the folders that it led to.

    Returns what stayed in ``SITE.published`` because somebody else put it there. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` if what is there is not ours.
    """
    site = Path(os.path.abspath(site))
    store = site.parent / f"{site.name}{LINKED}"
    served_folder(site, store)
    if own_files.listed(store, STORE, site.parent) is None:
        return []
    with locked(store / LOCK, prepare=lambda: _begin_store(store)):
        if is_ours(site, store):
            site.unlink()
        for folder in publications(store):
            own_files.remove(folder, PUBLICATION, site.parent)
        return own_files.remove(store, STORE, site.parent)


def _begin_store(store: Path) -> None:
    """Have the folder of the publications, and the lock on its list."""
    if own_files.listed(store, STORE, store.parent) is None:
        own_files.ensure(store, STORE, store.parent)
        store.chmod(0o755)
    own_files.note(store, [LOCK], store.parent)


def _make(made: dict, book: Path, kept: list[tuple[dict, Path]], served: Path | None, folder: Path) -> bool:
    """Make the publication ``folder``, whole or not at all. True if it has editions that ``served`` has not."""
    new, anchor = folder.with_name(folder.name + ".new"), folder.parents[1]
    own_files.note(folder.parent, [folder.name, new.name], anchor)
    own_files.make(new, PUBLICATION, anchor)
    new.chmod(0o755)
    try:
        frozen = frozen_editions(served) if served is not None else []
        own_files.note(new, [
            *names_of(made), manifest.NO_JEKYLL,
            *(f"{EDITIONS}/{edition['edition']}/{name}" for edition, _ in (*frozen, *kept) for name in names_of(edition)),
        ], anchor)
        lay_out(made, book, new)
        refuse_changed(made, book, new)
        # GitHub Pages leaves out folders such as _static without this.
        write_served(new / manifest.NO_JEKYLL, b"")
        for edition, source in frozen:
            carry_over(edition, source, new / EDITIONS / edition["edition"])
        for edition, source in kept:
            freeze_edition(edition, source, new / EDITIONS / edition["edition"])
        there = {edition["edition"] for edition, _ in frozen}
        now = there | {edition["edition"] for edition, _ in kept}
        write_lists(new, Edition.from_manifest(made),
                    [Edition.from_manifest(manifest.read(new / EDITIONS / version)) for version in sorted(now)])
        # Names reach the disk before contents do: a power cut must not leave a site of empty files.
        os.sync()
    except BaseException:
        own_files.remove(new, PUBLICATION, anchor)  # a full disk gets its space back
        raise
    new.rename(folder)
    return there != now


def _serve(folder: Path, site: Path, store: Path) -> None:
    own_files.replace_link(site, str(folder.relative_to(site.parent)), store, site.parent)


def _edition(path: Path, scratch: Path) -> tuple[dict, Path]:
    """The manifest and the folder of an edition frozen elsewhere; an archive is unpacked into ``scratch``."""
    if path.is_file():
        edition_archive.unpack(path, scratch)
        path = scratch
    made = verified_manifest(path)
    refuse_uncommitted(made, path)
    return made, path

"""The folder ``SITE.published``: which publications are in it, which is served, which of them go.

It and each publication hold a list of what was made in them
(:mod:`coproduce.ground.own_files`). A folder of that name that this program did not
make is refused.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from coproduce.editions import manifest
from coproduce.editions.edition_list import DATA, EDITIONS, LIST, NEWEST
from coproduce.ground import own_files
from coproduce.ground.problems import Problem, ProblemsFound

#: What the lists of ``SITE.published`` and of a publication say that these are for.
STORE, PUBLICATION = "publications", "publication"
#: What the name of the folder of publications ends in.
LINKED = ".published"
#: The file in it that a publication locks.
LOCK = "lock"
_NUMBER = re.compile(r"[0-9]{1,9}(\.new)?", re.ASCII)
#: What is written into the folder ``editions`` of each book.
_CHANGING = (LIST, NEWEST, DATA)


def served_folder(site: Path, store: Path) -> Path | None:
    """The folder that is served now, or was last. Anything else at ``site`` is not ours to replace."""
    if os.path.lexists(site) and not is_ours(site, store):
        raise ProblemsFound([
            Problem(
                site.as_posix(), "there is something here that was not published by this command", code="publish.occupied",
                expected="no file or folder of that name, or the link that an earlier publication made",
                action="Move it away, or give another path.",
            )
        ])
    try:
        known = own_files.listed(store, STORE, site.parent)
    except ProblemsFound as found:
        if is_ours(site, store) and not store.is_symlink():
            raise ProblemsFound([
                Problem(
                    store.as_posix(), "this folder does not say that coproduce made it", code="publish.unmarked",
                    expected=f"the list {own_files.LIST}, which version 0.1 did not write",
                    action="If version 0.1 published this site, publish once more with --adopt. "
                    "Otherwise give another path: nothing here was changed.",
                )
            ]) from found
        raise
    if known is None:
        return None
    if os.path.exists(site):
        return site.resolve()
    # The link is gone or leads nowhere: the frozen editions of the last publication are still to be kept.
    return max((p for p in publications(store) if p.name.isdigit()), key=lambda p: int(p.name), default=None)


def is_ours(site: Path, store: Path) -> bool:
    """Whether ``site`` is the link that a publication makes."""
    if not site.is_symlink():
        return False
    folder = Path(os.readlink(site))
    return folder.parent == Path(store.name) and folder.name.isdigit()


def adopt_site(site: Path, store: Path) -> None:
    """Write the lists of a site that was published without: by the manifests in it."""
    if own_files.kind_of(store, site.parent) == STORE:
        return  # it has its lists: what else lies there is somebody's
    if not (store.is_dir() and not store.is_symlink() and is_ours(site, store)):
        raise ProblemsFound([
            Problem(
                site.as_posix(), "this is not a site that an earlier version published", code="publish.adopt",
                expected=f"a link to a publication in {store.name}", action="Leave out --adopt.",
            )
        ])
    own_files.adopt(store, STORE, [LOCK], site.parent)
    for number in numbers(store):
        folder = store / str(number)
        made = manifest_of(folder)
        if folder.is_symlink() or made is None:
            continue
        own_files.adopt(folder, PUBLICATION, [
            *names_of(made), manifest.NO_JEKYLL,
            *(f"{EDITIONS}/{edition['edition']}/{name}" for edition, _ in frozen_editions(folder) for name in names_of(edition)),
        ], site.parent)
        own_files.note(store, [folder.name], site.parent)


def publications(store: Path) -> list[Path]:
    """The publications in ``store``, whole ones and half-made ones: on its list, and by what they say of themselves.

    A copy that somebody made of a publication says the same of itself, and is not on the list.
    """
    known = own_files.listed(store, STORE, store.parent) or frozenset()
    return [p for p in sorted(store.iterdir())
            if p.name in known and _NUMBER.fullmatch(p.name) and own_files.kind_of(p, store.parent) == PUBLICATION]


def numbers(store: Path) -> list[int]:
    """Numbers that are taken, by a publication or by anything else."""
    return [int(p.name.removesuffix(".new")) for p in store.iterdir() if _NUMBER.fullmatch(p.name)]


def manifest_of(served: Path | None) -> dict | None:
    """What is served; None if nothing is, or if it was damaged: then any book is better."""
    try:
        return manifest.read(served) if served is not None else None
    except ProblemsFound:
        return None


def frozen_editions(served: Path) -> list[tuple[dict, Path]]:
    """The editions frozen in a publication, in order of their names, with their folders."""
    return [(manifest.read(p.parent), p.parent) for p in sorted((served / EDITIONS).glob(f"*/{manifest.FILE}"))]


def names_of(book_manifest: dict) -> list[str]:
    """Every file of a published book, by its manifest: what it lists, itself, and what tells of other editions."""
    return [*book_manifest["outputs"], manifest.FILE, *(f"{EDITIONS}/{name}" for name in _CHANGING)]


def tidy(store: Path, most: int) -> None:
    """Delete half-made publications, and whole ones but the newest, ``most`` of them, and the one served."""
    own_files.sweep(store, store.parent)
    ours = publications(store)
    keep = sorted((p for p in ours if p.name.isdigit()), key=lambda p: int(p.name), reverse=True)[:most]
    site = store.with_name(store.name.removesuffix(LINKED))
    keep += [store / Path(os.readlink(site)).name] if site.is_symlink() else []
    for folder in ours:
        if folder not in keep:
            own_files.remove(folder, PUBLICATION, store.parent)

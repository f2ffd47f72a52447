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
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from packaging.version import InvalidVersion, Version

from coproduce.editions import edition_archive, manifest
from coproduce.editions.edition_list import DATA, EDITIONS, LIST, NEWEST, Edition, has_place_for_list, write_lists
from coproduce.ground import own_files
from coproduce.ground.folder_lock import alone
from coproduce.ground.git_revision import is_ancestor, is_shallow
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any

#: Publications that are kept: the one served and the one before, for readers in the middle of a page.
_KEPT = 2
#: A date so many days in the past or in the future is asked about.
_DAYS_BACK, _DAYS_AHEAD = 3660, 366
#: What the lists of ``SITE.published`` and of a publication say that these are for.
STORE, _PUBLICATION = "publications", "publication"
#: What the name of the folder of publications ends in.
LINKED = ".published"
_LOCK = "lock"
_NUMBER = re.compile(r"[0-9]{1,9}(\.new)?", re.ASCII)
#: What is written into the folder ``editions`` of each book.
_CHANGING = (LIST, NEWEST, DATA)


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

    Waits for another publication of the same site to end. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` and leaves the site as it is: if a
    book is not as its manifest says, if the site serves a later commit, or if an
    edition of that version is frozen with other bytes.
    """
    site = Path(os.path.abspath(site))
    store = site.parent / f"{site.name}{LINKED}"
    made = _sound(book)
    if freeze:
        _refuse_uncommitted(made, book)
        _refuse_shallow(book, repository)
    with tempfile.TemporaryDirectory() as scratch:
        kept = [_edition(path, Path(scratch) / str(number)) for number, path in enumerate(editions)]
        if freeze:
            kept.append((made, book))
        if adopt:
            _adopt(site, store)
        _served(site, store)  # before anything is written
        site.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        if own_files.listed(store, STORE, site.parent) is None:
            own_files.ensure(store, STORE, site.parent)
            store.chmod(0o755)
        own_files.note(store, [_LOCK], site.parent)
        with alone(store / _LOCK, lambda: log(f"Another publication at {site} is running; waiting for it to end …")):
            served = _served(site, store)
            if anew:
                served = None
            before = _manifest_of(served)
            if not another_report:
                stop_if_any(_of_another_report(made, before, kept))
            frozen = _frozen(served) if served is not None else []
            stop_if_any(_alike(frozen, kept))
            sure(_unusual(made, frozen if freeze else [], date.today()))
            if before is not None and not allow_older:
                _not_older(made, before, site, repository)
            _tidy(store, _KEPT)  # what was left half-made gives its space back
            folder = store / str(1 + max(_numbers(store), default=0))
            changed = _make(made, book, kept, served, folder) or before != made
            _serve(folder, site, store)
            _tidy(store, 1 if anew else _KEPT)
    return Published(folder, made["edition"] if freeze else "", changed)


def unpublish(site: Path) -> list[str]:
    """Delete what was published at ``site``: the link, and by their lists the folders that it led to.

    Returns what stayed in ``SITE.published`` because somebody else put it there. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` if what is there is not ours.
    """
    site = Path(os.path.abspath(site))
    store = site.parent / f"{site.name}{LINKED}"
    _served(site, store)
    if own_files.listed(store, STORE, site.parent) is None:
        return []
    with alone(store / _LOCK):
        if _is_ours(site, store):
            site.unlink()
        for folder in _publications(store):
            own_files.remove(folder, _PUBLICATION, site.parent)
        return own_files.remove(store, STORE, site.parent)


def _make(made: dict, book: Path, kept: list[tuple[dict, Path]], served: Path | None, folder: Path) -> bool:
    """Make the publication ``folder``, whole or not at all. True if it has editions that ``served`` has not."""
    new, anchor = folder.with_name(folder.name + ".new"), folder.parents[1]
    own_files.note(folder.parent, [folder.name, new.name], anchor)
    own_files.make(new, _PUBLICATION, anchor)
    new.chmod(0o755)
    try:
        frozen = _frozen(served) if served is not None else []
        own_files.note(new, [
            *_names(made), manifest.NO_JEKYLL,
            *(f"{EDITIONS}/{edition['edition']}/{name}" for edition, _ in (*frozen, *kept) for name in _names(edition)),
        ], anchor)
        _lay_out(made, book, new)
        _unchanged(made, book, new)
        # GitHub Pages leaves out folders such as _static without this.
        _write(new / manifest.NO_JEKYLL, b"")
        for edition, source in frozen:
            _keep(edition, source, new / EDITIONS / edition["edition"])
        for edition, source in kept:
            _freeze(edition, source, new / EDITIONS / edition["edition"])
        there = {edition["edition"] for edition, _ in frozen}
        now = there | {edition["edition"] for edition, _ in kept}
        write_lists(new, Edition.of(made), [Edition.of(manifest.read(new / EDITIONS / version)) for version in sorted(now)])
        # Names reach the disk before contents do: a power cut must not leave a site of empty files.
        os.sync()
    except BaseException:
        own_files.remove(new, _PUBLICATION, anchor)  # a full disk gets its space back
        raise
    new.rename(folder)
    return there != now


def _names(made: dict) -> list[str]:
    """Every file of a published book, by its manifest: what it lists, itself, and what tells of other editions."""
    return [*made["outputs"], manifest.FILE, *(f"{EDITIONS}/{name}" for name in _CHANGING)]


def _frozen(served: Path) -> list[tuple[dict, Path]]:
    """The editions frozen in a publication, in order of their names, with their folders."""
    return [(manifest.read(p.parent), p.parent) for p in sorted((served / EDITIONS).glob(f"*/{manifest.FILE}"))]


def _serve(folder: Path, site: Path, store: Path) -> None:
    own_files.replace_link(site, str(folder.relative_to(site.parent)), store, site.parent)


def _adopt(site: Path, store: Path) -> None:
    """Write the lists of a site that was published without: by the manifests in it."""
    if own_files.kind_of(store, site.parent) == STORE:
        return  # it has its lists: what else lies there is somebody's
    if not (store.is_dir() and not store.is_symlink() and _is_ours(site, store)):
        raise ProblemsFound([
            Problem(
                site.as_posix(), "this is not a site that an earlier version published", code="publish.adopt",
                expected=f"a link to a publication in {store.name}", action="Leave out --adopt.",
            )
        ])
    own_files.adopt(store, STORE, [_LOCK], site.parent)
    for number in _numbers(store):
        folder = store / str(number)
        made = _manifest_of(folder)
        if folder.is_symlink() or made is None:
            continue
        own_files.adopt(folder, _PUBLICATION, [
            *_names(made), manifest.NO_JEKYLL,
            *(f"{EDITIONS}/{edition['edition']}/{name}" for edition, _ in _frozen(folder) for name in _names(edition)),
        ], site.parent)
        own_files.note(store, [folder.name], site.parent)


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
    if os.path.lexists(site) and not _is_ours(site, store):
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
        if _is_ours(site, store) and not store.is_symlink():
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
    return max((p for p in _publications(store) if p.name.isdigit()), key=lambda p: int(p.name), default=None)


def _is_ours(site: Path, store: Path) -> bool:
    """Whether ``site`` is the link that a publication makes."""
    if not site.is_symlink():
        return False
    folder = Path(os.readlink(site))
    return folder.parent == Path(store.name) and folder.name.isdigit()


def _numbers(store: Path) -> list[int]:
    """Numbers that are taken, by a publication or by anything else."""
    return [int(p.name.removesuffix(".new")) for p in store.iterdir() if _NUMBER.fullmatch(p.name)]


def _publications(store: Path) -> list[Path]:
    """The publications in ``store``, whole ones and half-made ones: on its list, and by what they say of themselves.

    A copy that somebody made of a publication says the same of itself, and is not on the list.
    """
    known = own_files.listed(store, STORE, store.parent) or frozenset()
    return [p for p in sorted(store.iterdir())
            if p.name in known and _NUMBER.fullmatch(p.name) and own_files.kind_of(p, store.parent) == _PUBLICATION]


def _manifest_of(served: Path | None) -> dict | None:
    """What is served; None if nothing is, or if it was damaged: then any book is better."""
    try:
        return manifest.read(served) if served is not None else None
    except ProblemsFound:
        return None


def _of_another_report(made: dict, before: dict | None, kept: list[tuple[dict, Path]]) -> Iterator[Problem]:
    """Editions that are not of the report that is published, and a site that is not its own."""
    own = manifest.report_of(made)
    others = [(one["edition"], manifest.report_of(one)) for one, _ in kept]
    others += [("the one served now", manifest.report_of(before))] if before is not None else []
    for edition, report in others:
        if report != own:
            yield Problem(
                f"edition {edition}", f"this is an edition of the report ‘{report}’, and not of ‘{own}’",
                code="publish.another-report", expected="editions of one report on one site",
                action="Give another path, or leave this edition out. If the report got another identifier, "
                "publish with --another-report.")


def _alike(frozen: list[tuple[dict, Path]], kept: list[tuple[dict, Path]]) -> Iterator[Problem]:
    """Versions whose folders would be one on systems where case does not count."""
    versions = sorted({made["edition"] for made, _ in (*frozen, *kept)})
    for one, other in combinations(versions, 2):
        if one.casefold() == other.casefold():
            yield Problem(
                f"{EDITIONS}/{other}", f"the versions {one} and {other} differ only by case", code="publish.same-name",
                expected="versions that are different on every system", action="Give the edition another version.")


def _unusual(made: dict, frozen: list[tuple[dict, Path]], today: date) -> list[Problem]:
    """What somebody should confirm before it is published: a version that goes back, a date far from today."""
    found = []
    newest = max((v for one, _ in frozen if (v := _version(one["edition"]))), default=None)
    new = _version(made["edition"])
    if new and newest and new < newest:
        found.append(_unconfirmed(f"edition {new} comes before edition {newest}, which is frozen here already"))
    days = (date.fromisoformat(made["date"]) - today).days
    if not -_DAYS_BACK <= days <= _DAYS_AHEAD:
        found.append(_unconfirmed(f"the edition’s date is {made['date']}, and today is {today.isoformat()}"))
    return found


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def _unconfirmed(message: str) -> Problem:
    return Problem(
        "", message, code="publish.unusual", expected="a later version, and a date near the day of publication",
        action="If it is meant, publish with --yes.")


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


def _make_folders(path: Path) -> None:
    for folder in reversed([p for p in path.parents if not p.exists()]):
        folder.mkdir()
        folder.chmod(0o755)


def _write(path: Path, content: Path | bytes) -> None:
    _make_folders(path)
    if isinstance(content, Path):
        shutil.copyfile(content, path)
    else:
        path.write_bytes(content)
    path.chmod(0o644)


def _keep(made: dict, old: Path, new: Path) -> None:
    """Carry a frozen edition over, as hard links where that can be: what its manifest names, and nothing else."""
    for name in _names(made):
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
            _write(target, source)


def _tidy(store: Path, most: int) -> None:
    """Delete half-made publications, and whole ones but the newest, ``most`` of them, and the one served."""
    own_files.sweep(store, store.parent)
    ours = _publications(store)
    keep = sorted((p for p in ours if p.name.isdigit()), key=lambda p: int(p.name), reverse=True)[:most]
    site = store.with_name(store.name.removesuffix(LINKED))
    keep += [store / Path(os.readlink(site)).name] if site.is_symlink() else []
    for folder in ours:
        if folder not in keep:
            own_files.remove(folder, _PUBLICATION, store.parent)

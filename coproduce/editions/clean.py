"""Deletes what this program made under ``_build``, and tells what stays there."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from coproduce.editions.publications import LINKED, STORE
from coproduce.editions.site import unpublish
from coproduce.ground import own_files
from coproduce.ground.folder_lock import locked
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.source.paths import BUILD, LOCK, PREVIEW_LOCK, Paths
from coproduce.source.write_inputs import writing

#: The kind of a folder that ``make`` fills.
GATHERED = "gathered files"
#: Where ``make site`` publishes, and where it gathers the editions of releases.
SITE, EDITIONS = "site", "editions"


def clean(paths: Paths, log: Callable[[str], object] = lambda line: None) -> list[str]:
    """Delete what is on the list of ``_build`` and of the folders in it; what stays, by its path.

    Waits for a build, or a command that changes the report, to end, and says so with
    ``log``. Raises :class:`~coproduce.ground.problems.ProblemsFound` if
    ``_build`` is a link, or a preview runs.
    """
    build, anchor = paths.build, paths.root
    if not os.path.lexists(build):
        return []
    if own_files.kind_of(build, anchor) != BUILD:
        with own_files.opened(build, anchor) as descriptor:  # raises for a link
            return [f"{paths.relative(build)}/{name}" for name in sorted(os.listdir(descriptor))]
    def list_lock() -> None:
        own_files.make_list(build, BUILD, anchor)
        own_files.note(build, [LOCK], anchor)

    def waiting() -> None:
        log("A build of this report is running; waiting for it to end …")

    with ExitStack() as held:
        held.enter_context(locked(build / LOCK, waiting, list_lock))
        held.enter_context(writing(paths, log))
        if PREVIEW_LOCK in (own_files.listed(build, BUILD, anchor) or ()):
            held.enter_context(locked(build / PREVIEW_LOCK, lambda: _refuse_running(paths)))
        if own_files.kind_of(build / f"{SITE}{LINKED}", anchor) == STORE:
            unpublish(build / SITE)
        # A copy that somebody made of one of these says the same of itself, and is not on the list.
        for name in sorted({*(own_files.listed(build, BUILD, anchor) or ()), EDITIONS}):
            _remove(build / name, anchor)
        own_files.remove(build, BUILD, anchor)
    return _remaining(build)


def _refuse_running(paths: Paths) -> None:
    raise ProblemsFound([Problem(
        paths.relative(paths.preview), "a preview of this report is running, and shows what lies here", code="clean.preview",
        expected="a report that nobody previews", action="End the preview with Ctrl-C, and run the command again.")])


def empty_folder(folder: Path, paths: Paths) -> None:
    """Have ``folder``, below ``_build``, empty: what was gathered in it before is deleted.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if something else lies in it.
    """
    own_files.make_list(paths.build, BUILD, paths.root)
    own_files.note(paths.build, [folder.relative_to(paths.build).parts[0]], paths.root)
    if own_files.remove(folder, GATHERED, paths.root):
        own_files.refuse_foreign(folder, GATHERED, paths.root)
        return
    own_files.make(folder, GATHERED, paths.root)
    # Whatever make puts there: the folder was made empty, for that alone.


def list_contents(folder: Path, paths: Paths) -> None:
    """Put all that lies in ``folder`` on its list: it was made with :func:`empty_folder` and filled since."""
    own_files.listed(folder, GATHERED, paths.root)
    own_files.note_all(folder, paths.root)


def _remove(folder: Path, anchor: Path) -> None:
    """Delete a folder of ours, and those of ours in it, by their lists; anything else stays."""
    kind = own_files.kind_of(folder, anchor)
    if not kind:
        return
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            _remove(entry, anchor)
    own_files.remove(folder, kind, anchor)


def _remaining(build: Path) -> list[str]:
    if not os.path.lexists(build):
        return []
    return [f"{build.name}/{name}" for name in sorted(os.listdir(build)) if name != own_files.LIST]

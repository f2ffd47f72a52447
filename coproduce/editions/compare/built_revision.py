"""Builds a git revision of a report in a temporary folder, with its own machinery."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coproduce.ground import own_files
from coproduce.ground.git_revision import git, toplevel
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.source.paths import BUILD


def find_commit(root: Path, name: str) -> str:
    """The full hash of the commit that ``name`` names in the repository at ``root``, or ""."""
    if not toplevel(root):
        return ""
    found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return found.stdout.strip() if found.returncode == 0 else ""


@contextmanager
def built_revision(root: Path, name: str, commit: str, epoch: int | None = None, cache: Path | None = None) -> Iterator[Path]:
    """The folder ``_build`` of the built ``commit``; it is deleted afterwards.

    ``name`` is what the person who asked called it. ``epoch`` is the moment that
    the outputs name, in seconds since 1970; without it, the commit's own. What
    ``cache`` keeps, the build takes over as far as its keys are the same; without
    it, everything is made anew. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` if the revision does not build.
    """
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "report"
        added = git(root, "worktree", "add", "--detach", "--quiet", str(tree), commit)
        if added.returncode != 0:
            raise edition_problem(name, f"git could not lay out the revision: {added.stderr.strip()}",
                                  "Check the repository with git status.")
        try:
            if cache is not None and cache.is_dir():
                _take_over(cache, tree)
            # A report that brings its own machinery is built with it.
            path = os.pathsep.join(filter(None, [str(tree), os.environ.get("PYTHONPATH", "")]))
            moment = {} if epoch is None else {"SOURCE_DATE_EPOCH": str(epoch)}
            ours = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
            built = subprocess.run(
                [sys.executable, "-m", "coproduce", "build"], cwd=tree, text=True,
                capture_output=True, check=False, env={**ours, **moment, "PYTHONPATH": path})
            if built.returncode != 0:
                raise edition_problem(name, "this revision does not build:\n" + built.stderr.strip()[-2000:],
                                      "Compare with a revision that builds.")
            yield tree / "_build"
        finally:
            git(root, "worktree", "remove", "--force", str(tree))


def _take_over(cache: Path, tree: Path) -> None:
    """Lay a copy of ``cache`` into the report in ``tree``; links are copied as links, which no build follows."""
    folder = tree / "_build"
    own_files.make_list(folder, BUILD, tree)
    own_files.note(folder, [cache.name], tree)
    shutil.copytree(cache, folder / cache.name, symlinks=True)


def edition_problem(edition: str, message: str, action: str) -> ProblemsFound:
    return ProblemsFound([Problem(edition, message, code="diff.edition", action=action)])

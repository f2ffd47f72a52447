"""Finds the ledger of an edition: a built folder, or a git revision built for the purpose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from coproduce.problems import Problem, ProblemsFound


def read_ledger(edition: str, root: Path) -> dict:
    """The ledger of ``edition``.

    ``edition`` is a folder that holds ``ledger.json`` (or ``html/ledger.json``),
    or a revision of the repository in ``root``, which is then built in a
    temporary folder with the machinery of that revision.

    Raises :class:`coproduce.problems.ProblemsFound` if it is neither, or if that
    revision does not build.
    """
    folder = Path(edition)
    for path in (folder, folder / "ledger.json", folder / "html" / "ledger.json", folder / "_build/html/ledger.json"):
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8"))
    found = _git(root, "rev-parse", "--verify", "--quiet", f"{edition}^{{commit}}")
    if found.returncode != 0:
        raise _problem(edition, "this is neither a built folder with a ledger.json nor a git revision",
                       "Build first (make report), or name a commit, branch or tag.")
    return _build_revision(root, edition, found.stdout.strip())


def _build_revision(root: Path, edition: str, commit: str) -> dict:
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "report"
        added = _git(root, "worktree", "add", "--detach", "--quiet", str(tree), commit)
        if added.returncode != 0:
            raise _problem(edition, f"git could not lay out the revision: {added.stderr.strip()}",
                           "Check the repository with git status.")
        try:
            # A report that brings its own machinery is built with it.
            path = os.pathsep.join(filter(None, [str(tree), os.environ.get("PYTHONPATH", "")]))
            built = subprocess.run(
                [sys.executable, "-m", "coproduce", "build"], cwd=tree, text=True,
                capture_output=True, check=False, env={**os.environ, "PYTHONPATH": path})
            if built.returncode != 0:
                raise _problem(edition, "this revision does not build:\n" + built.stderr.strip()[-2000:],
                               "Compare with a revision that builds.")
            return json.loads((tree / "_build/html/ledger.json").read_text(encoding="utf-8"))
        finally:
            _git(root, "worktree", "remove", "--force", str(tree))


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)


def _problem(edition: str, message: str, action: str) -> ProblemsFound:
    return ProblemsFound([Problem(edition, message, code="diff.edition", action=action)])

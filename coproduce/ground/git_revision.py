"""Which revision of a report is being built, and the moment it stands for."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from coproduce.ground.problems import Problem, ProblemsFound

#: Before each commit's moment in what git is asked for: no path begins with it.
_COMMIT = "\x01"


@dataclass(frozen=True)
class Revision:
    """A commit, whether the folder differs from it, and a moment in time.

    ``commit`` is the full hash, or "" outside version control. ``epoch`` is in
    seconds since 1970 (UTC) and the same wherever and whenever a commit is
    built: the commit's own date, unless ``SOURCE_DATE_EPOCH`` says otherwise
    (https://reproducible-builds.org/specs/source-date-epoch/).
    """

    commit: str
    changed: bool
    epoch: int

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.epoch, UTC)

    @property
    def label(self) -> str:
        """As a reader sees it: the short hash, and whether there are changes."""
        if not self.commit:
            return "not under version control"
        return self.commit[:12] + (" with uncommitted changes" if self.changed else "")


def read_revision(root: Path, edition_date: str) -> Revision:
    """The revision of the report in ``root``.

    ``edition_date`` (ISO) stands in for the commit's date where there is none.
    """
    commit = _git(root, "rev-parse", "HEAD")
    # A report that lies inside some other repository is not what that commit names.
    top = _git(root, "rev-parse", "--show-toplevel")
    if not commit or not top or Path(top).resolve() != root.resolve():
        commit = ""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdigit():
        epoch = _git(root, "log", "-1", "--format=%ct") if commit else ""
    if not epoch:
        epoch = str(int(datetime.fromisoformat(edition_date).replace(tzinfo=UTC).timestamp()))
    changed = bool(commit) and bool(_git(root, "status", "--porcelain"))
    return Revision(commit, changed, int(epoch))


def is_ancestor(root: Path, older: str, newer: str) -> bool | None:
    """Whether ``newer`` was made on top of ``older`` in the repository at ``root``; None if it does not know.

    A commit comes before itself. Both are full hashes.
    """
    try:
        done = git(root, "merge-base", "--is-ancestor", older, newer)
    except ProblemsFound:
        return None
    return {0: True, 1: False}.get(done.returncode)


def is_shallow(root: Path) -> bool:
    """Whether ``root`` is a clone without its whole history, which cannot tell when a page was changed."""
    return _git(root, "rev-parse", "--is-shallow-repository") == "true"


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What git did in ``root``. Raises :class:`~coproduce.ground.problems.ProblemsFound` if it is not installed."""
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, check=False,
            encoding="utf-8", errors="surrogateescape",  # whatever the locale
        )
    except FileNotFoundError:
        raise ProblemsFound([
            Problem("git", "this program is not installed", code="git.missing",
                    expected="git, which knows the report's history", action="Install git, and run this again.")
        ]) from None


def _git(root: Path, *arguments: str) -> str:
    try:
        done = git(root, *arguments)
    except ProblemsFound:
        return ""  # a report can be built without it
    return done.stdout.rstrip("\n") if done.returncode == 0 else ""


def last_changes(root: Path, folders: tuple[str, ...]) -> dict[str, int]:
    """When each file in ``folders`` was last changed, by its path from ``root``.

    In seconds since 1970, the moment of the newest commit that changed the file.
    One look into the history for all files. A file is left out if that moment is
    not known: it has changes that are in no commit, or ``root`` is no repository
    of its own. A shallow clone knows of no file, as its oldest commit seems to
    have made them all.
    """
    top = _git(root, "rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() != root.resolve():
        return {}
    if _git(root, "rev-parse", "--is-shallow-repository") != "false":
        return {}
    # -c: of merges, only what differs from all parents.
    history = _git(root, "-c", "log.showSignature=false", "log", "-c", "-z", "--no-renames", "--name-only",
                   f"--format={_COMMIT}%ct", "--", *folders)
    changes: dict[str, int] = {}
    moment = 0
    for part in history.split("\0"):
        path = part.lstrip("\n")
        if path.startswith(_COMMIT):
            moment = int(path.removeprefix(_COMMIT))
        elif path:
            changes[path] = max(moment, changes.get(path, 0))
    uncommitted = _git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *folders)
    for entry in filter(None, uncommitted.split("\0")):
        changes.pop(entry[3:], None)  # after two letters and a blank
    return changes

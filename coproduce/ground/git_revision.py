"""Which revision of a report is being built, and the moment it stands for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from coproduce.ground.interface_words import marked
from coproduce.ground.problems import Problem, ProblemsFound

#: Before each commit's moment in what git is asked for: no path begins with it.
_COMMIT = "\x01"
_NO_REPOSITORY = re.compile("not a git repository")
_UNKNOWN_COMMIT = re.compile("Not a valid commit name|not a valid object name|bad object", re.IGNORECASE)


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
            return marked("not under version control")
        return self.commit[:12] + (" with uncommitted changes" if self.changed else "")


def read_revision(root: Path, edition_date: str) -> Revision:
    """The revision of the report in ``root``.

    ``edition_date`` (ISO) stands in for the commit's date where there is none. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` with git's own words where git fails: a
    book must not name no commit because git could not be asked.
    """
    # A report that lies inside some other repository is not what its commit names.
    commit = head(root) if is_repository(root) else ""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdigit():
        epoch = ask(root, "log", "-1", "--format=%ct") if commit else ""
    if not epoch:
        epoch = str(int(datetime.fromisoformat(edition_date).replace(tzinfo=UTC).timestamp()))
    changed = bool(commit) and bool(ask(root, "status", "--porcelain"))
    return Revision(commit, changed, int(epoch))


def is_ancestor(root: Path, older: str, newer: str) -> bool | None:
    """Whether ``newer`` was made on top of ``older`` in the repository at ``root``; None if it does not know.

    A commit comes before itself. Both are full hashes.
    """
    if not _is_installed() or not toplevel(root):
        return None
    done = git(root, "merge-base", "--is-ancestor", older, newer)
    if done.returncode not in (0, 1) and not _UNKNOWN_COMMIT.search(done.stderr):
        raise _failed(root, done)
    return {0: True, 1: False}.get(done.returncode)


def is_shallow(root: Path) -> bool:
    """Whether ``root`` is a clone without its whole history, which cannot tell when a page was changed."""
    return _is_installed() and bool(toplevel(root)) and ask(root, "rev-parse", "--is-shallow-repository") == "true"


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What git did in ``root``. Raises :class:`~coproduce.ground.problems.ProblemsFound` if it is not installed."""
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, check=False,
            encoding="utf-8", errors="surrogateescape",  # whatever the locale
            env={**os.environ, "LC_ALL": "C", "LANGUAGE": ""},
        )
    except FileNotFoundError:
        raise ProblemsFound([Problem(
            "git", "this program is not installed", code="git.missing", expected="git, which knows the report's history",
            action="Install git, and run this again.")]) from None


def ask(root: Path, *arguments: str) -> str:
    """What git answers. Raises :class:`~coproduce.ground.problems.ProblemsFound` with its own words where it fails."""
    done = git(root, *arguments)
    if done.returncode != 0:
        raise _failed(root, done)
    return done.stdout.rstrip("\n")


def toplevel(root: Path) -> str:
    """The folder of the repository that ``root`` lies in; "" if it lies in none."""
    done = git(root, "rev-parse", "--show-toplevel")
    if done.returncode == 0:
        return done.stdout.rstrip("\n")
    # A repository that git cannot read is not the same as none. A bare one has no folder of files.
    if _NO_REPOSITORY.search(done.stderr) and not os.path.lexists(root / ".git"):
        return ""
    if "must be run in a work tree" in done.stderr:
        return ask(root, "rev-parse", "--absolute-git-dir")
    raise _failed(root, done)


def is_repository(root: Path) -> bool:
    """Whether ``root`` is the folder of a repository of its own; not so without git, or inside another one."""
    if not _is_installed():
        return False  # a report can be built without it
    top = toplevel(root)
    return bool(top) and Path(top).resolve() == root.resolve()


def head(root: Path) -> str:
    """The full hash of the current commit; "" if there is none yet."""
    done = git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    if done.returncode != 0 and done.stderr.strip():
        raise _failed(root, done)
    return done.stdout.strip()


def _is_installed() -> bool:
    return shutil.which("git") is not None


def _failed(root: Path, done: subprocess.CompletedProcess[str]) -> ProblemsFound:
    message = done.stderr.strip() or f"it ended with status {done.returncode} and said nothing"
    dubious = "dubious ownership" in message
    return ProblemsFound([Problem(
        root.as_posix(), f"git does not work here: {message[-1500:]}", code="git.failed",
        expected="a repository that git reads, so that the book names its commit",
        action="If you trust this folder, run the command that git names above, and then this one again." if dubious
        else "Mend what git says, and run this again.")])


def last_changes(root: Path, folders: tuple[str, ...]) -> dict[str, int]:
    """When each file in ``folders`` was last changed, by its path from ``root``.

    In seconds since 1970, the moment of the newest commit that changed the file.
    One look into the history for all files. A file is left out if that moment is
    not known: it has changes that are in no commit, or ``root`` is no repository
    of its own. A shallow clone knows of no file, as its oldest commit seems to
    have made them all.
    """
    if not is_repository(root) or not (commit := head(root)) or is_shallow(root):
        return {}
    changes = dict(_in_commits(root, commit, folders))
    uncommitted = ask(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *folders)
    for entry in filter(None, uncommitted.split("\0")):
        changes.pop(entry[3:], None)  # after two letters and a blank
    return changes


@lru_cache(maxsize=2)  # the history of a commit does not change, and it takes longest
def _in_commits(root: Path, commit: str, folders: tuple[str, ...]) -> dict[str, int]:
    """When each file in ``folders`` was last changed in the history of ``commit``."""
    # -c: of merges, only what differs from all parents.
    history = ask(root, "-c", "log.showSignature=false", "log", "-c", "-z", "--no-renames", "--name-only",
                  f"--format={_COMMIT}%ct", commit, "--", *folders)
    changes: dict[str, int] = {}
    moment = 0
    for part in history.split("\0"):
        path = part.lstrip("\n")
        if path.startswith(_COMMIT):
            moment = int(path.removeprefix(_COMMIT))
        elif path:
            changes[path] = max(moment, changes.get(path, 0))
    return changes


#: What git may hold of a file: see :func:`held_in_git`.
COMMITTED, STAGED, UNSURE, NOWHERE = "committed", "staged", "unsure", ""


def held_in_git(root: Path, files: Sequence[Path]) -> str:
    """Whether git still holds the text of any of ``files`` (below ``root``) once it is deleted.

    :data:`COMMITTED` in any branch, tag, stash or record of where a branch once stood;
    :data:`STAGED` for the next commit alone; :data:`UNSURE` where the clone has not the
    whole history, or git does not work; :data:`NOWHERE` outside version control too.
    """
    names = [file.relative_to(root).as_posix() for file in files]
    try:
        if not _is_installed():
            return UNSURE if any((folder / ".git").exists() for folder in (root, *root.resolve().parents)) else NOWHERE
        if not toplevel(root):
            return NOWHERE
        # --full-history: a branch that was merged may have taken the file out again.
        if ask(root, "--literal-pathspecs", "log", "--all", "--reflog", "--full-history", "-1", "--format=%H", "--", *names):
            return COMMITTED
        if is_shallow(root):
            return UNSURE
        return STAGED if ask(root, "--literal-pathspecs", "ls-files", "--", *names) else NOWHERE
    except ProblemsFound:
        return UNSURE

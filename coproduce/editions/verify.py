"""Checks a published edition: is it whole, and does its commit still give the same bytes?"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

from coproduce.editions import manifest
from coproduce.editions.compare.built_revision import built_revision, find_commit
from coproduce.editions.compare.places import first_difference
from coproduce.ground.git_revision import is_shallow
from coproduce.ground.problems import Problem, stop_if_any

_WHAT = {
    "missing": "this file is missing",
    "extra": "this file is not in the manifest",
    "different": "this file is not the one that the manifest describes",
}


def verify(folder: Path, root: Path, log: Callable[[str], None] = print) -> int:
    """Compare the edition in ``folder`` with its manifest, then with a new build of its commit.

    ``root`` is a clone of the report's repository that has the commit. Returns how
    many files were compared. Raises :class:`~coproduce.ground.problems.ProblemsFound`
    naming every file that is missing, extra or different, and where it begins to
    differ. Files that may change after publication (the folder ``editions``) are
    left out.
    """
    made = manifest.read(folder)
    problems = [
        Problem(name, _WHAT[what], code=f"verify.{what}", action="Take the file from the place of publication again.")
        for name, what in manifest.differences(made, folder).items()
    ]
    stop_if_any(problems)
    log(f"{len(made['outputs'])} files are as the manifest of edition {made['edition']} says.")
    if not made["commit"] or made["uncommitted_changes"]:
        stop_if_any([Problem(
            manifest.FILE, "this edition was not built from a commit alone", code="verify.no-commit",
            expected="a commit, and no uncommitted changes",
            action="It can be checked against its manifest, but nobody can build it again.")])
    commit = made["commit"]
    if find_commit(root, commit) != commit:
        stop_if_any([Problem(
            manifest.FILE, f"this repository does not have the commit {commit[:12]}", code="verify.unknown-commit",
            expected="a clone with the whole history of the report",
            action="Fetch it: git fetch --unshallow --tags, or clone the report's repository.")])
    if is_shallow(root):
        stop_if_any([Problem(
            root.as_posix(), "this clone does not have the whole history", code="verify.shallow",
            expected="all commits, from which pages know when they were changed",
            action="Fetch them: git fetch --unshallow --tags.")])
    for line in _other_software(made):
        log(line)
    log(f"Building {commit[:12]} again …")
    with built_revision(root, commit[:12], commit, made["source_date_epoch"]) as built:
        rebuilt = built / "html"
        for line in _other_machinery(made, manifest.read(rebuilt)):
            log(line)
        told = manifest.differences(made, rebuilt)
        problems = [_difference(name, what, folder, rebuilt) for name, what in told.items()]
    stop_if_any(problems)
    log(f"The rebuilt edition is the same, byte for byte: {len(made['outputs'])} files.")
    return len(made["outputs"])


def _difference(name: str, what: str, folder: Path, rebuilt: Path) -> Problem:
    message = {
        "missing": "a new build does not make this file",
        "extra": "a new build makes this file as well",
        "different": "a new build gives other bytes",
    }[what]
    if what == "different":
        message += f", first at {first_difference(folder / name, rebuilt / name)}"
    return Problem(
        name, message, code=f"verify.rebuilt-{what}",
        action="Compare the packages and the Python version with the manifest's; if they agree, report this.")


def _other_software(book_manifest: dict) -> list[str]:
    """What is installed here in other versions than the edition was built with."""
    lines = [] if book_manifest["python"] == python_version() else [
        f"Python here is {python_version()}; the edition was built with {book_manifest['python']}."]
    for name, was in book_manifest["packages"].items():
        try:
            here = version(name)
        except PackageNotFoundError:
            here = "missing"
        if here != was:
            lines.append(f"{name} here is {here}; the edition was built with {was}.")
    return lines


def _other_machinery(book_manifest: dict, rebuilt: dict) -> list[str]:
    """Whether the report was rebuilt by other code, as it is where a report does not bring its own."""
    was, here = book_manifest["machinery"], rebuilt["machinery"]
    other = sorted(name for name in was.keys() | here.keys() if was.get(name) != here.get(name))
    if not other:
        return []
    return [f"coproduce here is not the one that made the edition: {len(other)} files differ, first {other[0]}."]

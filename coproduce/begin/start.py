"""Writes a new report into a folder, and overwrites nothing there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coproduce.begin.answers import Answers, check_answers
from coproduce.begin.package import package
from coproduce.begin.record import RECORD, record
from coproduce.begin.templates import files, is_ours
from coproduce.ground import own_files
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any

#: What a forge puts into a new repository: where it is there already, it stays as it is.
MAY_STAY = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", ".gitignore", ".gitattributes")


@dataclass(frozen=True)
class StartResult:
    """The files that were written, and those that were there and stay."""

    written: tuple[str, ...]
    kept_files: tuple[str, ...]


def begin(folder: Path, answers: Answers, given: str | None) -> StartResult:
    """Write a report into ``folder``, all of it or nothing; ``given`` names the package, see :func:`package`.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` naming every answer that
    cannot stand in a report, or what is in the way.
    """
    stop_if_any(check_answers(answers))
    made = files(answers, package(given))
    kept = {name: content for name, content in made.items() if is_ours(name) and isinstance(content, str)}
    made[RECORD] = record(answers, kept).text()
    folder.mkdir(parents=True, exist_ok=True)
    there = {name for name in made if (folder / name).exists() or (folder / name).is_symlink()}
    stop_if_any(_in_the_way(folder, there))
    own_files.write_all({folder / name: content for name, content in made.items() if name not in there}, folder, new=True)
    return StartResult(tuple(sorted(made.keys() - there)), tuple(sorted(there)))


def _in_the_way(folder: Path, there: set[str]) -> list[Problem]:
    names = sorted(there - set(MAY_STAY))
    if not names:
        return []
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return [Problem(
        folder.as_posix(), f"{', '.join(names[:3])}{more} would be overwritten", code="init.in-the-way",
        expected="a folder that holds no report yet", action="Name another folder. Nothing was written.")]


def check_folder(folder: Path) -> None:
    """Refuse a place where no folder can be, before anybody is asked a question."""
    for place in (folder, *folder.parents):
        if place.is_dir():
            return
        if place.exists() or place.is_symlink():
            raise ProblemsFound([Problem(place.as_posix(), "this is no folder", code="init.folder", action="Name another folder.")])

"""Contributions that their contributors took back.

Of such a contribution remains ``contributions/withdrawn/<id>.yml``: its id, the
day and the reason, and nothing of what it said. The reason is public too.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.contributions.dispositions import STANCES, Disposition
from coproduce.contributions.fields import unprintable
from coproduce.contributions.files import Contributions
from coproduce.contributions.privacy import scan
from coproduce.contributions.succession import counted_with, succession
from coproduce.contributions.vocabulary import ID_PATTERN
from coproduce.ground import git_revision, own_files
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.ground.read_input import read_input
from coproduce.ground.suggestions import list_nearest
from coproduce.ground.yaml_file import read_yaml
from coproduce.source.paths import Paths
from coproduce.source.write_inputs import write_inputs, writing

if TYPE_CHECKING:
    import pandas as pd

MAX_REASON = 200
#: The folder of the records, among the contributions.
FOLDER = "withdrawn"
_KEYS = ("id", "date", "reason")
_SEE = "see “Withdrawal” in contributions/README.md."
#: What remains of the text, by what git keeps of it.
_HISTORY = {
    git_revision.COMMITTED: f"The text is still in git’s history, and in copies that others made: {_SEE}",
    git_revision.STAGED: "The text was never committed here, so that no history keeps it; but it is staged for the next commit. "
    "Run: git rm --cached --quiet {file}",
    git_revision.UNSURE: "This clone cannot tell whether the text was ever committed. If it was, git’s history keeps it, and so "
    f"do copies that others made: {_SEE}",
    git_revision.NOWHERE: "The text was never committed here, so that git’s history does not hold it.",
}


@dataclass(frozen=True)
class Withdrawn:
    """The fact that the contribution ``id`` was withdrawn on ``date``."""

    id: str
    date: str
    reason: str


@dataclass(frozen=True)
class LostVoice:
    """A conclusion that a withdrawn contribution bore on.

    ``left`` counts the contributions that still bear on it, by stance.
    """

    conclusion: str
    chapter: str
    stance: str
    left: dict[str, int]

    def __str__(self) -> str:
        others = ", ".join(f"{self.left.get(stance, 0)} {stance}" for stance in STANCES)
        last = " Nobody supports it any more." if self.stance == "supports" and not self.left.get("supports") else ""
        return f"{self.conclusion} (in {self.chapter}) loses one that {self.stance} it; left: {others}.{last}"


@dataclass(frozen=True)
class Withdrawal:
    """What :func:`withdraw` did, and what a person still has to mend; ``history`` says whether git keeps the text.

    ``successor`` is the id of the contribution that now stands for others who sent the
    same words; ``counted_with`` that of the one with which the person was counted.
    """

    removed: tuple[str, ...]
    record: str
    lost: tuple[LostVoice, ...]
    mentions: tuple[str, ...]
    history: str
    successor: str = ""
    counted_with: str = ""


def folder_of(paths: Paths) -> Path:
    return paths.contributions / FOLDER


def withdraw(
    paths: Paths, id: str, reason: str, today: dt.date | None = None, log: Callable[[str], object] = lambda line: None,
) -> Withdrawal:
    """Remove the contribution ``id`` and its disposition; keep that it was withdrawn.

    Works for a contribution whose file is not sound too, and may be repeated
    after an interruption. Waits for another command that changes the report, and
    says so with ``log``. Raises :class:`~coproduce.ground.problems.ProblemsFound` if
    there is no such contribution, or the reason is not fit to be public; then
    nothing has changed.
    """
    reason = " ".join(reason.split())
    _stop_unless_fit(paths, id, reason)  # before anything is made, and once more when nobody else writes
    with writing(paths, log):
        return _withdraw(paths, id, reason, today or dt.date.today())


def _withdraw(paths: Paths, id: str, reason: str, today: dt.date) -> Withdrawal:
    contributions = _stop_unless_fit(paths, id, reason)
    file, disposition = paths.contributions / f"{id}.md", paths.dispositions / f"{id}.yml"
    record = folder_of(paths) / f"{id}.yml"
    next_one, counted = succession(contributions, id), counted_with(contributions, id)
    lost = () if next_one.id else tuple(_lost_voices(contributions.dispositions, id))
    history = _HISTORY[git_revision.held_in_git(paths.root, (file, disposition))]
    if next_one.written:
        write_inputs(dict(next_one.written), paths)
    if not os.path.lexists(record):
        _write(paths, record, Withdrawn(id, today.isoformat(), reason))
    removed = []
    for path in (disposition, *next_one.removed, file):
        if path.parent.is_dir() and own_files.unlink(path, paths.root):
            removed.append(paths.relative(path))
    return Withdrawal(tuple(removed), paths.relative(record), lost, tuple(_mentions(paths, id)),
                      history.format(file=paths.relative(file)), next_one.id, counted)


def _stop_unless_fit(paths: Paths, id: str, reason: str) -> Contributions:
    contributions, _ = Contributions.collect(paths)
    stop_if_any([*_unknown(paths, contributions, id), *_reason_problems(reason)])
    return contributions


def read_withdrawn(paths: Paths) -> tuple[list[Withdrawn], list[Problem]]:
    """The withdrawn contributions in order of id, and what is wrong with their records."""
    found: list[Withdrawn] = []
    problems: list[Problem] = []
    folder = folder_of(paths)
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        path = paths.relative(file)
        if file.name.startswith("."):
            continue
        document = read_yaml(file, path, typed=False)
        data = document.data if isinstance(document.data, dict) else {}
        if faults := list(document.problems):
            problems += faults
            continue
        if set(data) != set(_KEYS) or not all(isinstance(value, str) for value in data.values()):
            faults.append(_record_problem(path, "This is not the record of a withdrawal.", ", ".join(_KEYS)))
        elif (data["id"], ".yml") != (file.stem, file.suffix):
            faults.append(_record_problem(path, f"The id in it is '{data['id']}'.", f"the file's name: {file.stem}"))
        elif not _is_date(data["date"]):
            faults.append(_record_problem(path, f"'{data['date']}' is not a date.", "year-month-day"))
        else:
            faults += [
                Problem(
                    path, p.message, line=document.line("reason"), code=p.code, field="reason", expected=p.expected,
                    action=p.action)
                for p in _reason_problems(data["reason"])
            ]
        if (paths.contributions / f"{file.stem}.md").exists():
            faults.append(Problem(
                path, f"'{file.stem}' was withdrawn, but its text is here.", code="withdrawn.back",
                expected="either the contribution or the record that it was withdrawn",
                action=f"Run: coproduce withdraw {file.stem} --reason \"…\". "
                "If the contributor gave it again, delete this record."))
        problems += faults
        if not faults:
            found.append(Withdrawn(*(data[key] for key in _KEYS)))
    return found, problems


def withdrawn_frame(paths: Paths) -> pd.DataFrame:
    """One row a withdrawn contribution, with date and reason; the index names the record.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if a record is not sound.
    """
    import pandas as pd

    found, problems = read_withdrawn(paths)
    stop_if_any(problems)
    return pd.DataFrame(
        [(one.date, one.reason) for one in found], columns=["date", "reason"],
        index=pd.Index([f"{FOLDER}/{one.id}" for one in found], name="record", dtype="object"),
    )


def withdrawn_ids(paths: Paths) -> frozenset[str]:
    """Ids that must not be used again, sound record or not."""
    folder = folder_of(paths)
    return frozenset(file.stem for file in folder.glob("*.yml")) if folder.is_dir() else frozenset()


def _write(paths: Paths, record: Path, withdrawn: Withdrawn) -> None:
    import yaml

    text = yaml.safe_dump({key: getattr(withdrawn, key) for key in _KEYS}, sort_keys=False, allow_unicode=True)
    write_inputs({record: text}, paths, new=True)


def _lost_voices(dispositions: dict[str, Disposition], id: str) -> Iterable[LostVoice]:
    if id not in dispositions:
        return
    for use in dispositions[id].uses:
        left = Counter(
            other.stance
            for contribution, disposition in dispositions.items()
            for other in disposition.uses
            if contribution != id and other.conclusion == use.conclusion
        )
        yield LostVoice(use.conclusion, use.chapter, use.stance, dict(left.items()))


def _mentions(paths: Paths, id: str) -> Iterable[str]:
    """The places in the book that name the contribution."""
    wanted = re.compile(rf"(?<![\w-]){re.escape(id)}(?![\w-])")
    for file in sorted(paths.book.rglob("*.*")) if paths.book.is_dir() else []:
        if file.suffix in (".md", ".yml"):
            for number, line in enumerate(read_input(file, paths.relative(file)).decode("utf-8", "replace").splitlines(), 1):
                if wanted.search(line):
                    yield f"{paths.relative(file)}:{number}"


def _unknown(paths: Paths, contributions: Contributions, id: str) -> Iterable[Problem]:
    folder = paths.relative(paths.contributions)
    if ID_PATTERN.fullmatch(id) and (id in contributions.ids or counted_with(contributions, id)):
        return
    if ID_PATTERN.fullmatch(id) and id in withdrawn_ids(paths):
        yield Problem(
            f"{folder}/withdrawn/{id}.yml", f"'{id}' has been withdrawn already.", code="withdrawn.twice",
            expected="a contribution that is still here", action="There is nothing to do.")
        return
    near = list_nearest(id.removesuffix(".md"), sorted(contributions.ids), cutoff=0.4)
    yield Problem(
        folder, f"There is no contribution '{id[:80]}'.{near}", code="withdrawn.unknown",
        expected="a contribution's id: its file's name without .md",
        action="Correct the id. It stands in the contribution's address in the report, after #contribution-.")


def _reason_problems(reason: str) -> Iterable[Problem]:
    def fault(message: str, code: str, expected: str, action: str) -> Problem:
        return Problem("--reason", message, code=f"withdrawn.{code}", expected=expected, action=action)

    if not reason:
        yield fault("The reason is empty.", "reason", "one sentence, such as: The contributor asked for it.",
                    "Give a reason that tells nobody's story.")
    if len(reason) > MAX_REASON:
        yield fault(f"The reason has {len(reason)} characters.", "reason", f"at most {MAX_REASON} characters",
                    "Shorten it. It is public, and must not repeat what was withdrawn.")
    found = unprintable(reason)
    if found:
        yield fault(f"The reason holds a character that cannot be seen: {found[1]}.", "reason",
                    "characters that readers see", "Type it anew.")
    for finding in scan(reason):
        yield fault(f"This looks like {finding.kind_label} ({finding.masked}).", "private",
                    "no data by which a person can be found", "Take it out: the reason is public.")


def _record_problem(path: str, message: str, expected: str) -> Problem:
    return Problem(
        path, message, line=1, code="withdrawn.record", expected=expected,
        action="Correct it, or write it with coproduce withdraw.")


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

"""What this version of the package would write differently into a report that an earlier one has begun."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from coproduce.begin.answers import check_answers
from coproduce.begin.package import package
from coproduce.begin.record import RECORD, Record, read_record, record
from coproduce.begin.templates import files, is_ours
from coproduce.ground import own_files
from coproduce.ground.problems import stop_if_any
from coproduce.ground.read_input import read_text_input


@dataclass(frozen=True)
class Change:
    """A file that this version writes differently: from ``before`` ("" for none) to ``after`` ("" for none).

    ``edited``: the report's own file is neither, or no longer written, so that it stays as it is.
    """

    name: str
    before: str
    after: str
    edited: bool

    @property
    def state(self) -> str:
        """What will be done with the file in few words, where it is not simply written."""
        if not self.after:
            return "not written any more; delete it if you do not need it"
        return "edited here, stays as it is" if self.edited else ""

    @property
    def diff(self) -> str:
        """What changes, line by line, as ``diff -u`` writes it."""
        lines = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), f"a/{self.name}", f"b/{self.name}", lineterm="")
        return "\n".join(lines)


def changes(folder: Path, given: str | None) -> list[Change]:
    """Each file that this version writes differently and the report does not have so; nothing is written."""
    return _compare(folder, read_record(folder), given)[0]


def update(folder: Path, given: str | None) -> list[Change]:
    """Write what :func:`changes` tells into the files that nobody edited; the others stay, and are not told again.

    A file that this version no longer writes is left to a person to delete.
    """
    found, made, wheel = _compare(folder, read_record(folder), given)
    write: dict[Path, str | bytes] = {folder / change.name: change.after for change in found if not change.edited}
    write |= {folder / name: content for name, content in wheel.items()}
    write[folder / RECORD] = made.text()
    own_files.write_all(write, folder)
    return found


def _compare(folder: Path, before: Record, given: str | None) -> tuple[list[Change], Record, dict[str, bytes]]:
    """What differs; the record of this version; and the wheel, if the report is to hold one that is not there."""
    stop_if_any(check_answers(before.answers))
    made = files(before.answers, package(given))
    texts = {name: content for name, content in made.items() if is_ours(name) and isinstance(content, str)}
    found = []
    for name in sorted(texts.keys() | before.files.keys()):
        old, new, here = before.files.get(name, ""), texts.get(name, ""), _current_text(folder, name)
        if old != new and here != new:
            found.append(Change(name, old, new, edited=here != old or not new))
    wheel = {name: content for name, content in made.items() if isinstance(content, bytes) and not (folder / name).exists()}
    return found, record(before.answers, texts), wheel


def _current_text(folder: Path, name: str) -> str:
    """The report's own file; "" if there is none."""
    try:
        return read_text_input(folder / name, name)
    except FileNotFoundError:
        return ""

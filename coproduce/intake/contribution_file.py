"""The files that intake writes, and whether somebody edited them since.

The last line of a file's fields is a comment with a keyed checksum of the file as
intake wrote it. It travels with the file, so two organisers never edit the same
record, and whoever takes it out keeps intake away from the file for good.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from coproduce.ground import own_files
from coproduce.ground.read_input import read_input
from coproduce.intake.identity import Key
from coproduce.source.paths import Paths

_RECORD = re.compile(r"^# intake: key ([a-z]{8}), text ([a-z]{24})\. .*\n", re.MULTILINE)
_SAYS = "Edit the file freely: intake then leaves it alone."
_WORD = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*|\d{4}-\d\d-\d\d")
_RESERVED = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
# What a person would not put in quotes: ids and days.
_BARE = {"kind", "language", "organisation_type", "region", "sectors", "credit", "date", "submitted", "theme", "claims",
         "asks_basis", "given"}


def as_file(data: dict[str, Any], body: str, comments: tuple[str, ...] = ()) -> str:
    """A contribution's file: ``data`` between two lines of ``---``, then ``body``."""
    notes = "".join(f"# {' '.join(comment.split())}\n" for comment in comments)
    return f"---\n{notes}{_fields(data)}---\n\n{body}\n"


def _fields(data: dict[str, Any], indent: str = "") -> str:
    out = []
    for name, value in data.items():
        if isinstance(value, dict):
            out.append(f"{indent}{name}:\n{_fields(value, indent + '  ')}")
        elif isinstance(value, list) and name in _BARE:
            out.append(f"{indent}{name}: [{', '.join(_scalar(name, v) for v in value)}]\n")
        elif isinstance(value, list):
            out.append(f"{indent}{name}:\n" + "".join(f"{indent}  - {_scalar(name, v)}\n" for v in value))
        else:
            out.append(f"{indent}{name}: {_scalar(name, value)}\n")
    return "".join(out)


def _scalar(name: str, value: str) -> str:
    plain = name == "given" or (name in _BARE and _WORD.fullmatch(value) and value not in _RESERVED)
    # JSON's texts are YAML's texts in double quotes.
    return value if plain else json.dumps(value, ensure_ascii=False)


def with_record(text: str, key: Key) -> str:
    """``text`` with the comment that tells it from one edited later."""
    end = text.index("\n---\n") + 1
    return f"{text[:end]}# intake: key {key.name}, text {key.checksum(text)}. {_SAYS}\n{text[end:]}"


def compare(file: Path, text: str, key: Key) -> str:
    """What to do with ``file``, now that its response reads ``text`` (without record).

    "added" (there is no file), "unchanged", "updated", "edited" (by a person; the
    response is the same), or "both" (a person edited it, and the response changed).
    """
    if not file.exists():
        return "added"
    present = read_input(file, file.name).decode("utf-8", "replace").replace("\r\n", "\n")
    record = _RECORD.search(present)
    bare = present[: record.start()] + present[record.end() :] if record else present
    if bare == text:
        return "unchanged"
    if record is None or record.group(2) == key.checksum(text):
        return "edited"
    return "updated" if record.group(2) == key.checksum(bare) else "both"


def id_of_text(paths: Paths, text: str, key: Key) -> str:
    """The id of the contribution that intake wrote as ``text``, whatever its name is now and whoever edited it; or ""."""
    wanted = key.checksum(text)
    for file in sorted(paths.contributions.glob("*.md")):
        record = _RECORD.search(read_input(file, paths.relative(file))[:8000].decode("utf-8", "replace").replace("\r\n", "\n"))
        if record and record.group(2) == wanted:
            return file.stem
    return ""


def keys_used(paths: Paths) -> set[str]:
    """The names of the keys with which files of the report were written."""
    found = set()
    for file in paths.contributions.glob("response-*.md"):
        start = read_input(file, paths.relative(file))[:8000]
        record = _RECORD.search(start.decode("utf-8", "replace").replace("\r\n", "\n"))
        if record:
            found.add(record.group(1))
    return found


class ReviewFolder:
    """The folder for responses to review: only this user may read what is put there.

    It holds a list of them (:mod:`coproduce.ground.own_files`); nothing else in it is
    overwritten or deleted.
    """

    def __init__(self, folder: Path):
        self._folder = folder

    def tidy(self) -> None:
        """Delete what a stopped process left half-written."""
        if self._folder.is_dir():
            own_files.sweep(self._folder, self._folder)

    def write(self, file: Path, text: str) -> None:
        """Put ``file`` there, or replace it by its new text."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        own_files.write_listed(file, text, self._folder, mode=0o600)

    def remove(self, file: Path) -> None:
        """Take away what :meth:`write` put there under that name."""
        if own_files.kind_of(self._folder, self._folder):
            own_files.remove_inside(self._folder, [file.name], self._folder)

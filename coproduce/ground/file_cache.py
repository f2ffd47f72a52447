"""What takes time to make is kept from build to build, and believed only while it is whole.

There is one way to keep: a :class:`Step` says by name all that its result depends on,
and :class:`StepCache` keeps the last result of each step in a file. The names of those that
differ are the reason that a build gives for making it again.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from coproduce.ground import own_files
from coproduce.ground.checksums import checksum_of

_SIZE = 64  # digits of a SHA-256


@dataclass(frozen=True)
class Step:
    """Something costly to make, under the ``name`` of the file that keeps it, where it may hold slashes as names of pages do.

    ``parts`` holds a checksum or version of each thing that the result depends on, by
    the name that people know it by; the same parts give the same bytes.
    """

    name: str
    parts: Mapping[str, str]

    @property
    def file_name(self) -> str:
        """The name of its file, another for each step."""
        return flat_name(self.name)


class StepCache:
    """The last result of each step, in the files of ``folder``; without one nothing is kept.

    ``always`` are parts of every step, for example the versions of libraries. ``reasons``
    says why, of each step that was made again.
    """

    def __init__(self, folder: Path | None = None, always: Mapping[str, str] | None = None):
        self.folder, self._always = folder, dict(always or {})
        self.reasons: dict[str, str] = {}
        self._used: set[str] = set()

    def get_or_make(self, step: Step, make: Callable[[], bytes]) -> bytes:
        """What the step gave when all was the same, else what ``make`` gives now, which is then kept."""
        content = self.get(step)
        if content is None:
            content = make()
            self.put(step, content)
        return content

    def get(self, step: Step) -> bytes | None:
        """What the step gave when all was the same; ``None`` if it is to be made now."""
        if self.folder is None:
            return None
        self._used.add(step.file_name)
        content, why = read_entry(self.folder / step.file_name, {**step.parts, **self._always})
        if content is None and why:
            self.reasons[step.name] = why
        return content

    def put(self, step: Step, content: bytes) -> None:
        """Keep what the step gave now, in place of what it gave before."""
        if self.folder is None:
            return
        self._used.add(step.file_name)
        anchor = self.folder.parent
        anchor.mkdir(parents=True, exist_ok=True)
        write_entry(self.folder / step.file_name, {**step.parts, **self._always}, content, anchor)

    def forget_unused(self) -> None:
        """Delete what is kept for steps that were not asked for: their figure or document is gone."""
        if self.folder is not None:
            anchor = self.folder.parent
            listed = own_files.listed(self.folder, own_files.KEPT, anchor) or frozenset()
            own_files.remove_inside(self.folder, listed - self._used, anchor)


def flat_name(name: str) -> str:
    """``name`` without slashes, and no other name gives the same: all files are in one folder, and ‘a’ would be in the way of ‘a/b’."""
    return name.replace("%", "%25").replace("/", "%2F")


def read_entry(file: Path, parts: Mapping[str, str]) -> tuple[bytes | None, str]:
    """What ``file`` keeps for the same ``parts``; else ``None``, and why ("" if nothing was kept yet).

    Everything stands behind its own SHA-256: after a power cut a file may be cut off,
    empty or full of zeros under the right name, and counts as damaged.
    """
    if not file.is_file():
        return None, ""
    whole = _whole(file)
    if whole is None:
        return None, "what was kept is damaged"
    old = json.loads(whole[0])
    return (whole[1], "") if old == parts else (None, reason(old, parts))


def kept_in(file: Path) -> bytes | None:
    """What ``file`` keeps, whatever for; ``None`` if that is nothing, or damaged."""
    whole = _whole(file) if file.is_file() else None
    return whole and whole[1]


def _whole(file: Path) -> tuple[bytes, bytes] | None:
    """The parts and the content that ``file`` keeps; ``None`` if it is damaged."""
    stored = file.read_bytes()
    if checksum_of(stored[_SIZE:]).encode() != stored[:_SIZE]:
        return None
    said, _, content = stored[_SIZE:].partition(b"\n")
    return said, content


def write_entry(file: Path, parts: Mapping[str, str], content: bytes, anchor: Path) -> None:
    """Keep ``content`` in ``file``, below ``anchor``: whole or not at all, as another build may look for it."""
    rest = json.dumps(dict(parts), ensure_ascii=False).encode() + b"\n" + content
    own_files.write_listed(file, checksum_of(rest).encode() + rest, anchor)


def reason(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """What differs, in words: at most three names."""
    changed = [name for name in new if name in old and new[name] != old[name]]
    changes = [f"{', '.join(changed[:3])}{f' and {len(changed) - 3} more' if len(changed) > 3 else ''} changed"
               ] if changed else []
    for word, names in (("added", [n for n in new if n not in old]),
                        ("no longer used", [n for n in old if n not in new])):
        if names:
            changes.append(f"{', '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''} {word}")
    return "; ".join(changes)


def user_cache() -> Path:
    """This user's folder for what is the same for every report.

    It lies where the system keeps such things (``XDG_CACHE_HOME`` on Linux), or in
    the temporary folder if that cannot be written. A folder that belongs to
    somebody else is not used: what lies in it could be anything. Raises ``OSError``
    if there is no place.
    """
    from platformdirs import user_cache_path

    user = str(os.getuid()) if hasattr(os, "getuid") else "builds"
    places = (user_cache_path("coproduce", appauthor=False), Path(tempfile.gettempdir()) / f"coproduce-{user}")
    for place in places:
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            own = not hasattr(os, "getuid") or place.stat().st_uid == os.getuid()
        except OSError:
            continue
        if own and os.access(place, os.W_OK):
            return place
    raise OSError(f"no folder of this user's can be written to keep fonts in: tried {places[0]} and {places[1]}")

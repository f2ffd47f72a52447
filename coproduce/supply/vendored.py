"""Parts of the package that others made, and that no package manager knows of.

Each lies in a folder with a ``component.json``::

    {"name": "…", "version": "…", "licence": "…", "purl": "pkg:npm/…@…",
     "what": "…", "files": ["…"]}

or a list of such entries. Files are named from that folder.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from coproduce.ground.checksums import checksum
from coproduce.source.inputs import PACKAGE

NOTE = "component.json"


@dataclass(frozen=True)
class Vendored:
    """One such part. ``files`` maps its files, as the package names them, to their SHA-256."""

    name: str
    version: str
    licence: str
    purl: str
    what: str
    files: dict[str, str]


def vendored(package: Path = PACKAGE) -> list[Vendored]:
    """All of them, by name.

    Raises ``KeyError`` or ``OSError`` if a note leaves something out or names a
    file that is not there: these notes are ours, and a test reads them.
    """
    found = []
    for note in sorted(package.rglob(NOTE)):
        component = json.loads(note.read_text(encoding="utf-8"))
        for entry in component if isinstance(component, list) else [component]:
            files = [note.parent / name for name in entry["files"]]
            found.append(Vendored(
                entry["name"], entry["version"], entry["licence"], entry["purl"], entry.get("what", ""),
                {file.relative_to(package).as_posix(): checksum(file) for file in files}))
    return sorted(found, key=lambda part: part.name)

"""``docs/licences.csv``: under which licence each locked package comes.

Read from the packages' own metadata where they are installed. A package that is
only for other systems keeps the licence that was recorded for its version.
"""

from __future__ import annotations

import csv
import io
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import cast

from coproduce.ground import own_files
from coproduce.ground.problems import Problem
from coproduce.source.paths import Paths
from coproduce.supply.lock import Locked, read_lock

HEADER = ("package", "version", "licence")
PLACE = "docs/licences.csv"
_AGAIN = "Run: make licences"
#: Packages whose metadata tells only of their code, and what else they hold is under another licence.
_BESIDES = {"justmytype-intl-cjk": "MIT AND OFL-1.1"}


def write_licences(paths: Paths) -> list[Problem]:
    """Write the list anew; a problem for each package whose licence nobody could tell."""
    locked = read_lock(paths.lock)
    before = read_licences(paths.root / PLACE)
    rows, problems = [], []
    for package in sorted(locked, key=lambda p: p.name):
        licence = _installed(package) or before.get((package.name, package.version), "")
        if not licence:
            problems.append(Problem(
                PLACE, f"the licence of {package.name} {package.version} is not known here", code="licences.unknown",
                expected="the package installed, or its licence in the list",
                action="Look it up in the package's description and write it into the list by hand."))
        rows.append((package.name, package.version, licence))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    own_files.write(paths.root / PLACE, text.getvalue(), paths.root)
    return problems


def read_licences(path: Path) -> dict[tuple[str, str], str]:
    """Licences by package and version; none if there is no list."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["package"], row["version"]): row["licence"] for row in csv.DictReader(file)}


def check_licences(paths: Paths) -> list[Problem]:
    """A problem for each locked package that the list does not know, and for each that is no longer locked."""
    if not ((paths.root / "pyproject.toml").is_file() and paths.lock.is_file()):
        return []
    known = read_licences(paths.root / PLACE)
    locked = {(p.name, p.version) for p in read_lock(paths.lock)}
    return [
        *(Problem(PLACE, f"{name} {version} is locked, and its licence is not listed", code="licences.missing", action=_AGAIN)
          for name, version in sorted(locked) if not known.get((name, version))),
        *(Problem(PLACE, f"{name} {version} is listed and not locked", code="licences.left-over", action=_AGAIN)
          for name, version in sorted(known.keys() - locked)),
    ]


def _installed(package: Locked) -> str:
    """What the installed package says of its licence; "" if it is absent or of another version.

    Newer packages carry an SPDX expression; older ones a short text or a
    classifier; a text of many lines is the licence itself, and not its name.
    """
    try:
        found = cast(Message, metadata.metadata(package.name))  # which it is, and typed as less
    except metadata.PackageNotFoundError:
        return ""
    if found["Version"] != package.version:
        return ""
    if package.name in _BESIDES:
        return _BESIDES[package.name]
    declared = (found.get("License") or "").strip()
    named = [c.rpartition(" :: ")[2] for c in found.get_all("Classifier") or () if c.startswith("License ::")]
    named = [name for name in named if name != "OSI Approved"]
    short = declared if declared and declared.upper() != "UNKNOWN" and "\n" not in declared and len(declared) <= 60 else ""
    return found.get("License-Expression") or short or " OR ".join(sorted(named))

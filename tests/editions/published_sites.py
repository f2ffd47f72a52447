"""What tests of publications read of a site, and books with another manifest."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from coproduce.ground import own_files


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*")
            if p.is_file() and p.name != own_files.LIST}


def kept(folder: Path) -> dict[str, bytes]:
    """What of an edition must never change."""
    return {name: data for name, data in bytes_of(folder).items() if not name.startswith("editions/")}


def told(folder: Path) -> dict:
    """What newest.js tells the pages of the book in ``folder``."""
    text = (folder / "editions" / "newest.js").read_text()
    return json.loads(re.fullmatch(r"window\.reportEditions = (.*);\n", text)[1])


def codes(found) -> set[str]:
    return {problem.code for problem in found.value.problems}


def rewritten(book: Path, target: Path, **changes) -> Path:
    """A copy of a book whose manifest says something else."""
    shutil.copytree(book, target)
    path = target / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    return target

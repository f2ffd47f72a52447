"""What lies in a report's folder and is not a plain file under a plain name; asked before anything is read."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from coproduce.ground.problems import Problem
from coproduce.ground.read_input import not_regular
from coproduce.source.paths import Paths

#: What systems, editors and Python put into folders; never read, never published.
_LEFT_ALONE = {".DS_Store", ".ipynb_checkpoints", "__pycache__", ".gitkeep", ".gitignore", ".gitattributes"}
#: A folder of such a name is meant to be a file.
_ENDINGS = {".md", ".yml", ".yaml", ".json", ".csv", ".txt"}


def check_files(paths: Paths) -> list[Problem]:
    """A problem for each link, pipe, socket, device, hidden file and clash of names among the report's inputs.

    Nothing is opened. A report with such a problem is not to be read: see
    :func:`coproduce.ground.read_input.read_input`.
    """
    if paths.is_book:  # a book may hold what it likes, and is read as Sphinx reads it
        return []
    problems: list[Problem] = []
    for path in sorted(paths.root.iterdir(), key=lambda p: os.fsencode(p.name)):
        mode = path.lstat().st_mode
        if path in (paths.book, paths.data, paths.contributions, paths.root / "docs"):
            problems += _in_folder(path, paths) if stat.S_ISDIR(mode) else [_not_a_folder(mode, path.name)]
        elif (path.suffix in (".md", ".yml") or path in (paths.lock, paths.root / "pyproject.toml")) and not stat.S_ISREG(mode):
            problems.append(not_regular(mode, _printable(path.name)))
    return problems


def _in_folder(top: Path, paths: Paths) -> Iterator[Problem]:
    names: dict[str, list[str]] = defaultdict(list)
    for path, mode in _below(top):
        shown = _printable(paths.relative(path))
        names[unicodedata.normalize("NFC", shown.casefold())].append(shown)
        if stat.S_ISDIR(mode):
            if path.suffix in _ENDINGS:
                yield not_regular(mode, shown)
        elif not stat.S_ISREG(mode):
            yield not_regular(mode, shown)
        if path.name.startswith("."):
            yield Problem(shown, "this is hidden, and nobody would see it beside the others", code="input.hidden",
                          expected="a name that does not begin with a point", action="Rename it, or move it away.")
        if not path.name.isprintable() and any(unicodedata.category(sign) in ("Cc", "Cs") for sign in path.name):
            yield Problem(shown, "this name holds a character that cannot be shown", code="input.name",
                          expected="letters, digits, hyphens and points", action="Rename it.")
    for same in names.values():
        for shown in same if len(same) > 1 else ():
            others = ", ".join(f"‘{other}’" for other in same if other != shown) or "another"
            yield Problem(shown, f"this name differs from {others} only by case or by how its letters are stored",
                          code="input.same-name", expected="names that are different on every system",
                          action="Rename one: on some systems only one of them would be there.")


def _below(folder: Path) -> Iterator[tuple[Path, int]]:
    """Everything below a folder with its mode, links not followed."""
    for path in sorted(folder.iterdir(), key=lambda p: os.fsencode(p.name)):
        if path.name in _LEFT_ALONE:
            continue
        mode = path.lstat().st_mode
        yield path, mode
        if stat.S_ISDIR(mode):
            yield from _below(path)


def _printable(name: str) -> str:
    """A name as messages can show it, whatever bytes it was made of."""
    if name.isprintable():
        return name
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(f"\\x{ord(sign):02x}" if unicodedata.category(sign) == "Cc" else sign for sign in text)


def _not_a_folder(mode: int, name: str) -> Problem:
    what = "a symbolic link" if stat.S_ISLNK(mode) else "no folder"
    return Problem(name, f"this is {what}, and nothing in it is read", code="input.not-a-folder",
                   expected="a folder of the report’s own", action="Put the folder itself here.")

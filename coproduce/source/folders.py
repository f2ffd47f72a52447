"""What the folders of pages and of data are called: the settings under ``coproduce: folders:``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_text_input
from coproduce.ground.suggestions import nearest_or
from coproduce.source.paths import Paths
from coproduce.source.rules import BOOK, configured_level

if TYPE_CHECKING:
    from coproduce.ground.yaml_file import YamlFile


@dataclass(frozen=True)
class Folders:
    """The names of the two folders."""

    book: str = "book"
    data: str = "data"


_KEYS = tuple(key.name for key in fields(Folders))
_HELD = ("The folder of the pages; without this line `book`.", "The folder of the data package; without this line `data`.")
SCHEMA: dict[str, Any] = {
    "type": "object", "additionalProperties": False,
    "properties": {key: {"type": "string", "description": said} for key, said in zip(_KEYS, _HELD, strict=True)},
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
#: Names that other things of a report have.
_TAKEN = {"contributions", "docs", "tests"}
_MAY_NAME = re.compile(r"\bfolders[\"']?\s*:")


def paths_of(root: Path) -> Paths:
    """The paths of the report or book in the folder ``root``, before anything is known of its settings.

    Names that cannot be folders' are passed over here: :func:`check_folders` tells of them.
    """
    config = root / Paths(root).config.name
    if configured_level(config) == BOOK:
        return Paths(root, "")
    written = _configured(config)
    written = written if isinstance(written, dict) else {}
    named = Folders(**{key: written[key] for key in _KEYS if _may_be(written.get(key))})
    return Paths(root, named.book, named.data) if named.book != named.data else Paths(root)


def is_lost(paths: Paths) -> bool:
    """Whether the settings name folders that cannot be found, so that nobody knows where pages and data lie."""
    written = None if paths.is_book else _configured(paths.config)
    if not written:
        return False
    found = Folders(paths.pages, paths.tables)
    known = isinstance(written, dict) and all(written.get(key, getattr(found, key)) == getattr(found, key) for key in _KEYS)
    return not (known and paths.book.is_dir() and paths.data.is_dir())


def check_folders(file: "YamlFile", given: dict[str, Any], paths: Paths) -> Iterator[Problem]:
    """A problem for each name of the form of :data:`SCHEMA` that is none of a folder's, or of a folder that is not there."""
    def problem(key: str, message: str, expected: str, action: str) -> Problem:
        return Problem(file.path, message, line=file.line("coproduce", "folders", key), code="config.folders",
                       field=f"coproduce.folders.{key}", expected=expected, action=action)

    if given and paths.is_book:
        yield Problem(file.path, "‘coproduce.folders’ has no effect on a book that is no report: its pages lie where _toc.yml says",
                      line=file.line("coproduce", "folders"), code="config.no-effect", field="coproduce.folders", action="Delete it.")
        return
    if not given:
        return
    names = Folders(**given)
    there = sorted(path.name for path in paths.root.iterdir() if path.is_dir() and _may_be(path.name))
    for key in _KEYS:
        if not _may_be(name := getattr(names, key)):
            yield problem(key, f"a folder of a report cannot be called ‘{name}’", "a name of one folder beside _config.yml: letters, "
                          f"digits, hyphens and _; not {', '.join(sorted(_TAKEN))}", "Rename the folder, and name it here.")
        elif name not in there:
            yield problem(key, f"there is no folder ‘{name}’", nearest_or("the name of a folder beside _config.yml", name, there),
                          "Correct the name, or create the folder.")
    if names.book == names.data:
        yield problem(next(iter(given)), f"‘{names.book}’ is to hold both pages and data", "a folder for each", "Name another folder.")


def _may_be(name: Any) -> bool:
    return isinstance(name, str) and bool(_NAME.fullmatch(name)) and name.lower() not in _TAKEN


def _configured(config: Path) -> Any:
    """What stands under ``folders``, None if nothing does or it cannot be read."""
    try:
        text = read_text_input(config, config.name)  # through no link, and without waiting for a pipe
    except (OSError, ProblemsFound):
        return None
    if not _MAY_NAME.search(text):
        return None
    from coproduce.ground.yaml_file import parse_yaml

    data = parse_yaml(text, "").data
    own = data.get("coproduce") if isinstance(data, dict) else None
    return own.get("folders") if isinstance(own, dict) else None

"""Personal data in the files of a report's contributions, as problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coproduce.contributions.privacy import scan
from coproduce.problems import Problem
from coproduce.yamlfile import parse_yaml, split_front_matter

if TYPE_CHECKING:
    from coproduce.report import Paths


def check_privacy(paths: Paths) -> list[Problem]:
    """Personal data in any file of the contributions' folder, its name included.

    The whole text is searched, comments and unknown fields too, and then each
    field as it reads once YAML's escapes are resolved.
    """
    problems: list[Problem] = []
    folder = paths.contributions
    files = [*folder.glob("*"), *paths.dispositions.glob("*")] if folder.is_dir() else []
    for file in sorted(f for f in files if f.is_file() and not f.name.startswith(".")):
        path = paths.relative(file)
        text = file.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
        seen: set[tuple[str, int | None]] = set()
        places: list[tuple[str, int | None, str]] = [
            (finding.kind, finding.line, f"{finding.what} ({finding.masked}), character {finding.column} of the line")
            for finding in scan(text)
        ]
        places += [
            (finding.kind, line, f"{finding.what} ({finding.masked}) in the field {name}")
            for name, line, value in _fields(text, path)
            for finding in scan(value)
        ]
        places += [
            (finding.kind, None, f"{finding.what} ({finding.masked}) in the file's name")
            for finding in scan(file.stem.replace("-", " "))
        ]
        for kind, line, where in places:
            # A field that the first search has found already is not told twice.
            if (kind, line) not in seen and (kind, (line or 0) + 1) not in seen:
                problems.append(
                    Problem(
                        path,
                        f"This looks like {where}.",
                        line,
                        f"privacy.{kind}",
                        "",
                        "no data by which a person can be found",
                        "Take it out. If it was committed, it is still in the history: see contributions/README.md.",
                    )
                )
            seen.add((kind, line))
    return problems


def _fields(text: str, path: str) -> Iterator[tuple[str, int | None, str]]:
    """Name, line and text of each field that YAML's escapes or folds change."""
    first = 1
    if path.endswith(".md"):
        fields, _, _ = split_front_matter(text)
        text, first = fields or "", 2
    document = parse_yaml(text, path, first, typed=False)
    stack: list[tuple[tuple, Any]] = [((), document.data)]
    while stack:
        place, value = stack.pop()
        if isinstance(value, dict):
            stack += [((*place, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            stack += [((*place, number), inner) for number, inner in enumerate(value)]
        elif isinstance(value, str) and value not in text:
            yield ".".join(map(str, place)), document.line(*place), value

"""Personal data in the files of a report's contributions, as problems.

A response that waited for review, and was put here with its marks, is one too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.contributions.privacy import Finding, scan
from coproduce.ground.check_cache import CheckCache
from coproduce.ground.country import current_country
from coproduce.ground.problems import Problem
from coproduce.ground.read_input import read_input
from coproduce.ground.yaml_file import parse_yaml, split_front_matter

if TYPE_CHECKING:
    from coproduce.source.paths import Paths


#: What intake writes into a response that a person has to look at: around what must come out, and above its fields.
OPEN, CLOSE = "⟦", "⟧"
NOT_PUBLISHED = "Not published. Look at this response because:"


def check_privacy(paths: Paths, cache: CheckCache | None = None) -> list[Problem]:
    """Personal data in any file of the contributions' folder, its name included.

    The whole text is searched, comments and unknown fields too, and then each
    field as it reads once YAML's escapes are resolved. ``cache`` knows in which files nothing was found before.
    """
    problems: list[Problem] = []
    cache = cache or CheckCache()
    folder = paths.contributions
    files = [*folder.glob("*"), *paths.dispositions.glob("*")] if folder.is_dir() else []
    for file in sorted(f for f in files if f.is_file() and not f.is_symlink() and not f.name.startswith(".")):
        path = paths.relative(file)
        text = read_input(file, path).decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
        problems += cache.problems("privacy", (current_country(), path, text), partial(_in_file, file, path, text))
    return problems


def _in_file(file: Path, path: str, text: str) -> list[Problem]:
    in_text = scan(text)
    places: list[tuple[str, int | None, str]] = [
        (f.kind, f.line, f"{f.kind_label} ({f.masked}), character {f.column} of the line") for f in in_text
    ]
    reported = {(f.kind, f.line) for f in in_text}
    places += [
        (f.kind, line, f"{f.kind_label} ({f.masked}) in the field {name}")
        for name, line, value in _fields(text, path)
        for f in scan(value)
        # A field over two lines may have been found on its second one.
        if not reported & {(f.kind, line), (f.kind, (line or 0) + 1)}
    ]
    places += [
        (f.kind, None, f"{f.kind_label} ({f.masked}) in the file's name") for f in scan(file.stem.replace("-", " "))
    ]
    marks = _unreviewed(path, text) if file.suffix == ".md" and file.name != "README.md" else []
    return marks + [
        Problem(
            path, f"This looks like {where}.", line=line, code=f"privacy.{kind}",
            expected="no data by which a person can be found",
            action="Take it out. If it was committed, it is still in the history: see contributions/README.md.")
        for kind, line, where in places
    ]


def typed_problem(finding: Finding, path: str = "", line: int | None = None, field: str = "") -> Problem:
    """The problem of personal data in what somebody has just typed, and can still change."""
    return Problem(
        path, f"This looks like {finding.kind_label} ({finding.masked}).", line=line, field=field, code=f"privacy.{finding.kind}",
        expected="no data by which a person can be found", action="Write it without.")


def _unreviewed(path: str, text: str) -> list[Problem]:
    """A problem if ``text`` still has what :mod:`coproduce.intake.review` wrote into it."""
    for number, line in enumerate(text.split("\n"), 1):
        if OPEN in line or CLOSE in line or line == f"# {NOT_PUBLISHED}":
            return [Problem(
                path, "This response still has the marks of the review.", line=number, code="privacy.review-mark",
                expected=f"a text from which a person took out what stood between {OPEN} and {CLOSE}",
                action=f"Take out what stands between {OPEN} and {CLOSE}, the marks, and the lines from '# Not published' on "
                "that begin with #.")]
    return []


def _fields(text: str, path: str) -> Iterator[tuple[str, int | None, str]]:
    """Name, line and text of each field that YAML's escapes or folds change."""
    first = 1
    if path.endswith(".md"):
        fields, _, _ = split_front_matter(text)
        text, first = fields or "", 2
    document = parse_yaml(text, path, first, typed=False)
    for place, value in document.rewritten.items():
        yield ".".join(map(str, place)), document.line(*place), value

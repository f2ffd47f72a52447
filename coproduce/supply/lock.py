"""``requirements.lock``: what it pins, and whether it still answers ``pyproject.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.problems import Problem
from coproduce.source.paths import Paths

if TYPE_CHECKING:
    from packaging.requirements import Requirement

#: Extras that are locked with every project; those under ``[tool.coproduce] locked-extras`` come to them.
EXTRAS = ("test", "build")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")
_VIA = re.compile(r"^\s+#(?: via)? +(?!via$|-c )(\S+)(?: \((\S+)\))?\s*$")
_AGAIN = "Run: make lock"


@dataclass(frozen=True)
class Locked:
    """A package at the one version that is installed.

    ``marker`` says where it is installed ("" for everywhere), ``via`` which
    packages need it; ``direct`` is true if the project itself does.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    via: tuple[str, ...]
    direct: bool
    line: int

    @property
    def purl(self) -> str:
        """The package's address in the common notation (https://github.com/package-url)."""
        return f"pkg:pypi/{self.name}@{self.version}"


@dataclass(frozen=True)
class Project:
    """What ``pyproject.toml`` says of the machinery; ``locked_extras`` are those that are installed with it."""

    data: dict[str, Any]
    locked_extras: tuple[str, ...] = EXTRAS

    @classmethod
    def read(cls, path: Path) -> "Project":
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(whole["project"], (*EXTRAS, *whole.get("tool", {}).get("coproduce", {}).get("locked-extras", ())))

    @property
    def name(self) -> str:
        return self.data["name"]

    @property
    def version(self) -> str:
        return self.data["version"]

    @cached_property
    def requirements(self) -> dict[str, "Requirement"]:
        """What it needs to run, by name."""
        return _requirements(self.data.get("dependencies", []))

    @cached_property
    def extra_requirements(self) -> dict[str, "Requirement"]:
        """What tests, installation and chapters need besides, by name."""
        extras = self.data.get("optional-dependencies", {})
        return _requirements([line for extra in self.locked_extras for line in extras.get(extra, [])])


def read_lock(path: Path) -> list[Locked]:
    """The packages of a lock, in its order; lines that pin nothing are passed over.

    A package stands there twice where systems or versions of Python need different ones.
    """
    found: list[Locked] = []
    for number, text in _entries(path.read_text(encoding="utf-8")):
        if match := _PIN.match(text.split("\n", 1)[0]):
            name, version, marker = match.groups()
            via = [_VIA.match(line) for line in text.split("\n")]
            needed_by = [m for m in via if m]
            found.append(Locked(
                normal(name), version, marker or "", tuple(_HASH.findall(text)),
                tuple(normal(m[1]) for m in needed_by if not m[2]), any(m[2] for m in needed_by), number))
    return found


def missing_inputs(paths: Paths) -> list[Problem]:
    """A problem for each of the two files that tell what a report is built with, where it is not there."""
    return [
        Problem(paths.relative(file), "this file is missing: it says what the report is built with", code="lock.no-input",
                action="Run this in a report that keeps its machinery’s requirements beside it.")
        for file in (paths.root / "pyproject.toml", paths.lock) if not file.is_file()]


def check_lock(paths: Paths) -> list[Problem]:
    """What makes the lock stale or unsafe; nothing for a report without machinery of its own."""
    file = paths.root / "pyproject.toml"
    if not (file.is_file() and paths.lock.is_file()):
        return []
    path, project = paths.relative(paths.lock), Project.read(file)
    text = paths.lock.read_text(encoding="utf-8")
    locked = read_lock(paths.lock)
    wanted = {**project.requirements, **project.extra_requirements}
    return [*_foreign(text, path), *_missing(wanted, locked, path), *_unhashed(locked, path),
            *_unneeded(wanted, locked, path)]


def normal(name: str) -> str:
    """A package's name as packaging tools compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _requirements(lines: list[str]) -> dict[str, "Requirement"]:
    from packaging.requirements import Requirement

    return {normal(r.name): r for r in map(Requirement, lines)}


def _entries(text: str) -> Iterator[tuple[int, str]]:
    """Each entry with its first line's number: a line, and the indented ones below it."""
    lines = text.splitlines()
    starts = [i for i, line in enumerate(lines) if line[:1].strip() and not line.startswith("#")]
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        yield start + 1, "\n".join(lines[start:end])


def _foreign(text: str, path: str) -> Iterator[Problem]:
    for number, entry in _entries(text):
        if not _PIN.match(entry.split("\n", 1)[0]):
            yield Problem(
                path, f"‘{entry.split(chr(10), 1)[0][:80]}’ pins no version of a package", line=number, code="lock.foreign",
                expected="name==version with its hashes, and no address of an index", action=_AGAIN)


def _missing(wanted: dict[str, "Requirement"], locked: list[Locked], path: str) -> Iterator[Problem]:
    for name, requirement in wanted.items():
        versions = [package for package in locked if package.name == name]
        if not versions:
            yield Problem(path, f"‘{requirement}’ of pyproject.toml is not locked", code="lock.missing",
                          expected=f"a version of {name}", action=_AGAIN)
        for package in versions:
            if not requirement.specifier.contains(package.version, prereleases=True):
                yield Problem(
                    path, f"{name} is locked at {package.version}", line=package.line, code="lock.version",
                    expected=f"‘{requirement}’, as pyproject.toml says", action=_AGAIN)


def _unhashed(locked: list[Locked], path: str) -> Iterator[Problem]:
    for package in locked:
        if not package.hashes:
            yield Problem(path, f"{package.name}=={package.version} has no checksum", line=package.line,
                          code="lock.hash", expected="--hash=sha256:…", action=_AGAIN)


def _unneeded(wanted: dict[str, "Requirement"], locked: list[Locked], path: str) -> Iterator[Problem]:
    for package in locked:
        if package.direct and package.name not in wanted:
            yield Problem(path, f"{package.name} is locked for the project, which no longer names it",
                          line=package.line, code="lock.left-over", action=_AGAIN)

"""How a report names the package that builds it, so that every machine gets the same one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires, version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from coproduce.ground.problems import Problem, ProblemsFound

NAME = "coproduce"
#: Where a report keeps the wheel, if it is built with one that stands nowhere else.
WHEELS = "packages"
_GIT = re.compile(r"git\+(https|ssh)://\S+")


@dataclass(frozen=True)
class Package:
    """``line`` is what ``requirements.txt`` says; ``wheel`` a file that goes into the report's folder with it."""

    line: str
    wheel: Path | None = None


def package(given: str | None) -> Package:
    """The package by what a person gave (a version, an address, a wheel), or as this one was installed.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if it cannot be named so that others get it.
    """
    if given is None:
        return _installed(distribution(NAME))
    if given.endswith(".whl") and "://" not in given:
        return _of_wheel(Path(given).expanduser())
    if _GIT.fullmatch(given) or given.startswith("https://"):
        given = f"{NAME} @ {given}"
    try:
        named = Requirement(given)
    except InvalidRequirement:
        raise _refused(f"‘{given}’ names no package") from None
    if canonicalize_name(named.name) != NAME or not (named.url or str(named.specifier).startswith("==")):
        raise _refused(f"‘{given}’ is no one version of {NAME}")
    return Package(given)


@cache
def locked() -> tuple[tuple[str, str], ...]:
    """Name and version of each package that this one needs and this environment has, and of what those need."""
    found: dict[str, str] = {}
    waiting = [NAME]
    while waiting:
        name = waiting.pop()
        for needed in _needed(name):
            if needed not in found:
                try:
                    found[needed] = version(needed)
                except PackageNotFoundError:
                    continue  # of another system
                waiting.append(needed)
    return tuple(sorted(found.items()))


def _needed(name: str) -> Iterator[str]:
    for line in requires(name) or ():
        requirement = Requirement(line)
        # Extras that a package asks of another are not followed: they differ by it, and pip settles them.
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def _installed(found: Distribution) -> Package:
    """https://packaging.python.org/specifications/direct-url/"""
    text = found.read_text("direct_url.json")
    if not text:
        return Package(f"{NAME}=={found.version}")
    origin: dict[str, Any] = json.loads(text)
    if vcs := origin.get("vcs_info"):
        return Package(f"{NAME} @ {vcs['vcs']}+{origin['url']}@{vcs['commit_id']}")
    address = urlsplit(origin["url"])
    if address.scheme == "file" and "archive_info" in origin:
        return _of_wheel(Path(unquote(address.path)))
    if address.scheme == "https":
        return Package(f"{NAME} @ {origin['url']}")
    raise _refused(f"{NAME} runs from {unquote(address.path) or origin['url']}, which others do not have")


def _of_wheel(file: Path) -> Package:
    try:
        name = parse_wheel_filename(file.name)[0]
    except InvalidWheelFilename:
        name = None
    if name != NAME:
        raise _refused(f"{file} is no wheel of {NAME}")
    if not file.is_file():
        raise _refused(f"the wheel {file} is not there")
    return Package(f"./{WHEELS}/{file.name}", file)


def _refused(message: str) -> ProblemsFound:
    return ProblemsFound([Problem(
        "coproduce init", message, field="--package", code="init.package", expected=f"a wheel of {NAME}, a git address, or {NAME}==VERSION",
        action="Say with --package where the report gets it.")])

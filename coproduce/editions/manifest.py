"""The manifest: what an edition was made from, and what was made, with checksums.

Every build writes ``manifest.json`` beside its pages. Anyone can check a copy of
an edition against it, and :mod:`coproduce.editions.verify` builds the same revision again
and compares. ``SHA256SUMS`` beside the downloads is for ``sha256sum --check``.
"""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.checksums import checksum, checksums, files_below
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.source.inputs import PACKAGE
from coproduce.source.paths import PREVIEW_MARK
from coproduce.source.settings import EDITION, is_day, is_language

if TYPE_CHECKING:
    from coproduce.ground.git_revision import Revision
    from coproduce.report import Report
    from coproduce.source.paths import Paths

FILE = "manifest.json"
SUMS = "SHA256SUMS"

#: Tells GitHub Pages to serve folders whose names begin with "_" too. Hosts drop files
#: that begin with a point, so no manifest lists it.
NO_JEKYLL = ".nojekyll"

#: The one folder of a published book that later editions may write into: it tells
#: an old edition that there is a newer one. No manifest lists it.
CHANGING = "editions"

_LOCKED = re.compile(r"(?m)^([A-Za-z0-9][A-Za-z0-9._-]*)==")

#: What those may rely on who read a manifest, which may come from elsewhere: the edition
#: is a folder's name, and addresses lead to places inside the book.
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["manifest", "edition", "date", "language", "commit", "uncommitted_changes", "source_date_epoch",
                 "python", "packages", "inputs", "machinery", "outputs"],
    "properties": {
        "manifest": {"const": 1},
        "report": {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*\Z"},
        "edition": {"type": "string", "pattern": rf"^{EDITION}\Z"},
        "date": {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"},
        "language": {"type": "string", "pattern": r"^[a-z]{2}(-[A-Z]{2})?\Z"},
        "commit": {"type": "string", "pattern": r"^([0-9a-f]{40}|[0-9a-f]{64})?\Z"},
        "uncommitted_changes": {"type": "boolean"},
        "source_date_epoch": {"type": "integer"},
        "python": {"type": "string"},
        "packages": {"type": "object", "additionalProperties": {"type": "string"}},
        "inputs": {"type": "object", "additionalProperties": {"type": "string"}},
        "machinery": {"type": "object", "additionalProperties": {"type": "string"}},
        "outputs": {
            "type": "object",
            "propertyNames": {"pattern": r"^(?!.*(^|/)\.{0,2}(/|\Z))[^\\\x00-\x1f\x7f]+\Z"},
            "additionalProperties": {
                "type": "object",
                "required": ["sha256", "bytes"],
                "properties": {
                    "sha256": {"type": "string", "pattern": r"^[0-9a-f]{64}\Z"},
                    "bytes": {"type": "integer", "minimum": 0},
                },
            },
        },
    },
}


def manifest(report: "Report", revision: "Revision", inputs: dict[str, str], outputs: Path) -> dict[str, Any]:
    """The manifest of an edition whose book lies in ``outputs``.

    ``inputs`` maps each input file to its SHA-256, as
    :func:`coproduce.ground.checksums.checksums` gives them. Keys of ``outputs`` in the
    manifest are addresses relative to the book's front page.
    """
    settings = report.settings
    descriptor = report.data.descriptor
    machinery = checksums(
        (p.relative_to(PACKAGE).as_posix(), p) for p in files_below(PACKAGE)
    )
    return {
        "manifest": 1,
        "report": settings.identifier or settings.pdf_name,
        "title": settings.title,
        "edition": settings.edition,
        "date": settings.date,
        "language": settings.language,
        "commit": revision.commit,
        "uncommitted_changes": revision.changed,
        "source_date_epoch": revision.epoch,
        "licences": {
            "report": settings.licence,
            "software": "MIT",
            "data": [licence.get("name") or licence.get("title") for licence in descriptor.get("licenses", ())],
        },
        "python": platform.python_version(),
        "packages": _packages(report.paths),
        "inputs": inputs,
        "machinery": machinery,
        "outputs": describe(outputs),
    }


def describe(folder: Path) -> dict[str, dict[str, Any]]:
    """SHA-256 and size in bytes of each file that a manifest of ``folder`` lists."""
    return {
        name: {"sha256": checksum(path), "bytes": path.stat().st_size} for name, path in listed_files(folder)
    }


def listed_files(folder: Path) -> Iterable[tuple[str, Path]]:
    """The files of a book that its manifest answers for, with their addresses, in order."""
    for path in files_below(folder):
        name = path.relative_to(folder).as_posix()
        if name not in (FILE, NO_JEKYLL) and not name.startswith(f"{CHANGING}/"):
            yield name, path


def write(content: dict[str, Any], folder: Path) -> None:
    """Write the manifest into the book's ``folder``."""
    (folder / FILE).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def write_sums(folder: Path) -> None:
    """Write ``SHA256SUMS`` of the files in ``folder``, as ``sha256sum`` reads it."""
    files = [p for p in files_below(folder) if p.name != SUMS]
    text = "".join(f"{checksum(p)}  {p.relative_to(folder).as_posix()}\n" for p in files)
    (folder / SUMS).write_text(text, encoding="utf-8", newline="\n")


def read(folder: Path) -> dict[str, Any]:
    """The manifest of the book in ``folder``.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if there is none that can be read.
    """
    path = folder / FILE
    if (folder / PREVIEW_MARK).is_file():
        raise ProblemsFound([Problem(
            folder.as_posix(), "these pages are a preview, and not a build", code="manifest.preview",
            expected="a book that coproduce build wrote, with its documents and its manifest",
            action="Build (make report), and take what was built: _build/html.")])
    try:
        text = path.read_bytes()
    except OSError:
        raise _unreadable(path.as_posix(), "there is no manifest here") from None
    return parse(text, path.as_posix())


def parse(text: bytes, name: str) -> dict[str, Any]:
    """The manifest in ``text``; problems call it ``name``.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if it is not one. What it
    returns is safe to use in paths: see ``_SCHEMA``.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    try:
        made = json.loads(text)
    except ValueError as error:
        raise _unreadable(name, f"this is not JSON: {error}") from None
    fault = best_match(Draft202012Validator(_SCHEMA).iter_errors(made))
    if fault is not None:
        place = "/".join(map(str, fault.absolute_path))
        raise _unreadable(name, f"{place + ': ' if place else ''}{fault.message[:300]}")
    if not is_day(made["date"]):
        raise _unreadable(name, f"date: there is no day ‘{made['date']}’")
    if not is_language(made["language"]):
        raise _unreadable(name, f"language: ‘{made['language']}’ is not a language that dates can be written in")
    return made


def report_of(content: dict[str, Any]) -> str:
    """What tells a report's editions from those of another: its identifier.

    Manifests of version 0.1 have none; there it is the name of the PDF, which is what a
    report's identifier is unless its settings say otherwise.
    """
    documents = [name.removeprefix("downloads/").removesuffix(".pdf") for name in content["outputs"]
                 if name.startswith("downloads/") and name.endswith(".pdf")]
    return content.get("report") or min(documents, key=lambda name: (len(name), name), default="")


def _unreadable(name: str, message: str) -> ProblemsFound:
    return ProblemsFound([Problem(
        name, message, code="manifest.unreadable",
        expected="the manifest.json that a build writes beside the book’s front page",
        action="Name the folder that holds index.html and manifest.json, or build first: make report.")])


def differences(content: dict[str, Any], folder: Path) -> dict[str, str]:
    """Files of ``folder`` that are not as its manifest says: address -> missing, extra or different."""
    expected = content["outputs"]
    found = dict(listed_files(folder))
    differing = dict.fromkeys(expected.keys() - found.keys(), "missing")
    differing |= dict.fromkeys(found.keys() - expected.keys(), "extra")
    differing |= {
        name: "different" for name in expected.keys() & found.keys()
        if checksum(found[name]) != expected[name]["sha256"]
    }
    return dict(sorted(differing.items()))


def _packages(paths: "Paths") -> dict[str, str]:
    """Installed versions of the packages that the lock names."""
    names = _LOCKED.findall(paths.lock.read_text(encoding="utf-8")) if paths.lock.is_file() else []
    installed = {}
    for name in sorted({name.lower() for name in names}):
        try:
            installed[name] = version(name)
        except PackageNotFoundError:
            continue  # for another platform, or only for tests
    return installed

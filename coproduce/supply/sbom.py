"""The software bill of materials, in CycloneDX (https://cyclonedx.org), as JSON.

Made from the lock, the list of licences and the notes on vendored parts, and not
from what happens to be installed: the same commit gives the same bytes anywhere.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground import own_files
from coproduce.ground.checksums import checksum
from coproduce.ground.git_revision import Revision
from coproduce.ground.problems import stop_if_any
from coproduce.source.paths import Paths
from coproduce.supply.licences import PLACE, read_licences
from coproduce.supply.lock import Locked, Project, missing_inputs, read_lock
from coproduce.supply.vendored import Vendored, vendored

if TYPE_CHECKING:
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component

#: What the file is called, as the convention wants it.
NAME = "sbom.cdx.json"


def write_sbom(paths: Paths, revision: Revision, target: Path) -> Path:
    """Write the bill of materials of the machinery in ``paths`` to the file ``target``.

    Raises :class:`coproduce.ground.problems.ProblemsFound` where there is no lock or
    no ``pyproject.toml`` to make it from.
    """
    from cyclonedx.output.json import JsonV1Dot6

    stop_if_any(missing_inputs(paths))
    target.parent.mkdir(parents=True, exist_ok=True)
    text = JsonV1Dot6(_bom(paths, revision)).output_as_string(indent=1)
    own_files.write(target, text + "\n", target.parent)
    return target


def _bom(paths: Paths, revision: Revision) -> "Bom":
    from cyclonedx.model.bom import Bom, BomMetaData
    from cyclonedx.model.component import Component, ComponentType

    project = Project.read(paths.root / "pyproject.toml")
    locked = read_lock(paths.lock)
    licences = read_licences(paths.root / PLACE)
    needed = _reached(locked, set(project.requirements))
    root = Component(
        name=project.name, version=project.version, type=ComponentType.APPLICATION,
        bom_ref=project.name, licenses=_licence(project.data.get("license", "")),
        description=project.data.get("description"))
    packages = {p.purl: _package(p, licences.get((p.name, p.version), ""), p.name in needed) for p in locked}
    parts = [_part(part) for part in vendored()]
    seed = f"{checksum(paths.lock)} {revision.commit} {revision.epoch}"
    bom = Bom(
        metadata=BomMetaData(component=root, timestamp=revision.moment),
        components=[*packages.values(), *parts],
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, seed))
    bom.register_dependency(root, [*(packages[p.purl] for p in locked if p.direct), *parts])
    for package in locked:
        bom.register_dependency(packages[package.purl], [
            packages[other.purl] for other in locked if package.name in other.via])
    return bom


def _reached(locked: list[Locked], start: set[str]) -> set[str]:
    """The packages that running needs; the others serve tests and installation."""
    found: set[str] = set()
    while start - found:
        found |= start
        start = {p.name for p in locked if found.intersection(p.via)}
    return found


def _package(package: Locked, licence: str, needed: bool) -> "Component":
    from cyclonedx.model import Property
    from cyclonedx.model.component import Component, ComponentScope, ComponentType
    from packageurl import PackageURL

    return Component(
        name=package.name, version=package.version, type=ComponentType.LIBRARY, bom_ref=package.purl,
        purl=PackageURL.from_string(package.purl), licenses=_licence(licence),
        scope=ComponentScope.REQUIRED if needed else ComponentScope.EXCLUDED,
        properties=[Property(name="coproduce:marker", value=package.marker)] if package.marker else [])


def _part(part: Vendored) -> "Component":
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.component import Component, ComponentScope, ComponentType
    from packageurl import PackageURL

    files = [
        Component(name=name, type=ComponentType.FILE, bom_ref=f"{part.purl}#{name}",
                  hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha)])
        for name, sha in part.files.items()
    ]
    return Component(
        name=part.name, version=part.version, type=ComponentType.LIBRARY, bom_ref=part.purl,
        purl=PackageURL.from_string(part.purl), licenses=_licence(part.licence), description=part.what or None,
        scope=ComponentScope.REQUIRED, components=files)


def _licence(text: str) -> list:
    from cyclonedx.contrib.license.factories import LicenseFactory

    return [LicenseFactory().make_from_string(text)] if text else []

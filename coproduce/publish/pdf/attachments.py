"""The data package inside the PDF: a reader who has the file has the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from coproduce.ground.interface_words import say
from coproduce.ground.read_input import read_input, read_text_input

if TYPE_CHECKING:
    from coproduce.source.paths import Paths

_MIME = {".csv": "text/csv", ".yaml": "application/yaml", ".json": "application/json"}


def collect(paths: "Paths", folder: Path) -> list[dict[str, str]]:
    """Copy the data package into ``folder`` and describe each file for Typst.

    The descriptor comes first, then the resources in its order. Each entry has
    ``path`` (name inside the PDF), ``source``, ``mime`` and ``description``.
    """
    if not paths.package.is_file():
        return []
    package = yaml.safe_load(read_text_input(paths.package, paths.relative(paths.package)))
    files = [(paths.package, say("Description of the data: {title}", title=package.get("title", package["name"])))]
    for resource in package["resources"]:
        files.append((paths.data / resource["path"], resource.get("title", resource["name"])))
    target = folder / "data"
    target.mkdir(parents=True, exist_ok=True)
    entries = []
    for file, description in files:
        name = file.relative_to(paths.data).as_posix()
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(read_input(file, paths.relative(file)))
        entries.append(
            {
                "path": name.replace("/", "-"),
                "source": f"data/{name}",
                "mime": _MIME.get(file.suffix, "application/octet-stream"),
                "description": description,
            }
        )
    return entries

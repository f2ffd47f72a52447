"""The data package inside the PDF: a reader who has the file has the data.

Typst lays out what is attached, :func:`fill` puts the files in: where only data have changed, no page is set again.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import say
from coproduce.ground.read_input import read_input, read_text_input
from coproduce.ground.yaml_file import plain_data

if TYPE_CHECKING:
    import pikepdf

    from coproduce.source.paths import Paths

_MIME = {".csv": "text/csv", ".yaml": "application/yaml", ".json": "application/json"}


def collect(paths: "Paths", folder: Path) -> list[dict[str, str]]:
    """Copy the data package into ``folder`` and describe each file for Typst.

    The descriptor comes first, then the resources in its order. Each entry has
    ``path`` (name inside the PDF), ``source`` (in ``folder``), ``mime`` and ``description``.
    """
    if not paths.package.is_file():
        return []
    package = plain_data(read_text_input(paths.package, paths.relative(paths.package)))
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


def fill(pdf: "pikepdf.Pdf", entries: Sequence[Mapping[str, str]], folder: Path) -> None:
    """Put each file of ``entries``, as :func:`collect` left them in ``folder``, where the pages of ``pdf`` have a place for it.

    Raises ``KeyError`` for a file without a place.
    """
    import pikepdf

    places = pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles) if entries else {}
    for entry in entries:
        content, place = (folder / entry["source"]).read_bytes(), places[entry["path"]].EF.F
        place.write(zlib.compress(content, 9), filter=pikepdf.Name.FlateDecode)
        place.Params.Size = len(content)

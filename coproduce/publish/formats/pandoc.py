"""Pandoc, as documents call it: HTML in, one file out, warnings are errors.

Pandoc runs in its sandbox: it reads the files named on its command line and nothing
else, neither from the disk nor from the network. Pictures are handed over in the HTML.
"""

from __future__ import annotations

import base64
import json
import mimetypes
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coproduce.ground.problems import Problem, ProblemsFound

# Ids come from the book alone; quotation marks are the book's own already.
_READ = "html-auto_identifiers-smart"
_PICTURE = re.compile(r'(<img\b[^<>]*?\bsrc=")(?!data:)([^"]+)(")')


def convert(
    html: str, to: str, path: Path, *, pictures: Path, metadata: Mapping[str, Any], arguments: Sequence[str] = ()
) -> None:
    """Write ``html`` as ``path`` in Pandoc's format ``to``.

    ``pictures`` is the folder that names of pictures are relative to. What is not a
    file in it stays an address, which Pandoc refuses to fetch.

    Raises :class:`coproduce.ground.problems.ProblemsFound` with what Pandoc says.
    """
    import pypandoc

    path.parent.mkdir(parents=True, exist_ok=True)
    metadata_file = path.with_suffix(".metadata.json")
    metadata_file.write_text(json.dumps(metadata, ensure_ascii=False), encoding="utf-8")
    try:
        pypandoc.convert_text(
            _with_pictures(html, pictures),
            to=to,
            format=_READ,
            outputfile=str(path),
            extra_args=[
                "--sandbox", "--wrap=none", "--fail-if-warnings", f"--metadata-file={metadata_file}", *arguments
            ],
        )
    except RuntimeError as error:
        raise ProblemsFound(
            [
                Problem(
                    "",
                    f"Pandoc could not write {path.name}: {str(error).strip()}",
                    code="documents.pandoc",
                    expected="a manuscript that Pandoc turns into a document without a warning",
                    action="Look for the passage named in its chapter and mend it there.",
                )
            ]
        ) from error


def _with_pictures(html: str, folder: Path) -> str:
    """``html`` with each picture of ``folder`` in place of its name."""
    folder = folder.resolve()

    def put(match: re.Match) -> str:
        file = (folder / match[2]).resolve()
        if not (file.is_relative_to(folder) and file.is_file()):
            return match[0]
        kind = mimetypes.types_map[file.suffix.lower()]
        return f"{match[1]}data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}{match[3]}"

    return _PICTURE.sub(put, html)

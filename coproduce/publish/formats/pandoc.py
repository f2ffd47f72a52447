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
from coproduce.ground.zip_files import read_zip
from coproduce.publish.formats.stand_ins import StandIns

# Ids come from the book alone; quotation marks are the book's own already.
_READ = "html-auto_identifiers-smart"
_PICTURE = re.compile(r'(<img\b[^<>]*?\bsrc=")(?!data:)([^"]+)(")')


def convert(
    html: str, to: str, path: Path, *, pictures: Path, metadata: Mapping[str, Any], arguments: Sequence[str] = ()
) -> dict[str, bytes]:
    """The files in the archive that Pandoc makes of ``html`` in its format ``to``.

    ``path`` is where Pandoc may write. ``pictures`` is the folder that names of pictures are
    relative to. What is not a file in it stays an address, which Pandoc refuses to fetch.

    Raises :class:`coproduce.ground.problems.ProblemsFound` with what Pandoc says.
    """
    import pypandoc

    path.parent.mkdir(parents=True, exist_ok=True)
    blank = StandIns()
    metadata_file = path.with_suffix(".metadata.json")
    metadata_file.write_text(json.dumps(metadata, ensure_ascii=False), encoding="utf-8")
    try:
        pypandoc.convert_text(
            _with_pictures(html, pictures, blank),
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
    return blank.replaced(read_zip(path))


def _with_pictures(html: str, folder: Path, blank: StandIns) -> str:
    """``html`` with what stands in for each picture of ``folder`` in place of its name."""
    folder = folder.resolve()

    def put(match: re.Match) -> str:
        file = (folder / match[2]).resolve()
        if not (file.is_relative_to(folder) and file.is_file()):
            return match[0]
        kind = mimetypes.types_map[file.suffix.lower()]
        return f"{match[1]}data:{kind};base64,{base64.b64encode(blank.stand_in(file.read_bytes())).decode()}{match[3]}"

    return _PICTURE.sub(put, html)

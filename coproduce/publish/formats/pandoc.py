"""Pandoc, as documents call it: HTML in, one file out, warnings are errors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coproduce.ground.problems import Problem, ProblemsFound

# Ids come from the book alone; quotation marks are the book's own already.
_READ = "html-auto_identifiers-smart"


def convert(
    html: str, to: str, path: Path, *, pictures: Path, metadata: Mapping[str, Any], arguments: Sequence[str] = ()
) -> None:
    """Write ``html`` as ``path`` in Pandoc's format ``to``.

    ``pictures`` is the folder that names of pictures are relative to.

    Raises :class:`coproduce.ground.problems.ProblemsFound` with what Pandoc says.
    """
    import pypandoc

    path.parent.mkdir(parents=True, exist_ok=True)
    said = path.with_suffix(".metadata.json")
    said.write_text(json.dumps(metadata, ensure_ascii=False), encoding="utf-8")
    try:
        pypandoc.convert_text(
            html,
            to=to,
            format=_READ,
            outputfile=str(path),
            extra_args=[
                "--wrap=none", "--fail-if-warnings", f"--resource-path={pictures}", f"--metadata-file={said}", *arguments
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

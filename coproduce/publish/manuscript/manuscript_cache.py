"""Manuscripts that are kept from build to build, as long as their chapters stay the same."""

from __future__ import annotations

import html
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from coproduce.ground.checksums import checksum, checksum_of, files_below
from coproduce.ground.file_cache import Step, StepCache
from coproduce.ground.problems import Problem
from coproduce.publish.manuscript.document import Manuscript, compose
from coproduce.publish.manuscript.table_layout import Shape

if TYPE_CHECKING:
    from coproduce.publish.manuscript.links import Elsewhere
    from coproduce.source.documents import Document
    from coproduce.source.settings import Settings


def cached_manuscript(
    cache: StepCache, name: str, bodies: Mapping[str, str], pictures: Mapping[str, Path | str], settings: "Settings", folder: Path,
    document: "Document | None" = None, elsewhere: Mapping[str, "Elsewhere"] | None = None,
    *, compose: Callable[..., Manuscript] = compose,
) -> Manuscript:
    """What ``compose`` (:func:`~coproduce.publish.manuscript.document.compose`, here or elsewhere) makes of these, kept under ``name``."""
    parts = {
        "pages": checksum_of(json.dumps(list(bodies))),
        **{f"page {page}": checksum_of(body) for page, body in bodies.items()},
        "pictures": checksum_of(json.dumps({
            address: checksum_of(picture) if isinstance(picture, str) else checksum(picture)
            for address, picture in pictures.items()
            if (isinstance(picture, str) or picture.is_file()) and any(_may_show(address, body) for body in bodies.values())
        })),
        "settings": checksum_of(repr(settings)),
        "document": checksum_of(repr((document, elsewhere))),
    }
    step = Step(f"manuscript-{name}", parts)
    content = cache.get_or_make(step, lambda: _to_bytes(compose(bodies, pictures, settings, folder, document, elsewhere)))
    return _from_bytes(content, folder)


def _may_show(address: str, body: str) -> bool:
    return any(written in body for written in (address, quote(address), html.escape(address))) or not address.isascii()


def _to_bytes(made: Manuscript) -> bytes:
    content = asdict(made) | {"folder": "", "images": {
        file.relative_to(made.folder).as_posix(): b64encode(file.read_bytes()).decode()
        for file in files_below(made.folder / "images")
    }}
    return json.dumps(content, ensure_ascii=False).encode()


def _from_bytes(packed: bytes, folder: Path) -> Manuscript:
    """The manuscript in ``folder``: the same whether it was made just now or long ago."""
    content: dict[str, Any] = json.loads(packed)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for name, picture in content.pop("images").items():
        (folder / name).write_bytes(b64decode(picture))
    made = Manuscript(**content | {
        "folder": folder, "figures": tuple(content["figures"]), "parts": tuple(content["parts"]),
        "tables": tuple(Shape(**shape) for shape in content["tables"]),
        "reported": tuple(Problem(**problem) for problem in content["reported"]),
    })
    made.path.write_text(made.html, encoding="utf-8")
    return made

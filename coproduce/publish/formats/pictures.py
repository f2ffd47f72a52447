"""The manuscript's pictures as PNG and JPEG.

Word reads SVG only beside a PNG, LibreOffice and reading systems for EPUB draw
its text in whatever face they have, so that labels run into each other; a
picture of pixels looks the same to everyone. At 2.5 dots to the CSS pixel a
chart of 160 mm has about 245 dots to the inch: sharp in print, light to send.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.checksums import checksum_of
from coproduce.ground.file_cache import Kept, Step

if TYPE_CHECKING:
    from coproduce.publish.manuscript import Manuscript

_SCALE = 2.5
_FOLDER = "pixels"
_lock = threading.Lock()


def pixel_pictures(manuscript: "Manuscript", kept: Kept) -> dict[str, str]:
    """Name of each picture in the manuscript -> name of one that every program shows.

    Both are relative to the manuscript's folder. Drawings are made into PNG when
    first asked for; other formats then find them.
    """
    from coproduce.charts.raster import rasterised

    with _lock:
        made = {}
        for picture in sorted((manuscript.folder / "images").iterdir()):
            name = f"images/{picture.name}"
            if picture.suffix != ".svg":
                made[name] = name
                continue
            target = Path(_FOLDER) / f"{picture.stem}.png"
            made[name] = target.as_posix()
            file = manuscript.folder / target
            if not file.is_file():
                file.parent.mkdir(exist_ok=True)
                drawing = picture.read_text(encoding="utf-8")
                step = Step(f"pixels-{picture.stem}", {"drawing": checksum_of(drawing), "scale": str(_SCALE)})
                file.write_bytes(kept.made(step, lambda: rasterised(drawing, _SCALE)))  # noqa: B023 (called at once)
        return made

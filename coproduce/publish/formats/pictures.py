"""The manuscript's pictures as PNG and JPEG.

Word reads SVG only beside a PNG, LibreOffice and reading systems for EPUB draw
its text in whatever face they have, so that labels run into each other; a
picture of pixels looks the same to everyone. At 2.5 dots to the CSS pixel a
chart of 160 mm has about 245 dots to the inch: sharp in print, light to send.
"""

from __future__ import annotations

import threading
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.checksums import checksum_of
from coproduce.ground.file_cache import Step, StepCache

if TYPE_CHECKING:
    from coproduce.publish.manuscript import Manuscript
    from coproduce.source.logo import Logo

_SCALE = 2.5
#: Where :func:`pixel_pictures` has the logo.
LOGO = "logo"
#: How wide and how high a logo is at most, in millimetres, and how many dots a drawn one has to the inch.
_LOGO_WIDE, _LOGO_HIGH, _LOGO_DOTS = 52.0, 14.0, 400
_FOLDER = "pixels"
_lock = threading.Lock()


def pixel_pictures(manuscript: "Manuscript", cache: StepCache, logo: "Logo | None" = None) -> dict[str, str]:
    """Name of each picture in the manuscript -> name of one that every program shows; likewise, under :data:`LOGO`, of the logo.

    Both are relative to the manuscript's folder. Drawings are made into PNG when
    first asked for; other formats then find them.
    """
    from coproduce.charts.raster import rasterised

    with _lock:
        made = {LOGO: _write_logo(logo, manuscript.folder)} if logo else {}
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
                file.write_bytes(cache.get_or_make(step, lambda: rasterised(drawing, _SCALE)))  # noqa: B023 (called at once)
        return made


def logo_size(logo: "Logo") -> tuple[float, float]:
    """How wide and how high a logo is on a first page, in millimetres: as on the cover of the PDF."""
    high = min(_LOGO_HIGH, _LOGO_WIDE / logo.ratio)
    return high * logo.ratio, high


def _write_logo(logo: "Logo", folder: Path) -> str:
    """The name, below ``folder``, of the logo as a picture of pixels."""
    file = folder / _FOLDER / LOGO / "logo.png"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(logo.content if logo.ending == ".png" else _logo_png(logo))
    return file.relative_to(folder).as_posix()


def _logo_png(logo: "Logo") -> bytes:
    """A drawing as a PNG on white, of the dots that it has on paper."""
    from lxml import etree
    from PIL import Image

    from coproduce.charts.svg import engine
    from coproduce.source.logo import size_of

    root = etree.fromstring(logo.content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if "viewBox" not in root.attrib:
        root.set("viewBox", "0 0 {:g} {:g}".format(*size_of(root)))
    for side, length in zip(("width", "height"), logo_size(logo), strict=True):
        root.set(side, str(round(length / 25.4 * _LOGO_DOTS)))
    with Image.open(BytesIO(engine().svg_to_png(etree.tostring(root, encoding="unicode"), scale=1, ppi=72))) as drawn:
        on_white = Image.new("RGBA", drawn.size, "white")
        on_white.alpha_composite(drawn.convert("RGBA"))
    made = BytesIO()
    on_white.convert("RGB").save(made, "PNG", optimize=True)
    return made.getvalue()

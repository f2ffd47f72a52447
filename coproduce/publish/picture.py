"""A figure as a picture that can go its own way: with its finding, its source and where it is from."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from coproduce.charts.frame import wrap_to
from coproduce.charts.palette import INK, MUTED, PAPER
from coproduce.charts.theme import FONT, SMALL, WIDTH
from coproduce.ground.checksums import checksum_of
from coproduce.ground.file_cache import Step, StepCache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coproduce.evidence.records import FigureRecord

#: Dots to the CSS pixel in a PNG.
SCALE = 2
_MARGIN = 24
_HEADLINE, _SUBTITLE = 20, 15


def picture(record: "FigureRecord", notes: "Sequence[str]") -> str:
    """The drawing on white as SVG, headline and subtitle above, ``notes`` below, each its own paragraph."""
    width = max(record.width, WIDTH)
    reached = float(_MARGIN)
    parts = []

    def write(text: str, size: int, colour: str, weight: int = 400) -> None:
        nonlocal reached
        bold = f' font-weight="{weight}"' if weight > 400 else ""
        for line in wrap_to(text, width, size, bold=weight > 400):
            reached += size * 1.3
            parts.append(
                f'<text x="{_MARGIN}" y="{reached - size * 0.3:g}" font-size="{size}" fill="{colour}"'
                f'{bold}>{escape(line)}</text>'
            )

    write(record.headline, _HEADLINE, INK, 600)
    reached += 2
    write(record.subtitle, _SUBTITLE, MUTED)
    reached += 14
    drawing = record.svg.replace("<svg ", f'<svg x="{_MARGIN}" y="{reached:g}" ', 1)
    parts.append(re.sub(r' (?:aria-hidden|focusable|class)="[^"]*"', "", drawing, count=3))
    reached += record.height + 12
    for note in notes:
        reached += 2
        write(note, SMALL, MUTED)
    height = round(reached + _MARGIN)
    whole = width + 2 * _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {height}" width="{whole}" height="{height}" '
        f'font-family="{FONT}" role="img"><title>{escape(record.headline)}</title><desc>{escape(record.alt)}</desc>'
        f'<rect width="{whole}" height="{height}" fill="{PAPER}"/>{"".join(parts)}</svg>\n'
    )


def png(svg: str, name: str, cache: StepCache) -> bytes:
    """``svg`` by :func:`picture` as PNG, kept as ``name``: drawing one takes up to 0.2 s."""
    from PIL import Image

    from coproduce.charts.fonts import static_faces
    from coproduce.charts.raster import rasterised

    parts = {"drawing": checksum_of(svg), "scale": str(SCALE), "fonts": static_faces().name}

    def draw() -> bytes:
        made = io.BytesIO()
        with Image.open(io.BytesIO(rasterised(svg, SCALE))) as picture:
            # There is nothing to see through, and Pillow packs tighter: a third of the bytes.
            picture.convert("RGB").save(made, "PNG")
        return made.getvalue()

    return cache.get_or_make(Step(name, parts), draw)

"""Drawings as pixels, for documents and programs that cannot be trusted with SVG."""

from __future__ import annotations

import re

from coproduce.charts.fonts import FACE
from coproduce.charts.palette import PAPER
from coproduce.charts.svg import engine
from coproduce.charts.theme import FONT

_FAMILY = FONT.split("'")[1]
_ROOT = re.compile(r"<svg\b[^>]*>")
_VIEW = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')


def rasterised(svg: str, scale: float) -> bytes:
    """``svg`` as a PNG on white, ``scale`` dots to the CSS pixel.

    Text in the face of charts is drawn with it, whatever fonts the machine has.
    The same drawing gives the same bytes. Raises ``ValueError`` if ``svg`` cannot
    be read.
    """
    svg = svg.replace(_FAMILY, FACE)
    root = _ROOT.search(svg)
    if root is None:
        raise ValueError("not a drawing in SVG")
    # A transparent picture is unreadable where a reader's page is dark.
    view = _VIEW.search(root.group())
    left, top, width, height = view.groups() if view else ("0", "0", "100%", "100%")
    paper = f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{PAPER}"/>'
    svg = svg[: root.end()] + paper + svg[root.end() :]
    return engine().svg_to_png(svg, scale=scale, ppi=72)

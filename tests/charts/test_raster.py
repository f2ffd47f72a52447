"""A drawing as pixels is white where it is empty and the same each time."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from coproduce.charts.raster import rasterised

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -5 40 20" width="40" height="20">'
    '<rect x="0" y="0" width="10" height="5" fill="#12338a"/>'
    "<text x=\"12\" y=\"5\" font-size=\"6\" font-family=\"'Source Sans 3', sans-serif\">Trees</text></svg>"
)


def test_size_ground_and_place():
    with Image.open(BytesIO(rasterised(SVG, 2))) as picture:
        assert picture.size == (80, 40)
        pixels = picture.convert("RGBA")
    assert [pixels.getpixel(at) for at in ((0, 0), (79, 39), (30, 15))] == [
        (255, 255, 255, 255), (255, 255, 255, 255), (0x12, 0x33, 0x8A, 255)
    ]  # fmt: skip


def test_text_is_drawn_and_bytes_are_equal():
    assert rasterised(SVG, 2) == rasterised(SVG, 2)
    assert rasterised(SVG, 2) != rasterised(SVG.replace("Trees", ""), 2)


def test_what_is_no_drawing_is_refused():
    with pytest.raises(ValueError, match="not a drawing"):
        rasterised("<p>text</p>", 2)

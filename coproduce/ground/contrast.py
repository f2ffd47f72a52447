"""How well two colours can be told apart, and the nearest shade of one that can be read.

Contrast is the ratio of WCAG 2.2 (success criterion 1.4.3): text needs at least :data:`TEXT`.
"""

from __future__ import annotations

import colorsys

#: What text of any size needs.
TEXT = 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written ``#rrggbb``."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, ground: str) -> str:
    """The shade of ``colour`` nearest to it whose contrast on ``ground`` is enough for text.

    Hue and saturation stay; lightness goes down on a light ground and up on a dark one. What can be read already
    is given back as it is.
    """
    red, green, blue = (int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    step = 1 / 256 if _luminance(ground) < 0.18 else -1 / 256
    shade = colour.lower()
    while contrast(shade, ground) < TEXT:
        lightness = min(1.0, max(0.0, lightness + step))
        shade = "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return shade


def darker(colour: str, share: float) -> str:
    """``colour`` with ``share`` of its light, between 0 and 1."""
    return "#" + "".join(f"{round(int(colour[place:place + 2], 16) * share):02x}" for place in (1, 3, 5))


def _luminance(colour: str) -> float:
    parts = (int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

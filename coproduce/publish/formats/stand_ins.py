"""Pictures for Pandoc to look at: of the same size, and a thousandth of the bytes.

Pandoc reads of a picture how large it is and copies it. Handed over as text in the
page, the pictures of a report take it seven of eight seconds. It is given a blank one
of the same size for each, and the finished file the real ones.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache

from coproduce.ground.checksums import checksum_of


class StandIns:
    """The blank pictures given out so far."""

    def __init__(self) -> None:
        self._real: dict[bytes, bytes] = {}

    def stand_in(self, picture: bytes) -> bytes:
        """A blank PNG for a PNG; any other picture, or one that cannot be read, is its own."""
        blank = _blank(picture)
        self._real[blank] = picture
        return blank

    def replaced(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """``files`` by name, with the real picture wherever a blank one is."""
        return {name: self._real.get(content, content) for name, content in files.items()}


@lru_cache(maxsize=200)  # three documents show the same pictures
def _blank(picture: bytes) -> bytes:
    from PIL import Image, PngImagePlugin, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(picture), formats=["PNG"]) as real:
            size, dots = real.size, real.info.get("dpi")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return picture
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", checksum_of(picture))  # pictures of one size must not be taken for each other
    made = io.BytesIO()
    Image.new("1", size).save(made, "PNG", pnginfo=said, **({"dpi": dots} if dots else {}))
    return made.getvalue()

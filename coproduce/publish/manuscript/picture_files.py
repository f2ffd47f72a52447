"""Files of pictures as every format reads them, whatever their names say."""

from __future__ import annotations

import io
import shutil
from functools import cache
from pathlib import Path

#: Formats that Typst, Word, OpenDocument and EPUB show, and the endings of their files.
_SHOWN = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg"), "GIF": (".gif",)}


#: The segment that a JPEG begins with (JFIF 1.01): dots of no stated size.
_JFIF = bytes.fromhex("ffe000104a46494600010100000100010000")


@cache
def format_of(file: Path) -> str:
    """What a file holds, by its content: ``SVG``, or as Pillow calls it; "" if it is no picture."""
    from lxml import etree
    from PIL import Image

    if file.suffix.lower() in (".svg", ".svgz"):
        try:
            root = etree.parse(str(file), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        except (etree.XMLSyntaxError, OSError):
            return ""
        return "SVG" if str(root.tag).endswith("svg") else ""
    try:
        with Image.open(file) as picture:
            picture.verify()
            return str(picture.format)
    except Exception:  # Pillow has errors of its own for each format
        return ""


def ending(file: Path) -> str:
    """What a file should be called: its own ending if that is true of it, else that of the format it is copied in."""
    held = format_of(file)
    if held in ("SVG", "") or file.suffix.lower() in _SHOWN.get(held, ()):
        return file.suffix
    return _SHOWN[held][0] if held in _SHOWN else ".png"


def _with_head(jpeg: bytes) -> bytes:
    """A JPEG with the segment that says what it is: browsers do without, and Pandoc does not."""
    return jpeg if jpeg[2:4] in (b"\xff\xe0", b"\xff\xe1") else jpeg[:2] + _JFIF + jpeg[2:]


def copy(file: Path, target: Path) -> None:
    """Copy a picture, as PNG where its own format is none that all show."""
    held = format_of(file)
    if held == "JPEG":
        target.write_bytes(_with_head(file.read_bytes()))
        return
    if held in _SHOWN or held in ("SVG", ""):
        shutil.copyfile(file, target)
        return
    from PIL import Image

    with Image.open(file) as picture:
        data = io.BytesIO()
        picture.convert("RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB").save(data, "PNG")
    target.write_bytes(data.getvalue())

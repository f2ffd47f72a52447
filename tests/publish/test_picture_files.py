"""Pictures as every format reads them, whatever their files are called and begin with."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from coproduce.publish.manuscript.picture_files import copy

#: The first segment that Pillow writes: eighteen bytes that say JFIF.
HEAD = slice(2, 20)


@pytest.fixture
def jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 20), "#12338a").save(made, "JPEG")
    assert made.getvalue()[2:4] == b"\xff\xe0" and made.getvalue()[6:10] == b"JFIF"
    return made.getvalue()


def test_a_jpeg_without_its_head_gets_one_and_keeps_its_picture(tmp_path, jpeg):
    """As some programs write them. Browsers show them; Pandoc cannot tell how large they are."""
    bare, copied = tmp_path / "bare.jpg", tmp_path / "copied.jpg"
    bare.write_bytes(jpeg[:HEAD.start] + jpeg[HEAD.stop:])
    copy(bare, copied)
    data = copied.read_bytes()
    assert data[2:4] == b"\xff\xe0" and data[6:11] == b"JFIF\x00"
    assert data[HEAD.stop:] == jpeg[HEAD.stop:]
    assert Image.open(copied).tobytes() == Image.open(bare).tobytes()


def test_a_jpeg_with_a_head_is_copied_as_it_is(tmp_path, jpeg):
    file, copied = tmp_path / "whole.jpg", tmp_path / "copied.jpg"
    file.write_bytes(jpeg)
    copy(file, copied)
    assert copied.read_bytes() == jpeg

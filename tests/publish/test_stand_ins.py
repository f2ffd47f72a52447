"""Pandoc sees blank pictures of the same size; readers get the real ones."""

import io

import pytest
from PIL import Image

from coproduce.publish.formats.pandoc import convert
from coproduce.publish.formats.stand_ins import StandIns

pytestmark = pytest.mark.slow


def png(colour: str, size=(1550, 515), dots=(72, 72)) -> bytes:
    picture, made = Image.effect_noise(size, 50).convert("RGB"), io.BytesIO()
    picture.paste(colour, (0, 0, 20, 20))
    picture.save(made, "PNG", dpi=dots, compress_level=1)
    return made.getvalue()


def test_as_large_as_the_picture_and_much_lighter():
    picture = png("red", dots=(150, 150))
    with Image.open(io.BytesIO(StandIns().stand_in(picture))) as blank, Image.open(io.BytesIO(picture)) as real:
        assert (blank.size, blank.info["dpi"]) == (real.size, real.info["dpi"])
    assert len(StandIns().stand_in(picture)) < len(picture) / 100


def test_pictures_of_one_size_are_told_apart():
    red, green = png("red"), png("green")
    blank = StandIns()
    files = {"a.png": blank.stand_in(red), "b.png": blank.stand_in(green), "page.xml": b"<p/>"}
    assert files["a.png"] != files["b.png"]
    assert blank.replaced(files) == {"a.png": red, "b.png": green, "page.xml": b"<p/>"}


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0 a photograph", png("red", size=(20, 20))[:40]])
def test_what_is_no_png_stands_for_itself(content):
    assert StandIns().stand_in(content) == content


@pytest.mark.parametrize("to", ["docx", "odt", "epub3"])
def test_documents_hold_the_real_pictures(to, tmp_path):
    pictures = {"one.png": png("red"), "two.png": png("green"), "three.png": png("red", size=(300, 900))}
    for name, content in pictures.items():
        (tmp_path / name).write_bytes(content)
    shown = "".join(f'<p><img src="{name}" alt="A picture"></p>' for name in pictures)
    files = convert(f"<html><body><h1>Trees</h1>{shown}</body></html>", to, tmp_path / f"made.{to}",
                    pictures=tmp_path, metadata={"title": "Trees", "lang": "en-GB"})
    held = [content for name, content in files.items() if name.endswith(".png")]
    assert sorted(held) == sorted(pictures.values())

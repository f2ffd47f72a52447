"""Pictures are found by the names of their files, with blanks and accents; one that is not there is told by its name."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from warm_builds import execute

from coproduce.ground.problems import ProblemsFound
from coproduce.publish.html import build_html

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000d49444154789c63f8cfc0f01f00050001ff9a3a"
    "0c5f0000000049454e44ae426082")


def with_picture(tiny, address: str) -> None:
    page = tiny.paths.chapter("contribute")
    page.write_text(f"{page.read_text(encoding='utf-8')}\n![A tree]({address})\n", encoding="utf-8")


def test_a_picture_with_a_blank_and_an_accent_is_shown(tiny_executed, tmp_path):
    tiny = tiny_executed
    (tiny.paths.book / "a tree é.png").write_bytes(PNG)
    for address in ("<a tree é.png>", "a%20tree%20%C3%A9.png"):
        with_picture(tiny, address)
    book = build_html(tiny, execute(tiny, log=lambda line: None), tmp_path / "html", log=lambda line: None)
    images = BeautifulSoup((book.folder / "contribute.html").read_text(encoding="utf-8"), "html.parser").find_all("img", alt="A tree")
    assert [(book.folder / unquote(image["src"])).read_bytes() for image in images] == [PNG, PNG]


def test_a_picture_that_is_not_there_is_told_by_the_name_of_its_file(tiny_executed, tmp_path):
    tiny = tiny_executed
    with_picture(tiny, "<no tree é.png>")
    with pytest.raises(ProblemsFound) as raised:
        build_html(tiny, execute(tiny, log=lambda line: None), tmp_path / "html", log=lambda line: None)
    assert "image file not readable: no tree é.png" in [p.message for p in raised.value.problems]

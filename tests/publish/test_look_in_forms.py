"""A report's own colour and logo are in every form of it, and nothing of the machinery's colour is left."""

from __future__ import annotations

import io

import pdfplumber
import pikepdf
import pytest
from bs4 import BeautifulSoup
from contrast import contrast
from lxml import etree
from own_look import ACCENT, ALT, LOGO
from pdf_standards import failures
from PIL import Image

from coproduce.ground.contrast import readable
from coproduce.ground.zip_files import read_zip

STOCK = "12338a"
RED, GREEN, BLUE = (int(ACCENT[place:place + 2], 16) for place in (1, 3, 5))


def parts(built, ending):
    return read_zip(built.report.paths.formats / f"{built.report.settings.pdf_name}{ending}")


def fills(path, page=0):
    """Colours of the filled rectangles of a page, as three numbers from 0 to 255, with the height of the highest."""
    with pdfplumber.open(path) as pdf:
        found = {}
        for shape in pdf.pages[page].rects:
            colour = tuple(round(part * 255) for part in shape["non_stroking_color"])
            found[colour] = max(found.get(colour, 0), shape["height"])
        return found


def figures(node):
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.S == "/Figure":
                yield str(kid.get("/Alt", ""))
            yield from figures(kid)


def test_every_page_shows_the_logo_beside_the_title(built_in_own_look):
    for name in ("index", "survival", "search", "404"):
        page = BeautifulSoup((built_in_own_look.html / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        logo = page.select_one(".site-title > img")
        assert (logo["alt"], logo["width"], logo["height"]) == (ALT, "48", "32"), name
        assert page.select_one("link[rel=icon]")["href"] == logo["src"] and logo["src"].endswith("_static/logo.svg")
    assert (built_in_own_look.html / "_static" / "logo.svg").read_text(encoding="utf-8") == LOGO


def test_without_the_setting_no_page_has_a_logo(built_tiny):
    page = (built_tiny.html / "index.html").read_text(encoding="utf-8")
    assert "site-logo" not in page and "_static/mark.svg" in page
    assert "site-logo" not in (built_tiny.html / "_static" / "report.css").read_text(encoding="utf-8")


def test_the_shared_picture_and_the_cover_of_the_epub_have_the_colour(built_in_own_look):
    card = Image.open(built_in_own_look.html / "_static" / "card.png").convert("RGB")
    (cover,) = (data for name, data in parts(built_in_own_look, ".epub").items() if name.endswith("cover.png"))
    for picture in (card, Image.open(io.BytesIO(cover)).convert("RGB")):
        assert picture.getpixel((3, 3)) == (RED, GREEN, BLUE)


def test_the_pdf_has_the_colour_and_the_logo_on_its_cover(built_in_own_look, built_tiny):
    assert max(fills(built_in_own_look.pdf).items(), key=lambda shape: shape[1])[0] == (RED, GREEN, BLUE)
    with pikepdf.open(built_in_own_look.pdf) as own, pikepdf.open(built_tiny.pdf) as stock:
        assert list(figures(own.Root.StructTreeRoot)) == [ALT, *figures(stock.Root.StructTreeRoot)]
    assert failures(built_in_own_look.pdf) == []


def test_the_brief_has_the_colour(built_in_own_look):
    brief = built_in_own_look.report.paths.formats / f"{built_in_own_look.report.settings.pdf_name}-brief.pdf"
    assert max(fills(brief).items(), key=lambda shape: shape[1])[0] == (RED, GREEN, BLUE)


@pytest.mark.parametrize(("ending", "file"), [(".docx", "word/styles.xml"), (".odt", "styles.xml"), (".epub", ".css")])
def test_documents_have_the_colour_where_they_had_the_machinery_s(built_in_own_look, built_tiny, ending, file):
    def sheet(built):
        (found,) = (data for name, data in parts(built, ending).items() if name == file or (file == ".css" and name.endswith(file)))
        return found.decode().lower()

    own, stock = sheet(built_in_own_look), sheet(built_tiny)
    assert stock.count(STOCK) > 2 and own == stock.replace(STOCK, ACCENT[1:])


def test_titles_of_word_documents_stand_on_the_colour(built_in_own_look):
    styles = etree.fromstring(parts(built_in_own_look, ".docx")["word/styles.xml"])
    space = {"w": etree.QName(styles).namespace}
    assert styles.xpath("//w:style[@w:styleId='Title']//w:shd/@w:fill", namespaces=space) == [ACCENT[1:].upper()]


@pytest.mark.parametrize("accent", [ACCENT, "#000000", "#0000cc", "#006400", "#5b3a1e"])
def test_on_dark_pages_the_colour_is_light_enough(accent):
    for ground in ("#131416", "#1b1e23", "#23272d"):
        assert contrast(readable(accent, "#23272d"), ground) >= 4.5

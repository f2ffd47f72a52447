"""A report's own colour, logo and typefaces are in every form of it, and nothing of the machinery's colour is left."""

from __future__ import annotations

import io
import re
import shutil

import pdfplumber
import pikepdf
import pytest
from bs4 import BeautifulSoup
from contrast import contrast
from epub_checker import faults
from fontTools.ttLib import TTFont
from lxml import etree
from own_look import ACCENT, ALT, LOGO, TEXT, TITLES
from pdf_standards import failures
from PIL import Image

from coproduce.ground.contrast import readable
from coproduce.ground.zip_files import read_zip
from coproduce.publish.formats.docx_parts import WP
from coproduce.publish.formats.odt_parts import DRAW, SVG
from coproduce.publish.formats.odt_parts import TEXT as T

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


def faces(path):
    """The names of the faces that a PDF holds, in its text and in its pictures."""
    found = set()
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/BaseFont" in thing:
                found.add(str(thing.BaseFont).partition("+")[2].removesuffix("-Identity-H"))
    return found


def covered(ranges):
    """The code points of a CSS unicode-range."""
    parts = [part.removeprefix("U+").split("-") for part in ranges.split(",")]
    return {point for first, *last in parts for point in range(int(first, 16), int((last or [first])[0], 16) + 1)}


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
    assert stock.count(STOCK) > 2 and STOCK not in own and own.count(ACCENT[1:]) == stock.count(STOCK)


def test_the_brief_shows_the_logo_and_meets_both_standards(built_in_own_look):
    brief = built_in_own_look.report.paths.formats / f"{built_in_own_look.report.settings.pdf_name}-brief.pdf"
    with pikepdf.open(brief) as pdf:
        assert ALT in list(figures(pdf.Root.StructTreeRoot))
    assert failures(brief) == []
    assert faces(brief) == {"HindSiliguri-Regular", "HindSiliguri-Bold", "NotoSansDevanagari-Regular"}


def test_word_opendocument_and_epub_files_begin_with_the_logo_and_its_words(built_in_own_look):
    documents = {".docx": "word/document.xml", ".odt": "content.xml", ".epub": "EPUB/text/ch001.xhtml"}
    for ending, file in documents.items():
        files = parts(built_in_own_look, ending)
        page = files[file].decode()
        assert page.index(ALT) < page.index("Larkwell Parish Council"), ending
        logos = [shape for name, data in files.items() if name.endswith(".png")
                 for shape in [Image.open(io.BytesIO(data)).size] if shape[0] == pytest.approx(1.5 * shape[1], abs=1)]
        assert max(logos) >= (300, 200), f"{ending}: sharp on paper"


def test_the_logo_has_the_size_that_it_has_on_the_cover_of_the_pdf(built_in_own_look):
    document = etree.fromstring(parts(built_in_own_look, ".docx")["word/document.xml"])
    drawing = document.find(f".//{{{WP}}}inline")
    extent = drawing.find(f"{{{WP}}}extent")
    assert [round(int(extent.get(side)) / 36_000) for side in ("cx", "cy")] == [21, 14], "in millimetres"
    assert drawing.find(f"{{{WP}}}docPr").get("descr") == ALT
    text = etree.fromstring(parts(built_in_own_look, ".odt")["content.xml"])
    frame = text.find(f".//{{{DRAW}}}frame")
    assert [frame.get(f"{{{SVG}}}{side}") for side in ("width", "height")] == ["59.5pt", "39.7pt"]
    assert frame.getparent().get(f"{{{T}}}style-name") == "LogoOnCover", "which says that this is the cover"


def test_the_web_edition_serves_the_typefaces_cut(built_in_own_look, built_tiny):
    served = {path.name for path in (built_in_own_look.html / "_static").glob("*.woff2")}
    stock = {path.name for path in (built_tiny.html / "_static").glob("*.woff2")}
    assert served - stock == {"report-text-400.woff2", "report-text-700.woff2", "report-titles.woff2"} and stock < served
    for name, file in (("report-text-700.woff2", "Bold.ttf"), ("report-titles.woff2", "Titles.ttf")):
        path = built_in_own_look.html / "_static" / name
        assert path.stat().st_size < 20_000
        with TTFont(path) as cut, TTFont(built_in_own_look.report.paths.book / "fonts" / file) as whole:
            assert cut["name"].getDebugName(0) == whole["name"].getDebugName(0), "who made it stays in it"
            assert set(map(ord, "aZ0é“—")) <= set(cut.getBestCmap()) < set(whole.getBestCmap())
            assert "fvar" not in cut, "titles are in one weight"


def test_pages_ask_for_letters_that_the_typeface_lacks_in_another_file(built_in_own_look):
    sheet = (built_in_own_look.html / "_static" / "report.css").read_text(encoding="utf-8")
    rules = re.findall(r'@font-face\{font-family:"Report Text";font-weight:400;[^}]*url\("([^"]*)"\)[^}]*unicode-range:([^}]*)\}', sheet)
    assert [file for file, _ in rules] == ["report-text-400.woff2", "report-sans.woff2"]
    own, ours = (covered(letters) for _, letters in rules)
    assert ord("→") in ours - own and {ord("a"), ord("ß")} <= own and not own & ours


def test_the_pdf_is_set_in_the_typefaces_and_its_charts_are_not(built_in_own_look):
    assert faces(built_in_own_look.pdf) == {
        "HindSiliguri-Regular", "HindSiliguri-Bold", "NotoSansDevanagari-Regular", "SourceSerif4Roman-Regular",
        "CoproduceChartSans-Regular", "DejaVuSansMono"}
    with pdfplumber.open(built_in_own_look.pdf) as pdf:
        letters = {letter["text"]: letter for letter in pdf.pages[0].chars if letter["size"] > 30}
        assert letters["L"]["fontname"].endswith("NotoSansDevanagari-Regular"), "the title on the cover"
        page = next(page for page in pdf.pages if "→" in (page.extract_text() or ""))
        arrow = next(letter for letter in page.chars if letter["text"] == "→")
        assert arrow["fontname"].endswith("SourceSerif4Roman-Regular"), "which the face of text lacks"


def test_words_in_italic_are_slanted_in_a_typeface_without_italic(built_in_own_look):
    with pdfplumber.open(built_in_own_look.pdf) as pdf:
        page = next(page for page in pdf.pages if "every street in Larkwell" in (page.extract_text() or ""))
        line = page.extract_text_lines()
        chars = next(found["chars"] for found in line if "every street in Larkwell" in found["text"])
    slanted = "".join(letter["text"] for letter in chars if letter["matrix"][2] > 0.1 * letter["matrix"][0])
    assert slanted.replace(" ", "") == "everystreetinLarkwell"


def test_word_and_opendocument_name_the_typefaces(built_in_own_look):
    files = parts(built_in_own_look, ".docx")
    styles = etree.fromstring(files["word/styles.xml"])
    space = {"w": etree.QName(styles).namespace}
    assert styles.xpath("//w:docDefaults//w:rFonts/@w:ascii", namespaces=space) == [TEXT]
    titled = "//w:style[@w:styleId='Title' or @w:styleId='Heading2']//w:rFonts/@w:hAnsi"
    assert styles.xpath(titled, namespaces=space) == [TITLES, TITLES]
    assert styles.xpath("//w:style[@w:styleId='Heading3']//w:rFonts", namespaces=space) == []
    assert f'w:name="{TEXT}"><w:altName w:val="Arial"/>' in files["word/fontTable.xml"].decode()
    sheet = parts(built_in_own_look, ".odt")["styles.xml"].decode()
    assert f'<style:font-face style:name="{TITLES}" svg:font-family="{TITLES}"' in sheet
    assert f'style:text-properties style:font-name="{TEXT}" fo:language="en"' in sheet


def test_the_epub_holds_the_typefaces_and_is_valid(built_in_own_look):
    files = parts(built_in_own_look, ".epub")
    sheet = next(data for name, data in files.items() if name.endswith(".css")).decode()
    assert f'body {{ font-family: "{TEXT}"; }}' in sheet and f'h1, h2 {{ font-family: "{TITLES}"; font-weight: 600; }}' in sheet
    named = re.findall(r'url\("\.\./(fonts/[^"]*)"\)', sheet)
    assert len(named) == 3 and all(f"EPUB/{name}" in files and f'href="{name}"' in files["EPUB/content.opf"].decode() for name in named)
    if shutil.which("java"):
        assert faults(built_in_own_look.report.paths.formats / f"{built_in_own_look.report.settings.pdf_name}.epub") == []


def test_titles_of_word_documents_stand_on_the_colour(built_in_own_look):
    styles = etree.fromstring(parts(built_in_own_look, ".docx")["word/styles.xml"])
    space = {"w": etree.QName(styles).namespace}
    assert styles.xpath("//w:style[@w:styleId='Title']//w:shd/@w:fill", namespaces=space) == [ACCENT[1:].upper()]


@pytest.mark.parametrize("accent", [ACCENT, "#000000", "#0000cc", "#006400", "#5b3a1e"])
def test_on_dark_pages_the_colour_is_light_enough(accent):
    for ground in ("#131416", "#1b1e23", "#23272d"):
        assert contrast(readable(accent, "#23272d"), ground) >= 4.5

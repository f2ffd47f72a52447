"""Typefaces of the publisher's own in PDFs of hand-made chapters and on the web: kinds of fonts, letters, and what is made again."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from larkwell import SETTINGS, manuscript, page
from pdf_standards import failures
from pypdf import PdfReader

from coproduce.charts.fonts import files_of
from coproduce.ground.file_cache import StepCache
from coproduce.publish.html import typefaces
from coproduce.publish.pdf import write_pdf
from coproduce.source.settings import check_settings

pytestmark = pytest.mark.slow

EPOCH = 1_772_323_200
HIND = ("HindSiliguri-Regular.ttf", "HindSiliguri-Bold.ttf")
AMIRI = ("Amiri-Regular.ttf", "Amiri-Bold.ttf", "Amiri-Italic.ttf", "Amiri-BoldItalic.ttf")
WORDS = page("<p>Plain words, <em>stressed words</em> and <strong>strong words</strong>.</p>")
THAI = "\u0e01\u0e02"


def latin(name):
    """A face of a package with the letters of western Europe only, as a font that tests may change."""
    package = "fontpkg_hind_siliguri" if name.startswith("Hind") else "fontpkg_amiri"
    font = TTFont(files_of(package) / name, recalcTimestamp=False)
    cutter = Subsetter(Options(name_IDs=["*"], layout_features=["kern", "liga"]))
    cutter.populate(unicodes=range(0x20, 0x100))
    cutter.subset(font)
    return font


def saved(font):
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def in_postscript(font):
    """The same face with outlines of PostScript."""
    glyphs, strings = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        strings[name] = pen.getCharString()
    called = font["name"].getDebugName(6)
    for table in ("glyf", "loca", "fpgm", "prep", "cvt ", "gasp", "hdmx", "LTSH", "VDMX"):
        if table in font:
            del font[table]
    font.sfntVersion, font["maxp"].tableVersion = "OTTO", 0x00005000
    builder = FontBuilder(font=font)
    builder.setupCFF(called, {"FullName": called}, strings, {})
    return font


@pytest.fixture
def settings_with(tiny):
    """Settings of the hand-made report with these files, by name, as its face of text."""
    def made(files):
        config = tiny.paths.config.read_text(encoding="utf-8").partition("  look:\n")[0]
        listed = "".join(f"        - book/{name}\n" for name in files)
        tiny.paths.config.write_text(
            config.replace("coproduce:\n", "coproduce:\n  look:\n    fonts:\n      text:\n" + listed, 1), encoding="utf-8")
        for name, content in files.items():
            (tiny.paths.book / name).write_bytes(content)
        settings, problems = check_settings(tiny.paths)
        assert problems == []
        tiny.paths.config.write_text(config, encoding="utf-8")
        return replace(SETTINGS, look=settings.look)

    return made


def written(settings, folder, body=WORDS, kept=None):
    number = len(list(folder.iterdir())) if folder.is_dir() else 0
    made = manuscript(folder / f"{number}" / "manuscript", {"index": body})
    path = folder / f"{number}.pdf"
    write_pdf(made, settings, path, timestamp=EPOCH, work=folder / f"{number}" / "typst", cache=kept)
    return path


def faces(path):
    with pikepdf.open(path) as pdf:
        return {str(thing.BaseFont).partition("+")[2] for thing in pdf.objects
                if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/DescendantFonts" not in thing}


def test_a_typeface_with_italic_is_set_in_it(settings_with, tmp_path):
    path = written(settings_with({name: saved(latin(name)) for name in AMIRI}), tmp_path / "out")
    assert {"Amiri-Regular", "Amiri-Bold", "Amiri-Italic"} <= faces(path)
    assert failures(path) == []


def test_one_variable_font_has_all_weights_of_text(settings_with, tmp_path):
    """Other axes than that of weight are not served."""
    content = (files_of("fontpkg_noto_sans_devanagari") / "NotoSansDevanagari[wdth,wght].ttf").read_bytes()
    settings = settings_with({"Text.ttf": content})
    [(name, cut)] = typefaces.files(settings).items()
    assert name == "report-text-100-900.woff2" and len(cut) < 60_000
    with TTFont(io.BytesIO(cut)) as font:
        assert [axis.axisTag for axis in font["fvar"].axes] == ["wght"]
    assert "font-weight: 100 900" in typefaces.style_sheet(settings)
    path = written(settings, tmp_path / "out")
    with pikepdf.open(path) as pdf:
        weights = sum("/DescendantFonts" in thing and "NotoSansDevanagari" in str(thing.BaseFont)
                      for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary))
    assert weights > 1, "regular and bold out of one file"
    assert {face.partition("-")[0] for face in faces(path)} == {"NotoSansDevanagari", "SourceSerif4Roman"}, "titles keep their face"
    assert failures(path) == []


def test_a_page_in_another_script_has_its_letters_from_the_publisher_s_face(settings_with):
    content = (files_of("fontpkg_amiri") / "Amiri-Regular.ttf").read_bytes(), (files_of("fontpkg_amiri") / "Amiri-Bold.ttf").read_bytes()
    settings = settings_with(dict(zip(("Regular.ttf", "Bold.ttf"), content, strict=True)))
    for language, has in (("en-GB", False), ("ur", True)):
        for cut in typefaces.files(replace(settings, language=language)).values():
            with TTFont(io.BytesIO(cut)) as font:
                assert (ord("\u0627") in font.getBestCmap()) is has and ord("a") in font.getBestCmap()


def test_outlines_of_postscript_are_set_too(settings_with, tmp_path):
    files = {name.replace(".ttf", ".otf"): saved(in_postscript(latin(name))) for name in HIND}
    path = written(settings_with(files), tmp_path / "out")
    assert {"HindSiliguri-Regular", "HindSiliguri-Bold"} <= faces(path)
    assert failures(path) == []


def test_a_typeface_whose_family_typst_knows_better_is_found(settings_with, tmp_path):
    """By what PostScript calls it Typst takes it for one of its own list, whatever family the file says."""
    font = latin(HIND[0])
    font["name"].setName("NewCM10-Book", 6, 3, 1, 0x409)
    path = written(settings_with({HIND[0]: saved(font), HIND[1]: saved(latin(HIND[1]))}), tmp_path / "out")
    assert "HindSiliguri-0" in faces(path)


def test_letters_that_only_the_publisher_s_face_has_are_set(settings_with, tmp_path):
    """Without it they are a note on the script."""
    fonts = [latin(name) for name in HIND]
    for font in fonts:
        for table in font["cmap"].tables:
            table.cmap |= {ord(sign): "a" for sign in THAI}
    body = page(f"<p>Words: {THAI}.</p>")
    stock = PdfReader(written(SETTINGS, tmp_path / "stock", body)).pages[-1].extract_text()
    own = PdfReader(written(settings_with(dict(zip(HIND, map(saved, fonts), strict=True))), tmp_path / "own", body)).pages[-1].extract_text()
    assert "Thai script" in stock and "Thai script" not in own


def test_another_file_of_the_same_name_makes_the_pdf_again(settings_with, tmp_path):
    fonts = {name: latin(name) for name in HIND}
    first = settings_with({name: saved(font) for name, font in fonts.items()})
    folder, keep = tmp_path / "out", tmp_path / "kept"
    before = written(first, folder, kept=StepCache(keep)).read_bytes()
    kept = StepCache(keep)
    assert written(first, folder, kept=kept).read_bytes() == before and kept.reasons == {}
    for font in fonts.values():
        font["hmtx"]["a"] = (900, font["hmtx"]["a"][1])
    kept = StepCache(keep)
    after = written(settings_with({name: saved(font) for name, font in fonts.items()}), folder, kept=kept).read_bytes()
    assert after != before and kept.reasons == {"street-trees.pdf": "look changed"}

"""Typefaces in ``_config.yml``: what is taken, and what is refused, with the line and a way out."""

import io
import os
import shutil
from functools import cache

import pytest
from click.testing import CliRunner
from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from own_look import FONTS, TEXT, TITLES, add_look

from coproduce.charts.fonts import files_of
from coproduce.cli import main
from coproduce.ground.interface_words import letters_of
from coproduce.source.inputs import kind_of
from coproduce.source.settings import check_settings

ASCII = range(0x20, 0x7F)
REGULAR, BOLD, TEXT_LINE, REGULAR_LINE, BOLD_LINE, TITLES_LINE = (
    "book/fonts/Regular.ttf", "book/fonts/Bold.ttf", 12, 13, 14, 15)


@cache
def source(name="Regular.ttf"):
    package, file = FONTS[name]
    return (files_of(package) / file).read_bytes()


def changed(change, letters=ASCII, name="Regular.ttf"):
    """A font with fewer letters, made otherwise by ``change``."""
    font = TTFont(io.BytesIO(source(name)), recalcTimestamp=False)
    cutter = Subsetter(Options(name_IDs=["*"]))
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    change(font)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def embedding(value):
    def change(font):
        font["OS/2"].fsType = value
    return change


def called(family):
    def change(font):
        for record in font["name"].names:
            if record.nameID in (1, 16):
                record.string = family
    return change


def italic(font):
    font["OS/2"].fsSelection = 0x01
    font["head"].macStyle = 0x02


def nothing(font):
    """As it is."""


def without(table):
    return lambda font: font.__delitem__(table)


def in_postscript(kind):
    """A font of triangles with outlines of PostScript, of a kind that is refused: "CFF2", or by number ("CID")."""
    names = [".notdef", *(f"cid{number:05}" for number in range(1, 96))]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(dict(zip(ASCII, names[1:], strict=True)))
    pen = T2CharStringPen(500 if kind == "CID" else None, None, CFF2=kind == "CFF2")
    for move, place in ((pen.moveTo, (0, 0)), (pen.lineTo, (0, 500)), (pen.lineTo, (500, 0))):
        move(place)
    pen.closePath()
    strings = dict.fromkeys(names, pen.getCharString())
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Numbered", "styleName": "Regular", "psName": "Numbered"})
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    if kind == "CFF2":
        builder.setupCFF2(strings)
    else:
        builder.setupCFF("Numbered", {}, strings, {})
        top = builder.font["CFF "].cff.topDictIndex[0]
        part = FontDict()
        part.Private, part.FontName = top.Private, "Numbered"
        top.ROS, top.CIDCount, top.FDArray, top.FDSelect = ("Adobe", "Identity", 0), len(names), FDArrayIndex(), FDSelect()
        top.FDArray.append(part)
        top.FDSelect.format, top.FDSelect.gidArray = 3, [0] * len(names)
        del top.Private
    made = io.BytesIO()
    builder.save(made)
    return made.getvalue()


def put(report, content, name="Regular.ttf"):
    (report.paths.book / "fonts" / name).write_bytes(content)


def edit(report, old, new):
    text = report.paths.config.read_text(encoding="utf-8")
    assert old in text
    report.paths.config.write_text(text.replace(old, new, 1), encoding="utf-8")


def check(report):
    return CliRunner().invoke(main, ["--report", str(report.paths.root), "check"])


@pytest.fixture
def own(tiny):
    """The tiny report with typefaces."""
    add_look(tiny)
    return tiny


def test_files_of_one_style_each_and_a_variable_one_are_taken(own):
    settings, problems = check_settings(own.paths)
    assert problems == []
    fonts = settings.look.fonts
    assert (fonts.text.name, fonts.titles.name) == (TEXT, TITLES)
    assert [face.weights for face in fonts.text.faces] == [(400, 400), (700, 700)]
    assert fonts.titles.faces[0].weights == (100, 900) and not fonts.text.has_italic
    assert [face.content for face in fonts.text.faces] == [source("Regular.ttf"), source("Bold.ttf")]


def test_one_variable_font_is_enough_for_text(own):
    edit(own, f"      text:\n        - {REGULAR}\n        - {BOLD}\n", "      text: book/fonts/Titles.ttf\n")
    settings, problems = check_settings(own.paths)
    assert problems == [] and settings.look.fonts.text.name == TITLES


def test_italics_are_told_from_upright_faces(own):
    for file in files_of("fontpkg_amiri").glob("*.ttf"):
        shutil.copyfile(file, own.paths.book / "fonts" / file.name)
    edit(own, f"        - {REGULAR}\n        - {BOLD}\n",
         "".join(f"        - book/fonts/Amiri-{style}.ttf\n" for style in ("Regular", "Bold", "Italic", "BoldItalic")))
    settings, problems = check_settings(own.paths)
    assert problems == []
    assert [(face.weights[0], face.italic) for face in settings.look.fonts.text.faces] == [
        (400, False), (700, False), (400, True), (700, True)]


@pytest.mark.parametrize("allowed", [0x0000, 0x0004, 0x0008, 0x000A])
def test_a_font_that_may_be_embedded_is_taken(own, allowed):
    """Of several permissions the widest counts."""
    put(own, changed(embedding(allowed)))
    assert check_settings(own.paths)[1] == []


@pytest.mark.parametrize(("content", "says"), [
    (b"Regular, but no font\n", "holds no font"),
    (b"", "holds no font"),
    (b"wOF2" + bytes(60), "a web font (WOFF2)"),
    (b"ttcf" + bytes(60), "a collection of several fonts"),
    (lambda: source()[:40_000], "is cut off"),
    (lambda: source()[:200], "cannot be read"),
    (bytes(5_000_001), "5,000,001 bytes"),
    (lambda: changed(without("OS/2")), "lacks the table 'OS/2'"),
    (lambda: changed(without("glyf")), "has no outlines"),
    (lambda: in_postscript("CFF2"), "of a new kind (CFF2)"),
    (lambda: in_postscript("CID"), "outlines by number (CID)"),
    (lambda: changed(embedding(0x0002)), "must not be embedded (fsType 0x0002)"),
    (lambda: changed(embedding(0x0108)), "must not be embedded in part"),
    (lambda: changed(embedding(0x0200)), "only as pictures"),
    (lambda: changed(called(" ")), "what it is called"),
    (lambda: changed(nothing, [*range(0x20, 0x61), *range(0x64, 0x7F)]), "lacks 3 of the letters and signs that the report is written in: a b c"),
    (lambda: changed(called("Other")), f"of 2 families: Other, {TEXT}"),
    (lambda: changed(italic), "no upright face"),
], ids=lambda value: value[:18] if isinstance(value, str) else "font")
def test_a_font_that_will_not_do_is_refused_once_with_its_line(own, content, says):
    put(own, content() if callable(content) else content)
    if "upright" in says:
        edit(own, f"        - {BOLD}\n", "")
    settings, [problem] = check_settings(own.paths)
    assert settings is None
    assert (problem.path, problem.line, problem.code) == ("_config.yml", TEXT_LINE if "famil" in says or "upright" in says else REGULAR_LINE, "config.fonts")
    assert says in problem.message and problem.expected and problem.action
    assert "fonts.text" in problem.field


@pytest.mark.parametrize(("old", "new", "line", "says"), [
    (REGULAR, "book/fonts/Regulars.ttf", REGULAR_LINE, "is not there"),
    (BOLD, "book/fonts/Bolds.ttf", BOLD_LINE, "is not there"),
    (REGULAR, "../Regular.ttf", REGULAR_LINE, "does not lie in book"),
    (REGULAR, "/etc/hostname", REGULAR_LINE, "does not lie in book"),
    (REGULAR, "_toc.yml", REGULAR_LINE, "does not lie in book"),
    (REGULAR, "book/index.md", REGULAR_LINE, "neither TrueType nor OpenType"),
    (f"        - {BOLD}\n", "", TEXT_LINE, "no bold face"),
    (f"        - {REGULAR}\n", "", TEXT_LINE, "no regular face"),
    (BOLD, REGULAR, TEXT_LINE, "the same style"),
    (BOLD, "[]", BOLD_LINE, "a variable font, or a list of names"),
    ("      titles: book/fonts/Titles.ttf", "      titles: [book/fonts/Titles.ttf]", TITLES_LINE, "one file"),
    ("      titles:", "      title:", TITLES_LINE, "titles"),
    ("      titles: book/fonts/Titles.ttf", "      titles: 7", TITLES_LINE, "one file"),
])
def test_each_fault_of_the_setting_is_told_with_its_line(own, old, new, line, says):
    edit(own, old, new)
    settings, [problem] = check_settings(own.paths)
    assert settings is None and (problem.path, problem.line) == ("_config.yml", line)
    assert says in f"{problem.message} {problem.expected} {problem.action}"


def test_letters_of_the_language_must_be_there(own):
    assert letters_of("en-GB") == frozenset() and {"ä", "Ö", "ß"} <= letters_of("de-DE")
    put(own, changed(nothing))
    assert check_settings(own.paths)[1] == []
    edit(own, "language: en-GB", "language: de-DE")
    [problem] = check_settings(own.paths)[1]
    assert "Ä" in problem.message and "ß" in problem.message and problem.line == REGULAR_LINE


def test_a_font_that_is_a_link_is_not_followed(own, tmp_path):
    font = own.paths.book / "fonts" / "Regular.ttf"
    os.replace(font, tmp_path / "elsewhere.ttf")
    font.symlink_to(tmp_path / "elsewhere.ttf")
    run = check(own)
    assert run.exit_code == 1 and REGULAR in run.output and "symbolic link" in run.output


def test_outlines_that_break_deep_inside_are_told_by_the_check(own):
    font = TTFont(io.BytesIO(source()))
    entry = font.reader.tables["glyf"]
    put(own, source()[:entry.offset] + b"\x7f\xff" * (entry.length // 2) + source()[entry.offset + entry.length // 2 * 2:])
    run = check(own)
    assert run.exit_code == 1 and "Traceback" not in run.output
    assert REGULAR in run.output and "cannot be cut" in run.output


def test_all_is_said_in_one_run(own):
    put(own, b"no font")
    put(own, changed(embedding(2), name="Bold.ttf"), "Bold.ttf")
    (own.paths.book / "fonts" / "Titles.ttf").unlink()
    edit(own, "#8a1538", "#e07a2f")
    run = check(own)
    assert run.exit_code == 1 and "Traceback" not in run.output
    for said in ("line 8, coproduce.look.accent", f"line {REGULAR_LINE}, coproduce.look.fonts.text: the font ‘{REGULAR}’ holds no font",
                 f"line {BOLD_LINE}, coproduce.look.fonts.text: the font ‘{BOLD}’ says that it must not be embedded",
                 f"line {TITLES_LINE}, coproduce.look.fonts.titles: the font ‘book/fonts/Titles.ttf’ is not there"):
        assert said in run.output


def test_on_a_font_all_pages_depend(own):
    assert kind_of(REGULAR, own.paths) == "part"

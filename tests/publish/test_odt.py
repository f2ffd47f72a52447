"""OpenDocument files lose nothing, say what they are, and can be read by all."""

from __future__ import annotations

import re
import zipfile

import pytest
from lxml import etree
from written_documents import T

from coproduce.publish.formats.odt_parts import DRAW, SVG, TABLE, XLINK

pytestmark = pytest.mark.slow


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
                     settings.licence, settings.contact):  # fmt: skip
            assert said in meta
        assert 'fo:language="en" fo:country="GB"' in odt["styles.xml"].decode()
        text_ = "".join(self.content(odt).itertext())
        assert "Licence: CC BY 4.0" in text_ and "Report an error: trees.example.org/errors" in text_

    def test_the_type_of_the_file_comes_first(self, file_of):
        with zipfile.ZipFile(file_of(".odt")) as archive:
            first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)

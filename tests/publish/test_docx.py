"""Word files lose nothing, say what they are, and can be read by all."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from written_documents import Q, body, style, text

from coproduce.publish.formats.docx_parts import WP

pytestmark = pytest.mark.slow


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
                     settings.licence, settings.contact):  # fmt: skip
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

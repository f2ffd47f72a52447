"""The PDF: two standards at once, everything in it, the same bytes each time."""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pdfplumber
import pikepdf
import pypdf
import pytest
from larkwell import SETTINGS, manuscript, page, report_folder
from pdf_standards import failures
from warm_builds import execute

from coproduce.ground.problems import ProblemsFound
from coproduce.publish.html import build_html
from coproduce.publish.pdf import PdfSummary, build_pdf, write_pdf
from coproduce.publish.pdf.streams import save
from coproduce.publish.pdf.tags import TagMismatch, set_row_headings
from coproduce.report import Report
from coproduce.source.paths import Paths

pytestmark = pytest.mark.slow

EPOCH = 1_772_323_200  # 2026-03-01
TINY = Paths(Path(__file__).parents[1] / "tiny")


def write(folder: Path, chapters: dict[str, str] | None = None) -> PdfSummary:
    made = manuscript(folder / "manuscript", chapters)
    return write_pdf(
        made, SETTINGS, folder / "out.pdf", timestamp=EPOCH, work=folder / "typst", data=report_folder(folder)
    )


@pytest.fixture(scope="module")
def summary(tmp_path_factory) -> PdfSummary:
    return write(tmp_path_factory.mktemp("pdf"))


@pytest.fixture(scope="module")
def reader(summary) -> pypdf.PdfReader:
    return pypdf.PdfReader(summary.path)


def elements(node, kind: str):
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.S == kind:
                yield kid
            yield from elements(kid, kind)


def attribute(cell, key: str):
    return next((a[key] for a in cell.A if key in a), None)


class TestStandards:
    def test_both_standards_are_met_and_a_second_checker_agrees(self, summary):
        assert failures(summary.path) == []

    def test_the_checker_would_see_a_fault(self, summary, tmp_path):
        """A checker that finds nothing in anything proves nothing."""
        with pikepdf.open(summary.path) as pdf:
            del pdf.Root.MarkInfo
            pdf.save(tmp_path / "untagged.pdf")
        assert failures(tmp_path / "untagged.pdf")

    def test_the_same_report_gives_the_same_bytes_in_another_folder(self, summary, tmp_path):
        again = write(tmp_path / "elsewhere" / "deeper")
        assert again.path.read_bytes() == summary.path.read_bytes()

    def test_no_path_of_this_machine_is_inside(self, summary):
        with pikepdf.open(summary.path) as pdf:
            streams = [o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        where = str(summary.path.parent).encode()
        assert all(where not in data for data in [summary.path.read_bytes(), *streams])


class TestTags:
    def test_row_headings_head_their_rows(self, summary):
        with pikepdf.open(summary.path) as pdf:
            tables = list(elements(pdf.Root.StructTreeRoot, "/Table"))
            rows = list(elements(tables[0], "/TR"))
            heading, *numbers = elements(rows[1], "/TH"), *elements(rows[1], "/TD")
            (heading,) = heading
            assert attribute(heading, "/Scope") == "/Row"
            assert len(numbers) == 3
            for cell in numbers:
                assert str(heading.ID) in [str(h) for h in attribute(cell, "/Headers")]
            assert {str(attribute(c, "/Scope")) for c in elements(rows[0], "/TH")} == {"/Column"}

    def test_every_id_that_a_cell_names_exists(self, summary):
        with pikepdf.open(summary.path) as pdf:
            known = set(pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree).keys())
            named = {
                str(head)
                for cell in elements(pdf.Root.StructTreeRoot, "/TD")
                for head in attribute(cell, "/Headers") or ()
            }
        assert len(named) > 70
        assert named <= known

    def test_figures_carry_their_alternative_text(self, summary):
        with pikepdf.open(summary.path) as pdf:
            texts = [str(f.get("/Alt", "")) for f in elements(pdf.Root.StructTreeRoot, "/Figure")]
        assert texts[0].startswith("Bar chart of seven wards.")
        assert len(texts) == summary.figures == 2 and all(texts)

    def test_tables_that_do_not_match_are_not_tagged_by_guess(self, summary, tmp_path):
        shapes = manuscript(tmp_path).tables
        with pikepdf.open(summary.path) as pdf, pytest.raises(TagMismatch, match="3 tables|2 tables"):
            set_row_headings(pdf, shapes[:-1])
        with pikepdf.open(summary.path) as pdf, pytest.raises(TagMismatch, match="‘trees-by-street’ has 73 rows"):
            set_row_headings(pdf, [shapes[1], shapes[0], shapes[2]])


class TestLinks:
    def test_a_link_says_what_it_leads_to(self, summary):
        """Not only on which page: a source, a figure, a conclusion, a chapter in the contents."""
        with pikepdf.open(summary.path) as pdf:
            links = [link for page in pdf.pages for link in page.get("/Annots", []) if "/Dest" in link]
            said = [str(link.Contents) for link in links]
        assert len(said) > 30 and not [text for text in said if re.search(r"page \d+$", text)]
        assert "Tree census 2025. Larkwell Tree Wardens, June 2025. https://trees.example.org/census-2025. Licence: CC BY 4.0." in said
        assert "Figure 1 The East ward has five times the trees of the Abbey ward" in said
        assert "Conclusion 1: Watering keeps young trees alive" in said
        assert "Young trees survive where someone waters them" in said
        assert max(map(len, said)) <= 140


class TestContents:
    def test_title_language_author_keywords_and_date_are_set(self, reader):
        assert reader.metadata.title == SETTINGS.title
        assert reader.metadata.author == SETTINGS.author
        assert reader.metadata["/Keywords"] == "trees, streets"
        assert reader.metadata.creation_date.isoformat().startswith("2026-03-01")
        assert reader.trailer["/Root"]["/Lang"] == "en-GB"

    def test_bookmarks_lead_to_chapters_and_sections(self, reader):
        def titles(entries):
            return [titles(e) if isinstance(e, list) else e.title for e in entries]

        found = titles(reader.outline)
        chapters = [title for title in found if not isinstance(title, list)]
        # The front page comes right after the cover, before the contents.
        assert chapters[:2] == ["Street trees live when they are watered", "Contents"]
        assert "Counts rise in every ward" in str(found)
        # Titles of boxes are headings: what to do is found by its number, and a key finding by its kind.
        assert "Recommendation 1: Water every new tree in its first summer" in str(found)
        assert "In brief Most trees that are planted live" in str(found)

    def test_the_data_package_is_attached_whole(self, reader):
        attached = reader.attachments
        assert {"datapackage.yaml", "counts.csv", "streets.csv", "sources.csv"} == set(attached)
        assert all(content == [(TINY.data / name).read_bytes()] for name, content in attached.items())
        files = [f.get_object() for f in reader.trailer["/Root"]["/AF"]]
        sizes = {f["/UF"]: f["/EF"]["/F"].get_object()["/Params"]["/Size"] for f in files}
        assert sizes == {name: len(content[0]) for name, content in attached.items()}
        assert {f["/AFRelationship"] for f in files} == {"/Data"}
        assert all(f["/Desc"] for f in files)

    def test_all_fonts_are_embedded_and_ours(self, reader):
        names = set()
        for sheet in reader.pages:
            for font in sheet["/Resources"].get("/Font", {}).values():
                descendant = font.get_object()["/DescendantFonts"][0].get_object()
                assert "/FontFile2" in descendant["/FontDescriptor"] or "/FontFile3" in descendant["/FontDescriptor"]
                names.add(descendant["/BaseFont"].partition("+")[2])
        assert {name.partition("-")[0] for name in names} <= {
            "SourceSerif4Roman", "SourceSerif4Italic", "SourceSans3", "CoproduceChartSans", "DejaVuSansMono",
        }  # fmt: skip

    def test_letters_of_charts_are_letters_in_their_own_weight(self, reader):
        chart = next(p for p in reader.pages if "Figure 1" in p.extract_text() and "Abbey" in p.extract_text())
        fonts = [f.get_object()["/BaseFont"] for f in chart["/Resources"]["/Font"].values()]
        forms = [x.get_object() for x in chart["/Resources"].get("/XObject", {}).values()]
        for form in forms:
            fonts += [f.get_object()["/BaseFont"] for f in form.get("/Resources", {}).get("/Font", {}).values()]
        assert any("CoproduceChartSans-Regular" in name for name in fonts)

    def test_cover_contents_heads_and_numbers_are_printed(self, reader):
        text = [p.extract_text() for p in reader.pages]
        for words in ("Larkwell Parish Council", "1 March 2026", "trees.example.org/report", "CC BY 4.0"):
            assert words in text[0]
        contents = next(number for number, page in enumerate(text) if page.lstrip().startswith("Contents"))
        assert contents >= 2 and "Glossary" in text[contents]
        assert any("Figure 2" in t and "Counts have risen" in t for t in text)
        # The head of a long table stands again on each of its pages.
        assert sum("What the wardens noted" in t for t in text) >= 3

    def test_notes_of_a_figure_begin_where_its_number_does(self, summary):
        with pdfplumber.open(summary.path) as pdf:
            lines = [line for page in pdf.pages for line in page.extract_text_lines()]
        left = [line["x0"] for line in lines if re.match(r"Figure \d+ \w", line["text"]) or line["text"] in (
            "Trees in private gardens are not counted.", "The method changed in 2021.")]
        assert len(left) >= 4 and max(left) - min(left) < 1

    def test_an_outside_link_is_printed_as_a_note(self, reader):
        assert any("trees.example.org/guide/how-to-count" in p.extract_text() for p in reader.pages)


def test_a_rule_between_passages_is_drawn_and_read_to_nobody(tmp_path):
    made = write(tmp_path, {"index": page('<p>Before the rule.</p><hr class="docutils"/><p>After the rule.</p>')})
    assert failures(made.path) == []
    with pdfplumber.open(made.path) as pdf:
        [sheet] = [page for page in pdf.pages if "Before the rule." in (page.extract_text() or "")]
        top, bottom = (sheet.search(f"{word} the rule")[0]["top"] for word in ("Before", "After"))
        assert any(top < line["top"] < bottom for line in sheet.lines)


@pytest.mark.parametrize("words_before", [5, 60, 300])
def test_no_figure_stands_above_the_title_of_its_chapter(tmp_path, words_before):
    drawing = '<svg width="300" height="150"><path d="M0 0h300v150z"/></svg>'
    figure = (f'<figure id="trees"><div aria-label="Trees">{drawing}</div>'
              "<figcaption><p>More trees are seen</p></figcaption></figure>")
    made = write(tmp_path, {"index": page(f"<p>{'Words before it. ' * (words_before // 3)}</p>{figure}<p>Words behind it.</p>", "Where trees stand")})
    assert failures(made.path) == []
    with pdfplumber.open(made.path) as pdf:
        def places(words):
            return [(number, found["top"]) for number, sheet in enumerate(pdf.pages) for found in sheet.search(words)]

        *_, title = [place for place in places("Where trees stand") if place[0] == places("Words before it")[0][0]]
        [caption] = places("More trees are seen")
    assert caption > title


class TestABoxThatIsLongerThanItsPage:
    """Its title, and of the first paragraphs some lines, stand where it begins; where it goes on, it says so."""

    def made(self, folder, lines_before):
        box = ('<div class="box recommendation"><div class="box-label"><p>Recommendation 3</p></div>'
               '<div class="box-title"><p>Count the trees</p></div>' + "".join(f"<p>{'Some words of it. ' * 30}</p>" for _ in range(12))
               + "<p>The end of it.</p></div>")
        before = "".join(f"<p>Line {number} before the box.</p>" for number in range(lines_before))
        made = write(folder, {"index": page(before + box)})
        assert failures(made.path) == []
        texts = [" ".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(made.path).pages]
        return [text for text in texts if "Some words of it." in text]

    def test_says_that_it_goes_on_and_is_read_once(self, tmp_path):
        first, *others = self.made(tmp_path, 0)
        assert others and "continued" not in first
        assert all("Recommendation 3, continued" in text for text in others)
        assert "The end of it." in others[-1]

    @pytest.mark.parametrize("lines_before", range(26, 34, 2))
    def test_does_not_break_after_few_lines(self, tmp_path, lines_before):
        first, *_ = self.made(tmp_path, lines_before)
        assert "Count the trees" in first and first.count("Some words of it.") >= 20


class TestFaults:
    def test_a_picture_that_is_none_names_the_figure_and_the_chapter(self, tmp_path):
        picture = '<svg width="10" height="5"><g></svg>'
        html = (
            f'<figure id="broken"><div aria-label="Trees">{picture}</div>'
            "<figcaption><p>Head</p></figcaption></figure>"
        )
        made = manuscript(tmp_path / "m", {"index": page("<p>x</p>"), "trees": page(html)})
        (tmp_path / "m" / "images" / "broken.svg").write_text("not a drawing")
        with pytest.raises(ProblemsFound) as found:
            write_pdf(made, SETTINGS, tmp_path / "o.pdf", timestamp=EPOCH, work=tmp_path / "t")
        (problem,) = found.value.problems
        assert problem.path == "book/trees.md"
        assert "the figure ‘broken’" in problem.message
        assert not (tmp_path / "o.pdf").exists()

    def test_a_sign_that_no_font_has_is_told_by_name_not_a_gap(self, tmp_path):
        made = write(tmp_path, {"index": page("<p>A sign \U0001f9ff of no font.</p>")})
        printed = "".join(p.extract_text() for p in pypdf.PdfReader(made.path).pages)
        assert "A sign [nazar amulet] of no font." in " ".join(printed.split())

    @pytest.mark.parametrize("text", ["#panic(1)", "$x", "*b", "_i", "@ref", "&lt;l&gt;", "`c", "= H", "[x", "/*"])
    def test_text_that_looks_like_markup_is_printed_as_it_is(self, tmp_path, text):
        made = write(tmp_path, {"index": page(f"<p>Here {text} there</p>")})
        printed = "".join(p.extract_text() for p in pypdf.PdfReader(made.path).pages)
        assert text.replace("&lt;", "<").replace("&gt;", ">") in printed


def test_no_stream_ends_where_its_end_can_be_misread():
    """Of many streams, some by chance end in a carriage return."""
    chance = random.Random(5)
    for _ in range(12):
        pdf = pikepdf.new()
        pdf.add_blank_page()
        items = [
            pdf.make_indirect(pikepdf.Dictionary(A=chance.randbytes(20).hex(), B=n)) for n in range(2000)
        ]
        contents = [chance.randbytes(40) for _ in range(60)]
        pdf.Root.Items = pikepdf.Array(items)
        pdf.Root.Streams = pikepdf.Array([pdf.make_stream(c) for c in contents])
        first = BytesIO()
        pdf.save(first, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        with pikepdf.open(BytesIO(first.getvalue())) as again:
            data = save(again)
        assert b"\r\nendstream" not in data
        with pikepdf.open(BytesIO(data)) as mended:
            assert not mended.check_pdf_syntax()
            assert [s.read_bytes() for s in mended.Root.Streams] == contents
            assert [int(i.B) for i in mended.Root.Items] == list(range(2000))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("report") / "tiny"
    shutil.copytree(TINY.root, root, ignore=shutil.ignore_patterns("_build"))
    report = Report(root)
    results = execute(report, log=lambda line: None)
    book = build_html(report, results, report.paths.work / "html", log=lambda line: None)
    return report, results, book


class TestWholeReport:
    def test_a_report_becomes_a_pdf_without_reading_the_book_again(self, built, tmp_path, monkeypatch):
        report, results, book = built
        monkeypatch.setattr(type(book.app), "build", None)
        made = build_pdf(report, results, book.app, tmp_path / "tiny.pdf", log=lambda line: None)
        assert failures(made.path) == []
        assert made.figures == len(results.figures)
        text = "".join(p.extract_text() for p in pypdf.PdfReader(made.path).pages)
        assert results.values["trees-latest"].text in text
        assert book.app.builder.name == "html"

    def test_a_registered_figure_that_is_not_shown_stops_the_pdf(self, built, tmp_path):
        report, results, book = built
        lost = replace(results.figures["trees-by-year"], name="lost", chapter="survival")
        more = SimpleNamespace(figures={**results.figures, "lost": lost}, values=results.values)
        with pytest.raises(ProblemsFound) as found:
            build_pdf(report, more, book.app, tmp_path / "tiny.pdf", log=lambda line: None)
        (problem,) = found.value.problems
        assert problem.path == "book/survival.md" and "‘lost’" in problem.message
        assert not (tmp_path / "tiny.pdf").exists()

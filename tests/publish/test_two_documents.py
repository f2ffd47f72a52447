"""A report in two documents: each holds its parts, meets the standards, and names the other."""

from __future__ import annotations

import json

import openpyxl
import pypdf
import pytest
from pdf_standards import failures
from report_parts import in_two_documents
from warm_builds import build

from coproduce.check import check
from coproduce.ground.problems import ProblemsFound
from coproduce.report import Report

pytestmark = pytest.mark.xdist_group("build")
REPORT, ANNEX = "street-trees-of-larkwell.pdf", "street-trees-of-larkwell-evidence.pdf"


@pytest.fixture(scope="module")
def text(built_in_two):
    def read(name: str) -> str:
        reader = pypdf.PdfReader(built_in_two.report.paths.pdf / name)
        return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)

    return read


@pytest.mark.parametrize("name", [REPORT, ANNEX])
def test_each_meets_both_standards(built_in_two, name):
    assert failures(built_in_two.report.paths.pdf / name) == []


def test_each_holds_its_parts(text):
    report, annex = text(REPORT), text(ANNEX)
    assert "As Figure" in report.replace("\xa0", " ") and "As Figure" not in annex.replace("\xa0", " ")
    assert "Trees by street, June 2025" in annex and "Trees by street, June 2025" not in report
    assert "A volunteer who counts trees" in annex and "A volunteer who counts trees" not in report


def test_the_summary_follows_the_cover_on_one_page_and_its_heading_is_on_the_cover(built_in_two):
    pages = [page.extract_text() for page in pypdf.PdfReader(built_in_two.report.paths.pdf / REPORT).pages]
    assert "Most trees that are planted live" in pages[1]
    assert "Contents" in pages[2]
    assert "Contents" in pypdf.PdfReader(built_in_two.report.paths.pdf / ANNEX).pages[1].extract_text()


def test_the_cover_shows_the_figure_that_the_settings_name(built_in_two):
    cover = pypdf.PdfReader(built_in_two.report.paths.pdf / REPORT).pages[0]
    assert "Figure 1 More trees each year" in " ".join(cover.extract_text().split())
    links = [link.get_object() for link in cover["/Annots"]]
    assert [link["/Contents"].partition(" More")[0] for link in links if "/Dest" in link] == ["Figure 1"]
    annex = pypdf.PdfReader(built_in_two.report.paths.pdf / ANNEX).pages[0]
    assert "Figure" not in annex.extract_text()


def test_a_cover_with_a_figure_of_another_document_stops_the_build(tiny_executed):
    tiny = tiny_executed
    in_two_documents(tiny)
    config = tiny.paths.config.read_text(encoding="utf-8")
    tiny.paths.config.write_text(config.replace("cover_figure: trees-by-year", "cover_figure: trees-by-yeer"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        build(Report(tiny.paths.root), log=lambda line: None)
    (problem,) = raised.value.problems
    assert problem.code == "config.cover-figure" and "‘trees-by-yeer’" in problem.message
    assert "trees-by-year" in (problem.expected or "")


def test_the_report_ends_with_the_sources_that_it_cites_under_their_numbers(built_in_two, text):
    report = text(REPORT).partition("Sources")[2]
    numbers = json.loads((built_in_two.html / "ledger.json").read_text(encoding="utf-8"))["sources"]
    assert "Tree census 2025" in report
    cited = {name: entry["number"] for name, entry in numbers.items()}
    assert f"{cited['wardens-2025']}. " in report
    assert "How it was made" not in report and "Used in:" not in report
    assert "Used in:" not in text(ANNEX)
    addresses = [
        annotation.get_object()["/A"].get("/URI", "")
        for page in pypdf.PdfReader(built_in_two.report.paths.pdf / REPORT).pages
        for annotation in page.get("/Annots", ()) if "/A" in annotation.get_object()
    ]
    assert "https://trees.example.org/census-2025" in addresses and "census-2025" not in report


def test_what_is_on_the_web_only_stands_in_no_document(built_in_two, text):
    assert (built_in_two.html / "contribute.html").is_file()
    assert "How it was made" in (built_in_two.html / "sources.html").read_text(encoding="utf-8")
    for name in (REPORT, ANNEX):
        assert "How it was made" not in text(name)
        assert "Your name" not in text(name)


def test_a_link_into_the_other_document_names_it_and_leads_to_the_web_page(built_in_two, text):
    assert "the streets (evidence annex, ‘Streets differ’)" in text(REPORT)
    addresses = [
        annotation.get_object()["/A"]["/URI"]
        for page in pypdf.PdfReader(built_in_two.report.paths.pdf / REPORT).pages
        for annotation in page.get("/Annots", ())
        if "/URI" in annotation.get_object().get("/A", {})
    ]
    assert "https://trees.example.org/report/streets.html" in addresses


def test_both_are_offered_and_in_the_manifest(built_in_two):
    front = (built_in_two.html / "index.html").read_text(encoding="utf-8")
    manifest = json.loads((built_in_two.html / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    sums = (built_in_two.html / "downloads" / "SHA256SUMS").read_text(encoding="utf-8")
    for name in (REPORT, ANNEX):
        assert f'href="downloads/{name}"' in front
        assert f"downloads/{name}" in manifest
        assert name in sums
    assert front.index("-brief.pdf") < front.index(f"downloads/{ANNEX}")
    assert built_in_two.summary.counts[f"pages of {ANNEX}"] > 2


def test_other_forms_hold_the_first_document(built_in_two):
    from zipfile import ZipFile

    with ZipFile(built_in_two.report.paths.formats / "street-trees-of-larkwell.docx") as file:
        words = file.read("word/document.xml").decode()
    assert "Most trees live" in words
    assert "Trees by street" not in words


def test_the_brief_and_the_spreadsheet_are_those_of_the_same_report_in_one_document(built_in_two, built_tiny):
    """They take from all pages, whatever document a page stands in."""
    def told(built):
        formats = built.report.paths.formats
        brief = pypdf.PdfReader(formats / "street-trees-of-larkwell-brief.pdf")
        book = openpyxl.load_workbook(formats / "street-trees-of-larkwell-data.xlsx", read_only=True)
        sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
        conclusions = [row[:4] for row in sheets["Recommendations"] if row[0] in ("Conclusion", "Recommendation")]
        words = " ".join(" ".join(page.extract_text() for page in brief.pages).split())
        return words.partition("Where to read more")[0], list(sheets), conclusions

    two, one = told(built_in_two), told(built_tiny)
    for part_of_two, part_of_one in zip(two, one, strict=True):
        assert part_of_two == part_of_one
    assert all(statement for *_, statement in one[2]) and len(one[2]) > 1
    assert any(name.startswith("Figure") for name in one[1])


def test_too_many_pages_stop_the_build_and_keep_the_last_outputs(built_in_two, tmp_path):
    import shutil

    root = tmp_path / "tiny"
    shutil.copytree(built_in_two.report.paths.root, root)
    config = root / "_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("pages_at_most: 5", "pages_at_most: 2"), encoding="utf-8")
    before = (root / "_build" / "pdf" / REPORT).read_bytes()
    with pytest.raises(ProblemsFound) as raised:
        build(Report(root), log=lambda line: None)
    problem = next(p for p in raised.value.problems if p.code == "pdf.too-long")
    assert REPORT in problem.message and "may have 2" in problem.message
    assert (root / "_build" / "pdf" / REPORT).read_bytes() == before


def test_a_summary_that_runs_over_its_page_stops_the_build(tiny_executed):
    tiny = tiny_executed
    in_two_documents(tiny)
    page = tiny.paths.chapter("index")
    page.write_text(page.read_text(encoding="utf-8") + "\nTrees need water in their first summer.\n" * 60, encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        build(Report(tiny.paths.root), log=lambda line: None)
    assert "pdf.summary-too-long" in {p.code for p in raised.value.problems}


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("parts: [The evidence]", "parts: [The evidense]", "config.unknown-part", "‘The evidence’?"),
        ("file: street-trees-of-larkwell-evidence", "file: street-trees-of-larkwell", "config.documents", "own"),
        ("pages_at_most: 12", "pages_at_most: none", "config.value", ""),
        ("      description: ", "      descripton: ", "config.unknown-key", "description"),
    ],
)
def test_faults_of_the_setting(tiny, old, new, code, says):
    in_two_documents(tiny)
    config = tiny.paths.config
    text = config.read_text(encoding="utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")
    problem = next(p for p in check(Report(tiny.paths.root)) if p.code == code)
    assert problem.path == "_config.yml" and problem.line
    assert says in problem.expected + problem.action

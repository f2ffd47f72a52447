"""A count of a catalogue may stand in a chapter's text and nowhere that readers take it for a finding."""

from __future__ import annotations

import shutil

import pypdf
import pytest
from warm_builds import build

from coproduce.chapters.chapter import ChapterError, open_chapter
from coproduce.evidence.catalogue import counted_in, counts_catalogue
from coproduce.ground.problems import ProblemsFound
from coproduce.report import Report

VALUE = '''
```{code-cell} python3
chapter.value("streets-listed", len(streets), unit="count", rows=streets, label="Streets", calculation="Counted")
```

{value}`streets-listed` streets are described.
'''


@pytest.fixture
def catalogue(tiny) -> Report:
    """The tiny report whose streets are a catalogue, with a count of them in a chapter's text."""
    return with_catalogue(tiny)


@pytest.fixture(scope="module")
def built(tmp_path_factory, built_tiny) -> Report:
    """The report of :func:`catalogue`, built once. Tests must not change it."""
    root = tmp_path_factory.mktemp("catalogue") / "tiny"
    shutil.copytree(built_tiny.report.paths.root, root)
    report = with_catalogue(Report(root))
    build(report, log=lambda line: None)
    return report


@pytest.fixture
def built_copy(built, tmp_path) -> Report:
    """A copy of :func:`built`, which tests may change."""
    return Report(shutil.copytree(built.paths.root, tmp_path / "tiny"))


def with_catalogue(tiny: Report) -> Report:
    path = tiny.paths.package
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    path: streets.csv\n", "    path: streets.csv\n    catalogue: true\n"), encoding="utf-8")
    page = tiny.paths.chapter("streets")
    page.write_text(page.read_text(encoding="utf-8") + VALUE, encoding="utf-8")
    return Report(tiny.paths.root)


def add(report: Report, page: str, text: str) -> int:
    """Append to a page; the line on which the addition begins."""
    path = report.paths.chapter(page)
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n"
    path.write_text(f"{before}{text}\n", encoding="utf-8")
    return before.count("\n") + 1


def test_a_count_of_a_catalogue_is_marked_and_what_a_row_holds_is_not(catalogue, monkeypatch):
    monkeypatch.setenv("COPRODUCE_REPORT", str(catalogue.paths.root))
    chapter = open_chapter("streets")
    streets, counts = chapter.table("streets"), chapter.table("counts")
    words = {"label": "It", "calculation": "Counted"}
    east = streets[streets["ward"] == "East"]
    assert chapter.value("a", len(east), unit="count", rows=east, **words).catalogue
    assert chapter.value("b", 100 * len(east) / len(streets), unit="percent", rows=streets, **words).catalogue
    assert chapter.value("c", len(east), unit="count", rows=[east, counts[["street"]]], **words).catalogue
    assert not chapter.value("d", len(counts), unit="count", rows=counts[["street"]], **words).catalogue
    assert chapter.value("e", 5, unit="number", rows=counts[["street"]], catalogue=True, **words).catalogue


def test_a_published_figure_in_a_row_of_a_catalogue_is_no_count(tiny):
    text = tiny.paths.package.read_text(encoding="utf-8")
    tiny.paths.package.write_text(text.replace("path: counts.csv\n", "path: counts.csv\n    catalogue: true\n"), encoding="utf-8")
    data = Report(tiny.paths.root).data
    assert not counts_catalogue(47, "count", ["counts:4"], data)
    assert not counts_catalogue(47_000_000, "count", ["counts:4"], data), "in millions"
    assert counts_catalogue(1, "count", ["counts:4"], data)
    assert counts_catalogue(3, "count", ["counts:4", "counts:7", "counts:10"], data)
    assert not counts_catalogue("47 trees", "text", ["counts:4"], data)
    assert not counts_catalogue(2.5, "months", ["counts:4"], data)


@pytest.mark.parametrize(
    ("headline", "counted"),
    [("Two streets lie in the East", "Two"), ("Of 36 streets few are wet", "36"), ("Few streets are wet in 2025", ""),
     ("47 trees stand in Mill Lane", ""), ("Streets differ", "")],
)
def test_a_number_in_a_headline_that_no_row_holds_is_a_count(tiny, headline, counted):
    text = tiny.paths.package.read_text(encoding="utf-8")
    tiny.paths.package.write_text(text.replace("path: counts.csv\n", "path: counts.csv\n    catalogue: true\n"), encoding="utf-8")
    assert counted_in(headline, ["counts:4"], Report(tiny.paths.root).data) == counted


def test_a_figure_whose_headline_counts_a_catalogue_is_refused(catalogue, monkeypatch):
    import altair as alt

    monkeypatch.setenv("COPRODUCE_REPORT", str(catalogue.paths.root))
    chapter = open_chapter("streets")
    streets = chapter.table("streets")
    chart = alt.Chart(streets).mark_bar().encode(x=alt.X("ward:N", title="Ward"), y=alt.Y("count():Q", title="Streets"))
    with pytest.raises(ChapterError, match="headline of the figure ‘wards’ says ‘Two’"):
        chapter.figure("wards", chart, headline="Two streets lie in the East", subtitle="Streets", alt="Two bars.", rows=streets)


@pytest.mark.slow
def test_in_a_chapters_text_it_may_stand_without_marks_of_sources(built):
    pages = pypdf.PdfReader(built.paths.pdf / "street-trees-of-larkwell.pdf").pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "3 streets are described." in text, "no source says how many this report gathered"


@pytest.mark.slow
def test_elsewhere_it_is_refused_with_page_line_and_value(built_copy):
    lines = {
        "part of the summary": add(built_copy, "index", "There are {value}`streets-listed` streets."),
        "a key finding": add(built_copy, "survival", ":::{key-finding} A finding\nOf {value}`streets-listed` streets.\n:::"),
        "part of the recommendation ‘count-again’": add(
            built_copy, "streets", ":::{recommendation} count-again\n:title: Count again\n\nAll {value}`streets-listed`.\n:::"),
        "evidence of the conclusion ‘all-listed’": add(
            built_copy, "survival", ":::{conclusion} all-listed\n:title: All listed\n:values: streets-listed\n\nYes.\n:::"),
    }
    brief = built_copy.paths.book / "brief.yml"
    brief.write_text(brief.read_text(encoding="utf-8").replace("value: east-share", "value: streets-listed"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        build(Report(built_copy.paths.root), log=lambda line: None)
    found = [p for p in raised.value.problems if p.code == "coproduce.catalogue-count"]
    assert len(found) == len(lines)
    for place, line in lines.items():
        problem = next(p for p in found if f"stands as {place}" in p.message)
        assert "‘streets-listed’ (3)" in problem.message
        assert line <= problem.line <= line + 3
    assert {p.path for p in found} == {"book/index.md", "book/survival.md", "book/streets.md"}


@pytest.mark.slow
def test_the_brief_does_not_take_it(built_copy):
    brief = built_copy.paths.book / "brief.yml"
    brief.write_text(brief.read_text(encoding="utf-8").replace("value: east-share", "value: streets-listed"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        build(built_copy, log=lambda line: None)
    (problem,) = raised.value.problems
    assert (problem.path, problem.code) == ("book/brief.yml", "brief.catalogue-count")
    assert problem.line

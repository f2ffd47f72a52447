"""Numbers in large type, doors, the list of recommendations and the downloads, in every form."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup
from report_parts import in_two_documents, keep_chapters
from warm_builds import build, execute

from coproduce.ground.problems import ProblemsFound
from coproduce.publish.html import build_html
from coproduce.report import Report

TINY = Path(__file__).parents[1] / "tiny"
FRONT = """
## Two numbers

:::{key-numbers}
- {value}`trees-latest` — Street trees were counted in 2025.
- {value}`survival` — Of the planted trees lived, and {value}`east-share` stood in the East.
:::

## What to do

:::{recommendations-list}
:::

:::{recommendations-list}
:by: owner
:::

## Doors

:::{doors}
- [Wardens](survival.md) — What was planted and what lives.
- [Council](streets.md) — What to water.
:::

## Files

:::{downloads}
:::
"""


@pytest.fixture(scope="module")
def front(tmp_path_factory, built_tiny) -> tuple[Report, BeautifulSoup]:
    root = tmp_path_factory.mktemp("front") / "tiny"
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"))
    keep_chapters(built_tiny, root)
    report = Report(root)
    in_two_documents(report)
    page = report.paths.chapter("index")
    page.write_text(page.read_text(encoding="utf-8") + FRONT, encoding="utf-8")
    page = report.paths.chapter("streets")
    page.write_text(page.read_text(encoding="utf-8").replace(
        ":owner: Parish council\n", ":owner: Parish council, with the wardens\n:timing: by June 2026\n"), encoding="utf-8")
    report = Report(root)
    build(report, log=lambda line: None)
    return report, BeautifulSoup((report.paths.html / "index.html").read_text(encoding="utf-8"), "html.parser")


def test_each_number_is_an_item_of_a_list_with_its_sentence(front):
    items = front[1].select(".key-numbers > ul > li")
    assert [item.select_one(".key-numbers-head .value-text").get_text() for item in items] == ["1,188", "88% to 94%"]
    assert items[0].find_all("p")[-1].get_text() == "Street trees were counted in 2025."
    assert items[1].find_all("p")[-1].get_text().startswith("Of the planted trees lived, and ")
    assert items[0].select_one("button")["aria-label"]


def test_doors_are_a_list_of_links(front):
    items = front[1].select(".doors > ul > li")
    assert [(item.a["href"], item.find_all("p")[-1].get_text()) for item in items] == [
        ("survival.html", "What was planted and what lives."), ("streets.html", "What to water.")]


def test_recommendations_are_listed_with_lead_and_date(front):
    plain, by = front[1].select("ul.recommendations-list")
    assert plain.a["href"] == "streets.html#conclusion-water-first-summer"
    text = " ".join(plain.get_text(" ").split())
    assert "Recommendation 1 Water every new tree in its first summer" in text
    assert "Parish council, with the wardens" in text and "by June 2026" in text
    assert by.find_parent("dl").dt.get_text() == "Parish council"
    assert by.find_parent("table") is None


def test_downloads_stand_once_the_brief_first_with_format_pages_and_size(front):
    report, page = front
    listed = page.select("dl.downloads-list")
    assert len(listed) == 1 and not page.select(".offers")
    names = [dt.a["href"] for dt in listed[0].select("dt")]
    assert names[0] == "downloads/street-trees-of-larkwell-brief.pdf"
    facts = {dt.a["href"]: dd.select_one(".file-facts").get_text() for dt, dd in
             zip(listed[0].select("dt"), listed[0].select("dd"), strict=True)}
    assert facts[names[0]].startswith("PDF, 2 pages, ")
    for document in report.settings.printed:
        path = f"downloads/{document.file}.pdf"
        assert f"PDF, {len(pypdf.PdfReader(report.paths.html / path).pages)} pages, " in facts[path]
    assert facts["downloads/street-trees-of-larkwell.docx"].startswith("DOCX, ")
    assert facts["ledger.csv"].startswith("CSV, ")
    for file in report.paths.html.glob("*.html"):
        assert "<!--file:" not in file.read_text(encoding="utf-8")


def test_on_paper_numbers_stand_beside_their_sentences_and_doors_and_files_do_not(front):
    report, _ = front
    text = " ".join(pypdf.PdfReader(report.paths.pdf / "street-trees-of-larkwell.pdf").pages[1].extract_text().split())
    assert text.index("1,188 Street trees were counted in 2025.") < text.index("88% to 94% Of the planted trees lived")
    assert "[1],[1]" not in text and "[1][1]" not in text
    assert "Counting is done on foot in June" in text
    assert "Doors" not in text and "Files" not in text and "What to water" not in text
    with zipfile.ZipFile(report.paths.formats / "street-trees-of-larkwell.docx") as file:
        words = file.read("word/document.xml").decode()
    assert "Street trees were counted in 2025." in words and "What to water" not in words


def test_items_that_are_no_pairs_are_named_with_their_lines(tiny_executed):
    tiny = tiny_executed
    faults = {
        "does not begin with a value": ("index", ":::{key-numbers}\n- Many trees — It says.\n:::"),
        "does not begin with a link": ("index", ":::{doors}\n- Wardens — It says.\n:::"),
        "something else than one list": ("index", ":::{key-numbers}\nNo list.\n:::"),
    }
    lines = {}
    for says, (name, directive) in faults.items():
        page = tiny.paths.chapter(name)
        text = page.read_text(encoding="utf-8")
        lines[says] = text.count("\n") + 2
        page.write_text(f"{text}\n{directive}\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        build_html(tiny, execute(tiny, log=lambda line: None), tiny.paths.work / "html", log=lambda line: None)
    assert len(raised.value.problems) == len(faults)
    for says, line in lines.items():
        (problem,) = [p for p in raised.value.problems if says in p.message]
        assert line <= problem.line <= line + 2

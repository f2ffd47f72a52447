"""Hostile contributions stay text: in the page, in the PDF, in the download. What a browser makes of them: tests/browser."""

from __future__ import annotations

import csv
import re
import unicodedata
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from hostile_report import faults, write
from hostile_texts import ALL, FORMULAS, PWNED, UNSEEN

from coproduce.contributions.files import Contributions
from coproduce.report import Report

pytestmark = pytest.mark.slow

REFUSED_BODIES = re.compile(r"raw HTML|a directive|a role|a substitution|a target|a link to|an image|a heading|a rule"
                            r"|a code block|cannot be seen|makes it code")


@pytest.mark.parametrize("text", ALL, ids=range(len(ALL)))
def test_as_a_title_it_is_taken_for_text_or_refused_in_words(tiny, text):
    write(tiny, "hostile", text, "Plain.")
    found = faults(tiny, "hostile")
    if text in UNSEEN:
        assert found and all(p.message and p.expected and p.action for p in found)
    else:
        assert found == []
        assert Contributions.read(tiny.paths)["hostile"].title == " ".join(text.split())


@pytest.mark.parametrize("text", ALL, ids=range(len(ALL)))
def test_as_a_body_it_is_taken_for_text_or_refused_with_line_and_reason(tiny, text):
    write(tiny, "hostile", "Plain", f"Before.\n\n{text}\n\nAfter.")
    for problem in faults(tiny, "hostile"):
        assert REFUSED_BODIES.search(problem.message), problem.message
        assert problem.line and problem.expected and problem.action


def test_most_of_what_acts_is_refused_in_a_body(tiny):
    refused = 0
    for number, text in enumerate(ALL):
        write(tiny, f"hostile-{number}", "Plain", text)
        refused += bool(faults(tiny, f"hostile-{number}"))
    assert refused >= 40


@pytest.fixture(scope="session")
def hostile(hostile_report):
    built, titles, bodies = hostile_report
    return built.report, titles, bodies


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def pages(report: Report):
    for file in sorted(report.paths.html.rglob("*.html")):
        yield file, BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def test_enough_was_built_to_prove_anything(hostile):
    _, titles, bodies = hostile
    assert len(titles) >= 75 and len(bodies) >= 30


def test_every_title_shows_as_typed(hostile):
    report, titles, _ = hostile
    soup = BeautifulSoup((report.paths.html / "contributions.html").read_text(encoding="utf-8"), "html.parser")
    for id, text in titles.items():
        section = soup.find(id=f"contribution-{id}")
        heading = section.find(re.compile("^h[1-6]$"))
        for link in heading.find_all("a", class_="headerlink"):
            link.decompose()
        assert plain(heading.get_text()) == plain(text), id
        assert plain(text) in plain(section.get_text()), id


def test_no_page_holds_an_element_or_attribute_of_theirs(hostile):
    report, _, _ = hostile
    for file, soup in pages(report):
        for script in soup.find_all("script"):
            assert PWNED not in script.get_text() and "alert(1)" not in script.get_text(), file.name
        for element in soup.find_all(True):
            assert element.name not in ("iframe", "object", "embed", "base", "form", "plaintext", "textarea") or (
                element.name in ("form", "textarea") and "evil" not in str(element)
                and (element.name == "form" or element.find_parent("form", id="contribution-form"))
            ), (file.name, element.name)
            for name, value in element.attrs.items():
                value = " ".join(value) if isinstance(value, list) else str(value)
                assert not name.startswith("on"), (file.name, name)
                if name in ("href", "src", "action", "data", "srcset", "poster"):
                    assert urlsplit(value.strip()).scheme.lower() in ("", "http", "https", "mailto", "data"), value
                    assert name != "href" or urlsplit(value).scheme != "data"
                    assert "evil.example" not in value or element.name == "a", (file.name, str(element)[:200])


def test_entries_hold_only_elements_of_plain_text(hostile):
    report, titles, _ = hostile
    allowed = set("section div p h2 h3 h4 h5 a span em strong ul ol li blockquote code br".split())
    soup = BeautifulSoup((report.paths.html / "contributions.html").read_text(encoding="utf-8"), "html.parser")
    for id in titles:
        found = {element.name for element in soup.find(id=f"contribution-{id}").find_all(True)}
        assert found <= allowed, (id, found - allowed)


def test_pages_are_whole(hostile):
    report, _, _ = hostile
    for file, soup in pages(report):
        text = file.read_text(encoding="utf-8")
        assert text.count("</html>") == 1 and text.rstrip().endswith("</html>"), file.name
        assert soup.find("main") or soup.find("article"), file.name


def test_the_download_holds_no_formula(hostile):
    report, titles, _ = hostile
    file = next(report.paths.html.rglob("said.csv"))
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    for formula in FORMULAS:
        assert f"'{formula}" in cells
    assert len(rows) > len(titles)


def test_no_other_download_holds_a_formula(hostile):
    report, _, _ = hostile
    for file in report.paths.html.rglob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as opened:
            for row in csv.reader(opened):
                assert not [c for c in row if c.startswith(("=", "@", "+1-1", "-2+3"))], file.name


def test_the_pdf_is_whole_and_shows_them_as_typed(hostile):
    from pypdf import PdfReader

    report, titles, _ = hostile
    reader = PdfReader(report.paths.pdf / f"{report.settings.pdf_name}.pdf")
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for id, title in titles.items():
        # Without what an extraction orders or composes in its own way.
        if title.isascii():
            assert "".join(title.split()) in text, (id, title)
    actions = [str(page.get("/AA", "")) for page in reader.pages] + [str(reader.trailer["/Root"].get("/OpenAction", ""))]
    assert not any("JavaScript" in action for action in actions)
    assert "evil.example" not in "".join(str(a) for a in addresses(reader)) or all(
        urlsplit(a).scheme in ("http", "https", "mailto") for a in addresses(reader)
    )


def addresses(reader) -> list[str]:
    return [
        str(annotation.get_object()["/A"]["/URI"])
        for page in reader.pages for annotation in page.get("/Annots", [])
        if "/URI" in annotation.get_object().get("/A", {})
    ]


def test_what_was_withdrawn_is_counted_and_not_shown(hostile):
    report, _, _ = hostile
    page = (report.paths.html / "contributions.html").read_text(encoding="utf-8")
    assert "One contribution was withdrawn, and is no longer shown." in page
    for file in report.paths.html.rglob("*"):
        if file.is_file():
            assert b"Trees in gardens are trees too" not in file.read_bytes(), file.name


def test_nothing_of_the_machine_was_read(hostile):
    report, _, _ = hostile
    for file in report.paths.html.rglob("*"):
        if file.is_file():
            assert b"root:x:0" not in file.read_bytes(), file.name


def test_letters_of_all_scripts_survive(hostile):
    report, titles, _ = hostile
    text = unicodedata.normalize("NFC", (report.paths.html / "contributions.html").read_text(encoding="utf-8"))
    for title in titles.values():
        if not title.isascii():
            assert unicodedata.normalize("NFC", title) in text

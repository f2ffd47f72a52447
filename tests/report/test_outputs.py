"""The built report itself: what readers open, and whether it can be trusted."""

from __future__ import annotations

import json
import random
import re
from urllib.parse import urldefrag

import page as pdf_checker
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

pytestmark = pytest.mark.xdist_group("report")


@pytest.fixture(scope="module")
def pages(built_report):
    return {p.name: BeautifulSoup(p.read_text(encoding="utf-8"), "lxml") for p in sorted(built_report.html.glob("*.html"))}


@pytest.fixture(scope="module")
def pdf(built_report):
    return PdfReader(built_report.pdf)


@pytest.fixture(scope="module")
def documents(built_report):
    """Every PDF of the report: the report itself and its annex."""
    settings = built_report.report.settings
    return [PdfReader(built_report.report.paths.pdf / f"{document.file}.pdf") for document in settings.documents]


@pytest.fixture(scope="module")
def pdf_text(pdf):
    return " ".join(" ".join(p.extract_text().split()) for p in pdf.pages)


@pytest.fixture(scope="module")
def ledger(built_report):
    return json.loads((built_report.html / "ledger.json").read_text(encoding="utf-8"))


def test_the_front_page_is_the_summary_itself(pages):
    front = pages["index.html"]
    assert not front.select("meta[http-equiv=refresh]")
    text = " ".join(front.find("article").get_text().split())
    assert "participants have sent 0" in text


def test_every_internal_link_and_anchor_resolves(built_report, pages):
    ids = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    dead = []
    for name, page in pages.items():
        for link in page.find_all("a", href=True):
            target, anchor = urldefrag(link["href"])
            # Without scripts the page for lost readers offers the folders above an address that nobody knows yet.
            if re.match(r"[a-z]+:", target) or (name == "404.html" and re.fullmatch(r"\./|(\.\./)+", target)):
                continue
            # The page for lost readers is shown at any depth: its links begin at the root.
            file = (target.removeprefix("/") if name == "404.html" else target) or name
            if not (built_report.html / file).is_file() or (
                anchor and file in pages and anchor not in ids[file]):
                dead.append((name, link["href"]))
    assert dead == []


def test_no_sentence_of_the_list_of_numbers_ends_twice(pages):
    cells = [cell.get_text() for cell in pages["ledger.html"].select("table.ledger td")]
    assert len(cells) > 500 and [cell for cell in cells if ".. " in cell] == []


def test_every_figure_has_its_parts(pages, ledger):
    figures = [f for page in pages.values() for f in page.select("figure.report-figure")]
    assert len(figures) == len(ledger["figures"]) >= 8
    for figure in figures:
        assert figure.select_one("p.caption, .headline").get_text(strip=True)
        assert figure.select_one(".subtitle").get_text(strip=True)
        drawing = figure.select_one("[role=img]")
        assert len(drawing["aria-label"]) > 40
        assert drawing.find("svg")
        assert "Source" in figure.select_one(".source-line").get_text()
        assert figure.select("a[download], .downloads a")
        assert figure.find("table").find("th", scope="col")


def test_nothing_comes_from_a_third_party(built_report, pages):
    loaded = [
        (name, tag[key]) for name, page in pages.items()
        for kind, key in (("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"))
        for tag in page.find_all(kind)
        if re.match(r"(https?:)?//", tag.get(key) or "") and "canonical" not in tag.get("rel", ())
    ]
    styles = [
        (css.name, url) for css in built_report.html.rglob("*.css")
        for url in re.findall(r"url\([\"']?((?:https?:)?//[^)\"']+)", css.read_text(encoding="utf-8"))
    ]
    assert loaded + styles == []


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
def test_each_pdf_conforms_in_the_eyes_of_an_independent_checker(built_report, profile):
    files = sorted(built_report.report.paths.pdf.glob("*.pdf"))
    assert len(files) == 2
    for file in files:
        checked = pdf_checker.validate_pdf(str(file), profile=getattr(pdf_checker.ValidationProfile, profile))
        assert [(f.rule_id, f.message) for f in checked.failures] == [], file.name
        assert checked.is_compliant


def test_the_report_is_short(documents):
    report, annex = documents
    assert len(report.pages) <= 24
    assert len(annex.pages) <= 91


def test_pdf_says_what_it_is(built_report, pdf):
    settings = built_report.report.settings
    assert settings.title in pdf.metadata.title
    assert pdf.metadata.author
    assert pdf.metadata["/Keywords"]
    assert pdf.trailer["/Root"]["/Lang"].lower() == "en-gb"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_pdf_has_a_bookmark_for_every_chapter(built_report, pages, documents):
    titles = {entry.title for pdf in documents for entry in pdf.outline if not isinstance(entry, list)}
    chapters = {f"{name}.html" for name in built_report.report.toc.chapters}
    on_the_web_only = {name for name in chapters if "web-only: true" in
                       (built_report.report.paths.book / name).with_suffix(".md").read_text(encoding="utf-8")}
    assert on_the_web_only == {"accessibility.html", "contribute.html", "ledger.html", "see-it-done-assumptions.html", "sources.html"}
    for name, page in pages.items():
        if name in chapters - on_the_web_only:
            # On the front page the first heading is the report's title, on the cover.
            heading = page.article.find(["h1", "h2"]).get_text().rstrip("#¶ ").strip()
            assert any(heading in title for title in titles), heading


def test_a_pdf_has_every_figure_with_its_alternative_text(documents, ledger):
    alternatives = set()

    def walk(node):
        node = node.get_object()
        if isinstance(node, dict):
            if node.get("/S") == "/Figure" and "/Alt" in node:
                alternatives.add(" ".join(str(node["/Alt"]).split()))
            kids = node.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                if hasattr(kid, "get_object") and not isinstance(kid.get_object(), int):
                    walk(kid)

    for pdf in documents:
        walk(pdf.trailer["/Root"]["/StructTreeRoot"])
    missing = [f["name"] for f in ledger["figures"] if " ".join(f["alt"].split()) not in alternatives]
    assert missing == []


def test_pdf_carries_the_data_package(built_report, pdf):
    attached = set(pdf.attachments)
    for name in built_report.report.data.resources:
        assert any(f.endswith(f"{name}.csv") for f in attached), name
    assert any(f.endswith("datapackage.yaml") for f in attached)


def test_pdf_embeds_all_its_fonts(pdf):
    fonts = {}
    for page in pdf.pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            font = font.get_object()
            inner = font.get("/DescendantFonts", [font])[0].get_object()
            fonts[font["/BaseFont"]] = inner.get("/FontDescriptor", {})
    assert fonts
    for name, descriptor in fonts.items():
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), name


def test_any_ten_numbers_of_the_pdf_reach_a_row_with_source_and_locator(built_report, ledger, pdf_text):
    shown = [v for v in ledger["values"] if v["chapters"] and v["text"] in pdf_text]
    assert len(shown) > 50
    package = built_report.report.data
    for value in random.Random(20260223).sample(shown, 10):
        assert value["rows"], value["name"]
        for row in value["rows"]:
            if row["resource"] == "contributions":
                assert row["id"] in built_report.report.contributions
                continue
            lines = (built_report.report.paths.data / f"{row['resource']}.csv").read_text(encoding="utf-8").splitlines()
            assert row["source"] in lines[row["line"] - 1]
            assert row["locator"]
            assert package.sources()[row["source"]].url == row["url"]


def test_every_contribution_is_accounted_for(built_report, ledger):
    assert {c["id"] for c in ledger["contributions"]} == set(built_report.report.contributions)
    assert all(c["status"] in ("used", "noted", "out-of-scope") for c in ledger["contributions"])


def test_no_participant_is_invented(built_report):
    kinds = {c.kind for c in built_report.report.contributions.values()}
    assert kinds == {"published-statement"}

"""Old addresses lead on, by script to the place and without one to the page."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from warm_builds import execute

from coproduce.ground.problems import ProblemsFound
from coproduce.publish.html import build_html
from coproduce.report import Report


def with_formerly(tiny, **pages: str) -> Report:
    for name, entries in pages.items():
        path = tiny.paths.chapter(name)
        text = path.read_text(encoding="utf-8")
        if text.startswith("---"):
            text = text.replace("coproduce:\n", f"coproduce:\n  formerly: {entries}\n", 1)
        else:
            text = f"---\ncoproduce:\n  formerly: {entries}\n---\n\n{text}"
        path.write_text(text, encoding="utf-8")
    return Report(tiny.paths.root)


def made(report: Report, folder):
    build_html(report, execute(report, log=lambda line: None), folder / "html", log=lambda line: None)
    return folder / "html"


def test_old_addresses_lead_on(tiny_executed, tmp_path):
    report = with_formerly(
        tiny_executed, streets="[old-streets, gone#every-street, index#wards]", survival="[gone#elsewhere]")
    html = made(report, tmp_path)
    page = BeautifulSoup((html / "old-streets.html").read_text(encoding="utf-8"), "html.parser")
    assert page.select_one('meta[http-equiv="refresh"]')["content"] == "0; url=streets.html"
    assert page.select_one("main a")["href"] == "streets.html"
    assert page.script["data-page"] == "streets.html" and (html / page.script["src"]).is_file()
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    gone = BeautifulSoup((html / "gone.html").read_text(encoding="utf-8"), "html.parser")
    assert json.loads(gone.script["data-forwards"]) == {
        "every-street": "streets.html#every-street", "elsewhere": "survival.html"}
    index = BeautifulSoup((html / "index.html").read_text(encoding="utf-8"), "html.parser")
    script = index.select_one("script[data-forwards]")
    assert json.loads(script["data-forwards"]) == {"wards": "streets.html"}
    assert "data-page" not in script.attrs
    for listing in ("sitemap.xml", "index.html"):
        assert "old-streets" not in (html / listing).read_text(encoding="utf-8")
    assert not [p for p in html.rglob("*.js") if "old-streets" in p.read_text(encoding="utf-8")]


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ({"streets": "[old]", "survival": "[old]"}, "‘old’ is claimed by"),
        ({"streets": "[survival]"}, "‘survival’ is still there"),
        ({"survival": "[streets#every-street]"}, "‘streets#every-street’ is still there"),
    ],
)
def test_an_address_has_one_claim_and_is_gone(tiny_executed, tmp_path, pages, says):
    with pytest.raises(ProblemsFound) as raised:
        made(with_formerly(tiny_executed, **pages), tmp_path)
    (problem,) = raised.value.problems
    assert says in problem.message and problem.line and problem.path.startswith("book/")


def test_what_is_no_address_is_a_problem(tiny):
    from coproduce.check import check

    problems = check(with_formerly(tiny, streets='["https://x.example/y", "a b"]'))
    assert [p.code for p in problems] == ["front-matter.value"] * 2

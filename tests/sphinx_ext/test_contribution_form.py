"""The directive: a form on the page, its questions without script and on paper."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from warm_builds import build

from coproduce.ground.problems import ProblemsFound
from coproduce.report import Report

SCRIPTS = ["personal-data.js", "contribute.js"]


def loaded(page) -> list[str]:
    return [script["src"].partition("?")[0].removeprefix("_static/") for script in page.select("script[src]")]


def test_the_page_holds_one_form_and_its_scripts_and_no_other_page_does(built):
    page = built.page("contribute")
    assert len(page.select("form#contribution-form")) == 1
    assert [name for name in loaded(page) if name in SCRIPTS] == SCRIPTS
    assert all(script.has_attr("defer") for script in page.select("script[src]") if "contribute" in script["src"])
    for other in ("index", "contributions"):
        assert not set(SCRIPTS) & set(loaded(built.page(other)))
        assert not built.page(other).select("form#contribution-form")
    assert all((built.book.folder / "_static" / name).is_file() for name in SCRIPTS)


def test_without_script_the_questions_are_a_list(built):
    listed = built.article("contribute").select_one("noscript dl.contribution-questions")
    terms = [term.get_text() for term in listed.select("dt")]
    assert terms[1] == "2. Your point in one sentence (needs an answer)" and len(terms) == 14
    assert "Parish council" in listed.get_text() and "I agree that what I wrote" in listed.get_text()
    assert "I do not agree" not in listed.get_text()


def test_where_to_send_it_is_said_with_script_and_without(built):
    links = built.article("contribute").select(".contribution-sending a[href*=errors], noscript a[href*=errors]")
    assert [link["href"] for link in links] == ["https://trees.example.org/errors/"] * 2
    assert "is missing" not in built.article("contribute").get_text()


def test_on_paper_the_questions_are_a_list_and_there_is_no_form(built_tiny):
    from pypdf import PdfReader

    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(built_tiny.pdf).pages)
    assert "Your point in one sentence (needs an answer)" in text and "At most 120 characters." in text
    assert "Check what I wrote" not in text


def test_a_report_without_a_form_is_told_what_to_write(tiny_executed):
    tiny = tiny_executed
    (tiny.paths.contributions / "form.yml").unlink()
    with pytest.raises(ProblemsFound) as found:
        build(tiny, log=lambda line: None)
    (problem,) = found.value.problems
    assert problem.path == "book/contribute.md" and problem.line == 3
    assert problem.code == "coproduce.contribution-form" and "form.yml" in problem.action + problem.message


def test_without_an_address_page_and_build_name_the_setting_that_is_missing(tiny_executed):
    tiny = tiny_executed
    config = tiny.paths.config.read_text(encoding="utf-8")
    tiny.paths.config.write_text(re.sub(r"\n  contact: .*", "", config), encoding="utf-8")
    said: list[str] = []
    build(Report(tiny.paths.root), log=said.append)
    assert any(line.startswith("‘contact’ is not set") for line in said)
    page = BeautifulSoup((tiny.paths.html / "contribute.html").read_text(encoding="utf-8"), "html.parser")
    for where in (".contribution-sending", "noscript"):
        assert "its setting contact is missing" in page.select_one(where).get_text()


def test_a_new_question_is_on_the_page_after_the_next_build(tiny_executed):
    tiny = tiny_executed
    build(tiny, log=lambda line: None)
    form = tiny.paths.contributions / "form.yml"
    form.write_text(form.read_text(encoding="utf-8").replace("Your point in one sentence", "In one sentence?"), encoding="utf-8")
    build(tiny, log=lambda line: None)
    page = (tiny.paths.html / "contribute.html").read_text(encoding="utf-8")
    assert "In one sentence?" in page and "Your point in one sentence" not in page

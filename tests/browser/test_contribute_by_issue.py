"""The page to contribute on, for a report whose repository is on GitHub: it opens the issue form."""

from __future__ import annotations

import shutil
from urllib.parse import parse_qs, urlsplit

import pytest
from contribution_page import ANSWERS, LAZY, TESTS, check, fill
from visit import visitor

from coproduce.intake.form_file import form_and_vocabulary
from coproduce.intake.web_form import form_html
from coproduce.report import Report


@pytest.fixture
def on_github(browser, tmp_path):
    """The form of a report whose repository is on GitHub, on a page of its own."""
    form, vocabulary = form_and_vocabulary(Report(TESTS / "tiny").paths)
    for name in ("personal-data.js", "contribute.js"):
        shutil.copy(LAZY / name, tmp_path)
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><html lang=en><meta charset=utf-8><title>t</title>"
        + form_html(form, vocabulary, "Trees", "https://github.com/larkwell/trees")
        + "<script src=personal-data.js></script><script src=contribute.js></script>", encoding="utf-8",
    )
    with visitor(browser) as (opened, _):
        opened.goto(page.as_uri())
        yield opened


def test_the_issue_form_is_opened_with_what_was_typed(on_github):
    fill(on_github)
    check(on_github)
    link = on_github.get_by_role("link", name="Open the filled issue form")
    address = urlsplit(link.get_attribute("href"))
    assert address._replace(query="").geturl() == "https://github.com/larkwell/trees/issues/new"
    assert link.get_attribute("rel") == "noopener noreferrer"
    query = parse_qs(address.query)
    assert query.pop("template") == ["contribution.yml"]
    assert query == {
        "answer-title": [ANSWERS["title"]], "answer-body": [ANSWERS["body"]], "answer-asks": [ANSWERS["asks"]],
        "answer-organisations": [ANSWERS["organisations"]],
    }
    again = on_github.locator(".again li").all_inner_texts()
    assert "What is it about? – Watering" in again and "May we publish it? – I agree" in again
    assert on_github.get_by_text("An issue is public at once, with the name of your account").is_visible()


def test_what_is_too_long_for_an_address_is_to_be_saved(on_github):
    fill(on_github, ANSWERS | {"body": "Müde. " * 900})
    check(on_github)
    assert not on_github.get_by_role("link", name="Open the filled issue form").is_visible()
    assert on_github.get_by_text("too long to be handed over").is_visible()


def test_no_issue_while_the_check_thinks_of_personal_data(on_github):
    fill(on_github, ANSWERS | {"body": "Ring 07700 900123"})
    check(on_github)
    on_github.get_by_label("The check is wrong").check()
    check(on_github)
    assert on_github.get_by_role("button", name="Save a file").is_visible()
    assert not on_github.get_by_role("link", name="Open the filled issue form").is_visible()
    assert on_github.locator("[data-way=issue]").get_attribute("href") is None
    assert on_github.get_by_text("Not offered while").is_visible()

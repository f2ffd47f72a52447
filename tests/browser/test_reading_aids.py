"""What helps who reads a chapter: terms, time, figures to take along, errors to report."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from site_server import served
from visit import TELEPHONE, axe_violations, until, visitor

from coproduce.publish.forge import error_address


@pytest.fixture(scope="module")
def readers_site(built_for_readers):
    with served(built_for_readers.html) as address:
        yield address


@pytest.fixture
def telephone(browser, readers_site):
    with visitor(browser, readers_site, **TELEPHONE) as (page, complaints):
        yield page
        assert complaints.found == []


def test_a_term_opens_its_meaning_in_place(telephone, readers_site):
    telephone.goto(f"{readers_site}/index.html")
    mark = telephone.locator("article .term-mark").first
    link, card = mark.locator("a").first, mark.locator(".value-card")
    assert link.get_attribute("aria-label") == "warden: what it means"
    link.tap()
    card.filter(visible=True).wait_for()
    assert card.inner_text().replace("\n", " ").endswith("warden: A volunteer who counts trees. In the glossary")
    assert card.get_by_role("link", name="In the glossary").get_attribute("href").endswith("/glossary.html#term-warden")
    assert axe_violations(telephone, ".term-mark") == []
    card.get_by_role("button", name="Close").tap()
    assert not card.is_visible()
    link.focus()
    telephone.keyboard.press("Enter")
    until(telephone, "() => document.querySelector('.term-mark > :popover-open')")
    telephone.keyboard.press("Escape")
    assert not card.is_visible() and telephone.url.endswith("/index.html")


def test_without_script_a_term_leads_to_the_glossary(browser, tiny_site):
    with visitor(browser, tiny_site, java_script_enabled=False) as (page, _):
        page.goto(f"{tiny_site}/index.html")
        page.locator("article a.term").first.click()
        page.wait_for_url("**/glossary.html#term-warden")


def test_a_chapter_says_for_whom_it_is_and_how_long_it_takes(telephone, readers_site):
    telephone.goto(f"{readers_site}/survival.html")
    assert telephone.locator("h1 + .chapter-head").inner_text() == "For residents & parish councillors · about 1 minute to read"
    for looked_up in ("sources", "glossary", "streets"):
        telephone.goto(f"{readers_site}/{looked_up}.html")
        assert telephone.locator(".chapter-head").count() == 0


def test_who_agreed_is_quoted_and_a_published_statement_is_not(telephone, readers_site):
    telephone.goto(f"{readers_site}/index.html")
    assert [quote.inner_text().split("\n\n") for quote in telephone.locator("blockquote.voice").all()] == [
        ["“The count leaves them out.”", "Anonymous: The census missed back gardens"],
        ["It waters Mill Lane by hand.", "Larkwell Parish Council, published statement, in our words: Water in the first summer"],
    ]
    assert axe_violations(telephone, "blockquote.voice") == []


def test_a_figure_can_be_taken_along_from_one_menu(browser, readers_site, tmp_path):
    with visitor(browser, readers_site, permissions=["clipboard-read", "clipboard-write"]) as (page, complaints):
        page.goto(f"{readers_site}/survival.html")
        figure = page.locator("#trees-by-year")
        assert figure.locator(".figure-tools > button").count() == 2
        figure.get_by_role("button", name="Share, download, cite").click()
        card = page.get_by_role("dialog", name="Share, download, cite Figure 1")
        facts = card.locator("li").all_inner_texts()
        assert [text.split()[:2] for text in facts] == [["Data", "CSV,"], ["Drawing", "SVG,"], ["Picture", "PNG,"]]
        assert all(text.endswith("kB") for text in facts)
        address = f"{readers_site}/survival.html#trees-by-year"
        for name, holds in (("link", address), ("citation", "Figure 1"), ("code to embed", f'<a href="{address}"><img src="{readers_site}/figures/trees-by-year.svg" alt="Three bars')):
            card.get_by_role("button", name=f"Copy {name}").click()
            until(page, "() => document.querySelector('.figure-card:popover-open output').textContent.includes('opied')")
            copied = page.evaluate("navigator.clipboard.readText()")
            assert copied.startswith(holds) if name != "citation" else holds in copied
            card.locator("output").evaluate("e => { e.textContent = '' }")
        assert complaints.found == []
        # The code stands for itself on another site: the picture comes from the report.
        (tmp_path / "index.html").write_text(copied, encoding="utf-8")
        with served(tmp_path, policy="") as elsewhere:
            page.goto(f"{elsewhere}/index.html")
            assert page.locator("img").evaluate("e => e.naturalWidth") > 300


#: Selects a sentence of the text as a reader does, then presses the link, which ends the selection.
SELECT = """() => {
  const words = document.querySelector("#main section p:not(.chapter-head)");
  getSelection().selectAllChildren(words);
  return getSelection().toString().trim();
}"""


def reported(page, site, address=""):
    """The dialog and words of an error report, sent to ``address``, after a sentence was selected."""
    page.goto(f"{site}/survival.html")
    if address:
        page.eval_on_selector_all(".report-error", "(links, address) => links.forEach(link => { link.href = address })", address)
    sentence = page.evaluate(SELECT)
    page.evaluate("new Promise(requestAnimationFrame)")  # the browser tells of a selection after the script that made it
    page.get_by_role("link", name="Report an error on this page").click()
    dialog = page.get_by_role("dialog", name="Report an error")
    said = dialog.get_by_role("textbox").input_value()
    assert "Edition: 1.0, 1 March 2026\nPage: Most trees live" in said
    assert f"Section: Most trees live\nSentence: {sentence}\n" in said and len(sentence) > 20
    return dialog, said


def test_an_error_report_without_an_address_is_a_file_with_the_words_to_send(telephone, readers_site):
    dialog, said = reported(telephone, readers_site)
    assert "names no address" in dialog.inner_text() and dialog.get_by_role("link").count() == 0
    assert axe_violations(telephone, ".error-report") == []
    with telephone.expect_download() as saved:
        dialog.get_by_role("button", name="Save as a file").click()
    assert saved.value.path().read_text(encoding="utf-8") == said
    telephone.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_an_error_report_goes_along_to_the_address_that_is_set(page, tiny_site):
    contact = error_address(SimpleNamespace(contact="mailto:errors@trees.example.org"), "Error on ‘Most trees live’", "words")
    issue = error_address(SimpleNamespace(contact="", repository="https://gitlab.example.org/trees"), "Error", "words")
    for address, name, start, mark in (
        (contact, "Write it as an e-mail", "mailto:errors@trees.example.org?subject=Error%20on%20", "&body="),
        (issue, "Open it as an issue", "https://gitlab.example.org/trees/-/issues/new?issue%5Btitle%5D=Error", "&issue%5Bdescription%5D="),
    ):
        dialog, said = reported(page, tiny_site, address)
        dialog.get_by_role("textbox").fill(said + "It was 12 & 1.")
        href = dialog.get_by_role("link", name=name).get_attribute("href")
        assert href.startswith(start) and unquote(href.partition(mark)[2]) == said + "It was 12 & 1."

"""Cards that open beside the text: by finger, by pointer and by keyboard."""

from __future__ import annotations

import pytest
from visit import TELEPHONE, axe_violations, until, visitor

# How far a card is from each edge of the window.
GAPS = """e => { const b = e.getBoundingClientRect();
  return [b.left, b.top, innerWidth - b.right, innerHeight - b.bottom]; }"""


@pytest.fixture
def telephone(browser, tiny_site):
    with visitor(browser, tiny_site, **TELEPHONE) as (page, complaints):
        yield page
        assert complaints.found == []


def test_finger_opens_and_closes_the_card_of_a_number(telephone, tiny_site):
    telephone.goto(f"{tiny_site}/survival.html")
    value = telephone.locator("p .value").first
    button, card = value.locator(".value-button"), value.locator(".value-card")
    assert button.get_attribute("aria-label") == f"Source of {value.locator('.value-text').inner_text()}"
    button.tap()
    assert card.is_visible()
    assert card.locator("a").first.inner_text().startswith("[")
    assert min(card.evaluate(GAPS)) >= 4, "it does not touch the window's edge"
    close = card.get_by_role("button", name="Close")
    box = close.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    close.tap()
    assert not card.is_visible()


def test_caveat_is_behind_more(telephone, tiny_site):
    telephone.goto(f"{tiny_site}/survival.html")
    value = telephone.locator("p .value:has(.value-more)").first
    value.locator(".value-button").tap()
    more, details = value.get_by_role("button", name="More"), value.locator(".value-more")
    assert not details.is_visible() and more.get_attribute("aria-expanded") == "false"
    more.tap()
    assert details.is_visible() and more.get_attribute("aria-expanded") == "true"
    assert min(value.locator(".value-card").evaluate(GAPS)) >= 4
    assert axe_violations(telephone, ".value-card:popover-open") == []


def test_pointer_shows_a_card_and_its_close_button_once_it_is_opened(page, tiny_site):
    page.goto(f"{tiny_site}/survival.html")
    value = page.locator("p .value").first
    value.hover()
    assert value.locator(".value-card").is_visible() and not value.locator(".value-close").is_visible()
    value.locator(".value-button").click()
    value.locator(".value-close").click()
    until(page, "() => !document.querySelector('.value-card:popover-open')")
    assert not value.locator(".value-card").is_visible(), "though the pointer is over it"


def test_without_script_a_card_tells_all_at_once(browser, tiny_site):
    with visitor(browser, tiny_site, java_script_enabled=False) as (page, _):
        page.goto(f"{tiny_site}/survival.html")
        value = page.locator("p .value:has(.value-more)").first
        value.locator(".value-button").click()
        assert value.locator(".value-more").is_visible()


def test_finger_opens_the_card_of_a_citation_which_names_the_source(telephone, tiny_site):
    telephone.goto(f"{tiny_site}/index.html")
    mark = telephone.locator("article .source-mark").first
    link, card = mark.locator(".source"), mark.locator(".value-card")
    number = link.inner_text()
    link.tap()
    card.filter(visible=True).wait_for()
    assert telephone.url.endswith("/index.html"), "the reader stays where they are"
    assert card.locator("b").inner_text().strip() == number
    assert card.get_by_role("link", name="In the list of sources").get_attribute("href").partition("#")[2].startswith("source-")
    assert min(card.evaluate(GAPS)) >= 4
    assert axe_violations(telephone, ".source-mark") == []
    card.get_by_role("button", name="Close").tap()
    assert not card.is_visible()


def test_keyboard_opens_the_card_of_a_citation(page, tiny_site):
    page.goto(f"{tiny_site}/index.html")
    link = page.get_by_role("button", name="Source [").first
    link.focus()
    page.keyboard.press("Space")
    until(page, "() => document.querySelector('.source-mark > :popover-open')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.value-card') !== null")
    page.keyboard.press("Escape")
    assert link.evaluate("e => e === document.activeElement") and not page.locator(".source-mark > .value-card").first.is_visible()


def test_without_script_a_citation_leads_to_the_list(browser, tiny_site):
    with visitor(browser, tiny_site, java_script_enabled=False) as (page, _):
        page.goto(f"{tiny_site}/index.html")
        page.locator("article a.source").first.click()
        page.wait_for_url("**/sources.html#source-*")

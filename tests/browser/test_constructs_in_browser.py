"""Tabs, dropdowns and cards of Jupyter Books in a real browser: by keyboard, for everyone, and without scripts."""

from __future__ import annotations

import pytest
from site_server import served
from visit import COLOURED, faults, visitor

PAGES = ("index", "design", "boxes", "asides", "code", "figures", "maths", "citations", "pasted", "proofs", "tables", "embedded")
MODES = tuple((scheme, size) for size in COLOURED for scheme in ("light", "dark"))
FOCUS = "document.activeElement.textContent"


@pytest.fixture(scope="module")
def constructs_site(built_constructs):
    with served(built_constructs.html) as address:
        yield address


@pytest.fixture
def design(browser, constructs_site):
    with visitor(browser, constructs_site) as (page, complaints):
        page.goto(f"{constructs_site}/design.html")
        yield page
        assert complaints.found == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser, constructs_site, name):
    """At two widths and in both looks; nothing is wider than the window. What opens on request is looked at, too."""
    with visitor(browser, constructs_site, color_scheme="light") as (page, complaints):
        page.goto(f"{constructs_site}/{name}.html")
        page.evaluate("document.querySelectorAll('article details').forEach(box => { box.open = true })")
        assert faults(page, MODES) + complaints.found == []


def test_tabs_are_tabs(design):
    """Names and states as the ARIA Authoring Practices have them; one tab stop for a row of tabs."""
    tabs = design.get_by_role("tablist").first.get_by_role("tab")
    assert tabs.all_text_contents() == ["Spring", "Autumn"]
    assert [tab.get_attribute("aria-selected") for tab in tabs.all()] == ["true", "false"]
    assert [tab.get_attribute("tabindex") for tab in tabs.all()] == ["0", "-1"]
    panel = design.get_by_role("tabpanel", name="Spring")
    assert "Leaves come in spring." in panel.text_content()
    assert not design.get_by_text("Leaves fall in autumn.").is_visible()


def test_tabs_by_keyboard(design):
    design.get_by_role("tab", name="Spring").focus()
    design.keyboard.press("ArrowRight")
    assert design.evaluate(FOCUS) == "Autumn"
    assert design.get_by_text("Leaves fall in autumn.").is_visible()
    assert not design.get_by_text("Leaves come in spring.").is_visible()
    design.keyboard.press("ArrowRight")
    assert design.evaluate(FOCUS) == "Spring"
    design.keyboard.press("End")
    assert design.evaluate(FOCUS) == "Autumn"
    design.keyboard.press("Home")
    design.keyboard.press("Tab")
    assert "Leaves come in spring." in design.evaluate(FOCUS)


def test_link_opens_the_tab_that_it_leads_into(design):
    design.get_by_role("link", name="the autumn tab").click()
    assert design.get_by_text("Leaves fall in autumn.").is_visible()
    assert design.get_by_role("tab", name="Autumn").get_attribute("aria-selected") == "true"


def test_dropdown_by_keyboard(design):
    design.locator("summary", has_text="What the dropdown is called").focus()
    words = design.get_by_text("The text within the dropdown.")
    assert not words.is_visible()
    design.keyboard.press("Enter")
    assert words.is_visible()


def test_whole_card_follows_its_link_and_is_named_by_its_title(design):
    card = design.locator(".book-card.leads", has_text="Lime streets")
    assert card.get_by_role("link").all_text_contents() == ["Lime streets"]
    card.get_by_text("Footer of the lime card").click(force=True)
    design.wait_for_url("**/boxes.html")


def test_without_scripts_every_part_can_be_read(browser, constructs_site):
    with visitor(browser, constructs_site, java_script_enabled=False) as (page, _):
        page.goto(f"{constructs_site}/design.html")
        assert page.get_by_text("Leaves come in spring.").is_visible()
        assert page.get_by_text("Leaves fall in autumn.").is_visible()
        assert page.locator(".tab-title", has_text="Autumn").is_visible()


def test_printed_pages_show_every_tab(design):
    design.emulate_media(media="print")
    assert design.get_by_text("Leaves fall in autumn.").is_visible()
    assert design.locator(".tab-title", has_text="Autumn").is_visible()

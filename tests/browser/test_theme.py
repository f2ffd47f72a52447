"""The frame of a page in a browser: contents, light and dark, keyboard, files, no script."""

from __future__ import annotations

import pytest
from real_pages import LISTS, WIDE, known
from visit import TELEPHONE, until, visitor

LIGHT, DARK = "rgb(255, 255, 255)", "rgb(19, 20, 22)"

PAPER = "getComputedStyle(document.body).backgroundColor"
# Of what has the focus, outside the header and what lies above it: whether the header
# lies over its upper edge though all of it would have room below.
COVERED = """() => {
  const focused = document.activeElement, header = document.querySelector(".site-header");
  if (focused === document.body || header.contains(focused) || focused.closest("[popover], .skip-link")) return false;
  const box = focused.getBoundingClientRect(), edge = header.getBoundingClientRect().bottom;
  return getComputedStyle(header).position === "sticky" && box.height < innerHeight - edge && box.top < edge - 1;
}"""


def test_chosen_colours_stay_over_pages(page, tiny_site):
    page.emulate_media(color_scheme="light")
    page.goto(f"{tiny_site}/streets.html")
    assert page.evaluate(PAPER) == LIGHT
    page.get_by_label("Colours").select_option("Dark")
    assert page.evaluate(PAPER) == DARK
    page.goto(f"{tiny_site}/survival.html")
    assert (page.evaluate(PAPER), page.get_by_label("Colours").input_value()) == (DARK, "dark")
    page.get_by_label("Colours").select_option("Auto")
    assert page.evaluate(PAPER) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAPER) == DARK
    assert page.context.cookies() == []


def test_contents_open_and_close_by_keyboard_on_a_telephone(page, tiny_site):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{tiny_site}/streets.html")
    contents = page.get_by_role("navigation", name="Contents")
    assert not contents.is_visible()
    button = page.get_by_role("button", name="Contents")
    button.focus()
    page.keyboard.press("Enter")
    assert contents.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('nav.contents') !== null")
    page.keyboard.press("Escape")
    assert not contents.is_visible()
    assert page.evaluate("document.activeElement.className") == "contents-open"
    button.click()
    contents.get_by_role("link", name="Every street").click()
    assert page.url.endswith("#every-street") and not contents.is_visible()


def test_contents_stand_beside_the_text_on_a_wide_screen(page, tiny_site):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{tiny_site}/streets.html")
    contents = page.get_by_role("navigation", name="Contents")
    assert contents.is_visible() and not page.get_by_role("button", name="Contents").is_visible()
    assert contents.bounding_box()["x"] + contents.bounding_box()["width"] <= page.locator("article").bounding_box()["x"]


def test_first_stop_of_the_keyboard_skips_to_the_text(page, tiny_site):
    page.goto(f"{tiny_site}/streets.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("name", ("index", "streets", "sources"))
def test_header_never_covers_what_has_the_focus(page, tiny_site, name):
    page.set_viewport_size({"width": 900, "height": 600})
    page.goto(f"{tiny_site}/{name}.html")
    stops, covered = page.locator("a[href], button, input, select, summary").count(), []
    for key in ("Tab", "Shift+Tab"):
        for _ in range(stops):
            page.keyboard.press(key)
            if page.evaluate(COVERED):
                covered.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert stops > 10 and covered == []


@pytest.mark.parametrize("name", known(LISTS.get("conclusions"), LISTS.get("ledger"), WIDE))
def test_captions_of_wide_tables_are_read_without_scrolling(page, report_site, name):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{report_site}/{name}.html")
    captions = page.locator("main table > caption").filter(visible=True)
    assert captions.count() >= 1
    for caption in captions.all():
        for scrolled in (0, 150):
            caption.evaluate("(e, by) => { e.closest('.table-wrapper').scrollLeft = by }", scrolled)
            box = caption.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 320


def test_pages_work_from_a_folder(page, built_tiny):
    page.goto((built_tiny.html / "survival.html").as_uri())
    page.get_by_label("Colours").select_option("Dark")
    assert page.evaluate(PAPER) == DARK
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert {"Source Sans 3", "Report Serif"} <= {family.strip('"') for family in loaded}


def test_without_script_nothing_is_out_of_reach(browser, tiny_site):
    narrow = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}
    with visitor(browser, tiny_site, java_script_enabled=False, **narrow) as (page, _):
        page.goto(f"{tiny_site}/streets.html")
        assert not page.locator(".theme-choice").is_visible()
        page.get_by_role("button", name="Contents").click()
        page.get_by_role("navigation", name="Contents").get_by_role("link", name="Sources").click()
        assert page.url.endswith("/sources.html")


def test_contents_panel_has_a_title_and_closes_by_a_button(browser, tiny_site):
    with visitor(browser, tiny_site, **TELEPHONE) as (page, complaints):
        page.goto(f"{tiny_site}/survival.html")
        page.locator(".contents-open").tap()
        panel = page.locator("#report-contents")
        assert panel.locator(".contents-head strong").inner_text() == "Contents"
        panel.get_by_role("button", name="Close").tap()
        assert not panel.is_visible() and complaints.found == []


def test_section_being_read_is_marked_in_the_contents(page, tiny_site):
    page.goto(f"{tiny_site}/streets.html")
    link = page.locator("#report-contents a[href='#every-street']")
    assert link.get_attribute("aria-current") is None
    page.evaluate("document.getElementById('every-street').scrollIntoView()")
    until(page, "() => document.querySelector('#report-contents [aria-current=location]')?.hash === '#every-street'")
    assert page.locator("#report-contents [aria-current='page']").count() == 1
    assert page.locator(".reading-progress").evaluate("e => new DOMMatrix(getComputedStyle(e).transform).a") > 0

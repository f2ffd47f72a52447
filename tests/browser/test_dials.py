"""Dials of figures in a real browser: moved by keys, by pointer and on a telephone, read in words; a picture without scripts."""

from __future__ import annotations

import pytest
from visit import SIDEWAYS, TELEPHONE, axe_violations, visitor

FIGURE = "#trees-by-year"
SAID = {year: f"In {year} the wardens counted" for year in (2023, 2024, 2025)}


@pytest.fixture
def dial(page, tiny_site):
    page.goto(f"{tiny_site}/survival.html")
    page.wait_for_load_state("networkidle")
    return page.locator(f"{FIGURE} .figure-dial")


def test_it_begins_where_the_chapter_says_and_has_a_name(dial):
    slider = dial.get_by_role("slider", name="Year of the census")
    assert slider.is_visible() and slider.get_attribute("aria-valuetext") == "2024"
    assert dial.get_by_role("status").text_content().startswith(SAID[2024])


def test_keys_turn_it_and_what_is_said_follows(page, dial):
    slider, said = dial.get_by_role("slider"), dial.get_by_role("status")
    slider.focus()
    heard = []
    for key in ("ArrowRight", "ArrowRight", "Home", "ArrowUp", "End", "ArrowLeft"):
        page.keyboard.press(key)
        heard.append((slider.get_attribute("aria-valuetext"), said.text_content()))
    years = [2025, 2025, 2023, 2024, 2025, 2024]
    assert [(year, text.startswith(SAID[int(year)])) for year, text in heard] == [(str(year), True) for year in years]


def test_the_pointer_turns_it(page, dial):
    box = dial.get_by_role("slider").bounding_box()
    for part, year in ((0.02, 2023), (0.98, 2025)):
        page.mouse.click(box["x"] + part * box["width"], box["y"] + box["height"] / 2)
        assert dial.get_by_role("status").text_content().startswith(SAID[year])


def test_nothing_moves_when_the_dial_comes_or_is_turned(page, dial):
    height = "figure => figure.getBoundingClientRect().height"
    before = page.locator(FIGURE).evaluate(height)
    dial.get_by_role("slider").press("Home")
    assert page.locator(FIGURE).evaluate(height) == before
    dial.evaluate("dial => dial.hidden = true")
    assert page.locator(FIGURE).evaluate(height) == before, "its place is kept until the script has run"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_for_everyone_on_a_telephone(browser, tiny_site, scheme):
    with visitor(browser, tiny_site, color_scheme=scheme, **TELEPHONE) as (page, complaints):
        page.goto(f"{tiny_site}/survival.html", wait_until="networkidle")
        slider = page.locator(f"{FIGURE} .figure-dial").get_by_role("slider")
        slider.focus()
        page.keyboard.press("End")
        assert axe_violations(page) == [] and page.evaluate(SIDEWAYS) == 0
        box = slider.bounding_box()
        assert box["height"] >= 24 and box["width"] >= 150
        assert complaints.found == []


def test_without_scripts_there_are_the_picture_and_its_table(browser, tiny_site):
    with visitor(browser, tiny_site, java_script_enabled=False) as (page, _):
        page.goto(f"{tiny_site}/survival.html")
        figure = page.locator(FIGURE)
        assert not figure.locator(".figure-dial").is_visible()
        assert figure.locator(".chart-frame").is_visible() and figure.locator("summary", has_text="Data table").is_visible()

"""Pages of a stock Jupyter Book in a real browser."""

from __future__ import annotations

import pytest
from site_server import served
from visit import SIDEWAYS, TWO_MODES, faults, until, visitor

PAGES = ("welcome", "guide/measuring", "guide/gauges", "guide/weirs", "notebooks/levels", "notebooks/stored", "notebooks/failing")


@pytest.fixture(scope="module")
def stock_site(built_stock):
    with served(built_stock.html) as address:
        yield address


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser, stock_site, name):
    with visitor(browser, stock_site, color_scheme="light") as (page, complaints):
        page.goto(f"{stock_site}/{name}.html")
        page.evaluate("document.querySelectorAll('article details').forEach(box => { box.open = true })")
        assert faults(page, TWO_MODES) + complaints.found == []


LONG = "article .tag_scroll-output .cell-scroll"


@pytest.mark.parametrize("width", [1280, 320])
def test_a_long_output_scrolls_by_keyboard_within_a_limited_height(browser, stock_site, width):
    with visitor(browser, stock_site, viewport={"width": width, "height": 900}) as (page, _):
        page.goto(f"{stock_site}/notebooks/levels.html")
        output = page.locator(LONG)
        assert output.get_attribute("aria-label") == "Output" and output.get_attribute("role") == "group"
        height = output.evaluate("box => box.clientHeight")
        assert 200 < height < 500 and output.evaluate("box => box.scrollHeight") > 2 * height
        output.focus()
        page.keyboard.press("End")
        until(page, f"(box => box.scrollTop + box.clientHeight + 2 > box.scrollHeight)(document.querySelector('{LONG}'))")
        assert page.evaluate(SIDEWAYS) == 0


def test_a_long_output_is_whole_on_paper(browser, stock_site):
    with visitor(browser, stock_site) as (page, _):
        page.goto(f"{stock_site}/notebooks/levels.html")
        page.emulate_media(media="print")
        assert page.locator(LONG).evaluate("box => box.scrollHeight - box.clientHeight") == 0


def test_a_cell_of_full_width_takes_all_the_room_beside_the_contents_and_other_cells_do_not(browser, stock_site):
    with visitor(browser, stock_site, viewport={"width": 1600, "height": 900}) as (page, _):
        page.goto(f"{stock_site}/notebooks/levels.html")
        width = "[...document.querySelectorAll('{}')].map(e => Math.round(e.getBoundingClientRect().width))"
        wide, others = (page.evaluate(width.format(selector)) for selector in (
            "article .tag_full-width", "article .cell:not(.tag_full-width), main > :not(article)"))
        room = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.frame')).gridTemplateColumns.split(' ')[1])")
        assert wide == [round(room)] and max(others) <= 50 * 16 < wide[0]
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate(SIDEWAYS) == 0

"""A page with formulas in a real browser: for everyone, and drawn without anything from elsewhere."""

from __future__ import annotations

from site_server import served
from visit import ALL_MODES, faults, until, visitor


def test_a_page_with_formulas_is_for_everyone(browser, built_with_formulas):
    with served(built_with_formulas.html) as site, visitor(browser, site, color_scheme="light") as (page, complaints):
        page.goto(f"{site}/survival.html", wait_until="networkidle")
        assert faults(page, ALL_MODES) + complaints.found == []
        # Drawn as mathematics: a numerator stands above its denominator.
        above, below = page.evaluate("[...document.querySelector('mfrac').children].map(e => e.getBoundingClientRect().top)")
        assert above < below


def test_a_formula_wider_than_the_window_scrolls_by_keyboard(browser, built_with_formulas):
    with served(built_with_formulas.html) as site, visitor(browser, site, viewport={"width": 320, "height": 640}) as (page, _):
        page.goto(f"{site}/survival.html")
        box = page.locator("#equation-interval .formula-body")
        box.focus()
        width, room = box.evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert width > room
        page.keyboard.press("ArrowRight")
        until(page, "document.querySelector('#equation-interval .formula-body').scrollLeft > 0")

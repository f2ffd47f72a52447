"""A report's own colour and logo in a real browser: what is painted, and the rules of accessibility."""

from __future__ import annotations

import re

import pytest
from contrast import contrast
from own_look import ACCENT, ALT
from visit import TWO_MODES, faults_of

PAINTED = "([selector, what]) => getComputedStyle(document.querySelector(selector))[what]"


def colour(page, selector, what="color"):
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", page.evaluate(PAINTED, [selector, what]))[:3])


def test_links_marks_and_cover_have_the_colour(page, own_site):
    page.emulate_media(color_scheme="light")
    page.goto(f"{own_site}/index.html")
    assert colour(page, ".cover", "backgroundColor") == colour(page, ".action:not(.second)") == ACCENT
    page.goto(f"{own_site}/survival.html")
    assert colour(page, ".report-figure .caption-number") == ACCENT
    page.emulate_media(color_scheme="dark")
    assert contrast(colour(page, ".report-figure .caption-number"), colour(page, "body", "backgroundColor")) >= 4.5


def test_the_logo_is_drawn_where_the_plain_mark_was_and_has_words(page, own_site):
    page.goto(f"{own_site}/streets.html")
    logo = page.get_by_role("banner").get_by_role("img", name=ALT)
    assert logo.evaluate("image => image.complete && image.naturalWidth > 0")
    assert page.evaluate("getComputedStyle(document.querySelector('.site-title'), '::before').content") == "none"


@pytest.mark.parametrize("name", ["index", "conclusions", "contribute"])
def test_axe_finds_nothing_in_either_palette(browser, own_site, name):
    assert faults_of(browser, own_site, f"{own_site}/{name}.html", TWO_MODES) == []

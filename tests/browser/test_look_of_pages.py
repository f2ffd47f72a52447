"""A report's own colour, logo and typefaces in a real browser: what is painted, and the rules of accessibility."""

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


def show(page, site):
    """The page with figures, once its faces have come: a reader's page leaves out those that come late."""
    page.route("**/report.css*", lambda route: route.fulfill(
        response=(answer := route.fetch()), body=answer.text().replace("font-display:optional", "font-display:block")))
    page.goto(f"{site}/survival.html")
    page.evaluate("document.fonts.ready")


def drawn_with(page, selector):
    """The faces, by the name that each calls itself, that the browser drew the letters of an element with; None for one of the machine's."""
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] if font["isCustomFont"] else None for font in fonts}


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_text_and_titles_are_drawn_in_the_typefaces(page, own_site, size):
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    show(page, own_site)
    assert page.evaluate(PAINTED, ["h1", "fontFamily"]).startswith('"Report Titles"')
    assert page.evaluate(PAINTED, ["article p", "fontFamily"]).startswith('"Report Text"')
    assert drawn_with(page, "h1") == {"Report Titles"}
    assert drawn_with(page, ".report-figure .caption-number") == drawn_with(page, ".site-title") == {"Report Text"}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_sign_that_the_typeface_lacks_comes_from_the_machinery_s_own(page, own_site):
    show(page, own_site)
    page.evaluate("""() => [...document.querySelectorAll('article p')].find(p => p.textContent.includes('→')).id = 'arrow'""")
    assert drawn_with(page, "#arrow") == {"Report Text", "Report Sans"}


def test_charts_keep_their_face(page, own_site):
    show(page, own_site)
    assert drawn_with(page, ".report-figure svg text") == {"Report Sans"}


@pytest.mark.parametrize("name", ["index", "conclusions", "contribute"])
def test_axe_finds_nothing_in_either_palette(browser, own_site, name):
    assert faults_of(browser, own_site, f"{own_site}/{name}.html", TWO_MODES) == []

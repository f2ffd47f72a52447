"""What readers have set: motion, forced colours, spacing and size of text, paper; and pages from a file share."""

from __future__ import annotations

import io

import pytest
from real_pages import CHAPTER, FIGURES, FRONT, LISTS, PRINTED, known
from visit import CUT_OFF, SIDEWAYS, add_style, axe_violations, settle, until, visitor

SOME = known(FRONT, CHAPTER, LISTS.get("contribute"), "search", LISTS.get("profiles"), LISTS.get("conclusions"))
# WCAG 2.2, 1.4.12: nothing is lost when a reader sets these.
SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
LARGE = "html { font-size: 200% !important }"


@pytest.mark.parametrize("name", known(FRONT, CHAPTER))
def test_nothing_moves_for_readers_who_asked_for_that(browser, report_site, name):
    with visitor(browser, report_site, reduced_motion="reduce") as (page, _):
        page.goto(f"{report_site}/{name}.html")
        moving = page.evaluate(
            "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
            " return Math.max(...(s.transitionDuration + ',' + s.animationDuration).split(',').map(parseFloat)) > 0.01"
            " || s.scrollBehavior === 'smooth' }).map(e => e.outerHTML.slice(0, 120))"
        )
        assert moving == []


@pytest.mark.parametrize("name", known(FRONT, FIGURES, LISTS.get("contributions"), LISTS.get("profiles"), "search", LISTS.get("ledger")))
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_shifts_while_a_page_loads(browser, report_site, name, width):
    with visitor(browser, report_site, viewport={"width": width, "height": 844}) as (page, _):
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) window.shift += e.value })"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        # The script comes after the page has been painted, as on a slow line. How much the faces move
        # depends on those that the machine has meanwhile, so they stay away.
        held = []
        page.route("**/report.js*", lambda route: held.append(route))
        page.route("**/*.woff2", lambda route: route.abort())
        page.goto(f"{report_site}/{name}.html", wait_until="commit")
        while not held:
            page.wait_for_timeout(20)
        until(page, "performance.getEntriesByName('first-contentful-paint').length")
        held[0].continue_()
        page.wait_for_load_state("networkidle")
        assert page.locator(".theme-choice").is_visible(), "the script has run"
        assert page.evaluate("window.shift") < 0.01


# Without shadows and backgrounds, what can be pressed or typed in needs an edge.
BARE = """() => [...document.querySelectorAll('article button, .theme-choice select, input, textarea, article select, a.action')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.matches('.value-button') && !['checkbox', 'radio'].includes(e.type))
  .filter(e => { const s = getComputedStyle(e); return s.borderTopStyle === 'none' || parseFloat(s.borderTopWidth) < 1; })
  .map(e => e.outerHTML.slice(0, 120))"""
#: Text that must stand out of whatever paper the reader has. Measured on the screen: a browser
#: tells scripts, and so axe-core, the colours that the page asked for and not those that it shows.
READ = "h1, a.action, article button:not(.value-button), .site-links > *, .chart-wide > svg text, .value-text, .conclusion-number"


def contrasts(page, selector: str) -> dict[str, float]:
    """How much the lightest and the darkest point of each visible element differ, as WCAG counts it."""
    from PIL import Image

    def light(colour) -> float:
        parts = [(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4) for v in (c / 255 for c in colour)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    boxes = page.evaluate(
        "s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility() && e.textContent.trim()).map(e => {"
        " const b = e.getBoundingClientRect(); return [e.textContent.trim().slice(0, 60), b.left, b.top + scrollY, b.right, b.bottom + scrollY] })",
        selector,
    )
    found = {}
    for text, left, top, right, bottom in boxes:
        part = picture.crop((int(left), int(top), max(int(right), int(left) + 1), max(int(bottom), int(top) + 1)))
        lights = [light(colour) for _, colour in part.getcolors(part.width * part.height)]
        found[text] = (max(lights) + 0.05) / (min(lights) + 0.05)
    return found


@pytest.mark.parametrize("name, scheme", [
    (FRONT, "light"), (CHAPTER, "dark"), (CHAPTER, "light"), *[(name, "dark") for name in known(LISTS.get("contribute"))], ("search", "light"),
])
def test_colours_that_the_system_forces(browser, report_site, name, scheme):
    """The scheme chooses one of the system's two palettes; a chapter, which has everything, is tried in both."""
    with visitor(browser, report_site, forced_colors="active", color_scheme=scheme) as (page, complaints):
        page.goto(f"{report_site}/{name}.html", wait_until="networkidle")
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert [line for line in axe_violations(page) if not line.startswith("color-contrast ")] == []
        assert page.evaluate(BARE) == []
        seen = contrasts(page, READ)
        assert len(seen) >= 3
        assert {text: ratio for text, ratio in seen.items() if ratio < 4.5} == {}
        for _ in range(25):
            page.keyboard.press("Tab")
            focused, style, width = page.evaluate(
                "((e, s) => [e.outerHTML.slice(0, 120), s.outlineStyle, parseFloat(s.outlineWidth)])"
                "(document.activeElement, getComputedStyle(document.activeElement))"
            )
            if focused.startswith("<body"):
                break
            assert style != "none" and width >= 2, focused
        assert complaints.found == []


@pytest.mark.parametrize("name", SOME)
def test_text_that_readers_have_spaced_or_enlarged_is_not_cut_off(browser, report_site, name):
    style = "(s => [s.fontSize, s.letterSpacing])(getComputedStyle(document.querySelector('h1')))"
    with visitor(browser, report_site) as (page, _):
        page.goto(f"{report_site}/{name}.html", wait_until="networkidle")
        for width, css in ((1280, SPACING), (320, SPACING), (1280, LARGE)):
            page.set_viewport_size({"width": width, "height": 900})
            add_style(page, "")
            before = page.evaluate(style)
            add_style(page, css)
            assert page.evaluate(style) != before, "the reader's style holds"
            settle(page)
            assert page.evaluate(CUT_OFF) == []
            assert page.evaluate(SIDEWAYS) <= 0


def test_text_that_is_cut_off_would_be_found(page, tiny_site):
    page.goto(f"{tiny_site}/survival.html")
    assert page.evaluate(CUT_OFF) == []
    page.evaluate("(s => { s.height = '5px'; s.overflow = 'hidden' })(document.querySelector('article p').style)")
    assert len(page.evaluate(CUT_OFF)) == 1


@pytest.mark.parametrize("name", known(FRONT, PRINTED, LISTS.get("contributions"), LISTS.get("ledger")))
def test_printed_from_the_browser(browser, report_site, name, tmp_path):
    """All of the text is on paper, and the site's own furniture is not."""
    from pypdf import PdfReader

    with visitor(browser, report_site, color_scheme="dark") as (page, _):
        page.goto(f"{report_site}/{name}.html")
        page.emulate_media(media="print")
        heading = page.inner_text("h1")
        headings = page.evaluate("[...document.querySelectorAll('main :is(h1, h2, h3, h4, figcaption, dt)')]"
                                 ".filter(e => e.checkVisibility()).map(e => e.innerText.replace(/\\s+/g, '')).filter(t => t.length > 4)")
        last = page.evaluate("[...document.querySelectorAll('main p')].filter(p => p.checkVisibility()).at(-1).innerText")
        assert page.evaluate(
            "[...document.querySelectorAll('nav, button, input, dialog')].filter(e => e.checkVisibility())"
            ".map(e => e.outerHTML.slice(0, 100))"
        ) == []
        # Ink on paper, whatever the screen's colours are.
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 36, 48)"
        page.pdf(path=tmp_path / "page.pdf", format="A4")
    sheets = [" ".join(sheet.extract_text().split()) for sheet in PdfReader(tmp_path / "page.pdf").pages]
    text = "".join("".join(sheets).split())
    assert "".join(heading.split()) in text
    assert "".join(last.split())[:40] in text
    assert all(len(sheet) > 40 for sheet in sheets[:-1]), "a sheet is empty"
    feet = ["".join(sheet.split()) for sheet in sheets[:-1]]
    assert headings and [h for foot in feet for h in headings if foot.endswith(h)] == [], "a heading or a figure's caption without what it is about"
    assert name != LISTS.get("ledger") or len(sheets) <= 8, "a list prints its beginning"


def test_it_works_from_a_file_share(browser, built_report):
    """Style, font and script load from a folder, and nothing is asked of a network."""
    with visitor(browser) as (page, complaints):
        for name in (FRONT, CHAPTER, "editions/index"):
            page.goto((built_report.html / f"{name}.html").as_uri())
            assert page.evaluate("document.fonts.check('16px \"Source Sans 3\"')")
            assert page.evaluate("document.styleSheets.length") >= 1
            assert page.get_by_label("Colours").is_visible(), "the script ran"
        assert complaints.found == []
        assert all(url.startswith(("file:", "data:")) for url in complaints.requests)

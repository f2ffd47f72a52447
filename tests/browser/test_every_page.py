"""Every page of the real report, as readers with different screens and settings meet it."""

from __future__ import annotations

from pathlib import Path

import pytest
from visit import SIZES, axe_violations, visitor, window

from coproduce.report import Report

PAGES = sorted({*Report(Path(__file__).parents[2]).toc.chapters, "search", "404"})

# Text that is wider than its box and cannot be scrolled is cut off for the reader.
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_page_in_all_sizes(browser, report_site, name, scheme):
    """axe-core finds nothing, the console is silent, nothing leaves the site or the window."""
    faults = []
    for size in SIZES:
        with visitor(browser, report_site, **window(size, scheme)) as (page, complaints):
            page.goto(f"{report_site}/{name}.html", wait_until="load")
            faults += [f"{size}: {line}" for line in axe_violations(page)]
            if (over := page.evaluate(SIDEWAYS)) > 0:
                faults.append(f"{size}: the page is {over} px wider than the window")
            faults += [f"{size}: {line}" for line in complaints.found]
    assert faults == []


def test_every_page_is_tested(built_report):
    found = {p.relative_to(built_report.html).with_suffix("").as_posix() for p in built_report.html.glob("*.html")}
    assert found == set(PAGES)


# Focus that is seen: an outline or a shadow that the element does not have otherwise.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const s = getComputedStyle(e), b = e.getBoundingClientRect();
  const shown = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
  const x = Math.min(Math.max(b.left + b.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(b.top + Math.min(b.height / 2, 12), 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const free = !top || e.contains(top) || top.contains(e) || top.parentElement.contains(e);
  e.dataset.walked = (parseInt(document.body.dataset.steps || '0') + 1);
  document.body.dataset.steps = e.dataset.walked;
  return {what: e.outerHTML.slice(0, 120), shown, inside: b.bottom > 0 && b.top < innerHeight, free};
}"""
# What the keyboard should reach: visible, not disabled, not taken out by tabindex=-1.
UNREACHED = """() => [...document.querySelectorAll(
  'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0 && !e.dataset.walked
    && !e.closest('[inert]'))
  .map(e => e.outerHTML.slice(0, 120))"""
ORDER = """() => {
  const walked = [...document.querySelectorAll('[data-walked]')];
  const wrong = [];
  for (let i = 1; i < walked.length; i++)
    if (+walked[i].dataset.walked < +walked[i - 1].dataset.walked) wrong.push(walked[i].outerHTML.slice(0, 120));
  return wrong;
}"""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", ["index", "it-has-been-done", "contribute", "search", "conclusions"])
def test_keyboard_reaches_everything_in_order(browser, report_site, name, width):
    with visitor(browser, report_site, viewport={"width": width, "height": 800}) as (page, complaints):
        page.goto(f"{report_site}/{name}.html")
        faults = []
        for _ in range(1500):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if focused is None:
                break
            if not (focused["shown"] and focused["inside"] and focused["free"]):
                faults.append(focused)
        else:
            faults.append("the keyboard does not come out of the page")
        assert faults == []
        assert page.evaluate(UNREACHED) == []
        assert page.evaluate(ORDER) == []
        assert int(page.evaluate("document.body.dataset.steps")) > 10
        assert complaints.found == []


def test_the_first_stop_skips_to_the_text(page, report_site):
    page.goto(f"{report_site}/it-has-been-done.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


@pytest.mark.parametrize("name", ["index", "it-has-been-done"])
def test_nothing_moves_for_readers_who_asked_for_that(browser, report_site, name):
    with visitor(browser, report_site, reduced_motion="reduce") as (page, _):
        page.goto(f"{report_site}/{name}.html")
        moving = page.evaluate(
            "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
            " return Math.max(...(s.transitionDuration + ',' + s.animationDuration).split(',').map(parseFloat)) > 0.01"
            " || s.scrollBehavior === 'smooth' }).map(e => e.outerHTML.slice(0, 120))"
        )
        assert moving == []


def test_nothing_shifts_while_a_page_loads(browser, report_site):
    with visitor(browser, report_site) as (page, _):
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) window.shift += e.value })"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        page.goto(f"{report_site}/it-has-been-done.html", wait_until="load")
        page.wait_for_timeout(500)
        assert page.evaluate("window.shift") < 0.02


@pytest.mark.parametrize("name", ["index", "it-has-been-done", "contributions"])
def test_printed_from_the_browser(browser, report_site, name, tmp_path):
    """All of the text is on paper, and the site's own furniture is not."""
    from pypdf import PdfReader

    with visitor(browser, report_site) as (page, _):
        page.goto(f"{report_site}/{name}.html")
        heading = page.inner_text("h1").split("\n")[0]
        last = page.evaluate("[...document.querySelectorAll('main p')].filter(p => p.checkVisibility()).at(-1).innerText")
        page.emulate_media(media="print")
        assert page.evaluate(
            "[...document.querySelectorAll('nav, button, input, dialog')].filter(e => e.checkVisibility())"
            ".map(e => e.outerHTML.slice(0, 100))"
        ) == []
        page.pdf(path=tmp_path / "page.pdf", format="A4")
    sheets = [" ".join(sheet.extract_text().split()) for sheet in PdfReader(tmp_path / "page.pdf").pages]
    text = "".join("".join(sheets).split())
    assert "".join(heading.split()) in text
    assert "".join(last.split())[:40] in text
    assert all(len(sheet) > 40 for sheet in sheets[:-1]), "a sheet is empty"


def test_it_works_from_a_file_share(browser, built_report):
    """Style, font and script load from a folder, and nothing is asked of a network."""
    with visitor(browser) as (page, complaints):
        page.goto((built_report.html / "index.html").as_uri())
        assert page.evaluate("document.fonts.check('16px \"Source Sans 3\"')")
        assert page.evaluate("document.styleSheets.length") >= 1
        assert complaints.found == []
        assert all(url.startswith(("file:", "data:")) for url in complaints.requests)


#: Kilobytes of a page with all that it loads, and requests that hold up its first paint.
HEAVIEST, MOST_BLOCKING = 300, 4


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_light(browser, report_site, name):
    with visitor(browser, report_site) as (page, complaints):
        sizes: dict[str, int] = {}
        page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
        page.goto(f"{report_site}/{name}.html", wait_until="networkidle")
        blocking = page.evaluate(
            "performance.getEntriesByType('resource').filter(r => r.renderBlockingStatus === 'blocking').map(r => r.name)"
        )
        assert sum(sizes.values()) <= HEAVIEST * 1000, sizes
        assert len(blocking) <= MOST_BLOCKING

"""Interactive charts in a real browser: opened on request, read by pointer and by keyboard."""

from __future__ import annotations

import re

import pytest
from visit import until, visitor

FIGURE = "#trees-by-year"


@pytest.fixture
def figure(page, tiny_site):
    """The tiny report's figure on its page, loaded and at rest."""
    page.goto(f"{tiny_site}/survival.html")
    page.wait_for_load_state("networkidle")
    return page.locator(FIGURE)


def opened(figure):
    figure.locator(".chart-open").click()
    figure.locator(".exploring").wait_for()
    return figure


def box_of(figure):
    """Where the chart's box lies in the page and how large it is, and the figure's height."""
    return figure.evaluate(
        """figure => {
          const box = figure.querySelector(".chart-box").getBoundingClientRect();
          return [box.x, box.y + scrollY, box.width, box.height, figure.getBoundingClientRect().height];
        }"""
    )


def test_nothing_of_the_interactive_chart_is_fetched_before_it_is_asked_for(page, tiny_site):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{tiny_site}/survival.html")
    page.wait_for_load_state("networkidle")
    on_request = re.compile(r"/vega/|explore-chart|/figures/")
    assert not list(filter(on_request.search, fetched))
    opened(page.locator(FIGURE))
    names = sorted(url.rpartition("/")[2].partition("?")[0] for url in fetched if on_request.search(url))
    assert names == ["explore-chart.js", "trees-by-year.js", "vega.js"]


def widths_of_labels(page):
    return page.locator(f"{FIGURE} .chart-wide svg text").evaluate_all("labels => labels.map(label => label.getComputedTextLength())")


def test_labels_are_in_the_face_that_they_were_laid_out_in_even_if_it_comes_late(browser, tiny_site):
    """Text may stay in another face on a first visit, so that nothing moves; a label that is wider than its place is cut off."""
    held = []
    with visitor(browser, tiny_site) as (page, _):
        page.add_init_script("window.shift = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) window.shift += e.value })"
                             ".observe({type: 'layout-shift', buffered: true})")
        page.route("**/*.woff2", lambda route: held.append(route))
        page.goto(f"{tiny_site}/survival.html", wait_until="commit")
        until(page, "performance.getEntriesByName('first-contentful-paint').length && performance.now() > 500")  # too late for text
        early = widths_of_labels(page)
        for route in held:
            route.continue_()
        page.wait_for_load_state("networkidle")
        until(page, "document.fonts.status === 'loaded'")
        late = widths_of_labels(page)
        assert len(late) > 3 and early != late
        assert page.evaluate("window.shift") < 0.01
        assert page.locator(f"{FIGURE} .chart-wide svg").evaluate("svg => getComputedStyle(svg).overflow") == "visible"


def test_it_opens_in_the_box_of_the_still_chart_and_takes_the_focus(page, figure):
    before = box_of(figure)
    opened(figure)
    assert box_of(figure) == before
    assert page.evaluate("document.activeElement.getAttribute('role')") == "application"
    assert figure.locator(".chart-drawing svg").is_visible()
    assert not figure.locator(".chart-frame").is_visible()
    still = figure.locator(".chart-wide svg").evaluate("svg => svg.getBoundingClientRect().height")
    drawn = figure.locator(".chart-drawing svg").evaluate("svg => svg.getBoundingClientRect().height")
    assert abs(still - drawn) < 4


def test_arrow_keys_read_every_value_aloud_in_order(page, figure):
    opened(figure)
    live = figure.locator("[aria-live=polite]")
    read = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End"):
        page.keyboard.press(key)
        read.append(live.text_content())
    values = [re.search(r"20\d\d", text).group() for text in read]
    assert values == ["2023", "2024", "2025", "2025", "2024", "2023", "2025"]
    assert read[0].endswith("1 of 3.") and "1188" in read[2].replace(",", "")
    assert figure.locator(".chart-tip").is_visible() and figure.locator(".chart-ring").is_visible()


def test_the_pointer_finds_the_nearest_value_and_may_rest_on_what_is_told(page, figure):
    opened(figure)
    box = figure.locator(".chart-drawing svg").bounding_box()
    tip = figure.locator(".chart-tip")
    for part, year in ((0.2, "2023"), (0.5, "2024"), (0.85, "2025")):
        page.mouse.move(box["x"] + part * box["width"], box["y"] + 0.75 * box["height"])
        assert year in tip.text_content()
    told = tip.bounding_box()
    page.mouse.move(told["x"] + told["width"] / 2, told["y"] + told["height"] / 2)
    assert tip.is_visible() and "2025" in tip.text_content()
    page.mouse.move(box["x"] - 200, box["y"] - 150)
    assert not tip.is_visible()


def test_escape_closes_what_is_told_then_the_chart_and_gives_the_focus_back(page, figure):
    opened(figure)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert not figure.locator(".chart-tip").is_visible()
    assert figure.locator(".exploring").count() == 1
    page.keyboard.press("Escape")
    assert figure.locator(".chart-explore").count() == 0
    assert figure.locator(".chart-frame").is_visible()
    assert page.evaluate("document.activeElement.classList.contains('chart-open')")
    assert figure.locator(".chart-open").text_content() == "Explore this chart"


def test_escape_hides_what_the_pointer_has_shown_wherever_the_focus_is(page, figure):
    opened(figure)
    box = figure.locator(".chart-drawing svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    assert not figure.locator(".chart-tip").is_visible()
    assert figure.locator(".exploring").count() == 1


def test_it_closes_with_its_button_and_opens_again_with_the_keyboard(page, figure):
    opened(figure)
    button = figure.locator(".chart-open")
    assert button.text_content() == "Close the interactive chart"
    button.click()
    assert figure.locator(".chart-explore").count() == 0
    page.keyboard.press("Enter")
    figure.locator(".exploring").wait_for()


def test_it_follows_the_column_to_the_narrow_drawing_and_stays_legible(page, figure):
    opened(figure)
    page.set_viewport_size({"width": 320, "height": 700})
    figure.locator(".chart-drawing.narrow svg").wait_for()
    smallest = figure.locator(".chart-drawing svg").evaluate(
        """svg => {
          const scale = svg.getBoundingClientRect().width / svg.getAttribute("width");
          const sizes = [...svg.querySelectorAll("text")].map((t) => parseFloat(getComputedStyle(t).fontSize));
          return Math.min(...sizes) * scale;
        }"""
    )
    assert smallest >= 11
    page.keyboard.press("ArrowRight")
    tip, window = figure.locator(".chart-tip").bounding_box(), 320
    assert tip["x"] >= 0 and tip["x"] + tip["width"] <= window
    assert page.evaluate("document.documentElement.scrollWidth") <= window


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_the_colours_of_the_page(page, tiny_site, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{tiny_site}/survival.html")
    figure = page.locator(FIGURE)
    colour = "e => getComputedStyle(e).fill"
    still = figure.locator(".chart-wide svg [fill='#12338a']").first.evaluate(colour)
    opened(figure)
    assert figure.locator(".chart-drawing [fill='#12338a']").first.evaluate(colour) == still
    assert (still == "rgb(18, 51, 138)") == (scheme == "light")


def test_it_works_from_a_file(page, built_tiny):
    page.goto((built_tiny.html / "survival.html").as_uri())
    opened(page.locator(FIGURE))
    page.keyboard.press("ArrowRight")
    assert "2023" in page.locator(".chart-live").text_content()


def test_without_a_script_there_is_no_button_and_all_the_rest(browser, tiny_site):
    with visitor(browser, tiny_site, java_script_enabled=False) as (page, _):
        page.goto(f"{tiny_site}/survival.html")
        figure = page.locator(FIGURE)
        assert figure.locator(".chart-wide svg").is_visible()
        assert not figure.locator(".chart-open").is_visible()
        figure.locator("summary").click()
        assert figure.locator("table").is_visible()
        figure.get_by_role("button", name="Share, download, cite").click()
        assert figure.locator(".cite-text").is_visible()


def test_a_chart_that_cannot_be_loaded_says_so_and_leaves_the_still_one(browser, tiny_site):
    with visitor(browser, tiny_site) as (page, _):
        page.route("**/figures/*.js", lambda route: route.abort())
        page.goto(f"{tiny_site}/survival.html")
        figure = page.locator(FIGURE)
        figure.locator(".chart-open").click()
        figure.get_by_text("cannot be loaded").wait_for()
        assert figure.locator(".chart-wide svg").is_visible()


def test_paper_gets_the_wide_still_chart(page, figure):
    opened(figure)
    page.set_viewport_size({"width": 320, "height": 700})
    page.emulate_media(media="print")
    assert figure.locator(".chart-wide svg").is_visible()
    for screen_only in (".chart-narrow", ".chart-explore", ".figure-tools"):
        assert not figure.locator(screen_only).is_visible()


def test_charts_do_not_move_the_page_while_it_loads(page, tiny_site):
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            if (entry.sources.some(({node}) => node?.parentElement?.closest?.("figure"))) moved += entry.value;
        }).observe({type: "layout-shift", buffered: true});"""
    )
    page.goto(f"{tiny_site}/survival.html")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("moved") < 0.02  # the web font may change a line's width


def test_every_chart_of_the_report_opens_and_tells_its_values(page, report_site, built_report):
    seen = 0
    for path in sorted(built_report.html.glob("*.html")):
        if 'class="figure-tool chart-open"' not in path.read_text(encoding="utf-8"):
            continue
        page.goto(f"{report_site}/{path.name}")
        page.wait_for_load_state("networkidle")
        for figure in page.locator("figure.report-figure").all():
            before = box_of(figure)
            opened(figure)
            page.keyboard.press("ArrowRight")
            text = figure.locator(".chart-live").text_content()
            name = figure.get_attribute("id")
            assert re.search(r"\. 1 of [1-9]\d*\.$", text), (name, text)
            assert "undefined" not in text and "NaN" not in text, (name, text)
            assert box_of(figure) == before, name
            figure.locator(".chart-open").click()
            seen += 1
    assert seen == built_report.summary.counts["figures"]

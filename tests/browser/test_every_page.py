"""Every page, as readers with different screens meet it: rules of accessibility, console, width, weight."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from visit import SIDEWAYS, SIZES, faults_in_all_sizes, visitor

from coproduce.report import Report

ROOT = Path(__file__).parents[2]
#: Pages of the real report that are known before it is built.
PAGES = sorted({*Report(ROOT).toc.chapters, "search", "404", "editions/index"})
SCHEMES = ("light", "dark")


def page_names(built) -> set[str]:
    return {p.relative_to(built.html).with_suffix("").as_posix() for p in built.html.rglob("*.html")}


def address(site: str, name: str) -> str:
    """Where a page is; an address that leads nowhere for the page that is shown there."""
    return f"{site}/{'no-such-page' if name == '404' else name}.html"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_page_in_all_sizes(browser, report_site, name, scheme):
    """axe-core finds nothing, the console is silent, nothing leaves the site or the window."""
    missing = ["console: Failed to load resource: the server responded with a status of 404 (Not Found)"]
    found = faults_in_all_sizes(browser, report_site, address(report_site, name), scheme)
    assert found == (missing if name == "404" else [])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pages_that_only_the_build_knows(browser, report_site, built_report, scheme):
    """Long lists are cut into pages; at first there may be none."""
    made = sorted(page_names(built_report) - set(PAGES))
    found = {name: faults_in_all_sizes(browser, report_site, address(report_site, name), scheme) for name in made}
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert page_names(built_report) >= set(PAGES)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pages_of_another_report(browser, tiny_site, built_tiny, scheme):
    names = sorted(page_names(built_tiny) - {"404"})
    found = {name: faults_in_all_sizes(browser, tiny_site, address(tiny_site, name), scheme) for name in names}
    assert len(found) >= 10
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_sizes_are_those_that_are_promised():
    assert [width for width, _ in SIZES.values()] == [1280, 768, 320, 320]


def test_a_page_that_is_too_wide_would_be_found(page, tiny_site):
    page.goto(f"{tiny_site}/survival.html")
    assert page.evaluate(SIDEWAYS) == 0
    page.evaluate("document.querySelector('h1').style.width = '3000px'")
    assert page.evaluate(SIDEWAYS) > 0


#: Kilobytes of a page with all that it loads, and requests that hold up its first paint.
HEAVIEST, MOST_BLOCKING = 300, 4
#: Lists of the whole report, to look things up in: kilobytes as files, and as they travel.
LISTS, HEAVIEST_LIST, TRAVELS = {"sources", "case-studies"}, 440, 150


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_light(browser, report_site, name):
    """No host's compression is counted on for chapters. The search page's index is not counted: it is the answer."""
    with visitor(browser, report_site) as (page, complaints):
        bodies: dict[str, bytes] = {}
        page.on("response", lambda answer: bodies.update({answer.url: answer.body()}))
        page.goto(address(report_site, name), wait_until="networkidle")
        blocking = page.evaluate(
            "performance.getEntriesByType('resource').filter(r => r.renderBlockingStatus === 'blocking').map(r => r.name)"
        )
    sizes = {url: len(body) for url, body in bodies.items() if "/search/index-" not in url}
    assert sum(sizes.values()) <= 1000 * (HEAVIEST_LIST if name in LISTS else HEAVIEST), sizes
    travelling = sum(min(len(body), len(gzip.compress(body))) for url, body in bodies.items() if url in sizes)
    assert travelling <= TRAVELS * 1000
    assert 1 <= len(blocking) <= MOST_BLOCKING

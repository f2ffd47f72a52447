"""Every page, as readers with different screens meet it: rules of accessibility, console, width, weight."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import real_pages
from visit import ALL_MODES, COLOUR_RULES, COLOURED, SIDEWAYS, SIZES, TWO_MODES, axe_violations, faults, faults_of, visitor

from coproduce.report import Report

ROOT = Path(__file__).parents[2]
#: Pages of the real report that are known before it is built.
PAGES = sorted({*Report(ROOT).toc.chapters, "search", "404", "editions/index"})
#: Pages of kinds that the tiny report has not.
KINDS = {real_pages.FRONT, real_pages.CHAPTER, real_pages.WIDE}

#: Kilobytes of a page with all that it loads, and requests that hold up its first paint.
HEAVIEST, MOST_BLOCKING = 300, 4
#: Lists of the whole report, to look things up in: kilobytes as files, and as they travel.
LISTS, HEAVIEST_LIST, TRAVELS = {real_pages.LISTS.get("profiles"), real_pages.LISTS.get("ledger")}, 340, 150
#: What a page has loaded: address, bytes, and whether its first paint waited for it.
LOADED = """() => ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
  .map(e => [e.name, e.decodedBodySize, e.renderBlockingStatus === 'blocking'])"""


def page_names(built) -> set[str]:
    return {p.relative_to(built.html).with_suffix("").as_posix() for p in built.html.rglob("*.html")}


def address(site: str, name: str) -> str:
    """Where a page is; an address that leads nowhere for the page that is shown there."""
    return f"{site}/{'no-such-page' if name == '404' else name}.html"


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_everyone_and_light(browser, report_site, built_report, name):
    """axe-core finds nothing, the console is silent, nothing leaves the site or the window, and little is loaded.

    Rules are tried in two modes that between them hold every colour and both layouts; pages of one kind
    share style and markup, and one of each kind is tried in all modes, here and in the tiny report below.
    The width is measured at all sizes on every page, since long words are a page's own. Colours are measured
    at two places of each look, all other rules are asked about every place (``visit.LOOKS``).

    No host's compression is counted on for chapters. The search page's index is not counted: it is the answer.
    """
    with visitor(browser, report_site, color_scheme="light") as (page, complaints):
        page.goto(address(report_site, name), wait_until="networkidle")
        loaded = {url: (size, blocking) for url, size, blocking in page.evaluate(LOADED) if "/search/index-" not in url}
        found = faults(page, ALL_MODES if name in KINDS else TWO_MODES)
        missing = ["console: Failed to load resource: the server responded with a status of 404 (Not Found)"]
        assert found + complaints.found == (missing if name == "404" else [])
    assert sum(size for size, _ in loaded.values()) <= 1000 * (HEAVIEST_LIST if name in LISTS else HEAVIEST), loaded
    files = [built_report.html / ("404.html" if "no-such-page" in url else urlsplit(url).path.lstrip("/")) for url in loaded]
    assert {url: size for url, (size, _) in loaded.items()} == {
        url: file.stat().st_size for url, file in zip(loaded, files, strict=True)}, "what the browser says it has loaded"
    assert sum(min(len(data), len(gzip.compress(data))) for data in map(Path.read_bytes, files)) <= TRAVELS * 1000
    assert 1 <= sum(blocking for _, blocking in loaded.values()) <= MOST_BLOCKING


def test_pages_that_only_the_build_knows(browser, report_site, built_report):
    """Long lists are cut into pages; at first there may be none."""
    made = sorted(page_names(built_report) - set(PAGES))
    found = {name: faults_of(browser, report_site, address(report_site, name), TWO_MODES) for name in made}
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert page_names(built_report) >= set(PAGES) >= KINDS


def test_every_kind_of_page_in_all_modes(browser, tiny_site, built_tiny):
    """The tiny report has a page of each kind, and they are short."""
    names = sorted(page_names(built_tiny) - {"404"})
    found = {name: faults_of(browser, tiny_site, address(tiny_site, name)) for name in names}
    assert len(found) >= 10
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_sizes_are_those_that_are_promised():
    assert [width for width, _ in SIZES.values()] == [1280, 768, 320, 320]
    assert {size for _, size in ALL_MODES} == set(SIZES) and set(TWO_MODES) <= set(ALL_MODES)
    assert {(scheme, size) for scheme, size in ALL_MODES if size in COLOURED} == {
        (scheme, size) for scheme in ("light", "dark") for size in COLOURED}


#: What makes the colours of single places bad: by a style sheet that counts, by an attribute of one of many,
#: behind the text and not on it, around it, and on a link that nothing but its colour tells from its text.
PALE = {
    "counted": "document.styleSheets[0].insertRule('article li:nth-child(2) { color: #bbb !important }')",
    "one-of-many": "(l => { l[Math.floor(l.length / 2)].style.color = '#bbb' })(document.querySelectorAll('article td'))",
    "behind": "(l => { l[Math.floor(l.length / 2)].style.backgroundColor = '#666' })(document.querySelectorAll('article tr'))",
    "around": "document.querySelector('article table').style.opacity = 0.2",
    "link": "document.querySelector('article h1').insertAdjacentHTML('afterend', '<p>A sentence of many words has <a href=\"index.html\">a"
            " link</a> in the middle of it, and goes on after it.</p>'); document.styleSheets[0].insertRule('article p a { color: #3c3c5a !important; text-decoration: none !important;"
            " border: 0 !important; background: none !important }')",
}
#: What axe-core says of colours when it is asked about every place.
EVERY_PLACE = """async rules => (await axe.run(document, {runOnly: {type: 'rule', values: rules}, resultTypes: ['violations']}))
  .violations.map(v => v.id)"""


@pytest.mark.parametrize("fault", PALE)
def test_bad_colours_of_single_places_are_found(page, tiny_site, fault):
    """By looking at two places of each look as by looking at all."""
    page.emulate_media(reduced_motion="reduce")  # colours change at once
    page.goto(f"{tiny_site}/streets.html")
    assert axe_violations(page) == [] == page.evaluate(EVERY_PLACE, COLOUR_RULES)
    page.evaluate(PALE[fault])
    found = {line.partition(" ")[0] for line in axe_violations(page)}
    assert found == set(page.evaluate(EVERY_PLACE, COLOUR_RULES)) == {"link-in-text-block" if fault == "link" else "color-contrast"}


def test_a_page_that_is_too_wide_would_be_found(page, tiny_site):
    page.goto(f"{tiny_site}/survival.html")
    assert page.evaluate(SIDEWAYS) == 0
    page.evaluate("document.querySelector('h1').style.width = '3000px'")
    assert page.evaluate(SIDEWAYS) > 0
    assert [line.partition(":")[0] for line in faults(page, ())] == list(SIZES)

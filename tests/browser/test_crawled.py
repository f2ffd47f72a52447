"""Every page of a published site under real servers, and from a folder: the console is silent, styles are there."""

from __future__ import annotations

import shutil

import pytest
from visit import visitor
from web_servers import SERVERS, serving

from coproduce.editions.site import publish

MISSING = "console: Failed to load resource: the server responded with a status of 404 (Not Found)"


def crawl(browser, site: str, names: list[str]) -> dict[str, list[str]]:
    """Opens each page and whatever its links within the site lead to; faults by page."""
    found, waiting, seen = {}, list(names), set(names)
    while waiting:
        name = waiting.pop()
        with visitor(browser, site) as (page, complaints):
            page.add_init_script("window.refused = []; document.addEventListener('securitypolicyviolation',"
                                 " e => window.refused.push(e.effectiveDirective + ' ' + e.blockedURI))")
            page.goto(f"{site}/{name}", wait_until="load")
            refused = page.evaluate("window.refused")
            styled = page.evaluate("getComputedStyle(document.querySelector('.skip-link')).position") == "absolute"
            links = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href.split('#')[0])")
            found[name] = complaints.found + refused + ([] if styled else ["no styles"])
        for link in links:
            inside = link.removeprefix(f"{site}/")
            if inside != link and inside.endswith(".html") and inside not in seen:
                seen.add(inside)
                waiting.append(inside)
    return found


def pages(built) -> list[str]:
    return sorted(p.relative_to(built.html).as_posix() for p in built.html.rglob("*.html") if p.name != "404.html")


@pytest.mark.parametrize("name", SERVERS)
def test_every_page_under_a_real_server(name, browser, built_tiny):
    if not shutil.which(name):
        pytest.skip(f"NOT TESTED UNDER {name}: it is not installed")
    with serving(name, lambda site: publish(built_tiny.html, site)) as address:
        found = crawl(browser, address, pages(built_tiny))
        assert len(found) >= 10 and {page: faults for page, faults in found.items() if faults} == {}
        with visitor(browser, address) as (page, complaints):
            # The page for what is not there is made for the report's web address, which ends in /report/.
            page.route("**/report/**", lambda route: route.continue_(url=route.request.url.replace("/report/", "/")))
            page.goto(f"{address}/nowhere.html", wait_until="load")
            assert complaints.found == [MISSING] and page.locator("h1").count() == 1


def test_every_page_from_a_folder(browser, built_tiny, tmp_path):
    """A copy, as people make one on a file share: without a server or its headers."""
    folder = tmp_path / "a share" / "report"
    shutil.copytree(built_tiny.html, folder)
    found = crawl(browser, folder.as_uri(), pages(built_tiny))
    assert len(found) >= 10 and {page: faults for page, faults in found.items() if faults} == {}

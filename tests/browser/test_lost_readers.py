"""The page for addresses that lead nowhere, of a book that was built without knowing its address."""

from __future__ import annotations

from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from site_server import served
from visit import until, visitor

LOOKS = "['.site-header', 'h1', 'body'].map(e => getComputedStyle(document.querySelector(e))).map(s => [s.display, s.fontFamily, s.margin])"


@contextmanager
def below(built, folder, *parts):
    """The address of a server on which the book lies some folders deep, and whose lost readers get the book's page."""
    place = folder.joinpath(*parts)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(built.html, target_is_directory=True)
    (folder / "404.html").symlink_to(built.html / "404.html")
    with served(folder) as address:
        yield address


@pytest.mark.parametrize("asked", ["a/b/c/d/nothing.html", "a/b/nothing.html", "a/b/c/d/e/f/g/nothing", "a/nothing.html"])
def test_below_a_sub_path_it_is_styled_and_leads_to_the_book(browser, built_for_readers, tmp_path, asked):
    with below(built_for_readers, tmp_path, "a", "b") as address, visitor(browser, address) as (page, complaints):
        page.goto(f"{address}/a/b/search.html")
        styled = page.evaluate(LOOKS)
        assert page.goto(f"{address}/{asked}").status == 404
        found = asked.startswith("a/b/")
        assert (page.evaluate(LOOKS) == styled) == found
        if not found:  # beside the book: nothing says where it is
            return
        page.get_by_role("link", name="front page", exact=True).click()
        assert page.url == f"{address}/a/b/index.html" and page.locator("h1").inner_text()
        page.goto(f"{address}/{asked}")
        until(page, "() => document.querySelectorAll(\"[href^='/']\").length === 0")
        links = {urlsplit(url).path for url in page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)") if url.startswith(address)}
        assert "/a/b/search.html" in links and all(link.startswith("/a/b/") for link in links)
        page.locator(".theme-choice select").select_option("dark")  # a script of the book runs
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert all("(Not Found)" in told or "MIME type ('text/html')" in told for told in complaints.found), complaints.found


def test_at_the_root_of_a_server_it_asks_for_nothing_that_is_not_there(browser, built_for_readers):
    with served(built_for_readers.html) as address, visitor(browser, address) as (page, complaints):
        page.goto(f"{address}/nothing.html", wait_until="networkidle")
        assert len(complaints.found) == 1 and "404" in complaints.found[0], complaints.found
        styles = [url for url in complaints.requests if "report.css" in url]
        scripts = [url for url in complaints.requests if "not-found.js" in url]
        assert (len(styles), len(scripts)) == (1, 1)


def test_without_scripts_it_is_styled_and_offers_the_folders_above(browser, built_for_readers, tmp_path):
    with below(built_for_readers, tmp_path, "a", "b") as address, visitor(browser, address, java_script_enabled=False) as (page, _):
        page.goto(f"{address}/a/b/search.html")
        styled = page.evaluate(LOOKS)
        page.goto(f"{address}/a/b/c/d/nothing.html")
        assert page.evaluate(LOOKS) == styled
        page.get_by_role("link", name="2 above", exact=True).click()
        assert page.url == f"{address}/a/b/" and "Larkwell" in page.title()

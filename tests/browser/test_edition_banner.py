"""An old edition tells that there is a newer one, and the list leads to all of them."""

from __future__ import annotations

import pytest
from site_server import served
from visit import TWO_MODES, faults_of, visitor

from coproduce.editions.site import publish

BANNER = "aside.old-edition"


@pytest.fixture(scope="module")
def site(two_editions, tmp_path_factory):
    """A site with edition 1.0 kept and 1.1 the newest."""
    folder = tmp_path_factory.mktemp("site") / "www"
    publish(two_editions.first, folder, freeze=True)
    publish(two_editions.second, folder, freeze=True)
    return folder


@pytest.fixture(scope="module")
def address(site):
    with served(site) as found:
        yield found


def from_disk_and_server(site, address) -> list[str]:
    return [site.resolve().as_uri(), address]


@pytest.mark.parametrize("name, leads_to", [
    ("survival.html", "survival.html"),  # the newest has it too
    ("survival.html#trees-by-year", "survival.html"),
    ("glossary.html", "index.html"),  # it has not
    ("index.html", "index.html"),
    ("editions/index.html", "editions/index.html"),
])
def test_old_edition_leads_to_the_newest(browser, site, address, name, leads_to):
    for root in from_disk_and_server(site, address):
        with visitor(browser, address) as (page, complaints):
            page.goto(f"{root}/editions/1.0/{name}")
            assert page.inner_text(BANNER) == "This is edition 1.0, kept as it was published. Read edition 1.1, the newest."
            page.click(f"{BANNER} a")
            page.wait_for_url(f"{root}/{leads_to}")
            assert "Edition 1.1" in page.inner_text("footer")
            assert page.locator(BANNER).count() == 0
            assert complaints.found == []


@pytest.mark.parametrize("name", ["index.html", "editions/1.1/index.html"])
def test_newest_edition_has_no_banner(browser, site, address, name):
    for root in from_disk_and_server(site, address):
        with visitor(browser, address) as (page, complaints):
            page.goto(f"{root}/{name}")
            assert page.evaluate("window.reportEditions.newest") == "1.1"
            assert page.locator(BANNER).count() == 0
            assert complaints.found == []


def test_book_that_was_not_published_has_none(page, tiny_site):
    page.goto(f"{tiny_site}/index.html")
    assert page.locator(BANNER).count() == 0
    page.click("footer >> text=All editions")
    page.wait_for_url("**/editions/index.html")
    page.click("main >> text=Edition 1.0")
    page.wait_for_url("**/index.html")


def test_list_is_reached_from_any_page_and_leads_back_in_time(browser, address):
    with visitor(browser, address) as (page, complaints):
        page.goto(f"{address}/survival.html")
        page.click("footer >> text=All editions")
        page.wait_for_url(f"{address}/editions/index.html")
        assert page.inner_text("main ul.editions > li:first-child").startswith("Newest: Edition 1.1, 1 April 2026")
        page.click("main >> text=Edition 1.0")
        page.wait_for_url(f"{address}/editions/1.0/index.html")
        assert page.inner_text(BANNER)
        assert complaints.found == []


def test_without_script_the_list_is_there(browser, address):
    with visitor(browser, address, java_script_enabled=False) as (page, _):
        page.goto(f"{address}/editions/1.0/survival.html")
        page.click("footer >> text=All editions")
        page.click("main >> text=Edition 1.1")
        page.wait_for_url(f"{address}/editions/1.1/index.html")


def test_everyone_can_use_banner_and_list(browser, address):
    for name in ("editions/1.0/survival.html", "editions/index.html", "editions/1.0/editions/index.html"):
        assert faults_of(browser, address, f"{address}/{name}", TWO_MODES) == [], name


def test_banner_is_reached_by_keyboard_right_after_the_skip_link(browser, address):
    with visitor(browser, address) as (page, _):
        page.goto(f"{address}/editions/1.0/survival.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link"
        page.keyboard.press("Tab")
        assert page.evaluate(f"document.activeElement.closest('{BANNER}') !== null")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"

"""A list on many pages, in a browser, opened from a folder: found by words and menus, led to by address."""

from __future__ import annotations

import pytest


@pytest.fixture
def folder(report_with_many):
    return report_with_many[1].as_uri()


def test_words_and_menus_find_contributions_on_all_pages(page, folder, report_with_many):
    page.goto(f"{folder}/contributions.html")
    assert page.locator("script[src*=contributions-index]").count() == 0
    page.locator(".filter-box label:has(select)", has_text="Region").locator("select").select_option(label="West ward")
    page.get_by_label("Find a contribution").fill("cherry")
    found = page.locator(".contributions-found a")
    found.first.wait_for()
    expected = [c for c in report_with_many[0].contributions.values()
                if c.front.contributor.region == "west" and "cherry" in c.title]
    assert found.all_inner_texts() == [c.title for c in expected]
    assert page.locator(".filter-box output").inner_text() == f"{len(expected)} of {len(report_with_many[0].contributions)}"
    found.last.click()
    assert page.locator(f"#contribution-{expected[-1].id} h2").is_visible()


def test_more_are_shown_on_request_and_focus_goes_to_the_first_of_them(page, folder):
    page.goto(f"{folder}/contributions.html")
    page.get_by_label("Find a contribution").fill("anonymous")
    found = page.locator(".contributions-found a")
    found.nth(49).wait_for()
    assert found.count() == 50
    page.get_by_role("button", name="Show 50 more").click()
    assert found.count() == 100
    assert found.nth(50).evaluate("link => link === document.activeElement")


def test_address_of_a_contribution_holds_when_the_list_is_cut_into_pages(page, folder):
    page.goto(f"{folder}/contributions.html#contribution-synthetic-00500")
    page.wait_for_url("**/contributions-*-*.html#contribution-synthetic-00500")
    assert page.locator("#contribution-synthetic-00500").is_visible()


def test_no_sideways_scroll_on_a_narrow_screen(page, folder):
    page.set_viewport_size({"width": 320, "height": 700})
    for name in ("contributions", "contributions-watering-1", "contributions-on-watering-works-1"):
        page.goto(f"{folder}/{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name

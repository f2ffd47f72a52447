"""A list on many pages, in a browser, opened from a folder: found by words and menus, led to by address."""

from __future__ import annotations

import pytest
from pypdf import PdfReader
from site_server import served
from visit import TWO_MODES, faults_of

#: One worker makes the report with many contributions, for the tests of all files that need it.
pytestmark = pytest.mark.xdist_group("many")


@pytest.fixture
def folder(report_with_many):
    return report_with_many[1].as_uri()


def test_words_and_menus_find_contributions_on_all_pages(page, folder, report_with_many):
    page.goto(f"{folder}/contributions.html")
    assert page.locator("script[src*=contributions-index]").count() == 0
    page.locator(".filter-box label:has(select)", has_text="Region").locator("select").select_option(label="West ward")
    page.get_by_label("Find a contribution").fill("cherry")
    found = page.locator(".list-found a")
    found.first.wait_for()
    expected = [c for c in report_with_many[0].contributions.values()
                if c.front.contributor.region == "west" and "cherry" in c.title]
    assert found.all_inner_texts() == [c.title for c in expected]
    assert page.locator(".filter-box output").inner_text() == f"{len(expected)} of {len(report_with_many[0].contributions)}"
    found.last.click()
    page.locator(f"#contribution-{expected[-1].id} h2").wait_for(state="visible")


def test_more_are_shown_on_request_and_focus_goes_to_the_first_of_them(page, folder):
    page.goto(f"{folder}/contributions.html")
    page.get_by_label("Find a contribution").fill("anonymous")
    found = page.locator(".list-found a")
    found.nth(49).wait_for()
    assert found.count() == 50
    page.get_by_role("button", name="Show 50 more").click()
    assert found.count() == 100
    assert found.nth(50).evaluate("link => link === document.activeElement")


def test_address_of_a_contribution_holds_when_the_list_is_cut_into_pages(page, folder):
    page.goto(f"{folder}/contributions.html#contribution-synthetic-00500")
    page.wait_for_url("**/contributions-*-*.html#contribution-synthetic-00500")
    page.locator("#contribution-synthetic-00500").wait_for(state="visible")


def test_words_find_rows_of_all_pages_and_make_room_for_them(page, folder):
    page.goto(f"{folder}/ledger.html")
    rows, found = page.locator("#all-numbers"), page.locator(".list-found a")
    page.get_by_label("Find a number").fill("walk 977:")
    found.wait_for()
    assert found.inner_text() == "Visits on walk 977: 2,931"
    assert page.locator(".filter-box output").inner_text() == "1 of 1,004" and not rows.is_visible()
    page.get_by_label("Find a number").fill("")
    rows.wait_for()
    assert found.count() == 0


def test_address_of_a_row_holds_when_the_list_is_cut_into_pages(page, folder):
    page.goto(f"{folder}/sources.html#source-letter-0900")
    page.wait_for_url("**/sources-page-*.html#source-letter-0900")
    page.locator("#source-letter-0900").wait_for(state="visible")


def test_a_long_list_prints_its_beginning_unless_its_reader_asks(page, folder, tmp_path):
    def sheets(name: str) -> int:
        page.pdf(path=tmp_path / name, format="A4")
        return len(PdfReader(tmp_path / name).pages)

    page.goto(f"{folder}/ledger-page-2.html")
    assert sheets("unasked.pdf") <= 5
    assert any("Printed are the first 25 of" in sheet.extract_text() for sheet in PdfReader(tmp_path / "unasked.pdf").pages[-2:])
    page.evaluate("window.print = () => { window.asked = document.querySelector('table').matches('.asked') }")
    page.get_by_role("button", name="Print all").click()
    assert page.evaluate("window.asked")
    assert sheets("asked.pdf") > 10
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert sheets("again.pdf") <= 5


@pytest.mark.parametrize("name", ["contributions", "contributions-watering-1", "contributions-on-watering-works-1", "ledger-page-2"])
def test_every_kind_of_page_of_a_long_list(browser, report_with_many, name):
    """Two modes: in the others nothing is laid out or coloured otherwise than on a short list, which is tried in all."""
    with served(report_with_many[1]) as site:
        assert faults_of(browser, site, f"{site}/{name}.html", TWO_MODES) == []

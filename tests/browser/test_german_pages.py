"""A report in German in a real browser: what scripts say, what search finds, and the rules of accessibility."""

import pytest
from visit import axe_violations

FIELD = "dialog[open] input"


def test_search_speaks_german_and_finds_bent_words(page, german_site):
    page.goto(f"{german_site.rstrip('/')}/index.html")
    page.keyboard.press("Control+k")
    page.wait_for_selector(f"{FIELD}:focus")
    page.keyboard.type("Baum")  # the pages say Bäume
    page.locator("dialog[open] [role=status]").filter(has_text="Ergebnisse für „Baum“.").wait_for()
    assert page.locator("dialog[open] .search-kinds button").first.inner_text().startswith("Kapitel")
    assert "Bäume" in page.locator("dialog[open] .search-hits mark").all_inner_texts()
    page.keyboard.press("Control+a")
    page.keyboard.type("1188")
    page.locator("dialog[open] [role=status]").filter(has_text="für „1188“.").wait_for()
    assert page.locator("dialog[open] .search-hits > li").count() > 0


def test_a_chart_that_is_explored_speaks_german(page, german_site):
    page.goto(f"{german_site.rstrip('/')}/baeume.html")
    button = page.locator("#anteil-je-strasse .chart-open")
    assert button.inner_text() == "Diagramm erkunden"
    button.click()
    page.locator(".chart-explore").wait_for()
    assert page.locator(".chart-hint").inner_text() == (
        "Zeigen Sie auf das Diagramm oder nutzen Sie die Pfeiltasten, um seine 3 Werte zu lesen. Escape schließt es.")
    page.keyboard.press("ArrowRight")
    page.locator(".chart-live", has_text="1 von 3.").wait_for()
    assert "85,4" in page.locator(".chart-tip").inner_text()
    assert button.inner_text() == "Interaktives Diagramm schließen"


@pytest.mark.parametrize("name", ["index", "baeume", "beitragen", "zahlen", "search"])
def test_pages_are_for_everyone(page, german_site, name):
    page.goto(f"{german_site.rstrip('/')}/{name}.html", wait_until="networkidle")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.lang") == "de"

"""Pages of a stock Jupyter Book in a real browser."""

from __future__ import annotations

import pytest
from site_server import served
from visit import axe_violations, visitor

PAGES = ("welcome", "guide/measuring", "guide/gauges", "guide/weirs", "notebooks/levels", "notebooks/stored", "notebooks/failing")


@pytest.fixture(scope="module")
def stock_site(built_stock):
    with served(built_stock.html) as address:
        yield address


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser, stock_site, name):
    found = []
    for scheme, width in (("light", 1280), ("dark", 320)):
        with visitor(browser, stock_site, color_scheme=scheme, viewport={"width": width, "height": 900}) as (page, complaints):
            page.goto(f"{stock_site}/{name}.html")
            page.evaluate("document.querySelectorAll('article details').forEach(box => { box.open = true })")
            found += [*axe_violations(page), *complaints.found]
    assert found == []

"""Tables on screens of all sizes."""

from __future__ import annotations

import pytest
from visit import until

# What a reader sees of each cell of a table's first row, and how wide its narrowest cell is in letters.
STACKED = """() => {
  const table = document.querySelector('article table.stacks'), row = table.tBodies[0].rows[0];
  const size = parseFloat(getComputedStyle(row.cells[0]).fontSize);
  return {
    titles: [...row.cells].slice(1).map(c => getComputedStyle(c, '::before').content),
    heads: [...table.tHead.rows[0].cells].slice(1).map(c => c.textContent.trim()),
    lefts: new Set([...row.cells].map(c => c.getBoundingClientRect().left)).size,
    narrowest: Math.min(...[...row.cells].map(c => c.getBoundingClientRect().width / size)),
  };
}"""
BELOW_HEADER = """() => {
  const head = document.querySelector('article table thead th');
  return Math.round(head.getBoundingClientRect().top - document.querySelector('.site-header').getBoundingClientRect().bottom);
}"""


@pytest.mark.parametrize("name", ["conclusions", "ledger"])
@pytest.mark.parametrize("width", [320, 390, 599])
def test_rows_of_a_wide_table_are_stacked_where_the_window_is_narrow(page, tiny_site, name, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{tiny_site}/{name}.html")
    seen = page.evaluate(STACKED)
    assert seen["heads"] and seen["titles"] == [f'"{head}: "' for head in seen["heads"]]
    assert seen["lefts"] == 1 and seen["narrowest"] > 13
    assert page.evaluate("(w => w.scrollWidth <= w.clientWidth)(document.querySelector('.table-wrapper'))")


def test_rows_stand_beside_each_other_where_there_is_room(page, tiny_site):
    page.set_viewport_size({"width": 1280, "height": 844})
    page.goto(f"{tiny_site}/conclusions.html")
    seen = page.evaluate(STACKED)
    assert seen["lefts"] == 1 + len(seen["heads"]) and set(seen["titles"]) == {"none"}


def test_head_of_a_table_stays_below_that_of_the_page(page, tiny_site):
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{tiny_site}/ledger.html")
    until(page, "() => document.querySelector('.table-wrapper.fits')")
    page.evaluate("(t => { t.tBodies[0].rows[3].scrollIntoView(); scrollBy(0, -120); })(document.querySelector('article table'))")
    assert abs(page.evaluate(BELOW_HEADER)) <= 1


def test_table_that_does_not_fit_scrolls_beside_its_first_column(page, tiny_site):
    page.set_viewport_size({"width": 700, "height": 844})
    page.goto(f"{tiny_site}/ledger.html")
    moved = page.evaluate("""() => {
      const box = document.querySelector('.table-wrapper'), cell = box.querySelector('tbody tr').cells[0];
      const before = cell.getBoundingClientRect().left;
      box.scrollLeft = 200;
      return [box.classList.contains('fits'), box.scrollLeft, cell.getBoundingClientRect().left - before];
    }""")
    assert moved == [False, 200, 0]

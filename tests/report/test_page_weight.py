"""Pages to look things up in stay light as the report grows; chapters are weighed in the browser's tests."""

from __future__ import annotations

#: Bytes of HTML before compression; about a sixth of it after.
MOST = 300_000


def test_no_page_is_heavy(built_report):
    sizes = {page.name: page.stat().st_size for page in built_report.html.glob("*.html")}
    assert len(sizes) >= 18
    assert {name: size for name, size in sizes.items() if size > MOST} == {}

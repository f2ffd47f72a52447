"""Contributions that try to act, in a real browser: nothing of theirs runs, loads or stays on any page."""

from __future__ import annotations

import pytest
from site_server import served
from visit import until, visitor

# Whatever could make something run, and what has.
MARKS = """() => [document.documentElement.hasAttribute('data-pwned') ? 'it ran' : '',
  ...[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on')))
    .map(e => e.outerHTML.slice(0, 120))].filter(Boolean)"""


@pytest.mark.parametrize("policy", [True, False], ids=["with-the-policy", "without-the-policy"])
def test_nothing_runs_on_any_page(browser, hostile_report, policy):
    """The server's policy and the page's own would stop most of it; without both the pages must be sound too."""
    built, titles, _ = hostile_report
    names = sorted(p.relative_to(built.html).as_posix() for p in built.html.rglob("*.html") if p.stem != "404")
    assert len(titles) >= 75 and len(names) >= 10
    with served(built.html) as site, visitor(browser, site, bypass_csp=not policy) as (page, complaints):
        for name in names:
            page.goto(f"{site}/{name}", wait_until="networkidle")
            assert page.evaluate(MARKS) == [], name
        assert complaints.found == []


def test_what_acts_would_be_seen(browser, hostile_report):
    """The same page with one of the texts as it was sent: the mark is made, and found."""
    built, titles, _ = hostile_report
    text = next(title for title in titles.values() if title.startswith("<img"))
    with served(built.html) as site, visitor(browser, site, bypass_csp=True) as (page, _):
        page.goto(f"{site}/index.html")
        page.evaluate("text => document.querySelector('article').insertAdjacentHTML('beforeend', text)", text)
        until(page, "document.documentElement.hasAttribute('data-pwned')")
        assert len(page.evaluate(MARKS)) == 2

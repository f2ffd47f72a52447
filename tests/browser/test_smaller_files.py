"""A browser reads of the smaller style sheet what it reads of the one that was written."""

from __future__ import annotations

import re

from coproduce.publish.html import bundle

RULES = """text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); return [...sheet.cssRules].map(rule => rule.cssText); }"""


def test_the_rules_are_the_same(browser):
    page = browser.new_page()
    try:
        written, smaller = (page.evaluate(RULES, text) for text in (bundle._joined(bundle._HERE / "styles", "css"), bundle.style_sheet()))
    finally:
        page.close()
    # Of the book's own properties and of what it asks a browser for, a browser keeps the text as it was written.
    written, smaller = ([re.sub(r"([:,])\s+", r"\1", rule) for rule in rules] for rules in (written, smaller))
    assert len(written) > 200 and smaller == written

"""The patterns of the scan are written for browsers with the same meaning, or not at all."""

from __future__ import annotations

import json
import re

import pytest

from coproduce.contributions.privacy import KINDS
from coproduce.contributions.privacy_rules import RULES
from coproduce.contributions.search_pattern import compiled
from coproduce.intake import browser_scan
from coproduce.intake.browser_scan import NotPortable, javascript, scan_rules


def test_every_rule_goes_to_the_browser_in_its_order():
    rules = scan_rules()["rules"]
    assert [rule["kind"] for rule in rules] == list(RULES) and set(RULES) == set(KINDS)
    assert [len(rule["patterns"]) for rule in rules] == [len(rule.patterns) for rule in RULES.values()]
    assert {rule["kind"] for rule in rules if rule["inLinks"]} == {"email", "handle"}


def test_the_rules_are_the_same_bytes_each_time():
    first = json.dumps(scan_rules())
    browser_scan._rules_in.cache_clear()
    assert json.dumps(scan_rules()) == first


def test_letters_and_edges_of_words_are_those_of_ascii():
    assert javascript(compiled(r"[\w.]\w\bx")) == [r"[\w.]\w\bx", "giu"]
    assert javascript(compiled(r"[^\w]", any_case=False)) == [r"[^\w]", "gu"]
    assert compiled(r"\bé\w").search("é") is None and compiled(r"[\w]").search("É1").group() == "1"


@pytest.mark.parametrize("pattern", [r"(?i:x)", r"(?P<name>x)", r"\Ax", r"x\Z", r"\W", r"(?>x)", r"[\b]", r"\'", r"\w", r"a\b", r"[\w.]"])
def test_what_browsers_read_in_another_way_is_refused(pattern):
    with pytest.raises((NotPortable, re.error)):
        javascript(re.compile(pattern))

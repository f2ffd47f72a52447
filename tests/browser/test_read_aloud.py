"""What a screen reader says of the parts that a report consists of (``read_aloud.yml``)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from screen_reader import phrases

PARTS = yaml.safe_load(Path(__file__).with_name("read_aloud.yml").read_text(encoding="utf-8"))


def missing(said: list[str], wanted: list[str]) -> list[str]:
    """What of ``wanted`` is not said, or not in its turn."""
    rest, left_out = iter(said), []
    for phrase in wanted:
        before = list(rest)
        if phrase in before:
            rest = iter(before[before.index(phrase) + 1 :])
        else:
            left_out.append(phrase)
            rest = iter(before)
    return left_out


@pytest.mark.parametrize("part", PARTS)
def test_it_is_read_as_it_should_be(page, tiny_site, part):
    wanted = PARTS[part]
    page.goto(f"{tiny_site}/{wanted['page']}.html")
    said = phrases(page, wanted["part"])
    assert missing(said, wanted["says"]) == [], said


def test_a_name_or_order_that_is_lost_would_be_found(page, tiny_site):
    wanted = PARTS["a figure"]
    page.goto(f"{tiny_site}/{wanted['page']}.html")
    page.evaluate("(f => { f.querySelector('[role=img], img').removeAttribute('aria-label'); f.prepend(f.querySelector('table')) })"
                  "(document.querySelector('article figure'))")
    lost = missing(phrases(page, wanted["part"]), wanted["says"])
    assert any(phrase.startswith("image, ") for phrase in lost) and "row, 2025 1188" in lost

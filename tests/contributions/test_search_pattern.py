"""Patterns that ask for the first letters of many words, or of many areas, leave none of them out."""

from __future__ import annotations

import re

import pytest

from coproduce.contributions.birth_patterns import MONTHS
from coproduce.contributions.place_patterns import AREAS
from coproduce.contributions.privacy import scan
from coproduce.contributions.search_pattern import starts, words

SAID = ["first", "Third", "TWELFTH", "twenty-first", "thirty first", "unfed ar ddeg", "trydydd ar hugain", "cyntaf", "ósmego", "piątego", "piatego", "یکم"]
NAMED = ["January", "mar", "May", "Sept", "ionawr", "Chwefror", "styczeń", "październik", "pazdziernik", "września", "جنوری", "اکتوبر"]


def test_it_is_there_where_one_of_the_words_begins():
    ahead = re.compile(starts(*MONTHS))
    plain = [form for form in words(*MONTHS).split("|") if not set(form) & set("()")]
    assert len(plain) > 30 and all(ahead.match(form) for form in plain)
    assert starts("may march", "june", "mai") == "j[u]|m[a]"


@pytest.mark.parametrize("word", ["o", "b?orn", "bo?rn", "ba*r", "(?:un|dau)_ar", "[ab]c"])
def test_a_word_that_may_begin_otherwise_is_refused(word):
    with pytest.raises(ValueError, match="does not begin with two letters"):
        starts("march", word)


@pytest.mark.parametrize("day", SAID)
def test_a_day_in_words_begins_a_date_of_birth(day):
    assert [found.kind for found in scan(f"She was born {day} May 2016.")] == ["birth-date"]


@pytest.mark.parametrize("month", NAMED)
def test_a_month_begins_a_date_of_birth(month):
    assert [found.kind for found in scan(f"She was born {month} 14, 2016.")] == ["birth-date"]


@pytest.mark.parametrize("between, said", [("", "I live at {}1 1AB."), (" ", "I live at {} 1 1 A B."), (".", "My postcode: {}.1.1.A.B")], ids=["whole", "spaced", "loose"])
def test_a_postcode_of_each_area_is_found_however_it_is_spaced(between, said):
    texts = {area: said.format(between.join(area)) for area in AREAS}
    assert len(texts) == 124 and [area for area, text in texts.items() if [found.kind for found in scan(text)] != ["postcode"]] == []

"""Where a relation or a title stands before a capital, a name may stand."""

from __future__ import annotations

import pytest

from coproduce.contributions.name_hints import masked, name_hints


@pytest.mark.parametrize("text, hint, shown", [
    ("my son Jack waited", "son Jack", "son J…"), ("Then Mrs Okafor rang", "Mrs Okafor", "Mrs O…"),
    ("my daughter, Aisha, is", "daughter, Aisha", "daughter, A…"), ("our social worker Tom Bradley", "social worker Tom Bradley", "social worker T…"),
    ("my name is Rhys", "my name is Rhys", "my name is R…"), ("fy mab Rhys", "mab Rhys", "mab R…"), ("moja córka Łucja", "córka Łucja", "córka Ł…"),
])
def test_the_place_is_told_and_in_messages_only_its_first_letter(text, hint, shown):
    assert list(name_hints(text)) == [hint] and masked(hint) == shown


@pytest.mark.parametrize("text", [
    "My son and my daughter", "my son I think", "the head of Year 9", "his teacher May", "Is my child English?", "a friend. The next day",
])
def test_other_capitals_are_no_names(text):
    assert list(name_hints(text)) == []

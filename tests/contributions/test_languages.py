"""The language of a contribution, its translation, and marks that pile up on a letter."""

from __future__ import annotations

import unicodedata

import pytest
from hostile_report import faults, write

from coproduce.contributions.files import Contributions
from coproduce.ground.language_tags import language
from coproduce.intake.plaintext import clean


@pytest.mark.parametrize("tag, name, own, direction", [
    ("ur", "Urdu", "اردو", "rtl"), ("cy", "Welsh", "Cymraeg", "ltr"), ("pa", "Panjabi", "ਪੰਜਾਬੀ", "ltr"),
    ("pa-Arab", "Panjabi (Arabic)", "پنجابی", "rtl"), ("zh-Hant", "Traditional Chinese", "中文", "ltr"), ("ckb", "Central Kurdish", "کوردیی ناوەندی", "rtl"),
])
def test_a_language_has_names_and_a_direction(tag, name, own, direction):
    found = language(tag)
    assert (found.tag, found.name, found.direction) == (tag, name, direction)
    assert own in found.own_name or found.own_name == own


def test_a_code_is_kept_in_its_usual_spelling(tiny):
    write(tiny, "spoken", "T", "Text.", language="ZH-hant")
    assert faults(tiny, "spoken") == [] and Contributions.read(tiny.paths)["spoken"].front.language == "zh-Hant"


@pytest.mark.parametrize("seen, like", [("Urdu", "ur"), ("Welsh", "cy"), ("اردو", "ur"), ("panjabi", "pa"), ("xx", ""), ("ur-Foo1", ""), ("und", "")])
def test_what_is_no_code_is_refused_with_the_code_meant(tiny, seen, like):
    write(tiny, "spoken", "T", "Text.", language=seen)
    (problem,) = faults(tiny, "spoken")
    assert problem.code == "contribution.language" and problem.line and "BCP 47" in problem.expected
    assert (f"Write '{like}'." if like else "Write its code") in problem.action


def test_a_translation_says_of_which_language_and_by_whom(tiny):
    write(tiny, "spoken", "T", "Text.", translation={"text": "Words."})
    assert {p.code for p in faults(tiny, "spoken")} == {"contribution.translation", "contribution.missing"}


def test_a_translation_is_text_as_the_contribution_is(tiny):
    write(tiny, "spoken", "T", "Text.", language="ur", translation={"text": "Good.\n\n<script>x</script>", "by": "editors"})
    (problem,) = faults(tiny, "spoken")
    assert problem.field == "translation.text" and "raw HTML" in problem.message


PILED = "Z" + "\u0335\u0321" * 6 + "algo"


@pytest.mark.parametrize("as_title", [True, False])
def test_more_marks_on_a_letter_than_any_writing_needs_are_refused(tiny, as_title):
    write(tiny, "piled", PILED if as_title else "Plain", "Plain." if as_title else f"Before.\n\n{PILED}")
    (problem,) = faults(tiny, "piled")
    assert problem.code == "contribution.stacked" and problem.line and problem.action == "Take the marks out."


@pytest.mark.parametrize("word", ["Việt Nam", "בְּרֵאשִׁ֖ית", "مُحَمَّدٌ", "ọ̀rọ̀", "क्षत्रियाँ", "ที่นี่"])
def test_marks_that_writing_needs_are_kept(tiny, word):
    write(tiny, "marked", word, word)
    assert faults(tiny, "marked") == []
    assert clean(word) == unicodedata.normalize("NFC", word)


def test_intake_leaves_out_the_marks_that_are_too_many():
    kept = clean(PILED)
    assert kept.startswith("Z") and kept.endswith("algo") and len(kept) == len("Zalgo") + 4

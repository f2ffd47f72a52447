"""Numbers over rows of which some lack one: refused until readers are told, whatever a chapter did to its copy."""

from __future__ import annotations

import pytest

from coproduce.chapters.chapter import ChapterError, open_chapter
from coproduce.sphinx_ext.values import card_details

WORDS = {"unit": "count", "label": "Trees", "calculation": "Sum over the streets"}


def withheld(chapter):
    """The counts of 2025 after the number of one street was withheld by its publisher."""
    path = chapter.report.data.resources["counts"].path
    path.write_text(path.read_text(encoding="utf-8").replace("station-street,2025,1015", "station-street,2025,c"), encoding="utf-8")
    return open_chapter("streets")


def test_a_sum_over_a_withheld_number_is_refused_until_readers_are_told(chapter):
    chapter = withheld(chapter)
    latest = chapter.table("counts").query("year == 2025")
    with pytest.raises(ChapterError) as refused:
        chapter.value("trees", latest["trees"].sum(), rows=latest, **WORDS)
    assert "value ‘trees’ of the chapter ‘streets’" in str(refused.value)
    assert "‘trees’ is missing in counts:10 (withheld). Add missing=\"…\"" in str(refused.value)
    record = chapter.value("trees", latest["trees"].sum(), rows=latest, missing="station Street not counted",
                           caveat="Counted on foot.", **WORDS)
    assert (record.text, record.caveat) == ("173", "Station Street not counted. Counted on foot.")
    assert ("Caveat", record.caveat) in card_details(record)


def test_filling_a_gap_in_the_chapters_copy_does_not_hide_it(chapter):
    latest = withheld(chapter).table("counts").query("year == 2025")
    for rows in (latest.fillna({"trees": 0}), [latest[:1], latest[1:]], latest.drop(columns="trees_missing")):
        with pytest.raises(ChapterError, match="counts:10 \\(withheld\\)"):
            withheld(chapter).value("trees", 173, rows=rows, **WORDS)


def test_a_blank_counts_as_missing_too(chapter):
    path = chapter.report.data.resources["counts"].path
    path.write_text(path.read_text(encoding="utf-8").replace("47,6,true", "47,,true"), encoding="utf-8")
    chapter = open_chapter("streets")
    with pytest.raises(ChapterError, match="‘planted’ is missing in counts:4 \\(blank\\)"):
        chapter.value("planted", 13, rows=chapter.table("counts").query("year == 2025"), **WORDS)


def test_a_number_that_is_not_computed_from_the_column_with_the_gap_needs_no_words(chapter):
    counts = withheld(chapter).table("counts")
    latest = counts.query("year == 2025")
    chapter = open_chapter("streets")
    chapter.value("planted", latest["planted"].sum(), rows=latest[["planted"]], **WORDS)
    chapter.value("first", 47, rows=latest[:1], **WORDS)
    chapter.value("two-streets", 173, rows=latest.dropna(subset="trees"), **WORDS)
    chapter.value("none-known", 1, rows=counts.loc[["counts:8", "counts:10"]], **WORDS)


@pytest.mark.parametrize("words, message", [("two streets not counted", "none of its rows lacks a number"), (" ", "Say in words"),
                                            (True, "Say in words")])
def test_words_about_missing_numbers_are_true_words(chapter, latest, words, message):
    with pytest.raises(ChapterError, match=message):
        chapter.value("trees", 1188, rows=latest, missing=words, **WORDS)

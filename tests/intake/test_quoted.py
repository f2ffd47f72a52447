"""This report's form asks whether a sentence may be quoted by itself; without a yes nothing is."""

from __future__ import annotations

import shutil

import pytest
from bs4 import BeautifulSoup
from exports import answers, google, only, saved, take

from coproduce.contributions.files import Contributions
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.intake.issue_form import PLACE, issue_form_text
from coproduce.intake.summary import as_text
from coproduce.intake.web_form import form_html

YES, NO = "You may quote me", "Please do not quote me"


@pytest.fixture
def real(desk, report_root):
    """The desk with the form that this report has."""
    for name in ("form.yml", "vocabulary.yml"):
        shutil.copy(report_root / "contributions" / name, desk.paths.contributions / name)
    return desk


def quoted(desk) -> bool:
    contributions, problems = Contributions.collect(desk.paths)
    (one,) = contributions.values()
    assert not problems
    return one.front.consent.quoted


@pytest.mark.parametrize("said, recorded", [(YES, True), (NO, False), ("", False), ("Yes", True)])
def test_each_answer_of_an_export_is_recorded_as_it_was_given(real, said, recorded):
    assert take(real, answers(1, **{"consent.quoted": said})).counts["added"] == 1
    assert quoted(real) is recorded


def test_who_takes_the_yes_back_is_no_longer_quoted(real):
    take(real, answers(1, **{"consent.quoted": YES}))
    assert take(real, answers(1, **{"consent.quoted": NO})).counts["updated"] == 1
    assert quoted(real) is False


def test_an_export_from_before_the_question_is_taken_in_and_nobody_of_it_quoted(real):
    older = {field: ask for field, ask in real.asks.items() if field != "consent.quoted"}
    taken = real.take(google(real.home / "older.csv", older, [answers(1)]))
    assert taken.counts["added"] == 1, as_text(taken)
    assert "quoted" not in only(real) and quoted(real) is False


def test_a_yes_with_a_condition_is_asked_about(real):
    taken = take(real, answers(1, **{"consent.quoted": "Yes, but ask me first"}))
    assert taken.counts["needs review"] == 1 and "May we also quote" in as_text(taken)
    assert real.files == {}


@pytest.mark.parametrize("said, recorded", [(YES, True), ("", False)])
def test_a_saved_file_says_it(real, said, recorded):
    text = saved(real.asks, answers(1, **{"consent.quoted": said}), real.form.name, "bcdf-ghjk-lmnp", "2026-11-20", "2026-11")
    file = real.home / "contribution.txt"
    file.write_text(text, encoding="utf-8")
    assert real.take(file).counts["added"] == 1 and quoted(real) is recorded


@pytest.mark.parametrize("said, recorded", [(YES, True), (NO, False), ("_No response_", False)])
def test_an_issue_says_it(real, said, recorded):
    boxes = ("claims", "contributor.sectors", "consent.given")
    given = answers(1, **{"consent.quoted": said, "claims": "It helps services to work together"})
    parts = [
        f"### {ask}\n\n" + "\n".join(f"- [x] {line}" for line in given[field].split(";") if line) if field in boxes
        else f"### {ask}\n\n{given[field] or '_No response_'}" for field, ask in real.asks.items()]
    file = real.home / "issue.md"
    file.write_text("---\nissue: 12\nsubmitted: 2026-11-20\n---\n\n" + "\n\n".join(parts) + "\n", encoding="utf-8")
    taken = real.take(file)
    assert taken.counts["added"] == 1, as_text(taken)
    assert quoted(real) is recorded


def test_every_form_asks_before_publication_and_lets_it_be_left_open(report_root):
    from coproduce.report import Report

    form, vocabulary = form_and_vocabulary(Report(report_root).paths)
    assert [question.field for question in form.questions][-2:] == ["consent.quoted", "consent.given"]
    for translation in (None, *form.translations):
        page = BeautifulSoup(form_html(form, vocabulary, "Trees", translation=translation), "html.parser")
        block = page.select_one('.question[data-field="consent.quoted"]')
        assert [box["value"] for box in block.select("input[type=radio]")] == ["true", "false"]
        assert not block.select("[checked], .required, [aria-required]") and block.select_one(".hint").get_text()
    assert (report_root / PLACE).read_text(encoding="utf-8") == issue_form_text(form, vocabulary)

"""Whose name is shown, which file a response becomes, and what waits for a person."""

from __future__ import annotations

import pytest
from exports import answers, google, microsoft, only, take

from coproduce.contributions.files import Contributions, read_contribution
from coproduce.contributions.vocabulary import read_vocabulary
from coproduce.ground.problems import ProblemsFound
from coproduce.intake.summary import as_text

ANONYMOUS = {"contributor.credit": "Without any name"}


def test_credit_is_obeyed(desk):
    take(desk, answers(1, **ANONYMOUS))
    assert "Asha" not in only(desk) and "Larkwell" not in only(desk)
    take(desk, answers(1))
    assert "Asha" not in only(desk) and 'organisation: "Larkwell Parish Council"' in only(desk)
    take(desk, answers(1, **{"contributor.credit": "With my name, and my organisation if I give one"}))
    assert 'name: "Asha Patel"' in only(desk)


@pytest.mark.parametrize("changed, says", [
    ({**ANONYMOUS, "body": "We at larkwell  parish council do it."}, "a name that was not to be shown"),
    ({"body": "I, Asha\u00a0Patel, saw it."}, "a name that was not to be shown"),
    ({"body": "I, Account Holder1, saw it."}, "a name that was not to be shown"),
    ({"contributor.name": "PATEL, Asha", "body": "I, Asha Patel, saw it."}, "a name that was not to be shown"),
    ({"contributor.name": "Dr. Asha Patel", "body": "I, Asha Patel, saw it."}, "a name that was not to be shown"),
    ({"contributor.name": "Patel, Asha (MILL LANE NHS TRUST)", "body": "Asha  Patel"}, "not to be shown"),
    ({**ANONYMOUS, "contributor.name": "Patel, Asha (MILL LANE TRUST)", "body": "At Mill Lane Trust"}, "not to be shown"),
    ({"contributor.name": "", "contributor.credit": "With my name, and my organisation if I give one"}, "no name"),
    ({"contributor.organisation": ""}, "did not name it"),
    ({"contributor.credit": ""}, "was not answered"),
    ({"title": ""}, "was not answered"),
    ({"title": "x" * 121}, "more than 120"),
    ({"body": "x " * 3001}, "characters"),
    ({"asks": "\n".join("abcdefghijkl")}, "more than 10"),
    ({"body": "Read \u202egro.elpmaxe@oj"}, "hidden characters"),
    ({"contributor.region": "Norht West"}, "nearest: 'North West'"),
    ({"contributor.sectors": "Health of mind;Early years;"}, "'Health of mind'"),
    ({"contributor.sectors": "ring 07700 900123;Early years;"}, "not shown"),
    ({"asks": "Ring me\n07700 900123"}, "a telephone number"),
    ({"organisations": "A School\nB School"}, "Only a table discussion"),
])
def test_what_a_person_must_look_at_goes_to_review_with_the_reason(desk, changed, says):
    taken = take(desk, answers(1, **changed))
    assert taken.counts["needs review"] == 1, taken
    assert says in as_text(taken)
    assert desk.files == {} and len(list(desk.review.glob("*.md"))) == 1


def test_a_reviewed_response_counts_as_done(desk):
    row = answers(1, body="Ring 07700 900123 about it.")
    take(desk, row)
    (aside,) = desk.review.glob("*.md")
    text = aside.read_text(encoding="utf-8")
    assert "⟦07700 900123⟧" in text
    fields = "".join(line for line in text.splitlines(True) if not line.startswith("# "))
    (desk.paths.contributions / aside.name).write_text(fields.replace("⟦07700 900123⟧", "us"), encoding="utf-8")
    assert take(desk, row).counts["unchanged"] == 1
    assert Contributions.collect(desk.paths)[1] == []


def test_a_reviewed_response_put_back_uncleaned_stops_the_check(desk):
    take(desk, answers(1, **{**ANONYMOUS, "body": "I, Asha Patel, saw it."}))
    (aside,) = desk.review.glob("*.md")
    (desk.paths.contributions / aside.name).write_bytes(aside.read_bytes())
    found = Contributions.collect(desk.paths)[0].check(set(), set(), set())
    assert "privacy.review-mark" in {p.code for p in found}


def test_a_table_speaks_together(desk):
    row = answers(1, kind="We speak together, as a table at the event",
                  organisations="Mill Lane School; Larkwell Trust",
                  **{"contributor.organisation": ""})
    assert take(desk, row).counts["added"] == 1
    vocabulary, _ = read_vocabulary(desk.paths.contributions / "vocabulary.yml", "v")
    file = next(desk.paths.contributions.glob("response-*.md"))
    contribution, _, problems = read_contribution(file, "x", vocabulary)
    assert problems == [] and contribution.kind == "table-discussion"
    assert contribution.front.organisations == ("Mill Lane School", "Larkwell Trust")


def test_two_people_in_the_same_second_are_two(desk):
    file = google(desk.home / "e.csv", desk.asks, [answers(1), answers(2)], same_second=True)
    assert desk.take(file).counts["added"] == 2
    assert desk.take(file).counts["unchanged"] == 2


def test_a_number_that_is_there_twice_is_told(desk):
    file = microsoft(desk.home / "e.xlsx", desk.asks, [answers(1), answers(2)], numbers=[7, 7])
    taken = desk.take(file)
    assert taken.counts["needs review"] == 1 and "row 2 has the number 7 too" in as_text(taken)


def test_ids_depend_on_the_key_and_on_nothing_about_the_person(desk, monkeypatch):
    monkeypatch.setenv("COPRODUCE_INTAKE_KEY", "a" * 32)
    one = take(desk, answers(1), dry=True).outcomes[0].id
    assert take(desk, answers(1, **{"contributor.name": "Bo Lee", "title": "x"}), dry=True).outcomes[0].id == one
    monkeypatch.setenv("COPRODUCE_INTAKE_KEY", "b" * 32)
    assert take(desk, answers(1), dry=True).outcomes[0].id != one


def test_another_organisers_key_is_asked_for(desk, monkeypatch):
    take(desk, answers(1))
    monkeypatch.setenv("XDG_DATA_HOME", str(desk.home / "other"))
    monkeypatch.setenv("HOME", str(desk.home / "other"))
    with pytest.raises(ProblemsFound, match="Ask the organiser"):
        take(desk, answers(1))
    assert len(desk.files) == 1


@pytest.mark.parametrize("inside", [".", "contributions/review", "_build/x", "../report/y"])
def test_a_review_folder_inside_the_repository_is_refused(desk, inside):
    with pytest.raises(ProblemsFound, match="inside the report's repository"):
        take(desk, answers(1), review=desk.paths.root / inside)
    assert desk.files == {}


def test_a_link_into_the_repository_is_refused_too(desk):
    (desk.home / "link").symlink_to(desk.paths.contributions)
    with pytest.raises(ProblemsFound, match="inside the report's repository"):
        take(desk, answers(1), review=desk.home / "link")


def test_brackets_of_a_contributor_are_no_marks_of_the_review(desk):
    assert take(desk, answers(1, body="We call it ⟦the gap⟧.\nNot published. Look at this response because:")).counts["added"] == 1
    assert r"\[\[the gap\]\]" in only(desk)
    found = Contributions.collect(desk.paths)[0].check(set(), set(), set())
    assert "privacy.review-mark" not in {p.code for p in found}


def test_only_what_must_come_out_is_marked_beside_brackets_of_a_contributor(desk):
    take(desk, answers(1, body="⟦Ring⟧ 07700 900123"))
    (aside,) = desk.review.glob("*.md")
    text = aside.read_text(encoding="utf-8")
    assert "⟦07700 900123⟧" in text and "⟦Ring⟧" not in text


def test_where_a_name_may_stand_is_a_hint_and_no_reason(desk):
    taken = take(desk, answers(1, body="My son Jack waited, and Mrs Okafor too."))
    assert taken.counts["added"] == 1
    said = as_text(taken)
    assert "perhaps a name: son J…" in said and "perhaps a name: Mrs O…" in said and "Jack" not in said
    take(desk, answers(2, body="My son Jack has 07700 900123."))
    (aside,) = desk.review.glob("*.md")
    assert "perhaps a name" in aside.read_text(encoding="utf-8") and "son Jack" in aside.read_text(encoding="utf-8")

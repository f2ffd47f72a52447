"""Answers that say nothing, agreements with a condition, places for regions: understood, or asked about."""

from __future__ import annotations

import pytest
from exports import answers, google, microsoft, only, take

from coproduce.ground.problems import ProblemsFound
from coproduce.intake.blank import says_nothing
from coproduce.intake.summary import as_text

NOTHING = ["N/A", "n.a.", "None", "-", "–", "See above", "Prefer not to say", ".", "…", "I'd rather not say", "Nil", "not applicable.", "No", "xxx"]
NAMED = {"contributor.credit": "With my name, and my organisation if I give one"}


@pytest.mark.parametrize("said", NOTHING)
def test_an_answer_that_says_nothing_is_blank_in_every_field(desk, said):
    assert says_nothing(said)
    row = answers(1, asks=said, claims=said, organisations=said, **{
        "contributor.sectors": said, "contributor.name": said, "contributor.organisation": said,
        "contributor.credit": "Without any name"})
    assert take(desk, row).counts["added"] == 1
    assert not any(name in only(desk) for name in ("asks", "claims", "organisation:", "sectors", "name:"))


@pytest.mark.parametrize("said", ["Nonesuch Farm", "Nathan", "We do not know our school", "👍", "Noël", "1", "নাম"])
def test_what_only_begins_so_is_an_answer(said):
    assert not says_nothing(said)


@pytest.mark.parametrize("field, ask", [("title", "What is your point"), ("body", "What do you want to say"), ("theme", "What is it mainly about"),
                                        ("contributor.region", "Where do you work")])
def test_where_an_answer_is_needed_it_is_told(desk, field, ask):
    taken = take(desk, answers(1, **{field: "N/A"}))
    assert taken.counts["needs review"] == 1
    assert f"'{ask}" in as_text(taken) and "was not answered" in as_text(taken)


@pytest.mark.parametrize("said", ["N/A", "Prefer not to say", "-"])
def test_a_credit_that_then_lacks_its_name_is_told(desk, said):
    assert "gave no name: ask them" in as_text(take(desk, answers(1, **NAMED, **{"contributor.name": said})))
    assert "did not name it: ask them" in as_text(take(desk, answers(1, **{"contributor.organisation": said})))
    assert desk.files == {}


def test_of_a_list_only_the_entries_that_say_something_are_kept(desk):
    take(desk, answers(1, asks="N/A\nTell parents who reads it\n-", **{"contributor.sectors": "Early years;None of these;"}))
    assert "asks:\n  - \"Tell parents who reads it\"\n" in only(desk) and "sectors: [early-years]" in only(desk)


def test_a_consent_that_says_nothing_is_none(desk):
    assert take(desk, answers(1, **{"consent.given": "N/A"})).counts["refused"] == 1
    assert desk.files == {} and not desk.review.exists()


@pytest.mark.parametrize("said", [
    "I agree, but not with my name", "I agree if you show it to me first", "Yes, but leave the school out", "yes please", "I agree; without my name",
])
def test_an_agreement_with_something_added_is_asked_about(desk, said):
    taken = take(desk, answers(1, **{"consent.given": said}))
    assert taken.counts["needs review"] == 1 and desk.files == {}
    assert f"'{said}', which is neither yes nor no: ask them" in as_text(taken)
    (aside,) = desk.review.glob("*.md")
    text = aside.read_text(encoding="utf-8")
    assert "consent:" not in text and "what they agree to" in text


def test_put_back_without_the_record_of_consent_it_stops_the_check(desk):
    from coproduce.contributions.files import Contributions

    take(desk, answers(1, **{"consent.given": "I agree, but not with my name"}))
    (aside,) = desk.review.glob("*.md")
    fields = "".join(line for line in aside.read_text(encoding="utf-8").splitlines(True) if not line.startswith("# "))
    (desk.paths.contributions / aside.name).write_text(fields, encoding="utf-8")
    assert "contribution.no-consent" in {p.code for p in Contributions.collect(desk.paths)[1]}


@pytest.mark.parametrize("said, region", [
    ("Leeds", "Leeds lies in 'Yorkshire and The Humber'"), ("LEEDS, West Yorkshire", "Leeds lies in 'Yorkshire and The Humber'"),
    ("Gateshead Council", "Gateshead lies in 'North East'"), ("Bristol", "Bristol lies in 'South West'"),
    ("Kingston upon Hull", "lies in 'Yorkshire and The Humber'"), ("Norht West", "nearest: 'North West'"),
])
def test_a_place_that_is_no_region_suggests_its_region(desk, said, region):
    taken = take(desk, answers(1, **{"contributor.region": said}))
    assert taken.counts["needs review"] == 1 and region in as_text(taken)


@pytest.mark.parametrize("old, new, says", [
    ("file: areas.csv", "file: area.csv", "no table data/area.csv"), ("place: name, region: region", "place: nam, region: region", "no column 'nam'"),
    ("E12000001: north-east", "E12000001: northeast", "no region 'northeast'"),
])
def test_a_fault_in_the_places_is_told_where_it_stands(desk, old, new, says):
    file = desk.paths.contributions / "form.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsFound, match=says) as found:
        desk.form
    assert found.value.problems[0].line


@pytest.mark.slow
def test_an_answer_that_was_cut_says_so(desk):
    taken = desk.take(google(desk.home / "e.csv", desk.asks, [answers(1, body="word " * 60_000)]))
    assert "was cut after 100,000 characters; the whole of it stands in the export" in as_text(taken)
    (aside,) = desk.review.glob("*.md")
    assert "was cut after" in aside.read_text(encoding="utf-8")
    taken = desk.take(microsoft(desk.home / "e.xlsx", desk.asks, [answers(2, body=("word " * 7000)[:32_767])]))
    assert "its end may be lacking" in as_text(taken)

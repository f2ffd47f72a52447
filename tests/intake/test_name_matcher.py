"""A name that was not to be shown is found in each of its parts, and a word of the language is not."""

from __future__ import annotations

import csv

import pytest
from exports import SENT, answers, take

from coproduce.intake.name_matcher import name_matcher
from coproduce.intake.summary import as_text

ANONYMOUS = {"contributor.credit": "Without any name"}


@pytest.mark.parametrize("body, marked", [
    ("We wait.\n\nThanks, Asha", "Asha"),
    ("We wait. Signed: A. Patel", "A. Patel"),
    ("They call me Ms Patel here.", "Ms Patel"),
    ("It is Asha's turn, they said.", "Asha's"),
    ("at ASHA PATEL they shrug", "ASHA PATEL"),
    ("at Larkwell we wait", "Larkwell"),
    ("In Larkwell’s hall we wait.", "Larkwell’s"),
    ("ask patel, she knows", "patel"),
    ("We wait.\nA.P.", "A.P."),
])
def test_each_part_of_a_name_goes_to_review_with_its_place(desk, body, marked):
    taken = take(desk, answers(1, **{**ANONYMOUS, "body": body}))
    assert taken.counts["needs review"] == 1 and "name that was not to be shown" in as_text(taken)
    (aside,) = desk.review.glob("*.md")
    assert f"⟦{marked}⟧" in aside.read_text(encoding="utf-8")
    assert marked not in as_text(taken) and desk.files == {}


@pytest.mark.parametrize("field", ["title", "asks"])
def test_every_field_is_searched(desk, field):
    taken = take(desk, answers(1, **{**ANONYMOUS, field: "Let nurseries see what Ms Patel wrote"}))
    assert taken.counts["needs review"] == 1


def test_the_organisation_that_is_shown_is_no_secret(desk):
    assert take(desk, answers(1, body="At Larkwell we wait.")).counts["added"] == 1


def test_who_is_named_may_say_so(desk):
    row = answers(1, body="Thanks, Asha", **{"contributor.credit": "With my name, and my organisation if I give one"})
    assert take(desk, row).counts["added"] == 1


def test_the_address_that_a_form_adds_is_looked_for_and_never_kept(desk):
    row = answers(1, **{**ANONYMOUS, "contributor.name": "", "contributor.organisation": "",
                        "body": "Write to asha.patel at brigstowe, we answer."})
    file = desk.home / "e.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Timestamp", "Email Address", *desk.asks.values()])
        writer.writerow([SENT.strftime("%Y/%m/%d %H:%M:%S"), "asha.patel@brigstowe.example", *(row[f] for f in desk.asks)])
    taken = desk.take(file)
    assert taken.counts["needs review"] == 1
    (aside,) = desk.review.glob("*.md")
    assert "⟦asha.patel⟧" in aside.read_text(encoding="utf-8")
    assert "brigstowe.example" not in aside.read_text(encoding="utf-8") + as_text(taken)


@pytest.mark.parametrize("name, text", [
    ("Will Young", "Will this help? Young people say it will, and Young Carers too."),
    ("May Hope", "In May we had hope. Hope is what May brought, in the Hope Centre."),
    ("Mark Hill", "Mark my words: Mill Hill School is on a hill."),
    ("Rose Baker", "The rose garden by the baker. Rose petals everywhere."),
])
def test_words_that_are_names_too_pass_in_their_plain_sense(name, text):
    assert list(name_matcher([name], (), (), frozenset()).places(text)) == []


@pytest.mark.parametrize("name, text", [
    ("Will Young", "That is all.\nWill"), ("Will Young", "Mr Young waited."), ("Will Young", "Signed W. Young"),
    ("May Hope", "I am May."), ("Mark Hill", "and then Mark rang"), ("Rose Baker", "My name is Rose"), ("Siân Fôn", "thanks, Sian"),
])
def test_words_that_are_names_too_are_found_where_they_stand_as_names(name, text):
    assert list(name_matcher([name], (), (), frozenset()).places(text))


def test_an_organisation_of_common_words_is_found_by_two_of_them():
    search = name_matcher((), ["Mill Lane School"], (), frozenset(["school"]))
    assert [text[a:b] for text in ("At Mill Lane we wait", "a mill in a lane") for (a, b), _ in search.places(text)] == ["Mill Lane"]


@pytest.mark.parametrize("atom", ["a", "A ", "A.", "Asha ", "\n", "Will ", "- ", "thanks ", "Dr "])
def test_a_name_is_found_at_the_end_of_a_long_text(atom):
    search = name_matcher(["Asha Patel", "Will Young"], ["Mill Lane School"], ["a.patel@x.example"], frozenset())
    text = atom * (60_000 // len(atom)) + "\nMs Patel"
    assert (len(text) - len("Ms Patel"), len(text)) in [span for span, _ in search.places(text)]

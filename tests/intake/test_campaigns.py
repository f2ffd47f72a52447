"""Many who say the same: one contribution, all of them counted; who says nearly the same is a variant."""

from __future__ import annotations

import random

import pytest
from exports import answers, google, microsoft, saved

from coproduce.contributions.files import Contributions
from coproduce.ground.problems import render
from coproduce.intake.summary import as_text

pytestmark = pytest.mark.slow

LETTER = (
    "We are writing because every family in our town tells the same story. We tell it to the health visitor, then to the nursery, "
    "then to the school, and each of them writes it down again. Nobody has the whole picture, and it is our children who wait. "
    "The law already lets services share what they need when it helps a child. What is missing is a number that all of them use, "
    "and a plain rule that says who may look and why. We ask for one identifier for every child, and for parents to be told in "
    "plain words who has seen the record. Please do not wait for another review before you act.")
ANON = {"contributor.credit": "Without any name", "contributor.name": "", "contributor.organisation": ""}
KINDS, REGIONS = ("Parent or carer", "School or college", "Charity"), ("North West", "North East", "Wales")


def letter(number: int, **changed: str) -> dict[str, str]:
    return answers(1, **{
        "title": "One number for every child", "body": LETTER, "asks": "", **ANON,
        "contributor.organisation_type": KINDS[number % 10 // 8], "contributor.region": REGIONS[number % 3], **changed})


def variant(number: int) -> dict[str, str]:
    """The letter as people change it: a sentence of their own, one left out, some words."""
    chance = random.Random(number)
    sentences = LETTER.split(". ")
    sentences.pop(chance.randrange(len(sentences)))
    sentences.insert(chance.randrange(3), f"I have lived here for {number} years and seen it {chance.choice(['twice', 'often', 'again'])}")
    return letter(number, body=". ".join(sentences))


def report(desk) -> Contributions:
    contributions, problems = Contributions.collect(desk.paths)
    assert problems == [], render(problems)
    return contributions


def decide(desk, id: str) -> None:
    desk.paths.dispositions.mkdir(exist_ok=True)
    (desk.paths.dispositions / f"{id}.yml").write_text(
        "status: noted\nreason: Says what others say.\ndecided: 2026-11-22\nby: editors\n", encoding="utf-8")


def test_the_same_words_from_453_people_are_one_contribution_of_453_people(desk):
    export = microsoft(desk.home / "e.xlsx", desk.asks, [letter(n) for n in range(453)])
    taken = desk.take(export)
    assert (taken.counts["added"], taken.counts["counted"], taken.counts["refused"]) == (1, 452, 0)
    contributions = report(desk)
    (id,) = contributions
    campaign = contributions.campaign(id)
    assert (campaign.people, campaign.same, campaign.texts) == (453, 453, 1)
    assert sum(campaign.organisation_types.values()) == sum(campaign.regions.values()) == 453
    assert campaign.organisation_types == {"parent-or-carer": 363, "school": 90}
    assert campaign.regions == {"north-east": 151, "north-west": 151, "wales": 151}
    assert f"{id}.md: 452 more" in as_text(taken)

    kept = "\n".join(f.read_text(encoding="utf-8") for f in desk.paths.contributions.rglob("*") if f.is_file())
    assert "forms.example" not in kept and "Account Holder" not in kept
    before = {f: f.read_bytes() for f in desk.paths.contributions.rglob("*") if f.is_file()}
    again = desk.take(export)
    assert again.counts == {"added": 0, "unchanged": 453, "updated": 0, "counted": 0, "needs review": 0, "refused": 0}
    assert {f: f.read_bytes() for f in desk.paths.contributions.rglob("*") if f.is_file()} == before


def test_variants_are_one_campaign_that_one_disposition_answers(desk):
    rows = [letter(0), *(variant(n) for n in range(1, 60)), letter(60), answers(99, body="We have something else to say. " * 8)]
    taken = desk.take(microsoft(desk.home / "e.xlsx", desk.asks, rows))
    assert (taken.counts["added"], taken.counts["counted"]) == (61, 1)
    contributions = report(desk)
    heads = [id for id, one in contributions.items() if not one.front.variant_of]
    assert len(heads) == 2
    head = next(id for id in heads if "One number" in contributions[id].title)
    assert set(contributions.variants) == {head} and len(contributions.variants[head]) == 59
    campaign = contributions.campaign(head)
    assert (campaign.people, campaign.same, campaign.texts) == (61, 2, 60)
    assert "a variant of it, which needs no disposition of its own" in as_text(taken)

    (missing,) = contributions.check([], [])
    assert missing.code == "disposition.unaccounted" and all(id in render([missing]) for id in heads)
    assert not any(id in render([missing]) for id in contributions.variants[head])
    for id in heads:
        decide(desk, id)
    contributions = report(desk)
    assert contributions.check([], []) == []
    assert {contributions.disposition_of(id).status for id in contributions} == {"noted"}
    assert desk.take(microsoft(desk.home / "e.xlsx", desk.asks, rows)).counts["unchanged"] == 62


def test_people_and_texts_are_counted_apart(desk):
    desk.take(microsoft(desk.home / "e.xlsx", desk.asks, [*(letter(n) for n in range(10)), variant(20)]))
    frame = report(desk).frame()
    texts = frame[frame["variant_of"] == ""]
    assert (len(texts), len(frame), int(frame["people"].sum())) == (1, 2, 11)


def test_the_same_number_or_account_twice_is_a_repetition(desk):
    rows = [letter(n) for n in range(3)]
    file = google(desk.home / "e.csv", desk.asks, [*rows, letter(0), variant(7)])
    file.write_text(file.read_text(encoding="utf-8").replace("person3@", "person0@").replace("person4@", "person0@"), encoding="utf-8")
    taken = desk.take(file)
    assert (taken.counts["added"], taken.counts["counted"], taken.counts["refused"], taken.counts["needs review"]) == (1, 2, 1, 1)
    assert "row 2, which the same account sent" in as_text(taken)
    assert report(desk).campaign(next(iter(desk.files))).people == 3
    again = microsoft(desk.home / "e.xlsx", desk.asks, [letter(7), letter(7)], numbers=[7, 7])
    assert desk.take(again).counts["refused"] == 1


def test_without_accounts_the_same_name_is_a_repetition_and_others_are_counted(desk):
    named = {"contributor.credit": "With my name, and my organisation if I give one"}
    rows = [letter(0, **named, **{"contributor.name": name}) for name in ("Asha Patel", "Bo Lee", "Asha Patel")] + [letter(0), letter(0)]
    file = google(desk.home / "e.csv", desk.asks, rows)
    lines = file.read_text(encoding="utf-8").replace("Email Address", "Language")
    for number in range(len(rows)):
        lines = lines.replace(f"person{number}@forms.example", "en")
    file.write_text(lines, encoding="utf-8")
    taken = desk.take(file)
    assert (taken.counts["added"], taken.counts["counted"], taken.counts["refused"]) == (1, 3, 1)


@pytest.mark.parametrize("at_once", [True, False], ids=["in one command", "one by one"])
def test_files_that_people_saved_are_counted_too(desk, at_once):
    from click.testing import CliRunner

    from coproduce.cli import main

    files = []
    for number, last in enumerate("bcdfghjklmnp"):
        file = desk.home / f"contribution-{last}.txt"
        row = letter(number) if number < 10 else variant(number)
        file.write_text(saved(desk.asks, row, desk.form.name, f"bcdf-ghjk-lmn{last}", "2026-11-20", "2026-11"), encoding="utf-8")
        files.append(file)
    for some in ([files] if at_once else [[file] for file in files]):
        ran = CliRunner().invoke(main, ["--report", str(desk.paths.root), "intake", *map(str, some), "--review", str(desk.review)])
        assert ran.exit_code == 0, ran.output
    contributions = report(desk)
    (head,) = (id for id, one in contributions.items() if not one.front.variant_of)
    campaign = contributions.campaign(head)
    assert (campaign.people, campaign.same, campaign.texts) == (12, 10, 3)
    again = CliRunner().invoke(main, ["--report", str(desk.paths.root), "intake", str(files[4])])
    assert "0 added, 1 unchanged" in again.output and report(desk).campaign(head).people == 12


def test_who_takes_back_their_consent_or_writes_anew_is_not_counted_any_more(desk):
    rows = [letter(n) for n in range(5)]
    desk.take(microsoft(desk.home / "e.xlsx", desk.asks, rows))
    rows[2] = letter(2, **{"consent.given": "I do not agree"})
    rows[3] = answers(3, body="I wrote something of my own after all, which nobody else said before in any way like this.")
    taken = desk.take(microsoft(desk.home / "e.xlsx", desk.asks, rows))
    assert (taken.counts["added"], taken.counts["refused"]) == (1, 1)
    contributions = report(desk)
    assert sorted(contributions.campaign(id).people for id in contributions) == [1, 3]
    rows = [rows[0], *(letter(n, **{"consent.given": "I do not agree"}) for n in range(1, 5))]
    desk.take(microsoft(desk.home / "e.xlsx", desk.asks, rows))
    assert not list((desk.paths.contributions / "campaigns").glob("*.csv"))


def test_words_that_wait_for_review_are_set_aside_once(desk):
    rows = [letter(n, body=LETTER + " Ring 07700 900123 about it.") for n in range(20)]
    export = microsoft(desk.home / "e.xlsx", desk.asks, rows)
    taken = desk.take(export)
    assert taken.counts["needs review"] == 20 and "which waits for review" in as_text(taken)
    (aside,) = desk.review.glob("*.md")
    fields = "".join(line for line in aside.read_text(encoding="utf-8").splitlines(True) if not line.startswith("# "))
    (desk.paths.contributions / aside.name).write_text(fields.replace("⟦07700 900123⟧", "us"), encoding="utf-8")
    assert desk.take(export).counts["counted"] == 19
    assert report(desk).campaign(aside.stem).people == 20


def test_who_cannot_be_counted_by_region_waits_and_is_counted_later(desk):
    rows = [letter(0), letter(1, **{"contributor.region": "Leeds"})]
    export = microsoft(desk.home / "e.xlsx", desk.asks, rows)
    assert desk.take(export).counts["needs review"] == 1
    form = desk.paths.contributions / "form.yml"
    form.write_text(form.read_text(encoding="utf-8").replace(
        "      Yorkshire: york", "      Leeds: yorkshire-and-the-humber\n      Yorkshire: york"), encoding="utf-8")
    assert desk.take(export).counts["counted"] == 1
    assert report(desk).campaign(next(iter(desk.files))).regions == {"north-west": 1, "yorkshire-and-the-humber": 1}


def test_a_dry_run_counts_and_writes_nothing(desk):
    taken = desk.take(microsoft(desk.home / "e.xlsx", desk.asks, [letter(n) for n in range(4)]), dry=True)
    assert (taken.counts["added"], taken.counts["counted"]) == (1, 3)
    assert not (desk.paths.contributions / "campaigns").exists() and desk.files == {}


def test_a_counted_region_is_heard(desk):
    from coproduce.contributions.accounting import missing

    desk.take(microsoft(desk.home / "e.xlsx", desk.asks, [letter(n) for n in range(3)]))
    silent = {term.id for term in missing(report(desk), "region")}
    assert silent.isdisjoint({"north-west", "north-east", "wales"}) and "london" in silent


@pytest.mark.parametrize("change, says", [
    (lambda t: t.replace("response,org", "answer,org"), "not a list of people"),
    (lambda t: t.replace("north-east", "north-est"), "There is no region 'north-est'. Nearest: north-"),
    (lambda t: t.replace("2026-11-20", "soon", 1), "no record of the day of consent"),
    (lambda t: t + t.splitlines()[1] + "\n", "stands in line 2 of"),
    (lambda t: t + "Asha Patel,school,wales,2026-11-20,2026-11\n", "not the id of a response"),
    (lambda t: t + "x,y\n", "has 2 cells"),
])
def test_a_list_that_is_not_sound_is_told_with_its_line_and_left_alone(desk, change, says):
    export = microsoft(desk.home / "e.xlsx", desk.asks, [letter(n) for n in range(3)])
    desk.take(export)
    (file,) = (desk.paths.contributions / "campaigns").glob("*.csv")
    file.write_text(changed := change(file.read_text(encoding="utf-8")), encoding="utf-8")
    problems = Contributions.collect(desk.paths)[1]
    assert any(says in p.message and p.line and p.path == f"contributions/campaigns/{file.name}" for p in problems), render(problems)
    from coproduce.ground.problems import ProblemsFound

    with pytest.raises(ProblemsFound, match="campaigns"):
        desk.take(export)
    assert file.read_text(encoding="utf-8") == changed


def test_lists_and_variants_without_their_text_stop_the_check(desk):
    desk.take(microsoft(desk.home / "e.xlsx", desk.asks, [letter(0), letter(1), variant(2)]))
    (head,) = report(desk).variants
    (desk.paths.contributions / f"{head}.md").unlink()
    said = "\n".join(p.message for p in Contributions.collect(desk.paths)[1])
    assert f"There is no contribution '{head}', but 1 said the same" in said and f"It is a variant of '{head}', which is not there" in said


def withdrawn(desk, id: str) -> str:
    from click.testing import CliRunner

    from coproduce.cli import main

    ran = CliRunner().invoke(main, ["--report", str(desk.paths.root), "withdraw", id, "--reason", "Asked for."])
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_when_the_first_is_withdrawn_the_others_stay_counted(desk):
    export = microsoft(desk.home / "e.xlsx", desk.asks, [*(letter(n) for n in range(5)), variant(6)])
    desk.take(export)
    (head,) = report(desk).variants
    decide(desk, head)
    said = withdrawn(desk, head)
    contributions = report(desk)
    (new,) = contributions.variants
    assert f"{new}.md now stands for them" in said and head not in contributions
    assert (contributions.campaign(new).people, contributions.campaign(new).same) == (5, 4)
    assert contributions[new].body.startswith(LETTER[:60]) and contributions[new].front.consent
    assert contributions[new].front.contributor.credit == "anonymous"
    assert contributions.check([], []) == [], "what was decided on the campaign stays"
    again = desk.take(export)
    assert (again.counts["unchanged"], again.counts["refused"]) == (5, 1)
    assert report(desk).campaign(new).people == 5


def test_a_variant_takes_the_place_of_a_text_that_nobody_else_sent(desk):
    desk.take(microsoft(desk.home / "e.xlsx", desk.asks, [letter(0), variant(1), variant(2)]))
    (head,) = report(desk).variants
    withdrawn(desk, head)
    contributions = report(desk)
    assert len(contributions) == 2 and [len(v) for v in contributions.variants.values()] == [1]


def test_who_is_only_counted_can_take_that_back(desk):
    export = microsoft(desk.home / "e.xlsx", desk.asks, [letter(n) for n in range(3)])
    desk.take(export)
    contributions = report(desk)
    (head,) = contributions
    one = contributions.others[head][0].response
    assert f"counted with {head}.md, and is not any more" in withdrawn(desk, one)
    assert report(desk).campaign(head).people == 2
    assert desk.take(export).counts["refused"] == 1 and report(desk).campaign(head).people == 2

"""Each contribution is accounted for, and who was heard can be counted."""

from __future__ import annotations

import pytest

from coproduce.contributions.accounting import missing, voices
from coproduce.contributions.files import Contributions
from coproduce.ground.problems import render

FILE = "contributions/dispositions/east-volunteer.yml"


def check(report, old=None, new="", **known):
    file = report.paths.root / FILE
    if old is not None:
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))
    contributions, problems = Contributions.collect(report.paths)
    sources, cases = {"parish-letter"}, {"mill-lane"}
    return problems + contributions.check(sources, cases, **{"conclusions": {"watering-works"}, **known})


def test_tiny_report_is_accounted_for(tiny):
    assert check(tiny) == []


FAULTS = [
    ("status: used", "status: usd", 1, "'usd' is not allowed here. Did you mean 'used'?"),
    ("status: used", "status: noted", 1, "It is noted, but without a reason."),
    ("status: used", "status: noted", 2, "It is noted, but there are uses."),
    ("status: used", "status: used\nreason: Why not.", 2, "needs no reason"),
    ("status: used", "statsu: used", 1, "'statsu' is not a field. Did you mean 'status'?"),
    ("chapter: survival", "chapter: survivel", 3, "There is no chapter 'survivel'. Nearest: survival"),
    ("conclusion: watering-works", "conclusion: watering", 4, "no conclusion 'watering'. Nearest: watering-works."),
    ("stance: qualifies", "stance: doubts", 5, "'doubts' is not allowed here"),
    ("    stance: qualifies\n", "", 3, "'stance' is missing: whether it speaks for"),
    ("    how: Shows that the census does not cover all trees.\n", "    how:\n", 6, "'how' is missing"),
    ('decided: "2026-02-20"', "decided: soon", 7, "'soon' is not a date"),
    ("by: editors", "by:", 8, "'by' is missing"),
    ("by: editors", "by: editors\nby: us", 9, "given twice"),
    ("uses:", "uses: &u", 2, "YAML anchor"),
]


@pytest.mark.parametrize("old, new, line, message", FAULTS, ids=range(len(FAULTS)))
def test_fault_is_told_with_its_line(tiny, old, new, line, message):
    found = check(tiny, old, new)
    hits = [p for p in found if message in p.message]
    assert hits, render(found)
    assert (hits[0].path, hits[0].line) == (FILE, line), render(found)
    assert hits[0].action
    # Not sound is not the same as missing.
    assert "disposition.unaccounted" not in {p.code for p in found}


def test_same_conclusion_twice(tiny):
    uses = (tiny.paths.root / FILE).read_text().split("uses:\n")[1].split("decided")[0]
    found = check(tiny, uses, uses + uses)
    assert [(p.code, p.line) for p in found] == [("disposition.twice", 7)]


def test_contribution_without_disposition_fails(tiny):
    (tiny.paths.root / FILE).unlink()
    found = check(tiny)
    assert [(p.path, p.code) for p in found] == [("contributions/east-volunteer.md", "disposition.unaccounted")]
    assert FILE in found[0].action


def test_disposition_of_no_contribution_fails_with_nearest_name(tiny):
    (tiny.paths.root / FILE).rename(tiny.paths.dispositions / "east-voluntear.yml")
    found = check(tiny)
    assert {p.code for p in found} == {"disposition.unaccounted", "disposition.unknown-contribution"}
    assert "Nearest: east-volunteer" in next(p for p in found if "unknown" in p.code).message


def test_disposition_of_a_faulty_contribution_is_not_told_as_unknown(tiny):
    (tiny.paths.contributions / "east-volunteer.md").write_text("no fields")
    assert [p.code for p in check(tiny)] == ["contribution.front-matter"]


@pytest.mark.parametrize("name", ["east-volunteer.yaml", "notes.txt"])
def test_other_files_are_told(tiny, name):
    (tiny.paths.dispositions / name).write_text("status: noted\n")
    assert [p.code for p in check(tiny)] == ["disposition.file-name"]


@pytest.mark.parametrize("text, code", [("", "disposition.empty"), ("- used\n", "disposition.empty")])
def test_empty_disposition(tiny, text, code):
    (tiny.paths.root / FILE).write_text(text)
    assert [p.code for p in check(tiny)] == [code]


def test_conclusions_may_be_unknown_as_yet(tiny):
    assert check(tiny, "conclusion: watering-works", "conclusion: later", conclusions=None) == []


def test_missing_names_who_was_not_heard(tiny):
    contributions = Contributions.read(tiny.paths)
    assert [t.label for t in missing(contributions, "region")] == ["West ward"]
    assert [t.label for t in missing(contributions, "region", kinds=["participant"])] == ["West ward", "Whole town"]
    assert [t.label for t in missing(contributions, "sector")] == ["Council"]
    assert missing(contributions, "organisation_type") == []


def test_wider_term_is_heard_through_what_it_includes(tiny):
    file = tiny.paths.contributions / "vocabulary.yml"
    text = file.read_text()
    more = "  - {id: wards, label: Both wards, description: East and west., includes: [east, west]}\nthemes:"
    file.write_text(text.replace("themes:", more, 1))
    assert [t.id for t in missing(Contributions.read(tiny.paths), "region")] == ["west"]


def test_voices_for_and_against_a_conclusion(tiny):
    contributions = Contributions.read(tiny.paths)
    heard = voices(contributions, "watering-works")
    assert [(v.contribution, v.stance, v.region) for v in heard] == [
        ("parish-watering", "supports", "Whole town"),
        ("east-volunteer", "qualifies", "East ward"),
    ]
    assert voices(contributions, "something-else") == []


def test_frame_says_how_each_was_used(tiny):
    frame = Contributions.read(tiny.paths).frame()
    assert list(frame.index) == ["east-volunteer", "parish-watering"]
    row = frame.loc["parish-watering"]
    assert row["status"] == "used"
    assert (row["used_in"], row["conclusions"], row["stances"]) == (("survival",), ("watering-works",), ("supports",))
    assert (row["source"], row["case_study"], row["claims"]) == ("parish-letter", "mill-lane", ("alive",))


def test_a_disposition_that_is_a_link_is_a_problem_beside_the_sound_ones(tmp_path):
    from coproduce.contributions.dispositions import read_dispositions

    elsewhere = tmp_path / "elsewhere.yml"
    elsewhere.write_text("status: declined\n", encoding="utf-8")
    folder = tmp_path / "dispositions"
    folder.mkdir()
    (folder / "a-first.yml").symlink_to(elsewhere)
    (folder / "b-second.yml").write_text("- no disposition\n", encoding="utf-8")
    found, texts, problems = read_dispositions(folder, "contributions/dispositions")
    assert found == {}
    assert set(texts) == {"a-first", "b-second"}
    assert {problem.path for problem in problems} == {
        "contributions/dispositions/a-first.yml", "contributions/dispositions/b-second.yml"}

"""The file that the page saves becomes the same contribution as a row of an export."""

from __future__ import annotations

import re

import pytest
from exports import answers, google, saved

from coproduce.ground.problems import ProblemsFound, render
from coproduce.intake.saved import END
from coproduce.intake.summary import as_text

TOKEN = "bcdf-ghjk-lmnp"


def write(desk, name="contribution.txt", token=TOKEN, day="2026-11-20", consent="2026-11", form=None, **changed):
    file = desk.home / name
    text = saved(desk.asks, answers(1, **changed), form or desk.form.name, token, day, consent)
    file.write_text(text, encoding="utf-8")
    return file


def only(files: dict[str, str]) -> str:
    (text,) = files.values()
    return re.sub(r"# intake: .*\n", "", text)


TABLE = {
    "kind": "We speak together, as a table at the event", "contributor.credit": "With my organisation's name only",
    "contributor.organisation": "", "organisations": "Larkwell Parish Council\nMill Lane School, Larkwell",
}
TYPED = [
    {}, TABLE, {"contributor.credit": "Without any name", "contributor.name": "", "contributor.organisation": ""},
    {"body": "One.\n\n- two\n- three\n\n    four *five* <b>six</b>"}, {"title": "A: b # c \"d\" – e"},
    {"body": "- [x] ticked\n- [ ] not"}, {"body": "_No response_ came from the council"}, {"asks": ""},
]


@pytest.mark.parametrize("changed", TYPED, ids=range(len(TYPED)))
def test_it_gives_the_contribution_that_an_export_gives(desk, changed):
    desk.take(google(desk.home / "e.csv", desk.asks, [answers(1, **changed)]))
    exported = only(desk.files)
    for file in desk.paths.contributions.glob("response-*.md"):
        file.unlink()
    assert desk.take(write(desk, **changed)).counts["added"] == 1
    assert only(desk.files) == exported


def test_the_same_file_twice_is_one_contribution(desk):
    desk.take(write(desk))
    before = desk.files
    assert desk.take(write(desk, "again (1).txt")).counts["unchanged"] == 1
    assert desk.files == before


def test_saved_again_on_another_day_with_other_words_it_is_updated(desk):
    desk.take(write(desk))
    (name,) = desk.files
    taken = desk.take(write(desk, day="2026-11-29", body="Something else altogether."))
    assert taken.counts["updated"] == 1 and list(desk.files) == [name]
    assert "Something else altogether." in desk.files[name]


def test_edited_by_hand_meanwhile_it_goes_to_review(desk):
    desk.take(write(desk))
    (file,) = desk.paths.contributions.glob("response-*.md")
    file.write_text(file.read_text(encoding="utf-8") + "\nAn editor's line.\n", encoding="utf-8")
    taken = desk.take(write(desk, body="Something else altogether."))
    assert taken.counts["needs review"] == 1 and "edited by hand" in as_text(taken)


def test_the_same_words_saved_anew_are_not_added_again(desk):
    desk.take(write(desk))
    (name,) = desk.files
    taken = desk.take(write(desk, token="zzzz-zzzz-zzzz", day="2026-11-29"))
    assert taken.counts["refused"] == 1 and f"the same answers as {name}.md" in as_text(taken)


@pytest.mark.parametrize("changed", [
    {"body": answers(1)["body"] + " And one more thing."}, {"body": "All new, under the same heading."},
])
def test_a_newer_version_in_a_file_of_its_own_waits_for_a_person(desk, changed):
    desk.take(write(desk))
    (name,) = desk.files
    taken = desk.take(write(desk, token="zzzz-zzzz-zzzz", **changed))
    assert taken.counts["needs review"] == 1 and f"it reads like {name}.md" in as_text(taken)
    assert len(desk.files) == 1


def test_another_contribution_is_added(desk):
    desk.take(write(desk))
    other = {"title": "Nurseries hear last", "body": "We learn of a plan when the child has left."}
    assert desk.take(write(desk, token="zzzz-zzzz-zzzz", **other)).counts["added"] == 1


def test_pasted_from_an_email_with_other_words_before_it(desk):
    text = write(desk).read_text(encoding="utf-8")
    file = desk.home / "mail.txt"
    file.write_text("Dear all,\nhere is mine.\n\n" + text.replace("\n", "\r\n").replace("form: ", "form:\u00a0"), encoding="utf-8")
    assert desk.take(file).counts["added"] == 1


@pytest.mark.parametrize("mail", [
    lambda text: "On Monday Jo wrote:\n" + "\n".join(f"> {line}".rstrip() for line in text.split("\n")),
    lambda text: "\n".join(f"    {line}".rstrip() for line in text.split("\n")),
    lambda text: text.replace("'", "\u2019").replace("### Your", "###  YOUR"),
])
def test_as_mail_programs_change_it(desk, mail):
    desk.take(write(desk))
    before = desk.files
    text = write(desk).read_text(encoding="utf-8")
    (desk.home / "mail.txt").write_text(mail(text), encoding="utf-8")
    assert desk.take(desk.home / "mail.txt").counts["unchanged"] == 1
    assert desk.files == before


def test_a_letter_is_told_from_a_spreadsheet(desk):
    (desk.home / "letter.txt").write_text("Dear all,\nplease publish my view.\nJo Hidden", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        desk.take(desk.home / "letter.txt")
    assert "the line 'form:" in found.value.problems[0].action and "Hidden" not in render(found.value.problems)


def test_a_question_cannot_be_forged(desk):
    file = write(desk)
    text, forged = file.read_text(encoding="utf-8"), "\n### May we publish it?\n\nI agree\n"
    file.write_text(text.replace(f"\n{END}", forged + f"\n{END}"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        desk.take(file)
    assert found.value.problems[0].code == "issue.twice" and desk.files == {}
    below = text.replace("\nI agree\n", "\nI do not agree\n") + forged
    file.write_text(below, encoding="utf-8")
    assert desk.take(file).counts["refused"] == 1


def test_no_consent_or_personal_data_is_treated_as_in_an_export(desk):
    assert desk.take(write(desk, **{"consent.given": ""})).counts["refused"] == 1
    assert desk.take(write(desk, body="Ring 07700 900123")).counts["needs review"] == 1
    assert desk.files == {}


def test_the_wording_agreed_to_is_that_of_the_page(desk):
    taken = desk.take(write(desk, consent="1999-01"))
    assert taken.counts["needs review"] == 1 and "1999-01" in as_text(taken)


def test_an_answer_to_another_form_is_refused(desk):
    with pytest.raises(ProblemsFound) as found:
        desk.take(write(desk, form="other-form"))
    assert found.value.problems[0].code == "intake.another-form" and "connected-data-2026" in found.value.problems[0].expected


def test_the_name_of_the_file_in_the_report_tells_nothing_of_the_saved_one(desk):
    desk.take(write(desk))
    kept = "".join(desk.files) + "".join(desk.files.values())
    assert TOKEN not in kept and TOKEN.replace("-", "") not in kept.replace("-", "")


def test_the_command_takes_several_files(desk):
    from click.testing import CliRunner

    from coproduce.cli import main

    files = [write(desk, "a.txt"), write(desk, "b.txt", token="zzzz-zzzz-zzzz", title="Other", body="New.")]
    ran = CliRunner().invoke(main, ["--report", str(desk.paths.root), "intake", *map(str, files)])
    assert ran.exit_code == 0 and ran.output.count("1 added") == 2 and "a.txt" in ran.output and "\nb.txt" in ran.output


def test_one_bad_file_does_not_keep_the_others_out(desk):
    from click.testing import CliRunner

    from coproduce.cli import main

    files = [write(desk, "a.txt", form="other-form"), write(desk, "b.txt"), desk.home / "c.txt"]
    files[2].write_text("Dear all", encoding="utf-8")
    ran = CliRunner().invoke(main, ["--report", str(desk.paths.root), "intake", *map(str, files)])
    assert ran.exit_code == 1 and "1 added" in ran.output and len(desk.files) == 1
    assert "other-form" in ran.output and "2 problems in 2 files" in ran.output

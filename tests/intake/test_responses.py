"""What becomes of a response, the second time and when something is wrong with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from exports import answers, google, microsoft, only, take

from coproduce.contributions.files import Contributions
from coproduce.ground.problems import ProblemsFound, render
from coproduce.intake.summary import as_text

pytestmark = pytest.mark.slow


def test_a_changed_response_updates_its_file_and_adds_none(desk):
    take(desk, answers(1), answers(2))
    names = set(desk.files)
    taken = take(desk, answers(1, title="Now it says something else"), answers(2), answers(3))
    assert taken.counts == {"added": 1, "unchanged": 1, "updated": 1, "counted": 0, "needs review": 0, "refused": 0}
    assert names < set(desk.files)
    assert sum("something else" in text for text in desk.files.values()) == 1


def test_a_file_edited_by_hand_is_left_alone(desk):
    take(desk, answers(1))
    file = next(desk.paths.contributions.glob("response-*.md"))
    file.write_text(only(desk).replace("nobody joins them", "few join them"), encoding="utf-8", newline="\r\n")
    edited = file.read_bytes()
    taken = take(desk, answers(1))
    assert taken.counts["unchanged"] == 1 and "edited by hand" in as_text(taken)
    taken = take(desk, answers(1, body="The contributor wrote anew."))
    assert taken.counts["needs review"] == 1 and "edited by hand" in as_text(taken)
    assert file.read_bytes() == edited


def test_agreement_to_be_quoted_is_a_question_of_its_own(desk):
    form = desk.paths.contributions / "form.yml"
    asked = '\n  - {ask: May we quote you?, field: consent.quoted, answers: {"Yes": true, "No": false}}\n'
    form.write_text(form.read_text(encoding="utf-8") + asked, encoding="utf-8")
    take(desk, *(answers(n, **{"consent.quoted": said}) for n, said in enumerate(("Yes", "No", ""), 1)))
    recorded = [line.strip() for text in desk.files.values() for line in text.splitlines() if "quoted:" in line]
    assert len(desk.files) == 3 and sorted(recorded) == ['quoted: "false"', 'quoted: "true"']


def test_windows_line_ends_are_not_an_edit(desk):
    take(desk, answers(1))
    file = next(desk.paths.contributions.glob("response-*.md"))
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert take(desk, answers(1, body="Something new.")).counts["updated"] == 1


def test_a_dry_run_shows_the_files_and_writes_none(desk):
    taken = take(desk, answers(1), answers(2, body="Ring 07700 900123"), dry=True)
    assert desk.files == {} and not desk.review.exists()
    shown = as_text(taken)
    assert "says response 1" in shown and "1 added" in shown and "Nothing was written" in shown
    assert "07700" not in shown


def test_withdrawn_consent_names_the_file_that_is_still_there(desk):
    take(desk, answers(1))
    taken = take(desk, answers(1, **{"consent.given": "I do not agree"}))
    assert taken.counts["refused"] == 1
    assert "coproduce withdraw response-" in as_text(taken)


def test_what_was_withdrawn_does_not_come_back(desk):
    take(desk, answers(1))
    file = next(desk.paths.contributions.glob("response-*.md"))
    record = desk.paths.contributions / "withdrawn" / f"{file.stem}.yml"
    record.parent.mkdir()
    record.write_text(f"id: {file.stem}\ndate: 2026-11-21\nreason: Asked for.\n")
    file.unlink()
    taken = take(desk, answers(1))
    assert taken.counts["refused"] == 1 and "withdrawn" in as_text(taken)
    assert desk.files == {}


@pytest.mark.parametrize("said", ["", "I do not agree", "No", "perhaps", "I agree;I do not agree;", "I agree not"])
def test_anything_but_a_clear_yes_is_no(desk, said):
    taken = take(desk, answers(1, **{"consent.given": said}))
    assert taken.counts["refused"] == 1 and desk.files == {} and not desk.review.exists()


def test_a_response_that_waited_for_review_is_forgotten_with_its_consent(desk):
    row = answers(1, body="Ring 07700 900123")
    take(desk, row)
    assert list(desk.review.glob("*.md"))
    take(desk, {**row, "consent.given": "I do not agree"})
    assert not list(desk.review.glob("[!.]*"))


def test_only_the_organiser_may_read_what_waits_for_review(desk):
    assert "A key was made" in as_text(take(desk, answers(1), answers(2, body="Ring 07700 900123")))
    (aside,) = desk.review.glob("*.md")
    (key,) = (desk.home / "coproduce" / "keys").glob("*.key")
    assert [f.stat().st_mode & 0o077 for f in (aside, key, desk.review)] == [0, 0, 0]


def test_a_yes_in_other_words_is_named_as_the_reason(desk):
    taken = take(desk, answers(1, **{"consent.given": "Sure, go ahead"}))
    assert "'May we publish it?' is not one of its answers" in as_text(taken)
    assert take(desk, answers(1, **{"consent.given": "I agree;"})).counts["added"] == 1


def test_a_file_without_headings_does_not_show_its_first_response(desk):
    file = desk.home / "e.csv"
    google(file, {**desk.asks, "claims": "write to jo.hidden@school.example"}, [answers(1)])
    shown = as_text(desk.take(file))
    assert "not shown" in shown and "hidden@" not in shown


def test_a_file_that_is_no_export_is_told_once_and_shows_nothing_of_it(desk):
    file = desk.home / "e.csv"
    google(file, desk.asks, [answers(1, **{"contributor.name": "Jo Hidden"})])
    file.write_text(file.read_text(encoding="utf-8").partition("\n")[2], encoding="utf-8")
    with pytest.raises(ProblemsFound, match="no heading that the form has") as found:
        desk.take(file)
    assert len(found.value.problems) == 1 and "Larkwell" not in render(found.value.problems)


def test_an_export_without_responses_says_so(desk):
    assert "no response below them" in as_text(take(desk))


def test_a_shifted_row_shows_nothing_private(desk):
    file = google(desk.home / "e.csv", {"ID": "ID", **desk.asks}, [answers(1, ID="1"), answers(2, ID="2")])
    text = file.read_text(encoding="utf-8").replace("2026/11/20 09:00:12 AM GMT", "jo.hidden@school.example")
    file.write_text(text.replace(",2,I speak", ",943 476 5919,I speak"), encoding="utf-8")
    shown = as_text(desk.take(file))
    assert "1 added" in shown and "1 needs review" in shown and "is not a date" in shown
    assert "hidden@" not in shown and "943" not in shown


def test_a_number_that_a_spreadsheet_saved_with_a_point_is_the_same_number(desk):
    columns = {"ID": "ID", **desk.asks}
    google(desk.home / "e.csv", columns, [answers(1, ID="1"), answers(2, ID="2")])
    desk.take(desk.home / "e.csv")
    google(desk.home / "e.csv", columns, [answers(1, ID="1.0"), answers(2, ID="2.0")])
    assert "0 added, 2 unchanged" in as_text(desk.take(desk.home / "e.csv"))


def test_the_command_says_what_it_did(desk):
    from click.testing import CliRunner

    from coproduce.cli import main

    export = microsoft(desk.home / "e.xlsx", desk.asks, [answers(1)])
    ran = CliRunner().invoke(main, ["--report", str(desk.paths.root), "intake", str(export), "--dry-run"])
    assert ran.exit_code == 0 and "Nothing was written. It would be: 1 added" in ran.output
    ran = CliRunner().invoke(main, ["--report", str(desk.paths.root), "intake", str(export)])
    assert ran.exit_code == 0 and "1 added, 0 unchanged" in ran.output and len(desk.files) == 1
    ran = CliRunner().invoke(
        main, ["--report", str(desk.paths.root), "intake", str(export), "--review", str(desk.paths.contributions)])
    assert ran.exit_code == 1


def test_unknown_columns_are_named_with_the_nearest_question(desk):
    asks = {**desk.asks, "theme": "What's it mostly about??"}
    with pytest.raises(ProblemsFound, match="'What is it mainly about[?]'. Nearest: 'What's it mostly"):
        desk.take(microsoft(desk.home / "e.xlsx", asks, [answers(1)]))
    asks = {**desk.asks, "claims": "Which of the claims?"}
    taken = desk.take(microsoft(desk.home / "e.xlsx", asks, [answers(1)]))
    assert taken.counts["added"] == 1 and "'Which of the claims?' is not known" in as_text(taken)


def test_dates_in_the_other_order_are_not_misread(desk):
    file = desk.home / "e.csv"
    google(file, desk.asks, [answers(1)])
    file.write_text(file.read_text(encoding="utf-8").replace("2026/11/20", "11/20/2026"), encoding="utf-8")
    with pytest.raises(ProblemsFound, match="day_first: false"):
        desk.take(file)


@pytest.mark.parametrize("old, new, says", [
    ("field: title", "field: titel", "‘title’?"),
    ("    field: title\n", "    field: title\n    fild: x\n", "‘field’?"),
    ("I agree: true", "I agree: maybe", "stands for 'maybe'"),
    ("Council: local-authority", "Council: local-autority", "‘local-authority’?"),
    ("Council: local-authority", "council: council", "stands for 'council'"),
    ('consent_wording: "2026-11"', 'consent_wording: "2025"', "no consent wording '2025'"),
    ("form: connected-data-2026", "form: Our Form", "‘Our Form’ cannot be the value of ‘form’"),
    ("    field: theme", "    field: claims", "No question is asked for theme"),
    ("questions:", "questions: !x", "tag"),
])
def test_a_fault_in_the_form_is_told_where_it_stands(desk, old, new, says):
    file = desk.paths.contributions / "form.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    export = microsoft(desk.home / "e.xlsx", desk.asks, [answers(1)])
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        desk.take(export)
    assert says in str(found.value)


def test_a_missing_form_says_what_to_write(desk):
    export = microsoft(desk.home / "e.xlsx", desk.asks, [answers(1)])
    (desk.paths.contributions / "form.yml").unlink()
    with pytest.raises(ProblemsFound, match="- ask:"):
        desk.take(export)


def test_a_killed_run_leaves_whole_files_and_the_next_one_finishes(desk):
    rows = [answers(n) for n in range(400)]
    export = microsoft(desk.home / "e.xlsx", desk.asks, rows)
    command = [sys.executable, "-m", "coproduce", "--report", str(desk.paths.root), "intake", str(export)]
    process = subprocess.Popen(command, env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    end = time.monotonic() + 60
    while len(list(desk.paths.contributions.glob("response-*.md"))) < 20 and time.monotonic() < end:
        assert process.poll() is None, process.stderr.read().decode()
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    there = len(desk.files)
    assert 20 <= there < 400
    assert Contributions.collect(desk.paths)[1] == []
    taken = desk.take(export)
    assert taken.counts["added"] == 400 - there and taken.counts["unchanged"] == there
    assert [p.name for p in (desk.paths.build / "intake").glob(".*")] in ([], [".coproduce-made"])


def test_new_contributions_stop_the_check_with_an_example_of_what_to_write(desk):
    take(desk, answers(1))
    contributions, _ = Contributions.collect(desk.paths)
    (problem,) = contributions.check([], [])
    (id,) = desk.files
    assert f"contributions/dispositions/{id}.yml" in problem.action and "status: noted" in problem.action
    assert "Nobody has recorded what became" in render([problem])


def test_an_issue_is_taken_in_without_a_secret(desk):
    answered = "\n".join(f"### {q.ask}\n\n{_ticked(q, answers(1)[q.field])}\n" for q in desk.form.questions)
    file = desk.home / "issue.md"
    file.write_text(f"---\nissue: 12\nsubmitted: 2026-11-20\n---\n\n{answered}", encoding="utf-8")
    assert desk.take(file).counts["added"] == 1
    assert not (desk.home / "coproduce" / "keys").exists()
    assert take(desk, answers(2)).counts["added"] == 1


def _ticked(question, answer: str) -> str:
    if question.field == "consent.given" or (question.several and question.options):
        return "\n".join(f"- [x] {part}" for part in answer.split(";") if part)
    return answer or "_No response_"

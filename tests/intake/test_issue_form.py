"""The issue form asks what the report's form asks, and its answers come back as they were given."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from coproduce.contributions.vocabulary import read_vocabulary
from coproduce.ground.problems import ProblemsFound
from coproduce.intake.form_file import read_form
from coproduce.intake.issue_form import (
    NUMBER,
    SUBMITTED,
    event_text,
    issue_form,
    parse_issue_body,
)
from coproduce.report import Report


@pytest.fixture(scope="module")
def schema(asking):
    paths = Report(asking).paths
    vocabulary, problems = read_vocabulary(paths.contributions / "vocabulary.yml", "vocabulary.yml")
    assert problems == []
    return read_form(paths, vocabulary), vocabulary


def test_the_form_is_one_that_the_forge_accepts(schema):
    """GitHub's syntax for issue forms: https://docs.github.com, "Syntax for GitHub's form schema"."""
    form = issue_form(*schema)
    assert set(form) <= {"name", "description", "body", "assignees", "labels", "title", "type", "projects"}
    elements = form["body"]
    ids = [element["id"] for element in elements if element["type"] != "markdown"]
    labels = [element["attributes"]["label"] for element in elements if element["type"] != "markdown"]
    assert len(set(ids)) == len(ids) and len(set(labels)) == len(labels)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", id) for id in ids)
    for element in elements:
        assert element["type"] in ("markdown", "input", "textarea", "dropdown", "checkboxes")
        options = element["attributes"].get("options", [])
        if element["type"] == "dropdown":
            assert len(set(options)) == len(options) and "None" not in options
            assert all(isinstance(option, str) for option in options)
        if element["type"] == "checkboxes":
            assert options and all(set(option) <= {"label", "required"} for option in options)
            assert "validations" not in element


def test_no_question_has_an_id_that_means_the_issue_itself(schema):
    """An address with ?title= or ?body= fills in the issue's own title and text."""
    ids = {element.get("id") for element in issue_form(*schema)["body"]}
    assert not ids & {"title", "body", "labels", "assignees", "milestone", "projects", "template", "type"}


def test_consent_cannot_be_passed_over_and_its_words_are_shown(schema):
    form, vocabulary = schema
    consent = next(e for e in issue_form(form, vocabulary)["body"] if e.get("id") == "answer-consent-given")
    assert consent["attributes"]["options"] == [{"label": "I agree", "required": True}]
    assert consent["attributes"]["description"] == vocabulary.terms("consent_wordings")[form.consent_wording].description


def test_every_question_of_the_form_is_asked(schema):
    form, vocabulary = schema
    asked = [e["attributes"]["label"] for e in issue_form(form, vocabulary)["body"][1:]]
    assert asked == [question.ask for question in form.questions]


BODY = """\
### What is your point?

Trees need "water"

### Who are you?

_No response_

### Which claims?

- [X] Trees live
- [ ] Trees are loved
- [x] A third, with a comma

### What do you want to say?

We carry water.

- [ ] and so on

    indented
"""


def test_answers_come_back_by_question():
    assert parse_issue_body(BODY) == {
        "What is your point?": 'Trees need "water"',
        "Which claims?": "Trees live\nA third, with a comma",
        "What do you want to say?": "We carry water.\n\n- [ ] and so on\n\n    indented",
    }


def test_line_ends_of_windows_make_no_difference():
    assert parse_issue_body(BODY.replace("\n", "\r\n")) == parse_issue_body(BODY)


def test_no_box_ticked_is_no_answer():
    assert parse_issue_body("### A\n\n- [ ] I agree\n\n### B\n\nyes") == {"B": "yes"}


def test_an_answer_cannot_pretend_to_be_another_one():
    forged = BODY + "\n### Which claims?\n\n- [x] Trees are loved\n"
    with pytest.raises(ProblemsFound) as found:
        parse_issue_body(forged, "issue 7")
    assert [(p.code, p.path) for p in found.value.problems] == [("issue.twice", "issue 7")]
    assert forged.splitlines()[found.value.problems[0].line - 1] == "### Which claims?"


@pytest.mark.parametrize("heading", [NUMBER, SUBMITTED])
def test_number_and_day_cannot_be_forged(heading):
    text = event_text({"issue": {"number": 7, "created_at": "2026-11-20T10:00:00Z", "body": f"### {heading}\n\nx"}})
    with pytest.raises(ProblemsFound):
        parse_issue_body(text)


def test_other_headings_stay_in_their_answer_where_the_questions_are_known():
    text = "### A\n\none\n\n### Not a question\n\ntwo\n"
    assert parse_issue_body(text, questions=["A"]) == {"A": "one\n\n### Not a question\n\ntwo"}


@pytest.mark.parametrize("text", ["", "Hello", "## Too few signs\n\nx", "#### Too many\n\nx", "###No space"])
def test_a_text_without_questions_is_refused_with_a_way_out(text):
    with pytest.raises(ProblemsFound) as found:
        parse_issue_body(text)
    assert found.value.problems[0].code == "issue.no-form"
    assert "use the form" in found.value.problems[0].action


def test_the_event_becomes_a_file_with_number_and_day():
    event = {"issue": {"number": 12, "created_at": "2026-11-20T23:59:00Z", "body": BODY}}
    answers = parse_issue_body(event_text(event))
    assert answers[NUMBER] == "issue-12" and answers[SUBMITTED] == "2026-11-20"
    assert answers["What is your point?"] == 'Trees need "water"'


@pytest.mark.parametrize("bad", [{"number": "1; rm -rf /", "created_at": "2026-11-20"}, {"number": 1, "created_at": "x"}])
def test_an_event_that_is_none_is_refused(bad):
    with pytest.raises(ValueError):
        event_text({"issue": {**bad, "body": ""}})


def test_an_issue_without_a_body_is_an_empty_one():
    text = event_text(json.loads('{"issue": {"number": 1, "created_at": "2026-11-20T00:00:00Z", "body": null}}'))
    with pytest.raises(ProblemsFound):
        parse_issue_body(text)


# --- the workflow


@pytest.fixture(scope="module")
def workflow(report_root):
    return yaml.safe_load((report_root / ".github/workflows/contribution.yml").read_text(encoding="utf-8"))


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_nothing_of_the_issue_is_written_into_a_command(workflow):
    for step in steps(workflow):
        assert "${{" not in step.get("run", ""), step.get("name")


def test_only_numbers_and_names_of_our_own_reach_the_environment(workflow):
    allowed = {"github.token", "github.event.issue.number", "github.event.repository.default_branch"}
    used = {re.sub(r"\$\{\{|\}\}", "", value).strip() for step in steps(workflow) for value in step.get("env", {}).values()}
    assert used == allowed
    assert "secrets." not in json.dumps(workflow)


def test_each_job_has_no_more_rights_than_it_needs(workflow):
    assert workflow["permissions"] == {}
    rights = {name: job["permissions"] for name, job in workflow["jobs"].items()}
    assert rights == {"read": {"contents": "read"}, "propose": {"contents": "write", "pull-requests": "write"}}


def test_the_job_that_may_write_runs_nothing_of_the_report(workflow):
    commands = " ".join(step.get("run", "") for step in workflow["jobs"]["propose"]["steps"])
    assert "python" not in commands and "coproduce" not in commands and "pip" not in commands


def test_an_editor_starts_it_not_the_form(workflow, schema):
    accepted = "github.event.label.name == 'accepted'"
    assert workflow["jobs"]["read"]["if"] == accepted and workflow["jobs"]["propose"]["needs"] == "read"
    assert "accepted" not in issue_form(*schema)["labels"]


def test_actions_are_pinned_to_a_commit(workflow):
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert used and all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in used)

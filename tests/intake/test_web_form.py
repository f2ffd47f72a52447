"""The form of the page asks what the report's form asks, and can be used by everybody."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup

from coproduce.intake.form_file import form_and_vocabulary
from coproduce.intake.issue_form import issue_form
from coproduce.intake.web_form import fields, form_html, issues_address, script_data
from coproduce.report import Report

GITHUB = "https://github.com/larkwell/trees"


@pytest.fixture(scope="module")
def schema(asking):
    return form_and_vocabulary(Report(asking).paths)


@pytest.fixture(scope="module")
def page(schema):
    return BeautifulSoup(form_html(*schema, "Trees & <i>streets</i>", GITHUB), "html.parser")


def test_every_question_is_asked_in_its_order(schema, page):
    form, _ = schema
    assert [block["data-field"] for block in page.select(".question")] == [q.field for q in form.questions]
    for block, question in zip(page.select(".question"), form.questions):
        name = block.find(["legend", "label"]).get_text().replace("(required)", "").strip()
        assert name == question.ask
        required = block.find(class_="required")
        assert (required is not None and not required.has_attr("hidden")) == question.required


def test_the_answers_are_those_of_the_form_one_for_each_meaning(schema, page):
    form, _ = schema
    for block, question in zip(page.select(".question"), form.questions):
        if question.options:
            offered = [o["value"] for o in block.select("option[value], input[value]") if o["value"]]
            wanted = list(dict.fromkeys(question.options.values()))
            assert offered == (["true"] if question.field == "consent.given" else wanted)


def test_every_control_has_a_name_and_a_description_that_exist(page):
    ids = {element["id"] for element in page.select("[id]")}
    for control in page.select(".question :is(input[type=text], select, textarea, fieldset)"):
        assert set(control["aria-describedby"].split()) <= ids
        assert control.find("legend") or page.select_one(f"label[for={control['id']}]")
    assert len(ids) == len(page.select("[id]"))
    assert not page.select("[placeholder], [style], [onclick], style, script:not([type='application/json'])")


def test_browsers_may_fill_in_name_and_organisation_only(page):
    offered = {c["name"]: c["autocomplete"] for c in page.select("[autocomplete]") if c["autocomplete"] != "off"
               and c.has_attr("name")}
    assert offered == {"contributor.name": "name", "contributor.organisation": "organization"}


def test_names_are_asked_for_only_where_they_are_to_be_shown(page):
    hidden = [block["data-field"] for block in page.select(".question[hidden]")]
    assert hidden == ["contributor.name", "contributor.organisation", "organisations"]


def test_the_words_agreed_to_are_those_of_the_vocabulary(schema, page):
    form, vocabulary = schema
    words = vocabulary.terms("consent_wordings")[form.consent_wording].description
    assert words in page.select_one("[data-field='consent.given']").get_text()


def test_the_limits_are_those_of_the_model(schema):
    limits = {f.name: (f.longest, f.most) for f in fields(*schema) if f.longest}
    assert limits["body"] == (6000, None) and limits["title"] == (120, None) and limits["asks"] == (200, 10)


def test_the_script_gets_its_data_whole_whatever_the_title_says(schema, page):
    script = page.select_one("script#contribution-data")
    assert "<" not in script.string
    data = json.loads(script.string)
    assert data == json.loads(json.dumps(script_data(*schema, "Trees & <i>streets</i>", GITHUB)))
    assert data["title"] == "Trees & <i>streets</i>"


def test_an_address_fills_in_fields_that_the_issue_form_has(schema):
    """GitHub fills in inputs and text areas only; with any other it opens an empty issue."""
    kinds = {element.get("id"): element["type"] for element in issue_form(*schema)["body"]}
    handed = [q["issue"] for q in script_data(*schema, "T", GITHUB)["questions"] if q["issue"]]
    assert handed and {kinds[id] for id in handed} == {"input", "textarea"}
    assert {id for id, kind in kinds.items() if kind in ("input", "textarea")} == set(handed)


@pytest.mark.parametrize("repository", ["", "https://forge.example.org/x/y", "https://github.com.example.org/x/y"])
def test_elsewhere_no_issue_is_offered(schema, repository):
    assert issues_address(repository) == ""
    page = form_html(*schema, "T", repository)
    assert "issue form" not in page and "data-way=\"save\"" in page


def test_the_issue_form_is_the_one_in_the_repository(report_root):
    name = re.search(r"template=([\w.-]+)$", issues_address(GITHUB)).group(1)
    assert (report_root / ".github" / "ISSUE_TEMPLATE" / name).is_file()


def test_a_discussion_at_a_table_can_name_several_organisations_everywhere(schema):
    """The export, the issue form and the page ask for it alike, a line each."""
    form, vocabulary = schema
    assert form.question("organisations").several
    assert "table-discussion" in form.question("kind").options.values()
    page = next(f for f in fields(form, vocabulary) if f.name == "organisations")
    assert page.control == "lines"
    issue = next(e for e in issue_form(form, vocabulary)["body"] if e.get("id") == "answer-organisations")
    assert issue["type"] == "textarea"


@pytest.mark.parametrize("address, shown", [
    ("mailto:trees@example.org", "trees@example.org"), ("https://trees.example.org/send", "https://trees.example.org/send"),
])
def test_the_page_says_where_the_saved_file_is_sent(schema, address, shown):
    said = BeautifulSoup(form_html(*schema, "T", contact=address), "html.parser").select_one(".contribution-sending .letter")
    assert (said.a["href"], said.a.get_text()) == (address, shown) and "setting" not in said.get_text()


def test_without_an_address_the_page_says_which_setting_is_missing(schema):
    said = BeautifulSoup(form_html(*schema, "T"), "html.parser").select_one(".contribution-sending .letter")
    assert said.code.get_text() == "contact" and "is missing" in said.get_text() and not said.select("a")

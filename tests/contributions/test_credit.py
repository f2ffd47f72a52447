"""The contributor's choice of credit is obeyed wherever a name could appear."""

from __future__ import annotations

import pytest

from coproduce.contributions.files import Contributions

FIELDS = """\
---
title: Trees need stakes
kind: {kind}
contributor:
{who}  organisation_type: volunteers
  region: east
  credit: {credit}
consent: {{given: true, date: 2026-02-10, wording: "1"}}
theme: planting
{more}---

Stakes keep young trees upright.
"""
NAME = "  name: Asha Patel\n"
ORGANISATION = "  organisation: Larkwell Growers\n"


def collect(report, who="", credit="anonymous", kind="participant", more="", name="stakes"):
    (report.paths.contributions / f"{name}.md").write_text(
        FIELDS.format(who=who, credit=credit, kind=kind, more=more), encoding="utf-8"
    )
    return Contributions.collect(report.paths)


@pytest.mark.parametrize(
    "who, credit, line",
    [
        (NAME, "named", "Asha Patel"),
        (NAME + ORGANISATION, "named", "Asha Patel, Larkwell Growers"),
        (ORGANISATION, "organisation", "Larkwell Growers"),
        ("", "anonymous", "Anonymous"),
    ],
)
def test_credit_line(tiny, who, credit, line):
    contributions, problems = collect(tiny, who, credit)
    assert problems == []
    assert contributions["stakes"].credit_line() == line


def test_table_discussion_credits_its_organisations(tiny):
    table = "organisations: [Larkwell Growers, Mill School]\n"
    contributions, problems = collect(tiny, credit="organisation", kind="table-discussion", more=table)
    assert problems == []
    assert contributions["stakes"].credit_line() == "Larkwell Growers, Mill School"


@pytest.mark.parametrize(
    "who, credit, more, kind",
    [
        (NAME + ORGANISATION, "organisation", "", "participant"),
        (NAME, "anonymous", "", "participant"),
        (ORGANISATION, "anonymous", "", "participant"),
        ("", "anonymous", "organisations: [Mill School]\n", "table-discussion"),
        ("", "named", "", "participant"),
        ("", "organisation", "", "participant"),
    ],
)
def test_a_name_that_is_not_to_be_shown_is_not_in_the_file(tiny, who, credit, more, kind):
    _, problems = collect(tiny, who, credit, kind, more)
    assert [p.code for p in problems] == ["contribution.credit"]


@pytest.mark.parametrize(
    "who, credit, name",
    [(NAME, "organisation", "asha-patel-on-stakes"), (ORGANISATION, "anonymous", "larkwell-growers-stakes")],
)
def test_file_name_does_not_tell_who_it_is(tiny, who, credit, name):
    _, problems = collect(tiny, who + ("" if credit == "anonymous" else ORGANISATION), credit, name=name)
    assert any("tells who it is" in p.message for p in problems)


def test_anonymous_file_name_does_not_hold_an_organisation_that_others_name(tiny):
    _, problems = collect(tiny, name="larkwell-parish-council-stakes")
    assert [p.code for p in problems] == ["contribution.credit"]
    assert "larkwell-parish-council" in problems[0].message


def test_frame_holds_names_only_as_credited(tiny):
    contributions, problems = collect(tiny, NAME + ORGANISATION, "organisation")
    assert [p.code for p in problems] == ["contribution.credit"]
    row = contributions.frame().loc["stakes"]
    assert row["organisation"] == row["credit_line"] == "Larkwell Growers"
    assert "Asha" not in contributions.frame().to_csv()
    # Even from a file that is not sound, an anonymous contributor is not named.
    contributions, _ = collect(tiny, NAME + ORGANISATION, "anonymous")
    assert contributions["stakes"].credit_line() == "Anonymous"
    assert "Growers" not in contributions.frame().to_csv()

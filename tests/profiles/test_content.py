"""Profiles filled with rows."""

from __future__ import annotations

import pytest

from coproduce.profiles.content import check_content, fill
from coproduce.profiles.spec import read_specs
from coproduce.report import Report


@pytest.fixture
def profiles(tiny):
    return {p.id: p for p in fill(read_specs(tiny)["streets"], tiny.data)}


def texts(profile, heading):
    return [item.text for block in dict(profile.parts)[heading] for item in block.items]


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_each_row_has_one_in_order_of_titles(profiles):
    assert [(p.id, p.title, p.anchor) for p in profiles.values()] == [
        ("mill-lane", "Mill Lane", "profile-mill-lane"),
        ("orchard-road", "Orchard Road", "profile-orchard-road"),
        ("station-street", "Station Street", "profile-station-street"),
    ]


def test_fields_of_the_row_and_of_rows_that_refer_to_it(profiles):
    assert texts(profiles["mill-lane"], "Ward") == ["East ward"]
    assert texts(profiles["station-street"], "Trees counted")[-1] == "2025: 1,015 trees, 3 planted, counted by a new method"


def test_piece_with_a_missing_field_is_left_out(profiles):
    assert not any("2023" in text for text in texts(profiles["station-street"], "Trees counted"))


def test_every_row_keeps_its_source_and_place(profiles):
    items = [i for block in dict(profiles["mill-lane"].parts)["Trees counted"] for i in block.items]
    assert [(i.source, i.locator) for i in items] == [
        ("wardens-2023", "table 2"), ("wardens-2025", "table 2"), ("wardens-2025", "table 2")]
    assert profiles["mill-lane"].sources == {"wardens-2025": ("table 1", "table 2"), "wardens-2023": ("table 2",)}


def test_rows_can_be_chosen_by_a_cell(profiles):
    assert texts(profiles["mill-lane"], "Years of the census") == ["2023", "2024"]


def test_facets_read_as_words(profiles):
    assert profiles["mill-lane"].facets == {"Ward": ("East",), "Method": ("Old method", "New method")}


def test_row_without_others_says_so_or_leaves_the_part_out(tiny):
    replace(tiny.paths.data / "streets.csv", "mill-lane,Mill Lane", "elm-walk,Elm Walk,West,wardens-2025,table 1\nmill-lane,Mill Lane")
    profile = fill(read_specs(tiny)["streets"], tiny.data)[0]
    assert profile.id == "elm-walk"
    assert texts(profile, "Trees counted") == ["No count was published."]
    assert "Years of the census" not in dict(profile.parts)
    assert profile.facets["Method"] == ()


def test_groups_of_free_text_and_the_rest(tiny):
    replace(tiny.paths.profiles, "{heading: Ward, field: ward}",
            "{heading: Kind, field: name, groups: {Lanes: [lane]}, otherwise: Other}")
    specs = read_specs(tiny)
    assert [p.facets["Kind"] for p in fill(specs["streets"], tiny.data)] == [("Lanes",), ("Other",), ("Other",)]
    assert check_content(specs["streets"], tiny.data, "book/profiles.yml") == []


def test_group_that_nothing_belongs_to_is_a_problem(tiny):
    replace(tiny.paths.profiles, "{heading: Ward, field: ward}",
            "{heading: Kind, field: name, groups: {Lanes: [lane, laine]}, otherwise: Other}")
    problems = check_content(read_specs(tiny)["streets"], tiny.data, "book/profiles.yml")
    assert [(p.code, "‘laine’" in p.message) for p in problems] == [("profiles.empty-group", True)]


def test_codes_read_as_the_names_of_another_table(tiny):
    replace(tiny.paths.profiles, "{heading: Ward, field: ward}",
            "{heading: Census, table: counts, field: source, words: sources.title}")
    profile = fill(read_specs(tiny)["streets"], tiny.data)[0]
    assert profile.facets["Census"] == ("Tree census 2023", "Tree census 2025")


NOTES = """\
  - name: findings
    path: findings.csv
    title: Findings
    description: What was found in a street.
    format: csv
    mediatype: text/csv
    encoding: utf-8
    schema:
      fields:
        - {name: street, type: string, title: Street, description: Id., example: mill-lane, constraints: {required: true}}
        - {name: text, type: string, title: Text, description: What., example: Trees live, constraints: {required: true}}
        - {name: kind, type: string, title: Kind, description: Of evidence., example: showed, constraints: {required: true, enum: [showed, changed, budget]}}
        - {name: source, type: string, title: Source, description: Where from., example: wardens-2025, constraints: {required: true}}
        - {name: locator, type: string, title: Locator, description: Where in it., example: table 2, constraints: {required: true}}
      foreignKeys:
        - {fields: [source], reference: {resource: sources, fields: [id]}}
        - {fields: [street], reference: {resource: streets, fields: [id]}}
"""


def test_findings_carry_their_kind_and_background_comes_last(tiny):
    (tiny.paths.data / "findings.csv").write_text(
        "street,text,kind,source,locator\n"
        "mill-lane,It cost little,budget,wardens-2025,table 3\n"
        "mill-lane,Watered trees live,changed,wardens-2025,table 2\n", encoding="utf-8")
    with tiny.paths.package.open("a", encoding="utf-8") as file:
        file.write(NOTES)
    replace(tiny.paths.profiles, '{table: counts, show: "{year}", run: true, where: {series_break: "false"}}',
            '{table: findings, show: "{text}", evidence: kind, background: [budget]}')
    report = Report(tiny.paths.root)
    parts = dict(fill(read_specs(report)["streets"], report.data)[0].parts)
    assert [(i.evidence, i.text) for i in parts["Years of the census"][0].items] == [
        ("changed", "Watered trees live"), ("background", "It cost little")]

"""The case studies' profiles: all there, of one shape, with everything the tables hold."""

from __future__ import annotations

import pytest

from coproduce.profiles.content import fill
from coproduce.profiles.spec import read_specs
from coproduce.report import Report

SHAPE = ["Where and when", "Purpose", "Led by", "What was linked", "For whom", "Legal basis", "Safeguards",
         "What it found or changed", "What others can take"]
MOST_BYTES = 300_000


@pytest.fixture(scope="module")
def report(report_root):
    return Report(report_root)


@pytest.fixture(scope="module")
def profiles(report):
    return fill(read_specs(report)["case-studies"], report.data)


def items(profiles, heading):
    return [item for p in profiles for block in dict(p.parts).get(heading, ()) for item in block.items]


def test_each_case_study_has_one_and_all_have_the_same_shape(report, profiles):
    assert {p.id for p in profiles} == set(report.data.table("case-studies")["id"])
    for profile in profiles:
        assert [heading for heading, _ in profile.parts if heading in SHAPE] == SHAPE, profile.id


@pytest.mark.parametrize(("heading", "table"), [
    ("What was linked", "case-study-datasets"), ("For whom", "case-study-populations"),
    ("Legal basis", "case-study-legal-bases"), ("Safeguards", "case-study-safeguards"),
    ("What it found or changed", "case-study-findings"), ("Its sources conclude", "case-study-benefits"),
    ("What others can take", "case-study-lessons"),
])
def test_no_row_is_left_out_and_each_names_its_source(report, profiles, heading, table):
    shown = [item for item in items(profiles, heading) if item.source]
    assert len(shown) == len(report.data.table(table))


def test_only_findings_that_are_evidence_are_labelled_so(report, profiles):
    kinds = [item.evidence for item in items(profiles, "What it found or changed") if item.source]
    table = report.data.table("case-study-findings")["evidence"].replace("context", "background")
    assert sorted(kinds) == sorted(table)


@pytest.mark.parametrize("facet", ["Place", "Sector", "Claim", "Legal basis"])
def test_each_is_found_by_every_facet(profiles, facet):
    assert [p.id for p in profiles if not p.facets[facet]] == []


def test_page_is_light(built_report):
    assert (built_report.html / "case-studies.html").stat().st_size <= MOST_BYTES

"""The brief of this report: two accessible pages that say what the ledger and the front page say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdf
import pytest
import yaml
from pdf_standards import failures

from coproduce.report import Report

pytestmark = pytest.mark.xdist_group("report")


def words(path: Path) -> list[str]:
    """The text of each page, white space made single."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


def brief_of(report: Report) -> Path:
    return report.paths.formats / f"{report.settings.pdf_name}-brief.pdf"


def test_two_pages_that_meet_both_standards(built_report):
    path = brief_of(built_report.report)
    assert len(pypdf.PdfReader(path).pages) == 2
    assert failures(path) == []


def test_every_headline_number_is_that_of_the_ledger(built_report, results):
    spec = yaml.safe_load(built_report.report.paths.brief.read_text(encoding="utf-8"))
    text = words(brief_of(built_report.report))[0]
    assert 4 <= len(spec["numbers"]) <= 6
    for number in spec["numbers"]:
        value = results.values[number["value"]]
        shown = value.text + (f" of {results.values[number['of']].text}" if "of" in number else "")
        label = number.get("label", value.label)
        label = re.sub(r"\{(.*?)\}", lambda name: results.values[name[1]].text, label)
        assert f"{shown} {label}" in text


def test_every_recommendation_is_there_in_order_with_its_lead(built_report):
    ledger = json.loads((built_report.html / "ledger.json").read_text(encoding="utf-8"))
    wanted = [c for c in ledger["conclusions"] if c["kind"] == "recommendation"]
    text = words(brief_of(built_report.report))[1]
    places = [text.find(f"{c['title']} ") for c in wanted]
    assert len(wanted) >= 8 and -1 not in places and places == sorted(places)
    assert text.count("Lead: ") == text.count("When: ") == len(wanted)
    assert text.count("Key decision") == 3


def test_the_messages_are_those_of_the_front_page(built_report):
    page = built_report.report.paths.chapter("index").read_text(encoding="utf-8")
    text = words(brief_of(built_report.report))[0]
    leads = re.findall(r"^\d\. \*\*(.+?)\*\*", page, re.MULTILINE)
    assert len(leads) == 3
    assert all(lead in text for lead in leads)

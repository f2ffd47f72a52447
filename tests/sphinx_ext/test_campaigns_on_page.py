"""What many people said alike, on the pages and in the files beside them: one entry, all of them counted."""

from __future__ import annotations

import csv
import json
import shutil

import pytest
from bs4 import BeautifulSoup
from report_parts import keep_chapters
from warm_builds import execute

from coproduce.publish.html import build_html
from coproduce.report import Report

PEOPLE = """\
response,organisation_type,region,agreed,wording
response-bcdf-ghjk-lmnb,volunteers,east,2026-02-20,1
response-bcdf-ghjk-lmnc,volunteers,west,2026-02-20,1
response-bcdf-ghjk-lmnd,parish-council,west,2026-02-21,1
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory, built_tiny, request):
    from conftest import TINY

    root = tmp_path_factory.mktemp("report") / "tiny"
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"))
    keep_chapters(built_tiny, root)
    folder = root / "contributions"
    (folder / "campaigns").mkdir()
    (folder / "campaigns" / "east-volunteer.csv").write_text(PEOPLE, encoding="utf-8")
    text = (folder / "east-volunteer.md").read_text(encoding="utf-8")
    head, _, body = text.partition("\n---\n")
    (folder / "response-bcdf-ghjk-lmnf.md").write_text(
        f"{head}\nvariant_of: east-volunteer\n---\n{body}\nAnd a word of my own.\n", encoding="utf-8")
    report = Report(root)
    return build_html(report, execute(report, log=lambda line: None), tmp_path_factory.mktemp("out") / "html", log=str).folder


def entry(site, id: str):
    page = BeautifulSoup((site / "contributions.html").read_text(encoding="utf-8"), "html.parser")
    return page.select_one(f"section#contribution-{id}")


def test_the_entry_says_how_many_of_which_kinds_and_where(site):
    said, variants = (p.get_text() for p in entry(site, "east-volunteer").select(".contribution-campaign"))
    assert "5 people sent these words or nearly these, in 2 texts; 4 of them sent exactly this one." in said
    assert "Kinds: Volunteers (4), Parish council (1). Places: East ward (3), West ward (2)." in said
    assert variants.startswith("Variants: ")
    assert entry(site, "east-volunteer").select_one(".contribution-campaign a")["href"] == "#contribution-response-bcdf-ghjk-lmnf"


def test_a_variant_leads_to_the_first_text_and_has_its_outcome(site):
    variant, head = entry(site, "response-bcdf-ghjk-lmnf"), entry(site, "east-volunteer")
    assert variant.select_one(".contribution-campaign a")["href"] == "#contribution-east-volunteer"
    assert variant.select_one(".disposition").get_text() == head.select_one(".disposition").get_text()


def test_a_conclusion_counts_a_campaign_once_and_says_how_many_people_it_is(site):
    sight = BeautifulSoup((site / "survival.html").read_text(encoding="utf-8"), "html.parser").select_one(".line-of-sight")
    assert "(1, from 5 people)" in sight.get_text()
    assert len(sight.select("a[href$=contribution-response-bcdf-ghjk-lmnf]")) == 0


def test_the_files_beside_the_pages_say_it_too(site):
    with (site / "contributions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert (rows["east-volunteer"]["people"], rows["east-volunteer"]["variant_of"]) == ("4", "")
    assert (rows["response-bcdf-ghjk-lmnf"]["people"], rows["response-bcdf-ghjk-lmnf"]["variant_of"]) == ("1", "east-volunteer")
    ledger = json.loads(next(site.rglob("ledger*.json")).read_text(encoding="utf-8"))
    assert {c["id"]: c["people"] for c in ledger["contributions"]}["east-volunteer"] == 4


def test_who_was_counted_stands_nowhere_in_the_pages(site):
    for file in site.rglob("*"):
        if file.is_file():
            assert b"lmnb" not in file.read_bytes() and b"lmnd" not in file.read_bytes(), file

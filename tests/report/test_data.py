"""The report's data keep their form, rest on sources and hold nothing that was not seen."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from coproduce.evidence.validation import check_package
from coproduce.source.paths import Paths

NORTH = ["E12000001", "E12000002", "E12000003"]
ROOT = Paths(Path(__file__).parents[2])
UNSEEN = [
    ("ehcp-cdla-spend", "2024-25", "Total"),
    ("late-intervention-cost", "2014-15", "Total"),
    ("late-intervention-cost", "2016-17", "Total"),
    ("persistent-absence-sen-percent", "2022/23", "no identified SEN"),
    ("suspension-rate-sen-term", "2024/25", "EHC plan"),
    ("suspension-rate-sen-term", "2024/25", "SEN support"),
    ("suspension-rate-sen-term", "2024/25", "no identified SEN"),
]
"""Figures whose source contradicts itself or does not say what they cover."""


# Form


def test_the_package_is_valid(package):
    assert check_package(package) == []


def test_files_are_plain_and_complete(package):
    declared = {resource.path.name for resource in package.resources.values()}
    assert {path.name for path in ROOT.data.glob("*.csv")} == declared
    for name in sorted(declared):
        raw = (ROOT.data / name).read_bytes()
        assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\n"), name


def test_no_cell_has_a_line_break_or_stray_space(text):
    bad = [(table, number, field) for table, rows in text.items() for number, row in enumerate(rows, 2)
           for field, cell in row.items() if "\n" in cell or cell != cell.strip()]
    assert bad == []


def test_no_schema_lies_unused(package):
    used = {entry["schema"] for entry in yaml.safe_load(ROOT.package.read_text("utf-8"))["resources"]}
    assert {f"schemas/{path.name}" for path in (ROOT.data / "schemas").iterdir()} == used


def test_fields_teach(package):
    """Each field says what it is for; those with a vocabulary give an example of it."""
    for resource in package.resources.values():
        for field in resource.fields:
            assert len(field.description) > 3, (resource.name, field.name)
            allowed = dict(field.constraints).get("enum")
            if allowed and field.example is not None:
                assert field.example in allowed, (resource.name, field.name)
                assert field.bad_example not in allowed, (resource.name, field.name)


def test_the_readme_names_every_table(package):
    readme = (ROOT.data / "README.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z-]+)`", readme))
    named |= {f"statistics{name}" for name in named if name.startswith("-")}
    assert set(package.resources) - named == set()


# Sources


def test_no_two_sources_share_an_address(text):
    def address(url: str) -> str:
        parts = urlsplit(url)
        return parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/") + "?" + parts.query

    addresses = [address(row["url"]) for row in text["sources"]]
    assert sorted(addresses) == sorted(set(addresses))


def test_every_source_used_is_known_and_none_lies_unused(text):
    known = {row["id"] for row in text["sources"]}
    used = {row["source"] for table, rows in text.items() if table != "sources" for row in rows if "source" in row}
    assert used - known == set()
    quoted = set()
    for path in sorted(ROOT.contributions.glob("*.md")):
        quoted |= set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", path.read_text("utf-8")))
    assert known - used - quoted == set()


def test_a_locator_leads_somewhere(text):
    vague = [(table, row["locator"]) for table, rows in text.items() for row in rows
             if row.get("locator", "abc").strip().lower() in ("website", "page", "report", "source", "n/a", "unknown")]
    assert vague == []


def test_figures_from_secondary_accounts_stay_few(figures, package):
    """The README says about 200; each release that replaces one lowers this."""
    kinds = package.table("sources").set_index("id")["kind"]
    assert figures["source"].map(kinds).isin(["web-page", "press-release"]).sum() <= 199


# Nothing that was not seen


@pytest.mark.parametrize(("series", "period", "group"), UNSEEN)
def test_no_unverified_figure(figures, series, period, group):
    assert figures.query("series == @series and period == @period and breakdown_value == @group").empty


@pytest.mark.parametrize(("table", "name"), [
    ("case-studies", "ifs-sure-start-linkage"),
    ("policy-instruments", "digital-access-to-services-bill"),
    ("costs-benefits", "contactpoint-setup"),
    ("costs-benefits", "contactpoint-running"),
    ("recommended-reading", "cotn-send-update-2025"),
])
def test_no_unverified_entry(text, table, name):
    assert name not in {row["id"] for row in text[table]}


def test_symbols_survive_and_mean_what_they_say(figures):
    marked = figures[figures["value"].isna()]
    assert set(marked["value_missing"]) == {"not available"}
    assert sorted(marked["area"]) == ["E06000059", "E09000001", "E09000012"]
    assert (figures.loc[figures["value"].notna(), "value_missing"] == "").all()


def test_total_is_written_one_way(figures):
    assert (figures.loc[figures["breakdown"] == "total", "breakdown_value"] == "Total").all()
    assert not figures["breakdown_value"].isin(["", "all", "all pupils", "all ages", "total"]).any()


def test_corrections_hold(text, package):
    """A cell that no longer agrees with its correction was changed without saying so."""
    for row in text["corrections"]:
        key = package.resources[row["resource"]].primary_key
        wanted = tuple(row["row_key"].split(" | "))
        assert len(wanted) == len(key), row["id"]
        cells = [other[row["field"]] for other in text[row["resource"]] if tuple(other[k] for k in key) == wanted]
        assert cells == ([] if row["corrected"] == "d" else [row["corrected"]]), row["id"]


# Series, case studies


def test_each_series_has_figures_in_its_table_and_breaks_are_explained(package):
    series = package.table("series").set_index("id")
    seen = set()
    for theme in sorted(set(series["theme"])):
        rows = package.table(f"statistics-{theme}")
        seen |= set(rows["series"])
        assert (rows["series"].map(series["theme"]) == theme).all()
        broken = sorted(set(rows.loc[rows["series_break"], "series"]))
        assert series.loc[broken, "break_note"].notna().all(), theme
    assert seen == set(series.index)


def test_year_follows_period(figures):
    spans = figures[figures["period"].str.contains(r"^\d{4}/\d{2}$|^\d{4}-(?:1[3-9]|[2-9]\d)$", regex=True)]
    assert len(spans) > 3000
    assert (spans["year"] == spans["period"].str[:4].astype(int) + 1).all()
    rest = figures.drop(index=spans.index)
    assert (rest["year"] == rest["period"].str[:4].astype(int)).all()


def test_findings_say_what_they_can_bear(text):
    findings = text["case-study-findings"]
    assert all(len(row["evidence_reason"]) > 20 for row in findings)
    changed = {row["case_study"] for row in findings if row["evidence"] == "changed"}
    assert changed == {"supporting-families-national-study"}  # strict: read the source before adding one
    worded = [row["id"] for row in findings if row["value"] != "w" and not re.search(r"\d", row["value_text"])]
    assert worded == []


def test_each_case_study_has_sectors_references_and_at_most_one_headline(text):
    ids = {row["id"] for row in text["case-studies"]}
    for table in ("case-study-sectors", "case-study-references", "case-study-organisations", "case-study-claims"):
        assert {row["case_study"] for row in text[table]} == ids, table
    heads = [row["case_study"] for row in text["case-study-populations"] if row["headline"] == "true"]
    assert len(heads) == len(set(heads))


def test_north_agrees_with_regions(text):
    regions = {}
    for row in text["case-study-regions"]:
        regions.setdefault(row["case_study"], set()).add(row["area"])
    for row in text["case-studies"]:
        assert (row["north"] == "true") == bool(regions.get(row["id"], set()) & set(NORTH)), row["id"]

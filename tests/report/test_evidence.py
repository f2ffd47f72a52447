"""Effects, law, decisions and stories say what their sources say, and no more; what was found wrong stays mended."""

from __future__ import annotations

import importlib.util
import math
import re

import pytest

from coproduce.report import Paths

RATIOS = {"odds-ratio", "incidence-rate-ratio", "prevalence-ratio"}
DIFFERENCES = {"percent-change", "percentage-points", "days"}
UNVERIFIED = [
    "sf-eval-juvenile", "north-bradford-readiness-gap", "north-not-found", "parents-npd", "att-parents-npd",
    "supporting-families-national-study-f2",
]
"""Rows that could not be verified, or on which two official accounts differ."""


@pytest.fixture(scope="module")
def effects(package):
    return package.table("effects")


def by_id(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in rows}


# Effects


def test_an_interval_that_holds_no_effect_is_inconclusive(effects):
    seen = effects[effects["interval_low"].notna()]
    assert len(seen) > 15
    assert (seen["interval_low"] <= seen["estimate"]).all() and (seen["estimate"] <= seen["interval_high"]).all()
    none = seen["measure"].map(lambda measure: 1 if measure in RATIOS else 0)
    holds = (seen["interval_low"] < none) & (none < seen["interval_high"])
    assert (holds == (seen["direction"] == "inconclusive")).all()
    assert (seen["direction_basis"] == "interval").all()
    assert (effects.loc[effects["interval_low"].isna(), "direction_basis"] == "stated").all()


def test_an_estimate_stands_where_its_words_say_it(effects):
    """Ratios are positive, reductions negative, and the figure is in the wording of the source."""
    given = effects[effects["estimate"].notna()]
    assert set(given["measure"]) <= RATIOS | DIFFERENCES
    assert (given.loc[given["measure"].isin(RATIOS), "estimate"] > 0).all()
    wrong = [row.id for row in given.itertuples()
             if abs(row.estimate) not in [float(number) for number in re.findall(r"\d+(?:\.\d+)?", row.as_published)]]
    assert wrong == []
    falls = given[given["as_published"].str.contains("reduction|lower|fewer|difference") & ~given["measure"].isin(RATIOS)]
    assert (falls.loc[~falls["as_published"].str.contains("higher"), "estimate"] < 0).all()


def test_no_change_is_said_by_the_source_and_never_read_from_an_interval(effects):
    assert effects.loc[effects["direction"] == "no-change", "interval_low"].isna().all()


def test_nothing_that_was_tested_was_set_off_by_joined_records(package, effects):
    studies = package.table("studies").set_index("id")
    assert not studies.loc[effects["study"].unique(), "set_off_by_linked_records"].any()
    untested = studies["design"].isin(["cohort", "programme"])
    assert not set(effects["study"]) & set(studies.index[untested])
    assert (studies.loc[untested, "intervention"].isna()).all()


def test_values_of_both_groups_come_in_pairs(effects):
    assert (effects["treated_value"].notna() == effects["comparison_value"].notna()).all()
    assert (effects["treated_value"].notna() == effects["value_unit"].fillna("").ne("")).all()


def test_each_result_is_shown_once(effects):
    """A second measure, an older edition and an unadjusted ratio never stand without the result to show."""
    main = effects[effects["standing"] == "main"]
    assert not main.duplicated(["study", "outcome", "group", "period", "measure"]).any()
    others = effects[effects["standing"] != "main"]
    shown = set(zip(main["study"], main["outcome"]))
    assert [row.id for row in others.itertuples() if (row.study, row.outcome) not in shown] == []


def test_the_fall_in_plans_of_2024_never_stands_without_the_report_of_2025(effects):
    rows = effects[(effects["study"] == "sure-start-ifs") & effects["outcome"].str.contains("care plans")]
    assert dict(zip(rows["standing"], rows["direction"])) == {"main": "no-change", "superseded": "benefit"}


# What was found wrong


def test_what_the_national_study_of_provision_found_rests_on_its_preprint(text):
    """What the records do not say was read in an index copy alone, so that one lesson keeps it."""
    rests = [row["id"] for table in ("case-study-findings", "case-study-benefits", "case-study-lessons", "effects", "study-findings")
             for row in text[table] if row["source"] == "booksci-hope-synthesis"]
    assert rests == ["echild-england-n1"]
    assert by_id(text["case-study-findings"])["echild-england-f1"]["source"] == "hope-synthesis-medrxiv-2025"
    benefit = by_id(text["case-study-benefits"])["echild-england-b1"]["text"]
    assert "lowered unauthorised absence" in benefit and "modest" not in benefit


def test_supporting_families_was_compared_with_families_that_waited(text):
    findings = by_id(text["case-study-findings"])
    care = findings["supporting-families-national-study-f1"]
    assert (care["value"], care["source"], care["evidence"]) == ("32", "dluhc-supporting-families-eval-2022", "changed")
    assert all("was not seen" not in row["evidence_reason"] for name, row in findings.items() if name.startswith("supporting-families"))
    assert "supporting-families-care-effect" not in by_id(text["costs-benefits"])


def test_the_welsh_share_is_no_match_rate(text):
    row = by_id(text["case-study-findings"])["sail-wales-f5"]
    assert row["value"] == "61.2" and "36.6" in row["statement"] and "sensitivity" in row["evidence_reason"]
    rates = {(r["series"], r["value"]) for r in text["statistics-linkage"] if r["breakdown_value"].startswith("SAIL: looked-after")}
    assert rates == {("linkage-field-rate", "61.2"), ("linkage-field-rate", "36.6"), ("linkage-sensitivity", "90")}


def test_the_number_in_the_clear_is_proposed_and_the_register_accepted(text):
    status = {row["number"]: row["status"] for row in text["architecture-decisions"]}
    assert status == {"0001": "accepted", "0002": "accepted", "0005": "draft", "0006": "rejected", "0007": "rejected",
                      "0009": "accepted", "0010": "proposed", "0012": "proposed"}
    provisions = by_id(text["policy-instrument-provisions"])
    assert "Proposed" in provisions["sui-pilot-wigan-v4"]["text"]
    assert "register" in provisions["sui-pilot-wigan-v6"]["text"]
    sides = {(row["decision"], row["side"]) for row in text["architecture-decision-reasons"]}
    assert {("sui-0006", "for"), ("sui-0006", "against"), ("sui-0010", "for"), ("sui-0010", "against")} <= sides


@pytest.mark.parametrize("name", [
    "cfa-2014-s22", "cfa-2014-s23", "cfa-2014-s24", "cfa-2014-s25", "cfa-2014-s26", "cfa-2014-s28", "ca-1989-s17",
    "ca-1989-s83-returns", "ea-1996-s537a", "dea-2017-part5-ch1", "hsca-2012-s251a", "hsca-2012-s251b",
    "nhsa-2006-s251", "duaa-2025-s70", "cwsa-2026-s78",
])
def test_the_law_that_was_missing_is_there(text, name):
    assert name in by_id(text["legal-provisions"])


def test_the_start_of_the_duty_is_announced_and_not_confirmed(text):
    assert by_id(text["legal-provisions"])["ca-2004-s16la"]["status"] == "unconfirmed"
    assert by_id(text["timeline-events"])["duty-start"]["certainty"] == "announced"


def test_returns_that_are_modelled_or_hoped_for_are_marked(text):
    basis = {row["id"]: row["basis"] for row in text["costs-benefits"]}
    assert basis["adruk-return"] == "part-forecast" and basis["adruk-data-first-return"] == "forecast"
    ratios = {row["id"] for row in text["costs-benefits"] if row["unit"] == "ratio"}
    assert ratios and all(basis[name] != "stated" for name in ratios)


@pytest.mark.parametrize("name", UNVERIFIED)
def test_what_was_not_verified_stays_out(text, name):
    assert [table for table, rows in text.items() if any(row.get("id") == name for row in rows)] == []


# Attitudes, stories, timeline, places


def test_shares_of_one_question_do_not_exceed_the_whole(text):
    shares = [row for row in text["attitudes"] if row["id"].startswith(("parents-told", "parents-control"))]
    for question in ("parents-told", "parents-control"):
        assert sum(float(row["value"]) for row in shares if row["id"].startswith(question)) <= 100


def test_stories_are_told_in_order_and_own_up_to_what_was_not_found(text):
    for story in text["stories"]:
        sentences = [row for row in text["story-sentences"] if row["story"] == story["id"]]
        assert [int(row["order"]) for row in sentences] == list(range(1, len(sentences) + 1)), story["id"]
        assert {"problem", "records", "law"} <= {row["part"] for row in sentences}, story["id"]
    silent = [row["text"] for row in text["story-sentences"] if row["stated"] == "false"]
    assert silent and all(re.search(r"\b[Nn]o\b|\bnot\b", sentence) for sentence in silent)


def test_a_date_is_as_exact_as_it_says(text):
    exact = {":": "unknown", 4: "year", 7: "month", 10: "day"}
    for row in text["timeline-events"]:
        assert row["precision"] == (exact[":"] if row["date"] == ":" else exact[len(row["date"])]), row["id"]
        assert (row["date"] == ":") == (row["certainty"] == "not-found"), row["id"]


def test_places_lie_within_the_outline(package):
    """Each town lies inside a ring, by the even-odd rule, or within eleven kilometres of a point of it."""
    points = package.table("uk-outline").sort_values(["ring", "order"])
    rings = [list(zip(part["longitude"], part["latitude"])) for _, part in points.groupby("ring")]
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)
    for place in package.table("places").itertuples():
        x, y = place.longitude, place.latitude
        inside = any(sum((ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay)
                         for (ax, ay), (bx, by) in zip(ring, ring[1:])) % 2 for ring in rings)
        near = min(math.hypot((ax - x) * 0.6, ay - y) for ring in rings for ax, ay in ring)
        assert inside or near < 0.1, place.id


def test_every_case_study_of_one_place_is_on_the_map(text):
    shown = {row["case_study"] for row in text["case-study-places"]}
    national = {row["id"] for row in text["case-studies"] if row["place"] == "England" or row["region"] == "z"}
    assert {row["id"] for row in text["case-studies"]} - shown == national


def test_the_outline_is_simplified_without_moving_far(report_root):
    spec = importlib.util.spec_from_file_location("uk_outline", Paths(report_root).data / "scripts/uk_outline.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    line = [(0.0, 55.0), (0.5, 55.151), (1.0, 55.3), (1.5, 55.0), (2.0, 55.0)]
    kept = script.simplified(line)
    assert kept[0] == line[0] and kept[-1] == line[-1] and (1.0, 55.3) in kept and len(kept) < len(line)
    assert all(min(script.distance(point, a, b) for a, b in zip(kept, kept[1:])) <= script.TOLERANCE for point in line)


# Recommendations


def test_each_recommendation_has_one_lead_a_date_and_a_lever(text):
    ids = [row["id"] for row in text["recommendations"]]
    assert len(ids) <= 10
    assert sorted(int(row["number"]) for row in text["recommendations"]) == list(range(1, len(ids) + 1))
    for name in ids:
        roles = [row["role"] for row in text["recommendation-departments"] if row["recommendation"] == name]
        assert roles.count("lead") == 1, name
    costs = {row["id"] for row in text["costs-benefits"]}
    for row in text["recommendations"]:
        assert (row["cost"] == ":") == (row["sum"] == "no published cost"), row["id"]
        assert row["cost"] == ":" or row["cost"] in costs, row["id"]


def test_what_a_recommendation_rests_on_is_there(text):
    for row in text["recommendation-evidence"]:
        assert row["row"] in by_id(text[row["resource"]]), row

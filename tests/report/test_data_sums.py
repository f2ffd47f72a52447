"""The report's statistics still add up: a slip in one cell of the main tables breaks a sum."""

from __future__ import annotations

import pandas as pd
import pytest

ENGLAND = "E92000001"
NORTH = ["E12000001", "E12000002", "E12000003"]
YEARS = [f"{year}/{(year + 1) % 100:02}" for year in range(2018, 2025)]


def one(figures, series, period, area=ENGLAND, group="Total") -> float:
    """The single figure of that key."""
    rows = figures.query("series == @series and period == @period and area == @area and breakdown_value == @group")
    return rows["value"].item()


def by_level(figures, series, period) -> tuple[float, dict[str, float], pd.DataFrame]:
    """England's figure, each region's, and the authorities' rows, none of them split."""
    rows = figures.query("series == @series and period == @period and breakdown == 'total'")
    regions = rows.query("kind == 'region'").set_index("area")["value"]
    return (rows.query("area == @ENGLAND")["value"].item(), regions.to_dict(),
            rows.query("kind == 'local-authority'"))


@pytest.mark.parametrize("period", YEARS)
def test_regions_sum_to_england_active_plans(figures, period):
    england, regions, _ = by_level(figures, "ehc-plans-active", period)
    assert len(regions) == 9 and sum(regions.values()) == england


@pytest.mark.parametrize("series", ["ehc-new-plans", "ehc-requests", "ehc-requests-refused"])
@pytest.mark.parametrize("period", ["2019", "2020", "2021", "2022", "2023", "2024"])
def test_regions_sum_to_england_activity(figures, series, period):
    england, regions, _ = by_level(figures, series, period)
    assert len(regions) == 9 and sum(regions.values()) == england


@pytest.mark.parametrize("series", ["ehc-assessments", "ehc-plans-ceased"])
@pytest.mark.parametrize("period", ["2022", "2023", "2024"])
def test_regions_sum_to_england_assessments(figures, series, period):
    england, regions, _ = by_level(figures, series, period)
    assert len(regions) == 9 and sum(regions.values()) == england


@pytest.mark.parametrize(("series", "periods"), [
    ("ehc-plans-active", YEARS),
    ("ehc-requests", ["2019", "2020", "2021", "2022", "2023", "2024"]),
    ("ehc-new-plans", ["2019", "2020", "2021", "2022", "2023", "2024"]),
])
def test_northern_authorities_sum_to_their_regions(figures, series, periods):
    for period in periods:
        _, regions, authorities = by_level(figures, series, period)
        sums = authorities.groupby("region")["value"].sum()
        for region in NORTH:
            if (series, period, region) == ("ehc-new-plans", "2022", "E12000003"):
                assert region not in sums  # declared correction: the authorities carried the region's total
                continue
            assert sums[region] == regions[region], (series, period, region)


def test_all_authorities_sum_to_their_regions_in_january_2025(figures):
    """Also proves the region that each authority was assigned to."""
    england, regions, authorities = by_level(figures, "ehc-plans-active", "2024/25")
    assert len(authorities) == 153 and authorities["value"].sum() == england == 638_745
    assert authorities.groupby("region")["value"].sum().to_dict() == regions


def test_needs_and_characteristics_sum_to_active_plans(figures):
    split = figures.query("series in ['ehc-plans-need', 'ehc-plans-by-characteristic'] and period == '2024/25'")
    sums = split.groupby("breakdown")["value"].sum()
    assert set(sums.index) >= {"primary need", "sex", "ethnicity"}
    assert set(sums) == {638_745}


def test_refused_share_agrees_with_counts(figures):
    checked = 0
    for period in ("2022", "2023", "2024"):
        rows = figures.query("period == @period")
        keyed = {series: rows[rows["series"] == series].set_index("area")["value"]
                 for series in ("ehc-requests", "ehc-requests-refused", "ehc-requests-refused-percent")}
        share = 100 * keyed["ehc-requests-refused"] / keyed["ehc-requests"]
        both = share.dropna().index.intersection(keyed["ehc-requests-refused-percent"].index)
        assert ((share - keyed["ehc-requests-refused-percent"])[both].abs() < 0.055).all(), period  # 0.051 in one region
        checked += len(both)
    assert checked == 30
    assert one(figures, "ehc-requests-refused", "2024") == 38_889 and one(figures, "ehc-requests", "2024") == 154_489


@pytest.mark.parametrize("year", range(2014, 2025))
def test_tribunal_rate_is_appeals_over_decisions(figures, year):
    appeals = one(figures, "tribunal-appeals-calendar-year", str(year))
    decisions = one(figures, "tribunal-appealable-decisions", str(year))
    assert round(100 * appeals / decisions, 1) == one(figures, "tribunal-appeal-rate-percent", str(year))


@pytest.mark.parametrize(("period", "total"), [("2016/17", 1_244_255), ("2023/24", 1_673_205)])
def test_plans_and_support_make_all_pupils_with_sen(figures, period, total):
    parts = one(figures, "sen-ehc-pupils", period) + one(figures, "sen-support-pupils", period)
    assert parts == one(figures, "sen-total-pupils", period) == total


def test_looked_after_regions_sum_to_england_within_rounding(figures):
    for period, total in (("2023", 83_750), ("2024", 83_530), ("2025", 81_770)):
        england, regions, _ = by_level(figures, "cla-number", period)
        assert england == total and abs(sum(regions.values()) - england) <= 20


@pytest.mark.parametrize("period", ["2019-20", "2020-21", "2021-22", "2022-23", "2023-24"])
def test_high_needs_block_regions_sum_to_england(figures, period):
    england, regions, _ = by_level(figures, "high-needs-block", period)
    assert len(regions) == 9 and abs(sum(regions.values()) - england) <= 0.1001


def test_growth_to_january_2026(figures):
    growth = 100 * (one(figures, "ehc-plans-active", "2025/26") / one(figures, "ehc-plans-active", "2024/25") - 1)
    assert round(growth, 2) == 12.54


@pytest.mark.parametrize(("series", "period", "north", "rest"), [
    ("ehc-plans-active", "2018/19", 96_439, 257_556),
    ("ehc-plans-active", "2024/25", 180_099, 458_646),
    ("ehc-plans-active", "2025/26", 204_404, 514_434),
    ("ehc-requests", "2024", 45_259, 109_230),
    ("ehc-new-plans", "2024", 28_660, 69_087),
    ("cla-number", "2025", 29_740, 52_030),
])
def test_north_and_rest(figures, series, period, north, rest):
    england, regions, _ = by_level(figures, series, period)
    assert sum(regions[code] for code in NORTH) == north
    assert england - north == rest


@pytest.mark.parametrize(("period", "north", "rest"), [("2022", 61.9, 43.5), ("2024", 52.2, 43.9)])
def test_north_within_twenty_weeks(figures, period, north, rest):
    """Weighted by all new plans: the denominators without exceptions are not published here."""
    _, plans, _ = by_level(figures, "ehc-new-plans", period)
    _, shares, _ = by_level(figures, "ehc-20-weeks-percent", period)
    def mean(codes):
        return sum(plans[code] * shares[code] for code in codes) / sum(plans[code] for code in codes)
    assert abs(mean(NORTH) - north) < 0.4 and abs(mean([code for code in plans if code not in NORTH]) - rest) < 0.4


def test_timeliness_of_authorities_in_2024(figures):
    shares = figures.query("series == 'ehc-20-weeks-percent' and period == '2024' and kind == 'local-authority'")["value"]
    assert shares.notna().sum() == 151
    assert (shares.min(), shares.max(), round(shares.median(), 1)) == (3.2, 100, 52.3)


def test_percentages_are_percentages(figures, package):
    units = package.table("series").set_index("id")["unit"]
    shares = figures[figures["series"].map(units) == "percent"].dropna(subset="value")
    negative = shares.loc[shares["value"] < 0, "series"]
    assert set(negative) <= {"dsg-balance-percent-of-income"}  # a deficit is negative by design
    ordinary = shares[~shares["series"].str.contains("growth|balance|change")]
    assert ordinary["value"].between(0, 100).all()

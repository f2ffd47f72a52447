"""Charts that are laid out like a page: what they say, where it stands, what they refuse."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from coproduce import charts
from coproduce.charts.palette import SERIES

SVG = "{http://www.w3.org/2000/svg}"
NAN = float("nan")


def texts(svg):
    return [" ".join("".join(t.itertext()).split()) for t in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def said(svg):
    return " ".join(texts(svg))


def built(chart, figure, name="laid-out"):
    """The figure with the chart's own description as alternative text, its words all within the drawing."""
    record = figure(chart, name=name, alt=chart.description)
    for svg, most in ((record.svg, 622), (record.svg_narrow, 322)):
        width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())
        assert width <= most
        sizes = [float(s) for s in re.findall(r'font-size="([\d.]+)"', svg)]
        assert sizes and min(sizes) >= 13
        assert "rotate" not in svg
        for x, y in re.findall(r'<text[^>]*transform="translate\((-?[\d.]+),(-?[\d.]+)\)"', svg):
            assert 0 <= float(x) <= width and 0 <= float(y) <= height
    return record


RESULTS = pd.DataFrame(
    [
        ("Trees alive after a year", "Ashby trial", "odds", 1.40, 1.10, 1.78, "better"),
        ("Trees staked", "Ashby trial", "odds", 0.97, 0.75, 1.25, "inconclusive"),
        ("Branches broken", "Dene trial", "odds", 1.50, 1.20, 1.90, "worse"),
        ("Trees watered", "Dene", "change", -12.0, NAN, NAN, "better"),
        ("Residents asked", "Dene", "", NAN, NAN, NAN, "little or no change"),
    ],
    columns=["what", "where", "measure", "estimate", "low", "high", "verdict"],
)
MEASURES = {
    "odds": charts.Measure("Odds ratio", ratio=True, format=".2f", lower="less likely", higher="more likely"),
    "change": charts.Measure("Change in per cent", format="+.0f%", lower="fewer", higher="more"),
}


def effects(data=RESULTS):
    return charts.effects(data, "what", detail="where", estimate="estimate", low="low", high="high",
                          measure="measure", verdict="verdict", measures=MEASURES)


def test_effects_have_a_panel_for_each_measure_and_write_every_verdict(figure):
    record = built(effects(), figure)
    for svg in (record.svg, record.svg_narrow):
        words = said(svg)
        for text in ("Odds ratio", "Change in per cent", "1.40 (1.10 to 1.78)", "inconclusive", "worse",
                     "little or no change", "−12%", "better, no interval", "Published in words, without a number"):
            assert text in words
        assert len([t for t in texts(svg) if t in ("1", "1.00")]) == 1  # a line at one, in the panel of ratios only
    assert "1 little or no change" in record.alt and "Trees staked, Ashby trial 0.97 (0.75 to 1.25): inconclusive" in record.alt


def test_effects_tell_inconclusive_from_no_change_by_shape(figure):
    svg = built(effects(), figure).svg
    rings = [c for c in ElementTree.fromstring(svg).iter(f"{SVG}circle") if c.get("stroke")]
    assert len(rings) == 1  # the one that is inconclusive; no change is a square
    order = [t for t in texts(svg) if t in set(RESULTS["what"])]
    assert order.index("Trees alive after a year") < order.index("Trees staked") < order.index("Branches broken")


OUTLINE = pd.DataFrame(
    [("a", i, x, y) for i, (x, y) in enumerate([(-4, 50), (1, 50), (1, 56), (-4, 56)])]
    + [("b", i, x, y) for i, (x, y) in enumerate([(-8, 51), (-6, 51), (-6, 54), (-8, 54)])],
    columns=["ring", "order", "longitude", "latitude"],
)
TREES = pd.DataFrame(
    [("Ashby", "Planted", -1.0, 51.5), ("Ashby", "Felled", -1.0, 51.5), ("Dene", "Planted", -1.05, 51.5),
     ("Oakley", "Planted", -2.0, 55.0)],
    columns=["ward", "state", "longitude", "latitude"],
)  # fmt: skip


def test_map_names_each_place_once_and_parts_signs_that_would_cover_each_other(figure):
    chart = charts.point_map(OUTLINE, TREES, label="ward", category="state", categories=["Planted", "Felled"])
    record = built(chart, figure)
    for ward in ("Ashby", "Dene", "Oakley"):
        assert texts(record.svg).count(ward) == 1
    discs = [(float(c.get("cx")), float(c.get("cy"))) for c in ElementTree.fromstring(record.svg).iter(f"{SVG}circle")]
    assert len(discs) == 4  # three and the key's
    gaps = [abs(a[0] - b[0]) + abs(a[1] - b[1]) for i, a in enumerate(discs) for b in discs[:i]]
    assert min(gaps) >= 11
    assert record.alt.startswith("Map of 3 places. Planted: Ashby, Dene, Oakley; Felled: Ashby.")
    assert "Ashby, Dene, Oakley" in said(record.svg_narrow)


def test_names_of_crowded_places_stand_apart_and_within_the_drawing(figure):
    crowd = pd.DataFrame([(f"Ward {n:02}", "Planted", 0.8 - n % 4 / 50, 50.1 + n // 4 / 50) for n in range(24)],
                         columns=["ward", "state", "longitude", "latitude"])
    record = built(charts.point_map(OUTLINE, crowd, label="ward", category="state"), figure)
    places = [(t.get("text-anchor"), *map(float, re.search(r"translate\(([-\d.]+),([-\d.]+)\)", t.get("transform")).groups()))
              for t in ElementTree.fromstring(record.svg).iter(f"{SVG}text") if "Ward" in "".join(t.itertext())]
    assert len(places) == 24
    for i, (_, x, y) in enumerate(places):
        for _, x2, y2 in places[:i]:
            assert abs(x - x2) > 50 or abs(y - y2) >= 15


def test_map_keeps_areas_in_proportion():
    """Two squares of one area on the sphere, at different latitudes, are drawn equally large."""
    from coproduce.charts.places import _projection

    rings = pd.DataFrame({"longitude": [-5.0, 5.0, 5.0, -5.0], "latitude": [40.0, 40.0, 60.0, 60.0]})
    place, _ = _projection(rings, 500, 0)

    def area(latitude):
        from math import cos, radians

        half = 0.5 / cos(radians(latitude))
        corners = [place(x, y, 0) for x, y in ((-half, latitude - 0.5), (half, latitude - 0.5), (half, latitude + 0.5),
                                               (-half, latitude + 0.5))]
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, corners[1:] + corners[:1], strict=True))) / 2

    assert area(42) == pytest.approx(area(58), rel=0.01)


EVENTS = pd.DataFrame(
    [("2019", "Register begun", "Law", "happened"), ("2023-06", "Wardens named", "Work", "happened"),
     ("2026-02-03", "Duty to water", "Law", "announced"), (None, "Code of pruning", "Law", "unknown")],
    columns=["date", "label", "lane", "state"],
)  # fmt: skip


def timeline(data=EVENTS):
    return charts.timeline(data, date="date", label="label", lane="lane", state="state",
                           words={"announced": "announced, not begun"})


def test_timeline_writes_dates_as_precisely_as_they_are_known(figure):
    record = built(timeline(), figure)
    for svg in (record.svg, record.svg_narrow):
        words = said(svg)
        for text in ("2019", "June", "3 February", "No date known", "Code of pruning", "announced, not begun",
                     "2020 to 2022: no event shown", "2024 to 2025: no event shown"):
            assert text in words
        assert "January" not in words  # a year alone is no day
        assert words.index("Duty to water") < words.index("No date known")
    assert "June 2023, Wardens named (happened)" in record.alt
    assert record.alt.endswith("No date known: Code of pruning.")


SERVICES = pd.DataFrame(
    [("Nursery", "plot number", "seedlings"), ("Wardens", "plot number", "visits"), ("Wardens", "street code", "visits"),
     ("Insurers", "policy number", "claims"), ("Residents", "", "complaints")],
    columns=["service", "identifier", "holds"],
)  # fmt: skip


def test_journey_joins_those_that_match_and_breaks_the_frame_of_those_that_do_not(figure):
    record = built(charts.journey(SERVICES, subject="One tree", service="service", identifier="identifier",
                                  holds="holds"), figure)
    for svg in (record.svg, record.svg_narrow):
        words = said(svg)
        for text in ("One tree", "Match on plot number", "Also: street code", "Known by: policy number",
                     "No identifier", "Matches no other"):
            assert text in words
        broken = [e for e in ElementTree.fromstring(svg).iter() if e.get("stroke-dasharray")]
        assert broken
    assert "Nursery, Wardens match on plot number." in record.alt
    assert "Insurers (policy number); Residents (no identifier)" in record.alt


STEPS = pd.DataFrame(
    [("split", "Wards", 1, "Addresses are parted from the rest", "safeguard"),
     ("code", "Office", 2, "Each address becomes a code", "step"),
     ("join", "Office", 3, "Joined by code", "result")],
    columns=["id", "lane", "order", "text", "kind"],
)  # fmt: skip
LINKS = pd.DataFrame([("split", "code", "addresses only"), ("code", "join", "")], columns=["from", "to", "text"])


def test_flow_shows_steps_arrows_and_what_passes(figure):
    record = built(charts.flow(STEPS, LINKS), figure)
    for svg in (record.svg, record.svg_narrow):
        words = said(svg)
        for text in ("Wards", "Office", "addresses", "only", "Joined by code", "a safeguard"):
            assert text in words
    assert "Arrows: 1 to 2 (addresses only); 2 to 3." in record.alt


TASKS = pd.DataFrame(
    [("Count trees", "Wards", "lead", "May 2027"), ("Count trees", "Office", "support", "May 2027"),
     ("Water trees", "Office", "lead", "June 2027")],
    columns=["task", "body", "role", "by"],
)  # fmt: skip


def assignment(data=TASKS):
    return charts.assignment(data, "task", "body", role="role", date="by")


def test_assignment_marks_lead_and_support_by_shape_and_says_them_on_a_telephone(figure):
    record = built(assignment(), figure)
    sizes = sorted(float(c.get("r")) for c in ElementTree.fromstring(record.svg).iter(f"{SVG}circle"))
    assert len(sizes) == 5 and len(set(sizes)) == 2  # a ring and its key; two larger discs and theirs
    assert sizes.count(max(sizes)) == 3
    assert {"May 2027", "June 2027", "Wards", "Office", "By"} <= set(texts(record.svg))
    assert "Leads: Wards" in said(record.svg_narrow) and "Supports: Office" in said(record.svg_narrow)
    assert "Count trees: Wards leads, supported by Office, by May 2027." in record.alt


YEARS = pd.DataFrame({"year": ["2021", "2022", "2023"], "north": [60.0, 50.0, 45.0], "rest": [52.0, 47.0, 46.5]})


def gap(data=YEARS, **more):
    return charts.gap(data, "year", "north", "rest", names=("North", "Rest"), y_title="Trees alive, per cent",
                      format=".1f%", unit="points", **more)


def test_gap_is_written_at_both_ends_and_interrupted_at_a_break(figure):
    record = built(gap(breaks=[("2022", "New count")]), figure)
    words = said(record.svg)
    for text in ("+8.0 points", "−1.5 points", "North 45.0%", "Rest 46.5%", "New count", "60%"):
        assert text in words
    strokes = [p.get("d") for p in ElementTree.fromstring(record.svg).iter(f"{SVG}path")
               if p.get("stroke") == SERIES[0] and "L" in (p.get("d") or "")]
    assert len(strokes) == 1 and strokes[0].count("L") == 1  # 2022 to 2023 only
    assert "2023: 45.0% and 46.5%, a gap of −1.5 points. Widest: 2021" in record.alt


def test_gap_of_categories_has_a_row_for_each(figure):
    record = built(gap(YEARS.assign(year=["Ashby", "Beech Hill", "Dene"]), over_time=False), figure)
    assert {"Ashby", "Beech Hill", "Dene", "+8.0 points", "+3.0 points"} <= set(texts(record.svg))


def test_strip_draws_median_and_national_value_and_names_on_request(latest, figure):
    data = latest.assign(part=["North", "North", "Rest", "Rest"])
    record = built(charts.strip(data, "planted", name="area", group="part", marked=["North"], highlight=["Dene"],
                                reference=(200.0, "England 200"), x_title="Trees planted"), figure)
    for svg in (record.svg, record.svg_narrow):
        for text in ("median 148", "median 228", "England 200", "Dene 248"):
            assert text in said(svg)
        assert "Ashby" not in said(svg)
    told = str(record.interactive["wide"])
    assert "Ashby" in told
    assert "North: 2 areas, median 148, 128 to 168" in record.alt


def test_dots_are_sorted_and_ratios_start_from_one(latest, figure):
    record = built(charts.dots(latest, "area", "planted", x_title="Trees", reference=(200.0, "England 200"),
                               highlight=["Dene"]), figure)
    order = [t for t in texts(record.svg) if t in set(latest["area"])]
    assert order == ["Dene", "Cedar Vale and Old Quay", "Beech Hill", "Ashby"]
    ratios = latest.assign(ratio=[0.5, 1.5, 2.0, 4.0])
    record = built(charts.dots(ratios, "area", "ratio", x_title="Ratio", ratio=True), figure, "ratios")
    assert {"1", "0.5", "4.0"} <= set(texts(record.svg))
    assert record.alt.endswith("A line marks one.")


def test_marked_bars_write_part_and_total(latest, figure):
    record = built(charts.marked_bars(latest, "area", "planted", "lost", x_title="Trees", total_name="planted",
                                      part_name="lost"), figure)
    assert {"32 of 248", "planted", "lost"} <= set(texts(record.svg))
    assert "Dene 32 of 248" in record.alt


def changed(data, column, value, row=0):
    return data.assign(**{column: [value if i == row else v for i, v in enumerate(data[column])]})


REFUSED = [
    (lambda: effects(changed(RESULTS, "verdict", "good")), "it can be better, mixed, little or no change, inconclusive, worse"),
    (lambda: effects(changed(RESULTS, "measure", "hazard")), "'hazard', which measures does not name"),
    (lambda: effects(changed(RESULTS, "estimate", 9.0)), "does not lie in its interval"),
    (lambda: effects(changed(RESULTS, "low", NAN)), "one end of an interval"),
    (lambda: effects(changed(RESULTS, "low", 0.9)), "includes 1: that is inconclusive"),
    (lambda: effects(changed(RESULTS, "verdict", "inconclusive")), "leaves out 1"),
    (lambda: effects(changed(changed(RESULTS, "low", -1), "verdict", "inconclusive")), "not above 0"),
    (lambda: charts.point_map(OUTLINE, changed(TREES, "latitude", NAN), label="ward", category="state"), "'Ashby' has no position"),
    (lambda: charts.point_map(OUTLINE, changed(TREES, "longitude", 51.5), label="ward", category="state"), "are the two exchanged?"),
    (lambda: charts.point_map(OUTLINE, changed(TREES, "longitude", 0.0), label="ward", category="state"), "two positions"),
    (lambda: timeline(changed(EVENTS, "date", "June 2019")), "write 2026, 2026-02 or 2026-02-23"),
    (lambda: timeline(changed(EVENTS, "date", "2019-02-30")), "'2019-02-30'"),
    (lambda: timeline(changed(EVENTS, "date", None)), "is said to have happened and has no date"),
    (lambda: timeline(changed(EVENTS, "state", "soon")), "it can be happened, announced, unknown"),
    (lambda: charts.journey(pd.concat([SERVICES, SERVICES[:1].assign(holds="x")]), subject="T", service="service",
                            identifier="identifier", holds="holds"), "more than one value"),
    (lambda: charts.flow(STEPS, LINKS.assign(to="bin")), "names the step 'bin', which steps lack"),
    (lambda: charts.flow(STEPS, pd.DataFrame([("join", "code", "")], columns=["from", "to", "text"])), "leads upwards"),
    (lambda: charts.flow(changed(STEPS, "kind", "magic"), LINKS), "of the kind 'magic'"),
    (lambda: charts.flow(changed(STEPS, "order", 2, row=2), LINKS), "stand at one place"),
    (lambda: assignment(changed(TASKS, "role", "helps")), "it can be 'lead' or 'support'"),
    (lambda: assignment(changed(TASKS, "role", "support")), "nobody leads 'Count trees'"),
    (lambda: assignment(changed(TASKS, "by", "2028")), "two dates"),
    (lambda: gap(changed(YEARS, "rest", NAN)), "a gap needs both"),
    (lambda: gap(changed(YEARS, "year", "2019")), "'2020' is missing"),
    (lambda: gap(breaks=[("1999", "x")]), "not a period"),
    (lambda: charts.dots(YEARS, "year", "north", x_title="T", ratio=True, highlight=["1999"]), "which the data lack"),
    (lambda: charts.marked_bars(YEARS, "year", "rest", "north", x_title="T", total_name="a", part_name="b"),
     "a part lies between 0 and its total"),
]  # fmt: skip


@pytest.mark.parametrize(("draw", "message"), REFUSED)
def test_what_would_mislead_is_refused(draw, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        draw()

"""Profiles on the page: found by facet without a script, each row with its source."""

from __future__ import annotations

from bs4 import BeautifulSoup

from coproduce.publish.manuscript import make_manuscript


def profile(built, id_):
    return built.article("streets").find(id=f"profile-{id_}")


def test_each_row_has_a_section_with_a_stable_anchor(built):
    assert [s["id"] for s in built.article("streets").select("section.profile")] == [
        "profile-mill-lane", "profile-orchard-road", "profile-station-street"]


def test_parts_stand_in_the_order_of_the_description(built):
    found = profile(built, "mill-lane")
    assert [dt.get_text() for dt in found.select("dt")] == [
        "Ward", "Trees counted", "Years of the census", "Contributions", "Sources"]


def test_every_row_ends_with_a_link_to_its_source(built):
    items = profile(built, "mill-lane").select("dd li:has(.source)")
    assert len(items) == 3
    for item in items:
        assert item.select("a.source")[-1]["href"].startswith("sources.html#source-wardens-")
        assert item.get_text().endswith("]")


def test_rows_in_one_line_name_a_source_once_where_it_changes(built):
    lines = {dt.get_text(): dd for dt, dd in zip(*(profile(built, "orchard-road").select(t) for t in ("dt", "dd")))}
    assert lines["Years of the census"].get_text().strip() == "2023 [2], 2024 [1]"


def test_sources_are_named_with_the_places_in_them(built):
    text = profile(built, "mill-lane").select_one(".profile-sources").get_text()
    assert text == "[1] Larkwell Tree Wardens, Tree census 2025 (2025): table 1; table 2. " \
                   "[2] Larkwell Tree Wardens, Tree census 2023 (2023): table 2"


def test_index_by_each_facet_needs_no_script(built):
    finders = built.article("streets").select("noscript > details")
    found = {d.summary.get_text(): [li.get_text() for li in d.select("li")] for d in finders
             if d.summary.get_text().startswith("Find by")}
    assert found == {
        "Find by ward": ["East (2): Mill Lane; Orchard Road", "West (1): Station Street"],
        "Find by method": ["New method (3): Mill Lane; Orchard Road; Station Street",
                           "Old method (3): Mill Lane; Orchard Road; Station Street"],
    }
    for link in finders[-1].select("a"):
        assert built.article("streets").find(id=link["href"].removeprefix("#")) is not None


def test_one_menu_offers_what_sections_have(built):
    box = built.article("streets").select_one(".filter-box")
    assert box.has_attr("hidden")
    (menu,) = box.select("select")
    assert [group["label"] for group in menu.select("optgroup")] == ["Ward", "Method"]
    sections = built.article("streets").find(id=box["data-filters"]).select("section.profile")
    for option in box.select("option[value]"):
        if option["value"]:
            assert any(option["value"] in s["class"] for s in sections)
    for section in sections:
        named = {c for c in section["class"] if c.startswith("by-")}
        assert named <= {o["value"] for o in box.select("option")}


def test_role_links_with_the_title_or_with_own_words(built):
    links = built.article("streets").select("a.profile-link")
    shown = [(a.get_text(), a["href"]) for a in links][:2]
    assert shown == [("Mill Lane", "#profile-mill-lane"), ("the orchards", "#profile-orchard-road")]


def test_contribution_and_profile_point_at_each_other(built):
    entry = built.article("contributions").select_one("#contribution-parish-watering")
    assert entry.select_one("a.profile-link")["href"] == "streets.html#profile-mill-lane"
    link = profile(built, "mill-lane").select_one("a.contribution-link")
    assert link["href"] == "contributions.html#contribution-parish-watering"
    assert profile(built, "orchard-road").select_one("a.contribution-link") is None


def test_source_tells_which_profiles_use_it(built):
    uses = built.article("sources").select_one("#source-wardens-2023 .source-uses")
    assert "streets.html#profile-station-street" in [a["href"] for a in uses.select("a")]


def test_print_has_a_table_of_facets_and_short_paragraphs(built, tmp_path):
    made = make_manuscript(built.book.app, built.report, tmp_path / "manuscript")
    soup = BeautifulSoup(made.html, "html.parser")
    assert not soup.select("select, input")
    rows = [[c.get_text() for c in tr.find_all(["th", "td"])] for t in soup.find_all("table")
            if t.caption and t.caption.get_text() == "All streets" for tr in t.select("tbody tr")]
    assert rows[2] == ["Station Street", "West", "Old method, New method"]
    text = soup.find(id="streets--profile-mill-lane").find_next_sibling("p").get_text()
    assert text.startswith("Ward: East ward")

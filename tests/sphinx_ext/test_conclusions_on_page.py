"""Conclusions: numbered, with what they rest on and who stands behind them."""

from __future__ import annotations


def box(built, page, name):
    return built.article(page).select_one(f"#conclusion-{name}")


def test_conclusion_has_number_title_and_statement(built):
    found = box(built, "survival", "watering-works")
    assert found.select_one(".conclusion-number").get_text() == "Conclusion 1"
    assert found.select_one(".conclusion-name").get_text() == "Watering keeps young trees alive"
    assert "first summer live" in found.select_one(".statement").get_text()


def test_recommendations_have_numbers_and_facts_of_their_own(built):
    found = box(built, "streets", "water-first-summer")
    assert found.select_one(".conclusion-number").get_text() == "Recommendation 1"
    assert [p.get_text() for p in found.select(".conclusion-fact")] == ["Lead: Parish council"]


def test_facts_stand_in_one_order_whatever_the_page_says_first(built):
    facts = [p.get_text() for p in box(built, "corners", "prune-in-winter").select(".conclusion-fact")]
    assert [fact.partition(":")[0] for fact in facts] == [
        "Problem", "Lead", "When", "Who asks", "What speaks against it", "How that is met", "How to tell whether it worked"]


def test_short_facts_share_a_paragraph_and_long_ones_do_not(built):
    paragraphs = [p.get_text() for p in box(built, "corners", "prune-in-winter").select("p.conclusion-facts")]
    assert paragraphs[1] == "Lead: Volunteers · When: each January"
    assert len(paragraphs) == 6


def test_facts_carry_sources_and_their_values_count_as_evidence(built):
    found = box(built, "corners", "prune-in-winter")
    assert found.select_one(".conclusion-facts em").get_text() == "young"
    assert found.select_one('.conclusion-facts a[href$="#source-wardens-2025"]')
    assert "1,188" in found.select_one(".line-of-sight ul").get_text()


def test_evidence_lists_values_with_their_kind_and_figures(built):
    items = box(built, "survival", "watering-works").select(".line-of-sight ul")[0].find_all("li")
    assert items[0].select_one(".evidence-changed").get_text() == "Changed"
    assert items[1].select_one(".value-text").get_text() == "1,188"
    assert items[2].find("a")["href"] == "#trees-by-year"


def test_voices_stand_by_stance_a_line_each_with_their_origin(built):
    voices = box(built, "survival", "watering-works").select(".line-of-sight > ul")[1]
    texts = [(li.strong.get_text(), [one.get_text() for one in li.select(".voices > li")]) for li in voices.find_all("li", recursive=False)]
    assert texts == [
        ("Supports (1): ", ["Water in the first summer Parish council · Whole town"]),
        ("Qualifies (1): ", ["The census missed back gardens Volunteers · East ward"]),
    ]
    assert voices.find("a")["href"] == "contributions.html#contribution-parish-watering"


def test_absent_voices_are_said(built):
    assert "None yet." in box(built, "streets", "water-first-summer").get_text()


def test_role_gives_number_and_link(built):
    link = built.article("index").select_one(".conclusion-link")
    assert (link.get_text(), link["href"]) == ("Conclusion 1", "survival.html#conclusion-watering-works")


def test_matrix_shows_all_and_what_rests_on_little(built):
    rows = {
        tr.find("th").get_text(): [td.get_text() for td in tr.find_all("td")]
        for tr in built.article("conclusions").select("table.conclusions-matrix tbody tr")
    }
    assert rows["Conclusion 1: Watering keeps young trees alive"] == ["2", "1", "2", "changed 1", "1", "1", "0", "–"]
    assert rows["Recommendation 1: Water every new tree in its first summer"][-1] == "no voice"


def test_key_finding_is_a_box_with_a_title(built):
    found = built.article("index").select_one(".key-finding")
    assert found.select_one(".admonition-title").get_text() == "Most trees that are planted live"


def test_titles_of_boxes_are_headings_below_their_section(built):
    title = box(built, "streets", "water-first-summer").find("h2")
    assert title.select_one(".conclusion-number").get_text() == "Recommendation 1"
    assert title.find("a", class_="headerlink")["href"] == "#conclusion-water-first-summer"
    assert built.article("index").select_one(".key-finding > h3").get_text() == "Most trees that are planted live"
    for page in ("index", "survival", "streets", "corners"):
        levels = [int(tag.name[1]) for tag in built.page(page).select("main :is(h1, h2, h3, h4, h5, h6)")]
        assert levels[0] == 1 and all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), page


def test_contents_of_a_page_list_its_recommendations_in_their_place(built):
    entries = built.page("streets").select("nav.contents ol[aria-label='On this page'] > li > a")
    assert [(a.get_text(), a["href"]) for a in entries] == [
        ("Recommendation 1: Water every new tree in its first summer", "#conclusion-water-first-summer"),
        ("Every street", "#every-street"),
    ]

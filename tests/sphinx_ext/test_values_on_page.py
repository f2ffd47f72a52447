"""A value on a page: plain text to read, a button to ask, a card that answers."""

from __future__ import annotations

from collections import Counter


def test_value_is_plain_text_with_a_button_and_a_card(built):
    value = built.article("survival").select_one("p span.value")
    assert value.select_one(".value-text").get_text() == "1,188"
    button, card = value.find("button"), value.select_one(".value-card")
    assert button["type"] == "button"
    assert button["aria-label"] == "Source of 1,188"
    assert button["popovertarget"] == card["id"]
    assert card.has_attr("popover")


def test_card_tells_source_rows_period_calculation_and_caveat(built):
    card = built.article("survival").select_one("p span.value .value-card")
    text = card.get_text(" ")
    for expected in ("June 2025", "Larkwell", "Sum over the streets", "Method changed in 2025", "counts, lines 4, 7, 10"):
        assert expected in text
    links = [a["href"] for a in card.find_all("a")]
    assert links == ["sources.html#source-wardens-2025", "ledger.html#value-trees-latest"]


def test_card_begins_with_the_source_and_ends_with_the_trail(built):
    card = built.article("survival").select_one("p span.value .value-card")
    first, *_, last = card.find_all(True, recursive=False)
    assert first.get_text().startswith("Source: [") and last.a["href"].startswith("ledger.html#")
    details = card.select_one(".value-more").get_text(" ")
    assert details.startswith("Caveat") and "Sum over the streets" in details
    assert "June 2025" not in details, "when and where a number holds is told at once"


def test_card_may_stand_in_a_paragraph(built):
    card = built.article("survival").select_one("p span.value .value-card")
    assert {tag.name for tag in card.find_all(True)} <= {"span", "b", "a"}


def test_cards_of_a_page_have_ids_of_their_own(built):
    for page in ("index", "survival", "streets", "corners"):
        ids = Counter(tag["id"] for tag in built.page(page).find_all(id=True))
        assert [i for i, count in ids.items() if count > 1] == [], page


def test_forms_of_a_value(built):
    texts = [v.get_text() for v in built.article("index").select(".value-text")]
    assert texts[:2] == ["1,188", built.results.values["trees-latest"].rounded]


def test_value_in_a_heading_is_text_in_contents_and_title(built):
    page = built.page("corners")
    assert page.find("title").get_text() == "Corners of 1,188 – Street trees of Larkwell"
    contents = built.page("index").select_one("nav.contents a[href='corners.html']")
    assert contents.get_text() == "Corners of 1,188"
    assert page.select_one("h1 .value-text").get_text() == "1,188"


def test_value_in_a_link_is_text_only(built):
    link = built.article("corners").find("a", string=lambda s: s and s.startswith("link with"), recursive=True)
    link = link or next(a for a in built.article("corners").find_all("a") if "link with" in a.get_text())
    assert link.get_text() == "link with 1,188"
    assert link.find("button") is None


def test_value_in_a_table_cell_has_its_card(built):
    assert built.article("corners").select_one("td .value-card") is not None


def test_dollars_and_bare_addresses_stay_text(built):
    line = next(p for p in built.article("corners").find_all("p") if "$5" in p.get_text())
    assert line.get_text() == "It costs $5 and not $6, see gov.uk."
    assert line.find("a") is None


def test_kind_of_evidence_is_said(built):
    card = built.article("index").find(id="v-survival-1")
    assert "an outcome moved against a comparison" in card.get_text()

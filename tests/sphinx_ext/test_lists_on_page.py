"""The pages made from the whole book: contributions, sources, numbers, provenance."""

from __future__ import annotations


def test_contribution_has_its_anchor_facts_and_outcome(built):
    entry = built.article("contributions").select_one("section#contribution-parish-watering")
    assert entry.find("h2").get_text().startswith("Water in the first summer")
    facts = entry.select_one(".contribution-facts").get_text()
    assert facts.startswith("Larkwell Parish Council · Published statement · Parish council · Whole town")
    outcome = entry.select_one(".disposition")
    assert "Used" in outcome.get_text()
    assert outcome.select_one(".conclusion-link")["href"] == "survival.html#conclusion-watering-works"


def test_contribution_links_back_to_where_it_is_mentioned(built):
    entry = built.article("contributions").select_one("#contribution-parish-watering")
    assert [a["href"] for a in entry.select(".contribution-mentions a")] == ["index.html", "corners.html"]


def test_reference_to_a_contribution_shows_its_title_or_the_words_given(built):
    for page, words in (("index", "Water in the first summer"), ("corners", "A council")):
        link = built.article(page).select_one(".contribution-link")
        assert (link.get_text(), link["href"]) == (words, "contributions.html#contribution-parish-watering")


def test_only_a_title_that_its_author_chose_stands_in_quotation_marks(built):
    link = built.article("corners").select_one("a[href$=contribution-east-volunteer]")
    assert link.get_text() == "‘The census missed back gardens’"


def test_published_statement_says_so_and_links_its_source(built):
    line = built.article("contributions").select_one("#contribution-parish-watering .source-line")
    assert line.get_text().startswith("Published statement, in our words.")
    assert line.find("a")["href"] == "sources.html#source-parish-letter"


def test_anonymous_contribution_shows_no_name(built):
    facts = built.article("contributions").select_one("#contribution-east-volunteer .contribution-facts")
    assert facts.get_text().startswith("Anonymous · Contribution")


def test_text_of_a_contribution_stays_text(built):
    entry = built.article("contributions").select_one("#contribution-east-volunteer")
    assert "Trees & shrubs: 3 < 5, $x$ and value." in entry.get_text()
    assert entry.select(".value, table, script") == []


def test_sources_are_numbered_by_first_mention_and_only_if_used(built):
    entries = [li["id"] for li in built.article("sources").select("li.source-entry")]
    assert entries == ["source-wardens-2025", "source-wardens-2023", "source-parish-letter"]
    first = built.article("index").select_one("a.source")
    assert (first.get_text(), first["href"]) == ("[1]", "sources.html#source-wardens-2025")


def test_source_tells_reference_licence_and_where_it_is_used(built):
    entry = built.article("sources").select_one("#source-wardens-2023")
    assert "A Rowan and B Hazel (2023). Tree census 2023." in entry.get_text()
    assert "CC BY 4.0" in entry.get_text()
    uses = [a["href"] for a in entry.select(".source-uses a")]
    assert "survival.html#trees-by-year" in uses


def test_several_sources_in_one_role(built):
    numbers = [a.get_text() for a in built.article("corners").select("p > a.source")]
    assert numbers == ["[1]", "[3]"]


def test_ledger_page_lists_every_value(built):
    rows = built.article("ledger").select("table.ledger tbody tr")
    assert [row["id"] for row in rows] == [f"value-{name}" for name in built.results.values]
    cells = [c.get_text() for c in rows[0].find_all(["th", "td"])]
    assert cells[:4] == ["Street trees Larkwell, June 2025", "1,188",
                         "Sum over the streets. Caveat: Method changed in 2025", "counts, lines 4, 7, 10"]


def test_filter_names_what_it_filters_and_waits_for_its_script(built):
    for page in ("ledger", "contributions", "sources"):
        box = built.article(page).select_one(".filter-box")
        assert box.has_attr("hidden")
        assert built.article(page).find(id=box["data-filters"]) is not None
        assert box.label.find("input")["type"] == "search"


def test_provenance_shows_rows_and_checksum_of_every_table(built):
    tables = built.article("sources").select("table.provenance")
    rows = {tr.find("th").get_text(): [td.get_text() for td in tr.find_all("td")] for tr in tables[0].select("tbody tr")}
    data = built.report.data
    assert rows == {
        resource.title: [str(len(data.table(name))), "CC-BY-4.0", data.checksum(name)]
        for name, resource in data.resources.items()
    }
    edition = {tr.find("th").get_text(): tr.find("td").get_text() for tr in tables[1].select("tbody tr")}
    assert edition["Edition"] == "1.0"
    assert edition["sphinx"].startswith("7.")
    assert "2026-02-28" in tables[2].caption.get_text()
    assert [td.get_text() for td in tables[2].select("tbody td")] == ["1.5", "0.9"]


def test_every_table_region_of_a_page_has_a_name_of_its_own(built):
    for page in built.book.folder.glob("*.html"):
        names = [r["aria-label"] for r in built.page(page.stem).select(".table-wrapper[role=region]")]
        assert all(name.removeprefix("Table: ").strip() for name in names), page.name
        assert len(names) == len(set(names)), page.name

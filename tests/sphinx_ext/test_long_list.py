"""Hundreds of contributions, a thousand numbers and sources: many light pages, and nothing lost."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup

from coproduce.contributions.accounting import voices
from coproduce.publish.placement import NAMED, PER_PAGE, PRINTED, Placement

#: One worker makes the report with many contributions, for the tests of all files that need it.
pytestmark = pytest.mark.xdist_group("many")


@pytest.fixture(scope="module")
def report(report_with_many):
    return report_with_many[0]


@pytest.fixture(scope="module")
def folder(report_with_many):
    return report_with_many[1]


@pytest.fixture(scope="module")
def pages(folder):
    return {p.name: BeautifulSoup(p.read_text(encoding="utf-8"), "lxml") for p in sorted(folder.glob("*.html"))}


@pytest.fixture(scope="module")
def manuscript(report_with_many):
    return BeautifulSoup(report_with_many[2].html, "lxml")


def entries(pages):
    return [(name, entry["id"]) for name, page in pages.items() for entry in page.select("section.contribution")]


def test_every_contribution_stands_on_one_page(report, pages):
    found = entries(pages)
    assert sorted(anchor for _, anchor in found) == sorted(f"contribution-{id_}" for id_ in report.contributions)
    assert max(Counter(name for name, _ in found).values()) <= PER_PAGE


def test_no_page_is_heavy(folder):
    sizes = {p.name: p.stat().st_size for p in folder.glob("contributions*.html")}
    assert len(sizes) > 620 / PER_PAGE
    assert {name: size for name, size in sizes.items() if size > 120_000} == {}


def test_every_link_of_the_long_list_resolves(folder, pages):
    ids = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    missing = []
    for name, page in pages.items():
        if name == "404.html":
            continue  # it is shown for addresses at any depth, so its links begin at the server's root
        for link in page.find("article").find_all("a", href=True):
            target, anchor = urldefrag(link["href"])
            if re.match(r"[a-z]+:", target):
                continue
            file = target or name
            if not (folder / file).is_file() or (anchor and anchor not in ids.get(file, ())):
                missing.append((name, link["href"]))
    assert missing == []


def test_first_page_leads_to_every_page_without_a_script(pages):
    numbered = {a["href"] for a in pages["contributions.html"].select(".page-numbers a")}
    assert numbered == {name for name, _ in entries(pages)}


def test_pages_of_a_theme_lead_to_the_one_before_and_after(pages):
    second = pages["contributions-watering-2.html"]
    assert second.h1.get_text().startswith("Contributions: Watering, page 2 of ")
    way = [(a.get_text(), a["href"]) for a in second.select(".list-pages a")]
    assert way == [("Previous page", "contributions-watering-1.html"), ("All contributions", "contributions.html"),
                   ("Next page", "contributions-watering-3.html")]
    assert [h.name for h in second.select("section.contribution > *:first-child")] == ["h2"] * PER_PAGE


def test_conclusion_counts_its_voices_names_a_few_and_leads_to_all(report, pages):
    heard = voices(report.contributions, "watering-works")
    box = pages["survival.html"].select_one("#conclusion-watering-works .line-of-sight")
    for stance, number in Counter(v.stance for v in heard).items():
        line = next(li for li in box.find_all("li") if li.get_text().startswith(stance.capitalize()))
        assert line.strong.get_text() == f"{stance.capitalize()} ({number}): "
        assert len(line.select(".contribution-link")) == NAMED
        # Counted by kind of contributor, and again by region.
        counts = [int(n) for n in re.findall(r" (\d+)[,;.]", line.get_text().partition("For example")[0])]
        assert sum(counts) == 2 * number
    link = box.find("a", string=f"All {len(heard)} contributions that bear on Conclusion 1")
    assert link["href"] == "contributions-on-watering-works-1.html"


def test_pages_of_voices_list_each_of_them(report, pages):
    listed = [a["href"].rpartition("#contribution-")[2] for name, page in pages.items()
              if name.startswith("contributions-on-watering-works-") for a in page.select(".voices .contribution-link")]
    assert listed == [v.contribution for v in voices(report.contributions, "watering-works")]


def test_matrix_counts_all_voices(report, pages):
    row = next(tr for tr in pages["conclusions.html"].select("tbody tr") if "Watering keeps" in tr.get_text())
    stances = Counter(v.stance for v in voices(report.contributions, "watering-works"))
    assert [int(td.get_text()) for td in row.find_all("td")[4:7]] == [
        stances[s] for s in ("supports", "qualifies", "challenges")]


def test_index_finds_each_contribution_where_it_is(folder, pages):
    script = (folder / "contributions-index.js").read_text(encoding="utf-8")
    made = json.loads(script.removeprefix("window.reportList = ").removesuffix(";\n"))
    assert sorted((made["pages"][item[3]], f"contribution-{item[0]}") for item in made["items"]) == sorted(entries(pages))
    offered = {o["value"] for o in pages["contributions.html"].select(".filter-box option") if o["value"]}
    assert offered and offered <= set(made["tags"])
    assert "contributions-index.js" not in str(pages["contributions.html"].head), "fetched only on request"


def test_table_of_contributions_holds_what_pages_show(report, folder):
    with (folder / "contributions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert list(rows) == list(report.contributions)
    row = rows["parish-watering"]
    assert (row["credited_to"], row["region"], row["status"], row["supports"], row["qualifies"]) == (
        "Larkwell Parish Council", "Whole town", "Used", "watering-works", "")
    assert row["page"] == "contributions-watering-1.html#contribution-parish-watering"
    assert {r["credited_to"] for id_, r in rows.items()
            if report.contributions[id_].front.contributor.credit == "anonymous"} == {"Anonymous"}
    assert "date" not in " ".join(row)


def test_manuscript_prints_those_that_count_and_says_how_many_it_leaves_out(report, manuscript):
    used = {id_ for id_, d in report.contributions.dispositions.items() if d.uses} | {"parish-watering"}
    assert len(report.contributions) > PRINTED >= len(used) > 100
    assert len(manuscript.select(".contributions h2")) == len(used)
    said = next(p for p in manuscript.find_all("p") if "This edition prints" in p.get_text()).get_text()
    total, shown, rest = (int(n) for n in re.findall(r"\b\d+\b", said))
    assert (total, shown, rest) == (len(report.contributions), len(used), len(report.contributions) - len(used))
    assert "https://trees.example.org/report/" in said


def test_more_than_print_can_hold_leaves_those_that_are_named(report, monkeypatch):
    monkeypatch.setattr("coproduce.publish.placement.PRINTED", 200)
    placement = Placement("contributions", report.contributions, frozenset({"parish-watering"}))
    heard = placement.voices
    assert len(heard) == 2
    named, rule = placement.selection
    assert "parish-watering" in named and len(named) <= 1 + 2 * 3 * NAMED
    assert {v.stance for v in heard["watering-works"] if v.contribution in named} == {"supports", "qualifies", "challenges"}
    assert "names" in rule


def test_a_short_list_is_one_page(built):
    names = sorted(p.name for p in built.book.folder.glob("contributions*"))
    assert names == ["contributions.csv", "contributions.html"]
    article = built.article("contributions")
    assert len(article.select("section.contribution")) == len(built.report.contributions)
    assert article.find("a", href="contributions.csv") is not None


def test_a_book_without_a_list_names_contributions_without_a_link():
    assert Placement().page_of("any") is None


#: The chapter with each list, how its anchors begin, and where they are the rows of the printed list.
LISTS = [("ledger", "value-", "tr[id]"), ("sources", "source-", "li.source-entry[id]")]


@pytest.mark.parametrize("name, prefix, rows", LISTS)
def test_every_row_of_a_long_list_stands_on_one_light_page(report, folder, pages, name, prefix, rows):
    part = [page for page in pages if re.fullmatch(rf"{name}(-page-\d+)?\.html", page)]
    part.sort(key=lambda page: int(re.sub(r"\D", "", page) or 1))
    found = [row["id"] for page in part for row in pages[page].select(rows)]
    assert len(found) == len(set(found)) >= 1000 and all(anchor.startswith(prefix) for anchor in found)
    assert len(part) == 6 and max((folder / page).stat().st_size for page in part) < 300_000
    for page in part:
        assert [a["href"] for a in pages[page].select(".page-numbers a")] == [p if p != page else "#" for p in part]


def test_sources_of_further_pages_keep_their_numbers(pages):
    first = pages["sources-page-2.html"].select_one("ol.sources")
    mark = next(a for page in pages.values() for a in page.select("a.source")
                if a["href"] == f"sources-page-2.html#{first.li['id']}")
    assert first["start"] == mark.get_text().strip("[]")


@pytest.mark.parametrize("name, prefix, rows", LISTS)
def test_index_of_a_long_list_says_where_each_row_is(folder, pages, name, prefix, rows):
    script = (folder / f"{name}-index.js").read_text(encoding="utf-8")
    made = json.loads(script.removeprefix("window.reportList = ").removesuffix(";\n"))
    assert made["prefix"] == prefix
    assert {(made["pages"][item[3]], prefix + item[0]) for item in made["items"]} == {
        (page, row["id"]) for page, soup in pages.items() if page.startswith(name) for row in soup.select(rows)}


def test_paged_formats_hold_all_rows_of_a_long_list(manuscript):
    text = manuscript.get_text()
    assert all(f"Visits on walk {n} " in text and f"Letter {n} on trees" in text for n in range(1000))
    assert not manuscript.select(".print-note, .page-numbers, .list-found")

"""Search as a reader uses it: by keyboard, under a strict policy, from a disk, with hostile texts."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from visit import COLOURED, SIZES, axe_violations, resize, until

HITS = ".search-hits > li"
FIELD = "dialog[open] input"


@pytest.fixture(params=["served", "disk"])
def front(request, built_tiny, tiny_site) -> str:
    """The front page's address, on a server with the strict policy and as a file."""
    if request.param == "disk":
        return (built_tiny.html / "index.html").as_uri()
    return f"{tiny_site.rstrip('/')}/index.html"


def find(page, words: str) -> None:
    """Open search by keyboard, type, and wait for the hits."""
    page.keyboard.press("Control+k")
    page.wait_for_selector(f"{FIELD}:focus")
    page.keyboard.type(words)
    # Not the hits of the first letters.
    page.locator("dialog[open] [role=status]").filter(has_text=f"for “{words}”").wait_for()
    page.wait_for_selector(f"dialog[open] {HITS}")


def test_figure_is_found_and_opened_by_keyboard_alone(page, front):
    page.goto(front)
    find(page, "tree each yaer")  # one word singular, one misspelt
    first = page.locator(f"dialog[open] {HITS}").first
    assert first.locator(".search-label").inner_text() == "Figure 1"
    assert first.locator(".search-title").inner_text() == "More trees each year"
    assert first.locator("mark").first.inner_text() == "trees"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"survival\.html#trees-by-year$"))
    assert page.locator("#trees-by-year").bounding_box()["y"] < 800


def test_escape_closes_and_gives_the_focus_back(page, front):
    page.goto(front)
    opener = page.locator(".search-open:visible").first
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{FIELD}:focus")
    page.keyboard.type("water")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    assert opener.evaluate("element => element === document.activeElement")


def test_arrows_lead_through_the_hits_and_back(page, front):
    page.goto(front)
    find(page, "trees")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.querySelectorAll('.search-hits a')[1]")
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    assert page.evaluate(f"document.activeElement === document.querySelector('{FIELD}')")


def test_letters_alone_open_nothing(page, front):
    page.goto(front)
    page.keyboard.press("/")
    page.keyboard.press("k")
    assert page.locator("dialog").count() == 0


def test_enter_leads_to_the_page_with_all_results(page, front):
    page.goto(front)
    find(page, "trees")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"search\.html\?q=trees$"))
    page.wait_for_selector(HITS)
    assert page.locator("#search-words").input_value() == "trees"


def test_page_takes_its_words_from_the_address_and_says_how_many(page, front):
    page.goto(front.replace("index.html", "search.html?q=trees"))
    page.wait_for_selector(HITS)
    status = page.locator("[role=status]")
    status.filter(has_text="results for").wait_for()
    assert status.inner_text() == f"{page.locator(HITS).count()} results for “trees”."


def test_kinds_narrow_the_hits(page, front):
    page.goto(front.replace("index.html", "search.html?q=trees"))
    page.wait_for_selector(HITS)
    button = page.get_by_role("button", name=re.compile(r"^Figures \d+$"))
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert {text.split()[0] for text in page.locator(f"{HITS} .search-label").all_inner_texts()} == {"Figure"}
    button.click()
    assert page.locator(HITS).count() > 1


def test_nothing_found_is_said(page, front):
    page.goto(front.replace("index.html", "search.html?q=zeppelin"))
    page.locator("[role=status]").filter(has_text="Nothing found for “zeppelin”").wait_for()
    assert page.locator(HITS).count() == 0


def test_search_costs_nothing_before_it_is_opened(page, tiny_site):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{tiny_site.rstrip('/')}/survival.html")
    assert not [url for url in asked if "/search/" in url]
    find(page, "warden")
    assert [url for url in asked if url.endswith("/search/index-0.js")]


# What counts as the same word. The rows are the index of a book of one word each.

SAME = [
    ("organization", "organisation"), ("organis", "organisations"), ("behavior", "behaviour"), ("centers", "centre"),
    ("license", "licence"), ("pediatric", "paediatric"), ("labeled", "labelled"), ("program", "programmes"),
    ("child", "children"), ("childrens", "children’s"), ("agencies", "agency"), ("analysis", "analysis"),
    ("wellbeing", "well-being"), ("well-being", "wellbeing"), ("well being", "wellbeing"), ("recieve", "receive"),
    ("identifer", "identifier"), ("638745", "638,745"), ("638,745", "638,745"), ("café", "cafe"), ("ABC", "abc"),
    ("linked", "linking"), ("evaluation", "evaluate"), ("twenty", "20"), ("20", "twenty"), ("ten", "10"),
]


@pytest.fixture
def index(page, tiny_site):
    """The search page of the tiny report, its index loaded."""
    page.goto(f"{tiny_site.rstrip('/')}/search.html")
    until(page, "globalThis.reportSearch?.size() > 5")
    return page


def test_same_word(index):
    """Each row is a section of its own, and what is marked in it is the word."""
    found = index.evaluate(
        """(rows) => {
          reportSearch.add(rows.map(([, written], n) => [0, "Section", `x.html#row-${n}`, "", "", `Before ${written} after`]));
          return rows.map(([asked], n) => {
            const hit = reportSearch.find(asked).hits.find((h) => h.entry.address === `x.html#row-${n}`);
            return [asked, ...(hit ? reportSearch.excerpt(hit.entry.text, hit.terms).filter((p) => p.hit).map((p) => p.text) : [])];
          });
        }""", SAME)
    assert found == [list(row) for row in SAME]


def test_other_word(index):
    """A longer word, a part of one and a misspelling of a short one are not the same."""
    assert index.evaluate(
        """(words) => {
          reportSearch.add([[0, "Section", "x.html#here", "", "", "indifference what house"]]);
          return words.filter((w) => reportSearch.find(w).hits.some((h) => h.entry.address === "x.html#here"));
        }""", ["different", "wat", "hors", "house"]) == ["house"]


def test_abbreviations_come_from_the_glossary(index):
    terms = [("dpia", "data protection impact assessment"), ("ehcps", "EHC plan")]
    found = index.evaluate(
        """(terms) => {
          reportSearch.add([
            [6, "Glossary", "g.html#term-1", "data protection impact assessment", "", "A written assessment."],
            [6, "Glossary", "g.html#term-2", "EHC plan", "", "An education, health and care plan. It is a legal document."],
            ...terms.map(([asked, term]) => [0, "Section", `x.html#${asked}`, "", "", `They wrote a ${term} for each.`])]);
          return terms.map(([asked]) => reportSearch.find(asked).hits.map((h) => h.entry.address));
        }""", terms)
    for number, (asked, _) in enumerate(terms):
        assert found[number][0] == f"g.html#term-{number + 1}" and f"x.html#{asked}" in found[number]


def test_phrases_of_the_settings_mean_the_same(index):
    """The tiny report says that sapling survival is what it calls young trees alive."""
    first = index.evaluate("words => reportSearch.find(words).hits.map(h => h.entry.title)", "sapling survival")[0]
    assert first == "Watering keeps young trees alive"


def test_the_reports_own_words_come_before_what_it_rests_on(index):
    order = index.evaluate(
        """() => {
          const kinds = [9, 8, 7, 5, 4, 6, 3, 1, 0];
          reportSearch.add(kinds.map((kind) => [kind, "Kind", `x.html#${kind}`, "Zymurgy", "", "Of zymurgy."]));
          return reportSearch.find("zymurgy of").hits.map((h) => reportSearch.groups[h.entry.group].name);
        }""")
    assert set(order[:4]) == {"Chapters", "Recommendations", "Figures", "Glossary"}
    assert set(order[-2:]) == {"Sources", "Contributions"}


@pytest.mark.parametrize("words, title", [
    ("download", "Downloads"), ("licence", "Licence"), ("authors", "Authors and publisher"), ("how to cite", "How to cite this report"),
])
def test_what_is_asked_about_the_report_itself_is_found(index, words, title):
    assert title in index.evaluate("words => reportSearch.find(words).hits.slice(0, 2).map(h => h.entry.title)", words)


#: Part of the searches below that must have the wanted first hit.
WELL_FOUND = 0.95


def test_readers_find_first_what_they_look_for(page, report_site, built_report):
    """What readers may type, and the places of which one must come first."""
    with (Path(__file__).parents[1] / "report" / "searches.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["words"]: row["first"].split() for row in csv.DictReader(file)}
    there = {path.relative_to(built_report.html).as_posix() for path in built_report.html.rglob("*.html")}
    wanted = {words: places for words, places in listed.items() if {place.partition("#")[0] for place in places} & there}
    assert len(listed) >= 60
    if not wanted:
        pytest.skip("searches.csv looks for pages of another report")
    page.goto(f"{report_site.rstrip('/')}/search.html")
    until(page, "() => globalThis.reportSearch?.files() && !globalThis.reportSearch.missing()")
    first = page.evaluate("all => all.map((words) => reportSearch.find(words).hits[0]?.entry.address)", list(wanted))
    missed = {words: got for (words, places), got in zip(wanted.items(), first, strict=True) if got not in places}
    assert len(missed) <= (1 - WELL_FOUND) * len(wanted), missed


def test_number_of_a_figure_finds_it_first(page, report_site, built_report):
    last = f"Figure {built_report.summary.counts['figures']}"
    page.goto(f"{report_site.rstrip('/')}/search.html?q={last.replace(' ', '+')}")
    page.wait_for_selector(HITS)
    assert page.locator(f"{HITS} .search-label").first.inner_text() == last


def test_real_report_loads_in_parts_and_is_found_whole(page, report_site, built_report):
    parts = len(list((built_report.html / "_static" / "search").glob("index-*.js")))
    page.goto(f"{report_site.rstrip('/')}/search.html")
    until(page, "parts => globalThis.reportSearch?.files() === parts", parts)
    last = next(iter(reversed(list(built_report.report.contributions.values()))))
    page.locator("#search-words").fill(last.title)
    link = page.locator(f"{HITS} a[href$='#contribution-{last.id}']")
    link.wait_for()
    assert link.locator(".search-title").inner_text() == last.title


# Contributions are other people's words.

def test_hostile_titles_are_shown_as_text(page, hostile_report):
    built, titles, _ = hostile_report
    acting = {" ".join(title.split()) for title in titles.values() if "pwned" in title}
    page.goto((built.html / "search.html").as_uri() + "?q=pwned")
    page.wait_for_selector(HITS)
    page.locator("[role=status]").filter(has_text="results for “pwned”").wait_for()
    while (more := page.locator(".search-more")).is_visible():
        more.click()
    shown = {" ".join(text.split()) for text in page.locator(".search-title").all_inner_texts()}
    assert len(acting) >= 8 and acting <= shown
    assert page.locator(".search-results img, .search-results script, .search-results svg").count() == 0
    assert not page.evaluate("document.documentElement.hasAttribute('data-pwned')")


def test_any_words_may_be_asked(page, hostile_report):
    page.goto((hostile_report[0].html / "search.html").as_uri())
    until(page, "globalThis.reportSearch?.size() > 5")
    for words in ("__proto__", "constructor", "<b>trees</b>", "trees\u2028", "(trees|", "\\", "*", " ", "a" * 5000):
        page.locator("#search-words").fill("trees")
        page.locator("[role=status]").filter(has_text="for “trees”").wait_for()
        page.locator("#search-words").fill(words)
        # Of what holds no word nothing is said; a separator of lines at the end is no part of the words.
        until(page, "said => (t => !t || t.includes(said))(document.querySelector('[role=status]').textContent)", f"“{words.strip()}”")
        assert page.locator(".search-results b").count() == 0, words[:20]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dialog_and_page_pass_axe(page, tiny_site, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{tiny_site.rstrip('/')}/search.html?q=trees")
    page.wait_for_selector(HITS)
    faults = []
    for size in SIZES:
        resize(page, size)
        colours = size in COLOURED
        faults += axe_violations(page, ".search-results", colours) + axe_violations(page, "#search-page", colours)
    page.goto(f"{tiny_site.rstrip('/')}/index.html")
    find(page, "trees")
    for size in SIZES:
        resize(page, size)
        faults += axe_violations(page, "dialog", size in COLOURED)
        assert page.evaluate("(d => d.scrollWidth <= d.clientWidth)(document.querySelector('dialog'))")
    assert faults == []

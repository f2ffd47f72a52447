"""What stands around a page's text: landmarks, contents, edition, metadata."""

from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as ET

import pytest

WEB = "https://trees.example.org/report/"
PAGES = ("index", "survival", "streets", "sources", "corners", "search", "404")


def things(page) -> dict[str, dict]:
    found = [json.loads(s.string) for s in page.select('script[type="application/ld+json"]')]
    return {thing["@type"]: thing for thing in found}


@pytest.mark.parametrize("name", PAGES)
def test_landmarks_have_names_and_headings_do_not_skip(built, name):
    page = built.page(name)
    assert page.html["lang"] == "en-GB"
    assert len(page.find_all("main")) == len(page.find_all("h1")) == 1
    labels = [nav.get("aria-label") for nav in page.find_all("nav")]
    assert all(labels) and len(labels) == len(set(labels))
    levels = [int(h.name[1]) for h in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:])), levels
    first = page.body.find("a")
    assert (first["class"], first["href"]) == (["skip-link"], "#main") and page.find(id="main")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_policy_stands_in_every_page(built, name):
    policy = built.page(name).find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'"
    )


def test_front_page_is_a_cover_with_ways_in(built):
    page = built.page("index")
    cover = page.select_one(".cover")
    assert cover.h1.get_text() == "Street trees of Larkwell"
    text = cover.get_text(" ")
    for shown in ("A synthetic report that tests the machinery", "Edition 1.0, 1 March 2026"):
        assert shown in " ".join(text.split())
    assert "Larkwell Parish Council" in page.select_one(".cover-foot").get_text()
    actions = {a.get_text(): a["href"] for a in cover.select(".cover-actions a")}
    assert actions == {"Read the report": "survival.html", "Download the report": "downloads/street-trees-of-larkwell.pdf"}
    listed = [(a["href"], a.find_next_sibling(class_="contents-line")) for a in page.select(".chapters li > a")]
    assert [href for href, _ in listed] == [
        f"{name}.html" for name in built.report.toc.chapters if name != "index"
    ]
    assert listed[0][1].get_text() == "The census counted 1,188 trees in 2025."
    assert built.page("streets").select_one(".cover, .chapters") is None


def test_contents_mark_the_page_and_list_its_sections(built):
    contents = built.page("corners").select_one("nav.contents")
    (current,) = contents.select("[aria-current]")
    assert (current["href"], current["aria-current"]) == ("#", "page")
    sections = current.find_next_sibling("ol")
    links = [(a.get_text(), a["href"]) for a in sections.find_all("a")]
    assert links[0] == ("Recommendation 2: Prune in winter", "#conclusion-prune-in-winter")
    assert links[3:] == [("Cite it’s edition", "#cite-it-s-edition")]
    assert contents["popover"] == ""
    assert built.page("corners").select_one("button.contents-open")["popovertarget"] == contents["id"]


def test_every_page_names_edition_licence_and_where_errors_go(built):
    for name in ("index", "ledger", "404"):
        foot = built.page(name).find("footer")
        text = " ".join(foot.get_text(" ").split())
        assert "Edition 1.0, 1 March 2026" in text
        assert foot.find("a", rel="license")["href"] == "https://creativecommons.org/licenses/by/4.0/"
        assert foot.find("a", string="Report an error")["href"] == "https://trees.example.org/errors/"
        assert foot.find("a", string="How to cite this report")["href"].endswith("corners.html")
    facts = built.page("streets").select_one(".page-facts")
    assert facts.find("a", string="Suggest an edit")["href"] == (
        "https://forge.example.org/larkwell/trees/edit/main/book/streets.md"
    )
    # This copy is under no version control: no date rather than a wrong one.
    assert facts.find("time") is None


def test_neighbours_follow_the_order_of_the_book(built):
    links = built.page("streets").select("nav.neighbours a")
    assert [(a["rel"], a["href"]) for a in links] == [(["prev"], "survival.html"), (["next"], "conclusions.html")]


def test_a_page_shared_elsewhere_says_what_it_is(built):
    page = built.page("survival")
    tags = {m["property"]: m["content"] for m in page.select("meta[property]")}
    assert tags["og:title"] == "Most trees live"
    assert tags["og:url"] == page.find("link", rel="canonical")["href"] == WEB + "survival.html"
    assert tags["og:description"] == page.find("meta", attrs={"name": "description"})["content"] != ""
    assert built.page("index").find("link", rel="canonical")["href"] == WEB
    assert tags["og:image"] == WEB + "_static/card.png"
    picture = (built.book.folder / "_static" / "card.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)


def test_report_and_data_are_described_to_programs(built):
    report = things(built.page("index"))["Report"]
    assert (report["name"], report["version"], report["datePublished"]) == ("Street trees of Larkwell", "1.0", "2026-03-01")
    assert report["author"] == {"@type": "Organization", "name": "Larkwell Tree Wardens"}
    assert report["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert report["inLanguage"] == "en-GB" and report["keywords"] == ["trees", "streets", "synthetic data"]
    assert report["hasPart"][0] == {"@type": "Chapter", "name": "Most trees live", "url": WEB + "survival.html", "position": 1}
    brief, pdf = report["encoding"][:2]
    assert brief["contentUrl"] == WEB + "downloads/street-trees-of-larkwell-brief.pdf"
    assert (pdf["contentUrl"], pdf["encodingFormat"]) == (WEB + "downloads/street-trees-of-larkwell.pdf", "application/pdf")
    data = things(built.page("sources"))["Dataset"]
    assert data["isPartOf"]["@id"] == report["@id"]
    addresses = {d["contentUrl"] for d in data["distribution"]}
    tables = {f"{WEB}data/{name}.csv" for name in built.report.data.resources}
    assert addresses == tables | {WEB + "downloads/street-trees-of-larkwell-data.zip"}
    page = things(built.page("streets"))["WebPage"]
    assert (page["name"], page["url"], page["image"]) == ("Streets differ", WEB + "streets.html", WEB + "_static/card.png")
    assert page["isPartOf"]["@id"] == report["@id"]


def test_sitemap_lists_the_pages_of_the_book(built):
    tree = ET.parse(built.book.folder / "sitemap.xml")
    listed = [loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    names = [*built.report.toc.chapters, "contribute-ur", "editions/index"]
    expected = {WEB if name == "index" else f"{WEB}{name}.html" for name in names}
    assert set(listed) == expected and len(listed) == len(expected)


def test_page_for_lost_readers_works_at_any_depth(built):
    page = built.page("404")
    for tag, key in (("a", "href"), ("script", "src"), ("link", "href")):
        for t in page.find_all(tag):
            if t.get(key) and not t[key].startswith(("http", "#")):
                assert t[key].startswith("/report/"), t
    links = {a["href"] for a in page.main.find_all("a")}
    assert {"/report/search.html", "/report/index.html", "/report/streets.html"} <= links
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_report_is_cited_in_each_style(built):
    listed = built.article("corners").select_one("dl.citations")
    assert [dt.get_text() for dt in listed.find_all("dt")] == ["Harvard", "APA", "Vancouver", "BibTeX", "RIS"]
    assert "Edition 1.0, 1 March 2026" in listed.dd.get_text()
    assert "@techreport{street-trees-of-larkwell-1.0," in listed.find("pre").get_text()


def test_downloads_say_what_each_file_is_for(built):
    listed = built.article("corners").select_one("dl.downloads-list")
    offers = {dt.a["href"]: dt.find_next_sibling("dd").get_text(strip=True) for dt in listed.find_all("dt")}
    assert offers.keys() >= {"downloads/street-trees-of-larkwell.pdf", "ledger.csv"}
    assert all(offers.values())

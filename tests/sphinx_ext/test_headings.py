"""Roles in headings: the page links them, and contents name what they say."""

from __future__ import annotations

HEADINGS = [
    "Seen in Figure 1: Mill Lane and Conclusion 1",
    "Of Water in the first summer, Streets differ and warden, Showed by 1,188",
]


def test_the_menu_of_contents_says_what_the_headings_say(built):
    menu = [link.get_text() for link in built.page("corners").select("nav a")]
    assert [heading for heading in HEADINGS if heading not in menu] == []


def test_the_headings_themselves_are_linked(built):
    first, second = (h for h in built.article("corners").find_all("h2") if h.get_text().startswith(("Seen", "Of")))
    assert [link.get("href") for link in first.find_all("a")][:4] == [
        "survival.html#trees-by-year", "streets.html#profile-mill-lane", "survival.html#conclusion-watering-works",
        "sources.html#source-wardens-2025"]
    assert "streets.html" in [link.get("href") for link in second.find_all("a")]


def test_a_pages_name_says_what_its_heading_says(tiny_executed, tmp_path):
    from warm_builds import execute

    from coproduce.publish.html import build_html

    tiny = tiny_executed
    page = tiny.paths.chapter("glossary")
    page.write_text(page.read_text(encoding="utf-8").replace(
        "# Glossary", "# Words of {profile}`mill-lane` and {numref}`trees-by-year` {source}`wardens-2025`"), encoding="utf-8")
    book = build_html(tiny, execute(tiny, log=lambda line: None), tmp_path / "html", log=lambda line: None)
    index = (book.folder / "index.html").read_text(encoding="utf-8")
    assert ">Words of Mill Lane and Figure 1</a>" in index

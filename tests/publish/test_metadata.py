"""What pages say of themselves, whatever the texts hold and whatever is not set."""

from __future__ import annotations

import json
from dataclasses import replace

from coproduce.publish.html import metadata
from coproduce.publish.html.sitemap import sitemap
from coproduce.source.settings import Settings

BARE = Settings(title="T", author="A", edition="1", date="2026-01-01", pdf_name="t")


def test_text_cannot_end_the_script_it_stands_in():
    hostile = {"name": "</script><script>alert(1)</script> <!-- & \u2028"}
    written = metadata.as_script(hostile)
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == hostile


def test_without_a_web_address_paths_stay_relative():
    about = metadata.report(BARE, "", [("One", "one.html")], "")
    assert about["hasPart"][0]["url"] == "one.html"
    assert not {"publisher", "description", "keywords", "license", "identifier", "url"} & about.keys()
    tags = dict(metadata.open_graph(BARE, "one.html", "One", "x", False, "card.png"))
    assert (tags["og:title"], tags["og:description"], tags["og:type"]) == ("One", "x", "article")
    assert "og:url" not in tags and tags["og:image"] == "card.png"


def test_a_web_address_needs_no_slash_at_its_end():
    at = replace(BARE, web_address="https://example.org/report")
    assert metadata.address(at, "index.html") == "https://example.org/report/"
    assert metadata.address(at, "one.html") == "https://example.org/report/one.html"


def test_sitemap_gives_dates_where_they_are_known():
    text = sitemap([("https://e.org/?a&b", "2026-01-02"), ("https://e.org/c", "")])
    assert "<loc>https://e.org/?a&amp;b</loc><lastmod>2026-01-02</lastmod>" in text
    assert "<loc>https://e.org/c</loc></url>" in text

"""An article: ``_toc.yml`` of the format ``jb-article``, whose front page is followed by sections."""

from __future__ import annotations

import re

import pytest
from built_book import BuiltBook, build_book
from lxml import html as lxml_html

pytestmark = pytest.mark.slow

PAGES = {"paper": "Weirs", "method": "Method", "gauges": "Gauges", "results": "Results"}


@pytest.fixture(scope="module")
def article(tmp_path_factory) -> BuiltBook:
    root = tmp_path_factory.mktemp("article") / "written"
    root.mkdir()
    (root / "_config.yml").write_text("title: A paper on weirs\ncoproduce:\n  rules: book\n")
    (root / "_toc.yml").write_text(
        "format: jb-article\nroot: paper\noptions:\n  numbered: true\nsections:\n- file: method\n  sections:\n  - file: gauges\n- file: results\n")
    for name, title in PAGES.items():
        (root / f"{name}.md").write_text(f"# {title}\n\nWords of the page {name}.\n")
    return build_book(root, root.parent / "built")


def test_each_section_is_a_page_in_the_order_of_the_article(article):
    page = lxml_html.fromstring((article.html / "paper.html").read_text(encoding="utf-8"))
    links = page.get_element_by_id("report-contents").xpath(".//ol/li/a")
    assert [(a.text_content(), a.get("href")) for a in links] == [
        (title, f"{name}.html") for name, title in PAGES.items() if name != "paper"]
    for name in PAGES:
        assert f"Words of the page {name}." in article.page(name).text_content()


def test_documents_hold_all_sections_with_the_numbers_that_the_contents_ask_for(article):
    for ending, text in article.documents.items():
        assert [name for name in PAGES if f"Words of the page {name}." not in " ".join(text.split())] == [], ending
    assert [number for number in ("1. Method", "1.1. Gauges", "2. Results")
            if number not in " ".join(article.documents[".pdf"].split())] == []


def test_nothing_is_listed(article):
    assert not re.search(r"^[a-z-]+: \d+$", article.said, re.MULTILINE)

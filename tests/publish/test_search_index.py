"""What search can find: every kind, at its exact address, with nothing that the page does not show."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from coproduce.publish.html import bundle, search_index
from coproduce.publish.html.search_index import AnchorInfo, Entry, entries, index_files

KINDS = list(search_index.GROUPS)


def read_index(folder: Path) -> tuple[dict, list[list]]:
    """The index's head and rows, as the search engine gets them."""
    head, rows = {}, []
    for number in range(len(list(folder.glob("index-*.js")))):
        for call, data in re.findall(r"^reportSearch\.(\w+)\((.*?)\);$",
                                     (folder / f"index-{number}.js").read_text(encoding="utf-8"), re.M | re.S):
            if call == "begin":
                head = json.loads(data)
            else:
                rows += json.loads(data)
    return head, rows


@pytest.fixture(scope="session")
def index(web_edition) -> list[Entry]:
    _, rows = read_index(web_edition.folder / "_static" / "search")
    return [Entry(KINDS[row[0]], *row[1:]) for row in rows]


@pytest.mark.parametrize("kind, label, title, address", [
    ("chapter", "Chapter", "Most trees live", "survival.html"),
    ("chapter", "Section", "How it was made", "sources.html#how-it-was-made"),
    ("figure", "Figure 1", "More trees each year", "survival.html#trees-by-year"),
    ("table", "Table 1", "Trees by street, June 2025", "streets.html#trees-by-street"),
    ("conclusion", "Conclusion 1", "Watering keeps young trees alive", "survival.html#conclusion-watering-works"),
    ("recommendation", "Recommendation 1", "Water every new tree in its first summer",
     "streets.html#conclusion-water-first-summer"),
    ("term", "Glossary", "warden", "glossary.html#term-warden"),
    ("profile", "Street", "Mill Lane", "streets.html#profile-mill-lane"),
    ("contribution", "Contribution", "The census missed back gardens", "contributions.html#contribution-east-volunteer"),
    ("contribution", "Published statement", "Water in the first summer", "contributions.html#contribution-parish-watering"),
    ("source", "Source 3", "Larkwell Parish Council, Letter on watering (2025)", "sources.html#source-parish-letter"),
    ("number", "Number", "Street trees: 1,188", "ledger.html#value-trees-latest"),
])
def test_each_kind_is_there_with_its_address(index, kind, label, title, address):
    assert (kind, label, title) in [(e.kind, e.label, e.title) for e in index if e.address == address]


def test_everything_with_an_anchor_of_its_own_is_there_once(index, executed_tiny):
    report, results = executed_tiny
    expected = [*results.figures, *results.tables, *(f"value-{v}" for v in results.values),
                *(f"contribution-{c.id}" for c in report.contributions.values())]
    anchors = [e.address.partition("#")[2] for e in index]
    assert [anchors.count(name) for name in expected] == [1] * len(expected)


def test_every_address_leads_somewhere(index, web_edition):
    pages: dict[str, BeautifulSoup] = {}
    for entry in index:
        page, _, anchor = entry.address.partition("#")
        if page not in pages:
            pages[page] = BeautifulSoup((web_edition.folder / page).read_text(encoding="utf-8"), "html.parser")
        assert not anchor or pages[page].find(id=anchor), entry.address


def test_entries_say_only_what_their_pages_show(index, web_edition):
    """So who is anonymous on the page is anonymous in the index."""
    shown: dict[str, set[str]] = {}
    for entry in index:
        page = entry.address.partition("#")[0]
        if page not in shown:
            soup = BeautifulSoup((web_edition.folder / page).read_text(encoding="utf-8"), "html.parser")
            alternatives = " ".join(e["aria-label"] for e in soup.select("[role=img][aria-label]"))
            shown[page] = set(re.findall(r"\w+", soup.get_text(" ") + alternatives))
        assert set(re.findall(r"\w+", entry.text)) <= shown[page], entry.address
    anonymous = next(e for e in index if e.address.endswith("contribution-east-volunteer"))
    assert anonymous.context == "Anonymous"


def test_text_of_a_figure_belongs_to_the_figure_alone(index):
    chapter = next(e for e in index if e.address == "survival.html")
    figure = next(e for e in index if e.kind == "figure")
    assert "Station Street was not counted in 2023" in figure.text
    assert "Three bars, one a year" in figure.text
    assert "Station Street" not in chapter.text and "watered in their first summer" not in chapter.text


def test_the_report_itself_is_found_where_it_tells_of_itself(index):
    about = {e.title: (e.address, e.text) for e in index if e.label == "About this report"}
    assert set(about) == {"Downloads", "How to cite this report", "Authors and publisher", "Licence"}
    assert about["Licence"][1] == "CC BY 4.0" and "Larkwell Tree Wardens" in about["Authors and publisher"][1]


def test_phrases_that_mean_the_same_are_told_to_the_engine(web_edition):
    head, _ = read_index(web_edition.folder / "_static" / "search")
    assert head["synonyms"] == [["sapling survival", "young trees alive"]]


def test_profiles_are_called_what_the_report_calls_them(web_edition):
    head, _ = read_index(web_edition.folder / "_static" / "search")
    assert "Streets" in [name for name, _ in head["groups"]]


def test_no_index_of_sphinx_is_written(web_edition):
    assert not (web_edition.folder / "searchindex.js").exists()
    scripts = [s["src"] for p in web_edition.folder.glob("*.html")
               for s in BeautifulSoup(p.read_text(encoding="utf-8"), "html.parser").select("script[src]")]
    assert scripts and not [s for s in scripts if "searchtools" in s or "/search/" in s]


def test_search_page_offers_other_ways_without_script(web_edition):
    page = BeautifulSoup((web_edition.folder / "search.html").read_text(encoding="utf-8"), "html.parser")
    form = page.select_one("form#search-page")
    assert (form["method"], form.find("input")["name"]) == ("get", "q")
    ways = {a["href"] for a in page.noscript.find_all("a")}
    assert {"index.html", "ledger.html", "glossary.html"} <= ways
    assert all((web_edition.folder / way).is_file() for way in ways)


# Reading a page.

PAGE = """
<section id="top"><h1>A <em>title</em><a class="headerlink" href="#top">#</a></h1>
<p>Lead<span class="value"><span class="value-text"> 5</span><button>About 5</button><span class="value-card">Measure</span></span>,
see <a class="source">[1]</a>.</p>
<section id="part"><h2>Part</h2><p>One.</p><figure id="chart"><p>Drawn</p></figure>
<svg><text>tick</text></svg><ul><li>red</li><li>blue</li></ul></section>
<dl class="simple glossary"><dt id="term-oak">oak<a class="headerlink">#</a></dt><dd><p>A tree.</p></dd></dl>
</section>
"""


def test_reading_leaves_out_controls_drawings_and_what_is_an_entry_itself():
    known = {"chart": AnchorInfo("figure", "Figure 1", "Headline")}
    assert list(entries("p.html", "A title", PAGE, known)) == [
        Entry("chapter", "Chapter", "p.html", "A title", "", "Lead 5, see."),
        Entry("chapter", "Section", "p.html#part", "Part", "A title", "One. red · blue"),
        Entry("figure", "Figure 1", "p.html#chart", "Headline", "A title", "Drawn"),
        Entry("term", "Glossary", "p.html#term-oak", "oak", "", "A tree."),
    ]


def test_page_without_content_has_no_entries():
    assert list(entries("p.html", "", "", {})) == []


def test_long_entry_is_cut_at_a_word():
    body = f'<section id="s"><h1>T</h1><p>{"word " * 3000}</p></section>'
    (entry,) = entries("p.html", "T", body, {})
    assert len(entry.text) <= search_index.MOST_OF_A_SECTION
    assert entry.text.endswith("word…")


# Writing scripts.


def made(kind: str, number: int, text: str = "x") -> Entry:
    return Entry(kind, "L", f"p.html#{number}", "T", "", text)


def test_index_cannot_end_its_script_or_a_line():
    hostile = "</script><script>alert(1)</script>\u2028\u2029<!--"
    (text,) = index_files([made("contribution", 1, hostile)])
    assert "<" not in text and "\u2028" not in text and "\u2029" not in text
    assert hostile in json.loads(text[text.index("add(") + 4 : -3])[0]


def test_contributions_come_last_and_files_stay_small():
    many = [made("contribution", n, "y" * 1000) for n in range(1000)] + [made("chapter", 1000)]
    files = index_files(many)
    assert len(files) > 3
    assert all(len(f.encode()) < search_index.MOST_IN_A_FILE + 2000 for f in files)
    assert f'"files": {len(files)}' in files[0] and "begin" not in files[1]
    first = json.loads(files[0][files[0].index("add(") + 4 : -3])
    assert first[0][2] == "p.html#1000"


@pytest.mark.parametrize("name", ["minisearch", "stemmer"])
def test_vendored_library_is_the_one_that_its_note_names(name):
    folder = bundle.LAZY / "search"
    checksum = hashlib.sha256((folder / f"{name}.js").read_bytes()).hexdigest()
    assert checksum in (folder / "README.md").read_text(encoding="utf-8")
    licence = (folder / f"{name}.LICENSE.txt").read_text(encoding="utf-8")
    assert "Permission is hereby granted" in " ".join(licence.split())

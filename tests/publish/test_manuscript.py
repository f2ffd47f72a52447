"""The manuscript keeps its promises, or says which chapter breaks them."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from larkwell import CHAPTERS, bodies, manuscript, page

from coproduce.ground.problems import ProblemsFound
from coproduce.publish.manuscript.boxes import mark
from coproduce.publish.manuscript.citations import keep_cited

SVG = '<svg class="chart" viewBox="0 0 10 5" width="10" height="5">{}</svg>'


def soup_of(made) -> BeautifulSoup:
    return BeautifulSoup(made.html, "html.parser")


def composed(tmp_path, **chapters: str) -> BeautifulSoup:
    return soup_of(manuscript(tmp_path, {name: page(html) for name, html in chapters.items()}))


def problems_of(tmp_path, **chapters: str):
    with pytest.raises(ProblemsFound) as found:
        composed(tmp_path, **chapters)
    return found.value.problems


def figure(name: str = "trees", picture: str = "", caption: str = "More trees") -> str:
    return (
        f'<figure id="{name}"><figcaption><p class="headline"><span class="caption-number">Figure 1 '
        f'</span><span class="caption-text">{caption}</span></p></figcaption>{picture}</figure>'
    )


class TestWhole:
    def test_every_link_has_its_target_and_every_id_is_unique(self, tmp_path):
        soup = soup_of(manuscript(tmp_path))
        ids = Counter(tag["id"] for tag in soup.find_all(id=True))
        targets = {link["href"][1:] for link in soup.select("a[href^='#']")}
        assert max(ids.values()) == 1
        assert len(targets) > 10
        assert targets <= set(ids)

    def test_chapters_stand_in_order_with_one_title_each(self, tmp_path):
        made = manuscript(tmp_path)
        assert tuple(made.chapters) == CHAPTERS
        assert made.chapters["survival"] == "Young trees survive where someone waters them"
        for chapter in soup_of(made).select("section.chapter"):
            levels = [int(h.name[1]) for h in chapter.find_all(re.compile(r"^h\d$"))]
            assert levels.count(1) == 1 and levels[0] == 1
            assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))

    def test_nothing_for_screens_is_left(self, tmp_path):
        made = manuscript(tmp_path)
        assert "¶" not in made.html
        assert not soup_of(made).select("details, button, script, a.headerlink")

    def test_the_same_bodies_give_the_same_html(self, tmp_path):
        assert manuscript(tmp_path / "one").html == manuscript(tmp_path / "two").html


class TestFootnotes:
    def test_notes_of_two_chapters_with_one_id_stay_apart(self, tmp_path):
        soup = soup_of(manuscript(tmp_path))
        marks = soup.select("section#survival [role=doc-noteref]")
        note = soup.find(id=marks[0]["href"][1:])
        assert "whose id is that of another chapter" in note.get_text()
        assert len(soup.select("[role=doc-footnote]")) == 3


class TestLinks:
    def test_a_link_to_nothing_is_a_problem_with_the_nearest_anchor(self, tmp_path):
        (problem,) = problems_of(
            tmp_path, index='<p><a href="other.html#tree">a tree</a></p>', other='<p id="trees">x</p>'
        )
        assert problem.path == "book/index.md"
        assert "‘a tree’" in problem.message and "other--tree" in problem.message
        assert "other--trees" in problem.expected

    def test_a_link_to_a_file_of_the_web_edition_leads_there(self, tmp_path):
        soup = composed(tmp_path, index='<p><a href="figures/trees.csv">data</a></p>')
        assert soup.a["href"] == "https://trees.example.org/report/figures/trees.csv"

    def test_an_anchor_that_stands_twice_is_a_problem(self, tmp_path):
        (problem,) = problems_of(tmp_path, index='<p id="x">a</p><p id="x">b</p>')
        assert problem.code == "manuscript.double-anchor"
        assert "‘x’ stands 2 times" in problem.message

    def test_an_outside_link_in_prose_shows_its_address_in_a_table_it_does_not(self, tmp_path):
        link = '<a href="https://example.org/x">text</a>'
        soup = composed(tmp_path, index=f"<p>{link}</p><table><tr><td>{link}</td></tr></table>")
        prose, cell = soup.find_all("a")
        assert "with-address" in prose["class"]
        assert "with-address" not in cell.get("class", [])


class TestFigures:
    def test_a_figure_without_alternative_text_is_refused(self, tmp_path):
        (problem,) = problems_of(tmp_path, index=figure(picture=SVG.format("")))
        assert problem.code == "manuscript.figure-alt"
        assert "‘trees’" in problem.message

    def test_a_figure_without_picture_is_refused(self, tmp_path):
        (problem,) = problems_of(tmp_path, index=figure())
        assert problem.code == "manuscript.figure-empty"

    def test_a_picture_that_is_not_there_is_a_problem(self, tmp_path):
        (problem,) = problems_of(tmp_path, index=figure(picture='<img src="x.png" alt="Trees">'))
        assert problem.code == "manuscript.image-missing"
        assert "‘x.png’" in problem.message

    def test_all_problems_come_at_once(self, tmp_path):
        found = problems_of(tmp_path, index=figure(), other='<a href="#gone">x</a>')
        assert {p.path for p in found} == {"book/index.md", "book/other.md"}

    def test_a_drawing_needs_no_style_sheet(self, tmp_path):
        drawing = '<text fill="var(--ink, #123456)" font-family="Source Sans 3, sans-serif">x</text>'
        picture = f'<div role="img" aria-label="Trees">{SVG.format(drawing)}</div>'
        composed(tmp_path, index=figure(picture=picture))
        written = (tmp_path / "images" / "trees.svg").read_text()
        assert 'fill="#123456"' in written
        assert "font-family=\"'Source Sans 3', sans-serif\"" in written
        assert "viewBox" in written


class TestValues:
    SOURCES = '<ol class="sources">' + "".join(
        f'<li id="source-s{n}"><p>Source {n}</p></li>' for n in range(1, 7)
    ) + "</ol>"  # fmt: skip

    @staticmethod
    def value(text: str, sources: str, name: str = "v") -> str:
        return f'<span class="value" data-value="{name}" data-sources="{sources}">{text}</span>'

    def text_of(self, tmp_path, body: str, **more: str) -> str:
        soup = composed(tmp_path, index=f'<p class="it">{body}</p>', sources=self.SOURCES, **more)
        return soup.select_one("p.it").get_text()

    def test_values_of_one_sentence_and_source_are_marked_once(self, tmp_path):
        body = f"{self.value('5', 's1')} of {self.value('9', 's1')} live. Later {self.value('7', 's1')}."
        assert self.text_of(tmp_path, body) == "5 of 9[1] live. Later 7[1]."

    def test_values_of_different_sources_are_marked_each(self, tmp_path):
        body = f"{self.value('5', 's2')} of {self.value('9', 's1 s3')}"
        assert self.text_of(tmp_path, body).replace("\u200a", "") == "5[2] of 9[1,3]"

    def test_a_value_of_many_sources_leads_to_the_ledger(self, tmp_path):
        ledger = '<table><tr id="value-v"><td>5</td></tr></table>'
        text = self.text_of(tmp_path, self.value("5", "s1 s2 s3 s4"), ledger=ledger)
        assert text == "5[4\u00a0sources]"

    def test_a_source_named_right_after_its_value_is_marked_once(self, tmp_path):
        named = '<a class="source" href="sources.html#source-{0}">[{0}]</a>'
        both = f"{self.value('5', 's1 s3')} {named.format('s3')}{named.format('s2')} {named.format('s1')}"
        assert self.text_of(tmp_path / "a", f"{self.value('5', 's2')} {named.format('s2')}.") == "5[2]."
        assert self.text_of(tmp_path / "b", both).replace("\u200a", "") == "5[1,3,2]"

    def test_a_source_that_is_not_listed_gets_no_number(self, tmp_path):
        assert self.text_of(tmp_path, self.value("5", "unknown")) == "5"


class TestTables:
    def test_columns_of_numbers_are_set_right_and_widths_add_up(self, tmp_path):
        soup = soup_of(manuscript(tmp_path))
        table = soup.find("table", id="survival--trees-by-species")
        first_row = table.tbody.tr.find_all(["th", "td"])
        assert [cell["style"].split()[-1] for cell in first_row] == ["left", "right", "right", "right"]
        widths = [float(re.search(r"[\d.]+", col["style"])[0]) for col in table.find_all("col")]
        assert sum(widths) == pytest.approx(100, abs=0.1)

    def test_shapes_say_what_the_page_must_show(self, tmp_path):
        shape = next(s for s in manuscript(tmp_path).tables if s.id == "trees-by-street")
        assert (shape.rows, shape.columns, shape.heading_columns) == (73, 7, 1)

    def test_a_table_in_a_table_is_refused(self, tmp_path):
        inner = "<table><tr><td>x</td></tr></table>"
        with pytest.raises(ProblemsFound) as found:
            composed(tmp_path, index=f"<table><tr><td>{inner}</td></tr></table>")
        assert found.value.problems[0].code == "manuscript.nested-table"

    def test_a_long_column_gets_more_room_than_a_short_one(self, tmp_path):
        rows = "".join(f"<tr><th>Street {n}</th><td>{'many words ' * 40}</td></tr>" for n in range(5))
        soup = composed(tmp_path, index=f"<table><tbody>{rows}</tbody></table>")
        short, long = (float(re.search(r"[\d.]+", c["style"])[0]) for c in soup.find_all("col"))
        assert long > 4 * short


def test_the_fixture_has_what_the_tests_speak_of():
    assert "id2" in bodies()["index"] and "id2" in bodies()["survival"]


def test_what_a_conclusion_rests_on_is_condensed_into_small_type():
    soup = BeautifulSoup(
        '<div class="recommendation container"><p class="conclusion-title">Water</p><div class="statement"><p>Do.</p></div>'
        '<p class="conclusion-facts">For: all</p><div class="line-of-sight"><p class="sight-heading"><strong>Evidence</strong></p>'
        '<ul><li><p>One</p></li><li><p>Two</p></li></ul><p class="sight-heading"><strong>Voices</strong></p>'
        "<p>None yet.</p></div></div>", "html.parser")
    mark(soup)
    assert [p.get_text() for p in soup.select(".fine p")] == ["For: all", "Evidence: One; Two", "Voices: None yet."]
    assert soup.select_one(".statement").find_parent(class_="fine") is None
    assert soup.select("ul, .sight-heading") == []


@pytest.mark.parametrize(("named", "left"), [(["planted"], ["died 7 Trees that died"]), (["planted", "died"], [])])
def test_a_number_that_a_box_has_told_is_not_told_again(named, left):
    def number(name):
        return f'<span class="value" data-value="{name}">{name} 7</span>'

    soup = BeautifulSoup(
        f'<div class="recommendation container"><p class="conclusion-title">Water</p><p class="conclusion-facts">For: {" ".join(map(number, named))}</p>'
        '<div class="line-of-sight"><p class="sight-heading"><strong>Evidence</strong></p><ul>'
        f'<li><p>{number("planted")} Trees planted</p></li><li><p>{number("died")} Trees that died</p></li></ul>'
        '<p class="sight-heading"><strong>Voices</strong></p><p>None yet.</p></div></div>', "html.parser")
    mark(soup)
    assert [p.get_text() for p in soup.select(".line-of-sight p")] == [*(f"Evidence: {one}" for one in left), "Voices: None yet."]


@pytest.mark.parametrize("run", [
    '<a class="source-number" href="#sources--source-b">[2]</a> to <a class="source-number" href="#sources--source-d">[4]</a>',
    '<a class="source-number" href="#sources--source-b">[2]</a>\u2013<a class="source-number" href="#sources--source-d">[4]</a>',
    '<a class="source-number" href="#sources--source-b">[2]</a>, <a class="source-number" href="#sources--source-d">[4]</a>',
], ids=["to", "dash", "two alone"])
def test_the_list_of_a_document_holds_what_a_run_of_numbers_stands_for(run):
    entries = "".join(f'<li class="source-entry" id="sources--source-{name}"><p>Work {name}</p></li>' for name in "abcde")
    soup = BeautifulSoup(f'<section class="chapter" id="one"><p>Sources: {run}</p></section><section class="chapter" id="sources">'
                         f'<h1>Sources</h1><ol class="sources">{entries}</ol></section>', "html.parser")
    keep_cited(soup, "sources")
    listed = [entry.get_text() for entry in soup.select("li")]
    assert listed == (["Work b", "Work d"] if ", " in run else ["Work b", "Work c", "Work d"])


def test_a_box_that_rests_on_nothing_has_no_small_type():
    soup = BeautifulSoup('<div class="key-finding admonition"><p class="admonition-title">T</p><p>B</p></div>', "html.parser")
    mark(soup)
    assert soup.select(".fine") == []

"""The brief: two accessible pages, and nothing in them that the report does not say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pytest
import yaml
from pdf_standards import failures

from coproduce.check import check
from coproduce.ground.problems import ProblemsFound
from coproduce.publish.formats.brief.edition import write_brief


def words(path: Path) -> list[str]:
    """The text of each page, white space made single."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


@pytest.fixture
def write(tiny_material, tmp_path):
    """Writes the brief of the tiny report with another ``brief.yml``."""
    kept = tiny_material.report.paths.brief.read_text()

    def write(spec: dict | str | None = None, **changes) -> Path:
        text = kept if spec is None else spec if isinstance(spec, str) else yaml.safe_dump(spec)
        tiny_material.report.paths.brief.write_text(text)
        work = tmp_path / f"work-{len(list(tmp_path.iterdir()))}"
        work.mkdir()
        write_brief(replace(tiny_material, work=work, **changes), tmp_path / "brief.pdf")
        return tmp_path / "brief.pdf"

    yield write
    tiny_material.report.paths.brief.write_text(kept)


class TestTiny:
    def test_both_standards_are_met_and_a_second_checker_agrees(self, write):
        assert failures(write()) == []

    def test_what_is_tagged_reads_in_order(self, write):
        with pikepdf.open(write()) as pdf:
            assert str(pdf.Root.Lang) == "en-GB"
            assert str(pdf.docinfo.Title) == "Street trees of Larkwell: brief in two pages"
        text = " ".join(words(write()))
        order = ["A synthetic report", "Most trees that are planted live", "Headline numbers", "Planted trees alive",
                 "Share of trees", "Water every new tree in its first summer", "Where to read more"]
        places = [text.index(part) for part in order]
        assert places == sorted(places)

    def test_a_card_has_number_label_place_period_source_caveat_and_evidence(self, write):
        text = words(write())[0]
        assert "1,188 Street trees Larkwell, June 2025 Larkwell Tree Wardens (2025) [1] Method changed in 2025." in text
        assert "88% to 94% Planted trees alive after a year, of 1,188 trees in all" in text
        assert "Changed: an outcome moved against a comparison" in text

    def test_edition_date_commit_licence_and_where_errors_go_are_printed(self, write):
        text = words(write())[-1]
        for part in ("Edition: 1.0", "Date: 1 March 2026", "Commit: 0123456789ab", "Licence: CC BY 4.0",
                     "Web edition: trees.example.org/report", "Report an error: trees.example.org/errors"):
            assert part in text

    def test_the_same_bytes_elsewhere_and_again(self, write, elsewhere):
        there = write().read_bytes()
        assert write().read_bytes() == there
        assert b"/tmp" not in there

    def test_time_zone_and_umask_leave_no_trace(self, tiny_material, tmp_path, request):
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            write_brief(replace(tiny_material, work=tmp_path / name), tmp_path / f"{name}.pdf")
            if name == "one":
                request.getfixturevalue("elsewhere")
        assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()

    def test_links_within_the_report_lead_to_the_web_edition(self, write, tiny_material):
        html = tiny_material.manuscript.html.replace(
            "<p>Of the trees planted", '<p>See <a href="#survival--conclusion-watering-works">why</a>. Of the trees planted')
        path = write(manuscript=replace(tiny_material.manuscript, html=html, parts=()))
        found = [a.get_object()["/A"]["/URI"] for a in pypdf.PdfReader(path).pages[0]["/Annots"]]
        assert "https://trees.example.org/report/survival.html#conclusion-watering-works" in found

    def test_text_is_never_read_as_commands(self, write, tiny_material):
        html = tiny_material.manuscript.html.replace(
            "Water every new tree in its first summer", '#panic("run") $x$ *bold* @cite \\ "quoted"')
        text = " ".join(words(write(manuscript=replace(tiny_material.manuscript, html=html, parts=()))))
        assert '#panic("run") $x$ *bold* @cite \\ "quoted"' in text

    def test_without_a_description_it_has_messages_and_recommendations(self, write, tiny_material):
        write()
        tiny_material.report.paths.brief.unlink()
        work = tiny_material.work / "plain"
        work.mkdir()
        write_brief(replace(tiny_material, work=work), work / "b.pdf")
        text = " ".join(words(work / "b.pdf"))
        assert "Water every new tree" in text and "88% to 94%" in text
        assert "Headline numbers" not in text


class TestFaults:
    def test_an_unknown_value_is_named_with_its_line_and_the_nearest(self, write):
        with pytest.raises(ProblemsFound) as found:
            write("numbers:\n  - value: trees-latest\n  - value: trees-latst\n    of: survial\n")
        first, second = sorted(found.value.problems, key=lambda p: p.message)
        assert "‘survial’" in first.message and first.expected == "‘survival’?"
        assert "‘trees-latst’" in second.message and second.expected == "‘trees-latest’?"
        assert {p.place for p in (first, second)} == {"book/brief.yml:3"}

    def test_a_value_named_in_a_label_must_exist(self, write):
        with pytest.raises(ProblemsFound, match="‘trees-gone’"):
            write({"numbers": [{"value": "trees-latest", "label": "Of {trees-gone}"}]})

    def test_a_page_without_key_finding_is_a_problem(self, write):
        with pytest.raises(ProblemsFound, match="‘sources’ has no key finding"):
            write({"messages": "sources"})

    @pytest.mark.parametrize("text, message", [
        ("mesages: index\n", "‘mesages’ is not known"),
        ("messages: indx\n", "no page called ‘indx’"),
        ("recommendations: {first: nowhere}\n", "no page called ‘nowhere’"),
        ("recommendations: {facts: {ownr: Lead}}\n", "‘recommendations.facts.ownr’ is not known"),
        ("numbers: [{value: a, label: Of 58 findings}]\n", "holds a typed number"),
        ("numbers: [{label: a}]\n", "‘numbers.0.value’ is missing"),
    ])
    def test_what_can_be_seen_without_a_build_is_checked_without_one(self, tiny, text, message):
        tiny.paths.brief.write_text(text)
        problems = check(tiny)
        assert [message in p.message for p in problems] == [True]
        assert problems[0].path == "book/brief.yml" and problems[0].line == 1 and problems[0].action

    def test_more_than_two_pages_say_by_how_much_and_what_is_longest(self, write, tiny_material):
        box = re.search(r'<div class="box recommendation".*?</div></div>\s*</div>', tiny_material.manuscript.html, re.DOTALL)[0]
        many = "".join(box.replace("Recommendation 1", f"Recommendation {n}") for n in range(1, 41))
        html = tiny_material.manuscript.html.replace(box, many)
        with pytest.raises(ProblemsFound) as found:
            write(manuscript=replace(tiny_material.manuscript, html=html, parts=()))
        (problem,) = found.value.problems
        over = int(re.search(r"is (\d+) mm longer than two pages", problem.message)[1])
        assert 50 < over < 400
        assert "its parts: recommendations " in problem.message
        assert "Shorten" in problem.action

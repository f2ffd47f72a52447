"""The record of checks of fact: dates, names, and what must be covered."""

from __future__ import annotations

import pytest
from warm_builds import execute

from coproduce.check import check
from coproduce.ground.problems import ProblemsFound
from coproduce.publish.html import build_html
from coproduce.report import Report
from coproduce.source.settings import check_settings

pytestmark = pytest.mark.slow

INDEX = ("trees-latest", "east-share", "survival")


def record(report, checked, page="index"):
    path = report.paths.chapter(page)
    lines = "".join(f"    {name}: \"{date}\"\n" for name, date in checked.items())
    path.write_text(f"---\ncoproduce:\n  checked:\n{lines}---\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


def cover(report, pages):
    path = report.paths.config
    path.write_text(path.read_text(encoding="utf-8").replace(
        "  case_studies: streets", f"  checked_pages: {pages}\n  case_studies: streets"), encoding="utf-8")


def problems(report):
    return [(p.path, p.line, p.code) for p in check(Report(report.paths.root))]


def test_nothing_need_be_checked_unless_the_settings_say_so(tiny):
    assert problems(tiny) == []


def test_all_values_of_a_page_can_be_recorded_there_or_elsewhere(tiny):
    cover(tiny, "[index]")
    record(tiny, dict.fromkeys(INDEX[:2], "2026-02-20"))
    record(tiny, {INDEX[2]: "2026-03-01"}, page="glossary")
    assert problems(tiny) == []


def test_each_value_that_nobody_checked_is_named_once_at_its_first_mention(tiny):
    cover(tiny, "[index]")
    text = tiny.paths.chapter("index").read_text(encoding="utf-8").splitlines()
    expected = [("book/index.md", next(n for n, line in enumerate(text, 1) if f"`{name}`" in line), "checked.missing")
                for name in INDEX]
    assert sorted(problems(tiny)) == sorted(expected)


def test_recommendation_that_a_page_links_or_makes_must_be_checked(tiny):
    cover(tiny, "[glossary, streets]")
    path = tiny.paths.chapter("glossary")
    path.write_text(path.read_text(encoding="utf-8") + "\n{conclusion}`water-first-summer` {conclusion}`watering-works`\n",
                    encoding="utf-8")
    record(tiny, dict.fromkeys(("east-share", "contributions-count"), "2026-02-20"), page="sources")
    found = [p for p in check(Report(tiny.paths.root)) if p.code == "checked.missing"]
    assert sorted((p.path, "water-first-summer" in p.message) for p in found) == [
        ("book/glossary.md", True), ("book/streets.md", True)]


@pytest.mark.parametrize(("date", "code"), [
    ("2026-03-02", "checked.future"), ("2030-01-01", "checked.future"), ("20 February 2026", "checked.date"),
    ("2026-02-30", "checked.date"), ("2026-2-3", "checked.date"), ("yes", "checked.date"), ("20260220", "checked.date"),
])
def test_dates_are_iso_and_not_after_the_edition(tiny, date, code):
    record(tiny, {"trees-latest": "2026-02-20", "survival": date})
    assert problems(tiny) == [("book/index.md", 5, code)]


def test_page_that_does_not_exist_cannot_be_covered(tiny):
    cover(tiny, "[front]")
    assert problems(tiny) == [("_config.yml", None, "checked.page")]


def test_setting_is_a_list(tiny):
    cover(tiny, "index")
    assert [p.code for p in check_settings(tiny.paths)[1]] == ["config.value"]


def test_name_that_does_not_exist_is_a_problem_with_the_nearest(tiny_executed, tmp_path):
    tiny = tiny_executed
    record(tiny, {"trees-latst": "2026-02-20", "watering-works": "2026-02-20", "water-first-summer": "2026-02-20"})
    with pytest.raises(ProblemsFound) as raised:
        build_html(tiny, execute(tiny, log=lambda line: None), tmp_path / "html", log=str)
    found = raised.value.problems
    assert [(p.path, p.line) for p in found] == [("book/index.md", 4)]
    assert "‘trees-latst’" in found[0].message
    assert "‘trees-latest’" in found[0].expected

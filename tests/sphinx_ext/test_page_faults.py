"""What an author gets wrong stops the build: each fault one message, all in one run."""

from __future__ import annotations

import shutil

import pytest

from coproduce.ground.problems import ProblemsFound
from coproduce.publish.html import build_html
from coproduce.report import Report

# What is written at the end of a page; where in it the fault lies, counted from
# its first line; code; part of the message; part of what is expected.
FAULTS = {
    "value": ("{value}`tres-latest`", 0, "coproduce.unknown-value", "called ‘tres-latest’", "‘trees-latest’?"),
    "form": ("{value}`survival | rouned`", 0, "coproduce.unknown-form-of-a-value", "‘rouned’", "‘rounded’?"),
    "source": ("{source}`wardens-2024`", 0, "coproduce.unknown-source", "‘wardens-2024’", "‘wardens-2025’"),
    "contribution": (
        "{contribution}`parish-waterin`", 0, "coproduce.unknown-contribution", "‘parish-waterin’", "‘parish-watering’?"),
    "conclusion": (
        "{conclusion}`watering-work`", 0, "coproduce.unknown-conclusion", "‘watering-work’", "‘watering-works’?"),
    "profile": ("{profile}`mill-lan`", 0, "coproduce.unknown-profile", "‘mill-lan’", "‘mill-lane’?"),
    "profiles": ("```{profiles} street\n```", 0, "coproduce.unknown-description-of-profiles", "‘street’", "‘streets’?"),
    "repeated-profiles": (
        "```{profiles} streets\n```", 0, "coproduce.duplicate-profile", "‘mill-lane’", "once in the book"),
    "figure": (
        "{numref}`trees-by-yeer`", 0, "coproduce.unknown-figure-or-table", "‘trees-by-yeer’", "‘trees-by-year’"),
    "term": ("{term}`wardenn`", 0, "coproduce.unknown-term-in-the-glossary", "‘wardenn’", "‘warden’?"),
    "evidence": ("{evidence}`proved`", 0, "coproduce.unknown-kind-of-evidence", "‘proved’", ""),
    "page": ("[a link](nowhere.md)", 0, "myst.xref_missing", "'nowhere.md'", ""),
    "anchor": ("[a link](#nowhere)", 0, "myst.xref_missing", "'nowhere'", ""),
    "role": ("{valeu}`survival`", 0, "docutils", '"valeu"', ""),
    "directive": ("```{leger}\n```", 0, "docutils", "'leger'", ""),
    "untitled": (":::{conclusion} bare\n\nText.\n:::", 0, "coproduce.conclusion-without-title", "‘bare’", ":title:"),
    "repeated": (
        ":::{conclusion} watering-works\n:title: Again\n\nText.\n:::", 0,
        "coproduce.duplicate-conclusion", "‘watering-works’", "a name of its own"),
    "in-conclusion": (
        ":::{conclusion} one-PAGE\n:title: One\n:values: survivel\n\nText.\n:::", 0,
        "coproduce.unknown-value", "‘survivel’", "‘survival’?"),
    "figure-in-conclusion": (
        ":::{conclusion} two-PAGE\n:title: Two\n:figures: trees-by-yea\n\nText.\n:::", 0,
        "coproduce.unknown-figure-or-table", "‘trees-by-yea’", "‘trees-by-year’"),
    "option": (":::{conclusion} three-PAGE\n:title: Three\n:colour: red\n\nText.\n:::", 0, "docutils", "'colour'", ""),
    "finding": (":::{key-finding}\nNo title.\n:::", 0, "docutils", "1 argument(s) required", ""),
    "unknown-voice": (":::{voice} east-volunter\nTrees.\n:::", 0, "coproduce.unknown-contribution", "‘east-volunter’", "‘east-volunteer’?"),
    "other-words": (":::{voice} parish-watering\nIt waters by hand.\n:::", 0, "coproduce.voice-words", "‘parish-watering’", "as they stand"),
    "not-to-be-quoted": (
        ":::{voice} east-volunteer\nThe count leaves them out.\n:::", 0, "coproduce.voice-consent", "‘east-volunteer’", "‘quoted: true’"),
    "second-line": ("A line.\n{value}`survivall`", 0, "coproduce.unknown-value", "‘survivall’", "‘survival’?"),
}


@pytest.fixture(scope="module")
def problems(executed, tmp_path_factory):
    """All faults at once, in one page without code, one with, and the lines they begin on."""
    report, results = executed
    root = tmp_path_factory.mktemp("faulty") / "tiny"
    shutil.copytree(report.paths.root, root, ignore=shutil.ignore_patterns("_build"))
    lines = {}
    for page in ("corners", "streets"):
        file = root / "book" / f"{page}.md"
        text = file.read_text(encoding="utf-8")
        for name, (written, offset, *_) in FAULTS.items():
            lines[page, name] = text.count("\n") + 2 + offset
            text += f"\n{written.replace('PAGE', page)}\n"
        file.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        build_html(Report(root), results, tmp_path_factory.mktemp("out") / "html", log=str)
    return raised.value.problems, lines


@pytest.mark.parametrize("page", ["corners", "streets"])
@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_named_with_file_line_and_nearest_name(problems, page, fault):
    found, lines = problems
    _, _, code, message, expected = FAULTS[fault]
    place = (f"book/{page}.md", lines[page, fault])
    here = [p for p in found if (p.path, p.line) == place and p.code == code and message in p.message]
    assert len({(p.code, p.message) for p in here}) == 1, [p for p in found if p.path == place[0]]
    assert expected in here[0].expected
    assert here[0].action


def test_paths_do_not_betray_the_machine(problems):
    assert not any("/tmp" in p.message or p.path.startswith("/") for p in problems[0])


def test_report_can_be_built_once_mended(executed, tmp_path):
    report, results = executed
    book = build_html(report, results, tmp_path / "html", log=str)
    assert (book.folder / "index.html").is_file()

"""The whole way from a folder to book and PDF, with the tiny report."""

import json
import os
import shutil

import pytest
from commands import coproduce
from pypdf import PdfReader

from coproduce.build import build
from coproduce.ground.problems import ProblemsFound
from coproduce.report import Report

pytestmark = [pytest.mark.xdist_group("build"), pytest.mark.slow]


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def bytes_of(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def built(built_tiny, tmp_path):
    """A copy of the built tiny report, which a test may change."""
    root = tmp_path / "tiny"
    shutil.copytree(built_tiny.report.paths.root, root)
    return Report(root)


def test_outputs_and_counts(built_tiny):
    assert built_tiny.html.joinpath("index.html").is_file()
    assert built_tiny.pdf.is_file()
    counts = built_tiny.summary.counts
    assert counts["pages of the book"] == 9
    assert counts["figures"] == 1
    assert counts["numbers"] == 4
    assert counts["contributions"] == 2
    assert counts["pages of the PDF"] == len(PdfReader(built_tiny.pdf).pages)
    assert set(built_tiny.summary.seconds) >= {"check", "execute chapters", "write HTML, PDF and other formats"}
    assert not (built_tiny.report.paths.work).exists()


def test_unchanged_build_does_nothing(built):
    before = bytes_of(built.paths.build)
    said = []
    assert build(built, log=said.append).unchanged
    assert "Nothing has changed" in said[0]
    assert bytes_of(built.paths.build) == before


def test_a_damaged_output_is_made_again(built, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    good = bytes_of(built.paths.html)
    (built.paths.html / "index.html").write_text("damaged")
    assert not build(built, log=lambda line: None).unchanged
    assert bytes_of(built.paths.html) == good
    assert "SOURCE_DATE_EPOCH" not in os.environ, "a build leaves no date behind for the next"


def test_one_value_changes_everywhere_without_cleaning(built):
    edit(built.paths.data / "counts.csv", "orchard-road,2025,126,", "orchard-road,2025,131,")
    build(built, log=lambda line: None)
    assert "1,193" in (built.paths.html / "index.html").read_text()
    assert "1,193" in (built.paths.html / "survival.html").read_text()
    assert "1,188" not in (built.paths.html / "survival.html").read_text()
    assert "1193" in (built.paths.html / "figures/trees-by-year.csv").read_text()
    reader = PdfReader(next(built.paths.pdf.glob("*.pdf")))
    pdf = "".join(page.extract_text() for page in reader.pages)
    assert "1,193" in pdf
    assert "1,188" not in pdf
    assert reader.attachments["counts.csv"] == [(built.paths.data / "counts.csv").read_bytes()]
    ledger = json.loads((built.paths.html / "ledger.json").read_text())
    assert {v["name"]: v["text"] for v in ledger["values"]}["trees-latest"] == "1,193"


BAD = {
    "a failing cell": ("book/survival.md", 'chapter = open_chapter("survival")', "chapter = 1 / 0", "book/survival.md", "ZeroDivisionError"),
    "a wrong chapter name": ("book/survival.md", 'open_chapter("survival")', 'open_chapter("surival")', "book/survival.md", "surival"),
    "a value from a missing row": ("book/survival.md", 'unit="count", rows=latest', 'unit="count", rows=latest.set_axis([f"counts:{n}" for n in (98, 99, 100)])', "book/survival.md", "counts:98"),
    "an undeclared input": ("book/survival.md", "inputs: [counts, streets]", "inputs: [streets]", "book/survival.md", "counts"),
    "an unknown input": ("book/survival.md", "inputs: [counts, streets]", "inputs: [count, streets]", "book/survival.md", "counts"),
    "an undefined value": ("book/index.md", "{value}`east-share`", "{value}`east-shar`", "book/index.md", "east-share"),
    "an unknown source": ("book/index.md", "{source}`wardens-2025`", "{source}`wardens-2026`", "book/index.md", "wardens-2025"),
    "an unknown contribution": ("book/index.md", "{contribution}`parish-watering`", "{contribution}`parish-water`", "book/index.md", "parish-watering"),
    "an unknown conclusion": ("book/index.md", "{conclusion}`watering-works`", "{conclusion}`watering-work`", "book/index.md", "watering-works"),
    "a dead reference": ("book/index.md", "{numref}`trees-by-year`", "{numref}`trees-by-yeer`", "book/index.md", "trees-by-yeer"),
    "a dead link": ("book/index.md", "The wardens publish", "[The wardens](nowhere.md) publish", "book/index.md", "nowhere.md"),
    "an unknown term": ("book/index.md", "{term}`warden`", "{term}`ranger`", "book/index.md", "ranger"),
    "no alternative text": ("book/survival.md", "alt=f\"", "alt=\"\" and f\"", "book/survival.md", "alt is missing"),
    "a typed statistic": ("book/index.md", "The share in", "With 47% more, the share in", "book/index.md", "47%"),
    "a number that is none": ("data/counts.csv", "mill-lane,2024,43", "mill-lane,2024,forty", "data/counts.csv", "forty"),
    "an unknown source in a row": ("data/counts.csv", "12,false,wardens-2023", "12,false,wardens-2022", "data/counts.csv", "wardens-2022"),
    "an empty locator": ("data/counts.csv", "wardens-2023,table 2", "wardens-2023,", "data/counts.csv", "locator"),
    "an unknown key of the package": ("data/datapackage.yaml", "description: Trees counted", "descripton: Trees counted", "data/datapackage.yaml", "description"),
    "a misspelt setting": ("_config.yml", "only_build_toc_files", "only_build_toc_file", "_config.yml", "only_build_toc_files"),
    "a missing page": ("_toc.yml", "file: survival", "file: survivals", "_toc.yml", "survival"),
    "a bad contribution": ("contributions/parish-watering.md", "theme: watering", "theme: wattering", "contributions/parish-watering.md", "watering"),
    "no consent": ("contributions/east-volunteer.md", "given: true", "given: false", "contributions/east-volunteer.md", "consent"),
    "raw HTML": ("contributions/parish-watering.md", "by hand.", "by hand <b>now</b>.", "contributions/parish-watering.md", "HTML"),
    "a private telephone number": ("contributions/parish-watering.md", "by hand.", "by hand, ring 020 7946 0018.", "contributions/parish-watering.md", "telephone"),
    "a disposition for nothing": ("contributions/dispositions/parish-watering.yml", "conclusion: watering-works", "conclusion: watering-wins", "contributions/dispositions/parish-watering.yml", "watering-works"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_fault_stops_the_build_with_one_clear_message(fault, built):
    file, old, new, blamed, says = BAD[fault]
    good = bytes_of(built.paths.html), bytes_of(built.paths.pdf)
    edit(built.paths.root / file, old, new)
    with pytest.raises(ProblemsFound) as raised:
        build(Report(built.paths.root), log=lambda line: None)
    blames = [p for p in raised.value.problems if p.path == blamed]
    assert blames, str(raised.value)
    assert says in str(raised.value)
    assert all(p.line for p in blames), str(raised.value)
    assert "Traceback" not in str(raised.value)
    assert (bytes_of(built.paths.html), bytes_of(built.paths.pdf)) == good


def test_a_missing_disposition_stops_the_build(built):
    (built.paths.dispositions / "parish-watering.yml").unlink()
    with pytest.raises(ProblemsFound, match="parish-watering"):
        build(Report(built.paths.root), log=lambda line: None)


def test_faults_of_many_kinds_come_in_one_run(built):
    for fault in ("a typed statistic", "a number that is none", "a misspelt setting", "a bad contribution"):
        file, old, new, *_ = BAD[fault]
        edit(built.paths.root / file, old, new)
    with pytest.raises(ProblemsFound) as raised:
        build(Report(built.paths.root), log=lambda line: None)
    assert {p.path for p in raised.value.problems} == {
        "book/index.md", "data/counts.csv", "_config.yml", "contributions/parish-watering.md"}


def test_the_command_fails_without_a_traceback(built):
    edit(built.paths.data / "counts.csv", "mill-lane,2024,43", "mill-lane,2024,forty")
    done = coproduce("build", cwd=built.paths.root)
    assert done.returncode == 1
    assert "forty" in done.stderr
    assert "Traceback" not in done.stderr


def test_outside_a_report_the_command_says_so(tmp_path):
    done = coproduce("check", cwd=tmp_path)
    assert done.returncode == 2
    assert "_config.yml" in done.stderr
    assert "Traceback" not in done.stderr

"""A report as ``coproduce init`` writes it, checked, built and tested by the verbs of its own Makefile."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest
import yaml
from bs4 import BeautifulSoup
from click.testing import CliRunner

from coproduce.cli import main

ROOT = Path(__file__).parents[2]
built = [pytest.mark.slow, pytest.mark.xdist_group("begin"), pytest.mark.skipif(not shutil.which("make"), reason="needs make")]


def marks(test):
    for mark in built:
        test = mark(test)
    return test


@marks
def test_its_pages_and_documents_are_there(begun):
    contents = yaml.safe_load((begun.folder / "_toc.yml").read_text(encoding="utf-8"))
    pages = [contents["root"], *(chapter["file"] for chapter in contents["chapters"])]
    html = begun.folder / "_build" / "html"
    titles = {page: BeautifulSoup((html / f"{page}.html").read_text(encoding="utf-8"), "lxml").h1.get_text(strip=True) for page in pages}
    assert titles["index"].startswith("The path of Fernhollow") and len(set(titles.values())) == len(pages) == 8
    endings = {path.suffix for path in (begun.folder / "_build" / "formats").iterdir()}
    assert {".pdf", ".docx", ".odt", ".epub", ".xlsx", ".zip"} <= endings
    with pikepdf.open(begun.folder / "_build" / "pdf" / "the-path-of-fernhollow.pdf") as pdf:
        assert len(pdf.pages) > 5 and pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "en-IE"


@marks
def test_its_number_is_computed_and_traced_to_rows_and_source(begun):
    ledger = json.loads((begun.folder / "_build" / "html" / "ledger.json").read_text(encoding="utf-8"))
    value = {v["name"]: v for v in ledger["values"]}["people-latest"]
    rows = [line.split(",") for line in (begun.folder / "data" / "counts.csv").read_text(encoding="utf-8").splitlines() if ",2025," in line]
    assert value["raw"] == sum(int(row[2]) + int(row[3]) for row in rows) and len(value["rows"]) == len(rows) == 3
    assert value["sources"] == ["example-count"] and {row["source"] for row in value["rows"]} == {"example-count"}
    assert {c["id"] for c in ledger["contributions"]} == {"example-bridge-too-narrow", "example-lights-first"}


@marks
def test_it_is_built_by_the_installed_package(begun):
    made = json.loads((begun.folder / "_build" / "html" / "manifest.json").read_text(encoding="utf-8"))
    assert made["packages"]["pandas"]  # as requirements.lock names it
    assert f"./packages/{begun.installed.wheel.name}" in (begun.folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert str(ROOT) not in (begun.folder / "_build" / "html" / "index.html").read_text(encoding="utf-8")


@marks
def test_its_own_tests_pass(begun):
    said = begun.make("test")
    assert re.search(r"6 passed, 1 skipped", said), said

@marks
def test_it_says_everywhere_that_it_is_invented(begun):
    for page in ("index", "contributions", "who-uses-the-path", "what-would-help"):
        assert "invented" in (begun.folder / "_build" / "html" / f"{page}.html").read_text(encoding="utf-8").lower()


#: Words of this repository's report, and of the country in which it was made.
FOREIGN = re.compile(r"\b(SEND|EHC|NHS|N8|Bradford|Manchester|England|English|Britain|British|UK|United Kingdom|council|GOV|Child of the North)\b")


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_nothing_in_it_is_british_or_about_children(tmp_path, forge):
    folder = tmp_path / "new"
    said = CliRunner().invoke(main, ["init", str(folder), "--title", "Our river", "--publisher", "River Group", "--language", "en-IE",
                                     "--forge", forge, "--package", "coproduce==0.1.0"])
    assert said.exit_code == 0
    found = {path.relative_to(folder).as_posix(): FOREIGN.findall(path.read_text(encoding="utf-8")) for path in folder.rglob("*") if path.is_file()}
    assert len(found) > 30
    assert {name: words for name, words in found.items() if words} == {}


@pytest.fixture
def own_tests(tmp_path):
    """The module of tests that a new report has."""
    done = CliRunner().invoke(main, ["init", str(tmp_path), "--title", "Our river", "--publisher", "River Group", "--package", "coproduce==0.1.0"])
    assert done.exit_code == 0, done.output
    found = importlib.util.spec_from_file_location("own_tests", tmp_path / "tests" / "test_report.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


WORDS = "word " * 30


@pytest.mark.parametrize(("test", "sound", "faulty"), [
    ("test_each_page_has_one_heading_of_the_first_level_and_words", f"<h1>{WORDS}</h1>", f"<h1>A</h1><h1>B</h1>{WORDS}"),
    ("test_each_page_has_one_heading_of_the_first_level_and_words", f"<h1>{WORDS}</h1>", "<h1>Few words</h1>"),
    ("test_each_picture_is_described", '<img src="a.png" alt="A tree">', '<img src="a.png">'),
    ("test_each_link_within_the_report_leads_somewhere", '<a href="there.html#a"></a><a href="https://example.org/"></a>', '<a href="gone.html"></a>'),
    ("test_each_link_within_the_report_leads_somewhere", '<a href="#here"></a>', '<a href="there.html#b"></a>'),
])
def test_its_own_tests_find_faults_of_a_page(own_tests, test, sound, faulty):
    own_tests.HTML.mkdir(parents=True)
    (own_tests.HTML / "there.html").write_text('<p id="a"></p>', encoding="utf-8")
    (own_tests.HTML / "page.html").write_text('<p id="here"></p>', encoding="utf-8")
    getattr(own_tests, test)({"page": BeautifulSoup(sound, "lxml")})
    with pytest.raises(AssertionError):
        getattr(own_tests, test)({"page": BeautifulSoup(faulty, "lxml")})


def test_its_own_tests_find_a_number_without_a_source_and_examples_left_in_an_edition(own_tests):
    value = {"name": "x", "rows": [1], "sources": ["a"]}
    own_tests.test_each_number_comes_from_rows_and_sources({"values": [value]})
    with pytest.raises(AssertionError):
        own_tests.test_each_number_comes_from_rows_and_sources({"values": [value | {"sources": []}]})
    with pytest.raises(AssertionError):
        own_tests.test_no_invented_example_is_left_in_an_edition({"report": {"edition": "1.0"}})
    with pytest.raises(AssertionError):
        own_tests.test_there_is_a_pdf({})

"""A report begun in another language than English: its texts are that language's, and say and ask what the English ones do."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pypdf
import pytest
import yaml
from click.testing import CliRunner
from commands import coproduce
from english_left import english_words, of_markup
from lxml import html as lxml_html

from coproduce.begin.templates import COUNTRIES, TEXTS
from coproduce.check import check_before_merging
from coproduce.cli import main
from coproduce.ground.interface_words import languages
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.report import Report
from coproduce.source.settings import read_settings

OTHERS = [code for code in languages() if code != "en"]
#: What is the same in every language, and English.
COMMON = ("Makefile", "requirements.txt", "requirements.lock", "tests/test_report.py", ".gitignore", ".gitattributes", "book/jupytext.toml",
          ".github/workflows/publish.yml", ".github/workflows/pull-request.yml", ".coproduce-init.json")


def begin(folder: Path, language: str) -> Report:
    done = CliRunner().invoke(main, ["init", str(folder), "--title", "Der Weg", "--publisher", "Wegefreunde", "--language", language,
                                     "--licence", "CC BY 4.0", "--forge", "github", "--package", "coproduce==0.1.0"])
    assert done.exit_code == 0, done.output
    return Report(folder)


@pytest.fixture(scope="module")
def english(tmp_path_factory) -> Report:
    return begin(tmp_path_factory.mktemp("english") / "report", "en-IE")


@pytest.fixture(scope="module", params=OTHERS)
def other(request, tmp_path_factory) -> Report:
    return begin(tmp_path_factory.mktemp(request.param) / "report", request.param)


def texts(report: Report) -> dict[str, str]:
    """The files of a report that are written in its language."""
    found = {path.relative_to(report.paths.root).as_posix(): path for path in report.paths.root.rglob("*") if path.is_file()}
    return {name: path.read_text(encoding="utf-8") for name, path in sorted(found.items()) if name not in COMMON and "_build" not in name}


def test_every_language_that_the_interface_has_words_in_can_begin_a_report():
    assert sorted(path.name for path in TEXTS.iterdir()) == sorted(path.name for path in COUNTRIES.iterdir()) == list(languages())


@pytest.mark.parametrize(("language", "country", "first", "types"), [
    ("de-DE", "DE", "Deutschland", {"Kommune", "Landesbehörde", "Freier Träger oder Wohlfahrtsverband"}),
    ("de", "DE", "Deutschland", {"Kommune", "Sozialversicherung"}),
    ("de-AT", "GB", "Österreich", {"Öffentliche Stelle"}),
])
def test_a_german_report_passes_its_check_and_its_form_asks_in_german(tmp_path, language, country, first, types):
    report = begin(tmp_path / "new", language)
    assert [problem for problem in check_before_merging(report) if problem.code != "spelling.language"] == []
    settings = read_settings(report.paths)
    assert (settings.language, settings.country) == (language, country)
    form, vocabulary = form_and_vocabulary(report.paths)
    assert form.questions[0].ask == "Wer spricht?"
    assert types <= set(form.question("contributor.organisation_type").offered)
    assert list(form.question("contributor.region").offered)[0] == first
    assert list(vocabulary.terms("regions"))[-1] == "anderswo"


def test_it_has_the_files_and_keys_of_the_english_one(english, other):
    folders = [sorted(str(Path(name).parent) + Path(name).suffix for name in texts(report)) for report in (english, other)]
    assert folders[0] == folders[1]
    for name in ("_config.yml", "contributions/vocabulary.yml"):
        ours, theirs = (yaml.safe_load(texts(report)[name]) for report in (english, other))
        assert list(ours) == list(theirs)
    ours, theirs = (yaml.safe_load(texts(report)["_config.yml"])["coproduce"] for report in (english, other))
    assert list(ours) == list(theirs) and list(ours["pages"]) == list(theirs["pages"])
    ours, theirs = (form_and_vocabulary(report.paths)[1] for report in (english, other))
    for key in ("sectors", "themes", "claims", "consent_wordings"):
        assert len(ours.terms(key)) == len(theirs.terms(key)) > 0


def test_it_asks_the_same_questions(english, other):
    ours, theirs = (form_and_vocabulary(report.paths)[0] for report in (english, other))
    assert [question.field for question in ours.questions] == [question.field for question in theirs.questions]
    assert [bool(question.help) for question in ours.questions] == [bool(question.help) for question in theirs.questions]
    for field in ("kind", "contributor.credit", "consent.quoted", "consent.given"):
        assert list(ours.question(field).offered.values()) == list(theirs.question(field).offered.values())


def test_its_chapters_show_the_same(english, other):
    """Cells, boxes, roles, headings and their order; data with the same figures."""
    marks = re.compile(r"^(?:`{3}|:{3})\{([a-z-]+)\}|\{([a-z-]+)\}`|^(#+) |chapter\.(\w+)\(", re.MULTILINE)
    shown = [[marks.findall((report.paths.book / f"{name}.md").read_text(encoding="utf-8")) for name in report.toc.chapters]
             for report in (english, other)]
    assert shown[0] == shown[1]
    figures = []
    for report in (english, other):
        tables = [list(csv.reader(path.open(encoding="utf-8"))) for path in report.paths.data.glob("*.csv")]
        figures.append(sorted([[cell for cell in row if re.fullmatch(r"[\d.]+", cell)] for row in table[1:]] for table in tables))
    assert figures[0] == figures[1]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_its_documents_say_the_same_of_commands_and_have_the_same_parts(english, other, name):
    parts = re.compile(r"^(#+ |\d\. |- |```\w*|(?:make|coproduce) \S+)", re.MULTILINE)
    ours, theirs = (texts(report)[name] for report in (english, other))
    assert parts.findall(ours) == parts.findall(theirs)


def test_no_sentence_of_it_is_english(english, other):
    """Four words in a row that both have, but for what programs read."""
    sentence = re.compile(r"(?<![\w-])(?:[A-Za-zÄÖÜäöüß’'-]+,? ){3,}[A-Za-zÄÖÜäöüß’'-]+")
    programs = re.compile(r"^(from|coproduce) ")

    def said(text: str) -> set[str]:
        return {found for found in sentence.findall(text) if not programs.match(found)}

    ours = {found for text in texts(english).values() for found in said(text)}
    assert len(ours) > 150
    assert {name: both for name, text in texts(other).items() if (both := said(text) & ours)} == {}


@pytest.mark.slow
@pytest.mark.xdist_group("begin")
def test_it_is_built_without_an_english_word(tmp_path):
    report = begin(tmp_path / "new", "de-DE")
    done = coproduce("build", cwd=report.paths.root)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = sorted(report.paths.html.rglob("*.html"))
    assert len(pages) > 8
    for page in pages:
        assert english_words(of_markup(lxml_html.parse(page).getroot())) == [], page.name
    [pdf] = report.paths.pdf.glob("*.pdf")
    lines = [line for page in pypdf.PdfReader(pdf).pages for line in page.extract_text().splitlines()]
    assert english_words(lines) == [] and any("erfunden" in line for line in lines)

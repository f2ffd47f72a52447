"""The rules that a build holds its input to, and the level that a book chooses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.report import Report
from coproduce.source.rules import EFFECTS, RULES, Rules, rule_of
from coproduce.source.settings import check_settings, read_settings

ROOT = Path(__file__).parents[2]


def book(folder: Path, rules: str, more: str = "") -> Report:
    """A book of one page whose settings ask for these rules."""
    (folder / "_config.yml").write_text(f"title: A book\n{more}coproduce:\n  rules: {rules}\n")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    (folder / "intro.md").write_text("# Intro\n\nWords.\n")
    return Report(folder)


def faults(folder: Path, rules: str) -> list[Problem]:
    return check_settings(book(folder, rules).paths)[1]


def test_a_report_that_asks_for_nothing_is_held_to_every_rule(tiny):
    assert tiny.settings.rules == Rules()
    assert not tiny.settings.rules.is_book
    assert {tiny.settings.rules.of(name) for name in RULES} == {"fatal"}
    assert tiny.paths.book == tiny.paths.root / "book"


@pytest.mark.parametrize("rules", ["book", "{level: book}", '"book"', "\n    level: book"])
def test_a_book_says_so_in_a_word_or_as_a_level(tmp_path, rules):
    report = book(tmp_path, rules)
    assert report.settings.rules.is_book
    assert report.paths.book == tmp_path
    assert report.toc.chapters == ("intro",)


def test_at_the_level_of_books_rules_of_reports_are_off_and_those_of_readers_are_listed(tmp_path):
    rules = book(tmp_path, "book").settings.rules
    assert {rules.of(name) for name in ("typed-numbers", "declared-inputs", "contributions", "spelling", "data-package")} == {"off"}
    assert {rules.of(name) for name in ("failed-cells", "missing-pictures", "broken-links", "missing-alternative-text")} == {"reported"}


def test_strict_makes_fatal_what_is_listed_and_a_rule_may_be_named(tmp_path):
    rules = book(tmp_path, "{level: book, strict: true, missing-pages: reported, spelling: reported}").settings.rules
    assert rules.of("failed-cells") == "fatal"
    assert (rules.of("missing-pages"), rules.of("spelling"), rules.of("readability")) == ("reported", "reported", "off")


def test_a_bare_off_is_off_though_yaml_reads_it_as_no(tmp_path):
    assert book(tmp_path, "{level: book, missing-pages: off}").settings.rules.of("missing-pages") == "off"


def test_problems_are_told_apart_by_the_rule_that_their_code_belongs_to():
    rules = Rules("book", named=(("broken-links", "fatal"),))
    problems = [Problem("a.md", "x", code=code) for code in (
        "prose.typed-number", "markup.alternative-text", "markup.tag", "myst.xref_missing", "config.value", "front-matter.no-inputs")]
    fatal, listed = rules.judge(problems)
    assert [p.code for p in fatal] == ["myst.xref_missing", "config.value"]
    assert [p.code for p in listed] == ["markup.alternative-text", "markup.tag"]
    unknown = [Problem("a.md", "x", code="sphinx.warning")]
    assert rules.judge(unknown) == (unknown, [])
    assert rules.judge(unknown, otherwise="warnings") == ([], unknown)


def test_of_two_rules_the_longer_code_decides():
    assert rule_of("markup.alternative-text") == "missing-alternative-text"
    assert rule_of("front-matter.undeclared-input") == "declared-inputs"
    assert rule_of("no.such-code") == ""


@pytest.mark.parametrize(("rules", "said"), [
    ("{level: book, missing-picture: fatal}", "there is no rule ‘missing-picture’"),
    ("boook", "‘boook’ cannot be the value of ‘rules"),
    ("{level: book, broken-links: fatl}", "‘fatl’ cannot be the value of ‘rules.broken-links’"),
    ("{level: book, strict: perhaps}", "‘perhaps’ cannot be the value of ‘rules.strict’"),
    ("[book]", "cannot be the value of ‘rules’"),
])
def test_an_unknown_rule_or_value_is_one_problem_with_its_line(tmp_path, rules, said):
    problems = [p for p in faults(tmp_path, rules) if p.code.startswith(("config.rules", "config.unknown-rule"))]
    assert len(problems) == 1
    assert said in problems[0].message
    assert problems[0].line == 3


@pytest.mark.parametrize(("rules", "meant"), [
    ("{level: book, missing-picture: fatal}", "‘missing-pictures’?"), ("boook", "‘book’?"), ("{level: book, broken-links: fatl}", "‘fatal’?"),
])
def test_what_was_probably_meant_is_said(tmp_path, rules, meant):
    assert meant in {p.expected for p in faults(tmp_path, rules)}


def test_a_report_may_lift_a_rule_by_name(tiny):
    config = tiny.paths.config
    config.write_text(config.read_text().replace("coproduce:\n", "coproduce:\n  rules: {typed-numbers: reported}\n"))
    page = next(iter(sorted(tiny.paths.book.glob("*.md"))))
    page.write_text(page.read_text() + "\nThere were 4,711 trees.\n")
    from coproduce.check import check

    report = Report(tiny.paths.root)
    assert not [p for p in check(report) if p.code == "prose.typed-number"]
    assert [p for p in report.reported if p.code == "prose.typed-number"]


def test_a_book_needs_no_setting_but_its_level(tmp_path):
    settings = book(tmp_path, "book").settings
    assert settings.title == "A book"
    assert settings.pdf_name == "a-book"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", settings.date)
    assert settings.language == "en"


def test_a_book_without_a_title_is_called_as_its_folder(tmp_path):
    report = book(tmp_path, "book")
    report.paths.config.write_text("coproduce:\n  rules: book\n")
    assert read_settings(report.paths).title == tmp_path.name


def test_stock_settings_without_meaning_are_one_note_and_no_error(tmp_path):
    settings, problems = check_settings(book(
        tmp_path, "book", "logo: a.png\nlaunch_buttons: {binderhub_url: x}\nlatex: {latex_engine: xelatex}\nno_such_key: 1\n"
        "sphinx: {extra_extensions: [no_such_extension]}\n").paths)
    assert settings
    assert len(problems) == 1
    assert all(name in problems[0].message for name in ("logo", "launch_buttons", "latex", "no_such_key", "no_such_extension"))
    assert settings.rules.judge(problems) == ([], problems)


@pytest.mark.parametrize(("written", "executes", "always"), [
    ("auto", True, False), ("force", True, True), ("cache", True, True), ("off", False, False), ('"off"', False, False)])
def test_when_notebooks_are_run(tmp_path, written, executes, always):
    stock = book(tmp_path, "book", f"execute: {{execute_notebooks: {written}}}\n").settings.stock
    assert (stock.executes, stock.always) == (executes, always)


def test_contents_of_a_report_stay_strict(tiny):
    toc = tiny.paths.toc
    toc.write_text(toc.read_text() + "  - file: not-there\n")
    with pytest.raises(ProblemsFound, match="not-there"):
        Report(tiny.paths.root).toc


def test_the_docs_list_every_rule_with_its_effect_at_each_level():
    levels = (ROOT / "docs" / "books.md").read_text(encoding="utf-8").partition("## Levels")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.+) \|$", levels, re.MULTILINE))
    assert rows == {name: f"{rule.about} | {rule.report} | {rule.book}" for name, rule in RULES.items()}
    assert {effect for rule in RULES.values() for effect in (rule.book, rule.report)} <= set(EFFECTS)

"""``coproduce check``: what continuous integration would say, in one run."""

import pytest
from click.testing import CliRunner

from coproduce.cli import main


def check(report):
    return CliRunner().invoke(main, ["--report", str(report.paths.root), "check"])


def test_a_sound_report_has_no_problems(tiny):
    run = check(tiny)
    assert (run.exit_code, run.output.strip()) == (0, "No problems found.")


@pytest.mark.parametrize(("language", "checked"), [("en-GB", True), ("en-IE", True), ("en-US", False)])
def test_spelling_is_checked_in_the_languages_that_the_dictionary_is_right_for(tiny, language, checked):
    tiny.paths.config.write_text(
        tiny.paths.config.read_text(encoding="utf-8").replace("language: en-GB", f"language: {language}"), encoding="utf-8")
    page = tiny.paths.chapter("survival")
    page.write_text(page.read_text(encoding="utf-8") + "\nTheir color is green.\n", encoding="utf-8")
    run = check(tiny)
    assert run.output.count("Spelling was not checked") == (0 if checked else 1)
    assert ("spelling.unknown" in run.output, run.exit_code) == (checked, int(checked))


def test_everything_is_said_in_one_run(tiny):
    page = tiny.paths.chapter("survival")
    page.write_text(page.read_text(encoding="utf-8") + "\nThey recieve 45 litres; see {source}`warden-2025` and [it](gone.md).\n",
                    encoding="utf-8")
    letter = tiny.paths.contributions / "parish-watering.md"
    letter.write_text(letter.read_text(encoding="utf-8") + "\nWrite to a.person@larkwell.example.\n", encoding="utf-8")
    (tiny.paths.dispositions / "east-volunteer.yml").unlink()
    counts = tiny.paths.data / "counts.csv"
    counts.write_text(counts.read_text(encoding="utf-8").replace("mill-lane", "mil-lane", 1), encoding="utf-8")
    config = tiny.paths.config
    config.write_text(config.read_text(encoding="utf-8") + "\nauthr: x\n", encoding="utf-8")
    run = check(tiny)
    assert run.exit_code == 1
    for code in ("config.unknown-key", "data.", "privacy.", "prose.typed-number", "references.source", "references.link", "spelling.unknown"):
        assert code in run.output, code
    assert "Traceback" not in run.output


def test_a_build_does_not_stop_for_spelling(tiny):
    from coproduce.check import check as before_build

    page = tiny.paths.chapter("survival")
    page.write_text(page.read_text(encoding="utf-8") + "\nThey recieve water.\n", encoding="utf-8")
    assert before_build(tiny) == []


def test_a_page_that_is_not_utf8_is_told_with_its_line(tiny):
    page = tiny.paths.chapter("glossary")
    page.write_bytes(page.read_bytes() + b"\nA caf\xe9.\n")
    last = page.read_bytes().count(b"\n")
    said = CliRunner().invoke(main, ["--report", str(tiny.paths.root), "check"])
    assert said.exit_code == 1
    assert f"line {last}: a character here is not UTF-8 (byte 0xe9) [input.encoding]" in said.output


def test_windows_itself_is_refused_in_a_sentence(tiny, monkeypatch):
    monkeypatch.setattr("sys.platform", "win32")
    run = check(tiny)
    assert run.exit_code == 1 and "WSL 2" in run.output and "Traceback" not in run.output

"""``coproduce init --update``: what a newer version would write differently."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from coproduce.begin.record import RECORD
from coproduce.cli import main

NAMED = "coproduce==0.1.0"


def run(folder: Path, *arguments: str, status: int = 0) -> str:
    done = CliRunner().invoke(main, ["init", str(folder), *arguments])
    assert done.exit_code == status, done.output
    return done.output


@pytest.fixture
def older_report(tmp_path) -> Path:
    """A report as an older version began it: its Makefile had another verb, and one file is not written any more."""
    folder = tmp_path / "report"
    run(folder, "--title", "Our river", "--publisher", "River Group", "--package", NAMED)
    older(folder, "Makefile", lambda text: text.replace("## list the verbs", "## list everything"))
    older(folder, "setup.cfg", lambda text: "[old]\n")
    older(folder, "CONTRIBUTING.md", lambda text: text.replace("You need no git.", "No git is needed."))
    return folder


def older(folder: Path, name: str, change) -> None:
    """Let the report have a file as an older version wrote it."""
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    record["files"][name] = change(record["files"].get(name, ""))
    (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
    (folder / name).write_text(record["files"][name], encoding="utf-8")


def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}


def test_a_report_of_this_version_has_nothing_to_change(tmp_path):
    run(tmp_path, "--title", "Our river", "--publisher", "River Group", "--package", NAMED)
    before = texts(tmp_path)
    assert run(tmp_path, "--update", "--package", NAMED) == "This version writes nothing differently.\n"
    assert texts(tmp_path) == before


def test_what_authors_write_is_never_compared(tmp_path):
    run(tmp_path, "--title", "Our river", "--publisher", "River Group", "--package", NAMED)
    for name in ("book/index.md", "data/counts.csv", "contributions/form.yml", "_toc.yml", "requirements.lock"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    assert run(tmp_path, "--update", "--package", NAMED) == "This version writes nothing differently.\n"


def test_it_shows_line_by_line_and_writes_nothing(older_report):
    before = texts(older_report)
    said = run(older_report, "--update", "--package", NAMED)
    assert "-help: ## list everything" in said and "+help: ## list the verbs" in said
    assert "2 would change, 1 would be left to you." in said
    assert texts(older_report) == before


def test_what_was_edited_stays_and_the_rest_is_written(older_report):
    edited = (older_report / "Makefile").read_text(encoding="utf-8") + "\nmine:\n\ttrue\n"
    (older_report / "Makefile").write_text(edited, encoding="utf-8")
    said = run(older_report, "--update", "--write", "--package", NAMED)
    assert "Makefile: edited here, stays as it is" in said and "+help: ## list the verbs" in said
    assert (older_report / "Makefile").read_text(encoding="utf-8") == edited
    assert "You need no git." in (older_report / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert run(older_report, "--update", "--package", NAMED) == "This version writes nothing differently.\n"


def test_what_is_no_longer_written_is_left_to_a_person(older_report):
    said = run(older_report, "--update", "--write", "--package", NAMED)
    assert "setup.cfg: not written any more; delete it if you do not need it" in said
    assert (older_report / "setup.cfg").is_file()


def test_a_file_that_was_deleted_stays_away_until_it_is_written_differently(older_report):
    (older_report / ".gitattributes").unlink()
    run(older_report, "--update", "--write", "--package", NAMED)
    assert not (older_report / ".gitattributes").exists()


def test_a_newer_package_is_one_of_the_changes(older_report):
    said = run(older_report, "--update", "--write", "--package", "coproduce==0.2")
    assert "-coproduce==0.1.0" in said and "+coproduce==0.2" in said
    assert "coproduce==0.2" in (older_report / "requirements.txt").read_text(encoding="utf-8").splitlines()


def test_a_new_wheel_is_brought_along(older_report, tmp_path):
    wheel = tmp_path / "coproduce-9.9-py3-none-any.whl"
    wheel.write_bytes(b"a wheel")
    run(older_report, "--update", "--package", str(wheel))
    assert not (older_report / "packages").exists()
    run(older_report, "--update", "--write", "--package", str(wheel))
    assert (older_report / "packages" / wheel.name).read_bytes() == b"a wheel"


@pytest.mark.parametrize(("text", "word"), [
    (None, "init.no-record"), ("{", "damaged"), ("[]", "damaged"), ('{"answers": {"title": 1}, "files": {}}', "damaged"),
    ('{"version": "1", "answers": {"title": "x", "publisher": "y", "language": "en", "licence": "?", "forge": "none", "date": "2026-01-01"}, '
     '"files": {}}', "--licence"),
])
def test_a_report_without_a_sound_record_is_refused_in_words(tmp_path, text, word):
    if text is not None:
        (tmp_path / RECORD).write_text(text, encoding="utf-8")
    said = run(tmp_path, "--update", "--package", NAMED, status=1)
    assert word in said and "Traceback" not in said


def test_answers_are_not_changed_by_an_update(older_report):
    assert "--title belongs to a new report" in run(older_report, "--update", "--title", "Another", status=2)
    assert "--write belongs to --update" in run(older_report, "--write", status=2)

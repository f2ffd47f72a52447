"""``coproduce adopt``: a Jupyter Book gets the few settings that it needs, and keeps everything that it has."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coproduce.cli import main
from coproduce.report import Report

STOCK = Path(__file__).parents[1] / "book_level" / "stock"


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    """A copy of the stock book, which tests may change."""
    return Path(shutil.copytree(STOCK, tmp_path / "stock"))


def adopt(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["adopt", str(folder), *options])


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_lines_are_added_and_nothing_else_changes(stock):
    before = files(stock)
    done = adopt(stock)
    assert done.exit_code == 0
    after = files(stock)
    config = before.pop("_config.yml")
    assert after.pop("_config.yml").startswith(config.rstrip())
    assert after == before
    added = (stock / "_config.yml").read_bytes()[len(config.rstrip()):].decode()
    assert len([line for line in added.splitlines() if line.strip()]) <= 10
    settings = Report(stock).settings
    assert settings.rules.is_book
    assert (settings.title, settings.pdf_name, settings.language) == ("Field notes on rivers", "field-notes-on-rivers", "en")


def test_it_says_what_readers_gain_and_what_has_no_effect(stock):
    said = adopt(stock).output
    assert "PDF/UA-1" in said
    assert "launch_buttons" in said
    assert "guide/not-there" in said


def test_to_show_writes_nothing(stock):
    before = files(stock)
    done = adopt(stock, "--show")
    assert done.exit_code == 0
    assert "rules: book" in done.output
    assert files(stock) == before


def test_a_second_time_writes_nothing(stock):
    adopt(stock)
    before = files(stock)
    done = adopt(stock)
    assert done.exit_code == 0
    assert "already" in done.output
    assert files(stock) == before


def test_a_book_without_settings_gets_them(stock):
    (stock / "_config.yml").unlink()
    assert adopt(stock).exit_code == 0
    assert Report(stock).settings.title == "stock"


def test_a_folder_that_is_no_book_is_one_clear_error(stock):
    done = adopt(stock / "guide")
    assert done.exit_code == 1
    assert "holds no Jupyter Book" in done.output
    assert "1 problem in 1 file." in done.output


def test_the_folder_of_the_book_is_named_where_it_lies_below(stock):
    done = adopt(stock.parent)
    assert done.exit_code == 1
    assert "‘stock’" in done.output


def test_a_report_is_refused(tiny):
    before = files(tiny.paths.root)
    done = adopt(tiny.paths.root)
    assert done.exit_code == 1
    assert files(tiny.paths.root) == before


@pytest.mark.parametrize("text", ["{title: A book, author: Somebody}\n", "title: A book\n...\n", "- title\n", "title: [\n"])
def test_settings_that_cannot_be_added_to_stay_as_they_are(stock, text):
    (stock / "_config.yml").write_text(text)
    done = adopt(stock)
    assert done.exit_code == 1
    assert "_config.yml" in done.output
    assert (stock / "_config.yml").read_text() == text


def test_contents_of_an_old_version_are_refused(stock):
    (stock / "_toc.yml").write_text("- file: welcome\n")
    done = adopt(stock)
    assert done.exit_code == 1
    assert "_toc.yml" in done.output

"""The folder of a preview: its own, one at a time, and gone when the report is cleaned."""

from __future__ import annotations

import pytest

from coproduce.editions import manifest
from coproduce.editions.clean import clean
from coproduce.ground.problems import ProblemsFound
from coproduce.preview.folder import prepared
from coproduce.report import Report


def test_a_second_preview_is_refused_and_told_where_the_first_one_is(tiny: Report) -> None:
    with prepared(tiny.paths) as folder:
        folder.mark("http://127.0.0.1:8000/")
        with pytest.raises(ProblemsFound, match="running already: http://127.0.0.1:8000/"), prepared(tiny.paths):
            pass
    with prepared(tiny.paths):
        pass


def test_clean_waits_for_no_preview_and_takes_what_one_left(tiny: Report) -> None:
    with prepared(tiny.paths) as folder:
        (folder.stage / "deep").mkdir(parents=True)
        (folder.stage / "deep" / "page.html").write_text("<p>Written.</p>")
        with pytest.raises(ProblemsFound, match="a preview of this report is running"):
            clean(tiny.paths)
        assert (folder.stage / "deep" / "page.html").is_file()
    assert clean(tiny.paths) == []
    assert not tiny.paths.build.exists()


def test_what_somebody_put_into_the_folder_stays(tiny: Report) -> None:
    with prepared(tiny.paths):
        (tiny.paths.preview / "notes.txt").write_text("mine")
    with pytest.raises(ProblemsFound, match="not made by coproduce"), prepared(tiny.paths):
        pass
    assert (tiny.paths.preview / "notes.txt").read_text() == "mine"
    clean(tiny.paths)
    assert (tiny.paths.preview / "notes.txt").read_text() == "mine"


def test_pages_are_shown_when_they_differ_and_gone_when_they_are_not_written_any_more(tiny: Report) -> None:
    with prepared(tiny.paths) as folder:
        folder.stage.mkdir(parents=True)
        (folder.stage / "a.html").write_text("<p>One</p><!--file:ledger.csv-->")
        (folder.stage / "b.html").write_text("<p>Two</p>")
        assert folder.show_all() == ["a.html", "b.html"]
        assert (folder.html / "a.html").read_text() == "<p>One</p>"
        assert not folder.show_page("b")
        (folder.stage / "ledger.csv").write_text("name\n" * 400)
        (folder.stage / "b.html").unlink()
        assert folder.show_all() == ["a.html", "ledger.csv", "b.html"]
        assert "CSV, 2 kB" in (folder.html / "a.html").read_text()


def test_a_copy_of_a_preview_says_what_it_is(tiny: Report) -> None:
    with prepared(tiny.paths) as folder, pytest.raises(ProblemsFound, match="a preview, and not a build"):
        manifest.read(folder.html)

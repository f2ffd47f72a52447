"""Which books are published or frozen, and which are refused or asked about."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from click.testing import CliRunner
from edition_history import git
from published_sites import bytes_of, codes, rewritten

from coproduce.cli import main
from coproduce.editions.site import publish
from coproduce.ground.problems import ProblemsFound


def test_other_bytes_under_a_frozen_version_are_refused(published, two_editions, tmp_path):
    other = shutil.copytree(two_editions.second, tmp_path / "other")
    path = other / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"edition": "1.0"}))
    was = bytes_of(published)
    with pytest.raises(ProblemsFound) as found:
        publish(other, published, freeze=True)
    assert codes(found) == {"publish.frozen"}
    assert bytes_of(published) == was


@pytest.mark.parametrize("change", [{"uncommitted_changes": True}, {"commit": ""}])
def test_only_what_was_committed_is_frozen(two_editions, site, tmp_path, change):
    book = rewritten(two_editions.first, tmp_path / "book", **change)
    with pytest.raises(ProblemsFound) as found:
        publish(book, site, freeze=True)
    assert codes(found) == {"publish.uncommitted"}
    assert not site.exists() and not site.with_name("www.published").exists()
    publish(book, site)  # without being kept it may be served


def test_book_of_a_clone_without_history_is_not_frozen(two_editions, site, tmp_path):
    """Its pages do not tell when they were changed: nobody who has the history could build them again."""
    git(tmp_path, "clone", "--quiet", "--depth", "1", two_editions.root.as_uri(), "shallow")
    with pytest.raises(ProblemsFound) as found:
        publish(two_editions.second, site, freeze=True, repository=tmp_path / "shallow")
    assert codes(found) == {"publish.shallow"} and not site.exists()
    publish(two_editions.second, site, repository=tmp_path / "shallow")


def test_without_git_the_clocks_decide(published, two_editions, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ProblemsFound) as found:
        publish(two_editions.first, published, repository=two_editions.root)
    assert codes(found) == {"publish.overtaken"}


def test_older_commit_is_refused(published, two_editions):
    was = bytes_of(published)
    with pytest.raises(ProblemsFound) as found:
        publish(two_editions.first, published)
    assert codes(found) == {"publish.overtaken"}
    assert two_editions.second_commit[:12] in str(found.value)
    assert bytes_of(published) == was


def test_history_decides_before_the_clocks_of_authors(two_editions, site, tmp_path):
    """A commit made on top of what is served is later, even if its author's clock is slow."""
    slow = rewritten(two_editions.second, tmp_path / "slow", source_date_epoch=1)
    publish(two_editions.first, site)
    with pytest.raises(ProblemsFound, match="publish.overtaken"):
        publish(slow, site)
    publish(slow, site, repository=two_editions.root)
    fast = rewritten(two_editions.first, tmp_path / "fast", source_date_epoch=2_000_000_000)
    with pytest.raises(ProblemsFound, match="publish.overtaken"):
        publish(fast, site, repository=two_editions.root)


def test_clocks_decide_where_a_repository_does_not_know_the_commits(published, two_editions, tmp_path):
    git(tmp_path, "init", "--quiet", "other")
    with pytest.raises(ProblemsFound, match="publish.overtaken"):
        publish(two_editions.first, published, repository=tmp_path / "other")


@pytest.mark.parametrize("spoil", [
    lambda book: (book / "index.html").write_text("changed"),
    lambda book: (book / "survival.html").unlink(),
    lambda book: (book / "extra.html").write_text("extra"),
    lambda book: (book / "manifest.json").unlink(),
    lambda book: (book / "editions" / "index.html").write_text("no place for a list"),
])
def test_book_that_is_not_as_it_was_built_is_refused(published, two_editions, tmp_path, spoil):
    book = shutil.copytree(two_editions.second, tmp_path / "book")
    spoil(book)
    was = bytes_of(published)
    with pytest.raises(ProblemsFound):
        publish(book, published)
    with pytest.raises(ProblemsFound):
        publish(two_editions.second, published, editions=(book,))
    assert bytes_of(published) == was


def test_a_version_that_goes_back_is_asked_about(two_editions, site, tmp_path):
    publish(two_editions.second, site, freeze=True)
    book = rewritten(two_editions.second, tmp_path / "book", edition="1.0.1")
    was = bytes_of(site)
    with pytest.raises(ProblemsFound) as found:
        publish(book, site, freeze=True)
    assert codes(found) == {"publish.unusual"} and "--yes" in str(found.value)
    assert bytes_of(site) == was
    asked = []
    publish(book, site, freeze=True, sure=asked.extend)
    assert len(asked) == 1 and (site / "editions" / "1.0.1").is_dir()


@pytest.mark.parametrize("day", ["1926-03-01", "2926-03-01"])
def test_a_date_far_from_today_is_asked_about(day, two_editions, site, tmp_path):
    book = rewritten(two_editions.second, tmp_path / "book", date=day)
    result = CliRunner().invoke(main, ["publish", str(site), "--book", str(book)])
    assert result.exit_code == 1 and day in result.stderr and "--yes" in result.stderr
    assert not os.path.lexists(site)
    assert CliRunner().invoke(main, ["publish", str(site), "--book", str(book), "--yes"]).exit_code == 0


def test_versions_that_differ_by_case_are_refused(two_editions, site, tmp_path):
    for number, version in enumerate(("1.0a1", "1.0A1")):
        book = rewritten(two_editions.second, tmp_path / str(number), edition=version)
        if number:
            with pytest.raises(ProblemsFound) as found:
                publish(book, site, freeze=True)
            assert codes(found) == {"publish.same-name"}
        else:
            publish(book, site, freeze=True)

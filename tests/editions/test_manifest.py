"""The manifest of a built book."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from importlib.metadata import version

import pytest

from coproduce.editions import manifest
from coproduce.ground.problems import ProblemsFound


@pytest.fixture
def book(two_editions, tmp_path):
    """A copy of a built edition, which a test may change."""
    return shutil.copytree(two_editions.first, tmp_path / "book")


def test_says_what_the_edition_was_made_from(two_editions):
    made = manifest.read(two_editions.first)
    assert (made["edition"], made["date"]) == ("1.0", "2026-03-01")
    assert made["commit"] == two_editions.first_commit
    assert made["uncommitted_changes"] is False
    assert made["source_date_epoch"] == 1_772_366_400
    assert made["packages"]["sphinx"] == version("sphinx")
    assert made["licences"] == {"report": "CC BY 4.0", "software": "MIT", "data": made["licences"]["data"]}
    assert made["licences"]["data"]


def test_lists_every_input_with_its_checksum(two_editions):
    made = manifest.read(two_editions.second)
    tracked = subprocess.run(
        ["git", "-C", two_editions.root, "ls-files", "book", "data", "contributions", "_config.yml", "_toc.yml"],
        capture_output=True, text=True, check=True).stdout.split()
    assert set(tracked) <= set(made["inputs"])
    path = two_editions.root / "data" / "counts.csv"
    assert made["inputs"]["data/counts.csv"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "build.py" in made["machinery"]


def test_lists_every_output_but_itself_and_what_may_change(two_editions):
    made = manifest.read(two_editions.first)
    there = {p.relative_to(two_editions.first).as_posix() for p in two_editions.first.rglob("*") if p.is_file()}
    assert there - set(made["outputs"]) == {
        "manifest.json", "editions/index.html", "editions/newest.js", ".coproduce-made"}
    page = (two_editions.first / "survival.html").read_bytes()
    assert made["outputs"]["survival.html"] == {"sha256": hashlib.sha256(page).hexdigest(), "bytes": len(page)}
    assert list(made["outputs"]) == sorted(made["outputs"], key=lambda name: name.split("/"))


def test_downloads_are_in_it_and_pass_sha256sum(two_editions):
    """With the command that readers have."""
    downloads = two_editions.first / "downloads"
    checked = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=downloads, capture_output=True, text=True)
    assert checked.returncode == 0
    assert checked.stdout.count(": OK") == len(list(downloads.iterdir())) - 1
    assert "downloads/street-trees-of-larkwell.pdf" in manifest.read(two_editions.first)["outputs"]


def test_differences_are_named(book):
    (book / "survival.html").write_bytes((book / "survival.html").read_bytes() + b" ")
    (book / "streets.html").unlink()
    (book / "new.html").write_text("new")
    (book / "editions" / "newest.js").write_text("changed")
    (book / ".nojekyll").touch()
    told = manifest.differences(manifest.read(book), book)
    assert told == {"survival.html": "different", "streets.html": "missing", "new.html": "extra"}


@pytest.mark.parametrize("change, said", [
    ({"manifest": 2}, "1 was expected"),
    ({"edition": "../../etc"}, "edition"),
    ({"edition": "index.html"}, "edition"),
    ({"edition": "1.0\n"}, "edition"),
    ({"date": "soon"}, "date"),
    ({"commit": "--output=x"}, "commit"),
    ({"source_date_epoch": "0"}, "source_date_epoch"),
    ({"outputs": {"index.html": {"sha256": "0" * 63, "bytes": 1}}}, "outputs/index.html/sha256"),
    *(({"outputs": {name: {"sha256": "0" * 64, "bytes": 1}}}, "outputs") for name in (
        "../x", "/etc/passwd", "a/../../x", "a//b", "a/./b", "..", "a\\..\\x", "a\n/../../x", "", "a/")),
])
def test_manifest_from_elsewhere_is_not_believed(book, change, said):
    made = json.loads((book / "manifest.json").read_text()) | change
    (book / "manifest.json").write_text(json.dumps(made))
    with pytest.raises(ProblemsFound) as found:
        manifest.read(book)
    assert found.value.problems[0].code == "manifest.unreadable"
    assert said in found.value.problems[0].message


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\ufeff{}"])
def test_what_is_no_manifest_is_said(book, text):
    (book / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound, match="manifest.unreadable"):
        manifest.read(book)


def test_folder_without_manifest_is_said(tmp_path):
    with pytest.raises(ProblemsFound, match="there is no manifest here"):
        manifest.read(tmp_path)

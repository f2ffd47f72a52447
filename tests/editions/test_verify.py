"""Checking a published edition against its manifest and against a new build.

That a sound edition is found the same, byte for byte, is in ``tests/test_foreign_files.py``: among files of other people.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.metadata import version

import pytest
from click.testing import CliRunner
from edition_history import git

from coproduce.cli import main
from coproduce.editions.verify import verify
from coproduce.ground.problems import ProblemsFound
from coproduce.ground.zip_files import read_zip, write_zip

pytestmark = pytest.mark.xdist_group("verify")


@pytest.fixture
def edition(two_editions, tmp_path):
    """A copy of edition 1.0, which a test may change."""
    return shutil.copytree(two_editions.first, tmp_path / "edition")


def problems(edition, root, log=str) -> dict[str, tuple[str, str]]:
    with pytest.raises(ProblemsFound) as found:
        verify(edition, root, log=log)
    return {p.path: (p.code, p.message) for p in found.value.problems}


def manifest_says(edition, **changes):
    path = edition / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_copy_that_was_changed_is_found_without_building(edition, two_editions):
    page = edition / "survival.html"
    page.write_bytes(page.read_bytes().replace(b"trees", b"threes", 1))
    (edition / "streets.html").unlink()
    (edition / "new.html").write_text("new")
    said: list[str] = []
    found = problems(edition, two_editions.root, log=said.append)
    assert {path: code for path, (code, _) in found.items()} == {
        "survival.html": "verify.different", "streets.html": "verify.missing", "new.html": "verify.extra"}
    assert said == []


def test_forged_edition_is_found_by_building_it_again(edition, two_editions):
    """Its files agree with its manifest, but its commit gives others: each is named, and where."""
    path = edition / "manifest.json"
    made = json.loads(path.read_text())

    def forge(name, data):
        (edition / name).write_bytes(data)
        made["outputs"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}

    page = (edition / "survival.html").read_text()
    assert "Trees that are watered" in page
    forge("survival.html", page.replace("Trees that are watered", "Trees that are felled", 1).encode())
    name = "downloads/street-trees-of-larkwell-data.zip"
    files = read_zip(edition / name)
    counts = next(n for n in files if n.endswith("counts.csv"))
    write_zip(edition / "new.zip", files | {counts: files[counts].replace(b"120", b"121", 1)}, made["source_date_epoch"])
    forge(name, (edition / "new.zip").read_bytes())
    (edition / "new.zip").unlink()
    forge("more.html", b"more")
    del made["outputs"]["sources.html"]
    (edition / "sources.html").unlink()
    made["packages"]["sphinx"] = "0.1"
    made["packages"]["no-such-package"] = "1.0"
    made["python"] = "3.0.0"
    made["machinery"]["build.py"] = "0" * 64
    path.write_text(json.dumps(made))

    said: list[str] = []
    found = problems(edition, two_editions.root, log=said.append)
    assert {path: code for path, (code, _) in found.items()} == {
        "survival.html": "verify.rebuilt-different", name: "verify.rebuilt-different",
        "more.html": "verify.rebuilt-missing", "sources.html": "verify.rebuilt-extra"}
    line = 1 + page[: page.index("Trees that are watered")].count("\n")
    assert f"line {line}: " in found["survival.html"][1] and "felled" in found["survival.html"][1]
    assert f"{counts}, line " in found[name][1]
    told = "\n".join(said)
    assert f"sphinx here is {version('sphinx')}; the edition was built with 0.1." in told
    assert "no-such-package here is missing" in told
    assert "the edition was built with 3.0.0" in told
    assert "1 files differ, first build.py" in told


def test_commit_that_the_clone_does_not_have(edition, two_editions):
    manifest_says(edition, commit="0" * 40)
    assert problems(edition, two_editions.root)["manifest.json"][0] == "verify.unknown-commit"


def test_clone_without_its_history_is_refused_before_building(edition, two_editions, tmp_path):
    """It has the commit, but pages could not tell when they were changed."""
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--branch", "main", two_editions.root.as_uri(), "shallow")
    manifest_says(edition, commit=two_editions.second_commit)
    said: list[str] = []
    found = problems(edition, tmp_path / "shallow", log=said.append)
    assert {code for code, _ in found.values()} == {"verify.shallow"} and not any("Building" in line for line in said)


def test_without_git_it_says_so(edition, two_editions, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert problems(edition, two_editions.root) == {"git": ("git.missing", "this program is not installed")}


@pytest.mark.parametrize("change", [{"commit": ""}, {"uncommitted_changes": True}])
def test_edition_that_nobody_can_build_again(edition, two_editions, change):
    manifest_says(edition, **change)
    assert problems(edition, two_editions.root)["manifest.json"][0] == "verify.no-commit"


def test_folder_that_is_no_edition(two_editions, tmp_path):
    run = CliRunner().invoke(main, ["--report", str(two_editions.root), "verify", str(tmp_path)])
    assert run.exit_code == 1
    assert "manifest.unreadable" in run.output and "Traceback" not in run.output

"""Every command of the package leaves files and links of other people as they were, byte for byte."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from commands import coproduce
from edition_history import git

from coproduce.cli import main
from coproduce.editions.site import publish
from coproduce.ground import own_files

BEGUN = ("--title", "Our river", "--publisher", "River Group", "--package", "coproduce==0.1.0")

#: How each command is called, with {site}, {outside} (a folder of other people) and {book} (a built one).
#: A command that is not named here fails the test: say how it is to be tried.
CALLS: dict[str, list[list[str]]] = {
    "adopt": [["{outside}"], ["{root}"], ["{outside}/linked"]],
    "build": [["--force"]],
    "check": [[]],
    "clean": [[], ["--anew", "{root}/_build/release"], ["--gathered", "{root}/_build/precious"]],
    "diff": [["{book}", "HEAD"], ["{book}", "{book}"]],
    "dispose": [[], ["--export", "{outside}/link.xlsx"], ["--import", "{outside}/answers.csv"]],
    "init": [["{outside}", *BEGUN], ["{root}", *BEGUN], ["{outside}/linked", *BEGUN], ["{outside}/begun", *BEGUN],
             ["{outside}/begun", "--update", "--write"]],
    "find": [["trees", "--review", "{outside}"], ["{outside}/answers.csv", "--row", "2"]],
    "intake": [["{outside}/answers.csv"], ["{outside}/answers.csv", "--review", "{outside}"]],
    "links": [["--only", "nobody", "--output", "{outside}/links.md"]],
    "new case-study": [[]],
    "new contribution": [[]],
    "new row": [["counts"]],
    "pack": [["{outside}"]],
    "preview": [[]],
    "publish": [["{site}", "--book", "{book}"], ["{site}", "--book", "{book}", "--freeze"],
                ["{site}", "--book", "{book}", "--anew"], ["{site}", "--book", "{book}", "--adopt"],
                ["{outside}/site", "--book", "{book}"], ["{outside}/linked", "--book", "{book}", "--adopt"]],
    "readability": [[]],
    "release": [["9.9"]],
    "supply licences": [[]],
    "supply lock": [[]],
    "supply sbom": [["{outside}/link.json"]],
    "verify": [],  # by a test of its own
    "withdraw": [["no-such", "--reason", "The contributor asked for it."],
                 ["link-elsewhere", "--reason", "The contributor asked for it."]],
}


#: Commands that work until they are stopped, and what they have said when they have done all they do.
UNTIL_STOPPED = {"preview": r"shown after|\d problems? in"}
#: Commands that build a commit in a folder of their own, and leave nothing for a second run to meet.
ELSEWHERE = {"diff"}


def names(command: click.Command, before: str = "") -> list[str]:
    if not isinstance(command, click.Group):
        return [before.strip()]
    return [name for inner, one in command.commands.items() for name in names(one, f"{before} {inner}")]


def test_every_command_is_tried():
    assert sorted(CALLS) == sorted(names(main))


#: Where foreign things lie, from the report's folder: at each level that a command works at.
LEVELS = ("_build", "_build/html", "_build/html/_static", "_build/pdf", "_build/cache", "_build/cache/typst", "_build/work",
          "_build/ready", "_build/replaced", "_build/release", "_build/contribution", "_build/editions", "_build/intake",
          "_build/site.published", "_build/site.published/1", "../srv/www.published", "../srv/www.published/1",
          "../srv/www.published/7", "../srv/www.published/1/editions", "../srv/www.published/1/figures", "../outside",
          "../outside/site.published", ".")
#: Names that this program uses, and names that people use.
FILES = ("notes.txt", "CHANGELOG.md.new", ".zenodo.json.new", "link.new", "9.new", "x.json.1.new", "x.part", ".x.md.part",
         "edition-9.zip")


@pytest.fixture
def world(two_editions, tmp_path):
    """A clone of a built report with a published site, and foreign files, folders and links everywhere."""
    root = two_editions.clone(tmp_path / "report")
    shutil.copytree(two_editions.root / "_build", root / "_build")
    (tmp_path / "srv").mkdir()
    publish(two_editions.first, tmp_path / "srv" / "www", freeze=True)
    secret = tmp_path / "secret"
    (secret / "inner").mkdir(parents=True)
    for name in ("index.html", "inner/a", "1", "state.json", "lock"):
        (secret / name).write_text("theirs")
    placed = []
    for level in LEVELS:
        folder = root / level
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            placed.append(folder / name)
            placed[-1].write_text("theirs")
        for name in ("precious", "8", "html-backup"):
            (folder / name).mkdir()
            placed.append(folder / name / "index.html")
            placed[-1].write_text("theirs")
        for name, target in (("a-link", secret), ("b-link", secret / "index.html"), ("c-link", tmp_path / "nowhere")):
            placed.append(folder / name)
            placed[-1].symlink_to(target)
    # A copy that somebody made of something of ours is theirs.
    shutil.copytree(root / "_build" / "pdf", root / "_build" / "my-copy", symlinks=True)
    shutil.copytree(tmp_path / "srv/www.published/1", tmp_path / "srv/www.published/3", symlinks=True)
    placed += [p for folder in (root / "_build/my-copy", tmp_path / "srv/www.published/3") for p in folder.rglob("*")
               if p.is_symlink() or p.is_file()]
    (tmp_path / "outside" / "linked").symlink_to("linked.published/1")
    (tmp_path / "outside" / "linked.published").symlink_to(secret)
    (tmp_path / "outside" / "link.json").symlink_to(secret / "index.html")
    (tmp_path / "outside" / "answers.csv").write_text("a question,another\nan answer,another\n")
    placed += [tmp_path / "outside" / name for name in ("linked", "linked.published", "link.json", "answers.csv")]
    return root, placed, secret


def seen(path: Path):
    if path.is_symlink():
        return "link", os.readlink(path)
    return ("file", path.read_bytes()) if path.is_file() else ("gone", None)


def state(placed, secret):
    return {str(path): seen(path) for path in [*placed, *(p for p in secret.rglob("*") if not p.is_dir())]}


def run(root: Path, command: str, arguments: list[str], book: Path) -> subprocess.CompletedProcess:
    places = {"root": root, "site": root.parent / "srv/www", "outside": root.parent / "outside", "book": book}
    told = [argument.format(**places) for argument in arguments]
    if command in UNTIL_STOPPED:
        return until_stopped([sys.executable, "-m", "coproduce", *command.split(), *told], root, UNTIL_STOPPED[command])
    return coproduce(*command.split(), *told, cwd=root)


def until_stopped(call: list[str], root: Path, done: str) -> subprocess.CompletedProcess:
    """Runs what ends only when somebody ends it, and ends it once it has said what matches ``done``."""
    process = subprocess.Popen(call, cwd=root, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = []
    for line in process.stdout:
        said.append(line)
        if re.search(done, line):
            process.send_signal(signal.SIGTERM)
    return subprocess.CompletedProcess(call, process.wait(), "", "".join(said))


@pytest.mark.parametrize("command", sorted(command for command in CALLS if CALLS[command]))
def test_foreign_files_and_links_are_as_before(command, world, two_editions):
    root, placed, secret = world
    before = state(placed, secret)
    assert len(before) > 400
    for arguments in CALLS[command]:
        for _ in range(1 if command in ELSEWHERE else 2):  # the second meets what the first has left
            done = run(root, command, arguments, two_editions.second)
            assert "Traceback" not in done.stderr, done.stderr
            after = state(placed, secret)
            assert {p: s for p, s in after.items() if s != before[p]} == {}, f"{command} {arguments}\n{done.stderr}"


@pytest.mark.xdist_group("verify")
def test_an_edition_is_verified_among_them_and_is_what_its_commit_gives(world, two_editions, monkeypatch):
    """Also long after: it has been told of a newer edition, and the clone has moved on."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")  # of whoever verifies, not of the edition
    root, placed, secret = world
    publish(two_editions.second, root.parent / "srv" / "www")
    before, told = state(placed, secret), git(root, "status", "--porcelain")
    done = run(root, "verify", ["{site}/editions/1.0"], two_editions.second)
    assert done.returncode == 0, done.stderr
    assert "The rebuilt edition is the same, byte for byte" in done.stdout + done.stderr
    assert "was built with" not in done.stdout + done.stderr
    assert state(placed, secret) == before
    assert git(root, "worktree", "list").count("\n") == 0 and git(root, "status", "--porcelain") == told


def test_in_a_clean_place_the_same_commands_do_delete(two_editions, tmp_path):
    """So that the test above sees commands that act, and not only refusals."""
    root = two_editions.clone(tmp_path / "report")
    shutil.copytree(two_editions.root / "_build", root / "_build")
    (root / "_build" / "precious").mkdir()
    done = run(root, "clean", [], two_editions.second)
    assert done.returncode == 0, done.stderr
    assert sorted(os.listdir(root / "_build")) == [own_files.LIST, "precious"]
    assert "_build/precious" in done.stdout
    assert git(root, "status", "--porcelain") == ""


def test_this_test_would_see_a_deletion(world):
    _, placed, secret = world
    before = state(placed, secret)
    shutil.rmtree(placed[0].parent)
    assert state(placed, secret) != before

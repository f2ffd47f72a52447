"""Links, pipes and other odd things among a report's inputs: one clear problem each, and nothing waits or is read."""

import os
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from coproduce.check import check
from coproduce.ground.problems import ProblemsFound
from coproduce.ground.read_input import read_input
from coproduce.report import Report
from coproduce.source.odd_files import check_files

#: Where each kind of input lies, in the tiny report.
PLACES = {
    "contribution": "contributions/zz-odd.md", "disposition": "contributions/dispositions/zz-odd.yml",
    "withdrawal": "contributions/withdrawn/zz-odd.yml", "page": "book/zz-odd.md", "data": "data/zz-odd.csv",
    "schema": "data/zz-odd.yaml", "settings": "_config.yml", "contents": "_toc.yml", "package": "data/datapackage.yaml",
    "vocabulary": "contributions/vocabulary.yml", "form": "contributions/form.yml",
}


def link(path, outside):
    path.symlink_to(outside)


def dangling(path, outside):
    path.symlink_to(outside.with_name("nowhere"))


def looping(path, outside):
    path.symlink_to(path.name)


def folder(path, outside):
    path.mkdir()


def pipe(path, outside):
    os.mkfifo(path)


def unix_socket(path, outside):
    here = os.getcwd()
    os.chdir(path.parent)  # a socket's path is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


KINDS = {"link": link, "dangling": dangling, "looping": looping, "folder": folder, "pipe": pipe, "socket": unix_socket}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES)
def test_each_is_one_problem(place, kind, tiny, tmp_path):
    outside = tmp_path / "secret"
    outside.write_text("---\ntitle: a secret of somebody else\n---\n\nA secret.\n")
    path = tiny.paths.root / PLACES[place]
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    KINDS[kind](path, outside)
    problems = check_files(tiny.paths)
    assert [(p.path, p.code) for p in problems] == [(PLACES[place], "input.not-a-file")]
    assert problems[0].action and "secret" not in str(problems)
    assert check(Report(tiny.paths.root)) == problems
    with pytest.raises(ProblemsFound) as found:
        read_input(path, PLACES[place])
    assert found.value.problems == problems


def test_all_of_them_in_one_run_of_the_command(tiny, tmp_path):
    """In a process of its own, which would hang if a pipe were opened to be read."""
    outside = tmp_path / "secret"
    outside.write_text("a secret")
    (tiny.paths.contributions / "withdrawn").mkdir()
    made = []
    for number, make in enumerate(KINDS.values()):
        for place in PLACES.values():
            if "zz-odd" in place:
                made.append(place.replace("zz-odd", f"zz-{number}"))
                make(tiny.paths.root / made[-1], outside)
    (tiny.paths.book / ".hidden.md").write_text("hidden")
    (tiny.paths.contributions / ".zz.md.swp").write_text("hidden")
    for command in ("check", "build"):
        done = subprocess.run([sys.executable, "-m", "coproduce", command], cwd=tiny.paths.root, text=True,
                              capture_output=True, timeout=60, check=False)
        assert done.returncode == 1 and "Traceback" not in done.stderr
        told = [line for line in done.stderr.splitlines() if line in made]
        assert sorted(told) == sorted(made)
        assert done.stderr.count("[input.not-a-file]") == len(made) and done.stderr.count("[input.hidden]") == 2
        assert "secret" not in done.stderr.replace("secret.", "")


@pytest.mark.parametrize("name", ["book", "data", "contributions", "docs"])
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_the_folders_themselves(name, kind, tiny, tmp_path):
    path = tiny.paths.root / name
    if path.exists():
        path.rename(tmp_path / "moved")
    (tmp_path / "moved").mkdir(exist_ok=True)
    if kind == "link":
        path.symlink_to(tmp_path / "moved")
    else:
        os.mkfifo(path)
    assert [(p.path, p.code) for p in check_files(tiny.paths)] == [(name, "input.not-a-folder")]


def test_a_linked_folder_inside_is_not_entered(tiny, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "page.md").write_text("# Page")
    (tiny.paths.book / "more").symlink_to(tmp_path / "elsewhere")
    assert [(p.path, p.code) for p in check_files(tiny.paths)] == [("book/more", "input.not-a-file")]


@pytest.mark.parametrize(("one", "other"), [
    ("zz-page.md", "ZZ-Page.md"),
    ("caf\u00e9.md", unicodedata.normalize("NFD", "caf\u00e9.md")),
    ("stra\u00dfe.md", "STRASSE.md"),
])
def test_names_that_are_one_on_some_systems(one, other, tiny):
    for name in (one, other):
        (tiny.paths.book / name).write_text("# A page")
    if len({p.name for p in tiny.paths.book.iterdir()} & {one, other}) < 2:
        pytest.skip("this file system is one of those")
    problems = check_files(tiny.paths)
    assert {p.code for p in problems} == {"input.same-name"} and len(problems) == 2


@pytest.mark.parametrize("name", [b"a\nb.md", b"\xff.md", b"a\x1b[31m.md"])
def test_names_that_cannot_be_shown(name, tiny):
    try:
        with open(os.path.join(os.fsencode(tiny.paths.book), name), "w") as file:
            file.write("# A page")
    except OSError:
        pytest.skip("this file system has no such names")
    problems = check_files(tiny.paths)
    assert [p.code for p in problems] == ["input.name"]
    assert problems[0].path.isprintable() and str(ProblemsFound(problems)).isascii()


def test_a_sound_report_has_none(tiny):
    (tiny.paths.book / ".DS_Store").write_bytes(b"\0")
    (tiny.paths.book / "__pycache__").mkdir()
    (tiny.paths.book / "__pycache__" / "x.pyc").write_bytes(b"\0")
    assert check_files(tiny.paths) == []


def test_a_device_is_not_read():
    with pytest.raises(ProblemsFound, match="device"):
        read_input(Path("/dev/null"), "null")


def test_what_is_not_there_is_told_as_that(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_input(tmp_path / "nothing", "nothing")

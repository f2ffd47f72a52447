"""The lock against pyproject.toml, without a network."""

import re

import pytest
from click.testing import CliRunner

from coproduce.cli import main
from coproduce.source.paths import Paths
from coproduce.supply.lock import Project, check_lock, read_lock

PROJECT = """\
[project]
name = "larkwell"
version = "1"
dependencies = ["Alder>=2,<3", "birch[extra]>=1"]
[project.optional-dependencies]
test = ["cedar"]
author = ["elm"]
"""
SHA = "0" * 64
#: Where packages of a lock must not come from.
ELSEWHERE = "https://packages.example"
LOCK = f"""\
alder==2.5 \\
    --hash=sha256:{SHA}
    # via larkwell (pyproject.toml)
birch==1.0 ; python_full_version < '3.12' \\
    --hash=sha256:{SHA} \\
    --hash=sha256:{SHA}
    # via larkwell (pyproject.toml)
birch==2.0 ; python_full_version >= '3.12' \\
    --hash=sha256:{SHA}
    # via larkwell (pyproject.toml)
cedar==9 \\
    --hash=sha256:{SHA}
    # via
    #   larkwell (pyproject.toml)
    #   alder
dogwood==0.1 \\
    --hash=sha256:{SHA}
    # via cedar
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "requirements.lock").write_text(LOCK, encoding="utf-8")
    return Paths(tmp_path)


def faults(paths, old, new):
    paths.lock.write_text(LOCK.replace(old, new), encoding="utf-8")
    return [(p.code, p.line) for p in check_lock(paths)]


def test_a_fresh_lock_is_read_whole(folder):
    assert check_lock(folder) == []
    found = read_lock(folder.lock)
    assert [(p.name, p.version, p.via, p.direct, len(p.hashes)) for p in found] == [
        ("alder", "2.5", (), True, 1), ("birch", "1.0", (), True, 2), ("birch", "2.0", (), True, 1),
        ("cedar", "9", ("alder",), True, 1), ("dogwood", "0.1", ("cedar",), False, 1)]
    assert found[1].marker == "python_full_version < '3.12'"


@pytest.mark.parametrize(("old", "new", "fault"), [
    ("cedar==9", "cypress==9", [("lock.missing", None), ("lock.left-over", 11)]),
    ("alder==2.5", "alder==3.0", [("lock.version", 1)]),
    (f"alder==2.5 \\\n    --hash=sha256:{SHA}", "alder==2.5", [("lock.hash", 1)]),
    ("alder==2.5", f"--extra-index-url {ELSEWHERE}/simple\nalder==2.5", [("lock.foreign", 1)]),
    ("dogwood==0.1 \\", f"dogwood @ {ELSEWHERE}/dogwood.whl \\", [("lock.foreign", 16)]),
    ("dogwood==0.1 \\", "dogwood>=0.1 \\", [("lock.foreign", 16)]),
    ("dogwood==0.1 \\", "-e ./dogwood", [("lock.foreign", 16)]),
])
def test_what_makes_it_stale_or_unsafe_is_found(folder, old, new, fault):
    assert faults(folder, old, new) == fault


def test_a_new_dependency_says_what_to_run(folder):
    text = PROJECT.replace('"cedar"', '"cedar", "fir>=4"')
    (folder.root / "pyproject.toml").write_text(text, encoding="utf-8")
    (problem,) = check_lock(folder)
    assert problem.message == "‘fir>=4’ of pyproject.toml is not locked" and problem.action == "Run: make lock"


def test_extras_that_chapters_need_are_locked_where_the_project_says_so(folder):
    text = PROJECT.replace('["elm"]', '["elm"]\nchapters = ["fir>=4"]')
    (folder.root / "pyproject.toml").write_text(text, encoding="utf-8")
    assert check_lock(folder) == []
    (folder.root / "pyproject.toml").write_text(text + '[tool.coproduce]\nlocked-extras = ["chapters"]\n', encoding="utf-8")
    assert [p.code for p in check_lock(folder)] == ["lock.missing"]


def test_the_verb_that_renews_the_lock_names_every_extra_in_it(report_root):
    extras = Project.read(report_root / "pyproject.toml").locked_extras
    assert re.findall(r"--extra (\S+)", (report_root / "Makefile").read_text(encoding="utf-8")) == list(extras)


def test_a_report_without_machinery_of_its_own_needs_no_lock(tiny):
    assert check_lock(tiny.paths) == []


def test_this_lock_is_fresh(report_root):
    assert check_lock(Paths(report_root)) == []


@pytest.mark.parametrize("command", [["lock"], ["licences"], ["sbom", "bill.json"]], ids=lambda words: words[0])
def test_without_a_lock_each_command_says_what_is_missing(tiny, command):
    done = CliRunner().invoke(main, ["--report", str(tiny.paths.root), "supply", *command])
    assert done.exit_code == 1 and not isinstance(done.exception, OSError)
    assert "requirements.lock\n  this file is missing" in done.output and "pyproject.toml" in done.output
    assert not (tiny.paths.root / "bill.json").exists()

"""The package outside its repository: the wheel holds every file, and what it installs works."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("begin")]


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(installed):
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "coproduce"], cwd=ROOT,
                            capture_output=True, text=True, check=True)
    files = {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    assert len(files) > 300
    held = {name for name in zipfile.ZipFile(installed.wheel).namelist() if ".dist-info/" not in name}
    assert {"missing": files - held, "too many": held - files} == {"missing": set(), "too many": set()}


def test_python_finds_the_installed_package_and_not_the_repository(installed, tmp_path):
    code = "import coproduce; print(coproduce.__file__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=installed.environment, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).is_relative_to(installed.packages)


def test_it_says_its_version(installed, tmp_path):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert installed.run("--version", cwd=tmp_path).stdout == f"coproduce {version}\n"


def test_a_report_is_checked_with_its_spelling(installed, tmp_path):
    shutil.copytree(ROOT / "tests" / "tiny", tmp_path / "tiny", ignore=shutil.ignore_patterns("_build"))
    page = tmp_path / "tiny" / "book" / "glossary.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nA mispelt word.\n", encoding="utf-8")
    done = installed.run("check", cwd=tmp_path / "tiny", status=1, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert "line 8: ‘mispelt’ is in no list of words [spelling.unknown]" in done.stderr
    assert done.stderr.endswith("1 problem in 1 file.\n")

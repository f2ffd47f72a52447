"""The workflows of a new report: sound, and no more trusting than this repository's own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from coproduce.cli import main

ROOT = Path(__file__).parents[2]
_USED = re.compile(r"uses: (\S+@[0-9a-f]{40} # v\S+)")


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found, f"{name} is not installed: it is among the extras of the tests"
    return found


@pytest.fixture(params=["github", "gitlab"])
def forge(request, tmp_path) -> tuple[str, Path]:
    done = CliRunner().invoke(main, ["init", str(tmp_path), "--title", "Our river", "--publisher", "River Group", "--forge", request.param,
                                     "--package", "coproduce==0.1.0"])
    assert done.exit_code == 0, done.output
    return request.param, tmp_path


def test_they_are_what_the_forge_reads(forge):
    name, folder = forge
    files = sorted((folder / ".github" / "workflows").glob("*.yml")) if name == "github" else [folder / ".gitlab-ci.yml"]
    schema = "vendor.github-workflows" if name == "github" else "vendor.gitlab-ci"
    done = subprocess.run([tool("check-jsonschema"), "--builtin-schema", schema, *map(str, files)], capture_output=True, text=True, check=False)
    assert files and done.returncode == 0, done.stdout + done.stderr


def test_they_call_verbs_that_its_makefile_has(forge):
    name, folder = forge
    files = list((folder / ".github" / "workflows").glob("*.yml")) if name == "github" else [folder / ".gitlab-ci.yml"]
    called = {verb for file in files for verb in re.findall(r"\bmake (?:--silent )?([a-z-]+)\b(?!,)", "\n".join(commands(file)))}
    verbs = set(re.findall(r"(?m)^([a-z-]+):", (folder / "Makefile").read_text(encoding="utf-8")))
    assert {"check", "test"} <= called <= verbs


def commands(file: Path) -> list[str]:
    jobs = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = [step["run"] for job in jobs.get("jobs", {}).values() for step in job["steps"] if "run" in step]
    return found + [line for job in jobs.values() if isinstance(job, dict) for line in job.get("script", [])]


def test_zizmor_finds_nothing(tmp_path):
    CliRunner().invoke(main, ["init", str(tmp_path), "--title", "Our river", "--publisher", "River Group", "--forge", "github",
                              "--package", "coproduce==0.1.0"])
    done = subprocess.run([tool("zizmor"), "--offline", "--no-progress", "--min-severity", "informational", str(tmp_path / ".github")],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "publish.yml" in done.stderr, done.stdout + done.stderr


def test_their_actions_are_those_that_this_repository_uses(tmp_path):
    CliRunner().invoke(main, ["init", str(tmp_path), "--title", "Our river", "--publisher", "River Group", "--forge", "github",
                              "--package", "coproduce==0.1.0"])
    ours = {used for file in (ROOT / ".github" / "workflows").glob("*.yml") for used in _USED.findall(file.read_text(encoding="utf-8"))}
    theirs = {used for file in (tmp_path / ".github").rglob("*.yml") for used in _USED.findall(file.read_text(encoding="utf-8"))}
    assert theirs and theirs <= ours
    assert "uses:" not in re.sub(_USED, "", "\n".join(file.read_text(encoding="utf-8") for file in (tmp_path / ".github").rglob("*.yml")))

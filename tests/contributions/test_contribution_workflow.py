"""The workflow's own commands, run on an event as the forge writes it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from coproduce.contributions.issue_form import PLACE

pytestmark = pytest.mark.skipif(not (shutil.which("bash") and shutil.which("git")), reason="needs bash and git")

SPITEFUL = "It's `touch pwned`; $(touch pwned) ${{ github.token }}"
ANSWERS = {
    "answer-title": SPITEFUL, "answer-body": "One.\n\n\"; touch pwned #\n\nTwo.",
    "answer-kind": "We speak together, as a table at the event",
    "answer-contributor-credit": "With my organisation's name only",
    "answer-organisations": "Larkwell Parish Council\nMill Lane School",
}


@dataclass
class Machine:
    """A clone of a report with an empty folder of contributions, and what a step needs."""

    clone: Path
    temp: Path
    root: Path

    def event(self, **changed: str) -> None:
        form = yaml.safe_load((self.root / PLACE).read_text(encoding="utf-8"))
        text = "\n\n".join(
            f"### {e['attributes']['label']}\n\n{_answer(e, ANSWERS | changed)}" for e in form["body"] if "id" in e)
        issue = {"number": 12, "created_at": "2026-11-20T10:00:00Z", "body": text.replace("\n", "\r\n")}
        (self.temp / "event.json").write_text(json.dumps({"issue": issue}), encoding="utf-8")

    def run(self, step: str) -> subprocess.CompletedProcess:
        workflow = yaml.safe_load((self.root / ".github/workflows/contribution.yml").read_text(encoding="utf-8"))
        (commands,) = [s["run"] for job in workflow["jobs"].values() for s in job["steps"] if s.get("name") == step]
        env = os.environ | {
            "RUNNER_TEMP": str(self.temp), "GITHUB_EVENT_PATH": str(self.temp / "event.json"),
            "HOME": str(self.temp), "XDG_DATA_HOME": str(self.temp), "PYTHONPATH": str(self.root),
        }
        return subprocess.run(["bash", "-e", "-o", "pipefail", "-c", commands], cwd=self.clone, env=env,
                              capture_output=True, text=True)


def _answer(element: dict, answers: dict[str, str]) -> str:
    options = element["attributes"].get("options", [])
    if element["id"] in answers:
        return answers[element["id"]]
    if element["type"] == "dropdown":
        return options[0]
    if element["type"] == "checkboxes":
        return "\n".join(f"- [{' ' if number else 'X'}] {option['label']}" for number, option in enumerate(options))
    return "_No response_"


@pytest.fixture
def machine(tmp_path, report_root):
    clone, temp = tmp_path / "clone", tmp_path / "temp"
    (clone / "contributions").mkdir(parents=True)
    for name in ("_config.yml", "_toc.yml", "contributions/form.yml", "contributions/vocabulary.yml"):
        shutil.copy(report_root / name, clone / name)
    (clone / ".gitignore").write_text("_build/\n")
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "all"]):
        subprocess.run(["git", *command], cwd=clone, check=True)
    programs = temp / "venv" / "bin"
    programs.mkdir(parents=True)
    for name, module in (("python", ""), ("coproduce", "-m coproduce")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        (programs / name).chmod(0o755)
    return Machine(clone, temp, report_root)


TAKE, KEEP = "Take the issue in", "Keep what was written, and nothing but contributions"


def test_an_issue_becomes_one_file_and_nothing_in_it_is_run(machine):
    machine.event()
    done = machine.run(TAKE)
    assert done.returncode == 0 and "1 added" in done.stdout, done.stdout + done.stderr
    assert machine.run(KEEP).returncode == 0
    (file,) = (machine.temp / "new").iterdir()
    text = file.read_text(encoding="utf-8")
    assert SPITEFUL in text and "Mill Lane School" in text and "date: 2026-11-20" in text
    assert not list(machine.clone.rglob("pwned")) and not list(machine.temp.rglob("pwned"))


@pytest.mark.parametrize("changed, said", [
    ({"answer-consent-given": "- [ ] I agree"}, "no consent"),
    ({"answer-body": "Ring 07700 900123"}, "a telephone number"),
])
def test_what_must_not_be_published_stops_the_workflow_with_the_reason(machine, changed, said):
    machine.event(**changed)
    done = machine.run(TAKE)
    assert said in done.stdout and "900123" not in done.stdout + done.stderr
    done = machine.run(KEEP)
    assert done.returncode == 1 and "::error::" in done.stdout
    assert not list((machine.temp / "new").iterdir())

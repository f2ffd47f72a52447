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

from coproduce.intake.form_file import form_and_vocabulary
from coproduce.intake.issue_form import issue_form
from coproduce.source.paths import Paths

pytestmark = [pytest.mark.skipif(not (shutil.which("bash") and shutil.which("git")), reason="needs bash and git"), pytest.mark.slow]

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
        form = issue_form(*form_and_vocabulary(Paths(self.clone)))
        text = "\n\n".join(
            f"### {e['attributes']['label']}\n\n{_answer(e, ANSWERS | changed)}" for e in form["body"] if "id" in e)
        issue = {"number": 12, "created_at": "2026-11-20T10:00:00Z", "body": text.replace("\n", "\r\n")}
        (self.temp / "event.json").write_text(json.dumps({"issue": issue}), encoding="utf-8")

    @property
    def new(self) -> Path:
        return self.clone / "_build" / "contribution"

    def run(self, job: str, **env: str) -> subprocess.CompletedProcess:
        """Run the commands of the workflow's job, as it does."""
        workflow = yaml.safe_load((self.root / ".github/workflows/contribution.yml").read_text(encoding="utf-8"))
        (commands,) = [s["run"] for s in workflow["jobs"][job]["steps"] if "run" in s]
        env = os.environ | {
            "GITHUB_EVENT_PATH": str(self.temp / "event.json"), "PATH": f"{self.temp}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.temp), "XDG_DATA_HOME": str(self.temp), "PYTHONPATH": str(self.root),
        } | env
        return subprocess.run(["bash", "-e", "-o", "pipefail", "-c", commands], cwd=self.clone, env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


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
def machine(tmp_path, report_root, asking):
    clone, temp = tmp_path / "clone", tmp_path / "temp"
    shutil.copytree(asking, clone)
    for name in (".gitignore", "Makefile"):
        shutil.copy(report_root / name, clone)
    for name in ("requirements.lock", "pyproject.toml"):
        (clone / name).touch()
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "all"]):
        subprocess.run(["git", *command], cwd=clone, check=True)
    temp.mkdir()
    programs = clone / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, module in (("python", ""), ("coproduce", "-m coproduce")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        (programs / name).chmod(0o755)
    ready = programs.parent / ".ready"
    ready.touch()
    os.utime(ready, (2**32, 2**32))
    return Machine(clone, temp, report_root)


def test_an_issue_becomes_one_file_and_nothing_in_it_is_run(machine):
    machine.event()
    done = machine.run("read")
    assert done.returncode == 0 and "1 added" in done.stdout, done.stdout
    (file,) = machine.new.glob("[!.]*")
    text = file.read_text(encoding="utf-8")
    assert SPITEFUL in text and "Mill Lane School" in text and "date: 2026-11-20" in text
    assert not list(machine.clone.rglob("pwned")) and not list(machine.temp.rglob("pwned"))


def test_the_file_becomes_a_pull_request(machine):
    """With git itself, and a forge that has no such request yet; asked again, it has one."""
    bare = machine.temp / "origin.git"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    subprocess.run(["git", "remote", "add", "origin", str(bare)], cwd=machine.clone, check=True)
    calls = machine.temp / "calls"
    (machine.temp / "gh").write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$*" >> "{calls}"\n[ "$2" != list ] || cat "{machine.temp}/listed"\n')
    (machine.temp / "gh").chmod(0o755)
    machine.event()
    assert machine.run("read").returncode == 0
    (file,) = machine.new.glob("[!.]*")
    (machine.clone / "contributions" / file.name).unlink()  # the other job has a clone of its own
    base = subprocess.run(["git", "branch", "--show-current"], cwd=machine.clone, text=True, capture_output=True).stdout.strip()
    for listed in ("", "7\n"):
        (machine.temp / "listed").write_text(listed)
        done = machine.run("propose", NUMBER="12", BASE=base)
        assert done.returncode == 0, done.stdout
        subprocess.run(["git", "switch", "-q", base], cwd=machine.clone, check=True)
        subprocess.run(["git", "branch", "-qD", "contribution-12"], cwd=machine.clone, check=True)
    pushed = subprocess.run(["git", "-C", str(bare), "show", "--format=%an %s", "--name-only", "contribution-12"],
                            text=True, capture_output=True, check=True).stdout.split("\n")
    assert pushed[0] == "github-actions[bot] Add the contribution of issue 12"
    assert pushed[2:] == [f"contributions/{file.name}", ""]
    made = [line for line in calls.read_text().splitlines() if line.startswith("pr create")]
    assert len(made) == 1 and f"--base {base} --head contribution-12" in made[0] and "From issue #12." in made[0]


@pytest.mark.parametrize("changed, said", [
    ({"answer-consent-given": "- [ ] I agree"}, "no consent"),
    ({"answer-body": "Ring 07700 900123"}, "a telephone number"),
])
def test_what_must_not_be_published_stops_the_workflow_with_the_reason(machine, changed, said):
    machine.event(**changed)
    done = machine.run("read")
    assert done.returncode != 0 and "::error::" in done.stdout
    assert said in done.stdout and "900123" not in done.stdout
    assert not list(machine.new.glob("[!.]*"))


HOSTILE = "::error::x\n::add-mask::y\n##[error]z\n\x1b[31mred\x1b]0;t\x07 \u202eevil $(touch pwned) ${{ github.token }}"


@pytest.mark.parametrize("changed", [
    {"answer-title": HOSTILE.replace("\n", " "), "answer-body": HOSTILE},
    {"answer-kind": HOSTILE, "answer-contributor-credit": HOSTILE},
    {"answer-title": "x" * 70_000, "answer-body": "y" * 70_000},
    {"answer-body": "### Title\n\n::error::twice\n\n### Title"},
    {"answer-organisations": "-rf\n../../x\n" + HOSTILE},
], ids=["words", "choices", "70,000 letters", "headings", "organisations"])
def test_nothing_in_an_issue_acts_on_the_log_or_the_machine(machine, changed):
    machine.event(**changed)
    done = machine.run("read")
    lines = done.stdout.splitlines()
    ours = "::error::No contribution was written. What is said above tells why: it may need review by hand."
    assert [line for line in lines if line.strip().startswith(("::", "##[")) and line != ours] == []
    assert (done.returncode != 0) == (ours in lines), done.stdout
    assert "Traceback" not in done.stdout and not any(ord(sign) < 32 and sign not in "\n\t" for sign in done.stdout)
    assert not list(machine.clone.rglob("pwned")) and not list(machine.temp.rglob("pwned"))


def test_links_and_hidden_files_do_not_become_part_of_a_pull_request(machine):
    """The job that may write has a secret in its surroundings, which a link could lead to."""
    subprocess.run(["git", "init", "-q", "--bare", str(machine.temp / "origin.git")], check=True)
    subprocess.run(["git", "remote", "add", "origin", str(machine.temp / "origin.git")], cwd=machine.clone, check=True)
    (machine.temp / "gh").write_text("#!/bin/sh\n")
    (machine.temp / "gh").chmod(0o755)
    machine.new.mkdir(parents=True)
    (machine.new / "fine.md").write_text("words")
    (machine.new / "secret.md").symlink_to("/proc/self/environ")
    (machine.new / ".hidden.md").write_text("words")
    (machine.new / "folder.md").mkdir()
    assert machine.run("propose", NUMBER="12", BASE="main").returncode == 0
    pushed = subprocess.run(["git", "show", "--format=", "--name-only", "contribution-12"], cwd=machine.clone, text=True,
                            capture_output=True, check=True).stdout.split()
    assert pushed == ["contributions/fine.md"]

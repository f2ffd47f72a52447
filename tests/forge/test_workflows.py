"""The workflows: nothing for the linters to find, no logic, no more rights than needed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
#: Every action that may be used, at a commit that was seen in other public repositories with this version.
ACTIONS = {
    "actions/checkout": ("11bd71901bbe5b1630ceea73d27597364c9af683", "v4.2.2"),
    "actions/setup-python": ("a26af69be951a213d495a4c3e4e4022e16d87065", "v5.6.0"),
    "actions/upload-artifact": ("ea165f8d65b6e75b540449e92b4886f43607fa02", "v4.6.2"),
    "actions/download-artifact": ("d3f86a106a0bac45b974a628896c90dbdf5c8093", "v4.3.0"),
    "actions/upload-pages-artifact": ("7b1f4a764d45c48632c6b24a0339c27f5614fb0b", "v4.0.0"),
    "actions/deploy-pages": ("d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e", "v4.0.5"),
    "actions/attest-build-provenance": ("e8998f949152b193b063cb0ec769d69d929409be", "v2.4.0"),
}
FILES = sorted(FOLDER.glob("*.yml"))
named = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


def read(name):
    file = name if isinstance(name, Path) else FOLDER / name
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def tool(name):
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found, f"{name} is not installed: it is among the extras of the tests"
    return found


def test_zizmor_finds_nothing():
    done = subprocess.run([tool("zizmor"), "--offline", "--no-progress", "--min-severity", "informational", str(ROOT / ".github")],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(f"completed {file}" in done.stderr.replace("\\", "/") for file in map(str, FILES)), done.stderr


def test_zizmor_would_find_something(tmp_path):
    bad = tmp_path / ".github" / "workflows"
    bad.mkdir(parents=True)
    text = (FOLDER / "pull-request.yml").read_text(encoding="utf-8").replace("pull_request:", "pull_request_target:")
    (bad / "pull-request.yml").write_text(text, encoding="utf-8")
    done = subprocess.run([tool("zizmor"), "--offline", "--no-progress", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "dangerous-triggers" in done.stdout


@pytest.mark.parametrize(("schema", "files"), [
    ("vendor.github-workflows", FILES), ("vendor.dependabot", [ROOT / ".github" / "dependabot.yml"])])
def test_the_schemas_find_nothing(schema, files):
    done = subprocess.run([tool("check-jsonschema"), "--builtin-schema", schema, *map(str, files)],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@named
def test_every_action_is_one_of_those_confirmed(file):
    used = re.findall(r"uses: (\S+)@(\S+) # (\S+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(used) == sum("uses" in step for step in steps(read(file)))
    for action, commit, version in used:
        assert ACTIONS[action] == (commit, version)


@named
def test_a_workflow_only_calls_verbs_that_a_person_has_too(file):
    verbs = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for step in steps(read(file)):
        if "run" in step:
            match = re.fullmatch(r"make ([a-z-]+)", step["run"])
            assert match and match[1] in verbs, step["run"]


@named
def test_rights_are_given_to_jobs_one_by_one_and_no_secret_is_used(file):
    workflow = read(file)
    assert workflow["permissions"] == {}
    assert "secrets." not in file.read_text(encoding="utf-8")
    for name, job in workflow["jobs"].items():
        assert isinstance(job.get("permissions"), dict) and job["timeout-minutes"] <= 120, name
        writes = [right for right, level in job["permissions"].items() if level == "write"]
        runs = " ".join(step.get("run", "") for step in job["steps"])
        # What may write, or sign, installs and builds nothing.
        assert not writes or not re.search(r"make (report|test|check|release-files|site|changes|links$|canary$|contribution$)|pip install", runs, re.MULTILINE), name
        assert not writes or not any("setup-python" in step.get("uses", "") for step in job["steps"]), name


@named
def test_credentials_do_not_stay_in_a_checkout(file):
    for step in steps(read(file)):
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False


def test_what_builds_has_the_whole_history():
    for name in ("pull-request.yml", "main.yml", "release.yml", "updates.yml"):
        for job in read(name)["jobs"].values():
            made = {step.get("run") for step in job["steps"]} & {"make report", "make test", "make release-files", "make canary"}
            if made:
                checkout = next(s for s in job["steps"] if s.get("uses", "").startswith("actions/checkout"))
                assert checkout["with"]["fetch-depth"] == 0, name


def test_a_pull_request_can_change_nothing():
    workflow = read("pull-request.yml")
    assert set(workflow[True]) == {"pull_request"}  # YAML reads the key "on" as yes
    assert all(job["permissions"] == {"contents": "read"} for job in workflow["jobs"].values())


def test_the_comment_is_written_by_the_default_branch_alone():
    workflow = read("comment.yml")
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}
    checkout, run = job["steps"]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert run == {"run": "make comment", "env": {"GH_TOKEN": "${{ github.token }}"}}
    assert workflow[True]["workflow_run"]["workflows"] == [read("pull-request.yml")["name"]]


def test_artefacts_have_the_names_that_the_comment_looks_for():
    from coproduce.forge.comment import CHANGES, FILE, PREVIEW

    kept = {s["with"]["name"]: s["with"]["path"] for s in steps(read("pull-request.yml")) if "upload-artifact" in s.get("uses", "")}
    assert set(kept) == {CHANGES, PREVIEW} and kept[CHANGES] == f"_build/{FILE}"


def test_publications_wait_for_one_another_and_build_the_branch():
    workflow = read("main.yml")
    assert workflow["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    assert workflow["jobs"]["deploy"]["needs"] == "build"
    assert workflow["jobs"]["build"]["steps"][0]["with"]["ref"] == "main"


def test_a_deployment_is_of_the_attempt_that_built():
    """Started again alone, an old run's deployment would bring back an old site; as a whole, two artefacts would have one name."""
    workflow = read("main.yml")
    (upload,) = [s["with"]["name"] for s in steps(workflow) if "upload-pages-artifact" in s.get("uses", "")]
    (deploy,) = [s["with"]["artifact_name"] for s in steps(workflow) if "deploy-pages" in s.get("uses", "")]
    assert upload == deploy and "${{ github.run_attempt }}" in deploy


def test_a_target_that_does_not_build_stops_no_pull_request_that_mends_it():
    job = read("pull-request.yml")["jobs"]["preview"]
    changes = next(s for s in job["steps"] if s.get("run") == "make changes")
    upload = next(s for s in job["steps"] if s.get("with", {}).get("name") == "changes")
    assert changes["continue-on-error"] is True and upload["with"]["if-no-files-found"] != "error"
    assert "continue-on-error" not in next(s for s in job["steps"] if s.get("run") == "make report")


def test_the_release_knows_its_tag_before_anything_is_signed():
    gather = next(s for s in read("release.yml")["jobs"]["build"]["steps"] if s.get("run") == "make release-files")
    assert gather["env"] == {"TAG": "${{ github.ref_name }}"}


def test_a_run_that_waits_for_approval_is_not_called_failed():
    (job,) = read("comment.yml")["jobs"].values()
    assert "conclusion != 'action_required'" in job["if"]


def test_another_label_does_not_take_the_place_of_the_one_that_accepts():
    """Of runs of one group that wait, the forge keeps the newest."""
    assert "github.event.label.name" in read("contribution.yml")["concurrency"]["group"]


def test_values_of_strangers_stay_out_of_commands():
    for file in FILES:
        for step in steps(read(file)):
            assert "${{" not in step.get("run", ""), file.name


def test_the_template_of_a_pull_request_is_short():
    lines = (ROOT / ".github" / "pull_request_template.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 8 and "public" in lines[0]

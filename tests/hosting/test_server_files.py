"""What hosting/ offers to copy: sound by its own tools, and agreed with itself. Real servers: ``test_real_servers.py``."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from coproduce.cli import main

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "hosting"
POLICY = re.compile(r"Content-Security-Policy:? \"?(default-src [^\"\n]+)")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_server_sends_the_policy_that_pages_are_tested_under():
    spec = importlib.util.spec_from_file_location("site_server", ROOT / "tests/browser/site_server.py")
    site_server = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(site_server)
    for name in ("nginx.conf", "apache.conf", "_headers"):
        assert POLICY.findall(read(f"hosting/{name}")) == [site_server.POLICY], name


def test_every_server_sends_the_same_headers():
    def names(name, pattern):
        return set(re.findall(pattern, read(f"hosting/{name}"), re.M))

    nginx = names("nginx.conf", r"add_header (\S+)")
    assert len(nginx) == 8
    assert names("apache.conf", r"Header always set (\S+)") == nginx
    # Such hosts ask for each file anew by themselves, and have no pattern that picks old editions only.
    assert names("_headers", r"^  ([A-Z]\S+):") == nginx - {"Cache-Control", "X-Robots-Tag"}


def gitlab_check(file):
    tool = Path(sys.executable).with_name("check-jsonschema")
    found = str(tool) if tool.is_file() else shutil.which("check-jsonschema")
    assert found, "check-jsonschema is not installed: it is among the extras of the tests"
    return subprocess.run([found, "--builtin-schema", "vendor.gitlab-ci", str(file)], capture_output=True, text=True, check=False)


def test_gitlab_would_read_its_file(tmp_path):
    done = gitlab_check(FOLDER / "gitlab-ci.yml")
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(read("hosting/gitlab-ci.yml").replace("expire_in:", "expires_in:"), encoding="utf-8")
    assert "expires_in" in gitlab_check(wrong).stdout


def test_gitlab_jobs_call_make_and_needs_are_jobs():
    jobs = yaml.safe_load(read("hosting/gitlab-ci.yml"))
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.M))
    called = {line for job in jobs.values() if isinstance(job, dict) for line in job.get("script", ())}
    made = {line.removeprefix("make ") for line in called if line.startswith("make ")}
    assert made <= targets and {"check", "test"} <= made
    assert {line for line in called if not line.startswith("make ")} == {
        "cp -R _build/html public && rm -f public/.coproduce-made"}
    assert set(jobs["pages"]["needs"]) <= jobs.keys()


def test_what_gitlab_keeps_in_the_clone_is_no_change_of_the_report(tmp_path):
    """Otherwise every edition built there would be one with uncommitted changes."""
    jobs = yaml.safe_load(read("hosting/gitlab-ci.yml"))
    kept = [jobs["variables"]["PIP_CACHE_DIR"].removeprefix("$CI_PROJECT_DIR/"), *jobs[".report"]["cache"]["paths"]]
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    for folder in kept:
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "file").touch()
    done = subprocess.run(["git", "-C", str(tmp_path), "status", "--porcelain"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["??", ".gitignore"]


def test_the_page_on_hosting_names_what_there_is():
    page = read("docs/hosting.md")
    for file in FOLDER.iterdir():
        assert f"hosting/{file.name}" in page, file.name
    hook = read("hosting/post-receive")
    asked = set(re.findall(r"\$\(setting (\w+)", hook))
    assert asked == set(re.findall(r"git config report\.(\w+)", hook)) and len(asked) == 3
    assert set(re.findall(r"report\.(site|branch|command)", page)) == asked
    options = CliRunner().invoke(main, ["publish", "--help"]).output
    for option in re.findall(r"coproduce publish[^`\n]*?(--[a-z-]+)", page):
        assert option in options, option

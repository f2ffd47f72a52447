"""What workflows run, by the verb they run, with a stand-in for ``gh`` and hostile words in every place that strangers fill."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from coproduce.forge.comment import MARKER
from coproduce.forge.issue import MOST_LETTERS, inert

ROOT = Path(__file__).parents[2]
REPO = "larkwell/trees"
#: What GitHub takes: https://docs.github.com/rest/issues
FORGE_TAKES = 65_536
SHA = "5" * 40
pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="needs make")

#: Each would leave the file "pwned", or act on a log, a terminal or a reader, if anything took it for more than words.
WORDS = [
    "$(touch pwned)", "`touch pwned`", "'; touch pwned #", '"; touch pwned #', "x\ntouch pwned\n", "| touch pwned", "&& touch pwned",
    "${{ github.token }} ${GH_TOKEN} $GH_TOKEN", "--upload-pack=touch pwned", "-rf", "@/etc/passwd", "../../../etc/passwd",
    "\x1b[31mred\x1b]0;title\x07", "\x00\x08\x7f", "\u202eevil\u202c\u2066x", "::error::said by a stranger", "::add-mask::a",
    "\n::set-output name=x::y", "@everyone @larkwell/team closes #1", "fixes larkwell/trees#2", "<!-- coproduce: links -->",
    "![x](https://evil.example/x.png)", "</details><script>alert(1)</script>", "\ud800", "x" * 70_000,
]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a verb in an empty folder, as a workflow does; what it said. Nothing but ``_build`` may come into that folder."""
    folder = tmp_path / "clone"
    (folder / "_build").mkdir(parents=True)

    def run_verb(verb: str, status: int = 0, **env: str) -> str:
        done = subprocess.run(
            ["make", "-f", str(ROOT / "Makefile"), f"PYTHON={sys.executable}", verb], cwd=folder, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT), "GITHUB_REPOSITORY": REPO, **env}, errors="surrogateescape",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == status, done.stdout
        assert "Traceback" not in done.stdout, done.stdout
        assert [line for line in done.stdout.splitlines() if line.strip().startswith(("::", "##["))] == [], "nothing acts on the log"
        assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in done.stdout), done.stdout
        assert not list(tmp_path.rglob("pwned*")) and {p.name for p in folder.iterdir()} == {"_build"}
        return done.stdout

    run_verb.folder = folder
    return run_verb


def event(folder: Path, **changed: object) -> dict[str, str]:
    ran = {"id": 77, "event": "pull_request", "head_sha": SHA, "head_branch": "b", "conclusion": "success",
           "head_repository": {"owner": {"login": "stranger"}}, **changed}
    file = folder.parent / "event.json"
    file.write_text(json.dumps({"repository": {"full_name": REPO, "html_url": f"https://forge.example/{REPO}"}, "workflow_run": ran}))
    return {"GITHUB_EVENT_PATH": str(file)}


def packed(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
    return made.getvalue()


def link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return entry, target.encode()


@pytest.fixture
def pull_request(forge):
    """A forge with one open pull request and one run that left its changes."""
    def left(archive: bytes) -> None:
        forge.answers(f"repos/{REPO}/actions/artifacts/5/zip", archive)

    forge.answers(f"repos/{REPO}/pulls", [{"number": 9, "head": {"sha": SHA}}])
    forge.answers(f"repos/{REPO}/actions/runs/77/artifacts", {"artifacts": [
        {"id": 5, "name": "changes", "size_in_bytes": 900, "expired": False}]})
    forge.answers(f"repos/{REPO}/issues/9/comments", [])
    forge.answers(f"repos/{REPO}/issues/9/comments", {}, "POST")
    forge.left = left
    return forge


def test_a_comment_on_hostile_changes_from_a_hostile_branch(run, pull_request):
    rows = [{"name": w, "label": w, "old": w, "new": w, "cause": w, "pages": [w, w]} for w in WORDS]
    pages = [{"name": w, "title": w, "detail": w} for w in WORDS]
    pull_request.left(packed(("changes.json", json.dumps({"numbers_changed": rows, "pages_reworded": pages}).encode())))
    branch = "-rf; $(touch pwned) `touch pwned` ${{ github.token }} \u202e'\""
    assert "Commented on pull request 9" in run("comment", **event(run.folder, head_branch=branch))
    ((_, _, body),) = pull_request.written
    fields = next(fields for _, path, fields, _ in pull_request.calls if path.endswith("/pulls"))
    assert fields["head"] == f"stranger:{branch}", "one field, as it came"
    text = body["body"]
    assert text.startswith(MARKER) and len(text) < FORGE_TAKES
    assert all(line.count("`") % 2 == 0 for line in text.splitlines()), "each stranger's word is inside a code span"


@pytest.mark.parametrize("archive", [
    packed(("../changes.json", b"{}")), packed(("/etc/changes.json", b"{}")), packed(link("changes.json", "/etc/passwd")),
    packed(("changes.json", b"{}"), ("changes.json", b"[]")), packed(("changes.json", b" " * 40_000_000)), packed(), b"PK\x03\x04", b"",
    packed(("changes.json", b"{}"))[:-30], packed(("C:\\changes.json", b"{}")),
], ids=["upwards", "from the root", "link", "twice", "huge", "empty", "cut at once", "nothing", "cut", "drive"])
def test_a_hostile_artefact_is_told_to_be_unreadable_and_leaves_no_file(run, pull_request, archive):
    pull_request.left(archive)
    run("comment", **event(run.folder))
    ((_, _, body),) = pull_request.written
    assert "could not be told" in body["body"] and "root:" not in body["body"]
    assert list((run.folder / "_build").iterdir()) == []


@pytest.mark.parametrize("ran", [
    {"head_sha": "$(touch pwned)"}, {"id": "1; touch pwned"}, {"id": None}, {"head_repository": {"owner": None}}, {"event": ["pull_request"]},
])
def test_an_event_of_another_form_says_nothing_on_the_forge(run, pull_request, ran):
    said = run("comment", status=0 if "event" in ran else 2, **event(run.folder, **ran))
    assert "not of" in said or "is not one of a finished run" in said
    assert pull_request.written == []


def test_a_fork_that_was_deleted_meanwhile_is_no_error(run, pull_request):
    assert "nothing to say" in run("comment", **event(run.folder, head_repository=None))
    assert pull_request.written == []


def test_what_the_forge_says_of_a_failure_is_one_line(run, forge, tmp_path):
    command = tmp_path / "forge" / "gh"
    command.write_text("#!/bin/sh\nprintf 'HTTP 500\\n::error::x\\n\\033[31m##[error]y\\n' >&2\nexit 1\n")
    said = run("comment", status=2, **event(run.folder))
    assert "HTTP 500 ::error::x" in said


@pytest.fixture
def issues(forge):
    forge.answers(f"repos/{REPO}/issues", [])
    forge.answers(f"repos/{REPO}/issues", {"number": 12}, "POST")
    return forge


@pytest.mark.parametrize(("verb", "file"), [("links-issue", "links.md"), ("canary-issue", "canary.md")])
def test_an_issue_on_hostile_findings_calls_nobody_and_fits(run, issues, verb, file):
    text = "\n".join(f"- {word}" for word in WORDS)
    (run.folder / "_build" / file).write_bytes(text.encode("utf-8", "surrogatepass") + b"\xff\xfe\n")
    assert "Opened issue 12" in run(verb)
    ((method, path, body),) = issues.written
    assert (method, path) == ("POST", f"repos/{REPO}/issues") and set(body) == {"title", "body"}
    marker, rest = body["body"].split("\n", 1)
    assert marker.startswith("<!-- coproduce: ") and "<!--" not in rest
    assert "@everyone" not in rest and "@larkwell" not in rest and "@\u2060everyone" in rest
    assert not any(sign in rest for sign in "\x00\x1b\x07\u202e\u2066") and len(body["body"]) < FORGE_TAKES
    assert rest.endswith("And more: the run has the whole report.\n")


def test_one_line_of_70000_letters_is_cut_and_not_dropped(run, issues):
    (run.folder / "_build" / "canary.md").write_text("What failed\n\n```text\n" + "x\n" * 35_000 + "```\n")
    run("canary-issue")
    (run.folder / "_build" / "canary.md").write_text("y" * 70_000)
    run("canary-issue")
    (_, _, fenced), (_, _, one) = issues.written
    assert fenced["body"].endswith("\nx\n```\n\nAnd more: the run has the whole report.\n"), "the note does not stand in the code"
    assert "y" * MOST_LETTERS in one["body"] and "y" * (MOST_LETTERS + 1) not in one["body"] and "And more" in one["body"]


def test_an_issue_without_its_file_or_with_a_link_says_so(run, issues):
    assert "is not there" in run("links-issue", status=2)
    (run.folder / "_build" / "links.md").symlink_to("/etc/hostname")
    assert "symbolic link" in run("links-issue", status=2)
    assert issues.calls == []


def test_plain_findings_stay_as_they_are():
    text = "- [Larkwell](https://larkwell.example/a?b=c@d) moved:\n\n```text\nnaïve – “x”\n```\n"
    assert inert(text).replace("\u2060", "") == text


def test_a_hostile_release_of_another_name_is_fetched_nowhere(run, forge):
    tags = ["v../../evil", "v1/../../evil", "$(touch pwned)", "-rf", "v1;touch pwned", "v1\n2", "v\u202e1"]
    forge.answers(f"repos/{REPO}/releases", [{"tag_name": tag, "draft": False, "assets": []} for tag in tags])
    run("editions")
    assert [p.name for p in (run.folder / "_build").rglob("*") if p.is_file()] == []
    assert all(path.endswith("/releases") for _, path, _, _ in forge.calls)


def test_a_release_is_published_with_its_tag_as_one_word(run, tmp_path, monkeypatch):
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "gh").write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"open({str(programs / 'calls')!r}, 'a').write(json.dumps(sys.argv[1:]) + '\\n')\n")
    (programs / "gh").chmod(0o755)
    release = run.folder / "_build" / "release"
    release.mkdir()
    for name in ("a.pdf", "-rf.zip", "$(touch pwned).csv"):
        (release / name).touch()
    tag = "v1'; touch pwned; $(touch pwned) `touch pwned` \"x"
    # Names and what they would run stay words: the folder itself must hold nothing new.
    done = subprocess.run(
        ["make", "-f", str(ROOT / "Makefile"), "release-publish"], cwd=run.folder, text=True, check=True,
        env={**os.environ, "TAG": tag, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}, capture_output=True)
    calls = [json.loads(line) for line in (programs / "calls").read_text().splitlines()]
    assert calls[0][:6] == ["release", "create", tag, "--verify-tag", "--title", tag], done.stdout
    assert sorted(calls[0][7:]) == sorted(f"_build/release/{p.name}" for p in release.iterdir())
    assert calls[1] == ["workflow", "run", "main.yml", "--ref", "main"] and not list(tmp_path.rglob("pwned"))

"""One issue a subject: opened, renewed, closed."""

import pytest

from coproduce.forge.issue import MOST_LETTERS, main, sync_issue

REPO = "larkwell/trees"
OURS = {"number": 4, "body": "<!-- coproduce: links -->\nold"}


@pytest.fixture
def issues(forge):
    forge.answers(f"repos/{REPO}/issues", [])
    forge.answers(f"repos/{REPO}/issues", {"number": 12}, "POST")
    forge.answers(f"repos/{REPO}/issues/4", {}, "PATCH")
    return forge


def test_the_first_opens_one(issues):
    assert sync_issue(REPO, "links", "Sources that moved", "Two are gone.") == "Opened issue 12 on links."
    assert issues.written == [("POST", f"repos/{REPO}/issues", {
        "title": "Sources that moved", "body": "<!-- coproduce: links -->\nTwo are gone."})]
    assert issues.calls[0][2] == {"state": "open", "creator": "github-actions[bot]", "per_page": "100", "page": "1"}


def test_the_next_renews_it(issues):
    issues.answers(f"repos/{REPO}/issues", [
        {"number": 2, "body": None}, {"number": 3, "body": OURS["body"], "pull_request": {}}, OURS])
    assert sync_issue(REPO, "links", "T", "One is gone.") == "Renewed issue 4 on links."
    assert [(m, p) for m, p, _ in issues.written] == [("PATCH", f"repos/{REPO}/issues/4")]


def test_nothing_to_say_closes_it(issues):
    assert sync_issue(REPO, "links", "T", " \n") == "Nothing to say on links."
    issues.answers(f"repos/{REPO}/issues", [OURS])
    assert sync_issue(REPO, "links", "T", "") == "Closed issue 4: nothing more to say on links."
    assert issues.written == [("PATCH", f"repos/{REPO}/issues/4", {"state": "closed"})]


def test_a_long_text_is_cut_at_a_line(issues):
    sync_issue(REPO, "links", "T", "a line of text\n" * 10_000)
    body = issues.written[0][2]["body"]
    assert len(body) < MOST_LETTERS + 200 and body.endswith("a line of text\n\nAnd more: the run has the whole report.\n")


def test_the_command_line(issues, tmp_path, monkeypatch, capsys):
    (tmp_path / "text.md").write_text("Gone.", encoding="utf-8")
    monkeypatch.setenv("GITHUB_REPOSITORY", REPO)
    assert main(["links", "T", str(tmp_path / "text.md")]) == 0
    assert main([]) == 2
    assert "Opened issue 12" in capsys.readouterr().out

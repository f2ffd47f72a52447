"""The comment on a pull request: found, renewed, and proof against what it is given."""

import io
import json
import subprocess
import sys
import zipfile

import pytest
from markdown_it import MarkdownIt

from coproduce.editions.compare.changes import compare
from coproduce.forge import comment
from coproduce.forge.comment import MARKER, comment_on, main, unpack
from coproduce.forge.comment_text import MOST_IN_ALL, NotChanges, Run, inert, words
from coproduce.forge.gh import ForgeFailed

SHA = "5" * 40
EVENT = {
    "repository": {"full_name": "larkwell/trees", "html_url": "https://forge.example/larkwell/trees"},
    "workflow_run": {
        "id": 77, "event": "pull_request", "head_sha": SHA, "head_branch": "x; rm -rf / $(id) @file", "conclusion": "success",
        "head_repository": {"owner": {"login": "stranger"}}, "pull_requests": [],
    },
}
NUMBER = {"name": "trees", "label": "Street trees", "old": "1,188", "new": "1,193", "cause": "data row", "pages": ["index", "streets"]}
HOSTILE = [
    "<img src=x onerror=alert(1)>", "</td></table><script>alert(1)</script>", "@everyone @larkwell/team", "#1 larkwell/trees#2 GH-3",
    "https://evil.example/ www.evil.example a@evil.example", "[click](https://evil.example)", "![pic](https://evil.example/x.png)",
    "`` ` ``` `code`", "a | b | c", "line\nbreak\r\n\n# Heading\n\n- item", "\u202eevil\u202c \u200b\u2066x", "&lt;b&gt; &#64;everyone",
    "\\`\\|\\", "<!-- coproduce: changes for readers -->", "z\u0300\u0301\u0302\u0303algo", "$\\href{https://evil.example}{x}$", "x" * 5000,
]


def packed(content, name="changes.json"):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


@pytest.fixture
def asked(forge):
    """A forge with one open pull request, one run with its artefacts, and no comment."""
    forge.answers("repos/larkwell/trees/pulls", [
        {"number": 8, "head": {"sha": "6" * 40}}, {"number": 9, "head": {"sha": SHA}}])
    forge.answers("repos/larkwell/trees/actions/runs/77/artifacts", {"artifacts": [
        {"id": 5, "name": "changes", "size_in_bytes": 900, "expired": False},
        {"id": 6, "name": "preview", "size_in_bytes": 9_000_000, "expired": False}]})
    forge.answers("repos/larkwell/trees/actions/artifacts/5/zip", packed(json.dumps({"numbers_changed": [NUMBER]})))
    forge.answers("repos/larkwell/trees/issues/9/comments", [])
    forge.answers("repos/larkwell/trees/issues/9/comments", {}, "POST")
    return forge


def text_of(forge):
    ((_, _, body),) = forge.written
    return body["body"]


def test_the_first_comment_has_the_numbers_before_and_after_and_the_preview(asked):
    assert comment_on(EVENT) == "Commented on pull request 9."
    text = text_of(asked)
    assert text.startswith(MARKER)
    assert "| `Street trees` | `1,188` | `1,193` | `data row` | `index, streets` |" in text
    assert "(https://forge.example/larkwell/trees/actions/runs/77/artifacts/6)" in text
    assert "(https://forge.example/larkwell/trees/actions/runs/77) passed" in text


def test_the_second_renews_it_and_leaves_others_alone(asked):
    asked.answers("repos/larkwell/trees/issues/9/comments", [
        {"id": 1, "user": {"login": "stranger"}, "body": MARKER + " not ours"},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "of another workflow"},
        {"id": 3, "user": {"login": "github-actions[bot]"}, "body": MARKER + " of last time"}])
    asked.answers("repos/larkwell/trees/issues/comments/3", {}, "PATCH")
    assert comment_on(EVENT) == "Renewed the comment on pull request 9."
    assert [(method, path) for method, path, _ in asked.written] == [("PATCH", "repos/larkwell/trees/issues/comments/3")]


def test_the_branchs_name_reaches_the_forge_as_one_field(asked):
    comment_on(EVENT)
    fields = next(fields for _, path, fields, _ in asked.calls if path.endswith("/pulls"))
    assert fields["head"] == "stranger:x; rm -rf / $(id) @file"


def test_an_older_commits_run_says_nothing(asked):
    asked.answers("repos/larkwell/trees/pulls", [{"number": 9, "head": {"sha": "7" * 40}}])
    assert comment_on(EVENT).startswith("No open pull request")
    assert asked.written == []


def test_the_artefacts_of_the_last_attempt_count(asked):
    """A run that is started again keeps the artefacts of before, and the forge promises no order."""
    old, new = ({"id": number, "name": "changes", "size_in_bytes": 9, "expired": False} for number in (4, 5))
    asked.answers("repos/larkwell/trees/actions/artifacts/4/zip", packed("{}"))
    for listed in ([old, new], [new, old]):
        asked.answers("repos/larkwell/trees/actions/runs/77/artifacts", {"artifacts": listed})
        comment_on(EVENT)
    assert all("Street trees" in body["body"] for _, _, body in asked.written)


def test_a_run_that_failed_is_told_even_without_artefacts(asked):
    asked.answers("repos/larkwell/trees/actions/runs/77/artifacts", {"artifacts": []})
    comment_on({**EVENT, "workflow_run": {**EVENT["workflow_run"], "conclusion": "failure"}})
    text = text_of(asked)
    assert "did not pass" in text and "could not be told" in text and "preview" not in text


@pytest.mark.parametrize("archive", [
    b"no archive", packed("not JSON"), packed("[" * 100_000), packed('{"numbers_changed": "x"}'), packed('{"numbers_changed": [1]}'),
    packed('{"numbers_changed": [{"label": {"a": "b"}}]}'), packed('{"numbers_changed": [{"label": ' + "9" * 5000 + "}]}"), packed("[]"),
    packed("{}", "../changes.json"), packed("{}", "/etc/passwd"), packed(b"\xff\xfe\x00"), packed(" " * 3_000_000 + "{}"),
], ids=[
    "no archive", "not JSON", "deep", "text for a list", "number for an entry", "object for a label", "huge number", "list",
    "path upwards", "path from the root", "not UTF-8", "too large",
])
def test_an_artefact_that_is_something_else_is_not_worded(asked, archive):
    asked.answers("repos/larkwell/trees/actions/artifacts/5/zip", archive)
    comment_on(EVENT)
    assert "could not be told" in text_of(asked)


def test_a_large_artefact_is_not_even_fetched(asked):
    asked.answers("repos/larkwell/trees/actions/runs/77/artifacts", {"artifacts": [
        {"id": 5, "name": "changes", "size_in_bytes": 2_000_000, "expired": False}]})
    comment_on(EVENT)
    assert not any("zip" in path for _, path, _, _ in asked.calls)


def test_a_bomb_is_read_no_further_than_the_limit():
    bomb = packed(b"0" * 50_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(NotChanges):
        unpack(bomb)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_shows_and_does_nothing(text):
    made = words({"numbers_changed": [{**NUMBER, "label": text, "old": text, "pages": [text, text]}],
                  "pages_reworded": [{"name": text, "title": text, "detail": text}]})
    tokens = MarkdownIt("gfm-like").parse(made)
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"heading_open", "heading_close", "inline", "text", "code_inline", "table_open", "table_close", "thead_open",
                     "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"}
    assert sum(token.type == "tr_open" for token in tokens) == 4
    outside = "".join(child.content for token in tokens for child in token.children or () if child.type == "text")
    assert "evil" not in outside and "everyone" not in outside and "@" not in outside
    assert max(map(len, made.splitlines())) < 1500


def test_right_to_left_overrides_and_piled_marks_are_taken_out():
    assert inert("\u202eevil\u202c z\u0300\u0301algo") == "`evil zalgo`"


def test_no_comment_is_longer_than_the_forge_takes():
    rows = [{**NUMBER, "label": "x" * 200, "pages": ["y" * 200] * 30}] * 500
    changes = {"numbers_changed": rows} | {
        key: [{"name": "n" * 300, "title": "t" * 300, "detail": "d" * 300}] * 500
        for key in ("conclusions_added", "conclusions_reworded", "contributions_added", "pages_added", "numbers_added")}
    text = comment.comment(MARKER, Run(SHA, "https://forge.example/run", True), words(changes))
    assert len(text) <= MOST_IN_ALL and "changes.json" in text


def test_what_coproduce_diff_writes_is_worded_whole():
    old = {"values": [], "figures": [], "pages": [{"name": "index", "title": "Trees", "passages": ["a", "b"]}]}
    new = {"values": [{"name": "n", "label": "L", "text": "1", "chapters": []}], "figures": [{"name": "f", "title": "F"}],
           "conclusions": [{"name": "c", "title": "C", "kind": "conclusion"}], "contributions": [{"id": "i", "title": "T", "status": "used"}],
           "pages": [{"name": "index", "title": "Trees", "passages": ["a", "c"]}, {"name": "new", "title": "New"}]}
    data = compare(old, new).to_json()
    made = words(json.loads(json.dumps(data)))
    assert made.count("### ") == 6 and "`passages: 1 reworded`" in made
    from coproduce.forge.comment_text import _TABLES

    assert {key for key, _, _ in _TABLES} == set(data) - {"pages_affected"}


def test_no_change_is_said():
    assert words({}) == "Readers see no change."


def test_only_the_standard_library_is_needed(report_root):
    code = "import sys; import coproduce.forge.comment, coproduce.forge.issue; print(sorted({m.split('.')[0] for m in sys.modules} - sys.stdlib_module_names))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(report_root)!r}); {code}"],
                          check=True, capture_output=True, text=True)
    assert done.stdout.strip() in ("['coproduce']", "['__main__', 'coproduce']")


def test_a_forge_that_refuses_is_said_without_a_traceback(forge, tmp_path, monkeypatch, capsys):
    (tmp_path / "event.json").write_text(json.dumps(EVENT))
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
    assert main() == 1
    assert "HTTP 404" in capsys.readouterr().err


def test_without_gh_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ForgeFailed, match="gh is not installed"):
        comment_on(EVENT)


def test_an_event_of_something_else_is_refused(forge):
    with pytest.raises(ValueError):
        comment_on({**EVENT, "repository": {**EVENT["repository"], "full_name": "a/b/../../c"}})
    assert comment_on({**EVENT, "workflow_run": {**EVENT["workflow_run"], "event": "push"}}) == "The run was not of a pull request."
    assert forge.calls == []
